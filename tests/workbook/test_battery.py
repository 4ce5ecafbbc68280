"""A battery of formulas whose values are known without any spreadsheet: what the pinned engine can do stays."""

import importlib.metadata
import io
import math
import statistics as st
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

import pytest
from openpyxl import Workbook
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.formula import ArrayFormula

from exam.core.spreadsheet_submission import CellValue
from exam.workbook.engine import by_cellrune
from exam.workbook.locating import Place

ENGINE = "0.2.0"
COUNT = 24
CALLS = [300 + 7 * at % 53 + (at * at) % 31 for at in range(COUNT)]
TIMES = [calls * (240 + at) for at, calls in enumerate(CALLS)]
TEAMS = ["Brno", "Cheb", "Aš"]
TEAM = [TEAMS[at % 3] for at in range(COUNT)]
DAYS = [date(2026, 1, 20) + timedelta(days=3 * at) for at in range(COUNT)]
LAST = COUNT + 1
A, B, C, D = (f"Data!{letter}2:{letter}{LAST}" for letter in "ABCD")
"""Days, calls, times, teams."""
INDEX = list(range(1, COUNT + 1))
ORDERED = sorted(CALLS)
SLOPE = st.linear_regression(INDEX, CALLS)
BY_DAY = st.linear_regression([(day - date(1899, 12, 30)).days for day in DAYS], CALLS)
AHT = sum(TIMES) / sum(CALLS)


def team(name: str) -> list[int]:
    return [calls for calls, where in zip(CALLS, TEAM, strict=True) if where == name]


def month(number: int) -> int:
    return sum(calls for calls, day in zip(CALLS, DAYS, strict=True) if day.month == number)


def weekday(number: int) -> int:
    return sum(calls for calls, day in zip(CALLS, DAYS, strict=True) if day.weekday() == number)


def quantile(share: float) -> float:
    place = share * (COUNT - 1)
    low = math.floor(place)
    return ORDERED[low] + (place - low) * (ORDERED[min(low + 1, COUNT - 1)] - ORDERED[low])


BATTERY: list[tuple[str, float | str]] = [
    # arithmetic
    ("1+2*3", 7),
    ("-2^2", 4),
    ("2^3^2", 64),
    ("(1+2)*3", 9),
    ("10%", 0.1),
    ("7/2", 3.5),
    ("5-3%", 4.97),
    ("0.1+0.2", 0.3),
    ("1E3+1", 1001),
    ("MOD(-7,3)", 2),
    ("QUOTIENT(17,5)", 3),
    ("INT(-2.5)", -3),
    ("TRUNC(-2.567,1)", -2.5),
    ("ROUND(2.5,0)", 3),
    ("ROUND(-2.5,0)", -3),
    ("ROUND(1.005,2)", 1.01),
    ("ROUND(1234.5,-2)", 1200),
    ("ROUNDUP(2.01,0)", 3),
    ("ROUNDDOWN(2.99,0)", 2),
    ("CEILING(7,5)", 10),
    ("FLOOR(7,5)", 5),
    ("MROUND(7,5)", 5),
    ("ABS(-3)", 3),
    ("SIGN(-3)", -1),
    ("SQRT(2)", math.sqrt(2)),
    ("POWER(2,10)", 1024),
    ("EXP(1)", math.e),
    ("LN(10)", math.log(10)),
    ("LOG10(1000)", 3),
    ("LOG(8,2)", 3),
    ("PRODUCT(2,3,4)", 24),
    # indicators
    (f"SUM({B})", sum(CALLS)),
    (f"SUM({C})/SUM({B})", AHT),
    (f"AVERAGE({B})", st.fmean(CALLS)),
    (f"SUM({B},{C})", sum(CALLS) + sum(TIMES)),
    (f"MIN({B})", min(CALLS)),
    (f"MAX({B})", max(CALLS)),
    (f"COUNT({B})", COUNT),
    (f"COUNTA({D})", COUNT),
    (f"COUNTBLANK(Data!B2:B{LAST + 5})", 5),
    (f"SUMPRODUCT({B},{C})", sum(a * b for a, b in zip(CALLS, TIMES, strict=True))),
    (f"SUMPRODUCT({C}/{B})/COUNT({B})", st.fmean(b / a for a, b in zip(CALLS, TIMES, strict=True))),
    (f"SUMSQ({B})", sum(a * a for a in CALLS)),
    ("SUM(Data!B:B)", sum(CALLS)),
    ("AVERAGE(Data!B:B)", st.fmean(CALLS)),
    (f"SUM(Data!B2:B{LAST}*1)", "array"),
    ("SUM(calls)", sum(CALLS)),
    ("SUM(times)/SUM(calls)", AHT),
    ("MAX(calls)-MIN(calls)", max(CALLS) - min(CALLS)),
    # conditional
    (f'SUMIF({D},"Brno",{B})', sum(team("Brno"))),
    (f'SUMIF({B},">320")', sum(a for a in CALLS if a > 320)),
    (f'SUMIFS({B},{D},"Aš",{B},">=310")', sum(a for a in team("Aš") if a >= 310)),
    (f'COUNTIF({B},">320")', sum(a > 320 for a in CALLS)),
    (f'COUNTIF({D},"B*")', len(team("Brno"))),
    (f'COUNTIFS({D},"Cheb",{B},"<330")', sum(a < 330 for a in team("Cheb"))),
    (f'AVERAGEIF({D},"Cheb",{B})', st.fmean(team("Cheb"))),
    (f'AVERAGEIFS({B},{D},"Brno",{B},">300")', st.fmean(a for a in team("Brno") if a > 300)),
    (f'MAXIFS({B},{D},"Brno")', max(team("Brno"))),
    (f'MINIFS({B},{D},"Aš")', min(team("Aš"))),
    (f'SUMIFS({B},{A},">="&DATE(2026,2,1),{A},"<"&DATE(2026,3,1))', month(2)),
    (f"SUMPRODUCT((MONTH({A})=2)*{B})", month(2)),
    (f"SUMPRODUCT((MONTH({A})=1)*({B}))/SUMPRODUCT(--(MONTH({A})=1))", month(1) / sum(d.month == 1 for d in DAYS)),
    (f"SUMPRODUCT((WEEKDAY({A},2)=1)*{B})", weekday(0)),
    (f'SUMPRODUCT(--({D}="Brno"),{B})', sum(team("Brno"))),
    (f"SUMPRODUCT(({B}>320)*({B}<340))", sum(320 < a < 340 for a in CALLS)),
    # trend
    (f"SLOPE({B},{A})", BY_DAY.slope),
    (f"INTERCEPT({B},{A})", BY_DAY.intercept),
    (f"CORREL({B},{A})", st.correlation(CALLS, [day.toordinal() for day in DAYS])),
    (f"PEARSON({B},{C})", st.correlation(CALLS, TIMES)),
    (f"RSQ({B},{C})", st.correlation(CALLS, TIMES) ** 2),
    (f"FORECAST({BY_DAY.slope:.0f}+46100,{B},{A})", BY_DAY.intercept + BY_DAY.slope * (round(BY_DAY.slope) + 46100)),
    (f"FORECAST.LINEAR(46100,{B},{A})", BY_DAY.intercept + BY_DAY.slope * 46100),
    (f"INDEX(LINEST({B},{A}),1)", BY_DAY.slope),
    (f"INDEX(LINEST({B}),1)", SLOPE.slope),
    (f"COVARIANCE.P({B},{C})", st.covariance(CALLS, TIMES) * (COUNT - 1) / COUNT),
    (f"COVARIANCE.S({B},{C})", st.covariance(CALLS, TIMES)),
    (f"Data!B{LAST}/Data!B2-1", CALLS[-1] / CALLS[0] - 1),
    # statistics
    (f"MEDIAN({B})", st.median(CALLS)),
    (f"STDEV({B})", st.stdev(CALLS)),
    (f"STDEV.S({B})", st.stdev(CALLS)),
    (f"STDEV.P({B})", st.pstdev(CALLS)),
    (f"STDEVP({B})", st.pstdev(CALLS)),
    (f"VAR.S({B})", st.variance(CALLS)),
    (f"VAR.P({B})", st.pvariance(CALLS)),
    (f"VAR({B})", st.variance(CALLS)),
    (f"QUARTILE({B},1)", quantile(0.25)),
    (f"QUARTILE.INC({B},3)", quantile(0.75)),
    (f"PERCENTILE({B},0.9)", quantile(0.9)),
    (f"PERCENTILE.INC({B},0.1)", quantile(0.1)),
    (f"LARGE({B},1)", ORDERED[-1]),
    (f"LARGE({B},3)", ORDERED[-3]),
    (f"SMALL({B},2)", ORDERED[1]),
    (f"RANK(Data!B2,{B})", 1 + sum(a > CALLS[0] for a in CALLS)),
    (f"RANK.EQ(Data!B2,{B},1)", 1 + sum(a < CALLS[0] for a in CALLS)),
    (f"AVEDEV({B})", st.fmean(abs(a - st.fmean(CALLS)) for a in CALLS)),
    (f"GEOMEAN({B})", st.geometric_mean(CALLS)),
    (f"HARMEAN({B})", st.harmonic_mean(CALLS)),
    (f"DEVSQ({B})", st.variance(CALLS) * (COUNT - 1)),
    (f"TRIMMEAN({B},0.1)", st.fmean(ORDERED[1:-1])),
    # logic
    ("IF(1>0,2,3)", 2),
    ('IF(1>2,"roste","klesá")', "klesá"),
    (f'IF(SUM({B})>1,"roste","klesá")', "roste"),
    ("IF(AND(1=1,2=2),1,0)", 1),
    ("IF(OR(1=2,2=2),1,0)", 1),
    ("IF(NOT(1=2),1,0)", 1),
    ("IFERROR(1/0,-1)", -1),
    ("IFNA(NA(),5)", 5),
    ("IF(ISNUMBER(1),1,0)", 1),
    ('IF(ISTEXT("a"),1,0)', 1),
    ("IF(ISBLANK(Data!Z1),1,0)", 1),
    ("IF(ISERROR(1/0),1,0)", 1),
    ("IFS(1=2,1,2=2,7)", 7),
    ('SWITCH(2,1,"a",2,"b")', "b"),
    ("XOR(TRUE,FALSE)*1", 1),
    ("CHOOSE(2,10,20,30)", 20),
    # looking up
    (f"INDEX({B},3)", CALLS[2]),
    (f"INDEX({D},MATCH(MAX({B}),{B},0))", TEAM[CALLS.index(max(CALLS))]),
    (f'MATCH("Cheb",{D},0)', 2),
    (f"VLOOKUP(Data!A5,Data!A2:C{LAST},2,FALSE)", CALLS[3]),
    (f"LOOKUP(Data!A6,{A},{B})", CALLS[4]),
    ('HLOOKUP("Hovory",Data!A1:C3,2,FALSE)', CALLS[0]),
    ("SUM(OFFSET(Data!B1,1,0,3,1))", sum(CALLS[:3])),
    ('SUM(INDIRECT("Data!B2:B4"))', sum(CALLS[:3])),
    (f"ROWS({B})", COUNT),
    (f"COLUMNS(Data!A1:C{LAST})", 3),
    ("ROW(Data!B7)", 7),
    ("COLUMN(Data!C1)", 3),
    (f"XLOOKUP(Data!A5,{A},{B})", CALLS[3]),
    # days
    ("YEAR(Data!A2)", 2026),
    ("MONTH(Data!A2)", 1),
    ("DAY(Data!A2)", 20),
    ("WEEKDAY(Data!A2,2)", DAYS[0].isoweekday()),
    ("WEEKNUM(Data!A2,21)", DAYS[0].isocalendar().week),
    ("ISOWEEKNUM(Data!A2)", DAYS[0].isocalendar().week),
    ("DATE(2026,2,1)-DATE(2026,1,1)", 31),
    ("EDATE(DATE(2026,1,31),1)-DATE(2026,2,1)", 27),
    ("EOMONTH(DATE(2026,2,3),0)-DATE(2026,2,1)", 27),
    ("NETWORKDAYS(DATE(2026,1,1),DATE(2026,1,31))", 22),
    ("WORKDAY(DATE(2026,1,1),5)-DATE(2026,1,1)", 7),
    ("DAYS(DATE(2026,3,1),DATE(2026,2,1))", 28),
    (f"MAX({A})-MIN({A})", (DAYS[-1] - DAYS[0]).days),
    ("TIME(1,30,0)*24", 1.5),
    ("HOUR(0.75)", 18),
    ('DATEDIF(DATE(2026,1,1),DATE(2026,4,1),"m")', 3),
    # words
    ('UPPER("příliš")', "PŘÍLIŠ"),
    ('LEN("žluťoučký")', 9),
    ('LEFT("kůň",2)', "ků"),
    ('MID("dopis",2,3)', "opi"),
    ('TRIM("  a  b ")', "a b"),
    ('CONCATENATE("a","b")', "ab"),
    ('"a"&1', "a1"),
    ('TEXTJOIN("-",TRUE,"a","","b")', "a-b"),
    ('VALUE("12")', 12),
    ('SUBSTITUTE("a,b",",",".")', "a.b"),
    ('FIND("b","abc")', 2),
    # of the last years
    (f"SUM(FILTER({B},{B}>320))", sum(a for a in CALLS if a > 320)),
    (f"COUNTA(UNIQUE({D}))", 3),
    (f"INDEX(SORT({B}),1)", min(CALLS)),
    (f"LET(a,SUM({B}),a*2)", sum(CALLS) * 2),
    ("SUM(SEQUENCE(10))", 55),
    (f"AGGREGATE(14,6,{B},1)", max(CALLS)),
    (f"SUBTOTAL(9,{B})", sum(CALLS)),
    (f"SUBTOTAL(1,{B})", st.fmean(CALLS)),
]
PREFIXED = (
    *("STDEV.S", "STDEV.P", "VAR.S", "VAR.P", "QUARTILE.INC", "PERCENTILE.INC", "RANK.EQ", "COVARIANCE.P"),
    *("COVARIANCE.S", "FORECAST.LINEAR", "AGGREGATE", "MAXIFS", "MINIFS", "IFS", "SWITCH", "XOR", "IFNA", "TEXTJOIN"),
    *("UNIQUE", "SEQUENCE", "LET", "XLOOKUP", "ISOWEEKNUM", "DAYS"),
)
SORTED = ("FILTER", "SORT")
REFUSED = {"TODAY()", "NOW()", "RAND()", "RANDBETWEEN(1,6)", 'WEBSERVICE("http://localhost/")', "NICNEZNAMENA(1)"}


def stored(formula: str) -> str:
    """Spell a formula as it stands in a file: newer functions have a prefix there."""
    spelt = "=" + formula
    for name in PREFIXED:
        for before in "=(,+-*/":
            spelt = spelt.replace(f"{before}{name}(", f"{before}_xlfn.{name}(")
    for name in SORTED:
        spelt = spelt.replace(f"{name}(", f"_xlfn._xlws.{name}(")
    return spelt.replace("LET(a,", "LET(_xlpm.a,").replace(",a*2)", ",_xlpm.a*2)")


def cells() -> Iterator[tuple[str, float | str]]:
    yield from BATTERY
    yield from ((formula, "") for formula in sorted(REFUSED))


@pytest.fixture(scope="module")
def computed() -> dict[str, CellValue | str]:
    workbook = Workbook()
    data = workbook.worksheets[0]
    data.title = "Data"
    data.append(["Datum", "Hovory", "Čas", "Tým"])
    for row in zip(DAYS, CALLS, TIMES, TEAM, strict=True):
        data.append(row)
    workbook.defined_names["calls"] = DefinedName("calls", attr_text=f"Data!$B$2:$B${LAST}")
    workbook.defined_names["times"] = DefinedName("times", attr_text=f"Data!$C$2:$C${LAST}")
    tried = workbook.create_sheet("Vzorce")
    places = {}
    for at, (formula, value) in enumerate(cells(), start=1):
        spelt = stored(formula)
        tried.cell(at, 1).value = ArrayFormula(f"A{at}", spelt) if value == "array" else spelt
        places[Place("Vzorce", at, 1)] = formula
    written = io.BytesIO()
    workbook.save(written)
    found = by_cellrune(written.getvalue(), list(places), ())
    return {places[place]: value for place, value in found.items()}


def test_the_engine_is_the_one_that_was_measured() -> None:
    assert importlib.metadata.version("cellrune") == ENGINE
    assert len(BATTERY) >= 158


@pytest.mark.parametrize(("formula", "value"), BATTERY)
def test_a_formula_gives_what_is_known(computed: dict[str, CellValue | str], formula: str, value: float | str) -> None:
    found = computed[formula]
    assert isinstance(found, CellValue), found
    if value == "array":
        value = sum(CALLS)
    if isinstance(value, str):
        assert found.text == value
    else:
        assert found.number is not None
        assert math.isclose(found.number, Decimal(repr(float(value))), rel_tol=1e-9, abs_tol=1e-9)


@pytest.mark.parametrize("formula", sorted(REFUSED))
def test_what_has_no_value_here_is_refused_and_not_guessed(computed: dict[str, CellValue | str], formula: str) -> None:
    found = computed[formula]
    assert isinstance(found, str) or found.text == "#NAME?"

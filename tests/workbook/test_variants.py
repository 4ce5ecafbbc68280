"""What candidates really hand in, and the mark that each is to get; the first ten stand in the research with theirs."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any, NamedTuple

import pytest
from openpyxl import Workbook

from exam.core.spreadsheet_marks import Flag, Verdict, WorkbookMarking
from tests.workbook.clients import (
    EXPECTED,
    FORMULAS,
    LAST,
    Cell,
    Made,
    by_libreoffice,
    by_openpyxl,
    by_xlsxwriter,
    cell_of,
    formula,
    marked,
    typed_by_libreoffice,
)

WRAP_UP_FORGOTTEN = formula("work", "sum(talk)+sum(hold)")
AHT = Decimal(EXPECTED["aht"])


class Variant(NamedTuple):
    """What was done, and what it is worth."""

    made: Made
    points: str
    flags: frozenset[Flag] = frozenset()
    """Those that some cell must carry, beside what the client itself causes."""


def right(**cells: Cell) -> Made:
    return Made(FORMULAS | cells)


def tampered(given: dict[str, Cell]) -> Made:
    return Made(FORMULAS | given)


def czech(name: str, unit: str = "", *, times: int = 1) -> str:
    return f"{Decimal(EXPECTED[name]) * times:.4f}".replace(".", ",") + unit


def values() -> dict[str, Cell]:
    words = {"roste": "roste", "klesa": "klesá"}
    return {name: words.get(str(value), value) for name, value in EXPECTED.items()}


VARIANTS: dict[str, Variant] = {
    # of the research
    "right": Variant(right(), "22"),
    "typed-constants": Variant(Made(values()), "18.5", frozenset({Flag.TYPED_CONSTANT})),
    "wrap-up-forgotten-in-one-cell": Variant(right(work=WRAP_UP_FORGOTTEN), "21"),
    "mean-of-daily-ahts": Variant(right(aht=formula("aht", "mean((talk+hold+acw)/answered)")), "20"),
    "czech-texts": Variant(
        right(aht=czech("aht", " s"), sl=czech("sl", " %", times=100), aband=Decimal(EXPECTED["aband"]) * 100),
        "19.5",
        frozenset({Flag.TYPED_AS_TEXT, Flag.TYPED_CONSTANT}),
    ),
    "a-number-behind-a-formula": Variant(right(aht=f"={AHT}+0*Data!B2"), "22", frozenset({Flag.IGNORES_DATA})),
    "aht-in-minutes": Variant(right(aht=formula("aht", "ans.work/ans.calls/60")), "19", frozenset({Flag.OTHER_SCALE})),
    "circular-and-divided-by-zero": Variant(right(aht=f"={cell_of('aht')}+1", sl="=1/0", calls="=1/0"), "16"),
    "a-tampered-given-cell": Variant(tampered({"Data!B5": Decimal(99_999)}), "22"),
    # of our own
    "nothing": Variant(Made({}, chart=""), "0"),
    "no-chart": Variant(Made(FORMULAS, chart=""), "20"),
    "a-chart-of-something-else": Variant(Made(FORMULAS, chart="Reseni"), "20"),
    "a-slip-in-the-first-cell": Variant(right(calls=Decimal(EXPECTED["calls"]) + 10_000), "21"),
    "no-wrap-up-in-the-aht": Variant(right(aht=formula("aht", "(sum(talk)+sum(hold))/sum(answered)")), "20"),
    "another-service-level": Variant(right(sl=formula("sl", "sum(in_sl)/sum(answered)")), "22"),
    "a-percent-as-a-number": Variant(right(fcr=Decimal(EXPECTED["fcr"]) * 100), "22"),
    "a-percent-a-hundred-times-too-small": Variant(
        right(fcr=Decimal(EXPECTED["fcr"]) / 100), "20", frozenset({Flag.OTHER_SCALE})
    ),
    "rounded-to-two-places": Variant(
        right(aht=f"=ROUND({cell_of('work')}/{cell_of('calls')},2)", occ=round(Decimal(EXPECTED["occ"]), 4)), "22"
    ),
    "rounded-too-far": Variant(right(aht=f"=ROUND({cell_of('work')}/{cell_of('calls')},-1)"), "19"),
    "the-other-direction": Variant(right(verdict={"roste": "klesá", "klesa": "roste"}[str(EXPECTED["verdict"])]), "21"),
    "the-direction-of-an-own-wrong-change": Variant(
        right(
            change=f"=-({cell_of('aht_m3')}/{cell_of('aht_m1')}-1)",
            verdict={"roste": "klesá", "klesa": "roste"}[str(EXPECTED["verdict"])],
        ),
        "20",
    ),
    "a-word-in-capitals": Variant(
        right(verdict={"roste": " STOUPÁ ", "klesa": "KLESAJÍCÍ."}[str(EXPECTED["verdict"])]), "22"
    ),
    "words-instead-of-a-number": Variant(right(calls="hodně"), "18"),
    "spaces-as-thousands": Variant(
        right(calls=f"{int(Decimal(EXPECTED['calls'])):,}".replace(",", "\N{NO-BREAK SPACE}")),
        "22",
        frozenset({Flag.TYPED_AS_TEXT}),
    ),
    "months-swapped": Variant(right(aht_m1=FORMULAS["aht_m3"], aht_m3=FORMULAS["aht_m1"]), "20"),
    "the-slope-of-other-calls": Variant(right(slope=formula("slope", "slope(offered)")), "20"),
    "a-whole-column": Variant(right(calls="=SUM(Data!D:D)"), "22"),
    "half-of-the-quarter": Variant(right(calls=f"=SUM(Data!D2:D{LAST // 2})"), "21"),
    "a-function-of-the-last-years": Variant(
        right(fcr=f"=_xlfn.LET(_xlpm.a,SUM(Data!F2:F{LAST}),_xlpm.a/SUM(Data!D2:D{LAST}))"), "22"
    ),
    "three-tampered-given-cells": Variant(
        tampered({"Data!D4": Decimal(1), "Data!G9": Decimal(2), "Data!J20": "nic"}), "22"
    ),
}


def flags(marking: WorkbookMarking) -> set[Flag]:
    return {flag for cell in marking.cells for flag in cell.flags}


EVERY = pytest.mark.parametrize("name", VARIANTS)


@EVERY
@pytest.mark.parametrize("client", [by_openpyxl, by_xlsxwriter], ids=["openpyxl", "xlsxwriter"])
def test_a_submission_gets_its_mark(client: Callable[[Made], bytes], name: str) -> None:
    variant = VARIANTS[name]
    marking = marked(client(variant.made))
    lost = {cell.answer: (cell.verdict, str(cell.got)) for cell in marking.cells if cell.score < cell.max_score}
    assert (marking.score, marking.max_score) == (Decimal(variant.points), Decimal(22)), lost
    assert variant.flags <= flags(marking)
    assert not marking.for_a_person


@pytest.fixture(scope="module")
def resaved() -> dict[str, bytes]:
    return by_libreoffice({name: by_openpyxl(variant.made) for name, variant in VARIANTS.items()})


@EVERY
@pytest.mark.needs_libreoffice
def test_a_submission_saved_by_libreoffice_gets_the_same_mark(resaved: dict[str, bytes], name: str) -> None:
    variant = VARIANTS[name]
    marking = marked(resaved[name])
    lost = {cell.answer: (cell.verdict, str(cell.got)) for cell in marking.cells if cell.score < cell.max_score}
    assert marking.score == Decimal(variant.points), lost
    assert variant.flags <= flags(marking)


OF_A_LATER_OFFICE = {"a-function-of-the-last-years"}
"""LibreOffice 7.4, which Debian 12 has, knows no LET; nobody can type it there."""
TYPED = [name for name in VARIANTS if name not in OF_A_LATER_OFFICE]


@pytest.fixture(scope="module")
def typed() -> dict[str, bytes]:
    deleted = Made(FORMULAS, deleted=(9, 3))
    return typed_by_libreoffice({name: VARIANTS[name].made for name in TYPED} | {"three-rows-deleted": deleted})


@pytest.mark.parametrize("name", TYPED)
@pytest.mark.needs_uno
def test_a_submission_typed_in_libreoffice_gets_its_mark(typed: dict[str, bytes], name: str) -> None:
    variant = VARIANTS[name]
    marking = marked(typed[name])
    lost = {cell.answer: (cell.verdict, str(cell.got)) for cell in marking.cells if cell.score < cell.max_score}
    assert (marking.score, marking.issued) == (Decimal(variant.points), "own"), lost
    assert variant.flags <= flags(marking)
    assert not marking.for_a_person


@pytest.mark.needs_uno
def test_three_deleted_rows_cost_what_a_program_that_moves_formulas_makes_of_them(typed: dict[str, bytes]) -> None:
    """Put back, the rows are no longer in the ranges; follow-through saves what rests on earlier answers."""
    marking = marked(typed["three-rows-deleted"])
    lost = {
        cell.answer: (cell.verdict, str(cell.got), cell.expected)
        for cell in marking.cells
        if cell.score < cell.max_score
    }
    assert marking.score == Decimal(15), lost
    assert marking.changed_count > 100


def edited(edit: Callable[[Workbook], None]) -> WorkbookMarking:
    return marked(by_openpyxl(Made(FORMULAS, edit=edit)))


def sheet(workbook: Workbook, name: str) -> Any:  # noqa: ANN401 - a worksheet, whatever openpyxl calls it
    return workbook[name]


def test_deleted_rows_cost_what_they_make_wrong_and_no_more() -> None:
    """openpyxl leaves formulas as they stand, so the rows put back make all of them right again."""
    marking = edited(lambda workbook: sheet(workbook, "Data").delete_rows(10, 3))
    assert (marking.score, marking.basis) == (Decimal(22), "restored")
    assert marking.changed_count > 100


def test_a_sheet_moved_and_renamed_with_rows_above_is_found() -> None:
    def edit(workbook: Workbook) -> None:
        workbook.move_sheet("Data", -1)
        sheet(workbook, "Reseni").title = "Moje odpovědi"

    marking = edited(edit)
    assert marking.score == 22
    assert {cell.where for cell in marking.cells} == {"label"}


def test_own_working_on_another_sheet_is_followed() -> None:
    def edit(workbook: Workbook) -> None:
        sheet(workbook, "Reseni")[cell_of("calls")] = "=Pomoc!A1"
        workbook.create_sheet("Pomoc")["A1"] = f"=SUM(Data!D2:D{LAST})"

    marking = edited(edit)
    assert marking.score == 22
    assert marking.touched == ("Pomoc!A1",)


def test_what_the_engine_cannot_compute_is_for_a_person() -> None:
    marking = marked(by_openpyxl(right(fcr='=WEBSERVICE("http://localhost/")')))
    assert marking.for_a_person
    assert next(cell for cell in marking.cells if cell.answer == "fcr").verdict is Verdict.UNKNOWN

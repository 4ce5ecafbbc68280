import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exam.core.canonical import canonical_json
from exam.core.spreadsheet import SpreadsheetAssignment, SpreadsheetData
from exam.core.spreadsheet_keys import mutation_of
from exam.core.spreadsheet_marking import mark
from exam.core.spreadsheet_marks import CellMark, Flag, Verdict, WorkbookMarking, feedback_of, outcomes, waiting
from exam.core.spreadsheet_submission import (
    CellValue,
    ChangedCell,
    FoundCell,
    FoundChart,
    FoundWorkbook,
    Where,
    cell_value,
)
from exam.core.spreadsheet_values import expected_values, generate, reference
from tests.spreadsheets import PLAIN, SEED, assignment

WORD = {
    "id": "word",
    "label": {"cs": "Hovory", "en": "Calls"},
    "expr": "'up' if ans.slope > 0 else 'down'",
    "choice": {"up": {"cs": ["roste", "stoupá"]}, "down": {"cs": ["klesá"]}},
    "points": 1,
}
MEAN = {
    "id": "mean_of_daily",
    "expr": "mean(time / zcalls)",
    "points": 1,
    "feedback": {"cs": "Važte počtem hovorů."},
}
RICH = assignment(
    answers=[
        PLAIN["answers"][0],
        PLAIN["answers"][1] | {"formula": "required", "misconceptions": [MEAN], "tol": {"abs": "0.0005"}},
        PLAIN["answers"][2] | {"also": ["sum(first) / (ans.calls + 1000)"]},
        PLAIN["answers"][3],
        PLAIN["answers"][4],
        WORD,
    ],
    checks=[{"kind": "chart", "label": {"cs": "Graf"}, "points": 2}],
)
DATA = generate(RICH, SEED)
EXPECTED = expected_values(RICH, DATA)
OTHER = mutation_of(RICH, DATA)
OTHERS = expected_values(RICH, OTHER)
CHART = FoundChart(kind="line", of_data=True)


def typed(**values: Decimal | str | None) -> FoundWorkbook:
    """Return a submission with a chart, right but for these typed values."""
    held: dict[str, Any] = {**EXPECTED, "word": "Roste" if EXPECTED["word"] == "up" else "KLESÁ"} | values
    cells = tuple(
        FoundCell(answer=name, where=Where.NAME, place=f"Reseni!{name}", stored=cell_value(value))
        for name, value in held.items()
    )
    return FoundWorkbook(cells=cells, data="place", charts=(CHART,), engine="test")


def formula(found: FoundWorkbook, name: str, **fields: Any) -> FoundWorkbook:  # noqa: ANN401 - fields of a cell
    """Return the submission with a formula in a cell, recalculated as it is stored unless told otherwise."""
    cells = []
    for cell in found.cells:
        told = {"formula": "=1", "recalculated": cell.stored} | fields
        cells.append(cell.model_copy(update=told) if cell.answer == name else cell)
    return found.model_copy(update={"cells": tuple(cells)})


def marked(found: FoundWorkbook, other: SpreadsheetData | None = None) -> WorkbookMarking:
    return mark(RICH, DATA, found, other)


def cell(marking: WorkbookMarking, name: str) -> CellMark:
    return next(cell for cell in marking.cells if cell.answer == name)


def verdicts(marking: WorkbookMarking) -> dict[str, Verdict]:
    return {cell.answer: cell.verdict for cell in marking.cells if cell.verdict is not Verdict.RIGHT}


def number(value: object) -> Decimal:
    assert isinstance(value, Decimal)
    return value


def test_right_formulas_and_a_chart_have_every_point() -> None:
    marking = marked(formula(typed(), "aht"))
    assert (marking.score, marking.max_score, marking.basis) == (Decimal(12), Decimal(12), "submitted")
    assert verdicts(marking) == {}
    assert not marking.for_a_person


@settings(max_examples=15, deadline=None)
@given(st.text(alphabet="0123456789abcdef", min_size=32, max_size=32))
def test_right_values_have_every_point_on_any_seed(seed: str) -> None:
    small = assignment()
    data = generate(small, seed)
    cells = tuple(
        FoundCell(answer=name, where=Where.LABEL, stored=cell_value(value))
        for name, value in expected_values(small, data).items()
    )
    marking = mark(small, data, FoundWorkbook(cells=cells, data="place"))
    assert marking.score == marking.max_score == Decimal(9)


def test_a_typed_result_is_worth_half_only_where_a_formula_is_asked_for() -> None:
    marking = marked(typed())
    assert cell(marking, "aht").score == Decimal("1.5")
    assert cell(marking, "aht").flags == (Flag.TYPED_CONSTANT,)
    assert marking.score == Decimal("10.5")


def test_a_slip_is_paid_for_once() -> None:
    calls = number(EXPECTED["calls"]) * 2
    own = {"calls": calls, "aht": number(EXPECTED["aht"]) / 2, "fcr": number(EXPECTED["fcr"]) / 2}
    marking = marked(formula(typed(**own), "aht"))
    assert verdicts(marking) == {"calls": Verdict.WRONG, "aht": Verdict.FOLLOWS, "fcr": Verdict.FOLLOWS}
    assert marking.score == Decimal(11)


def test_own_results_that_lead_to_no_value_help_nobody_and_hurt_nothing_else() -> None:
    marking = marked(typed(calls=Decimal(0), aht=Decimal(1)))
    assert verdicts(marking) == {"calls": Verdict.WRONG, "aht": Verdict.WRONG}


def test_a_known_misconception_keeps_its_points_and_is_explained() -> None:
    rows = zip(DATA.columns["time"], DATA.columns["zcalls"], strict=True)
    daily = [Decimal(time) / calls for time, calls in rows]
    marking = marked(formula(typed(aht=sum(daily, Decimal(0)) / len(daily)), "aht"))
    assert verdicts(marking) == {"aht": Verdict.MISCONCEPTION}
    assert cell(marking, "aht").score == Decimal(1)
    assert feedback_of(RICH, cell(marking, "aht")) == {"cs": "Važte počtem hovorů."}
    assert feedback_of(RICH, cell(marking, "calls")) == {}


def test_another_definition_is_as_good_also_after_own_results() -> None:
    first = sum(DATA.columns["first"])
    marking = marked(typed(fcr=first / (number(EXPECTED["calls"]) + 1000)))
    assert verdicts(marking) == {"fcr": Verdict.ALTERNATIVE}
    assert cell(marking, "fcr").score == Decimal(2)
    calls = number(EXPECTED["calls"]) + 500
    marking = marked(typed(calls=calls, fcr=first / (calls + 1000)))
    assert cell(marking, "fcr").verdict is Verdict.FOLLOWS


@pytest.mark.parametrize(
    ("found", "verdict"),
    [
        (None, Verdict.EMPTY),
        ("", Verdict.EMPTY),
        ("nevím", Verdict.WRONG),
        ("#DIV/0!", Verdict.ERROR),
        (Decimal("NaN"), Verdict.WRONG),
        (Decimal("Infinity"), Verdict.WRONG),
        (Decimal(1), Verdict.WRONG),
    ],
)
def test_what_is_not_right_scores_nothing_and_is_told_apart(found: Decimal | str | None, verdict: Verdict) -> None:
    marking = marked(typed(last=found))
    assert verdicts(marking) == {"last": verdict}
    assert cell(marking, "last").score == 0


def test_a_cell_that_is_nowhere_is_empty() -> None:
    found = typed()
    marking = marked(found.model_copy(update={"cells": found.cells[1:]}))
    assert (cell(marking, "calls").where, cell(marking, "calls").verdict) == (Where.NOWHERE, Verdict.EMPTY)


@settings(max_examples=30, deadline=None)
@given(st.sampled_from([-1, 1]), st.decimals("0", "3", places=3))
def test_a_tolerance_is_kept_to_the_last_digit(sign: int, share: Decimal) -> None:
    room = Decimal("0.0005")
    near = formula(typed(aht=number(EXPECTED["aht"]) + sign * share * room), "aht")
    assert (cell(marked(near), "aht").verdict is Verdict.RIGHT) is (share <= 1)


@pytest.mark.parametrize(("times", "right"), [("1", True), ("100", True), ("0.01", False), ("10", False)])
def test_a_percent_may_be_a_share_or_percents(times: str, *, right: bool) -> None:
    marking = marked(typed(fcr=number(EXPECTED["fcr"]) * Decimal(times)))
    assert (cell(marking, "fcr").verdict is Verdict.RIGHT) is right


def test_a_number_that_is_no_percent_is_not_divided_but_its_scale_is_told() -> None:
    marking = marked(formula(typed(aht=number(EXPECTED["aht"]) / 60), "aht"))
    assert (cell(marking, "aht").verdict, cell(marking, "aht").flags) == (Verdict.WRONG, (Flag.OTHER_SCALE,))
    assert cell(marked(typed(last=number(EXPECTED["last"]) * 1000)), "last").flags == (Flag.OTHER_SCALE,)


def test_czech_typing_is_read_and_noted() -> None:
    spelt = f"{number(EXPECTED['fcr']) * 100:.4f}".replace(".", ",")
    marking = marked(typed(fcr=f"{spelt} %"))
    assert verdicts(marking) == {}
    assert cell(marking, "fcr").flags == (Flag.TYPED_AS_TEXT,)
    assert str(cell(marking, "fcr").got) == f"{spelt} %"


def test_a_word_is_compared_as_people_write_it_and_after_own_results() -> None:
    assert verdicts(marked(typed(word="  STOUPÁ. "))) == {}
    marking = marked(typed(slope=-number(EXPECTED["slope"]), word="klesá"))
    assert verdicts(marking) == {"slope": Verdict.WRONG, "word": Verdict.FOLLOWS}
    assert cell(marked(typed(word="neví")), "word").verdict is Verdict.WRONG


def test_a_missing_stored_result_is_recalculated() -> None:
    right = CellValue(number=number(EXPECTED["last"]))
    marking = marked(formula(typed(last=None), "last", recalculated=right))
    assert verdicts(marking) == {}
    assert cell(marking, "last").flags == (Flag.CACHE_MISSING,)


@pytest.mark.parametrize("stored", [Decimal(0), Decimal(999), "999 s", "text"])
def test_a_stored_result_that_the_formula_does_not_give_is_flagged_and_does_not_count(stored: Decimal | str) -> None:
    right = CellValue(number=number(EXPECTED["last"]))
    marking = marked(formula(typed(last=stored), "last", recalculated=right))
    assert cell(marking, "last").verdict is Verdict.RIGHT
    assert cell(marking, "last").flags == (Flag.CACHE_DIFFERS,)
    forged = marked(formula(typed(), "last", recalculated=CellValue(number=Decimal(1))))
    assert (cell(forged, "last").verdict, cell(forged, "last").flags) == (Verdict.WRONG, (Flag.CACHE_DIFFERS,))


def test_an_error_of_the_engine_alone_is_not_the_candidates() -> None:
    marking = marked(formula(typed(), "last", recalculated=CellValue(text="#N/A")))
    assert (cell(marking, "last").verdict, cell(marking, "last").flags) == (Verdict.RIGHT, (Flag.CACHE_DIFFERS,))
    both = marked(formula(typed(last="#N/A"), "last", recalculated=CellValue(text="#N/A")))
    assert (cell(both, "last").verdict, cell(both, "last").flags) == (Verdict.ERROR, ())


def test_a_refusal_of_the_engine_is_never_wrong() -> None:
    kept = marked(formula(typed(), "last", recalculated=None, refusal="unsupported"))
    assert (cell(kept, "last").verdict, cell(kept, "last").flags) == (Verdict.RIGHT, (Flag.NOT_RECALCULATED,))
    unknown = marked(formula(typed(last=None), "last", recalculated=None))
    assert cell(unknown, "last").verdict is Verdict.UNKNOWN
    assert unknown.for_a_person
    assert "quarter/last" not in {outcome.item for outcome in outcomes("quarter", unknown)}
    (waits,) = waiting("quarter", unknown)
    assert (waits.item, waits.score, waits.max_score) == ("quarter/last", Decimal(0), Decimal(1))


def test_scores_are_named_by_item_and_cell() -> None:
    scores = {outcome.item: (outcome.score, outcome.max_score) for outcome in outcomes("quarter", marked(typed()))}
    assert scores["quarter/calls"] == (Decimal(1), Decimal(1))
    assert scores["quarter/chart-1"] == (Decimal(2), Decimal(2))


def test_given_data_that_were_damaged_are_put_back_where_that_helps() -> None:
    wrong, right = CellValue(number=Decimal(5)), CellValue(number=number(EXPECTED["last"]))
    changed = {"changed": (ChangedCell(place="Data!B2", given="1", found="2"),), "changed_count": 1}
    helped = formula(typed(last=Decimal(5)), "last", recalculated=wrong, restored=right).model_copy(update=changed)
    assert (marked(helped).basis, verdicts(marked(helped)), marked(helped).changed_count) == ("restored", {}, 1)
    useless = formula(typed(), "last", recalculated=right, restored=wrong).model_copy(update=changed)
    assert (marked(useless).basis, verdicts(marked(useless))) == ("submitted", {})


@pytest.mark.parametrize(
    ("charts", "verdict"),
    [((CHART,), Verdict.MET), ((FoundChart(kind="pie"),), Verdict.MISSING), ((), Verdict.MISSING)],
)
def test_a_chart_counts_when_it_refers_to_the_data(charts: tuple[FoundChart, ...], verdict: Verdict) -> None:
    (check,) = marked(typed().model_copy(update={"charts": charts})).checks
    assert (check.verdict, check.score) == (verdict, Decimal(2 if verdict is Verdict.MET else 0))


def test_any_chart_may_be_enough() -> None:
    check = {"kind": "chart", "label": {"cs": "Graf"}, "points": 2, "of_data": False, "minimum": 2}
    small = assignment(checks=[check])
    marking = mark(small, DATA, typed().model_copy(update={"charts": (FoundChart(kind="pie"), CHART)}))
    assert marking.checks[0].verdict is Verdict.MET


def mutated(found: FoundWorkbook, name: str, value: object) -> FoundWorkbook:
    return formula(found, name, mutated=CellValue(number=number(value)))


def test_a_formula_that_ignores_its_data_is_evidence_and_costs_nothing() -> None:
    marking = marked(mutated(typed(), "last", EXPECTED["last"]), OTHER)
    assert cell(marking, "last").flags == (Flag.IGNORES_DATA,)
    assert cell(marking, "last").score == cell(marking, "last").max_score
    assert cell(marked(mutated(typed(), "last", OTHERS["last"]), OTHER), "last").flags == ()


def test_a_formula_over_an_own_typed_result_is_not_accused() -> None:
    time = Decimal(sum(OTHER.columns["time"]))
    found = mutated(typed(), "aht", time / number(EXPECTED["calls"]))
    assert cell(marked(found, OTHER), "aht").flags == ()


def test_a_formula_is_not_accused_of_what_the_other_data_do_not_move() -> None:
    assert cell(marked(mutated(typed(), "last", Decimal(1)), DATA), "last").flags == ()
    words = formula(typed(), "word", mutated=CellValue(text="cosi"))
    assert cell(marked(words, DATA), "word").flags == ()


def test_other_data_move_every_number_that_is_asked_for() -> None:
    assert OTHER.days == DATA.days
    assert all(OTHERS[name] != EXPECTED[name] for name in ("calls", "aht", "fcr", "last", "slope"))


def test_where_nothing_can_move_the_last_draw_is_taken() -> None:
    fixed: SpreadsheetAssignment = assignment(answers=[PLAIN["answers"][0] | {"tol": {"abs": 10**6}}])
    assert mutation_of(fixed, DATA).days == DATA.days


@pytest.mark.parametrize(
    ("said", "issued"), [(reference(DATA), "own"), (reference(OTHER), "other"), ("", "unknown"), ("1", "other")]
)
def test_a_workbook_that_was_handed_out_with_another_table_is_told_as_such(said: str, issued: str) -> None:
    marking = marked(typed().model_copy(update={"reference": said}))
    assert (marking.issued, marking.score) == (issued, marked(typed()).score)


def test_a_marking_of_the_first_schema_is_still_read() -> None:
    told = json.loads(canonical_json(marked(typed())))
    del told["issued"]
    found = WorkbookMarking.model_validate_json(canonical_json(told | {"schema": "exam/workbook-marking/1"}))
    assert (found.issued, found.score) == ("unknown", marked(typed()).score)


def test_a_key_of_nothing_has_no_scale() -> None:
    nothing = assignment(answers=[PLAIN["answers"][0] | {"expr": "0 * sum(zcalls)"}])
    found = FoundWorkbook(
        cells=(FoundCell(answer="calls", where=Where.NAME, stored=cell_value(Decimal(60))),), data="place"
    )
    assert mark(nothing, DATA, found).cells[0].flags == ()


def test_a_value_shows_what_stands_in_its_cell() -> None:
    assert [str(cell_value(value)) for value in (Decimal("1.50"), "12 s", None)] == ["1.50", "12 s", ""]

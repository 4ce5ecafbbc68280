from decimal import Decimal

import pytest

from exam.core.spreadsheet import SpreadsheetAssignment
from exam.core.spreadsheet_keys import mutation_of
from exam.core.spreadsheet_marking import mark
from exam.core.spreadsheet_marks import Verdict, WorkbookMarking
from exam.core.spreadsheet_values import generate
from exam.workbook.formulas import NoFormulaError, Spelling
from exam.workbook.making import make_workbook
from exam.workbook.reading import Sought, read_workbook
from exam.workbook.samples import samples
from tests.spreadsheets import PLAIN, SEED, assignment

ASKED = [
    ("calls", "sum(zcalls)"),
    ("mean", "mean(time / zcalls)"),
    ("most", "largest(zcalls)"),
    ("least", "smallest(time / zcalls)"),
    ("above", "above(zcalls, 350)"),
    ("below", "below(time / zcalls, 270)"),
    ("slope", "slope(zcalls)"),
    ("second", "msum(zcalls, 2)"),
    ("clipped", "clip(ans.calls, 0, 100) + abs(-ans.mean) + round(ans.mean)"),
    ("three", "top(2, ans.most, ans.least, ans.above)"),
    ("picked", "ans.most if ans.most > ans.least else 0"),
]
WORD = {
    "id": "word",
    "label": {"cs": "Směr"},
    "expr": "'up' if ans.slope >= 0 else 'down'",
    "choice": {"up": {"cs": ["roste"]}, "down": {"cs": ["klesá"]}},
    "points": 1,
}
SLIP = {"id": "slip", "expr": "msum(zcalls, 1)", "points": 0, "feedback": {"cs": "Jen jeden měsíc."}}
TASK: SpreadsheetAssignment = assignment(
    answers=[
        *(
            PLAIN["answers"][0]
            | {"id": name, "label": {"cs": name}, "expr": expr, "tol": {"abs": "0.000001"}}
            | ({"misconceptions": [SLIP]} if name == "calls" else {})
            for name, expr in ASKED
        ),
        WORD,
    ]
)
DATA = generate(TASK, SEED)
SPELLING = Spelling(TASK, DATA, "cs")


@pytest.fixture(scope="module")
def marked() -> dict[str, WorkbookMarking]:
    issued = make_workbook(TASK, DATA, title="Zkouška", language="cs")
    other = mutation_of(TASK, DATA)
    sought = Sought(TASK, "cs", DATA, other)
    return {
        name: mark(TASK, DATA, read_workbook(filled, sought), other)
        for name, filled in samples(TASK, DATA, issued, "cs")
    }


def test_the_engine_computes_by_formulas_what_the_core_computes_by_expressions(
    marked: dict[str, WorkbookMarking],
) -> None:
    assert {cell.answer: cell.verdict for cell in marked["right"].cells if cell.verdict is not Verdict.RIGHT} == {}
    assert all(cell.formula for cell in marked["right"].cells)
    assert not [cell.answer for cell in marked["right"].cells if "ignores_data" in cell.flags]


@pytest.mark.parametrize("name", ["typed", "czech"])
def test_typed_results_are_right(marked: dict[str, WorkbookMarking], name: str) -> None:
    wrong = [cell.answer for cell in marked[name].cells if cell.verdict is not Verdict.RIGHT]
    assert wrong == [] if name == "typed" else not {"calls", "most", "word"} & set(wrong)


def test_a_slip_a_misconception_and_nothing_at_all_are_told_apart(marked: dict[str, WorkbookMarking]) -> None:
    assert marked["empty"].score == 0
    assert marked["slip"].cells[0].verdict is Verdict.WRONG
    assert marked["slip"].score == marked["right"].score - 1
    assert marked["calls-slip"].cells[0].verdict is Verdict.MISCONCEPTION


def test_percents_and_seconds_are_typed_with_their_units() -> None:
    small = assignment()
    data = generate(small, SEED)
    issued = make_workbook(small, data, title="Zkouška", language="cs")
    filled = dict(samples(small, data, issued, "cs"))["czech"]
    cells = {cell.answer: str(cell.stored) for cell in read_workbook(filled, Sought(small, "cs", data, None)).cells}
    assert cells["fcr"].endswith(" %")
    assert cells["aht"].endswith(" s")
    assert "," in cells["slope"]


@pytest.mark.parametrize("expression", ["drift + 1", "noise(2)", "[1]"])
def test_what_has_no_formula_is_told(expression: str) -> None:
    with pytest.raises(NoFormulaError):
        SPELLING.formula(TASK.answers[0], expression)


def test_an_answer_without_a_formula_is_typed() -> None:
    odd = assignment(answers=[WORD | {"expr": "'up' if 1 < 2 else 'down'"}])
    issued = make_workbook(odd, DATA, title="Zkouška", language="cs")
    filled = dict(samples(odd, DATA, issued, "cs"))
    assert set(filled) == {"right", "typed", "czech", "empty", "slip"}
    assert Decimal(1) == odd.answers[0].points

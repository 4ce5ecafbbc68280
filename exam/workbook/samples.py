"""Submissions as candidates make them, filled in by the program: an author sees how his task would be marked."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from exam.core.spreadsheet import AnswerCell, SpreadsheetAssignment, SpreadsheetData, Unit
from exam.core.spreadsheet_values import Key, expected_values, key_of, scope_of
from exam.workbook.filling import fill_workbook
from exam.workbook.formulas import NoFormulaError, Spelling

RIGHT, TYPED, CZECH, EMPTY, SLIP = "right", "typed", "czech", "empty", "slip"
DECIMALS = Decimal("0.0001")

Cells = dict[str, Decimal | str]


def samples(
    assignment: SpreadsheetAssignment, data: SpreadsheetData, issued: bytes, language: str
) -> Iterator[tuple[str, bytes]]:
    """Yield each sample by name: right by formulas, typed numbers, Czech texts, empty, a first slip, misconceptions."""
    spelling = Spelling(assignment, data, language)
    expected = expected_values(assignment, data)
    right = {answer.id: _cell(spelling, answer, answer.expr, expected[answer.id]) for answer in assignment.answers}
    named: dict[str, Cells] = {
        RIGHT: right,
        TYPED: {answer.id: _typed(answer, expected[answer.id], language) for answer in assignment.answers},
        CZECH: {answer.id: _czech(answer, expected[answer.id], language) for answer in assignment.answers},
        EMPTY: {},
        SLIP: right | _slip(assignment, expected),
    }
    for answer in assignment.answers:
        for known in answer.misconceptions:
            key = key_of(answer, known.expr, scope_of(data, expected, f"answers.{answer.id}"))
            named[f"{answer.id}-{known.id}"] = right | {answer.id: _cell(spelling, answer, known.expr, key)}
    for name, cells in named.items():
        yield name, fill_workbook(issued, assignment, cells)


def _cell(spelling: Spelling, answer: AnswerCell, expression: str, key: Key) -> Decimal | str:
    try:
        return spelling.formula(answer, expression)
    except NoFormulaError:
        return _typed(answer, key, spelling.language)


def _typed(answer: AnswerCell, key: Key, language: str) -> Decimal | str:
    return answer.choice[key].get(language, (key,))[0] if isinstance(key, str) else key


def _czech(answer: AnswerCell, key: Key, language: str) -> Decimal | str:
    """Spell a number as people type it: a comma, and the unit."""
    if isinstance(key, str):
        return _typed(answer, key, language)
    signs = {Unit.PERCENT: " %", Unit.SECONDS: " s", Unit.NUMBER: ""}
    shown = key * 100 if answer.unit is Unit.PERCENT else key
    return f"{shown.quantize(DECIMALS):f}".replace(".", ",") + signs[answer.unit]


def _slip(assignment: SpreadsheetAssignment, expected: Mapping[str, Key]) -> Cells:
    """Make the first number a fifth too large; whatever rests on it follows."""
    for answer in assignment.answers:
        key = expected[answer.id]
        if isinstance(key, Decimal):
            return {answer.id: key * Decimal("1.2")}
    return {}

"""A candidate's own daily table and what follows from it; it knows no file and nothing that was handed in.

Anybody can replay a table from the journalled seed: every number comes from `exam.core.chance.Draw(seed, purpose)`.
The purpose is `workbook/<assignment>/params/<name>` for a parameter and `workbook/<assignment>/<column>/<row>` for the
noise of a cell; rows count from 0, and each call of `noise` takes three numbers, in the order in which it is evaluated.
Parameters that break a constraint are all drawn anew, from `<purpose>/1`, `<purpose>/2` and so on.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from functools import partial
from typing import ClassVar

from exam.core.canonical import digest_of
from exam.core.chance import Draw
from exam.core.expression import ExpressionError, Function, Scope, Value, choose, evaluate, holds
from exam.core.spreadsheet import (
    AnswerCell,
    ChoiceParameter,
    ComputedColumn,
    IntParameter,
    Parameter,
    SpreadsheetAssignment,
    SpreadsheetData,
)
from exam.core.spreadsheet_functions import MONTHS_IN_YEAR, NUMERIC, over
from exam.problem import ExamError

NOISE_STEPS = 10_000
MAX_CELL = 10**12
MAX_REDRAWS = 200
REFERENCE_LENGTH = 16


class StartUnfitError(ExamError):
    """The rows are to start from a parameter that does not exist or offers no first day of a month."""

    code: ClassVar[str] = "spreadsheet-start-unfit"


class RangeEmptyError(ExamError):
    """No number lies in the range of a parameter."""

    code: ClassVar[str] = "spreadsheet-range-empty"


class ConstraintsUnmeetableError(ExamError):
    """No draw of the parameters meets every constraint."""

    code: ClassVar[str] = "spreadsheet-constraints-unmeetable"


class CellUnfitError(ExpressionError):
    """A cell of the table would be no whole number, or one that a spreadsheet does not keep exactly."""

    code: ClassVar[str] = "spreadsheet-cell-unfit"


Key = Decimal | str
"""What an answer cell should hold: a number, or one of the words of its choice."""


def generate(assignment: SpreadsheetAssignment, seed: str) -> SpreadsheetData:
    """Return the table that the seed draws, the same on every machine.

    Raises:
        StartUnfitError: the rows have no first day.
        RangeEmptyError: a parameter cannot be drawn.
        ConstraintsUnmeetableError: no draw meets every constraint.
        ExpressionError: a cell cannot be computed.
    """
    drawn = _parameters(assignment, seed)
    return _table(assignment, seed, drawn, _days(assignment, drawn))


def generate_on(assignment: SpreadsheetAssignment, seed: str, days: tuple[date, ...]) -> SpreadsheetData:
    """Return the table that the seed draws, with these days for its own.

    Raises:
        ExamError: as `generate`.
    """
    return _table(assignment, seed, _parameters(assignment, seed), days)


def reference(data: SpreadsheetData) -> str:
    """Return by what a workbook says which table it was handed out with; it tells nothing that the table does not."""
    return digest_of(data)[:REFERENCE_LENGTH]


def fits(assignment: SpreadsheetAssignment, data: SpreadsheetData | None) -> bool:
    """Tell whether this is a table as the assignment asks for: its columns, one number for each day in every one."""
    wanted = {column.id for column in _computed(assignment)}
    return data is not None and data.columns.keys() == wanted and {len(data.days)} == {*map(len, data.columns.values())}


def expected_values(assignment: SpreadsheetAssignment, data: SpreadsheetData) -> dict[str, Key]:
    """Return what each answer cell should hold, by its id.

    Raises:
        ExpressionError: an answer cannot be computed from this table.
    """
    expected: dict[str, Key] = {}
    for answer in assignment.answers:
        expected[answer.id] = key_of(answer, answer.expr, scope_of(data, expected, f"answers.{answer.id}.expr"))
    return expected


def key_of(answer: AnswerCell, expression: str, scope: Scope) -> Key:
    """Return what the expression makes of a cell: a word where the answer is one, else a number.

    Raises:
        ExpressionError: it cannot be computed.
    """
    return choose(expression, scope) if answer.choice else evaluate(expression, scope)


def scope_of(data: SpreadsheetData, answers: Mapping[str, Key], where: str) -> Scope:
    """Return what an expression over the table may use: columns, functions, and the numbers among these answers."""
    names: dict[str, Value] = {name: tuple(map(Decimal, cells)) for name, cells in data.columns.items()}
    names |= {f"ans.{name}": value for name, value in answers.items() if isinstance(value, Decimal)}
    return Scope(where=where, names=names, functions=over(data.days))


def _parameters(assignment: SpreadsheetAssignment, seed: str) -> dict[str, Decimal | date]:
    for attempt in range(MAX_REDRAWS):
        drawn = {name: _drawn(assignment.id, name, entry, seed, attempt) for name, entry in assignment.params.items()}
        if _meets(assignment, drawn):
            return drawn
    raise ConstraintsUnmeetableError(where="constraints")


def _meets(assignment: SpreadsheetAssignment, drawn: Mapping[str, Decimal | date]) -> bool:
    numbers = {name: value for name, value in drawn.items() if isinstance(value, Decimal)}
    scope = Scope(where="constraints", names=numbers, functions=NUMERIC)
    return all(holds(constraint, scope) for constraint in assignment.constraints)


def _table(
    assignment: SpreadsheetAssignment, seed: str, drawn: Mapping[str, Decimal | date], days: tuple[date, ...]
) -> SpreadsheetData:
    numbers = {name: value for name, value in drawn.items() if isinstance(value, Decimal)}
    rows = [_row(assignment, seed, numbers, index, day) for index, day in enumerate(days)]
    columns = {column.id: tuple(int(row[column.id]) for row in rows) for column in _computed(assignment)}
    return SpreadsheetData(days=days, columns=columns)


def _drawn(assignment_id: str, name: str, parameter: Parameter, seed: str, attempt: int) -> Decimal | date:
    draw = Draw(seed, f"workbook/{assignment_id}/params/{name}{f'/{attempt}' if attempt else ''}")
    if isinstance(parameter, ChoiceParameter):
        return parameter.choice[draw.below(len(parameter.choice))]
    decimals = 0 if isinstance(parameter, IntParameter) else parameter.decimals
    low, high = (Decimal(end).scaleb(decimals) for end in parameter.between)
    first, last = int(low.to_integral_value(ROUND_CEILING)), int(high.to_integral_value(ROUND_FLOOR))
    if last < first:
        raise RangeEmptyError(where=f"params.{name}")
    return Decimal(first + draw.below(last - first + 1)).scaleb(-decimals)


def _days(assignment: SpreadsheetAssignment, drawn: Mapping[str, Decimal | date]) -> tuple[date, ...]:
    rows = assignment.data.rows
    first = drawn.get(rows.days_from)
    if not isinstance(first, date) or first.day != 1:
        raise StartUnfitError(where="data.rows.days_from", name=rows.days_from)
    months = first.month - 1 + rows.months
    end = date(first.year + months // MONTHS_IN_YEAR, months % MONTHS_IN_YEAR + 1, 1)
    return tuple(first + timedelta(days=index) for index in range((end - first).days))


def _computed(assignment: SpreadsheetAssignment) -> tuple[ComputedColumn, ...]:
    return tuple(column for column in assignment.data.columns if isinstance(column, ComputedColumn))


def _row(
    assignment: SpreadsheetAssignment, seed: str, numbers: Mapping[str, Decimal], index: int, day: date
) -> dict[str, Decimal]:
    names: dict[str, Decimal] = {**numbers, "i": Decimal(index), "wd": Decimal(day.weekday())}
    for column in _computed(assignment):
        where = f"data.columns.{column.id}.value"
        noise = partial(_noise, Draw(seed, f"workbook/{assignment.id}/{column.id}/{index}"))
        functions = NUMERIC | {"noise": Function((Decimal,), noise)}
        cell = evaluate(column.value, Scope(where=where, names=names, functions=functions))
        if abs(cell) > MAX_CELL or cell != cell.to_integral_value():
            raise CellUnfitError(where=where, value=cell)
        names[column.id] = cell
    return names


_AVERAGE = Decimal("1.5")
"""Of the sum of three even numbers from 0 to 1."""


def _noise(draw: Draw, deviation: Decimal) -> Decimal:
    """Spread around 0 with this standard deviation, at most three of it: the sum of three even numbers from 0 to 1.

    Its standard deviation is exactly one half, so that no root is needed and the result is exact.
    """
    total = draw.below(NOISE_STEPS + 1) + draw.below(NOISE_STEPS + 1) + draw.below(NOISE_STEPS + 1)
    return deviation * 2 * (Decimal(total) / NOISE_STEPS - _AVERAGE)

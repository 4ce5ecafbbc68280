"""A candidate's own daily table, what follows from it, and the comparison with what he hands in; it knows no file.

Anybody can replay a table from the journalled seed: every number comes from `exam.core.chance.Draw(seed, purpose)`.
The purpose is `workbook/<assignment>/params/<name>` for a parameter and `workbook/<assignment>/<column>/<row>` for the
noise of a cell; rows count from 0, and each call of `noise` takes three numbers, in the order in which it is evaluated.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from functools import partial
from typing import ClassVar

from exam.core.chance import Draw
from exam.core.expression import ExpressionError, Function, Scope, Value, evaluate
from exam.core.spreadsheet import (
    AnswerCell,
    CellOutcome,
    ChoiceParameter,
    ComputedColumn,
    IntParameter,
    Parameter,
    SpreadsheetAssignment,
    SpreadsheetData,
    Unit,
)
from exam.problem import ExamError

MONTHS_IN_YEAR = 12
NOISE_STEPS = 10_000
MAX_CELL = 10**12
PERCENT = -2
"""The power of ten of a percent."""


class StartUnfitError(ExamError):
    """The rows are to start from a parameter that does not exist or offers no first day of a month."""

    code: ClassVar[str] = "spreadsheet-start-unfit"


class RangeEmptyError(ExamError):
    """No number lies in the range of a parameter."""

    code: ClassVar[str] = "spreadsheet-range-empty"


class CellUnfitError(ExpressionError):
    """A cell of the table would be no whole number, or one that a spreadsheet does not keep exactly."""

    code: ClassVar[str] = "spreadsheet-cell-unfit"


def generate(assignment: SpreadsheetAssignment, seed: str) -> SpreadsheetData:
    """Return the table that the seed draws, the same on every machine.

    Raises:
        StartUnfitError: the rows have no first day.
        RangeEmptyError: a parameter cannot be drawn.
        ExpressionError: a cell cannot be computed.
    """
    drawn = {name: _drawn(assignment.id, name, parameter, seed) for name, parameter in assignment.params.items()}
    days = _days(assignment, drawn)
    numbers = {name: value for name, value in drawn.items() if isinstance(value, Decimal)}
    rows = [_row(assignment, seed, numbers, index, day) for index, day in enumerate(days)]
    columns = {column.id: tuple(int(row[column.id]) for row in rows) for column in _computed(assignment)}
    return SpreadsheetData(days=days, columns=columns)


def expected_values(assignment: SpreadsheetAssignment, data: SpreadsheetData) -> dict[str, Decimal]:
    """Return what each answer cell should hold, by its id.

    Raises:
        ExpressionError: an answer cannot be computed from this table.
    """
    names: dict[str, Value] = {name: tuple(map(Decimal, cells)) for name, cells in data.columns.items()}
    functions = _PLAIN | _OVER_COLUMNS | {"msum": Function((tuple, Decimal), partial(_sum_of_month, data.days))}
    expected: dict[str, Decimal] = {}
    for answer in assignment.answers:
        scope = Scope(where=f"answers.{answer.id}.expr", names=names, functions=functions)
        expected[answer.id] = names[f"ans.{answer.id}"] = evaluate(answer.expr, scope)
    return expected


def compare(
    assignment: SpreadsheetAssignment, data: SpreadsheetData, submitted: Mapping[str, Decimal | str | None]
) -> tuple[CellOutcome, ...]:
    """Return the outcome of each answer cell, in order; a cell that was not submitted counts as empty."""
    expected = expected_values(assignment, data)
    return tuple(_outcome(answer, expected[answer.id], submitted.get(answer.id)) for answer in assignment.answers)


def _drawn(assignment_id: str, name: str, parameter: Parameter, seed: str) -> Decimal | date:
    draw = Draw(seed, f"workbook/{assignment_id}/params/{name}")
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
        functions = _PLAIN | {"noise": Function((Decimal,), noise)}
        cell = evaluate(column.value, Scope(where=where, names=names, functions=functions))
        if abs(cell) > MAX_CELL or cell != cell.to_integral_value():
            raise CellUnfitError(where=where, value=cell)
        names[column.id] = cell
    return names


def _noise(draw: Draw, deviation: Decimal) -> Decimal:
    """Spread around 0 with this standard deviation, at most three of it: the sum of three even numbers from 0 to 1.

    Its standard deviation is exactly one half, so that no root is needed and the result is exact.
    """
    total = sum(draw.below(NOISE_STEPS + 1) for _ in range(3))
    return deviation * 2 * (Decimal(total) / NOISE_STEPS - Decimal("1.5"))


def _round(number: Decimal) -> Decimal:
    """Round half away from zero, as spreadsheets do."""
    return number.to_integral_value(ROUND_HALF_UP)


def _clip(number: Decimal, low: Decimal, high: Decimal) -> Decimal:
    return max(low, min(number, high))


def _sum(cells: tuple[Decimal, ...]) -> Decimal:
    return sum(cells, Decimal(0))


def _sum_of_month(days: tuple[date, ...], cells: tuple[Decimal, ...], month: Decimal) -> Decimal:
    """Sum the cells of the first, second or third month of the table."""
    first = days[0].year * MONTHS_IN_YEAR + days[0].month
    ordinals = (day.year * MONTHS_IN_YEAR + day.month - first + 1 for day in days)
    return _sum(tuple(cell for ordinal, cell in zip(ordinals, cells, strict=True) if ordinal == month))


def _slope(cells: tuple[Decimal, ...]) -> Decimal:
    """Return the least-squares change of a cell from one row to the next."""
    count = len(cells)
    positions = range(count)
    of_products = sum((index * cell for index, cell in enumerate(cells)), Decimal(0))
    of_squares = sum(index * index for index in positions)
    divisor = count * of_squares - sum(positions) ** 2
    return (count * of_products - sum(positions) * _sum(cells)) / divisor


_PLAIN: dict[str, Function] = {
    "abs": Function((Decimal,), abs),
    "clip": Function((Decimal, Decimal, Decimal), _clip),
    "round": Function((Decimal,), _round),
}
_OVER_COLUMNS: dict[str, Function] = {"slope": Function((tuple,), _slope), "sum": Function((tuple,), _sum)}


def _outcome(answer: AnswerCell, expected: Decimal, submitted: Decimal | str | None) -> CellOutcome:
    found = str(submitted) if isinstance(submitted, Decimal) and not submitted.is_finite() else submitted
    met = isinstance(found, Decimal) and any(
        answer.tol.admits(expected, reading) for reading in _readings(answer.unit, found)
    )
    return CellOutcome(
        answer=answer.id,
        expected=expected,
        found=found,
        met=met,
        score=answer.points if met else Decimal(0),
        max_score=answer.points,
    )


def _readings(unit: Unit, found: Decimal) -> tuple[Decimal, ...]:
    """Return what a number may mean: 74.65 in a percent cell is 0.7465 as well, but 0.5 is never 0.005."""
    if unit is Unit.PERCENT and abs(found) > 1:
        return found, found.scaleb(PERCENT)
    return (found,)

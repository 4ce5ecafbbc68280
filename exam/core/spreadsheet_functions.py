"""The functions that expressions of spreadsheet assignments may call; each knows only what it is given."""

from collections.abc import Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import partial

from exam.core.expression import Function

MONTHS_IN_YEAR = 12


def _round(number: Decimal) -> Decimal:
    """Round half away from zero, as spreadsheets do."""
    return number.to_integral_value(ROUND_HALF_UP)


def _clip(number: Decimal, low: Decimal, high: Decimal) -> Decimal:
    return max(low, min(number, high))


def _top(count: Decimal, *numbers: Decimal) -> Decimal:
    """Sum the largest so many of the numbers."""
    return _sum(tuple(sorted(numbers, reverse=True)[: int(count)]))


def _sum(cells: tuple[Decimal, ...]) -> Decimal:
    return sum(cells, Decimal(0))


def _sum_of_month(days: tuple[date, ...], cells: tuple[Decimal, ...], month: Decimal) -> Decimal:
    """Sum the cells of the first, second or third month of the table."""
    first = days[0].year * MONTHS_IN_YEAR + days[0].month
    ordinals = (day.year * MONTHS_IN_YEAR + day.month - first + 1 for day in days)
    return _sum(tuple(cell for ordinal, cell in zip(ordinals, cells, strict=True) if ordinal == month))


def _mean(cells: tuple[Decimal, ...]) -> Decimal:
    return _sum(cells) / len(cells)


def _above(cells: tuple[Decimal, ...], limit: Decimal) -> Decimal:
    """Count the days above the limit."""
    return Decimal(sum(cell > limit for cell in cells))


def _below(cells: tuple[Decimal, ...], limit: Decimal) -> Decimal:
    """Count the days below the limit."""
    return Decimal(sum(cell < limit for cell in cells))


def _slope(cells: tuple[Decimal, ...]) -> Decimal:
    """Return the least-squares change of a cell from one row to the next."""
    count = len(cells)
    positions = range(count)
    of_products = sum((index * cell for index, cell in enumerate(cells)), Decimal(0))
    of_squares = sum(index * index for index in positions)
    divisor = count * of_squares - sum(positions) ** 2
    return (count * of_products - sum(positions) * _sum(cells)) / divisor


NUMERIC: dict[str, Function] = {
    "abs": Function((Decimal,), abs),
    "clip": Function((Decimal, Decimal, Decimal), _clip),
    "round": Function((Decimal,), _round),
    "top": Function((Decimal, Decimal), _top, more=True),
}
_OVER_COLUMNS: dict[str, Function] = {
    "above": Function((tuple, Decimal), _above),
    "below": Function((tuple, Decimal), _below),
    "largest": Function((tuple,), max),
    "mean": Function((tuple,), _mean),
    "slope": Function((tuple,), _slope),
    "smallest": Function((tuple,), min),
    "sum": Function((tuple,), _sum),
}


def over(days: tuple[date, ...]) -> Mapping[str, Function]:
    """Return the functions over a table with these days."""
    return NUMERIC | _OVER_COLUMNS | {"msum": Function((tuple, Decimal), partial(_sum_of_month, days))}

"""Recalculation behind one function; cellrune by default. A refusal is told with its code and is no value."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from exam.core.spreadsheet_submission import CellValue, cell_value
from exam.workbook.engines import Engine
from exam.workbook.given import Given
from exam.workbook.locating import Place

if TYPE_CHECKING:
    import cellrune

DAY_ZERO = date(1899, 12, 30)
"""From which spreadsheets count days."""
CIRCULAR = CellValue(text="#CIRC!")

Computed = Mapping[Place, CellValue | str]
"""By cell, its value, or the code of the refusal."""
Recalculate = Callable[[bytes, Sequence[Place], Sequence[Given]], Computed]
"""From a file, the cells that are wanted and given cells to be written before."""


def engine_of(engine: Engine) -> tuple[Recalculate, str]:
    """Return how to recalculate, and what does it, with its version."""
    if engine is Engine.CELLRUNE:
        import importlib.metadata  # noqa: PLC0415 - only here

        return by_cellrune, f"cellrune {importlib.metadata.version('cellrune')}"
    if engine is Engine.LIBREOFFICE:
        from exam.workbook.libreoffice import by_libreoffice, version  # noqa: PLC0415 - starts processes

        return by_libreoffice, version()
    return by_nothing, ""


def by_nothing(_data: bytes, wanted: Sequence[Place], _changes: Sequence[Given]) -> Computed:
    """Compute nothing, and say so."""
    return dict.fromkeys(wanted, "no-engine")


def by_cellrune(data: bytes, wanted: Sequence[Place], changes: Sequence[Given]) -> Computed:
    """Compute with cellrune; it has no present time and no chance, so what needs these is refused."""
    import cellrune  # noqa: PLC0415 - a native library

    try:
        with cellrune.Workbook.from_bytes(data) as workbook:
            for place, value in changes:
                number = (value - DAY_ZERO).days if isinstance(value, date) else value
                workbook.set_number(place.sheet, place.spelt, float(number))
            return {place: _one(workbook, place) for place in wanted}
    except cellrune.CellRuneError as error:
        return dict.fromkeys(wanted, error.code)


def _one(workbook: "cellrune.Workbook", place: Place) -> CellValue | str:
    import cellrune  # noqa: PLC0415 - a native library

    try:
        told = workbook.calculate_targets([{"sheet": place.sheet, "start": place.spelt}])["cells"]
    except cellrune.CellRuneError as error:
        return error.code
    result = told[0]["result"] if told else None
    if result is None or result["kind"] == "unavailable":
        code = result["code"] if result else "no-value"
        return CIRCULAR if "circular" in code or "cycl" in code else code
    return _value(result["value"])


def _value(value: Mapping[str, object]) -> CellValue | str:
    kind, held = value["kind"], value.get("value")
    if kind == "unsupported":
        return "unsupported-value"
    if isinstance(held, float):
        return cell_value(Decimal(repr(held)))
    return CellValue() if kind == "blank" else CellValue(text=str(held))

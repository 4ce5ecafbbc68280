"""Looks into a workbook that was handed in, after `container.inspect` let it pass, and tells what it holds, unscored.

The file is parsed twice, for formulas and for the results that were stored with them, and is never written.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from openpyxl import Workbook

from exam.core.spreadsheet import SpreadsheetAssignment, SpreadsheetData
from exam.core.spreadsheet_submission import CellValue, ChangedCell, FoundCell, FoundWorkbook, Where
from exam.workbook.charts import charts
from exam.workbook.container import inspect
from exam.workbook.engine import Computed, engine_of
from exam.workbook.engines import Engine
from exam.workbook.given import Given, changed_cells, data_sheet, given_cells
from exam.workbook.layout import SCRATCH_COLUMN, UNIT_COLUMN
from exam.workbook.links import links
from exam.workbook.locating import MAX_ROWS, Place, located
from exam.workbook.opening import formula_of, opened, reference_in, value_of
from exam.workbook.refusals import WorkbookForeignError, WorkbookOpenDocumentError

MAX_TOLD = 50
"""How many changed or touched cells are named; all are counted."""


@dataclass(frozen=True, slots=True)
class Sought:
    """What was handed out, and over what it is computed anew."""

    assignment: SpreadsheetAssignment
    language: str
    data: SpreadsheetData
    other: SpreadsheetData | None
    engine: Engine = Engine.CELLRUNE
    open_document: bool = False
    """Whether an `.ods` is taken as well."""


def read_workbook(data: bytes, sought: Sought) -> FoundWorkbook:
    """Return what is in the workbook.

    Raises:
        WorkbookRefusedError: the file may not be opened, or is not this workbook.
    """
    data = _inspected(data, sought)
    written, stored = opened(data, results=False), opened(data, results=True)
    places = located(written, sought.assignment, sought.language)
    if not places:
        raise WorkbookForeignError
    sheet = data_sheet(written, sought.assignment)
    changed = tuple(_changed(written, sought, sheet)) if sheet else ()
    cells = {name: _cell(name, where, place, written, stored) for name, (where, place) in places.items()}
    touched = tuple(_touched(written, sheet, {place for _, place in places.values()}))
    recalculated, engine = _recalculated(data, sought, sheet, cells, places, changed=bool(changed))
    return FoundWorkbook(
        cells=tuple(recalculated.get(answer.id, _nowhere(answer.id)) for answer in sought.assignment.answers),
        data="missing" if not sheet else "place" if sheet == sought.assignment.data.sheet else "moved",
        changed=changed[:MAX_TOLD],
        changed_count=len(changed),
        touched=touched[:MAX_TOLD],
        touched_count=len(touched),
        charts=charts(data, sheet),
        reference=reference_in(written),
        links=links(data),
        engine=engine,
    )


def _inspected(data: bytes, sought: Sought) -> bytes:
    """Return the workbook once it may be parsed; an `.ods` as LibreOffice saves it, where one is taken."""
    try:
        inspect(data)
    except WorkbookOpenDocumentError:
        if not sought.open_document:
            raise
        from exam.workbook.libreoffice import converted  # noqa: PLC0415 - starts processes

        data = converted(data, "xlsx")
        inspect(data)
    return data


def _nowhere(answer: str) -> FoundCell:
    return FoundCell(answer=answer, where=Where.NOWHERE)


def _changed(workbook: Workbook, sought: Sought, sheet: str) -> Iterator[ChangedCell]:
    yield from changed_cells(workbook[sheet], given_cells(sought.assignment, sought.data, sheet))


def _cell(name: str, where: Where, place: Place, written: Workbook, stored: Workbook) -> FoundCell:
    held = written[place.sheet].cell(place.row, place.column).value
    result = stored[place.sheet].cell(place.row, place.column).value
    return FoundCell(answer=name, where=where, place=str(place), formula=formula_of(held), stored=value_of(result))


def _touched(workbook: Workbook, data: str, answers: set[Place]) -> Iterator[str]:
    """Yield filled cells that were handed out empty: beside the answers, and on new sheets."""
    for sheet in workbook.worksheets:
        if sheet.title == data:
            continue
        issued = any(place.sheet == sheet.title for place in answers)
        for row in sheet.iter_rows(max_row=min(sheet.max_row, MAX_ROWS)):
            for cell in row:
                if cell.value is not None and not (issued and _was_issued(cell.row, cell.column)):
                    yield f"{sheet.title}!{cell.coordinate}"


def _was_issued(row: int, column: int) -> bool:
    return column <= UNIT_COLUMN or (row, column) == (1, SCRATCH_COLUMN)


def _recalculated(
    data: bytes,
    sought: Sought,
    sheet: str,
    cells: Mapping[str, FoundCell],
    places: Mapping[str, tuple[Where, Place]],
    *,
    changed: bool,
) -> tuple[dict[str, FoundCell], str]:
    """Return the cells with what the engine makes of their formulas: as handed in, restored, over other data."""
    recalculate, engine = engine_of(sought.engine)
    formulas = {name: places[name][1] for name, cell in cells.items() if cell.formula}
    wanted = list(formulas.values())
    if not wanted:
        return dict(cells), engine
    numbers = ((name, _typed_number(cell)) for name, cell in cells.items())
    typed = [Given(places[name][1], number) for name, number in numbers if number is not None]
    as_submitted = recalculate(data, wanted, typed)
    restored = recalculate(data, wanted, [*typed, *_given(sought, sought.data, sheet)]) if changed else {}
    steady = sought.other if sheet and not changed else None
    mutated = recalculate(data, wanted, [*typed, *_given(sought, steady, sheet)]) if steady else {}
    found = dict(cells)
    for name, place in formulas.items():
        value = as_submitted.get(place)
        found[name] = cells[name].model_copy(
            update={
                "recalculated": _computed(as_submitted, place),
                "restored": _computed(restored, place),
                "mutated": _computed(mutated, place),
                "refusal": value if isinstance(value, str) else "",
            }
        )
    return found, engine


def _typed_number(cell: FoundCell) -> Decimal | None:
    """Return a number that was typed as text, of which a formula that uses it would make an error."""
    return cell.stored.number if cell.stored.typed_as_text and not cell.formula else None


def _given(sought: Sought, data: SpreadsheetData, sheet: str) -> Sequence[Given]:
    return tuple(given_cells(sought.assignment, data, sheet))


def _computed(computed: Computed, place: Place) -> CellValue | None:
    value = computed.get(place)
    return value if isinstance(value, CellValue) else None

"""Compares the given table with what was handed out, value by value; formats are the candidate's own business."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from exam.core.spreadsheet import ComputedColumn, SpreadsheetAssignment, SpreadsheetData
from exam.core.spreadsheet_submission import ChangedCell
from exam.workbook.layout import FIRST_DATA_ROW
from exam.workbook.locating import Place, plain
from exam.workbook.opening import value_of


class Given(NamedTuple):
    """A cell that is written before anything is computed: a given one, or a number that was typed as text."""

    place: Place
    value: int | Decimal | date


def data_sheet(workbook: Workbook, assignment: SpreadsheetAssignment) -> str:
    """Return the sheet that has the table's heads in its first row, the one of its name first; nothing if none has."""
    for sheet in sorted(workbook.worksheets, key=lambda sheet: sheet.title != assignment.data.sheet):
        heads = [plain(sheet.cell(1, at).value) for at in range(1, len(assignment.data.columns) + 1)]
        if all(
            head in {plain(text) for text in column.header.values()}
            for head, column in zip(heads, assignment.data.columns, strict=True)
        ):
            return sheet.title
    return ""


def given_cells(assignment: SpreadsheetAssignment, data: SpreadsheetData, sheet: str) -> Iterator[Given]:
    """Yield every cell of the table as it was handed out."""
    for column, entry in enumerate(assignment.data.columns, start=1):
        cells: tuple[int | date, ...] = data.columns[entry.id] if isinstance(entry, ComputedColumn) else data.days
        for row, value in enumerate(cells, start=FIRST_DATA_ROW):
            yield Given(Place(sheet, row, column), value)


def changed_cells(sheet: Worksheet, cells: Iterator[Given]) -> Iterator[ChangedCell]:
    """Yield the cells that hold something else now; a date may come back as a moment."""
    for place, value in cells:
        found = sheet.cell(place.row, place.column).value
        if not _same(value, found):
            yield ChangedCell(place=str(place), given=str(value), found=str(value_of(found)))


def _same(value: int | Decimal | date, found: object) -> bool:
    if isinstance(value, date):
        return (found.date() if isinstance(found, datetime) else found) == value
    return isinstance(found, int | float) and not isinstance(found, bool) and found == value

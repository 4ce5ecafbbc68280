"""Finds answer cells again: by defined name, else where they were handed out, else by label anywhere.

People insert rows, rename sheets and save by other programs; LibreOffice loses names that point to some sheets. A name
or a place counts only while the label still stands beside it, so that a moved cell is looked for and never mistaken.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from exam.core.spreadsheet import AnswerCell, SpreadsheetAssignment
from exam.core.spreadsheet_submission import Where
from exam.workbook.layout import LABEL_COLUMN, VALUE_COLUMN, answer_rows, cell_names

MAX_ROWS = 2_000
"""How far down a label is looked for."""

_PLACE = re.compile(r"'?(?P<sheet>[^!']+)'?!\$?B\$?(?P<row>[0-9]{1,5})")


class Place(NamedTuple):
    """A cell on a sheet."""

    sheet: str
    row: int
    column: int

    @property
    def spelt(self) -> str:
        """As a spreadsheet spells it within the sheet."""
        return f"{letters(self.column)}{self.row}"

    def __str__(self) -> str:
        """Spell sheet and cell."""
        return f"{self.sheet}!{self.spelt}"


def letters(column: int) -> str:
    """Return the letters of a column, counted from 1."""
    spelt = ""
    while column:
        column, rest = divmod(column - 1, 26)
        spelt = chr(ord("A") + rest) + spelt
    return spelt


def located(workbook: Workbook, assignment: SpreadsheetAssignment, language: str) -> dict[str, tuple[Where, Place]]:
    """Return where each answer cell is and how it was found; one that is nowhere is left out."""
    by_label = _labels(workbook, assignment)
    found: dict[str, tuple[Where, Place]] = {}
    for answer in assignment.answers:
        named = _by_name(workbook, cell_names(assignment)[answer.id])
        issued = _issued(workbook, assignment, language, answer)
        for where, place in ((Where.NAME, named), (Where.PLACE, issued)):
            if place and _label_beside(workbook, place, answer):
                found.setdefault(answer.id, (where, place))
        if answer.id in by_label:
            found.setdefault(answer.id, (Where.LABEL, by_label[answer.id]))
    return found


def plain(label: object) -> str:
    """Return a text as labels are compared."""
    return " ".join(unicodedata.normalize("NFKC", str(label or "")).split()).casefold()


def _by_name(workbook: Workbook, name: str) -> Place | None:
    defined = workbook.defined_names.get(name)
    match = _PLACE.fullmatch(str(defined.attr_text)) if defined is not None else None
    return Place(match["sheet"], int(match["row"]), VALUE_COLUMN) if match else None


def _issued(workbook: Workbook, assignment: SpreadsheetAssignment, language: str, answer: AnswerCell) -> Place | None:
    sheet = assignment.sheet_of(language)
    return Place(sheet, answer_rows(assignment, language)[answer.id], VALUE_COLUMN) if sheet in workbook else None


def _label_beside(workbook: Workbook, place: Place, answer: AnswerCell) -> bool:
    sheet = workbook[place.sheet] if place.sheet in workbook.sheetnames else None
    if not isinstance(sheet, Worksheet):
        return False
    beside = plain(sheet.cell(place.row, LABEL_COLUMN).value)
    return beside in {plain(label) for label in answer.label.values()}


def _labels(workbook: Workbook, assignment: SpreadsheetAssignment) -> dict[str, Place]:
    """Return the first cell beside each label, the answer sheet before the others."""
    known = {plain(label): answer.id for answer in assignment.answers for label in answer.label.values()}
    first = frozenset(assignment.data.answer_sheet.values())
    found: dict[str, Place] = {}
    for sheet in sorted(workbook.worksheets, key=lambda sheet: sheet.title not in first):
        for row, label in _column(sheet):
            if label in known:
                found.setdefault(known[label], Place(sheet.title, row, VALUE_COLUMN))
    return found


def _column(sheet: Worksheet) -> Iterator[tuple[int, str]]:
    rows = sheet.iter_rows(min_col=1, max_col=1, max_row=min(sheet.max_row, MAX_ROWS), values_only=True)
    yield from ((row, plain(label)) for row, (label,) in enumerate(rows, start=1) if isinstance(label, str))

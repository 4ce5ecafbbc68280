"""Fills in a workbook as a candidate would, for scripted exams and tests; a real submission is never rewritten."""

import io
from collections.abc import Mapping
from decimal import Decimal

from openpyxl import load_workbook

from exam.core.spreadsheet import SpreadsheetAssignment
from exam.workbook.packing import packed


def fill_workbook(data: bytes, assignment: SpreadsheetAssignment, values: Mapping[str, Decimal | str]) -> bytes:
    """Return the issued workbook with these values in its answer cells; a text that starts with `=` is a formula."""
    workbook = load_workbook(io.BytesIO(data))
    labels = {label: answer.id for answer in assignment.answers for label in answer.label.values()}
    for sheet in workbook.worksheets:
        for row in range(1, sheet.max_row + 1):
            answer = labels.get(str(sheet.cell(row, 1).value), "")
            if answer in values:
                sheet.cell(row, 2, values[answer])
    return packed(workbook)

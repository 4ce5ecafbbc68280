"""Where things stand in a workbook as it is handed out; making and reading agree here and nowhere else."""

from exam.core.spreadsheet import SpreadsheetAssignment

LABEL_COLUMN, VALUE_COLUMN = 1, 2
VALUE_LETTER = "B"
UNIT_COLUMN, SCRATCH_COLUMN = 3, 5
FIRST_DATA_ROW = 2
REFERENCE = "exam_ref"
"""The property of the document that says with which table it was handed out; programs keep such properties."""


def head_row(assignment: SpreadsheetAssignment, language: str) -> int:
    """Return the row of the heads over the answer cells: title, instructions, a blank row, then these."""
    return 3 + max(1, len(assignment.instructions.get(language, ())))


def answer_rows(assignment: SpreadsheetAssignment, language: str) -> dict[str, int]:
    """Return the row of each answer cell."""
    first = head_row(assignment, language) + 1
    return {answer.id: row for row, answer in enumerate(assignment.answers, start=first)}


def cell_names(assignment: SpreadsheetAssignment) -> dict[str, str]:
    """Return the defined name of each answer cell, which tells nothing about it."""
    return {answer.id: f"answer_{number}" for number, answer in enumerate(assignment.answers, start=1)}

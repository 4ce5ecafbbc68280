"""The first sheet of a stranger's workbook as rows of words.

Formulas are not computed: what was stored beside them is read, or nothing.
"""

from exam.core.model import Frozen
from exam.workbook.container import inspect
from exam.workbook.opening import opened

MAX_ROWS = 300
MAX_COLUMNS = 20


class Table(Frozen):
    """The rows of the first sheet."""

    rows: tuple[tuple[str, ...], ...]


def read_table(data: bytes) -> Table:
    """Return the rows, after the file was inspected.

    Raises:
        WorkbookRefusedError: it may not be opened.
    """
    inspect(data)
    sheet = opened(data, results=True).worksheets[0]
    last, widest = min(sheet.max_row or 1, MAX_ROWS + 1), min(sheet.max_column or 1, MAX_COLUMNS)
    cells = sheet.iter_rows(max_row=last, max_col=widest, values_only=True)
    return Table(rows=tuple(tuple("" if value is None else str(value) for value in row) for row in cells))

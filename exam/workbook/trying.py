"""The workbooks of one seed for an author who tries his task: as handed out, and filled in as candidates do."""

from collections.abc import Iterator

from exam.core.item import SpreadsheetItem
from exam.core.spreadsheet_values import generate
from exam.workbook.adapter import XlsxWorkbooks
from exam.workbook.samples import samples as filled_in


def workbooks(item: SpreadsheetItem, seed: str, *, samples: bool) -> Iterator[tuple[str, bytes]]:
    """Yield name and bytes of each; a name ends with its seed."""
    data = generate(item.assignment, seed)
    issued = XlsxWorkbooks().make(item, data)
    yield f"{item.id}-{seed}.xlsx", issued
    if samples:
        for name, filled in filled_in(item.assignment, data, issued, item.language):
            yield f"{item.id}-{name}-{seed}.xlsx", filled

"""The service's port for workbooks; it joins drawing, writing, reading and comparing, and decides nothing itself."""

from exam.core.item import SpreadsheetItem
from exam.core.session_values import ItemOutcome
from exam.core.spreadsheet_values import compare, generate


class XlsxWorkbooks:
    """Makes and reads `.xlsx` workbooks; satisfies `exam.service.ports.Workbooks`."""

    def make(self, item: SpreadsheetItem, seed: str) -> bytes:
        """Return the workbook that the seed draws; the same bytes each time."""
        from exam.workbook.making import make_workbook  # noqa: PLC0415 - openpyxl is heavy, and many runs need none

        data = generate(item.assignment, seed)
        return make_workbook(item.assignment, data, title=item.title, language=item.language)

    def compare(self, item: SpreadsheetItem, seed: str, data: bytes) -> tuple[ItemOutcome, ...]:
        """Return the score of each cell asked for, named `<item>/<answer>`.

        Raises:
            WorkbookRefusedError: the file is not one that may be opened and compared; its code says why.
        """
        from exam.workbook.reading import read_workbook  # noqa: PLC0415 - openpyxl is heavy, and many runs need none

        submitted = read_workbook(data, item.assignment)
        cells = compare(item.assignment, generate(item.assignment, seed), submitted)
        return tuple(
            ItemOutcome(item=f"{item.id}/{cell.answer}", score=cell.score, max_score=cell.max_score) for cell in cells
        )

"""The service's port for workbooks; it joins drawing, writing, reading and marking, and decides nothing itself."""

from typing import TYPE_CHECKING

from exam.core.presentation import Outline
from exam.core.spreadsheet import SpreadsheetData
from exam.core.spreadsheet_keys import mutation_of
from exam.core.spreadsheet_marking import mark
from exam.core.spreadsheet_marks import WorkbookMarking
from exam.workbook.engines import Engine

if TYPE_CHECKING:
    from exam.core.item import SpreadsheetItem  # every process that looks into a file would load it for nothing


class XlsxWorkbooks:
    """Makes and marks `.xlsx` workbooks; satisfies `exam.service.ports.Workbooks`."""

    def __init__(self, engine: Engine = Engine.CELLRUNE, *, open_document: bool = False) -> None:
        self._engine = engine
        self._open_document = open_document

    def make(self, item: "SpreadsheetItem", table: SpreadsheetData) -> bytes:
        """Return the workbook with this table; the same bytes each time."""
        from exam.workbook.making import make_workbook  # noqa: PLC0415 - openpyxl is heavy, and many runs need none

        return make_workbook(item.assignment, table, title=item.title, language=item.language)

    def mark(self, item: "SpreadsheetItem", table: SpreadsheetData, data: bytes) -> WorkbookMarking:
        """Return the marking of a workbook that was handed out with this table.

        Raises:
            WorkbookRefusedError: the file is not one that may be opened and compared; its code says why.
        """
        from exam.workbook.looking import look_into  # noqa: PLC0415 - openpyxl is heavy, and many runs need none
        from exam.workbook.reading import Sought  # noqa: PLC0415 - see above

        other = mutation_of(item.assignment, table)
        sought = Sought(
            assignment=item.assignment,
            language=item.language,
            data=table,
            other=other,
            engine=self._engine,
            open_document=self._open_document,
        )
        return mark(item.assignment, table, look_into(data, sought), other)

    def outline(self, data: bytes) -> Outline:
        """Return what a presentation shows, as text.

        Raises:
            WorkbookRefusedError: the file is not one that may be opened; its code says why.
        """
        from exam.workbook.looking import outline_of  # noqa: PLC0415 - many runs need none

        return outline_of(data)

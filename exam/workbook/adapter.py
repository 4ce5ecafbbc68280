"""The service's port for workbooks; it joins drawing, writing, reading and marking, and decides nothing itself."""

from typing import TYPE_CHECKING

from exam.core.spreadsheet_keys import mutation_of
from exam.core.spreadsheet_marking import mark
from exam.core.spreadsheet_marks import WorkbookMarking
from exam.core.spreadsheet_values import generate
from exam.workbook.engines import Engine

if TYPE_CHECKING:
    from exam.core.item import SpreadsheetItem  # every process that looks into a file would load it for nothing


class XlsxWorkbooks:
    """Makes and marks `.xlsx` workbooks; satisfies `exam.service.ports.Workbooks`."""

    def __init__(self, engine: Engine = Engine.CELLRUNE, *, open_document: bool = False) -> None:
        self._engine = engine
        self._open_document = open_document

    def make(self, item: "SpreadsheetItem", seed: str) -> bytes:
        """Return the workbook that the seed draws; the same bytes each time."""
        from exam.workbook.making import make_workbook  # noqa: PLC0415 - openpyxl is heavy, and many runs need none

        data = generate(item.assignment, seed)
        return make_workbook(item.assignment, data, title=item.title, language=item.language)

    def mark(self, item: "SpreadsheetItem", seed: str, data: bytes) -> WorkbookMarking:
        """Return the marking of a workbook that was handed in.

        Raises:
            WorkbookRefusedError: the file is not one that may be opened and compared; its code says why.
        """
        from exam.workbook.looking import look_into  # noqa: PLC0415 - openpyxl is heavy, and many runs need none
        from exam.workbook.reading import Sought  # noqa: PLC0415 - see above

        given = generate(item.assignment, seed)
        other = mutation_of(item.assignment, given)
        sought = Sought(
            assignment=item.assignment,
            language=item.language,
            data=given,
            other=other,
            engine=self._engine,
            open_document=self._open_document,
        )
        return mark(item.assignment, given, look_into(data, sought), other)

"""Reads the answer cells of a workbook that was handed in, after `container.inspect` let it pass; it scores nothing.

A cell is found by the label in column A, on whatever sheet and row it stands now: people insert rows, rename sheets and
save by other programs. The stored result of a formula counts; a formula without one makes the value unknown, not wrong.
"""

import io
import unicodedata
import warnings
from collections.abc import Iterator, Mapping
from decimal import Decimal

from openpyxl import Workbook, load_workbook

from exam.core.spreadsheet import AnswerCell, SpreadsheetAssignment
from exam.workbook.container import inspect
from exam.workbook.refusals import WorkbookBrokenError, WorkbookForeignError, WorkbookNotCalculatedError
from exam.workbook.typed_number import typed_number

MAX_ROWS = 2_000
"""How far down a label is looked for."""
MAX_TEXT = 200

Submitted = Decimal | str | None


def read_workbook(data: bytes, assignment: SpreadsheetAssignment) -> Mapping[str, Submitted]:
    """Return what stands in each answer cell: a number, a text that is none, or None for an empty cell.

    Raises:
        WorkbookRefusedError: the file may not be opened, is not this workbook, or holds uncalculated formulas.
    """
    inspect(data)
    results = _cells(_loaded(data, results=True), assignment)
    if not results:
        raise WorkbookForeignError
    if None in results.values():
        _refuse_uncalculated(data, assignment, results)
    return {answer.id: _submitted(results.get(answer.id)) for answer in assignment.answers}


def _refuse_uncalculated(data: bytes, assignment: SpreadsheetAssignment, results: Mapping[str, object]) -> None:
    written = _cells(_loaded(data, results=False), assignment)
    for answer in assignment.answers:
        if results.get(answer.id) is None and written.get(answer.id) is not None:
            raise WorkbookNotCalculatedError(answer=answer.id)


def _loaded(data: bytes, *, results: bool) -> Workbook:
    """Parse the workbook, with the stored results of formulas or with the formulas themselves."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of every feature it leaves out; none of them is read here
        try:
            return load_workbook(io.BytesIO(data), data_only=results, keep_links=False)
        except Exception as error:  # a file made by strangers may raise anything, also Pillow's own errors
            raise WorkbookBrokenError from error


def _cells(workbook: Workbook, assignment: SpreadsheetAssignment) -> dict[str, object]:
    """Return what stands beside each label that is found; the first of two counts."""
    by_label = {_plain(label): answer for answer in assignment.answers for label in answer.label.values()}
    found: dict[str, object] = {}
    for label, value in _pairs(workbook, frozenset(assignment.data.answer_sheet.values())):
        answer: AnswerCell | None = by_label.get(_plain(label))
        if answer is not None:
            found.setdefault(answer.id, value)
    return found


def _pairs(workbook: Workbook, first: frozenset[str]) -> Iterator[tuple[str, object]]:
    """Yield texts of column A with what stands in column B, the sheets named in `first` before the others."""
    for sheet in sorted(workbook.worksheets, key=lambda sheet: sheet.title not in first):
        rows = sheet.iter_rows(min_col=1, max_col=2, max_row=min(sheet.max_row, MAX_ROWS), values_only=True)
        yield from ((label, value) for label, value in rows if isinstance(label, str))


def _plain(label: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", label).split()).casefold()


def _submitted(value: object) -> Submitted:
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if isinstance(value, int | float) and not isinstance(value, bool):
        number = Decimal(repr(value))
        return number if number.is_finite() else str(value)
    text = str(value).strip()[:MAX_TEXT]
    number_typed = typed_number(text)
    return text if number_typed is None else number_typed

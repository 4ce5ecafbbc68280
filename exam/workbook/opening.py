"""Opens a file that was handed in, after `container.inspect` let it pass, and turns cells into the core's values.

openpyxl is called so that a file costs no more than it holds: never in its read-only mode, which believes what the file
says of its own size, never over whole sheets, and never following links.
"""

import io
import struct
import warnings
import zipfile
import zlib
from decimal import Decimal

from openpyxl import Workbook, load_workbook
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula

from exam.core.spreadsheet_submission import CellValue, cell_value
from exam.workbook.layout import REFERENCE
from exam.workbook.refusals import WorkbookBrokenError, WorkbookExhaustingError

UNREADABLE = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    InvalidFileException,
    LookupError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    struct.error,
    zipfile.BadZipFile,
    zlib.error,
)
"""What openpyxl raises over files that nobody can read, as found by changing parts of right ones at random."""


def opened(data: bytes, *, results: bool) -> Workbook:
    """Parse the workbook, with the stored results of formulas or with the formulas themselves.

    openpyxl names no errors of its own: it lets through what zipfile, the XML parser, Pillow and its own conversions
    raise. Whatever else it might raise ends the process that was made for the file, and is told as that.

    Raises:
        WorkbookBrokenError: it cannot be read.
        WorkbookExhaustingError: it takes more memory than the process may have.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of every feature it leaves out; none of them is read here
        try:
            return load_workbook(io.BytesIO(data), data_only=results, keep_links=False)
        except MemoryError as error:
            raise WorkbookExhaustingError from error
        except UNREADABLE as error:
            raise WorkbookBrokenError from error


def reference_in(workbook: Workbook) -> str:
    """Return with which table a workbook says that it was handed out; nothing where it says nothing."""
    properties = workbook.custom_doc_props  # type: ignore[attr-defined]  # its stubs lack them
    return str(properties[REFERENCE].value or "") if REFERENCE in properties.names else ""


def value_of(value: object) -> CellValue:
    """Return what a cell holds."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return cell_value(Decimal(repr(value)))
    return cell_value(None if value is None else str(value))


def formula_of(value: object) -> str:
    """Return the formula in a cell, as it would be typed; nothing where there is none."""
    if isinstance(value, ArrayFormula):
        return str(value.text or "")
    if isinstance(value, DataTableFormula):
        return "=TABLE()"
    return value if isinstance(value, str) and value.startswith("=") else ""

"""Has a file looked into by a process of its own, and believes nothing that this process did not say in full."""

import json
import subprocess
import sys
from typing import Any, TypeVar

from exam.core.model import Frozen
from exam.core.presentation import Outline
from exam.core.spreadsheet_submission import FoundWorkbook
from exam.workbook import refusals
from exam.workbook.child import HEADER, OUTLINE, TABLE, spelt
from exam.workbook.reading import Sought
from exam.workbook.tables import Table

T = TypeVar("T", bound=Frozen)

SECONDS = 120
"""By the clock; the process itself ends after less time of the processor, which a busy computer may be slow to give."""
START = "import sys; sys.modules['numpy'] = None; from exam.workbook.child import main; sys.exit(main())"
"""openpyxl takes numpy where it finds it, which costs a third of the start and is of no use here."""
CHILD = (sys.executable, "-P", "-c", START)

REFUSALS = {kind.__name__: kind for kind in refusals.WorkbookRefusedError.__subclasses__()}


def look_into(data: bytes, sought: Sought) -> FoundWorkbook:
    """Return what is in the workbook.

    Raises:
        WorkbookRefusedError: the file may not be opened, is another one, or is too much for any process.
    """
    return _looked(data, spelt(sought), FoundWorkbook)


def outline_of(data: bytes) -> Outline:
    """Return what a presentation shows.

    Raises:
        WorkbookRefusedError: the file may not be opened, or is too much for any process.
    """
    return _looked(data, OUTLINE, Outline)


def table_of(data: bytes) -> tuple[tuple[str, ...], ...]:
    """Return the rows of the first sheet.

    Raises:
        WorkbookRefusedError: the file may not be opened, or is too much for any process.
    """
    return _looked(data, TABLE, Table).rows


def _looked(data: bytes, order: bytes, form: type[T]) -> T:
    try:
        done = subprocess.run(  # noqa: S603 - this program itself, without a shell
            CHILD, input=HEADER.pack(len(order)) + order + data, capture_output=True, timeout=SECONDS, check=True
        )
        return _told(json.loads(done.stdout), form)
    except (subprocess.SubprocessError, ValueError, KeyError, TypeError) as error:
        raise refusals.WorkbookExhaustingError from error


def _told(said: dict[str, Any], form: type[T]) -> T:
    if "refused" in said:
        raise REFUSALS[said["refused"]](**said["arguments"])
    return form.model_validate_json(json.dumps(said["found"]))

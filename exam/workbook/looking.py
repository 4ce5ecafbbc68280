"""Has a file looked into by a process of its own, and believes nothing that this process did not say in full."""

import json
import subprocess
import sys
from typing import Any

from exam.core.spreadsheet_submission import FoundWorkbook
from exam.workbook import refusals
from exam.workbook.child import HEADER, spelt
from exam.workbook.reading import Sought

SECONDS = 30
START = "import sys; sys.modules['numpy'] = None; from exam.workbook.child import main; sys.exit(main())"
"""openpyxl takes numpy where it finds it, which costs a third of the start and is of no use here."""
CHILD = (sys.executable, "-P", "-c", START)

REFUSALS = {kind.__name__: kind for kind in refusals.WorkbookRefusedError.__subclasses__()}


def look_into(data: bytes, sought: Sought) -> FoundWorkbook:
    """Return what is in the workbook.

    Raises:
        WorkbookRefusedError: the file may not be opened, is another one, or is too much for any process.
    """
    order = spelt(sought)
    try:
        done = subprocess.run(  # noqa: S603 - this program itself, without a shell
            CHILD, input=HEADER.pack(len(order)) + order + data, capture_output=True, timeout=SECONDS, check=True
        )
        return _told(json.loads(done.stdout))
    except (subprocess.SubprocessError, ValueError, KeyError, TypeError) as error:
        raise refusals.WorkbookExhaustingError from error


def _told(said: dict[str, Any]) -> FoundWorkbook:
    if "refused" in said:
        raise REFUSALS[said["refused"]](**said["arguments"])
    return FoundWorkbook.model_validate_json(json.dumps(said["found"]))

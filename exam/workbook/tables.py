"""The first sheet of a stranger's workbook as rows of words, read by a process of its own under the same limits.

Formulas are not computed: what was stored beside them is read, or nothing.
"""

import json
import subprocess
import sys

from exam.problem import ExamError
from exam.workbook import refusals
from exam.workbook.child import limit
from exam.workbook.container import inspect
from exam.workbook.opening import opened

SECONDS = 30
MAX_ROWS = 300
MAX_COLUMNS = 20
START = "import sys; sys.modules['numpy'] = None; from exam.workbook.tables import main; sys.exit(main())"
CHILD = (sys.executable, "-P", "-c", START)
REFUSALS = {kind.__name__: kind for kind in refusals.WorkbookRefusedError.__subclasses__()}


def table_of(data: bytes) -> tuple[tuple[str, ...], ...]:
    """Return the rows of the first sheet.

    Raises:
        WorkbookRefusedError: the file may not be opened, or is too much for any process.
    """
    try:
        done = subprocess.run(CHILD, input=data, capture_output=True, timeout=SECONDS, check=True)  # noqa: S603 - this program itself, without a shell
        told = json.loads(done.stdout)
        if "refused" in told:
            raise REFUSALS[told["refused"]](**told["arguments"])
        return tuple(tuple(map(str, row)) for row in told["rows"])
    except (subprocess.SubprocessError, ValueError, KeyError, TypeError) as error:
        raise refusals.WorkbookExhaustingError from error


def rows_of(data: bytes) -> list[list[str]]:
    """Return the rows, after the file was inspected.

    Raises:
        WorkbookRefusedError: it may not be opened.
    """
    inspect(data)
    sheet = opened(data, results=True).worksheets[0]
    last, widest = min(sheet.max_row or 1, MAX_ROWS + 1), min(sheet.max_column or 1, MAX_COLUMNS)
    cells = sheet.iter_rows(max_row=last, max_col=widest, values_only=True)
    return [["" if value is None else str(value) for value in row] for row in cells]


def main() -> int:
    """Read the table of the file that comes on stdin."""
    limit()
    try:
        told: dict[str, object] = {"rows": rows_of(sys.stdin.buffer.read())}
    except ExamError as refused:
        told = {"refused": type(refused).__name__, "arguments": refused.arguments}
    sys.stdout.write(json.dumps(told))
    return 0

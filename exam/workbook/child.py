"""The process that looks into one file of a stranger: limited, alone, and no loss if it dies.

It reads the order and the file from stdin and writes what it found, or the refusal, to stdout.
"""

import json
import struct
import sys
from collections.abc import Callable, Mapping
from typing import Any

from pydantic import TypeAdapter

from exam.core.model import Frozen
from exam.core.spreadsheet import SpreadsheetAssignment, SpreadsheetData
from exam.problem import ExamError
from exam.workbook.engines import Engine
from exam.workbook.presentation import read_presentation
from exam.workbook.reading import Sought, read_workbook
from exam.workbook.tables import read_table

MEMORY = 2 * 2**30
"""Of addresses; what is used of them is far less."""
SECONDS = 20
HEADER = struct.Struct(">Q")
OUTLINE, TABLE = b"outline", b"table"
"""Orders of one word: what a presentation shows, and the first sheet of a workbook; any other says what is sought."""

_DATA: TypeAdapter[SpreadsheetData | None] = TypeAdapter(SpreadsheetData | None)


def spelt(sought: Sought) -> bytes:
    """Return the order as bytes that `understood` reads."""
    plain = {
        "assignment": sought.assignment.model_dump_json(by_alias=True),
        "language": sought.language,
        "data": sought.data.model_dump_json(),
        "other": _DATA.dump_json(sought.other).decode(),
        "engine": sought.engine.value,
        "open_document": sought.open_document,
    }
    return json.dumps(plain).encode()


def understood(order: bytes) -> Sought:
    """Return the order."""
    plain: dict[str, Any] = json.loads(order)
    return Sought(
        assignment=SpreadsheetAssignment.model_validate_json(plain["assignment"]),
        language=plain["language"],
        data=SpreadsheetData.model_validate_json(plain["data"]),
        other=_DATA.validate_json(plain["other"]),
        engine=Engine(plain["engine"]),
        open_document=plain["open_document"],
    )


def limit() -> None:
    """Take no more memory and time than a candidate's file needs, where the system knows such limits."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - not on every system

    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY if hard == resource.RLIM_INFINITY else min(MEMORY, hard), hard))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


SIMPLE: Mapping[bytes, Callable[[bytes], Frozen]] = {OUTLINE: read_presentation, TABLE: read_table}


def main() -> int:
    """Look into the file that comes on stdin."""
    limit()
    (size,) = HEADER.unpack(sys.stdin.buffer.read(HEADER.size))
    order, data = sys.stdin.buffer.read(size), sys.stdin.buffer.read()
    try:
        found = SIMPLE[order](data) if order in SIMPLE else read_workbook(data, understood(order))
        told: dict[str, Any] = {"found": found.model_dump(mode="json", by_alias=True)}
    except ExamError as refused:
        told = {"refused": type(refused).__name__, "arguments": refused.arguments}
    sys.stdout.write(json.dumps(told))
    return 0


if __name__ == "__main__":
    sys.exit(main())

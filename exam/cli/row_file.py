"""Rows in a temporary file instead of memory: a folder of ten thousand records is told of as cheaply as one of ten."""

import json
import tempfile
from collections.abc import Iterable, Iterator
from typing import Self

from exam.cli.verdicts import Row


class RowFile:
    """Rows in their order, as often as they are asked for; they are gone with the block."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by the block
        self._count = 0
        for row in rows:
            self._file.write(json.dumps(row).encode() + b"\n")
            self._count += 1

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._file.close()

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Row]:
        place = 0
        while self._file.seek(place) == place and (line := self._file.readline()):
            place += len(line)
            yield json.loads(line)

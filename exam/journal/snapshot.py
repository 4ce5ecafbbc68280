"""Consistent copies of the databases below a workspace, taken while others write; the source is never changed."""

from contextlib import closing
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Any, Self

import apsw

from exam.core.chain import Head
from exam.journal.engine import translated

JOURNAL = "journal.db"
NAMES = (JOURNAL, "people.db")
BUSY_MS = 5_000
HEADS = "SELECT stream, max(seq), hash FROM events GROUP BY stream"
EVENTS = "SELECT ifnull(max(rowid), 0) FROM bodies"
"""The last append's row: no erasure removes it, because the notice of the erasure comes after what it removes."""


class Databases:
    """The databases of one workspace, as whoever copies them sees them.

    Nothing here opens their files in any other way than through the engine: the system would drop the engine's locks.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._guard = Lock()
        self._watching = [_opened(folder / name) for name in NAMES]

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close."""
        for connection in self._watching:
            connection.close()

    def version(self) -> tuple[int, ...]:
        """Return numbers that differ from those before whenever somebody committed in between.

        Raises:
            JournalError: a file cannot be read.
        """
        return tuple(self._number(place, "PRAGMA data_version") for place in range(len(NAMES)))

    def events(self) -> int:
        """Return a number that grows by one with every event.

        Raises:
            JournalError: the journal cannot be read.
        """
        return self._number(0, EVENTS)

    def copy(self, name: str, target: Path) -> None:
        """Write a copy as of one moment, without a trace of what was deleted; `target` is empty or does not exist.

        Raises:
            JournalError: the source is damaged, or the target does not take it.
        """
        copy_database(self._folder / name, target)

    def beyond(self, journal: Path) -> str:
        """Return a stream of another journal whose end this one does not hold; nothing when it holds them all.

        Raises:
            JournalError: one of them cannot be read.
        """
        for stream, head in heads(journal).items():
            with self._guard:
                sql, key = "SELECT hash FROM events WHERE stream = ? AND seq = ?", (stream, head.seq)
                try:
                    found = self._watching[0].execute(sql, key).fetchall()
                except apsw.Error as error:
                    raise translated(error, self._folder / JOURNAL) from error
            if found != [(head.hash,)]:
                return stream
        return ""

    def _number(self, place: int, sql: str) -> int:
        with self._guard:
            try:
                rows: list[tuple[Any, ...]] = self._watching[place].execute(sql).fetchall()
            except apsw.Error as error:
                raise translated(error, self._folder / NAMES[place]) from error
        return int(rows[0][0])


def copy_database(source: Path, target: Path) -> None:
    """Write a copy of a database as of one moment; it can be opened where nothing can be written.

    Raises:
        JournalError: the source is damaged, or the target does not take it.
    """
    with closing(_opened(source)) as connection:
        try:
            connection.execute("VACUUM INTO ?", (str(target),))
        except apsw.Error as error:
            raise translated(error, source) from error


def heads(journal: Path) -> dict[str, Head]:
    """Return where each stream of a journal ends, and leave no side file beside it that could outlive it.

    Raises:
        JournalError: it cannot be read.
    """
    with closing(_opened(journal)) as connection:
        try:
            connection.execute("PRAGMA journal_mode=DELETE")
            rows: list[tuple[Any, ...]] = connection.execute(HEADS).fetchall()
        except apsw.Error as error:
            raise translated(error, journal) from error
    return {stream: Head(seq=seq, hash=found) for stream, seq, found in rows}


def _opened(path: Path) -> apsw.Connection:
    """Open an existing database; one that cannot be written is opened for reading."""
    try:
        connection = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READWRITE)
    except apsw.Error:
        try:
            connection = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READONLY)
        except apsw.Error as error:
            raise translated(error, path) from error
    connection.set_busy_timeout(BUSY_MS)
    return connection

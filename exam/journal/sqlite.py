"""The journal in one SQLite file; the only SQL besides that of `exam.people`."""

import os
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Any, ClassVar, Self

import apsw
from pydantic import ValidationError

from exam.core.chain import ChainBrokenError, Head, Link, follow, link_hash, salted_digest
from exam.journal.audit import faults
from exam.journal.engine import JournalDamagedError, clear_log, connect, release, translated
from exam.journal.writer import Writer
from exam.service.ports import ConflictError, JournalError, NewEvent, RegisterEntry, StoredEvent

SCHEMA = """
CREATE TABLE IF NOT EXISTS events (
    stream TEXT NOT NULL, seq INTEGER NOT NULL, type TEXT NOT NULL, version INTEGER NOT NULL,
    body_digest TEXT NOT NULL, prev TEXT NOT NULL, hash TEXT NOT NULL,
    PRIMARY KEY (stream, seq)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS bodies (
    stream TEXT NOT NULL, seq INTEGER NOT NULL, salt BLOB NOT NULL, body BLOB NOT NULL,
    PRIMARY KEY (stream, seq), FOREIGN KEY (stream, seq) REFERENCES events (stream, seq)
) STRICT;
CREATE TABLE IF NOT EXISTS appends (
    key TEXT PRIMARY KEY, stream TEXT NOT NULL, seq INTEGER NOT NULL, hash TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS erasing (stream TEXT NOT NULL, seq INTEGER NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS register (
    line INTEGER PRIMARY KEY, practice INTEGER NOT NULL, entry TEXT NOT NULL UNIQUE
) STRICT;
CREATE TRIGGER IF NOT EXISTS events_stay BEFORE UPDATE ON events BEGIN SELECT RAISE(ABORT, 'events stay'); END;
CREATE TRIGGER IF NOT EXISTS events_keep BEFORE DELETE ON events BEGIN SELECT RAISE(ABORT, 'events stay'); END;
CREATE TRIGGER IF NOT EXISTS bodies_stay BEFORE UPDATE ON bodies BEGIN SELECT RAISE(ABORT, 'bodies stay'); END;
CREATE TRIGGER IF NOT EXISTS bodies_keep BEFORE DELETE ON bodies
    WHEN NOT EXISTS (SELECT 1 FROM erasing e WHERE e.stream = OLD.stream AND e.seq = OLD.seq)
    BEGIN SELECT RAISE(ABORT, 'bodies stay'); END;
CREATE TRIGGER IF NOT EXISTS appends_stay BEFORE UPDATE ON appends BEGIN SELECT RAISE(ABORT, 'appends stay'); END;
CREATE TRIGGER IF NOT EXISTS appends_keep BEFORE DELETE ON appends BEGIN SELECT RAISE(ABORT, 'appends stay'); END;
CREATE TRIGGER IF NOT EXISTS register_stay BEFORE UPDATE ON register BEGIN SELECT RAISE(ABORT, 'lines stay'); END;
CREATE TRIGGER IF NOT EXISTS register_keep BEFORE DELETE ON register BEGIN SELECT RAISE(ABORT, 'lines stay'); END;
"""
SALT_BYTES = 16
LAST = "SELECT seq, hash FROM events WHERE stream = ? ORDER BY seq DESC LIMIT 1"


class KeyReusedError(JournalError):
    """The idempotency key belongs to another stream."""

    code: ClassVar[str] = "journal-key-reused"


class SqliteJournal:
    """Journal and register in one file, with one writing connection and one reading one."""

    def __init__(self, path: Path, *, vfs: str | None = None, relieve: Callable[[], bool] = lambda: False) -> None:
        self._path = path
        with ExitStack() as opened:
            writing = connect(path, SCHEMA, vfs=vfs)
            opened.callback(release, writing)
            self._reading = connect(path, "", vfs=vfs)
            opened.pop_all()
        self._writer = Writer(writing, path, relieve)
        self._guard = Lock()

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close."""
        self.close()

    def close(self) -> None:
        """Finish what is being written and let the file go."""
        self._writer.close()
        with self._guard:
            release(self._reading)

    def append(self, stream: str, events: Sequence[NewEvent], *, expected: int, key: str) -> Head:
        """Append all or none after `expected`; return once durable. A repeated key answers as the first time.

        Raises:
            ConflictError: the stream does not end at `expected`.
            JournalError: the events are not kept.
        """
        head: Head = self._writer.do(lambda connection: _append(connection, stream, events, expected, key))
        return head

    def erase(self, stream: str, seqs: Sequence[int], *, notice: NewEvent, key: str) -> Head:
        """Append the notice and delete salts and bodies of the events `seqs`, as one whole; then clear the log of them.

        Raises:
            JournalError: they are not erased, or still stand in the write-ahead log; the same call again goes on.
        """
        head: Head = self._writer.do(lambda connection: _erase(connection, stream, seqs, notice, key))
        self._writer.do(clear_log, alone=True)
        return head

    def read(self, stream: str) -> tuple[StoredEvent, ...]:
        """Return the whole stream, its chain and every body checked.

        Raises:
            ChainBrokenError: the events do not follow from one another, or a body is not its digest's.
        """
        rows = self._select(
            "SELECT e.stream, e.seq, e.type, e.version, e.body_digest, e.prev, e.hash, b.salt, b.body"
            " FROM events e LEFT JOIN bodies b USING (stream, seq) WHERE e.stream = ? ORDER BY e.seq",
            (stream,),
        )
        stored = tuple(_stored(row, stream) for row in rows)
        follow(event.link for event in stored)
        for event in stored:
            _require_body(event)
        return stored

    def answer(self, key: str) -> Head | None:
        """Return what the append with that key answered, None where there was none."""
        return self._found("SELECT seq, hash FROM appends WHERE key = ?", key)

    def head(self, stream: str) -> Head:
        """Return where the stream ends."""
        return self._found(LAST, stream) or Head()

    def streams(self, prefix: str = "") -> tuple[str, ...]:
        """Return the names of the streams that start with `prefix`, sorted."""
        rows = self._select(
            "SELECT DISTINCT stream FROM events WHERE substr(stream, 1, ?) = ? ORDER BY stream", (len(prefix), prefix)
        )
        return tuple(row[0] for row in rows)

    def add(self, entry: RegisterEntry) -> None:
        """Add a line to the register durably; the same line again changes nothing."""
        line = (int(entry.practice), entry.model_dump_json())
        self._writer.do(
            lambda connection: connection.execute(
                "INSERT INTO register (practice, entry) VALUES (?, ?) ON CONFLICT (entry) DO NOTHING", line
            ).fetchall()
        )

    def entries(self, *, practice: bool | None = None) -> tuple[RegisterEntry, ...]:
        """Return the register's lines in order; of both registers when `practice` is None."""
        rows = self._select("SELECT practice, entry FROM register ORDER BY line", ())
        try:
            return tuple(
                RegisterEntry.model_validate_json(entry)
                for found, entry in rows
                if practice is None or bool(found) is practice
            )
        except ValidationError as error:
            raise JournalDamagedError(path=self._path) from error

    def faults(self) -> tuple[JournalError, ...]:
        """Return, as refusals that are not raised, what is wrong with the file and its bookkeeping."""
        with self._guard:
            return tuple(faults(self._reading, self._path, SCHEMA))

    def _found(self, sql: str, name: str) -> Head | None:
        rows = self._select(sql, (name,))
        try:
            return Head(seq=rows[0][0], hash=rows[0][1]) if rows else None
        except ValidationError as error:
            raise JournalDamagedError(path=self._path) from error

    def _select(self, sql: str, bindings: tuple[object, ...]) -> list[tuple[Any, ...]]:
        with self._guard:
            try:
                return self._reading.execute(sql, bindings).fetchall()
            except apsw.Error as error:
                raise translated(error, self._path) from error
            except UnicodeDecodeError as error:
                raise JournalDamagedError(path=self._path) from error


def _append(connection: apsw.Connection, stream: str, events: Sequence[NewEvent], expected: int, key: str) -> Head:
    for found, seq, told in connection.execute("SELECT stream, seq, hash FROM appends WHERE key = ?", (key,)):
        if found != stream:
            raise KeyReusedError(key=key)
        return Head(seq=seq, hash=told)
    head = _head(connection, stream)
    if head.seq != expected:
        raise ConflictError(stream=stream, expected=expected, found=head.seq)
    seq, last = head.seq, head.hash
    for event in events:
        seq += 1
        last = _insert(connection, stream, seq, event, last)
    connection.execute("INSERT INTO appends VALUES (?, ?, ?, ?)", (key, stream, seq, last))
    return Head(seq=seq, hash=last)


def _insert(connection: apsw.Connection, stream: str, seq: int, event: NewEvent, prev: str) -> str:
    """Write an event and return its hash."""
    salt = os.urandom(SALT_BYTES)
    digest = salted_digest(salt, event.body)
    own = link_hash(prev, stream, seq, event.type, event.version, digest)
    connection.execute(
        "INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?)", (stream, seq, event.type, event.version, digest, prev, own)
    )
    connection.execute("INSERT INTO bodies VALUES (?, ?, ?, ?)", (stream, seq, salt, event.body))
    return own


def _erase(connection: apsw.Connection, stream: str, seqs: Sequence[int], notice: NewEvent, key: str) -> Head:
    head = _append(connection, stream, [notice], _head(connection, stream).seq, key)
    for seq in seqs:
        connection.execute("INSERT INTO erasing VALUES (?, ?)", (stream, seq))
        connection.execute("DELETE FROM bodies WHERE stream = ? AND seq = ?", (stream, seq))
    connection.execute("DELETE FROM erasing")
    return head


def _head(connection: apsw.Connection, stream: str) -> Head:
    """Return where the stream ends, to write after it; nothing is written after what is no hash."""
    try:
        rows: list[tuple[Any, ...]] = connection.execute(LAST, (stream,)).fetchall()
        head = Head(seq=rows[0][0], hash=rows[0][1]) if rows else Head()
        bytes.fromhex(head.hash)
    except (ValidationError, UnicodeDecodeError, ValueError) as error:
        if isinstance(error, UnicodeEncodeError):
            raise
        raise JournalDamagedError(path=connection.filename) from error
    return head


def _stored(row: tuple[Any, ...], stream: str) -> StoredEvent:
    """Return the event of a row; a damaged file may hold a value that no event could have."""
    names = ("stream", "seq", "type", "version", "body_digest", "prev", "hash")
    try:
        found = Link.model_validate(dict(zip(names, row, strict=False)))
    except ValidationError as error:
        raise ChainBrokenError(stream=stream, seq=row[1]) from error
    return StoredEvent(link=found, salt=row[7], body=row[8])


def _require_body(event: StoredEvent) -> None:
    if event.body is None or event.salt is None:
        return
    if salted_digest(event.salt, event.body) != event.link.body_digest:
        raise ChainBrokenError(stream=event.link.stream, seq=event.link.seq)

"""An insider who owns the file: he changes rows as if nothing forbade it, and can make the chain whole again."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import apsw

from exam.core.chain import Head, link, salted_digest
from tests.journal.whole import copy

Tampering = Callable[[apsw.Connection], None]


def tampered(sound: Path, target: Path, tampering: Tampering) -> Path:
    """Let an insider work on a copy: he drops the triggers, does his work and puts them back as they were."""
    path = copy(sound, target)
    connection = apsw.Connection(str(path))
    connection.execute("PRAGMA foreign_keys=OFF")
    triggers: list[tuple[Any, ...]] = connection.execute(
        "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'"
    ).fetchall()
    for name, _ in triggers:
        connection.execute(f"DROP TRIGGER {name}")
    tampering(connection)
    for _, sql in triggers:
        connection.execute(sql)
    connection.close()
    return path


def rehash(connection: apsw.Connection, stream: str, *, after: int) -> None:
    """Make the chain of the stream whole again from an event on, and its bookkeeping with it."""
    rows: list[tuple[Any, ...]] = connection.execute(
        "SELECT e.seq, e.type, e.version, b.salt, b.body FROM events e JOIN bodies b USING (stream, seq)"
        " WHERE e.stream = ? AND e.seq > ? ORDER BY e.seq",
        (stream, after),
    ).fetchall()
    before = "SELECT seq, hash FROM events WHERE stream = ? AND seq = ?"
    found: list[tuple[Any, ...]] = connection.execute(before, (stream, after)).fetchall()
    head = Head(seq=found[0][0], hash=found[0][1]) if found else Head()
    for number, (seq, kind, version, salt, body) in enumerate(rows, start=after + 1):
        new = link(head=head, stream=stream, event_type=kind, version=version, body_digest=salted_digest(salt, body))
        connection.execute(
            "UPDATE events SET seq = ?, body_digest = ?, prev = ?, hash = ? WHERE stream = ? AND seq = ?",
            (number, new.body_digest, new.prev, new.hash, stream, seq),
        )
        connection.execute("UPDATE bodies SET seq = ? WHERE stream = ? AND seq = ?", (number, stream, seq))
        connection.execute("UPDATE appends SET hash = ? WHERE stream = ? AND seq = ?", (new.hash, stream, number))
        head = Head(seq=new.seq, hash=new.hash)
    connection.execute("DELETE FROM appends WHERE stream = ? AND seq > ?", (stream, head.seq))

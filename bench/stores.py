"""Rows about the journal and replay."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.measure import Row, in_turns, percentile
from exam.core.candidate_session import fold
from exam.core.events import decode
from exam.journal import SqliteJournal
from exam.service.ports import NewEvent
from tests.stages import played, shipped

BODY = (
    b'{"at":"2026-11-20T08:00:00+01:00","by":{"id":"candidate","role":"candidate"},"data":{"text":"'
    + b"x" * 250
    + b'"}}'
)
ROUNDS = 400
FLOOR_BYTES = 4120


def appends() -> Iterator[Row]:
    """A durable append against fdatasync of as many bytes as a commit writes."""
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as folder:
        descriptor = os.open(Path(folder) / "floor", os.O_WRONLY | os.O_CREAT)
        with SqliteJournal(Path(folder) / "journal.db") as journal:
            count = [0]

            def floor() -> None:
                os.write(descriptor, b"x" * FLOOR_BYTES)
                os.fdatasync(descriptor)

            def ours() -> None:
                event = NewEvent(type="ResponseSaved", version=1, body=BODY)
                journal.append("session/bench", [event], expected=count[0], key=f"key-{count[0]}")
                count[0] += 1

            in_turns(floor, ours, 20)
            floors, own = in_turns(floor, ours, ROUNDS)
        os.close(descriptor)
    for share, at_most in ((0.5, 1.2), (0.99, 2.0)):
        name = f"a durable append, p{int(share * 100)}"
        yield Row(name, "fdatasync of 4120 B", percentile(floors, share), percentile(own, share), at_most)


def replay() -> Iterator[Row]:
    """Decoding and folding a whole exam again and again; the floor is the promised 50,000 events a second."""
    with tempfile.TemporaryDirectory() as folder, played(Path(folder), shipped("passed")) as stage:
        stored = stage.ports.journal.read(f"session/{stage.session}")

    def ours() -> None:
        fold(
            decode(entry.link.type, entry.link.version, entry.body, seq=entry.link.seq)
            for entry in stored
            if entry.body is not None
        )

    _, own = in_turns(lambda: None, ours, 20)
    yield Row("decoding and folding one event", "1/50,000 s", 1000 / 50_000, percentile(own, 0.5) / len(stored), 1.0)

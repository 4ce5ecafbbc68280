"""Rows about the journal and replay."""

import os
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from bench.measure import Row, in_turns, percentile
from exam.core.candidate_session import SessionState, fold
from exam.core.events import decode, encode
from exam.journal import SqliteJournal
from exam.service.ports import NewEvent
from tests.core.stored_events import AT, BY, EXAMPLES
from tests.stages import played, shipped

BODY = (
    b'{"at":"2026-11-20T08:00:00+01:00","by":{"id":"candidate","role":"candidate"},"data":{"text":"'
    + b"x" * 250
    + b'"}}'
)
ROUNDS = 400
FLOOR_BYTES = 4120
TROUBLES = ("ClockPaused", "ClockResumed", "Interrupted", "TimeExtended", "IrregularityLogged")
"""What makes the state longer each time."""


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
    """Decoding and folding a whole exam, against the promised 50,000 events a second; and ten of them in one stream."""
    with tempfile.TemporaryDirectory() as folder, played(Path(folder), shipped("passed")) as stage:
        stored = stage.ports.journal.read(f"session/{stage.session}")
    exam = [(kept.link.type, kept.link.version, kept.body) for kept in stored if kept.body is not None]
    _, own = in_turns(lambda: None, lambda: _folded(exam), 20)
    yield Row("decoding and folding one event", "1/50,000 s", 1000 / 50_000, percentile(own, 0.5) / len(exam), 1.0)
    troubled = exam + [(name, 1, encode(EXAMPLES[name], at=AT, by=BY)) for name in TROUBLES]
    ten, long = in_turns(lambda: [_folded(troubled) for _ in range(10)], lambda: _folded(troubled * 10), 20)
    yield Row("a stream ten times as long", "ten such streams", percentile(ten, 0.5), percentile(long, 0.5), 1.3)


def _folded(events: Iterable[tuple[str, int, bytes]]) -> SessionState:
    return fold(decode(name, version, body, seq=seq) for seq, (name, version, body) in enumerate(events, start=1))

"""Streams as the use cases see them: entries in, events out, one writer at a time, and three tries on a conflict."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from threading import Lock, RLock
from typing import TypeVar

from exam.core.chain import Head
from exam.core.events import ActorRef, Entry, Event, decode, encode
from exam.core.model import Frozen
from exam.service.ports import ConflictError, Journal, NewEvent

TRIES = 3

T = TypeVar("T")


class Receipt(Frozen):
    """The journal's word that something is kept: where the stream ends now, and when it was written."""

    stream: str
    head: Head
    at: datetime


class Streams:
    """The journal with its streams decoded and locked."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._locks: dict[str, RLock] = {}
        self._guard = Lock()

    @contextmanager
    def held(self, stream: str) -> Iterator[None]:
        """Hold the stream across load, decide and append."""
        with self._guard:
            lock = self._locks.setdefault(stream, RLock())
        with lock:
            yield

    def retried(self, stream: str, attempt: Callable[[], T]) -> T:
        """Run a load–decide–append under the stream's lock, again when another process was first.

        Raises:
            ConflictError: it was too late three times.
        """
        with self.held(stream):
            for _ in range(TRIES - 1):
                try:
                    return attempt()
                except ConflictError:
                    continue
            return attempt()

    def entries(self, stream: str) -> tuple[Entry, ...]:
        """Return the stream's entries; those whose body was erased are left out."""
        return tuple(
            decode(stored.link.type, stored.link.version, stored.body, seq=stored.link.seq)
            for stored in self._journal.read(stream)
            if stored.body is not None
        )

    def head(self, stream: str) -> Head:
        """Return where the stream ends."""
        return self._journal.head(stream)

    def repeated(self, stream: str, key: str) -> Receipt | None:
        """Return the receipt of an append with that key, None where there was none; a retry decides nothing anew."""
        head = self._journal.answer(key)
        if head is None:
            return None
        at = next((entry.at for entry in self.entries(stream) if entry.seq == head.seq), None)
        return Receipt(stream=stream, head=head, at=at) if at else None

    def append(
        self, stream: str, events: Sequence[Event], *, by: ActorRef, at: datetime, expected: int, key: str
    ) -> Receipt:
        """Append events as one whole and return the receipt once they are durable."""
        new = [
            NewEvent(type=type(event).__name__, version=event.VERSION, body=encode(event, at=at, by=by))
            for event in events
        ]
        head = self._journal.append(stream, new, expected=expected, key=key) if new else self.head(stream)
        return Receipt(stream=stream, head=head, at=at)

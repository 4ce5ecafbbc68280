"""Streams as the use cases see them: entries in, events out, one writer at a time, and three tries on a conflict."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from threading import Lock, RLock
from typing import ClassVar, TypeVar

from exam.core.chain import Head
from exam.core.events import ActorRef, BodyErased, Entry, Event, decode, encode
from exam.core.model import Frozen
from exam.core.receipt import receipt_code
from exam.service.ports import ConflictError, Journal, JournalError, NewEvent
from exam.service.stamping import Notice

TRIES = 3
ERASED = BodyErased.__name__

T = TypeVar("T")


class BodyLostError(JournalError):
    """What an event said is missing, and nobody erased it."""

    code: ClassVar[str] = "journal-body-lost"


class Receipt(Frozen):
    """The journal's word that something is kept: where the stream ends now, and when it was written."""

    stream: str
    head: Head
    at: datetime
    notices: tuple[Notice, ...] = ()
    """What somebody should know of, although all of it is kept."""

    @property
    def code(self) -> str:
        """The same as a code to take home; `exam journal receipt` tells whether the journal still holds it."""
        return receipt_code(self.head)


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
        """Return the stream's entries; those whose body was erased are left out.

        Raises:
            ChainBrokenError: the events do not follow from one another.
            EventUnknownError: an event is newer than this program.
            BodyLostError: a body is missing, and no notice says that it was erased.
        """
        stored = self._journal.read(stream)
        entries = tuple(
            decode(found.link.type, found.link.version, found.body, seq=found.link.seq)
            for found in stored
            if found.body is not None
        )
        erased = {seq for entry in entries if isinstance(entry.event, BodyErased) for seq in entry.event.erased}
        for found in stored:
            if found.body is None and found.link.seq not in erased:
                raise BodyLostError(stream=stream, seq=found.link.seq)
        return entries

    def after(self, stream: str, head: Head) -> tuple[Entry, ...] | None:
        """Return the entries after `head`; None where the stream never ended there, or something was erased since."""
        kept = self._journal.read(stream)
        known = kept[head.seq - 1].link.hash if 0 < head.seq <= len(kept) else Head().hash
        new = kept[head.seq :]
        if known != head.hash or any(stored.body is None or stored.link.type == ERASED for stored in new):
            return None
        return tuple(
            decode(stored.link.type, stored.link.version, stored.body or b"", seq=stored.link.seq) for stored in new
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
        return self.append_encoded(stream, encoded(events, by=by, at=at), at=at, expected=expected, key=key)

    def append_encoded(self, stream: str, new: Sequence[NewEvent], *, at: datetime, expected: int, key: str) -> Receipt:
        """Append events that were encoded before."""
        head = self._journal.append(stream, new, expected=expected, key=key) if new else self.head(stream)
        return Receipt(stream=stream, head=head, at=at)


def entries_after(before: Head, events: Sequence[Event], *, by: ActorRef, at: datetime) -> tuple[Entry, ...]:
    """Return what reading the stream again would give for events appended after `before`."""
    return entries_of(before, encoded(events, by=by, at=at))


def entries_of(before: Head, new: Sequence[NewEvent]) -> tuple[Entry, ...]:
    """Return what reading the stream again would give for encoded events appended after `before`."""
    return tuple(
        decode(event.type, event.version, event.body, seq=seq) for seq, event in enumerate(new, start=before.seq + 1)
    )


def encoded(events: Sequence[Event], *, by: ActorRef, at: datetime) -> tuple[NewEvent, ...]:
    """Return events as the journal keeps them."""
    return tuple(
        NewEvent(type=type(event).__name__, version=event.VERSION, body=encode(event, at=at, by=by)) for event in events
    )

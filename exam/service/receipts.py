"""Whether the journal still holds what somebody outside of it was told: receipt codes, and heads in records."""

from contextlib import suppress
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from exam.core.chain import ChainBrokenError, Head
from exam.core.events import EventUnknownError, decode
from exam.core.model import Frozen
from exam.core.receipt import read_receipt
from exam.service.ports import Journal, JournalError, StoredEvent

SESSIONS = "session/"


class AnchorLostError(JournalError):
    """The journal does not lead through an event that somebody outside of it vouches for."""

    code: ClassVar[str] = "anchor-lost"


class Standing(StrEnum):
    """How a receipt stands against the journal."""

    KEPT = "kept"
    LOST = "lost"
    """No session holds the event: the end was cut, the history rewritten, or an older copy put back."""


class ReceiptFinding(Frozen):
    """What the journal says to a receipt."""

    standing: Standing
    seq: int
    """The number of the event, as the code says."""
    session: str = ""
    type: str = ""
    at: datetime | None = None
    """When the event was written; unknown when its body was erased."""
    events: int = 0
    """How many events the session has now."""
    shorter: tuple[str, ...] = ()
    """Of a lost event: sessions that end before it, so that it may have been cut from them."""
    broken: tuple[str, ...] = ()
    """Sessions whose chain is broken; they prove nothing."""


def check_receipt(journal: Journal, code: str) -> ReceiptFinding:
    """Return which event a receipt names and whether a whole chain still holds it.

    Raises:
        ReceiptMistypedError: it is no code that this program ever gave.
        JournalError: the journal cannot be read.
    """
    named = read_receipt(code)
    broken, shorter = [], []
    for stream in journal.streams(SESSIONS):
        session = stream.removeprefix(SESSIONS)
        try:
            stored = journal.read(stream)
        except ChainBrokenError:
            broken.append(session)
            continue
        for entry in stored:
            if named.names(Head(seq=entry.link.seq, hash=entry.link.hash)):
                return _kept(session, entry, len(stored), tuple(broken))
        if len(stored) < named.seq:
            shorter.append(session)
    return ReceiptFinding(standing=Standing.LOST, seq=named.seq, shorter=tuple(shorter), broken=tuple(broken))


def require_anchor(journal: Journal, stream: str, head: Head, source: str) -> None:
    """Refuse a journal whose stream does not lead through the head that `source`, outside of it, vouches for.

    Raises:
        AnchorLostError: the end was cut, the history rewritten, or an older copy put back.
        ChainBrokenError: the stream is broken anyway.
    """
    stored = journal.read(stream)
    found = stored[head.seq - 1].link.hash if 0 < head.seq <= len(stored) else Head().hash
    if found != head.hash:
        raise AnchorLostError(stream=stream, seq=head.seq, found=len(stored), source=source)


def _kept(session: str, entry: StoredEvent, events: int, broken: tuple[str, ...]) -> ReceiptFinding:
    link, at = entry.link, None
    if entry.body is not None:
        with suppress(EventUnknownError):  # its time is not told, that it is there is
            at = decode(link.type, link.version, entry.body, seq=link.seq).at
    return ReceiptFinding(
        standing=Standing.KEPT, seq=link.seq, session=session, type=link.type, at=at, events=events, broken=broken
    )

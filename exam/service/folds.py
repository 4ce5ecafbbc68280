"""Candidate sessions folded from their streams; what this process appended is folded on, not read again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from exam.core.candidate_session import SessionState, fold
from exam.core.chain import Head
from exam.core.events import Entry
from exam.core.sitting import SittingState, fold_sitting
from exam.core.standard import AssessmentStandard
from exam.service.streams import Streams


@dataclass(frozen=True, slots=True)
class Folded:
    """A stream folded up to a head."""

    head: Head
    state: SessionState
    written_at: datetime | None
    """When the newest event was written."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A session as it was loaded, with the moment at which that was."""

    stream: str
    state: SessionState
    head: Head
    written_at: datetime | None
    """When the newest event was written."""
    standard: AssessmentStandard
    sitting: SittingState
    at: datetime
    mono_ms: int


def session_stream(session_id: str) -> str:
    """Return the name of a candidate session's stream."""
    return f"session/{session_id}"


class Folds:
    """The last fold of each stream, taken anew when somebody else has appended."""

    def __init__(self, streams: Streams) -> None:
        self._streams = streams
        self._folded: dict[str, Folded] = {}
        self._sittings: dict[str, SittingState] = {}
        """Opened sittings; their terms do not change any more."""

    def at_head(self, stream: str) -> Folded:
        """Return the stream folded up to where it ends now."""
        head = self._streams.head(stream)
        known = self._folded.get(stream)
        if known is None or known.head != head:
            known = self._again(stream, head, known)
            self._folded[stream] = known
        return known

    def _again(self, stream: str, head: Head, known: Folded | None) -> Folded:
        """Fold what others have appended onto what is known; after an erasure the whole stream."""
        new = self._streams.after(stream, known.head) if known else None
        if known and new:
            return Folded(head=head, state=fold(new, known.state), written_at=new[-1].at)
        entries = self._streams.entries(stream)
        return Folded(head=head, state=fold(entries), written_at=entries[-1].at if entries else None)

    def extend(self, stream: str, before: Head, entries: Sequence[Entry], head: Head) -> None:
        """Fold on what was appended after `before`; where that is not the known end, the stream is read again."""
        known = self._folded.get(stream)
        if known is not None and known.head == before:
            state = fold(entries, known.state)
            self._folded[stream] = Folded(head=head, state=state, written_at=entries[-1].at)

    def sitting(self, sitting: str) -> SittingState:
        """Return the terms of an opened sitting: how its commission judges and decides, on which days."""
        if sitting not in self._sittings:
            self._sittings[sitting] = fold_sitting(self._streams.entries(f"sitting/{sitting}"))
        return self._sittings[sitting]

"""Heads under a stamp of somebody outside: made when a record is issued and on demand, compared by the doctor.

An authority that does not answer stops nobody. What waits for its stamp is not kept anywhere: it is every head that no
anchor holds, so nothing is forgotten, and the next anchoring takes it along.
"""

from collections.abc import Iterator, Mapping
from typing import ClassVar

from exam.core.anchoring import ANCHORS, Anchor, AnchoredHead, HeadsAnchored, imprint, moved, newest, read_anchor
from exam.core.canonical import canonical_json
from exam.core.chain import Head
from exam.core.events import ActorRef
from exam.core.model import Frozen
from exam.core.record_events import RecordIssued
from exam.service.ports import Blobs, JournalError, Ports
from exam.service.stamping import Notice, Stamp, TimestampError
from exam.service.streams import Streams

BY = ActorRef(id="anchoring", role="system")
SESSIONS = "session/"


class Anchoring(Frozen):
    """What was anchored just now."""

    anchor: str
    """The blob; nothing where no stream had moved."""
    streams: int = 0
    stamp: Stamp | None = None


class AnchorAlteredError(JournalError):
    """An anchor that the journal names is none, or its token does not stamp its heads."""

    code: ClassVar[str] = "anchor-altered"


class AnchoringService:
    """Stamps heads."""

    def __init__(self, ports: Ports, streams: Streams) -> None:
        self._ports = ports
        self._streams = streams
        self._known: dict[str, Anchor] = {}

    def anchor(self) -> Anchoring:
        """Stamp every head that no anchor holds.

        Raises:
            TimestampError: there is no authority, or it gives no stamp; all of it still waits.
            JournalError: the anchor is not kept.
        """
        return self._anchor(self._ports.journal.streams())

    def record_issued(self, session: str, sitting: str) -> tuple[Notice, ...]:
        """Stamp the heads of a session that closed and of its sitting; an authority that fails is only told."""
        if not self._ports.timestamps.name:
            return ()
        try:
            self._anchor((f"{SESSIONS}{session}", f"sitting/{sitting}", ANCHORS))
        except TimestampError as error:
            told = {"authority": self._ports.timestamps.name, "reason": str(error)}
            return (Notice(code="anchor-waits", arguments=told),)
        return ()

    def waiting(self) -> tuple[str, ...]:
        """Return the sessions whose record was issued after the last stamp over them.

        Raises:
            ExamError: the journal cannot be read.
        """
        held = newest(tuple(self.anchors().values()))
        return tuple(
            stream.removeprefix(SESSIONS)
            for stream in self._ports.journal.streams(SESSIONS)
            if self._issued(stream) > held.get(stream, Head()).seq
        )

    def anchors(self) -> Mapping[str, Anchor]:
        """Return every anchor that the journal names, by blob, in order.

        Raises:
            AnchorAlteredError: one is none.
            JournalError: one is missing.
        """
        named = [
            entry.event.anchor for entry in self._streams.entries(ANCHORS) if isinstance(entry.event, HeadsAnchored)
        ]
        for name in named:
            if name not in self._known:
                anchor = read_anchor(self._ports.blobs.get(name))
                if anchor is None:
                    raise AnchorAlteredError(anchor=name)
                self._known[name] = anchor
        return {name: self._known[name] for name in named}

    def _anchor(self, names: tuple[str, ...]) -> Anchoring:
        """Stamp while no stream is held, so that nobody waits for the network."""
        stood = {name: head for name in names if (head := self._streams.head(name)).seq}
        heads = moved(stood, newest(tuple(self.anchors().values())))
        if not heads:
            return Anchoring(anchor="")
        over = bytes.fromhex(imprint(heads))
        token = self._ports.timestamps.stamp(over)
        stamp = self._ports.timestamps.read(token, over)
        blob = self._ports.blobs.put(canonical_json(Anchor(heads=heads, token=token.hex())))
        event = HeadsAnchored(anchor=blob, authority=stamp.authority, stamped_at=stamp.at, streams=len(heads))
        self._streams.retried(ANCHORS, lambda: self._keep(event))
        return Anchoring(anchor=blob, streams=len(heads), stamp=stamp)

    def _keep(self, event: HeadsAnchored) -> None:
        self._streams.append(
            ANCHORS,
            [event],
            by=BY,
            at=self._ports.clock.now(),
            expected=self._streams.head(ANCHORS).seq,
            key=f"anchor/{event.anchor}",
        )

    def _issued(self, stream: str) -> int:
        """Return the number of the event with which the session's record was issued, 0 where it was not."""
        entries = self._streams.entries(stream)
        return max((entry.seq for entry in entries if isinstance(entry.event, RecordIssued)), default=0)


def stray_anchors(blobs: Blobs, named: frozenset[str]) -> Iterator[tuple[str, Anchor]]:
    """Yield the anchors that no event names: whoever cut the stream of anchorings left them lying."""
    for name in blobs.names():
        if name not in named:
            anchor = read_anchor(blobs.get(name))
            if anchor is not None:
                yield name, anchor


def heads_by_stream(anchors: Mapping[str, Anchor]) -> dict[str, list[tuple[AnchoredHead, str]]]:
    """Return every anchored head by its stream, each with the blob of its anchor."""
    found: dict[str, list[tuple[AnchoredHead, str]]] = {}
    for name, anchor in anchors.items():
        for head in anchor.heads:
            found.setdefault(head.stream, []).append((head, name))
    return found

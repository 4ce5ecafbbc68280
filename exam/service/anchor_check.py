"""Compares the journal with what a time-stamp authority saw of it: every token, every head, and what still waits."""

from collections.abc import Iterator
from typing import ClassVar

from exam.core.anchoring import ANCHORS, Anchor, imprint
from exam.core.blob_names import blob_names
from exam.core.chain import Head
from exam.problem import ExamError
from exam.service.anchoring import AnchoringService, heads_by_stream, stray_anchors
from exam.service.findings import Finding, bad, good, warning
from exam.service.ports import Ports
from exam.service.receipts import AnchorLostError
from exam.service.stamping import Stamp, TimestampError
from exam.service.streams import Streams

CHECK = "anchors"
SHORT = 12
"""Digits of an anchor's digest by which it is named."""


class AnchorUnreadError(ExamError):
    """The token of an anchor cannot be checked, so that its heads prove nothing."""

    code: ClassVar[str] = "anchor-unread"


def check_anchors(ports: Ports, service: AnchoringService) -> Iterator[Finding]:
    """Yield what was found; every anchor is looked at, whatever another one says.

    Raises:
        ExamError: the stream of anchorings, or an anchor that it names, cannot be read.
    """
    named = dict(service.anchors())
    strays = dict(stray_anchors(ports.blobs, _named(ports)))
    stamps: dict[str, Stamp] = {}
    faults: list[Finding] = []
    for name, anchor in (named | strays).items():
        try:
            stamps[name] = ports.timestamps.read(bytes.fromhex(anchor.token), bytes.fromhex(imprint(anchor.heads)))
        except TimestampError as error:
            if name in named:
                faults.append(bad(CHECK, AnchorUnreadError(anchor=name[:SHORT], reason=error)))
    trusted = {name: anchor for name, anchor in (named | strays).items() if name in stamps}
    faults += _lost(ports, trusted, stamps)
    yield from faults
    yield from _standing(ports, service, [stamps[name] for name in named if name in stamps], sound=not faults)


def _named(ports: Ports) -> frozenset[str]:
    """Return the blobs that the stream of anchorings names."""
    return frozenset(name for entry in Streams(ports.journal).entries(ANCHORS) for name in blob_names(entry.event))


def _lost(ports: Ports, anchors: dict[str, Anchor], stamps: dict[str, Stamp]) -> Iterator[Finding]:
    """Yield the streams that do not lead through a head that was stamped: cut, exchanged, or hashed anew."""
    for stream, held in sorted(heads_by_stream(anchors).items()):
        try:
            hashes = [stored.link.hash for stored in ports.journal.read(stream)]
        except ExamError:
            continue  # the journal's own check tells of a broken chain
        for one, name in held:
            seq = one.head.seq
            if (hashes[seq - 1] if 0 < seq <= len(hashes) else Head().hash) != one.head.hash:
                stamp = stamps[name]
                source = f"{stamp.authority}, {stamp.at.isoformat(timespec='seconds')}"
                yield bad(CHECK, AnchorLostError(stream=stream, seq=seq, found=len(hashes), source=source))
                break


def _standing(ports: Ports, service: AnchoringService, stamps: list[Stamp], *, sound: bool) -> Iterator[Finding]:
    waiting = service.waiting() if ports.timestamps.name else ()
    if waiting:
        yield warning(CHECK, "doctor.anchors-wait", count=len(waiting), authority=ports.timestamps.name)
    if stamps and max(stamp.until for stamp in stamps) < ports.clock.now():
        yield warning(CHECK, "doctor.anchors-aged", until=max(stamp.until for stamp in stamps).date())
    if not sound or waiting:
        return
    if stamps:
        yield good(CHECK, "doctor.anchors", count=len(stamps), at=stamps[-1].at.isoformat(timespec="seconds"))
    else:
        yield good(CHECK, "doctor.anchors-none")

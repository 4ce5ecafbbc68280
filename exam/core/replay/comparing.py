"""Walks through a session's stream once: folds, derives again what follows, and gathers what differs."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from exam.core.candidate_session import SessionState, evolve
from exam.core.chain import Head
from exam.core.events import Entry, Event
from exam.core.key_correction import CorrectedKey
from exam.core.record_check import Discrepancy
from exam.core.record_events import RecordIssued
from exam.core.replay.checks import check
from exam.core.replay.evidence import Compare, Evidence, named_blobs, named_identities, told, verified
from exam.core.replay.records import is_rebuilt
from exam.core.replay.scene import Scene
from exam.core.replay.what_if import WhatIf, what_if
from exam.core.session_events import SessionOpened
from exam.core.sitting import SittingState, fold_sitting
from exam.core.standard import AssessmentStandard
from exam.core.verdict import Verdict

PERSONAL = frozenset(
    {
        "SubmissionStored",
        "WorkbookMarked",
        "MarkingOverridden",
        "MarkingConfirmed",
        "WaiverAccepted",
        "WaiverRefused",
        "PaperTyped",
        "RecordIssued",
        "RecordSigned",
        "PaperSignatureStored",
        "RecordArchived",
        "RecordRefreshed",
    }
)
"""Events that name bytes about a person; these go with his identity."""


@dataclass(frozen=True, slots=True)
class Replayed:
    """Where the events lead, and where that is not what the journal, the items or the record say."""

    state: SessionState
    head: Head
    standard: AssessmentStandard | None = None
    verdict: Verdict | None = None
    record: str = ""
    """The digest of the record's data where they were built again, byte for byte."""
    differences: tuple[Discrepancy, ...] = ()
    notices: tuple[Discrepancy, ...] = ()
    """What was erased, and what could therefore not be compared; none of these is a fault."""
    corrected: WhatIf | None = None
    """What the corrections that were tried out would change; None where there were none, or no standard."""


@dataclass(slots=True)
class _Walk:
    """What was gathered so far."""

    evidence: Evidence
    compare: Compare
    sitting: SittingState
    erased: frozenset[str]
    state: SessionState = field(default_factory=SessionState)
    standard: AssessmentStandard | None = None
    before: Head = field(default_factory=Head)
    record: str = ""
    events: list[Event] = field(default_factory=list)
    differences: list[Discrepancy] = field(default_factory=list)
    notices: list[Discrepancy] = field(default_factory=list)

    def step(self, entry: Entry) -> None:
        """Compare one event with what the state before it leads to, then follow it."""
        event = entry.event
        if isinstance(event, SessionOpened):
            self.standard = self.evidence.standard(event.standard_digest)
        if self.standard is not None:
            scene = Scene(
                evidence=self.evidence,
                compare=self.compare,
                state=self.state,
                standard=self.standard,
                sitting=self.sitting,
                before=self.before,
                erased=self.erased,
            )
            for difference in check(event, entry, scene):
                self._tell(difference, conclusive=scene.conclusive(difference.code))
            if isinstance(event, RecordIssued) and is_rebuilt(event, scene):
                self.record = event.data_digest
        self.state = evolve(self.state, entry)
        self.events.append(event)

    def lose(self, stream: str, seq: int, event_type: str) -> None:
        """Note an event whose body was erased."""
        self.erased |= {event_type}
        told_of = {"stream": stream, "seq": str(seq), "type": event_type}
        self.notices.append(Discrepancy(code="replay-event-erased", arguments=told_of))

    def _tell(self, difference: Discrepancy, *, conclusive: bool) -> None:
        if conclusive:
            self.differences.append(difference)
        else:
            skipped = {"code": difference.code, "seq": difference.arguments.get("seq", "1")}
            self.notices.append(Discrepancy(code="replay-not-compared", arguments=skipped))


def replay(evidence: Evidence, compare: Compare, corrections: Sequence[CorrectedKey] = ()) -> Replayed:
    """Rebuild a session and compare; the same whether its events come from a workspace or from a pack.

    Raises:
        ChainBrokenError: the events of a stream do not follow from one another.
        EventUnknownError: an event is of a newer program.
        KeyCorrectionError: a correction does not fit an item that this candidate was given.
    """
    stream = evidence.session[0].link.stream if evidence.session else ""
    head = verified(evidence.session, stream)
    walk = _begin(evidence, compare)
    for kept, entry in told(evidence.session):
        if entry is None:
            walk.lose(stream, kept.link.seq, kept.link.type)
        else:
            walk.step(entry)
        walk.before = Head(seq=kept.link.seq, hash=kept.link.hash)
    _require_session(walk, stream)
    _account(walk)
    standard = walk.standard
    return Replayed(
        state=walk.state,
        head=head,
        standard=standard,
        verdict=walk.state.verdict(standard) if standard else None,
        record=walk.record,
        differences=tuple(walk.differences),
        notices=tuple(walk.notices),
        corrected=what_if(walk.state, standard, evidence, corrections) if standard and corrections else None,
    )


def _begin(evidence: Evidence, compare: Compare) -> _Walk:
    stream = evidence.sitting[0].link.stream if evidence.sitting else ""
    verified(evidence.sitting, stream)
    pairs = tuple(told(evidence.sitting))
    sitting = fold_sitting(entry for _, entry in pairs if entry is not None)
    walk = _Walk(evidence=evidence, compare=compare, sitting=sitting, erased=frozenset())
    for kept, entry in pairs:
        if entry is None:
            walk.lose(stream, kept.link.seq, kept.link.type)
    return walk


def _require_session(walk: _Walk, stream: str) -> None:
    """Tell when the stream is another session's, or when there is no opening to compare anything with."""
    if walk.state.session and f"session/{walk.state.session}" != stream:
        walk.differences.append(Discrepancy(code="replay-opening-differs"))
    if not walk.state.session:
        skipped = {"code": "SessionOpened", "seq": "1"}
        walk.notices.append(Discrepancy(code="replay-not-compared", arguments=skipped))


def _account(walk: _Walk) -> None:
    """Tell what the events name and nobody has: lost where it should be there, withheld where a person was erased."""
    withheld = [name for name in named_identities(walk.events) if name not in walk.evidence.identities]
    for name in withheld:
        walk.notices.append(Discrepancy(code="identity-withheld", arguments={"reference": name[:12]}))
    personal = {name for event in walk.events if type(event).__name__ in PERSONAL for name in named_blobs((event,))}
    for name in named_blobs(walk.events):
        if walk.evidence.blob(name) is not None:
            continue
        if name in personal and (withheld or walk.erased):
            walk.notices.append(Discrepancy(code="replay-blob-withheld", arguments={"digest": name}))
        else:
            walk.differences.append(Discrepancy(code="replay-blob-missing", arguments={"digest": name}))

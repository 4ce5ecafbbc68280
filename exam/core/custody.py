"""The register of an archive, folded from its stream: a line for every file that came in or was issued here."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import singledispatch

from exam.core.custody_events import (
    ArchiveExported,
    ArchiveHandedOver,
    DisposalProposed,
    OwnRecordEntered,
    RecordAccepted,
    RecordChecked,
    RecordDisposed,
    RecordFacts,
    RecordReceived,
    RecordRenewed,
    RecordReturned,
    ReviewDecided,
    ReviewDecision,
    ReviewRequested,
)
from exam.core.events import Entry, Event
from exam.core.model import changed


class LineState(StrEnum):
    """How far a line is."""

    RECEIVED = "received"
    CHECKED = "checked"
    KEPT = "kept"
    RETURNED = "returned"
    JOINED = "joined"
    """Its file is a longer one of a record that was kept already, and lies there."""
    DISPOSED = "disposed"


@dataclass(frozen=True)
class Review:
    """One review of a record."""

    review: int
    requested_on: date
    grounds: str
    decide_by: date
    decision: ReviewDecision | None = None
    reason: str = ""
    decided_by: str = ""


@dataclass(frozen=True)
class RegisterLine:
    """One line of the register."""

    number: int
    file: str
    length: int
    received_at: datetime
    received_by: str
    state: LineState = LineState.RECEIVED
    session: str = ""
    """Of a record that was issued here."""
    verdict: str = ""
    codes: tuple[str, ...] = ()
    facts: RecordFacts | None = None
    decided_by: str = ""
    decided_at: datetime | None = None
    reason: str = ""
    letter: str = ""
    retention: str = ""
    keep_until: date | None = None
    earlier: tuple[str, ...] = ()
    """The files that were the beginning of this one, oldest first."""
    joined: int = 0
    reviews: tuple[Review, ...] = ()
    proposed_by: str = ""
    """Who proposed its disposal."""
    disposed_by: str = ""
    blobs: tuple[str, ...] = ()
    """What was removed with it."""

    @property
    def name(self) -> str:
        """The name of its file in the archive."""
        return f"{self.facts.record}.pdf" if self.facts else ""

    @property
    def practice(self) -> bool:
        """Whether it is a practice record."""
        return self.facts is not None and self.facts.practice

    @property
    def open_review(self) -> Review | None:
        """The review that waits for a decision."""
        return next((review for review in self.reviews if review.decision is None), None)


@dataclass(frozen=True)
class ArchiveRegister:
    """The register as it stands."""

    lines: Mapping[int, RegisterLine] = field(default_factory=dict)
    by_file: Mapping[str, int] = field(default_factory=dict)
    """Every file that was ever in the register, whatever became of it."""
    kept: Mapping[str, int] = field(default_factory=dict)
    """The kept lines, by the record's number."""
    own: Mapping[str, int] = field(default_factory=dict)
    """The lines of records that were issued here, by the record's number."""
    superseding: Mapping[tuple[str, str], int] = field(default_factory=dict)
    """The kept lines that supersede another record, by its number and the digest of its data."""

    def superseded_by(self, line: RegisterLine) -> int:
        """Return the line that supersedes this one, 0 for none; which of the two came first is no matter."""
        number = self.superseding.get((line.facts.record, line.facts.data), 0) if line.facts else 0
        return number if number and _may_supersede(self.lines[number].facts, line.facts) else 0

    def disposed_blobs(self) -> frozenset[str]:
        """Return what was removed by disposals and nothing that is kept still names."""
        gone_with = {line.number for line in self.lines.values() if line.state is LineState.DISPOSED}
        staying = (line for line in self.lines.values() if not {line.number, line.joined} & gone_with)
        kept = {name for line in staying for name in files_of(line)}
        gone = {name for line in self.lines.values() for name in line.blobs}
        return frozenset(gone - kept)


def files_of(line: RegisterLine) -> tuple[str, ...]:
    """Return the blobs that a line names."""
    return tuple(name for name in (*line.earlier, line.file, line.letter) if name)


def _may_supersede(newer: RecordFacts | None, older: RecordFacts | None) -> bool:
    """Tell whether both are of one exam before the same people; a practice record supersedes no official one."""
    told = [(one.qualification, one.held_on, one.examiners, one.practice) for one in (newer, older) if one]
    return len(set(told)) == 1


class _Fold:
    """A register on its way; filled once and never changed after it was handed out."""

    def __init__(self, known: ArchiveRegister) -> None:
        self.lines = dict(known.lines)
        self.by_file = dict(known.by_file)
        self.kept = dict(known.kept)
        self.own = dict(known.own)
        self.superseding = dict(known.superseding)

    def put(self, line: RegisterLine) -> None:
        self.lines[line.number] = line
        self.by_file.setdefault(line.file, line.number)

    def keep(self, line: RegisterLine) -> None:
        self.put(line)
        if line.facts is not None:
            self.kept[line.facts.record] = line.number
            if line.facts.supersedes is not None:
                former = line.facts.supersedes
                self.superseding[former.record, former.data] = line.number

    def finished(self) -> ArchiveRegister:
        return ArchiveRegister(self.lines, self.by_file, self.kept, self.own, self.superseding)


def fold_register(entries: Iterable[Entry], known: ArchiveRegister | None = None) -> ArchiveRegister:
    """Return the register to which the entries lead, `known` being what earlier ones led to."""
    fold = _Fold(known or ArchiveRegister())
    for entry in entries:
        _enter(entry.event, entry, fold)
    return fold.finished()


@singledispatch
def _enter(_event: Event, _entry: Entry, _fold: _Fold) -> None:
    """Enter nothing."""


@_enter.register
def _(event: RecordReceived, entry: Entry, fold: _Fold) -> None:
    fold.put(
        RegisterLine(
            number=event.number, file=event.file, length=event.length, received_at=entry.at, received_by=entry.by.id
        )
    )


@_enter.register
def _(event: RecordChecked, _entry: Entry, fold: _Fold) -> None:
    line = fold.lines[event.number]
    state = LineState.CHECKED if line.state is LineState.RECEIVED else line.state
    fold.put(changed(line, state=state, verdict=event.verdict, codes=event.codes, facts=event.facts))


@_enter.register
def _(event: RecordAccepted, entry: Entry, fold: _Fold) -> None:
    fold.keep(
        changed(
            fold.lines[event.number],
            state=LineState.KEPT,
            decided_by=entry.by.id,
            decided_at=entry.at,
            retention=event.retention,
            keep_until=event.keep_until,
        )
    )


@_enter.register
def _(event: OwnRecordEntered, entry: Entry, fold: _Fold) -> None:
    fold.own[event.facts.record] = event.number
    fold.keep(
        RegisterLine(
            number=event.number,
            file=event.file,
            length=event.length,
            received_at=entry.at,
            received_by=entry.by.id,
            state=LineState.KEPT,
            session=event.session,
            facts=event.facts,
            retention=event.retention,
            keep_until=event.keep_until,
        )
    )


@_enter.register
def _(event: RecordReturned, entry: Entry, fold: _Fold) -> None:
    fold.put(
        changed(
            fold.lines[event.number],
            state=LineState.RETURNED,
            decided_by=entry.by.id,
            decided_at=entry.at,
            reason=event.reason,
            letter=event.letter,
            retention=event.retention,
            keep_until=event.keep_until,
        )
    )


@_enter.register
def _(event: RecordRenewed, entry: Entry, fold: _Fold) -> None:
    line = fold.lines[event.number]
    if event.joined is not None:
        other = fold.lines[event.joined]
        joining = changed(
            other, state=LineState.JOINED, joined=event.number, decided_by=entry.by.id, decided_at=entry.at
        )
        fold.put(joining)
    fold.put(changed(line, file=event.file, length=event.length, earlier=(*line.earlier, line.file)))


@_enter.register
def _(event: ReviewRequested, _entry: Entry, fold: _Fold) -> None:
    line = fold.lines[event.number]
    review = Review(
        review=event.review, requested_on=event.requested_on, grounds=event.grounds, decide_by=event.decide_by
    )
    fold.put(changed(line, reviews=(*line.reviews, review)))


@_enter.register
def _(event: ReviewDecided, entry: Entry, fold: _Fold) -> None:
    line = fold.lines[event.number]
    reviews = tuple(
        changed(review, decision=event.decision, reason=event.reason, decided_by=entry.by.id)
        if review.review == event.review
        else review
        for review in line.reviews
    )
    fold.put(changed(line, reviews=reviews))


@_enter.register
def _(event: DisposalProposed, entry: Entry, fold: _Fold) -> None:
    for number in event.numbers:
        fold.put(changed(fold.lines[number], proposed_by=entry.by.id))


@_enter.register
def _(event: RecordDisposed, entry: Entry, fold: _Fold) -> None:
    line = fold.lines[event.number]
    fold.put(changed(line, state=LineState.DISPOSED, disposed_by=entry.by.id, blobs=event.blobs))
    if line.facts is not None and fold.kept.get(line.facts.record) == line.number:
        del fold.kept[line.facts.record]


@_enter.register(ArchiveExported)
@_enter.register(ArchiveHandedOver)
def _(_event: Event, _entry: Entry, _fold: _Fold) -> None:
    """An export changes no line, and neither does a hand-over: what was handed over is still kept here."""

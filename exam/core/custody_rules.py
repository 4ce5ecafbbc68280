"""What may be done with a line of the register, decided without clock or file: returns events or refuses by name.

What was done already is no refusal: the same decision again leads to no event.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from exam.core.custody import ArchiveRegister, LineState, RegisterLine, files_of
from exam.core.custody_events import (
    DisposalProposed,
    OwnRecordEntered,
    RecordAccepted,
    RecordDisposed,
    RecordFacts,
    RecordPointer,
    RecordRenewed,
    RecordReturned,
    ReviewDecided,
    ReviewDecision,
    ReviewRequested,
)
from exam.core.custody_refusals import (
    DisposalUnproposedError,
    LineUnknownError,
    LineWrongError,
    NotAcceptableError,
    ReasonEmptyError,
    RecordTakenError,
    RetentionRunsError,
    ReviewNoneError,
    ReviewWrongError,
    RevisionOlderError,
    SecondPersonError,
)
from exam.core.events import Event
from exam.core.exam_record import ExamRecord
from exam.core.retention import Keeping, RetentionClass, class_for, last_day
from exam.text import has_substance

RETURN = "RETURN"
LONGEST = 200
"""Characters of a word in the register; a file from outside may hold any."""
REVIEW_DAYS = 30
"""For the decision on a review; unverified (`nsk.md` 1.1, § 20), and shown as such."""


@dataclass(frozen=True, slots=True)
class Lengths:
    """How a file stands to the one that is kept under the same number; only who has both bytes can tell."""

    longer: bool = False
    """It begins with the kept one."""
    shorter: bool = False
    """The kept one begins with it."""


def line_of(register: ArchiveRegister, number: int) -> RegisterLine:
    """Return a line.

    Raises:
        LineUnknownError: there is none of that number.
    """
    if number not in register.lines:
        raise LineUnknownError(number=number)
    return register.lines[number]


def facts_of(record: ExamRecord, data_digest: str) -> RecordFacts | None:
    """Return what the register says of a record; None where a word of it is longer than any register takes."""
    ordered = sorted(record.examiners, key=lambda examiner: not examiner.chair)
    held = [examiner.version.identity.authorisation for examiner in ordered]
    former = record.supersedes
    words = (record.record, record.standard.code, *(one.number for one in held if one))
    if any(len(word) > LONGEST for word in words) or (former and len(former.record) > LONGEST):
        return None
    return RecordFacts(
        record=record.record,
        data=data_digest,
        qualification=record.standard.code,
        held_on=record.ended_at.date(),
        issued_on=record.issued_at.date(),
        result=record.result,
        candidate=record.candidate.version.reference,
        examiners=tuple(examiner.version.reference for examiner in ordered),
        authorisations=tuple(one.number if one else "" for one in held),
        practice=bool(record.practice),
        supersedes=RecordPointer(record=former.record, data=former.data_digest[:64]) if former else None,
    )


def accept(
    register: ArchiveRegister, number: int, classes: Sequence[RetentionClass], lengths: Lengths
) -> tuple[Event, ...]:
    """Take a checked record into the archive; a longer file of a kept record joins its line.

    Raises:
        ExamError: the named refusal.
    """
    line = line_of(register, number)
    if line.state in {LineState.KEPT, LineState.JOINED}:
        return ()
    _require_state(line, LineState.CHECKED)
    if line.verdict == RETURN or line.facts is None:
        raise NotAcceptableError(number=number, codes=", ".join(line.codes) or "–")
    kept = register.kept.get(line.facts.record)
    if kept is not None:
        return (_joined(line, register.lines[kept], lengths),)
    keeping = class_for(Keeping.PRACTICE if line.facts.practice else Keeping.RECEIVED, classes)
    until = last_day(line.facts.issued_on, keeping.years)
    return (RecordAccepted(number=number, retention=keeping.keeps, keep_until=until),)


def _joined(line: RegisterLine, kept: RegisterLine, lengths: Lengths) -> Event:
    """Return the event with which a longer file joins; the number alone makes no file the same record."""
    facts, known = line.facts, kept.facts
    same = facts is not None and known is not None and facts.data == known.data
    if same and lengths.shorter:
        raise RevisionOlderError(number=line.number, kept=kept.number)
    if not same or not lengths.longer:
        raise RecordTakenError(number=line.number, kept=kept.number, record=known.record if known else "–")
    return RecordRenewed(number=kept.number, file=line.file, length=line.length, joined=line.number)


def enter_own(
    number: int, session: str, file: tuple[str, int], facts: RecordFacts, classes: Sequence[RetentionClass]
) -> OwnRecordEntered:
    """Return the entry of a record that was archived here; `file` is its digest and its length.

    Raises:
        RetentionMissingError: no class is for it.
    """
    keeping = class_for(Keeping.PRACTICE if facts.practice else Keeping.OWN, classes)
    return OwnRecordEntered(
        number=number,
        session=session,
        file=file[0],
        length=file[1],
        facts=facts,
        retention=keeping.keeps,
        keep_until=last_day(facts.issued_on, keeping.years),
    )


def require_returnable(register: ArchiveRegister, number: int, reason: str) -> RegisterLine:
    """Return the line of a file that may be returned, or was.

    Raises:
        ExamError: it was not checked yet, is kept, or the reason says nothing.
    """
    line = line_of(register, number)
    if line.state is not LineState.RETURNED:
        _require_state(line, LineState.CHECKED)
    if not has_substance(reason):
        raise ReasonEmptyError(number=number)
    return line


def give_back(
    register: ArchiveRegister, number: int, words: tuple[str, str], classes: Sequence[RetentionClass], today: date
) -> tuple[Event, ...]:
    """Return a file to its sender; `words` are the reason and the letter's blob.

    Raises:
        ExamError: the named refusal.
    """
    reason, letter = words
    if require_returnable(register, number, reason).state is LineState.RETURNED:
        return ()
    keeping = class_for(Keeping.RETURNED, classes)
    until = last_day(today, keeping.years)
    return (RecordReturned(number=number, reason=reason, letter=letter, retention=keeping.keeps, keep_until=until),)


def request_review(register: ArchiveRegister, number: int, grounds: str, on: date) -> tuple[Event, ...]:
    """Note that somebody asked for a review; the same grounds of the same day are the same request.

    Raises:
        ExamError: the record is not kept, another review is open, or the grounds say nothing.
    """
    line = line_of(register, number)
    _require_state(line, LineState.KEPT)
    if not has_substance(grounds):
        raise ReasonEmptyError(number=number)
    if any((review.grounds, review.requested_on) == (grounds, on) for review in line.reviews):
        return ()
    if line.open_review is not None:
        raise ReviewWrongError(number=number, review=line.open_review.review)
    return (
        ReviewRequested(
            number=number,
            review=len(line.reviews) + 1,
            requested_on=on,
            grounds=grounds,
            decide_by=on + timedelta(days=REVIEW_DAYS),
        ),
    )


def decide_review(register: ArchiveRegister, number: int, decision: ReviewDecision, reason: str) -> tuple[Event, ...]:
    """Decide the open review of a record; the last decision again is no other one.

    Raises:
        ExamError: there is none, or the reason says nothing.
    """
    line = line_of(register, number)
    if not has_substance(reason):
        raise ReasonEmptyError(number=number)
    review = line.open_review
    if review is not None:
        return (ReviewDecided(number=number, review=review.review, decision=decision, reason=reason),)
    if line.reviews and (line.reviews[-1].decision, line.reviews[-1].reason) == (decision, reason):
        return ()
    raise ReviewNoneError(number=number)


def propose_disposal(register: ArchiveRegister, numbers: Sequence[int], reason: str, today: date) -> tuple[Event, ...]:
    """Propose to dispose of lines, all or none; what was proposed before stays proposed.

    Raises:
        ExamError: the time of one runs, a review of one is open, or the reason says nothing.
    """
    new = []
    for number in dict.fromkeys(numbers):
        line = line_of(register, number)
        _require_disposable(line, today)
        if not line.proposed_by:
            new.append(number)
    if not has_substance(reason):
        raise ReasonEmptyError(number=", ".join(map(str, numbers)))
    return (DisposalProposed(numbers=tuple(new), reason=reason),) if new else ()


def dispose(
    register: ArchiveRegister, number: int, who: str, today: date, beside: tuple[str, ...] = ()
) -> tuple[Event, ...]:
    """Dispose of a line that somebody else proposed; `beside` are blobs that other streams name for it.

    Raises:
        ExamError: nobody did, the same person did, its time runs, or a review is open.
    """
    line = line_of(register, number)
    if line.state is LineState.DISPOSED:
        return ()
    _require_disposable(line, today)
    if not line.proposed_by:
        raise DisposalUnproposedError(number=number)
    if line.proposed_by == who:
        raise SecondPersonError(number=number, who=who)
    joined = (other for other in register.lines.values() if other.joined == number)
    blobs = (*files_of(line), *beside, *(name for other in joined for name in files_of(other)))
    return (RecordDisposed(number=number, proposed_by=line.proposed_by, blobs=tuple(dict.fromkeys(blobs))),)


def _require_disposable(line: RegisterLine, today: date) -> None:
    if line.state not in {LineState.KEPT, LineState.RETURNED} or line.keep_until is None:
        raise LineWrongError(number=line.number, state=line.state)
    if line.keep_until >= today:
        raise RetentionRunsError(number=line.number, until=line.keep_until)
    if line.open_review is not None:
        raise ReviewWrongError(number=line.number, review=line.open_review.review)


def _require_state(line: RegisterLine, state: LineState) -> None:
    if line.state is not state:
        raise LineWrongError(number=line.number, state=line.state)

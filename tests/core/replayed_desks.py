"""Desks whose exams can be replayed: a sitting that was planned, every body kept, and what was forged in them."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TypeVar

from exam.core.candidate_session import TaskStatus
from exam.core.candidate_session import commands as asked
from exam.core.canonical import canonical_json, digest
from exam.core.chain import Head, link, salted_digest
from exam.core.events import ActorRef, Entry, Event, encode
from exam.core.exam_record import ExtractEntry
from exam.core.item import AssessmentItem, SpreadsheetItem
from exam.core.judging import AgreementRule
from exam.core.key_correction import CorrectedKey
from exam.core.marking_events import PresentationRead, WorkbookMarked
from exam.core.record_building import RecordFrame, build_record, practice_reasons
from exam.core.replay import Evidence, Replayed, inventory_digest, replay
from exam.core.replay.evidence import told
from exam.core.session_events import SessionOpened
from exam.core.session_values import ItemOutcome, SubmissionKind
from exam.core.sitting_events import CandidateRegistered, CommissionAppointed, SittingOpened, SittingPlanned
from exam.core.spreadsheet import SpreadsheetAssignment, SpreadsheetData
from exam.core.spreadsheet_values import generate
from exam.core.standard import AssessmentStandard, TaskKind
from tests.builders import (
    AT,
    COMPETENCIES,
    QUESTIONS,
    SEED,
    Desk,
    common,
    competency,
    criterion,
    oral,
    prompt,
    standard,
    task,
)
from tests.core.recorded_desks import IDENTITIES, ISSUED, SIGNERS, desk
from tests.spreadsheets import PLAIN

E = TypeVar("E", bound=Event)
UPLOAD = b"a workbook"
SHOWN = b"a presentation"
SITTING = "sitting/sitting-1"
SESSION = "session/session-1"
PLACE = "Učebna A"
BY = ActorRef(id="chair", role="examiner")
ITEMS: tuple[AssessmentItem, ...] = (*QUESTIONS, oral())


def kept(entries: Iterable[Entry], stream: str) -> tuple[ExtractEntry, ...]:
    """Chain entries anew with all their bodies."""
    head, made = Head(), []
    for entry in entries:
        body = encode(entry.event, at=entry.at, by=entry.by)
        salt = digest(str(entry.seq).encode())[:32]
        found = link(
            head=head,
            stream=stream,
            event_type=type(entry.event).__name__,
            version=entry.event.VERSION,
            body_digest=salted_digest(bytes.fromhex(salt), body),
        )
        made.append(ExtractEntry(link=found, salt=salt, body=body.decode()))
        head = Head(seq=found.seq, hash=found.hash)
    return tuple(made)


def sitting_of(opening: asked.OpenSession, agreement: AgreementRule) -> tuple[ExtractEntry, ...]:
    """The sitting on which a session was opened."""
    events: Sequence[Event] = (
        SittingPlanned(
            sitting=opening.sitting,
            standard=opening.standard,
            place=PLACE,
            starts_on=AT.date(),
            agreement=agreement,
        ),
        CommissionAppointed(members=opening.members),
        CandidateRegistered(candidate=opening.candidate, session=opening.session),
        SittingOpened(on=AT.date()),
    )
    return kept((Entry(seq=seq, at=AT, by=BY, event=event) for seq, event in enumerate(events, start=1)), SITTING)


def replayable(course: AssessmentStandard | None = None, agreement: AgreementRule = AgreementRule.DISCUSSION) -> Desk:
    """A desk whose session is opened on a sitting that there is."""
    made = desk(course)
    made.agreement = agreement
    last = sitting_of(made.opening, agreement)[-1].link
    made.opening = made.opening.model_copy(update={"sitting_head": Head(seq=last.seq, hash=last.hash)})
    return made


def evidence_of(played: Desk, *more: bytes) -> Evidence:
    """Everything that the replay of a desk's session rests on, and more bytes."""
    tables = (generate(item.assignment, SEED) for item in played.pool if isinstance(item, SpreadsheetItem))
    blobs = [canonical_json(played.standard), *map(canonical_json, (*ITEMS, *played.pool, *tables)), *more]
    return Evidence(
        session=kept(played.entries, SESSION),
        sitting=sitting_of(played.opening, played.agreement),
        blobs={digest(data): data for data in blobs},
        identities=dict(IDENTITIES),
    )


def issued(played: Desk) -> Evidence:
    """Announce the result, issue the record, and return the evidence with its data."""
    if not played.state.announced:
        played.do(asked.AnnounceResult())
    last = kept(played.entries, SESSION)[-1].link
    head = Head(seq=last.seq, hash=last.hash)
    frame = RecordFrame(
        record="record-1",
        place=PLACE,
        issued_at=ISSUED,
        session_head=head,
        evidence=inventory_digest((entry.event for entry in played.entries), head, played.state.sitting_head),
        signers=SIGNERS,
        practice=practice_reasons(played.standard, AT.date(), scripted=False, practice_certificate=True),
        program="0.1.0",
    )
    data = canonical_json(build_record(played.state, played.standard, IDENTITIES, frame))
    played.do(
        asked.IssueRecord(
            record="record-1", data_digest=digest(data), pdf=digest(b"%PDF"), practice=True, signers=SIGNERS
        )
    )
    return evidence_of(played, data, b"%PDF")


def nothing(_item: SpreadsheetItem, _table: SpreadsheetData, _data: bytes) -> tuple[ItemOutcome, ...]:
    """Mark no workbook."""
    return ()


def replayed(evidence: Evidence, corrections: Sequence[CorrectedKey] = ()) -> Replayed:
    return replay(evidence, nothing, corrections)


def codes(evidence: Evidence) -> list[str]:
    return [found.code for found in replayed(evidence).differences]


def notices(evidence: Evidence) -> list[str]:
    return [found.code for found in replayed(evidence).notices]


def forged(evidence: Evidence, change: Callable[[Event], Event], stream: str = SESSION) -> Evidence:
    """Change events of the session and chain the stream anew, as a forger with the whole pack would."""
    entries = [entry for _, entry in told(evidence.session) if entry is not None]
    changed = [replace(entry, event=change(entry.event)) for entry in entries]
    return replace(evidence, session=kept(changed, stream))


def reopened(evidence: Evidence, **changes: object) -> Evidence:
    """Change what the opening says."""

    def change(event: Event) -> Event:
        return event.model_copy(update=changes) if isinstance(event, SessionOpened) else event

    return forged(evidence, change)


def erased(evidence: Evidence, event_type: str, *, sitting: bool = False) -> Evidence:
    """Erase the bodies of one type of event; the chain stays whole."""
    stream = evidence.sitting if sitting else evidence.session
    bare = tuple(ExtractEntry(link=entry.link) if entry.link.type == event_type else entry for entry in stream)
    return replace(evidence, sitting=bare) if sitting else replace(evidence, session=bare)


def change_of(kind: type[Event], **changes: object) -> "Change":
    return Change(kind, changes)


@dataclass
class Change:
    kind: type[Event]
    changes: dict[str, object]
    done: bool = False

    def __call__(self, event: Event) -> Event:
        """Change the first event of the kind."""
        if self.done or not isinstance(event, self.kind):
            return event
        self.done = True
        return event.model_copy(update=self.changes)


def first(evidence: Evidence, kind: type[E]) -> E:
    return next(event for event in events_of(evidence) if isinstance(event, kind))


def events_of(evidence: Evidence) -> list[Event]:
    return [entry.event for _, entry in told(evidence.session) if entry is not None]


WORKBOOK = SpreadsheetItem.model_validate(
    common("workbook-1", "table.a")
    | {"kind": "spreadsheet", "title": "Tabulka", "situation": "Spočítejte.", "presentation": (prompt(),)}
    | {"assignment": SpreadsheetAssignment.model_validate_json(json.dumps(PLAIN))}
)
CELLS = (ItemOutcome(item="calls", score=Decimal(1), max_score=Decimal(1)),)
TABLE = competency("table", [criterion("a")], [task("workbook", TaskKind.SPREADSHEET, "table.a", bank="workbooks")])


class WorkbookDesk(Desk):
    def _pool(self, _command: asked.Command) -> Sequence[AssessmentItem]:
        return [WORKBOOK]


def with_a_workbook(*, handed_in: bool = True, presented: bool = False) -> Evidence:
    made = replayable(standard(*COMPETENCIES, TABLE))
    played = WorkbookDesk(standard=made.standard, opening=made.opening, identity=made.identity)
    played.marking = WorkbookMarked(task="workbook", submission=digest(UPLOAD), cells=CELLS)
    played.pool = [WORKBOOK]
    played.admitted().open("workbook")
    if handed_in:
        played.do(asked.StoreSubmission(task="workbook", name="a.xlsx", blob=digest(UPLOAD), length=len(UPLOAD)))
    if presented:
        played.presentation = PresentationRead(task="workbook", submission=digest(SHOWN), refused="presentation-broken")
        kind = SubmissionKind.PRESENTATION
        shown = asked.StoreSubmission(task="workbook", name="a.pptx", blob=digest(SHOWN), length=1, kind=kind)
        played.do(shown)
    played.do(asked.SubmitTask(task="workbook"), by="candidate")
    assert played.state.tasks["workbook"].status is TaskStatus.SUBMITTED
    return evidence_of(played, UPLOAD, SHOWN)

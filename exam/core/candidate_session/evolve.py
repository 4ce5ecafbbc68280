"""From state and event to state: total over every event of a session, and it never refuses."""

from collections.abc import Iterable
from functools import singledispatch

from exam.core.candidate_session.correcting import corrected, proposed
from exam.core.candidate_session.course import OutOfCourse, out_of_course
from exam.core.candidate_session.proposals import Incident
from exam.core.candidate_session.record_life import RecordLife, after, issued
from exam.core.candidate_session.state import SessionState, TaskState
from exam.core.candidate_session.superseding import Correction, after_correction
from exam.core.candidate_session.task_course import proceed
from exam.core.candidate_session.time_facts import time_fact
from exam.core.correction_events import KeyCorrected, KeyCorrectionProposed
from exam.core.events import Entry, Event
from exam.core.exam_record import Acknowledgement, RecordedWaiver
from exam.core.model import changed
from exam.core.record_events import RecordIssued
from exam.core.session_events import (
    COUNTING,
    AccommodationGranted,
    CompetencyRecognised,
    IdentityVerified,
    InductionAcknowledged,
    IrregularityLogged,
    PaperDrawn,
    ReasonsAcknowledged,
    ResultAnnounced,
    ResultDetermined,
    SessionEnded,
    SessionOpened,
    TableDrawn,
    TaskEvent,
    TaskOpened,
    WaiverAccepted,
)
from exam.core.session_values import FAILED_ENDINGS, Ending
from exam.core.timing import TaskClock
from exam.core.verdict import CompetencyStatus, Result


def fold(entries: Iterable[Entry], state: SessionState | None = None) -> SessionState:
    """Return the state to which the entries lead."""
    reached = state or SessionState()
    for entry in entries:
        reached = evolve(reached, entry)
    return reached


def evolve(state: SessionState, entry: Entry) -> SessionState:
    """Return the state after one more entry; an event that changes nothing returns the same state."""
    event = entry.event
    # Nothing is known of a task whose opening was erased, so what happened in it changes nothing.
    if isinstance(event, TaskEvent) and event.task not in state.tasks:
        return state
    reached, fact = _apply(event, state, entry), time_fact(state, entry)
    return reached if fact is None else changed(reached, time_facts=(*reached.time_facts, fact))


@singledispatch
def _apply(_event: Event, state: SessionState, _entry: Entry) -> SessionState:
    return state


@_apply.register
def _(event: SessionOpened, state: SessionState, entry: Entry) -> SessionState:
    return changed(
        state,
        opened_at=entry.at,
        session=event.session,
        sitting=event.sitting,
        sitting_head=event.sitting_head,
        candidate=event.candidate,
        standard=event.standard,
        standard_digest=event.standard_digest,
        members=event.members,
    )


@_apply.register
def _(event: IdentityVerified, state: SessionState, entry: Entry) -> SessionState:
    return changed(state, identity=event.identity, document=event.document, identified_on=entry.at.date())


@_apply.register
def _(event: InductionAcknowledged, state: SessionState, _entry: Entry) -> SessionState:
    return changed(state, induction=event.topics)


@_apply.register
def _(event: AccommodationGranted, state: SessionState, _entry: Entry) -> SessionState:
    return changed(state, extra_percent=event.extra_percent)


@_apply.register
def _(event: WaiverAccepted, state: SessionState, entry: Entry) -> SessionState:
    waiver = RecordedWaiver(competency=event.competency, certificate=event.certificate, accepted_at=entry.at)
    excused = _excuse(state, event.competency, CompetencyStatus.WAIVED, event.certificate.issuer)
    return changed(excused, waivers=(*state.waivers, waiver))


@_apply.register
def _(event: CompetencyRecognised, state: SessionState, _entry: Entry) -> SessionState:
    basis = f"{event.qualification}; {event.evidence}"
    return _excuse(state, event.competency, CompetencyStatus.RECOGNISED, basis)


def _excuse(state: SessionState, competency: str, status: CompetencyStatus, basis: str) -> SessionState:
    bases = {**state.basis, competency: basis}
    return changed(state, excused={**state.excused, competency: status}, basis=bases)


@_apply.register
def _(event: PaperDrawn, state: SessionState, _entry: Entry) -> SessionState:
    return changed(
        state,
        papers={**state.papers, event.task: event.items},
        seeds={**state.seeds, event.task: event.seed},
    )


@_apply.register
def _(event: TableDrawn, state: SessionState, _entry: Entry) -> SessionState:
    return changed(state, tables={**state.tables, event.task: event.table})


@_apply.register
def _(event: TaskOpened, state: SessionState, entry: Entry) -> SessionState:
    opened = TaskState(
        opened_at=entry.at,
        clock=TaskClock(base_ms=event.base_ms, extra_ms=event.extra_ms),
        panel=event.panel,
        figurant=event.figurant,
        counted=entry.seq,
    )
    return state.with_task(event.task, opened)


@_apply.register
def _(event: TaskEvent, state: SessionState, entry: Entry) -> SessionState:
    task = proceed(event, state.tasks[event.task], entry)
    return state.with_task(event.task, changed(task, counted=entry.seq) if type(event) in COUNTING else task)


@_apply.register
def _(event: OutOfCourse, state: SessionState, entry: Entry) -> SessionState:
    return out_of_course(event, state, entry)


@_apply.register
def _(event: IrregularityLogged, state: SessionState, entry: Entry) -> SessionState:
    incident = Incident(entry.at, entry.by.id, event.category, event.note)
    return changed(state, irregularities=(*state.irregularities, incident.told), incidents=(*state.incidents, incident))


@_apply.register
def _(event: ResultDetermined, state: SessionState, entry: Entry) -> SessionState:
    ended_at = state.ended_at or entry.at
    return changed(state, ending=Ending.FULLY_RUN, result=event.result, ended_at=ended_at, decision=None)


@_apply.register
def _(event: KeyCorrectionProposed, state: SessionState, entry: Entry) -> SessionState:
    return proposed(state, event, entry)


@_apply.register
def _(event: KeyCorrected, state: SessionState, _entry: Entry) -> SessionState:
    return corrected(state, event)


@_apply.register
def _(event: SessionEnded, state: SessionState, entry: Entry) -> SessionState:
    failed = Result.FAILED if event.ending in FAILED_ENDINGS else None
    return changed(state, ending=event.ending, ending_reason=event.reason, ended_at=entry.at, result=failed)


@_apply.register
def _(_event: ResultAnnounced, state: SessionState, _entry: Entry) -> SessionState:
    return changed(state, announced=True)


@_apply.register
def _(event: ReasonsAcknowledged, state: SessionState, entry: Entry) -> SessionState:
    told = Acknowledgement(acknowledged=event.acknowledged, objection=event.objection, at=entry.at)
    return changed(state, acknowledgement=told)


@_apply.register
def _(event: RecordIssued, state: SessionState, _entry: Entry) -> SessionState:
    return changed(state, record=issued(event))


@_apply.register
def _(event: Correction, state: SessionState, entry: Entry) -> SessionState:
    return after_correction(event, state, entry)


@_apply.register
def _(event: RecordLife, state: SessionState, entry: Entry) -> SessionState:
    return after(event, state, entry)

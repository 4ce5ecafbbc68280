"""From state and event to state: total over every event of a session, and it never refuses."""

from collections.abc import Iterable
from dataclasses import replace
from functools import singledispatch

from exam.core.candidate_session.correcting import corrected, proposed
from exam.core.candidate_session.state import IssuedRecord, SessionState, TaskState, TaskStatus
from exam.core.candidate_session.time_facts import time_fact
from exam.core.correction_events import KeyCorrected, KeyCorrectionProposed
from exam.core.events import Entry, Event
from exam.core.exam_record import Acknowledgement, RecordedWaiver
from exam.core.session_events import (
    COUNTING,
    AccommodationGranted,
    ClockPaused,
    ClockResumed,
    CompetencyRecognised,
    CriterionAgreed,
    CriterionJudged,
    GoalSelected,
    HandRaised,
    IdentityVerified,
    InductionAcknowledged,
    IrregularityLogged,
    JudgementsRevealed,
    PaperDrawn,
    ReasonsAcknowledged,
    RecordArchived,
    RecordIssued,
    RecordSigned,
    ResponseSaved,
    ResponseSubmitted,
    ResultAnnounced,
    ResultDetermined,
    SessionEnded,
    SessionOpened,
    SubmissionStored,
    TaskOpened,
    TaskScored,
    TimeExtended,
    TimeSpent,
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
    """Return the state after one more entry; an event that changes nothing returns the same state.

    Nothing is known of a task whose opening was erased, so what happened in it changes nothing.
    """
    task = getattr(entry.event, "task", None)
    if task is not None and task not in state.tasks and not isinstance(entry.event, PaperDrawn | TaskOpened):
        return state
    reached, fact = _apply(entry.event, state, entry), time_fact(state, entry)
    if isinstance(entry.event, COUNTING):
        counted = replace(reached.tasks[entry.event.task], counted=entry.seq)
        reached = reached.with_task(entry.event.task, counted)
    return reached if fact is None else replace(reached, time_facts=(*reached.time_facts, fact))


@singledispatch
def _apply(_event: Event, state: SessionState, _entry: Entry) -> SessionState:
    return state


@_apply.register
def _(event: SessionOpened, state: SessionState, entry: Entry) -> SessionState:
    return replace(
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
def _(event: IdentityVerified, state: SessionState, _entry: Entry) -> SessionState:
    return replace(state, identity=event.identity, document=event.document)


@_apply.register
def _(event: InductionAcknowledged, state: SessionState, _entry: Entry) -> SessionState:
    return replace(state, induction=event.topics)


@_apply.register
def _(event: AccommodationGranted, state: SessionState, _entry: Entry) -> SessionState:
    return replace(state, extra_percent=event.extra_percent)


@_apply.register
def _(event: WaiverAccepted, state: SessionState, entry: Entry) -> SessionState:
    waiver = RecordedWaiver(competency=event.competency, certificate=event.certificate, accepted_at=entry.at)
    excused = _excuse(state, event.competency, CompetencyStatus.WAIVED, event.certificate.issuer)
    return replace(excused, waivers=(*state.waivers, waiver))


@_apply.register
def _(event: CompetencyRecognised, state: SessionState, _entry: Entry) -> SessionState:
    basis = f"{event.qualification}; {event.evidence}"
    return _excuse(state, event.competency, CompetencyStatus.RECOGNISED, basis)


def _excuse(state: SessionState, competency: str, status: CompetencyStatus, basis: str) -> SessionState:
    return replace(
        state,
        excused={**state.excused, competency: status},
        basis={**state.basis, competency: basis},
    )


@_apply.register
def _(event: PaperDrawn, state: SessionState, _entry: Entry) -> SessionState:
    return replace(
        state,
        papers={**state.papers, event.task: event.items},
        seeds={**state.seeds, event.task: event.seed},
    )


@_apply.register
def _(event: TaskOpened, state: SessionState, entry: Entry) -> SessionState:
    opened = TaskState(
        opened_at=entry.at,
        clock=TaskClock(base_ms=event.base_ms, extra_ms=event.extra_ms),
        panel=event.panel,
        figurant=event.figurant,
    )
    return state.with_task(event.task, opened)


@_apply.register
def _(event: ResponseSaved, state: SessionState, _entry: Entry) -> SessionState:
    task = state.tasks[event.task]
    responses = {**task.responses, event.part: event.response}
    spent = task.clock.spend(event.elapsed_ms)
    return state.with_task(event.task, replace(task, responses=responses, last_part=event.part, clock=spent))


@_apply.register
def _(event: SubmissionStored, state: SessionState, _entry: Entry) -> SessionState:
    task = state.tasks[event.task]
    kept = (*task.submissions, event)
    spent = task.clock.spend(event.elapsed_ms)
    return state.with_task(event.task, replace(task, submissions=kept, clock=spent))


@_apply.register
def _(event: ResponseSubmitted, state: SessionState, entry: Entry) -> SessionState:
    task = state.tasks[event.task]
    closed = replace(
        task,
        status=TaskStatus.SUBMITTED,
        closed_at=entry.at,
        clock=task.clock.spend(event.elapsed_ms).stop(paused=True),
    )
    return state.with_task(event.task, closed)


@_apply.register
def _(event: TaskScored, state: SessionState, _entry: Entry) -> SessionState:
    return state.with_task(event.task, replace(state.tasks[event.task], scored=event))


@_apply.register
def _(event: ClockPaused, state: SessionState, _entry: Entry) -> SessionState:
    task = state.tasks[event.task]
    clock = task.clock.spend(event.elapsed_ms).stop(paused=True)
    return state.with_task(event.task, replace(task, clock=clock))


@_apply.register
def _(event: ClockResumed, state: SessionState, _entry: Entry) -> SessionState:
    task = state.tasks[event.task]
    return state.with_task(event.task, replace(task, clock=task.clock.stop(paused=False)))


@_apply.register
def _(event: TimeSpent, state: SessionState, _entry: Entry) -> SessionState:
    task = state.tasks[event.task]
    return state.with_task(event.task, replace(task, clock=task.clock.spend(event.elapsed_ms)))


@_apply.register
def _(event: TimeExtended, state: SessionState, _entry: Entry) -> SessionState:
    task = state.tasks[event.task]
    return state.with_task(event.task, replace(task, clock=task.clock.add(event.extra_ms)))


@_apply.register
def _(event: HandRaised, state: SessionState, entry: Entry) -> SessionState:
    return state.with_task(event.task, replace(state.tasks[event.task], hand_raised_at=entry.at))


@_apply.register
def _(event: IrregularityLogged, state: SessionState, _entry: Entry) -> SessionState:
    return replace(state, irregularities=(*state.irregularities, f"{event.category}: {event.note}"))


@_apply.register
def _(event: GoalSelected, state: SessionState, _entry: Entry) -> SessionState:
    return state.with_task(event.task, replace(state.tasks[event.task], goal=event.goal))


@_apply.register
def _(event: CriterionJudged, state: SessionState, _entry: Entry) -> SessionState:
    task = state.tasks[event.task]
    judgements = {**task.judgements, (event.criterion, event.judge): event.given}
    return state.with_task(event.task, replace(task, judgements=judgements))


@_apply.register
def _(event: JudgementsRevealed, state: SessionState, _entry: Entry) -> SessionState:
    return state.with_task(event.task, replace(state.tasks[event.task], revealed=True))


@_apply.register
def _(event: CriterionAgreed, state: SessionState, _entry: Entry) -> SessionState:
    task = state.tasks[event.task]
    agreed = {**task.agreed, event.criterion: event.agreement}
    return state.with_task(event.task, replace(task, agreed=agreed))


@_apply.register
def _(event: ResultDetermined, state: SessionState, entry: Entry) -> SessionState:
    ended_at = state.ended_at or entry.at
    return replace(state, ending=Ending.FULLY_RUN, result=event.result, ended_at=ended_at)


@_apply.register
def _(event: KeyCorrectionProposed, state: SessionState, entry: Entry) -> SessionState:
    return proposed(state, event, entry)


@_apply.register
def _(event: KeyCorrected, state: SessionState, _entry: Entry) -> SessionState:
    return corrected(state, event)


@_apply.register
def _(event: SessionEnded, state: SessionState, entry: Entry) -> SessionState:
    failed = Result.FAILED if event.ending in FAILED_ENDINGS else None
    return replace(state, ending=event.ending, ending_reason=event.reason, ended_at=entry.at, result=failed)


@_apply.register
def _(_event: ResultAnnounced, state: SessionState, _entry: Entry) -> SessionState:
    return replace(state, announced=True)


@_apply.register
def _(event: ReasonsAcknowledged, state: SessionState, entry: Entry) -> SessionState:
    told = Acknowledgement(acknowledged=event.acknowledged, objection=event.objection, at=entry.at)
    return replace(state, acknowledgement=told)


@_apply.register
def _(event: RecordIssued, state: SessionState, _entry: Entry) -> SessionState:
    issued = IssuedRecord(
        record=event.record,
        data_digest=event.data_digest,
        pdf=event.pdf,
        practice=event.practice,
        signers=event.signers,
    )
    return replace(state, record=issued)


@_apply.register
def _(event: RecordSigned, state: SessionState, _entry: Entry) -> SessionState:
    if state.record is None:
        return state
    signed = replace(state.record, pdf=event.pdf, signed=(*state.record.signed, event.field))
    return replace(state, record=signed)


@_apply.register
def _(event: RecordArchived, state: SessionState, _entry: Entry) -> SessionState:
    if state.record is None:
        return state
    return replace(state, record=replace(state.record, pdf=event.pdf, archived=True))

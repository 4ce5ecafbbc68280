"""From task and event to task, in the plain course of an exam: opened, worked on, closed, judged, agreed."""

from functools import singledispatch

from exam.core.candidate_session.course import beside
from exam.core.candidate_session.state import TaskState, TaskStatus
from exam.core.events import Entry
from exam.core.marking_events import MarkingConfirmed, MarkingOverridden, PresentationRead, WorkbookMarked
from exam.core.model import changed
from exam.core.session_events import (
    ClockPaused,
    ClockResumed,
    CriterionAgreed,
    CriterionJudged,
    GoalSelected,
    HandRaised,
    JudgementsRevealed,
    ResponseSaved,
    ResponseSubmitted,
    SubmissionStored,
    TaskEvent,
    TaskScored,
    TimeExtended,
    TimeSpent,
)
from exam.core.session_values import SubmissionKind


@singledispatch
def proceed(event: TaskEvent, task: TaskState, entry: Entry) -> TaskState:
    """Return the task after one more event; one that is beside its plain course is told there."""
    return beside(event, task, entry)


@proceed.register
def _(event: ResponseSaved, task: TaskState, _entry: Entry) -> TaskState:
    responses = {**task.responses, event.part: event.response}
    return changed(task, responses=responses, last_part=event.part, clock=task.clock.spend(event.elapsed_ms))


@proceed.register
def _(event: SubmissionStored, task: TaskState, _entry: Entry) -> TaskState:
    stored, clock = (*task.submissions, event), task.clock.spend(event.elapsed_ms)
    if event.kind is SubmissionKind.PRESENTATION:
        return changed(task, submissions=stored, presentation=None, clock=clock)
    return changed(task, submissions=stored, marking=None, clock=clock)


@proceed.register
def _(event: WorkbookMarked, task: TaskState, _entry: Entry) -> TaskState:
    return changed(task, marking=event)


@proceed.register
def _(event: PresentationRead, task: TaskState, _entry: Entry) -> TaskState:
    return changed(task, presentation=event)


@proceed.register
def _(event: MarkingOverridden, task: TaskState, _entry: Entry) -> TaskState:
    return changed(task, overrides={**task.overrides, event.cell: event}, confirmed_by="")


@proceed.register
def _(_event: MarkingConfirmed, task: TaskState, entry: Entry) -> TaskState:
    return changed(task, confirmed_by=entry.by.id)


@proceed.register
def _(event: ResponseSubmitted, task: TaskState, entry: Entry) -> TaskState:
    clock = task.clock.spend(event.elapsed_ms).stop(paused=True)
    return changed(task, status=TaskStatus.SUBMITTED, closed_at=entry.at, clock=clock)


@proceed.register
def _(event: TaskScored, task: TaskState, _entry: Entry) -> TaskState:
    return changed(task, scored=event)


@proceed.register
def _(event: ClockPaused, task: TaskState, _entry: Entry) -> TaskState:
    return changed(task, clock=task.clock.spend(event.elapsed_ms).stop(paused=True))


@proceed.register
def _(_event: ClockResumed, task: TaskState, _entry: Entry) -> TaskState:
    return changed(task, clock=task.clock.stop(paused=False))


@proceed.register
def _(event: TimeSpent, task: TaskState, _entry: Entry) -> TaskState:
    return changed(task, clock=task.clock.spend(event.elapsed_ms))


@proceed.register
def _(event: TimeExtended, task: TaskState, _entry: Entry) -> TaskState:
    return changed(task, clock=task.clock.add(event.extra_ms))


@proceed.register
def _(_event: HandRaised, task: TaskState, entry: Entry) -> TaskState:
    return changed(task, hand_raised_at=entry.at, hand_answered_at=None)


@proceed.register
def _(event: GoalSelected, task: TaskState, _entry: Entry) -> TaskState:
    return changed(task, goal=event.goal)


@proceed.register
def _(event: CriterionJudged, task: TaskState, _entry: Entry) -> TaskState:
    judgements = {**task.judgements, (event.criterion, event.judge): event.given}
    return changed(task, judgements=judgements)


@proceed.register
def _(_event: JudgementsRevealed, task: TaskState, _entry: Entry) -> TaskState:
    return changed(task, revealed=True)


@proceed.register
def _(event: CriterionAgreed, task: TaskState, _entry: Entry) -> TaskState:
    return changed(task, agreed={**task.agreed, event.criterion: event.agreement})

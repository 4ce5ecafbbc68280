"""From state and event to state, for what happens beside the plain course of an exam."""

from functools import singledispatch
from typing import Any

from exam.core.candidate_session.scene_state import Break
from exam.core.candidate_session.staged import answered, staged
from exam.core.candidate_session.state import SessionState, TaskState
from exam.core.course_events import (
    CriterionJudgedJointly,
    DecisionChanged,
    DecisionChangeProposed,
    EndingWeighed,
    KeysWithinReach,
    PanelMemberReleased,
    ProposalDecided,
    ResponseTyped,
    WaiverRefused,
)
from exam.core.events import Entry
from exam.core.judging import DecisionProposal
from exam.core.model import changed
from exam.core.scene_events import BreakBegun, BreakEnded

OutOfCourse = (
    BreakBegun | BreakEnded | DecisionChanged | EndingWeighed | KeysWithinReach | ProposalDecided | WaiverRefused
)


def out_of_course(event: OutOfCourse, state: SessionState, entry: Entry) -> SessionState:
    """Return the session after a refused certificate, an ending, a break, a second decision, or one to be told anew."""
    fields: dict[str, Any] = {"announced": False, "acknowledgement": None}
    match event:
        case BreakBegun():
            state = state.with_task(event.task, answered(state.tasks[event.task], entry))
            fields = {"rest": Break(event.task, entry.at)}
        case BreakEnded():
            fields = {"rest": None}
        case KeysWithinReach():
            fields = {"within_reach": True}
        case WaiverRefused():
            fields = {"refused": {**state.refused, event.competency: event.reason}}
        case EndingWeighed():
            fields = {"result": event.result, "entry": event.entry}
        case ProposalDecided():
            fields = {"decision": event.decision}
        case _:
            state = state.with_task(event.task, beside(event, state.tasks[event.task], entry))
    return changed(state, **fields)


@singledispatch
def beside(event: object, task: TaskState, entry: Entry) -> TaskState:
    """Return the task after an event beside its plain course; any other one is of its scene, or changes nothing."""
    return staged(event, task, entry)


@beside.register
def _(event: PanelMemberReleased, task: TaskState, _entry: Entry) -> TaskState:
    return changed(task, released=(*task.released, event.who))


@beside.register
def _(event: CriterionJudgedJointly, task: TaskState, _entry: Entry) -> TaskState:
    given = {(event.criterion, judge): event.given for judge in event.judges}
    return changed(task, judgements={**task.judgements, **given})


@beside.register
def _(event: DecisionChangeProposed, task: TaskState, entry: Entry) -> TaskState:
    proposal = DecisionProposal(judgement=event.judgement, reason=event.reason, because=event.because, by=entry.by.id)
    return changed(task, decisions={**task.decisions, event.criterion: proposal})


@beside.register
def _(event: DecisionChanged, task: TaskState, _entry: Entry) -> TaskState:
    waiting = {criterion: one for criterion, one in task.decisions.items() if criterion != event.criterion}
    return changed(task, decisions=waiting, redecided={**task.redecided, event.criterion: event.agreement})


@beside.register
def _(event: ResponseTyped, task: TaskState, _entry: Entry) -> TaskState:
    return changed(task, responses={**task.responses, event.part: event.response})

"""Decisions about a wrong key: one person proposes with a reason, another one approves, then all is scored anew.

A record that was issued stands as it is; after it a correction is the business of a corrected record.
"""

from exam.core.candidate_session.case import Case
from exam.core.candidate_session.commands import ApproveKeyCorrection, ProposeKeyCorrection
from exam.core.candidate_session.proposals import KeyProposal
from exam.core.candidate_session.refusals import (
    KeyReasonMissingError,
    NotOpenError,
    NotProposedError,
    RecordStandsError,
    SamePersonError,
)
from exam.core.candidate_session.state import SessionState
from exam.core.correction_events import KeyCorrected, KeyCorrectionProposed
from exam.core.events import Entry, Event
from exam.core.key_correction import CorrectedKey, standing
from exam.core.model import changed
from exam.core.rescoring import KeyNotGivenError, concerned_tasks, require_applicable, score_corrected
from exam.core.session_events import ResultDetermined, TaskScored
from exam.core.session_values import Ending
from exam.core.standard import Task
from exam.text import has_substance


def propose_key_correction(command: ProposeKeyCorrection, case: Case) -> tuple[Event, ...]:
    """Take a proposal with its reason; a later one about the same item takes its place."""
    correction = command.correction.decided()
    _concerned(correction, case)
    if not has_substance(command.reason):
        raise KeyReasonMissingError(item=correction.item)
    return (KeyCorrectionProposed(correction=correction, reason=command.reason),)


def approve_key_correction(command: ApproveKeyCorrection, case: Case) -> tuple[Event, ...]:
    """Correct what another person proposed: score anew what was scored, and determine the result anew."""
    proposal = case.state.proposals.get((command.item, command.version))
    if proposal is None:
        raise NotProposedError(item=command.item)
    if proposal.by == case.by.id:
        raise SamePersonError(who=case.by.id, item=command.item)
    concerned = _concerned(proposal.correction, case)
    corrected = KeyCorrected(
        correction=proposal.correction, reason=proposal.reason, proposed_by=proposal.by, approved_by=case.by.id
    )
    scored = _scored(concerned, proposal.correction, case)
    return (corrected, *scored, *_result(scored, case))


def proposed(state: SessionState, event: KeyCorrectionProposed, entry: Entry) -> SessionState:
    """Return the state with a proposal that waits."""
    place = (event.correction.item, event.correction.version)
    waiting = KeyProposal(correction=event.correction, reason=event.reason, by=entry.by.id)
    return changed(state, proposals={**state.proposals, place: waiting})


def corrected(state: SessionState, event: KeyCorrected) -> SessionState:
    """Return the state in which the correction stands; what the candidate was told no longer holds."""
    place = (event.correction.item, event.correction.version)
    stand = standing([*state.corrections, event.correction])
    note = f"key-correction: {event.correction.item}/{event.correction.version}: {event.reason}"
    return changed(
        state,
        corrections=tuple(stand.values()),
        proposals={about: waiting for about, waiting in state.proposals.items() if about != place},
        irregularities=(*state.irregularities, note),
        announced=False,
        acknowledgement=None,
    )


def _concerned(correction: CorrectedKey, case: Case) -> tuple[Task, ...]:
    """Return the tasks that a correction changes, in a session that may still be corrected."""
    state = case.state
    if not state.session:
        raise NotOpenError
    if state.record is not None:
        raise RecordStandsError(record=state.record.record)
    concerned = concerned_tasks(case.standard, state.papers, correction)
    if not concerned:
        raise KeyNotGivenError(item=correction.item, version=correction.version)
    for task in concerned:
        require_applicable(task, state.papers[task.id], case.pool, correction, state.corrections)
    return concerned


def _scored(concerned: tuple[Task, ...], correction: CorrectedKey, case: Case) -> tuple[TaskScored, ...]:
    """Return what the machine now makes of the tasks that it had scored; an open one is scored when it is closed."""
    stand = (*case.state.corrections, correction)
    opened = {task.id: case.state.tasks.get(task.id) for task in concerned}
    found = (
        score_corrected(task, case.state.papers[task.id], case.pool, state.responses, (), stand)
        for task in concerned
        if (state := opened[task.id]) is not None and state.scored is not None
    )
    return tuple(scored for scored in found if scored is not None)


def _result(scored: tuple[TaskScored, ...], case: Case) -> tuple[Event, ...]:
    """Return the result of a fully run session by the new scores; an early ending keeps its own."""
    state = case.state
    if state.ending is not Ending.FULLY_RUN:
        return ()
    for event in scored:
        state = state.with_task(event.task, changed(state.tasks[event.task], scored=event))
    return (ResultDetermined(result=state.verdict(case.standard).result),)

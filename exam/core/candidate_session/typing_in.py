"""Decisions about paper that is typed in later: what a candidate wrote, what an examiner scored."""

from exam.core.candidate_session.case import Case
from exam.core.candidate_session.course_commands import Paper, TypedJudgement, TypeJudgements, TypeResponses
from exam.core.candidate_session.panel import judgeable, require_enough
from exam.core.candidate_session.refusals import (
    AlreadyRevealedError,
    JudgingModeError,
    NotOnPanelError,
    PaperWrongError,
    TaskNotOpenError,
)
from exam.core.candidate_session.responses import require_fitting
from exam.core.candidate_session.state import TaskState, TaskStatus
from exam.core.course_events import PaperTyped, ResponseTyped
from exam.core.events import Event
from exam.core.judging import GivenJudgement, Judgement, JudgingMode, require_reason
from exam.core.rescoring import score_corrected
from exam.core.session_events import CriterionJudged, IrregularityLogged
from exam.core.standard import AT_THE_DESK


def type_responses(command: TypeResponses, case: Case) -> tuple[Event, ...]:
    """Take what a candidate wrote on paper while the task was open; the machine scores what it can anew."""
    task, state = case.task(command.task), _closed(command.task, command.paper, case)
    written = state.closed_at is not None and command.paper.made_at <= state.closed_at
    if task.kind not in AT_THE_DESK or not command.responses:
        raise TaskNotOpenError(task=task.id)
    if not written:
        raise PaperWrongError(task=task.id)
    paper = case.state.papers.get(task.id, ())
    for part, response in command.responses.items():
        require_fitting(task, paper, part, response)
    responses = {**state.responses, **command.responses}
    scored = score_corrected(task, paper, case.pool, responses, (), case.state.corrections)
    typed = (ResponseTyped(task=task.id, part=part, response=response) for part, response in command.responses.items())
    told = _told(command.task, "responses", case.state.candidate, command.paper, case)
    return (*told, *typed, *((scored,) if scored else ()))


def type_judgements(command: TypeJudgements, case: Case) -> tuple[Event, ...]:
    """Take a panel member's score sheet under the rules by which he would have judged himself."""
    state = _closed(command.task, command.paper, case)
    if case.judging is not JudgingMode.SEALED:
        raise JudgingModeError(mode=case.judging)
    if command.judge not in state.judges:
        raise NotOnPanelError(task=command.task, who=command.judge)
    judged = tuple(_judged(command, entry, case) for entry in command.judgements)
    return (*_told(command.task, "judgements", command.judge, command.paper, case), *judged)


def _judged(command: TypeJudgements, entry: TypedJudgement, case: Case) -> CriterionJudged:
    judgeable(command.task, entry.criterion, case)
    if entry.judgement is Judgement.MET:
        require_enough(entry.criterion, entry.shown or 0, case)
    require_reason(entry.criterion, entry.judgement, entry.reason)
    given = GivenJudgement(judgement=entry.judgement, reason=entry.reason, shown=entry.shown)
    return CriterionJudged(task=command.task, criterion=entry.criterion, judge=command.judge, given=given)


def _closed(task_id: str, paper: Paper, case: Case) -> TaskState:
    """Return the state of a closed task on which nothing was revealed, and of whose time the paper is."""
    state = case.opened(task_id)
    if state.revealed:
        raise AlreadyRevealedError(task=task_id)
    checkers = {member.id for member in case.state.members} - {case.by.id}
    timely = state.opened_at <= paper.made_at <= case.at
    if state.status is not TaskStatus.SUBMITTED or not timely or paper.checker not in checkers:
        raise PaperWrongError(task=task_id)
    return state


def _told(task: str, what: str, whose: str, paper: Paper, case: Case) -> tuple[Event, ...]:
    """Return that something was typed from paper, and the note of it that the record holds."""
    typed = PaperTyped.model_validate({"task": task, "what": what, "whose": whose, **paper.model_dump()})
    made, entered = (f"{moment:%Y-%m-%d %H:%M}" for moment in (paper.made_at.astimezone(case.at.tzinfo), case.at))
    note = f"{task}: {whose}: {made} → {entered}, {case.by.id}, {paper.checker}, SHA-256 {paper.scan}"
    return (typed, IrregularityLogged(category=f"paper-{what}", note=note))

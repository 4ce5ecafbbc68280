"""Decisions of the panel: judge alone and sealed, reveal when all have judged, then agree."""

from exam.core.candidate_session.case import Case
from exam.core.candidate_session.commands import AgreeCriterion, JudgeCriterion, RevealJudgements
from exam.core.candidate_session.refusals import (
    AlreadyAgreedError,
    AlreadyRevealedError,
    CriterionWrongError,
    GoalMissingError,
    JudgingModeError,
    NotAllJudgedError,
    NotOnPanelError,
    NotRevealedError,
    TooEarlyToJudgeError,
)
from exam.core.candidate_session.scene import require_begun
from exam.core.candidate_session.state import TaskState, TaskStatus
from exam.core.events import Event
from exam.core.judging import GivenJudgement, Judgement, JudgingMode, MinimumNotReachedError, agree, require_reason
from exam.core.session_events import CriterionAgreed, CriterionJudged, JudgementsRevealed
from exam.core.standard import AT_THE_DESK, Task, TaskKind


def judge_criterion(command: JudgeCriterion, case: Case) -> tuple[Event, ...]:
    """Take one panel member's judgement; it may be changed until the panel's are revealed."""
    task, state = judgeable(command.task, command.criterion, case)
    if case.judging is not JudgingMode.SEALED:
        raise JudgingModeError(mode=case.judging)
    if case.by.id not in state.judges:
        raise NotOnPanelError(task=task.id, who=case.by.id)
    if state.revealed:
        raise AlreadyRevealedError(task=task.id)
    _require_shown(task, state, case)
    if command.judgement is Judgement.MET:
        require_enough(command.criterion, command.shown or 0, case)
    require_reason(command.criterion, command.judgement, command.reason)
    given = GivenJudgement(judgement=command.judgement, reason=command.reason, shown=command.shown)
    return (CriterionJudged(task=task.id, criterion=command.criterion, judge=case.by.id, given=given),)


def reveal_judgements(command: RevealJudgements, case: Case) -> tuple[Event, ...]:
    """Open the judgements once every panel member has judged every criterion."""
    task, state = case.task(command.task), case.opened(command.task)
    if state.revealed:
        raise AlreadyRevealedError(task=task.id)
    if state.status is not TaskStatus.SUBMITTED:
        raise NotAllJudgedError(task=task.id)
    if any((criterion, judge) not in state.judgements for criterion in task.judged for judge in state.judges):
        raise NotAllJudgedError(task=task.id)
    require_goal(task, state)
    return (JudgementsRevealed(task=task.id),)


def agree_criterion(command: AgreeCriterion, case: Case) -> tuple[Event, ...]:
    """Record the commission's decision under the rule in force."""
    task, state = judgeable(command.task, command.criterion, case)
    if not state.revealed:
        raise NotRevealedError(task=task.id)
    if command.criterion in state.agreed:
        raise AlreadyAgreedError(criterion=command.criterion)
    given = state.given(command.criterion)
    if command.judgement is Judgement.MET:
        require_enough(command.criterion, max((entry.shown or 0 for entry in given.values()), default=0), case)
    agreement = agree(command.criterion, given, case.agreement, command.judgement, command.reason)
    return (CriterionAgreed(task=task.id, criterion=command.criterion, agreement=agreement),)


def require_goal(task: Task, state: TaskState) -> None:
    """Refuse to decide on a training plan before a goal of it was chosen.

    Raises:
        GoalMissingError: none was.
    """
    if task.kind is TaskKind.TRAINING_PLAN and state.planned_goals() and state.goal is None:
        raise GoalMissingError(task=task.id)


def judgeable(task_id: str, criterion: str, case: Case) -> tuple[Task, TaskState]:
    """Return a task that was opened, and its state, where people judge the criterion in it."""
    task, state = case.task(task_id), case.opened(task_id)
    if criterion not in task.judged:
        raise CriterionWrongError(task=task_id, criterion=criterion)
    return task, state


def _require_shown(task: Task, state: TaskState, case: Case) -> None:
    """A desk task is judged when it is handed in; the figurant judges when the scene is over."""
    if state.status is TaskStatus.SUBMITTED:
        return
    require_begun(task.id, state)
    if task.kind in AT_THE_DESK or case.by.id == state.figurant:
        raise TooEarlyToJudgeError(task=task.id)


def require_enough(reference: str, shown: int, case: Case) -> None:
    """Refuse a criterion met of which too little was shown.

    Raises:
        MinimumNotReachedError: it is such.
    """
    criterion = case.standard.criterion(reference)
    if criterion is not None and criterion.minimum is not None and shown < criterion.minimum.count:
        raise MinimumNotReachedError(
            criterion=reference, shown=shown, needed=criterion.minimum.count, of=criterion.minimum.of
        )

"""Decisions of the commission beside the plain course: released members, joint judging, changed decisions."""

from exam.core.candidate_session.case import Case
from exam.core.candidate_session.course_commands import (
    ApproveDecision,
    JudgeJointly,
    ProposeDecision,
    ReleaseFromPanel,
)
from exam.core.candidate_session.panel import judgeable, require_enough, require_goal
from exam.core.candidate_session.refusals import (
    AlreadyAgreedError,
    AlreadyRevealedError,
    ChangeReasonMissingError,
    CriterionWrongError,
    DecisionSamePersonError,
    DecisionUnchangedError,
    JudgingModeError,
    NotOnPanelError,
    PanelWrongError,
    RecordStandsError,
    TooEarlyToJudgeError,
)
from exam.core.candidate_session.state import TaskState, TaskStatus
from exam.core.course_events import (
    CriterionJudgedJointly,
    DecisionChanged,
    DecisionChangeProposed,
    PanelMemberReleased,
)
from exam.core.events import Event
from exam.core.judging import Agreement, GivenJudgement, Judgement, JudgingMode, agree, require_reason
from exam.core.model import changed
from exam.core.session_events import CriterionAgreed, IrregularityLogged, JudgementsRevealed, ResultDetermined
from exam.core.session_values import Ending
from exam.text import has_substance


def release_from_panel(command: ReleaseFromPanel, case: Case) -> tuple[Event, ...]:
    """Release a member before the judgements are revealed; somebody other than the figurant goes on."""
    task, state = case.task(command.task), case.opened(command.task)
    if state.revealed:
        raise AlreadyRevealedError(task=task.id)
    if command.who not in state.judges:
        raise NotOnPanelError(task=task.id, who=command.who)
    if not set(state.judges) - {command.who, state.figurant}:
        raise PanelWrongError(task=task.id)
    require_because(command.reason, task.id)
    note = f"{task.id}: {command.who}: {command.reason}"
    released = PanelMemberReleased(task=task.id, who=command.who, reason=command.reason)
    return (released, IrregularityLogged(category="panel-release", note=note))


def judge_jointly(command: JudgeJointly, case: Case) -> tuple[Event, ...]:
    """Take the whole panel's judgement of a closed task as its decision; it is typed by one of the panel."""
    task, state = judgeable(command.task, command.criterion, case)
    if case.judging is not JudgingMode.JOINT:
        raise JudgingModeError(mode=case.judging)
    if case.by.id not in state.judges:
        raise NotOnPanelError(task=task.id, who=case.by.id)
    if state.status is not TaskStatus.SUBMITTED:
        raise TooEarlyToJudgeError(task=task.id)
    if command.criterion in state.agreed:
        raise AlreadyAgreedError(criterion=command.criterion)
    require_goal(task, state)
    if command.judgement is Judgement.MET:
        require_enough(command.criterion, command.shown or 0, case)
    given = GivenJudgement(judgement=command.judgement, reason=command.reason, shown=command.shown)
    told = dict.fromkeys(state.judges, given)
    agreement = agree(command.criterion, told, case.agreement, command.judgement, command.reason)
    judged = CriterionJudgedJointly(task=task.id, criterion=command.criterion, judges=state.judges, given=given)
    agreed = CriterionAgreed(task=task.id, criterion=command.criterion, agreement=agreement)
    return (judged, agreed) if state.revealed else (JudgementsRevealed(task=task.id), judged, agreed)


def propose_decision(command: ProposeDecision, case: Case) -> tuple[Event, ...]:
    """Take a proposal that differs from what was agreed, until the record is issued."""
    state = _decided(command.task, command.criterion, case)
    agreed = state.agreed[command.criterion]
    if (agreed.judgement, agreed.reason) == (command.judgement, command.reason):
        raise DecisionUnchangedError(task=command.task, criterion=command.criterion)
    require_reason(command.criterion, command.judgement, command.reason)
    require_because(command.because, command.task)
    return (DecisionChangeProposed.model_validate(command.model_dump()),)


def approve_decision(command: ApproveDecision, case: Case) -> tuple[Event, ...]:
    """Decide anew what another person proposed; the result follows where there was one."""
    state = _decided(command.task, command.criterion, case)
    proposal = state.decisions.get(command.criterion)
    if proposal is None:
        raise DecisionUnchangedError(task=command.task, criterion=command.criterion)
    if proposal.by == case.by.id:
        raise DecisionSamePersonError(who=case.by.id, criterion=command.criterion)
    agreement = Agreement(judgement=proposal.judgement, reason=proposal.reason, rule=case.agreement, unanimous=False)
    about = {"task": command.task, "criterion": command.criterion}
    note = f"{command.task}: {command.criterion}: {proposal.because}"
    return (
        DecisionChanged(
            **about, agreement=agreement, because=proposal.because, proposed_by=proposal.by, approved_by=case.by.id
        ),
        CriterionAgreed(**about, agreement=agreement),
        IrregularityLogged(category="decision-changed", note=note),
        *_result(command, state, agreement, case),
    )


def _result(command: ApproveDecision, task: TaskState, agreement: Agreement, case: Case) -> tuple[Event, ...]:
    state = case.state
    if state.ending is not Ending.FULLY_RUN:
        return ()
    agreed = changed(task, agreed={**task.agreed, command.criterion: agreement})
    return (ResultDetermined(result=state.with_task(command.task, agreed).verdict(case.standard).result),)


def _decided(task_id: str, criterion: str, case: Case) -> TaskState:
    """Return the state of a task in which the criterion was agreed, before any record was issued, superseded or not."""
    task, state = case.task(task_id), case.state.tasks.get(task_id)
    if criterion not in task.judged:
        raise CriterionWrongError(task=task_id, criterion=criterion)
    issued = [case.state.record] if case.state.record else case.state.superseded
    if issued:
        raise RecordStandsError(record=issued[-1].record)
    if state is None or criterion not in state.agreed:
        raise DecisionUnchangedError(task=task_id, criterion=criterion)
    return state


def require_because(reason: str, about: str) -> None:
    """Refuse a change that does not say why.

    Raises:
        ChangeReasonMissingError: it is such.
    """
    if not has_substance(reason):
        raise ChangeReasonMissingError(about=about)

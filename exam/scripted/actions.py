"""What a step may do: the arguments of each action as a model, so that a script is checked before it runs."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated

from pydantic import Field

from exam.core.candidate_session import commands as asked
from exam.core.candidate_session import scene_commands as scene
from exam.core.candidate_session.marking_commands import ConfirmMarking, OverrideMarking
from exam.core.item import CriterionRef, Identifier, Words
from exam.core.judging import AgreementRule, Judgement, JudgingMode
from exam.core.model import Frozen
from exam.core.session_values import Certificate, Ending, PlannedGoal


class Arguments(Frozen):
    """The arguments of an action."""


class PlanSitting(Arguments):
    """Plan the sitting."""

    place: Words
    starts_on: date | None = None
    """The day of the scenario when missing."""
    agreement: AgreementRule = AgreementRule.DISCUSSION
    judging: JudgingMode = JudgingMode.SEALED


class AppointCommission(Arguments):
    """Appoint the commission from the scenario's examiners."""

    chair: Identifier
    members: tuple[Identifier, ...]
    """Without the chair."""


class RegisterCandidate(Arguments):
    """Give a candidate a session; later steps then mean this one."""

    candidate: Identifier


class Nothing(Arguments):
    """No arguments."""


class OpenTask(Arguments):
    """Open a task; the panel is the whole commission when missing."""

    task: Identifier
    panel: tuple[Identifier, ...] = ()
    figurant: Identifier | None = None
    by_phone: bool = False
    item: str = ""
    """The item to be drawn, when later steps are written for it; any when missing."""


class OneTask(Arguments):
    """The task in question."""

    task: Identifier


class AnswerTest(OneTask):
    """Pick the right option everywhere but in so many items of each criterion; `skip` leaves so many without one."""

    wrong: Mapping[CriterionRef, Annotated[int, Field(ge=0)]] = {}
    skip: Annotated[int, Field(ge=0)] = 0


class PickTranscript(OneTask):
    """Pick the right transcript, or a wrong one."""

    right: bool = True


class WriteReply(OneTask):
    """Write the reply, and send it; `ethics` are the texts for the ethics prompts, in order."""

    to: str
    subject: str
    body: str
    sent: bool = True
    ethics: tuple[str, ...] = ()


class FillWorkbook(OneTask):
    """Fill in the workbook and hand it in, wrong in these cells."""

    wrong: tuple[Identifier, ...] = ()


class PlanTraining(OneTask):
    """Write the training plan."""

    goals: tuple[PlannedGoal, ...]


class SelectGoal(OneTask):
    """Choose a goal of the plan, counted from 1."""

    goal: Annotated[int, Field(ge=1)]


class Judge(OneTask):
    """Judge the task's criteria: met, but for those with a reason in `not_met`; `shown` gives counts."""

    not_met: Mapping[CriterionRef, str] = {}
    shown: Mapping[CriterionRef, int] = {}
    only: tuple[CriterionRef, ...] = ()
    """Judge only these; all that people judge when missing."""


class Agree(OneTask):
    """Agree as the judgements say; where they differ, `decisions` says what was decided and why."""

    decisions: Mapping[CriterionRef, "Decision"] = {}


class Decision(Frozen):
    """What the commission decided."""

    judgement: Judgement
    reason: str = ""


class Minutes(OneTask):
    """Give more time."""

    minutes: Annotated[int, Field(ge=1, le=240)]
    reason: Words


class WholeSitting(Arguments):
    """Say why every clock of the sitting stops; the same words start them again."""

    reason: Words


class Reason(OneTask):
    """Say why."""

    reason: Words


class EndSession(Arguments):
    """End the session early."""

    ending: Ending
    reason: Words


class IssueRecord(Arguments):
    """Issue the record; `paper` names the members who sign with ink."""

    paper: tuple[Identifier, ...] = ()


class AcceptWaiver(Arguments):
    """Accept a certificate."""

    competency: Identifier
    certificate: Certificate


ACTIONS: Mapping[str, type[Frozen]] = {
    "plan_sitting": PlanSitting,
    "appoint_commission": AppointCommission,
    "register_candidate": RegisterCandidate,
    "open_sitting": Nothing,
    "open_session": Nothing,
    "verify_identity": asked.VerifyIdentity,
    "acknowledge_induction": asked.AcknowledgeInduction,
    "grant_accommodation": asked.GrantAccommodation,
    "accept_waiver": AcceptWaiver,
    "recognise_competency": asked.RecogniseCompetency,
    "log_irregularity": asked.LogIrregularity,
    "open_task": OpenTask,
    "prepare_call": scene.PrepareCall,
    "pick_up": scene.PickUp,
    "hold_scene": scene.HoldScene,
    "stop_caller": scene.StopCaller,
    "answer_hand": scene.AnswerHand,
    "begin_break": scene.BeginBreak,
    "end_break": scene.EndBreak,
    "take_note": scene.TakeNote,
    "answer_test": AnswerTest,
    "pick_transcript": PickTranscript,
    "write_reply": WriteReply,
    "fill_workbook": FillWorkbook,
    "override_marking": OverrideMarking,
    "confirm_marking": ConfirmMarking,
    "plan_training": PlanTraining,
    "submit_task": OneTask,
    "end_performance": OneTask,
    "raise_hand": OneTask,
    "pause_clock": Reason,
    "resume_clock": OneTask,
    "pause_all": WholeSitting,
    "resume_all": WholeSitting,
    "extend_time": Minutes,
    "select_goal": SelectGoal,
    "judge": Judge,
    "reveal": OneTask,
    "agree": Agree,
    "determine_result": Nothing,
    "end_session": EndSession,
    "propose_key_correction": asked.ProposeKeyCorrection,
    "approve_key_correction": asked.ApproveKeyCorrection,
    "announce_result": Nothing,
    "acknowledge_reasons": asked.AcknowledgeReasons,
    "issue_record": IssueRecord,
    "sign_record": Nothing,
    "seal_record": Nothing,
    "archive_record": Nothing,
    "close_sitting": Nothing,
}
"""Every action of a plain exam with the model of its arguments."""

"""Why a command is refused; each code has its sentence in the catalogues."""

from typing import ClassVar

from exam.problem import ExamError


class SessionRefusal(ExamError):  # noqa: N818 - the root of this family of refusals
    """A candidate session does not allow the command as it stands."""


class AlreadyOpenError(SessionRefusal):
    """The session was opened before."""

    code: ClassVar[str] = "session-already-open"


class NotOpenError(SessionRefusal):
    """The session was not opened yet."""

    code: ClassVar[str] = "session-not-open"


class AlreadyEndedError(SessionRefusal):
    """The session has ended."""

    code: ClassVar[str] = "session-ended"


class NotEndedError(SessionRefusal):
    """The session has not ended yet."""

    code: ClassVar[str] = "session-not-ended"


class NotAdmittedYetError(SessionRefusal):
    """Identity or induction is missing."""

    code: ClassVar[str] = "candidate-not-admitted"


class TopicsMissingError(SessionRefusal):
    """The induction left something out."""

    code: ClassVar[str] = "induction-incomplete"


class TaskUnknownError(SessionRefusal):
    """The standard has no such task."""

    code: ClassVar[str] = "task-unknown"


class TaskNotOpenError(SessionRefusal):
    """The task is not open, or no longer."""

    code: ClassVar[str] = "task-not-open"


class TaskAlreadyOpenedError(SessionRefusal):
    """A task is given once."""

    code: ClassVar[str] = "task-already-opened"


class TaskNotSubmittedError(SessionRefusal):
    """The task is still running."""

    code: ClassVar[str] = "task-not-submitted"


class PanelWrongError(SessionRefusal):
    """The panel is empty, or somebody on it is not of the commission."""

    code: ClassVar[str] = "panel-wrong"


class FigurantWrongError(SessionRefusal):
    """The task needs one of the panel as figurant, or must have none."""

    code: ClassVar[str] = "figurant-wrong"


class TimeOverError(SessionRefusal):
    """The time is over; nothing more is taken."""

    code: ClassVar[str] = "time-over"


class ClockWrongError(SessionRefusal):
    """The clock is not in the state that the command needs."""

    code: ClassVar[str] = "clock-wrong"


class ResponseWrongError(SessionRefusal):
    """The response does not belong to this paper."""

    code: ClassVar[str] = "response-wrong"


class GoalWrongError(SessionRefusal):
    """The plan has no such goal, or a goal was chosen before."""

    code: ClassVar[str] = "goal-wrong"


class GoalMissingError(SessionRefusal):
    """The commission has not chosen which goal of the plan is demonstrated."""

    code: ClassVar[str] = "goal-missing"


class NotOnPanelError(SessionRefusal):
    """Only a member of the task's panel judges, and only for himself."""

    code: ClassVar[str] = "not-on-panel"


class CriterionWrongError(SessionRefusal):
    """The task gives no evidence for that criterion, or the machine decides it."""

    code: ClassVar[str] = "criterion-wrong"


class TooEarlyToJudgeError(SessionRefusal):
    """Nobody judges what has not been shown, and the figurant not before the scene is over."""

    code: ClassVar[str] = "too-early-to-judge"


class AlreadyRevealedError(SessionRefusal):
    """The judgements are open; they no longer change."""

    code: ClassVar[str] = "judgements-revealed"


class NotAllJudgedError(SessionRefusal):
    """A criterion still waits for a judgement."""

    code: ClassVar[str] = "not-all-judged"


class NotRevealedError(SessionRefusal):
    """The commission agrees on what it has seen."""

    code: ClassVar[str] = "not-revealed"


class AlreadyAgreedError(SessionRefusal):
    """The commission has agreed on this criterion."""

    code: ClassVar[str] = "already-agreed"


class WaiverRefusedError(SessionRefusal):
    """The certificate cannot stand for the competency; subclasses say why."""


class WaiverNotForeseenError(WaiverRefusedError):
    """The standard lets no certificate stand for this competency."""

    code: ClassVar[str] = "waiver-not-foreseen"


class WaiverLanguageError(WaiverRefusedError):
    """The certificate is for another language."""

    code: ClassVar[str] = "waiver-language"


class WaiverLevelError(WaiverRefusedError):
    """The certificate is below the level asked for."""

    code: ClassVar[str] = "waiver-level"


class WaiverNotIssuedError(WaiverRefusedError):
    """The certificate is dated in the future."""

    code: ClassVar[str] = "waiver-not-issued"


class WaiverExpiredError(WaiverRefusedError):
    """The certificate is no longer valid."""

    code: ClassVar[str] = "waiver-expired"


class WaiverUnseenError(WaiverRefusedError):
    """Nobody has seen the original."""

    code: ClassVar[str] = "waiver-unseen"


class CompetencyJudgedError(SessionRefusal):
    """Something of the competency was settled in this exam; nothing can stand for it any more."""

    code: ClassVar[str] = "competency-judged"


class CompetencyUnknownError(SessionRefusal):
    """The standard has no such competency, or it is excused already."""

    code: ClassVar[str] = "competency-unknown"


class UnverifiedCriteriaError(SessionRefusal):
    """A fully run session verifies every criterion."""

    code: ClassVar[str] = "criteria-unverified"


class EndingWrongError(SessionRefusal):
    """That ending is reached another way, or needs a reason."""

    code: ClassVar[str] = "ending-wrong"


class NotAnnouncedError(SessionRefusal):
    """The candidate has not been told the result."""

    code: ClassVar[str] = "result-not-announced"


class KeyReasonMissingError(SessionRefusal):
    """A key is corrected for a concrete reason."""

    code: ClassVar[str] = "key-correction-reason"


class NotProposedError(SessionRefusal):
    """Nobody proposed a correction of this item."""

    code: ClassVar[str] = "key-correction-not-proposed"


class SamePersonError(SessionRefusal):
    """Nobody approves his own proposal."""

    code: ClassVar[str] = "key-correction-same-person"


class RecordStandsError(SessionRefusal):
    """The record was issued; only a corrected record can say something else."""

    code: ClassVar[str] = "key-correction-record-stands"


class ChangeReasonMissingError(SessionRefusal):
    """A release, a refused certificate or a changed decision says nothing about why."""

    code: ClassVar[str] = "change-reason-missing"


class DecisionUnchangedError(SessionRefusal):
    """The criterion was not agreed yet, or so already, or nobody proposed another decision."""

    code: ClassVar[str] = "decision-unchanged"


class DecisionSamePersonError(SessionRefusal):
    """Nobody approves the decision that he proposed himself."""

    code: ClassVar[str] = "decision-same-person"


class JudgingModeError(SessionRefusal):
    """The sitting judges sealed where this is joint, or jointly where this is sealed."""

    code: ClassVar[str] = "judging-mode"


class PaperWrongError(SessionRefusal):
    """Paper is typed in once its task is closed, about the time in which it was open, checked by another member."""

    code: ClassVar[str] = "paper-wrong"


class NotPresentError(SessionRefusal):
    """The candidate's identity was not verified in this part of the sitting."""

    code: ClassVar[str] = "not-present"


class WitnessWrongError(ExamError):
    """Whoever saw somebody sign must be another member of the commission."""

    code: ClassVar[str] = "witness-wrong"


class RecordWrongError(SessionRefusal):
    """The record is not in the state that the command needs."""

    code: ClassVar[str] = "record-wrong"

"""Who may do what: one function at the service's boundary, and what is not listed is denied."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from exam.core.candidate_session import SessionState
from exam.core.sitting import SittingState
from exam.problem import ExamError


class Role(StrEnum):
    """As what somebody signed in."""

    AUTHORISED_PERSON = "authorised_person"
    EXAMINER = "examiner"
    CANDIDATE = "candidate"
    INVIGILATOR = "invigilator"
    ARCHIVIST = "archivist"
    """Keeps records, at an authorising body or an authorised person; judges nobody."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who proved who he is; made by signing in, and by nothing else."""

    id: str
    role: Role


class DeniedError(ExamError):
    """This actor may not do this to this object."""

    code: ClassVar[str] = "denied"


CANDIDATE = frozenset({"SaveResponse", "StoreSubmission", "SubmitTask", "RaiseHand", "AskBreak", "StopCaller"})
CANDIDATE_ALWAYS = frozenset({"AcknowledgeInduction", "AcknowledgeReasons"})
COMMISSION = frozenset(
    {
        "VerifyIdentity",
        "GrantAccommodation",
        "AcceptWaiver",
        "RecogniseCompetency",
        "OpenTask",
        "EndPerformance",
        "PauseClock",
        "ResumeClock",
        "ExtendTime",
        "LogIrregularity",
        "SelectGoal",
        "PrepareCall",
        "PickUp",
        "HoldScene",
        "StopCaller",
        "AnswerHand",
        "BeginBreak",
        "EndBreak",
        "TakeNote",
        "OverrideMarking",
        "ConfirmMarking",
        "JudgeCriterion",
        "RevealJudgements",
        "AgreeCriterion",
        "JudgeJointly",
        "ProposeDecision",
        "ApproveDecision",
        "RefuseWaiver",
        "DocumentRecognition",
        "TypeResponses",
        "TypeJudgements",
        "AnnounceResult",
        "ProposeKeyCorrection",
        "ApproveKeyCorrection",
        "ProposeRecordCorrection",
        "ApproveRecordCorrection",
    }
)
AUTHORISED_PERSON = frozenset(
    {
        "ProposeKeyCorrection",
        "ApproveKeyCorrection",
        "ProposeRecordCorrection",
        "ApproveRecordCorrection",
        "DecideProposal",
        "OmitSignature",
        "IssueRecord",
        "StorePaperSignature",
        "SignRecord",
        "ArchiveRecord",
    }
)
"""Corrections, and the record of a commission whose chair is not there any more: of its signatures only the seal."""
CHAIR = frozenset(
    {
        "OpenSession",
        "ReleaseFromPanel",
        "DetermineResult",
        "EndSession",
        "IssueRecord",
        "StorePaperSignature",
        "OmitSignature",
        "ArchiveRecord",
    }
)
INVIGILATOR = frozenset({"PauseClock", "ResumeClock", "LogIrregularity", "AnswerHand"})
SITTING: dict[str, frozenset[Role]] = {
    "PlanSitting": frozenset({Role.AUTHORISED_PERSON, Role.EXAMINER}),
    "AppointCommission": frozenset({Role.AUTHORISED_PERSON, Role.EXAMINER}),
    "RegisterCandidate": frozenset({Role.AUTHORISED_PERSON, Role.EXAMINER}),
    "PlanParts": frozenset({Role.AUTHORISED_PERSON, Role.EXAMINER}),
    "SetJudging": frozenset({Role.AUTHORISED_PERSON, Role.EXAMINER}),
    "CheckAuthorisations": frozenset({Role.AUTHORISED_PERSON, Role.EXAMINER}),
    "ReplaceMember": frozenset({Role.AUTHORISED_PERSON, Role.EXAMINER}),
    "MoveSitting": frozenset({Role.AUTHORISED_PERSON, Role.EXAMINER}),
    "CancelSitting": frozenset({Role.AUTHORISED_PERSON, Role.EXAMINER}),
    "NotHoldSitting": frozenset({Role.AUTHORISED_PERSON, Role.EXAMINER}),
    "NameAttendant": frozenset({Role.AUTHORISED_PERSON, Role.EXAMINER}),
    "NoteLeaving": frozenset({Role.AUTHORISED_PERSON, Role.EXAMINER, Role.INVIGILATOR}),
    "NotePresence": frozenset({Role.EXAMINER, Role.INVIGILATOR}),
    "ApproveAccommodation": frozenset({Role.AUTHORISED_PERSON, Role.EXAMINER}),
    "ArrangeDay": frozenset({Role.AUTHORISED_PERSON, Role.EXAMINER}),
    "CheckEquipment": frozenset({Role.AUTHORISED_PERSON, Role.EXAMINER, Role.INVIGILATOR}),
    "NoteFact": frozenset({Role.AUTHORISED_PERSON, Role.EXAMINER}),
    "WithdrawFact": frozenset({Role.AUTHORISED_PERSON, Role.EXAMINER}),
    "PlaceHold": frozenset({Role.AUTHORISED_PERSON, Role.EXAMINER}),
    "ProposeLift": frozenset({Role.AUTHORISED_PERSON, Role.EXAMINER}),
    "LiftHold": frozenset({Role.AUTHORISED_PERSON, Role.EXAMINER}),
    "IssueDeskCode": frozenset({Role.AUTHORISED_PERSON, Role.EXAMINER}),
    "PrintSitting": frozenset({Role.AUTHORISED_PERSON, Role.EXAMINER}),
    "OpenSitting": frozenset({Role.EXAMINER}),
    "CloseSitting": frozenset({Role.EXAMINER}),
    "PauseAll": frozenset({Role.EXAMINER, Role.INVIGILATOR}),
    "ResumeAll": frozenset({Role.EXAMINER, Role.INVIGILATOR}),
}
KEEPERS = frozenset({Role.ARCHIVIST, Role.AUTHORISED_PERSON})
CUSTODY: dict[str, frozenset[Role]] = {
    "ReadRegister": KEEPERS,
    "ReceiveRecord": KEEPERS,
    "AcceptRecord": frozenset({Role.ARCHIVIST}),
    "ReturnRecord": frozenset({Role.ARCHIVIST}),
    "RequestReview": KEEPERS,
    "DecideReview": frozenset({Role.ARCHIVIST}),
    "ProposeDisposal": KEEPERS,
    "DisposeRecord": KEEPERS,
    "ExportArchive": KEEPERS,
    "HandOver": frozenset({Role.AUTHORISED_PERSON}),
}
"""What may be done with records in custody; who examines decides nothing here."""
PARTS_EVERYWHERE = frozenset({Role.INVIGILATOR, Role.AUTHORISED_PERSON})
ON_THE_DAY = frozenset({"OpenSitting", "CloseSitting", "PauseAll", "ResumeAll", "NotePresence"})
"""For the commission alone; the rest is for the planner and for the authorised person, too."""


def authorize_sitting(actor: Actor, action: str, state: SittingState) -> None:
    """Refuse an actor whose role may not do that, or who has no part in this sitting.

    Anybody of a listed role plans a new one; what follows is for the planner, the commission and the authorised person,
    the day itself for the commission alone. An invigilator has a part in every sitting, and may stop and start its
    clocks.

    Raises:
        DeniedError: the table does not list it.
    """
    commission = {member.id for member in state.members}
    parts = commission | (set() if action in ON_THE_DAY else {state.planned_by})
    takes_part = state.planned is None or actor.id in parts or actor.role in PARTS_EVERYWHERE
    if actor.role not in SITTING.get(action, frozenset()) or not takes_part:
        raise DeniedError(who=actor.id, action=action)


def authorize_custody(actor: Actor, action: str) -> None:
    """Refuse an actor whose role may not do that with records in custody.

    Raises:
        DeniedError: the table does not list it.
    """
    if actor.role not in CUSTODY.get(action, frozenset()):
        raise DeniedError(who=actor.id, action=action)


def authorize_session(actor: Actor, action: str, state: SessionState) -> None:
    """Refuse an actor who may not do that in this candidate session.

    The candidate acts in his own session; an examiner where he is of the commission; the chair alone decides endings.

    Raises:
        DeniedError: the table does not list it.
    """
    if action not in _permitted(actor, state):
        raise DeniedError(who=actor.id, action=action)


def _permitted(actor: Actor, state: SessionState) -> frozenset[str]:
    if actor.role is Role.CANDIDATE and actor.id == state.candidate:
        return CANDIDATE | CANDIDATE_ALWAYS
    if actor.role is Role.INVIGILATOR:
        return INVIGILATOR
    if actor.role is Role.AUTHORISED_PERSON and state.session:
        return AUTHORISED_PERSON
    if actor.role is Role.EXAMINER and actor.id == state.chair:
        return COMMISSION | CHAIR | {"SignRecord"}
    if actor.role is Role.EXAMINER and actor.id in {member.id for member in state.members}:
        return COMMISSION | {"SignRecord"}
    return frozenset()

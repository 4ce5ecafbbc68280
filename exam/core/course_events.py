"""What a commission does beside the plain course: release, joint judging, changed decisions, typed paper."""

from datetime import date, datetime
from typing import Literal

from exam.core.events import Event, stored
from exam.core.judging import Agreement, GivenJudgement, Judgement
from exam.core.second_decision import RecordedDecision
from exam.core.session_events import TaskEvent
from exam.core.session_values import Certificate, Response
from exam.core.verdict import Result


@stored
class WaiverRefused(Event):
    """The commission did not take a certificate in place of a competency; its tasks are held."""

    competency: str
    certificate: Certificate
    reason: str


@stored
class KeysWithinReach(Event):
    """A workbook was handed out on the computer of its keys, which nobody had shown to be unreadable there."""

    task: str


@stored
class RecognitionDocumented(Event):
    """The paper on which a recognised competency rests (Act 179/2006, § 18(6))."""

    competency: str
    issuer: str
    number: str
    issued_on: date
    original_seen: bool


@stored
class PanelMemberReleased(TaskEvent):
    """The chair released a member of a panel who is not there; the others judge without him."""

    who: str
    reason: str


@stored
class CriterionJudgedJointly(TaskEvent):
    """The panel judged a criterion together, at one keyboard."""

    criterion: str
    judges: tuple[str, ...]
    given: GivenJudgement


@stored
class DecisionChangeProposed(TaskEvent):
    """Somebody of the commission proposed another decision on a criterion that was agreed."""

    criterion: str
    judgement: Judgement
    reason: str
    """Of the decision."""
    because: str
    """Why the first one was wrong."""


@stored
class DecisionChanged(TaskEvent):
    """A second person approved; the decision that now holds follows as agreed."""

    criterion: str
    agreement: Agreement
    because: str
    proposed_by: str
    approved_by: str
    """Another account."""


@stored
class PaperTyped(TaskEvent):
    """What was made on paper was typed in later; who typed it and when is the event's own actor and time."""

    what: Literal["responses", "judgements"]
    whose: str
    """The candidate, or the examiner whose sheet it is."""
    made_at: datetime
    checker: str
    """Who compared what was typed with the paper."""
    scan: str
    """The blob of its picture."""


@stored
class ResponseTyped(TaskEvent):
    """A response from paper; it takes the place of what stood there."""

    part: str
    response: Response


@stored
class ProposalDecided(Event):
    """The second body of the system decided on the result that the commission proposed."""

    decision: RecordedDecision


@stored
class EndingWeighed(Event):
    """How the early ending of the session counts, by the rules of its system on that day."""

    result: Result | None
    entry: str
    """What is entered in the system's register; empty for nothing."""
    verified: bool
    """Whether somebody had read the provision."""

"""What happens in a candidate session, from opening to the acknowledged result."""

from typing import Literal

from exam.core.chain import Head
from exam.core.events import Event, stored
from exam.core.judging import Agreement, GivenJudgement
from exam.core.paper import PaperItem
from exam.core.session_values import (
    Certificate,
    CriterionOutcome,
    Ending,
    ItemOutcome,
    Response,
    SubmissionKind,
)
from exam.core.sitting_events import Member
from exam.core.verdict import Result


class TaskEvent(Event):
    """Something happened in a task that was opened."""

    task: str


@stored
class SessionOpened(Event):
    """The candidate session began: sitting, standard and commission are pinned."""

    session: str
    sitting: str
    sitting_head: Head
    candidate: str
    standard: str
    standard_digest: str
    members: tuple[Member, ...]


@stored
class IdentityVerified(Event):
    """An examiner compared the candidate with a document."""

    identity: str
    """Salted reference."""
    document: str
    """The kind of document, never its number."""


@stored
class InductionAcknowledged(Event):
    """The candidate was made familiar with the workplace and confirmed it."""

    topics: tuple[str, ...]


@stored
class AccommodationGranted(Event):
    """The candidate gets more time; the reason is kept elsewhere."""

    extra_percent: int
    approved_by: str


@stored
class WaiverAccepted(Event):
    """The commission accepted a certificate in place of a competency."""

    competency: str
    certificate: Certificate


@stored
class CompetencyRecognised(Event):
    """A competency counts as met because it was met in another qualification (Act 179/2006, § 18(6))."""

    competency: str
    qualification: str
    evidence: str


@stored
class PaperDrawn(Event):
    """What the candidate gets in a task was drawn and pinned; its items lie in the blobs."""

    task: str
    seed: str
    items: tuple[PaperItem, ...]


@stored
class TableDrawn(Event):
    """The table of a workbook was drawn; it is handed out, and what is handed in is marked against it and no other."""

    task: str
    table: str
    """The blob that holds it."""


@stored
class TaskOpened(Event):
    """A task began."""

    task: str
    base_ms: int
    extra_ms: int
    panel: tuple[str, ...]
    """The members who judge it."""
    figurant: str | None = None


@stored
class ResponseSaved(TaskEvent):
    """The candidate's response to one part of a task, as it stood."""

    part: str
    """The item, or `item/prompt`."""
    response: Response
    elapsed_ms: int


@stored
class SubmissionStored(TaskEvent):
    """A file was handed in; its bytes lie in the blobs."""

    VERSION = 2

    name: str
    blob: str
    length: int
    elapsed_ms: int
    kind: SubmissionKind
    """Of each kind, the last one counts; in version 1 every file was taken for a workbook."""


@stored
class ResponseSubmitted(TaskEvent):
    """The task is closed for the candidate."""

    cause: Literal["candidate", "expired", "performed"]
    elapsed_ms: int


@stored
class TaskScored(TaskEvent):
    """The machine scored what can be computed."""

    items: tuple[ItemOutcome, ...]
    criteria: tuple[CriterionOutcome, ...]
    """Only those that the machine decides."""


@stored
class ClockPaused(TaskEvent):
    """A task's clock was stopped."""

    reason: str
    elapsed_ms: int


@stored
class ClockResumed(TaskEvent):
    """A task's clock runs again."""


@stored
class TimeSpent(TaskEvent):
    """A heartbeat: time ran and nothing else happened."""

    elapsed_ms: int


@stored
class Interrupted(TaskEvent):
    """The program was gone for a while; the gap is not charged to the candidate."""

    gap_ms: int


@stored
class ClockJumped(Event):
    """The wall clock moved against the monotonic one: it was set, or the machine slept. Nobody's time changes by it."""

    seconds: int
    """Forwards, negative for back."""


@stored
class TimeExtended(TaskEvent):
    """The candidate got more time in a running task."""

    extra_ms: int
    reason: str


@stored
class HandRaised(TaskEvent):
    """The candidate asked for an examiner."""


@stored
class IrregularityLogged(Event):
    """Something happened that the record should know of."""

    category: str
    note: str


@stored
class GoalSelected(TaskEvent):
    """The commission chose which goal of the plan is demonstrated."""

    goal: int
    """Counts from 0 in the plan."""


@stored
class CriterionJudged(TaskEvent):
    """One examiner judged one criterion, sealed from the others."""

    criterion: str
    judge: str
    given: GivenJudgement


@stored
class JudgementsRevealed(TaskEvent):
    """The whole panel has judged; the judgements are open to all of it."""


@stored
class CriterionAgreed(TaskEvent):
    """The commission agreed."""

    criterion: str
    agreement: Agreement


@stored
class ResultDetermined(Event):
    """The session is fully run and has its result."""

    result: Result


@stored
class SessionEnded(Event):
    """The session ended before it was fully run."""

    ending: Ending
    reason: str


@stored
class ResultAnnounced(Event):
    """The commission told the candidate the result."""


@stored
class ReasonsAcknowledged(Event):
    """The candidate took note of the result and its reasons, or refused to."""

    acknowledged: bool
    objection: str = ""
    """Verbatim."""


COUNTING = (TaskOpened, ResponseSaved, SubmissionStored, TimeSpent, ClockPaused, ClockResumed, Interrupted)
"""Events up to which the account of their task's time is kept; what runs on is counted from there."""

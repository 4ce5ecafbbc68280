"""What happens in a candidate session, from opening to the archived record."""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from exam.core.chain import Head
from exam.core.events import Event, stored
from exam.core.judging import Agreement, GivenJudgement, Judgement
from exam.core.model import Frozen
from exam.core.paper import PaperItem
from exam.core.sitting_events import Member
from exam.core.verdict import Result


class ChoiceResponse(Frozen):
    """An option or a transcript was picked."""

    kind: Literal["choice"] = "choice"
    option: str


class TextResponse(Frozen):
    """Words were written."""

    kind: Literal["text"] = "text"
    text: str


class ReplyResponse(Frozen):
    """An e-mail was written and, when `sent`, sent."""

    kind: Literal["reply"] = "reply"
    to: str
    subject: str
    body: str
    sent: bool = False


class PlannedGoal(Frozen):
    """One goal of a training plan and the weeks in which it is worked on."""

    text: str
    weeks: tuple[int, ...]


class PlanResponse(Frozen):
    """A training plan."""

    kind: Literal["plan"] = "plan"
    goals: tuple[PlannedGoal, ...]


Response = Annotated[ChoiceResponse | TextResponse | ReplyResponse | PlanResponse, Field(discriminator="kind")]


class Ending(StrEnum):
    """How a candidate session ends."""

    FULLY_RUN = "fully_run"
    ABSENT = "absent"
    EXCUSED = "excused"
    NOT_ADMITTED = "not_admitted"
    WITHDREW = "withdrew"
    TERMINATED = "terminated"


FAILED_ENDINGS = frozenset({Ending.ABSENT, Ending.WITHDREW, Ending.TERMINATED})
"""Early endings that count as failed: absence by the NSK guide (`nsk.md` 1.1), the other two by analogy, unverified."""


class SignatureMode(StrEnum):
    """How a signer signs."""

    ELECTRONIC = "electronic"
    PAPER = "paper"


class Certificate(Frozen):
    """A language certificate that was shown."""

    issuer: str
    number: str
    language: str
    level: Literal["A1", "A2", "B1", "B2", "C1", "C2"]
    issued_on: date
    valid_until: date | None = None
    original_seen: bool
    scan: str | None = None
    """The blob of its copy."""


class ItemOutcome(Frozen):
    """The score of one item or workbook cell."""

    item: str
    score: Decimal
    max_score: Decimal


class CriterionOutcome(Frozen):
    """What the machine decided about one criterion, and why."""

    criterion: str
    judgement: Judgement
    reason: str = ""


class PlannedSigner(Frozen):
    """Who is to sign the record, in which field and how."""

    field: str
    who: str
    """An account, or `seal`."""
    mode: SignatureMode
    certificate: str = ""
    """SHA-256 of the certificate registered for an electronic signature; no other one is taken."""


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
class TaskOpened(Event):
    """A task began."""

    task: str
    base_ms: int
    extra_ms: int
    panel: tuple[str, ...]
    """The members who judge it."""
    figurant: str | None = None


@stored
class ResponseSaved(Event):
    """The candidate's response to one part of a task, as it stood."""

    task: str
    part: str
    """The item, or `item/prompt`."""
    response: Response
    elapsed_ms: int


@stored
class SubmissionStored(Event):
    """A file was handed in; its bytes lie in the blobs."""

    task: str
    name: str
    blob: str
    length: int
    elapsed_ms: int


@stored
class ResponseSubmitted(Event):
    """The task is closed for the candidate."""

    task: str
    cause: Literal["candidate", "expired", "performed"]
    elapsed_ms: int


@stored
class TaskScored(Event):
    """The machine scored what can be computed."""

    task: str
    items: tuple[ItemOutcome, ...]
    criteria: tuple[CriterionOutcome, ...]
    """Only those that the machine decides."""


@stored
class ClockPaused(Event):
    """A task's clock was stopped."""

    task: str
    reason: str
    elapsed_ms: int


@stored
class ClockResumed(Event):
    """A task's clock runs again."""

    task: str


@stored
class TimeSpent(Event):
    """A heartbeat: time ran and nothing else happened."""

    task: str
    elapsed_ms: int


@stored
class Interrupted(Event):
    """The program was gone for a while; the gap is not charged to the candidate."""

    task: str
    gap_ms: int


@stored
class TimeExtended(Event):
    """The candidate got more time in a running task."""

    task: str
    extra_ms: int
    reason: str


@stored
class HandRaised(Event):
    """The candidate asked for an examiner."""

    task: str


@stored
class IrregularityLogged(Event):
    """Something happened that the record should know of."""

    category: str
    note: str


@stored
class GoalSelected(Event):
    """The commission chose which goal of the plan is demonstrated."""

    task: str
    goal: int
    """Counts from 0 in the plan."""


@stored
class CriterionJudged(Event):
    """One examiner judged one criterion, sealed from the others."""

    task: str
    criterion: str
    judge: str
    given: GivenJudgement


@stored
class JudgementsRevealed(Event):
    """The whole panel has judged; the judgements are open to all of it."""

    task: str


@stored
class CriterionAgreed(Event):
    """The commission agreed."""

    task: str
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


@stored
class RecordIssued(Event):
    """The record was made; its data and its unsigned file are pinned."""

    record: str
    data_digest: str
    pdf: str
    """The blob of the unsigned file."""
    practice: bool
    signers: tuple[PlannedSigner, ...]


@stored
class RecordSigned(Event):
    """One signer signed."""

    record: str
    field: str
    pdf: str
    """The blob of the file after this signature."""


@stored
class RecordArchived(Event):
    """The final file was put into the archive."""

    record: str
    pdf: str

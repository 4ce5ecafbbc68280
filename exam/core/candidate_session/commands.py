"""What can be asked of a candidate session; commands say what is wanted, never what the world supplies."""

from datetime import date
from typing import Annotated

from pydantic import Field

from exam.core.chain import Head
from exam.core.item import CriterionRef, Identifier, Words
from exam.core.judging import Judgement
from exam.core.key_correction import KeyCorrection
from exam.core.model import Frozen
from exam.core.omission import OmissionGround
from exam.core.session_values import Certificate, Ending, PlannedSigner, Response, SubmissionKind
from exam.core.sitting_events import AccommodationApproved, Member


class Command(Frozen):
    """Something that an actor wants to happen in a candidate session."""


class TaskCommand(Command):
    """A command about one task."""

    task: Identifier


class OpenSession(Command):
    """Open the session on what its sitting says."""

    session: Words
    sitting: Words
    sitting_head: Head
    candidate: Words
    standard: Words
    standard_digest: Words
    members: tuple[Member, ...]
    approved: AccommodationApproved | None = None
    """More time that was approved before the day: it holds from the first task on."""


class VerifyIdentity(Command):
    """State that the candidate is who the document says; `document` is its kind, never its number."""

    document: Words


class AcknowledgeInduction(Command):
    """Confirm what one was made familiar with."""

    topics: tuple[Identifier, ...]


class GrantAccommodation(Command):
    """Give more time in every timed task; the reason is not kept here."""

    extra_percent: Annotated[int, Field(ge=1, le=200)]


class AcceptWaiver(Command):
    """Accept a certificate in place of a competency."""

    competency: Identifier
    certificate: Certificate


class RecognitionPaper(Frozen):
    """The paper on which a recognition rests (Act 179/2006, § 18(6))."""

    issuer: Words
    number: Words
    issued_on: date
    original_seen: bool


class RecogniseCompetency(Command):
    """Count a competency as met because it was met in another qualification."""

    competency: Identifier
    qualification: Words
    evidence: Words
    paper: RecognitionPaper | None = None
    """Kept in the same step where it is at hand."""


class OpenTask(TaskCommand):
    """Begin a task before its panel; what the candidate gets is drawn."""

    panel: Annotated[tuple[Words, ...], Field(min_length=1)]
    figurant: str | None = None
    by_phone: bool = False
    """Whether its clock waits until somebody picks up."""


class SaveResponse(TaskCommand):
    """Keep the response to one part as it stands."""

    part: Annotated[str, Field(min_length=1, max_length=200)]
    response: Response


class StoreSubmission(TaskCommand):
    """Hand in a file whose bytes are already kept."""

    name: Annotated[str, Field(min_length=1, max_length=200)]
    blob: Words
    length: int
    kind: SubmissionKind = SubmissionKind.WORKBOOK


class SubmitTask(TaskCommand):
    """Close a task at the desk: the candidate is done."""


class EndPerformance(TaskCommand):
    """Close a task that is performed before the panel."""


class Tick(TaskCommand):
    """Let time pass."""


class PauseClock(TaskCommand):
    """Stop the clock of a task."""

    reason: Words


class ResumeClock(TaskCommand):
    """Let the clock of a task run again."""


class ExtendTime(TaskCommand):
    """Give more time in a running task."""

    minutes: Annotated[int, Field(ge=1, le=240)]
    reason: Words


class NoteInterruption(TaskCommand):
    """Write down that the program was gone for a while."""

    gap_ms: Annotated[int, Field(ge=0)]


class NoteClockJump(Command):
    """Write down that the wall clock moved against the monotonic one."""

    seconds: int


class RaiseHand(TaskCommand):
    """Ask for an examiner."""


class LogIrregularity(Command):
    """Write down something unusual."""

    category: Identifier
    note: Words


class SelectGoal(TaskCommand):
    """Choose which goal of the plan is demonstrated."""

    goal: Annotated[int, Field(ge=0)]


class JudgeCriterion(TaskCommand):
    """Judge one criterion, for oneself."""

    criterion: CriterionRef
    judgement: Judgement
    reason: Annotated[str, Field(max_length=4000)] = ""
    shown: Annotated[int | None, Field(ge=0)] = None


class RevealJudgements(TaskCommand):
    """Open the panel's judgements to the panel."""


class AgreeCriterion(TaskCommand):
    """Record what the commission decided."""

    criterion: CriterionRef
    judgement: Judgement
    reason: Annotated[str, Field(max_length=4000)] = ""


class DetermineResult(Command):
    """Close the session as fully run."""


class EndSession(Command):
    """End the session before it is fully run."""

    ending: Ending
    reason: Words


class ProposeKeyCorrection(Command):
    """Propose that an item be scored by another key, or by none."""

    correction: KeyCorrection
    reason: Annotated[str, Field(min_length=1, max_length=4000)]


class ApproveKeyCorrection(Command):
    """Approve what another person proposed about an item."""

    item: Identifier
    version: Annotated[int, Field(ge=1)]


class AnnounceResult(Command):
    """Tell the candidate the result."""


class AcknowledgeReasons(Command):
    """Take note of the result and its reasons, or refuse to."""

    acknowledged: bool
    objection: Annotated[str, Field(max_length=20_000)] = ""


class IssueRecord(Command):
    """Pin the record that was made."""

    record: Words
    data_digest: Words
    pdf: Words
    practice: bool
    signers: tuple[PlannedSigner, ...]


class SignRecord(Command):
    """Pin the file after a signature."""

    field: Words
    pdf: Words


class StorePaperSignature(Command):
    """Put a sheet on file that somebody signed with ink."""

    field: Words
    scan: Words
    witness: Words


class OmitSignature(Command):
    """Put down that a member of the commission does not sign."""

    who: Words
    ground: OmissionGround
    reason: str


class ProposeRecordCorrection(Command):
    """Propose that the record be superseded by a corrected one."""

    reason: Annotated[str, Field(min_length=1, max_length=4000)]


class ApproveRecordCorrection(Command):
    """Approve what another person proposed about the record."""


class ArchiveRecord(Command):
    """Pin the final file in the archive."""

    pdf: Words


class RefreshRecord(Command):
    """Pin the archived file of a record, in force or superseded, after another stamp over it."""

    record: Words
    pdf: Words

"""The exam record as data (záznam o průběhu a výsledku zkoušky), before anybody draws or signs it.

It holds what § 6a of decree 208/2007 asks for as far as `nsk.md` 1.3 verified it (items 1–6), and beyond that what
lets a stranger re-derive the verdict: per criterion findings, content digests, heads. The further items of § 6a and
the signatures' legal effect are unverified; the record claims neither.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from exam.core.chain import Head, Link
from exam.core.identity import IdentityVersion
from exam.core.judging import AgreementRule, Judgement
from exam.core.model import Frozen, absent
from exam.core.scale import Points
from exam.core.second_decision import RecordedDecision
from exam.core.session_values import Certificate, Ending, PlannedSigner
from exam.core.standard import LocalText, Origin, PracticeCode
from exam.core.verdict import CompetencyStatus, CriterionStatus, Result


class RecordedPerson(Frozen):
    """A person as the record names him, with the salt that ties the name to the journal's reference."""

    id: str
    version: IdentityVersion


class RecordedExaminer(RecordedPerson):
    """A member of the commission."""

    chair: bool


class RecordedStandard(Frozen):
    """Under which standard the exam was held."""

    id: str
    system: str
    code: str
    title: LocalText
    authority: LocalText
    level: int
    digest: str
    valid_since: str
    valid_until: str | None


class RecordedFinding(Frozen):
    """What one task settled about a criterion: by the commission, or by the machine when `rule` is none."""

    task: str
    judgement: Judgement
    reason: str = ""
    rule: AgreementRule | None = None
    unanimous: bool = True


class RecordedCriterion(Frozen):
    """One criterion with its findings."""

    criterion: str
    text: str
    origin: Origin
    status: CriterionStatus
    findings: tuple[RecordedFinding, ...]


class RecordedCompetency(Frozen):
    """One competency with its rule and its criteria."""

    competency: str
    title: str
    level: int
    rule: str
    status: CompetencyStatus
    basis: str = ""
    """What stands for it when it was waived or recognised."""
    criteria: tuple[RecordedCriterion, ...]


class RecordedContent(Frozen):
    """One item that the candidate was given, by digest."""

    item: str
    version: int
    digest: str


class RecordedTask(Frozen):
    """One task: when, before whom, with what."""

    task: str
    title: str
    opened_at: datetime
    closed_at: datetime | None
    granted_ms: int
    extra_ms: int
    consumed_ms: int
    panel: tuple[str, ...]
    figurant: str | None
    score: Decimal | None
    max_score: Decimal | None
    content: tuple[RecordedContent, ...]
    submissions: tuple[str, ...]
    """SHA-256 of the files handed in."""


class RecordedTopic(Frozen):
    """What the candidate was made familiar with before the first task, in the standard's words."""

    topic: str
    text: str


class RecordedWaiver(Frozen):
    """A certificate that stands for a competency."""

    competency: str
    certificate: Certificate
    accepted_at: datetime


class Acknowledgement(Frozen):
    """Whether the candidate took note of the result and its reasons."""

    acknowledged: bool
    objection: str
    at: datetime


class PracticeReason(Frozen):
    """Why the exam is practice, as a code with its number or date."""

    code: PracticeCode
    detail: str = ""


class SupersededRecord(Frozen):
    """The record that a corrected one takes the place of; both are kept."""

    record: str
    data_digest: str
    """SHA-256 of its data."""
    reason: str


class ExamRecord(Frozen):
    """The whole record."""

    schema_: Annotated[Literal["exam/record/1"], Field(alias="schema")] = "exam/record/1"
    record: str
    language: str
    practice: tuple[PracticeReason, ...]
    """Empty for an official record."""
    standard: RecordedStandard
    candidate: RecordedPerson
    examiners: tuple[RecordedExaminer, ...]
    sitting: str
    session: str
    place: str
    started_at: datetime
    ended_at: datetime
    issued_at: datetime
    identity_document: str
    induction: tuple[RecordedTopic, ...]
    ending: Ending
    ending_reason: str = ""
    result: Result
    competencies: tuple[RecordedCompetency, ...]
    tasks: tuple[RecordedTask, ...]
    waivers: tuple[RecordedWaiver, ...]
    irregularities: tuple[str, ...]
    acknowledgement: Acknowledgement | None
    signers: tuple[PlannedSigner, ...]
    sitting_head: Head
    """Where the sitting's stream stood when the session opened."""
    session_head: Head
    """The session's prefix on which this record rests."""
    program: str
    """The version of the program that made it."""
    template: str = ""
    """SHA-256 of the template whose words stand on the pages."""
    evidence: str = ""
    """SHA-256 of the inventory of the evidence pack, as it stood when the record was issued."""
    supersedes: SupersededRecord | None = None
    points: Annotated[Points | None, Field(exclude_if=absent)] = None
    """Under a standard with a scale: points, mark and so the result of an exam that was fully run."""
    decision: Annotated[RecordedDecision | None, Field(exclude_if=absent)] = None
    """Under a standard with a second decision: what was decided on the result, which then is a proposal."""
    set_on: Annotated[date | None, Field(exclude_if=absent)] = None
    """Under a standard with a transition: when the date of the exam was set."""

    model_config = Frozen.model_config | {"serialize_by_alias": True}


class ExtractEntry(Frozen):
    """One link of the session's chain; salt and body only where they decide."""

    link: Link
    salt: str | None = None
    body: str | None = None
    """The canonical JSON of the body, exactly as stored."""


class Extract(Frozen):
    """The session's chain with its decisive bodies: enough to re-derive the verdict, no keys, no notes."""

    schema_: Annotated[Literal["exam/extract/1"], Field(alias="schema")] = "exam/extract/1"
    stream: str
    entries: tuple[ExtractEntry, ...]

    model_config = Frozen.model_config | {"serialize_by_alias": True}

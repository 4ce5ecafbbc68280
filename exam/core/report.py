"""How a record reads: the words, dates and order of sections that `reports/<system>/record.yaml` gives, per language.

The model holds wording only. It knows neither paper nor fonts' insides, and it decides nothing: what is printed comes
from the record, and every word around it from here.
"""

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal, get_args

from pydantic import Field, model_validator

from exam.core.identity import AuthorisedPersonKind
from exam.core.item import Identifier, Words
from exam.core.judging import AgreementRule, Judgement
from exam.core.model import Frozen, absent
from exam.core.omission import OmissionGround
from exam.core.patterns import every, only
from exam.core.patterns import fill as fill  # noqa: PLC0414 - part of how a record reads
from exam.core.patterns import places as places  # noqa: PLC0414 - the same
from exam.core.report_words import IRREGULARITIES, DecisionWords, PointsWords
from exam.core.session_values import Ending
from exam.core.standard import PracticeCode
from exam.core.verdict import CompetencyStatus, CriterionStatus, Result

PRACTICE_CODES: tuple[str, ...] = get_args(PracticeCode)


class Section(StrEnum):
    """A part of the record; each is printed once, in the order that the template gives."""

    QUALIFICATION = "qualification"
    CANDIDATE = "candidate"
    EXAMINERS = "examiners"
    COURSE = "course"
    COMPETENCIES = "competencies"
    RESULT = "result"
    CRITERIA = "criteria"
    WAIVERS = "waivers"
    TASKS = "tasks"
    IRREGULARITIES = "irregularities"
    PROOF = "proof"
    ACKNOWLEDGEMENT = "acknowledgement"
    SIGNATURES = "signatures"


class Figures(Frozen):
    """How dates, times and numbers are spelt."""

    day: Annotated[Words, only("day", "month", "year")]
    moment: Annotated[Words, only("day", "clock")]
    clock: Annotated[Words, only("hour", "minute")]
    zone: Annotated[Words, only("offset")]
    """What follows a moment whose distance from UTC matters."""
    decimal: Annotated[str, Field(min_length=1, max_length=1)]
    """The decimal mark."""
    bound: str = ""
    """One-letter words that must not end a line (Czech typography)."""

    def number(self, value: Decimal) -> str:
        """Spell a number without superfluous zeros."""
        plain = f"{value:f}"
        trimmed = plain.rstrip("0").rstrip(".") if "." in plain else plain
        return trimmed.replace(".", self.decimal)


class Labels(Frozen):
    """What stands before a value or above a column."""

    name: Words
    code: Words
    level: Words
    authority: Words
    standard: Words
    validity: Words
    given_names: Words
    surname: Words
    titles: Words
    identity_document: Words
    role: Words
    person: Words
    authorised_person: Words
    authorisation_number: Words
    represented_by: Words
    seat: Words
    company_id: Words
    place: Words
    started: Words
    ended: Words
    ending: Words
    reason: Words
    induction: Words
    sitting: Words
    session: Words
    issued: Words
    number: Words
    competency: Words
    outcome: Words
    letter: Words
    criterion: Words
    certificate: Words
    issuer: Words
    issued_on: Words
    valid_until: Words
    original_seen: Words
    accepted: Words
    scan: Words
    task: Words
    opened: Words
    closed: Words
    granted: Words
    used: Words
    panel: Words
    figurant: Words
    score: Words
    content: Words
    submissions: Words
    objection: Words
    record: Words
    record_digest: Words
    standard_digest: Words
    session_head: Words
    sitting_head: Words
    evidence: Words
    receipt: Words
    """Of the last entry of the session's journal."""
    attachments: Words
    program: Words


class Phrases(Frozen):
    """Sentences and short words of the record."""

    yes: Words
    no: Words
    none: Words
    """What stands where nothing is to be said."""
    open_ended: Words
    finding: Annotated[Words, only("task", "judgement", "decided")]
    machine: Words
    commission: Words
    sole_examiner: Words
    divided: Annotated[Words, only("rule")]
    derived: Words
    derived_note: Words
    result_basis: Annotated[Mapping[Result, Words], every(Result)]
    unmet: Annotated[Words, only("letter", "reason")]
    unverified: Words
    """The reason printed for a criterion that nobody judged."""
    rule: Annotated[Words, only("sentence")]
    no_irregularities: Words
    no_waivers: Words
    acknowledged: Annotated[Words, only("moment")]
    refused: Annotated[Words, only("moment")]
    silent: Words
    proof: Words
    supersedes: Annotated[Words, only("record", "digest", "reason")]
    """Of a corrected record: which one it takes the place of, and why."""
    code: Words
    """What the square code beside the proof holds."""
    claim: Words
    """What the program does not claim."""


class Captions(Frozen):
    """The words around the places for signatures."""

    chair: Words
    member: Words
    examiner: Words
    """The only one."""
    seal: Words
    seal_note: Words
    stamp: Words
    candidate: Words
    electronic: Words
    on_paper: Words
    statement: Words
    """What the field is that says why somebody did not sign."""
    omitted: Annotated[Mapping[OmissionGround, Words], every(OmissionGround)]
    noted: Annotated[Words, only("name", "moment")]
    """Who put that down, and when."""
    signature: Words
    date: Words
    candidate_note: Words


class Wording(Frozen):
    """Every word of a record in one language."""

    title: Words
    subtitle: Words
    header: Annotated[Words, only("record")]
    footer: Annotated[Words, only("session", "receipt", "digest")]
    page: Annotated[Words, only("page", "pages")]
    banner: Words
    """Stands on every page of a practice record."""
    practice: Words
    """Leads in the reasons why an exam is practice."""
    practice_reasons: Annotated[Mapping[str, Annotated[Words, only("detail")]], every(PRACTICE_CODES)]
    sections: Annotated[Mapping[Section, Words], every(Section)]
    commission_of_one: Words
    """The heading over a single examiner."""
    authorised_persons: Annotated[Mapping[AuthorisedPersonKind, Words], every(AuthorisedPersonKind)]
    competencies: Annotated[Mapping[CompetencyStatus, Words], every(CompetencyStatus)]
    criteria: Annotated[Mapping[CriterionStatus, Words], every(CriterionStatus)]
    judgements: Annotated[Mapping[Judgement, Words], every(Judgement)]
    results: Annotated[Mapping[Result, Words], every(Result)]
    endings: Annotated[Mapping[Ending, Words], every(Ending)]
    rules: Annotated[Mapping[AgreementRule, Words], every(AgreementRule)]
    irregularities: Annotated[Mapping[str, Words], every(IRREGULARITIES)]
    """What the kinds of irregularities are called; the data keep their codes."""
    figures: Figures
    labels: Labels
    phrases: Phrases
    captions: Captions
    points: Annotated[PointsWords | None, Field(exclude_if=absent)] = None
    """For standards that have a scale."""
    decision: Annotated[DecisionWords | None, Field(exclude_if=absent)] = None
    """For standards that ask for a second decision."""


FontFile = Annotated[str, Field(pattern=r"^[A-Za-z0-9-]+\.ttf$")]


class Fonts(Frozen):
    """Which files of `reports/fonts/` the record is set in."""

    regular: FontFile
    bold: FontFile
    italic: FontFile


class ReportTemplate(Frozen):
    """The wording of one system's records in every language that it has."""

    schema_: Annotated[Literal["exam/report/1"], Field(alias="schema")]
    system: Identifier
    fonts: Fonts
    order: tuple[Section, ...]
    wording: Annotated[Mapping[str, Wording], Field(min_length=1)]
    """By language code."""

    @model_validator(mode="after")
    def _prints_every_section_once(self) -> "ReportTemplate":
        """Refuse a template that leaves out a section, because § 6a of decree 208/2007 lets none out."""
        if sorted(self.order) != sorted(Section):
            message = "order must name every section once"
            raise ValueError(message)
        return self

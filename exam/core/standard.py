"""The assessment standard: what is examined, by which tasks, under which rule; data for any system, none by name.

NSK words: hodnoticí standard, odborná způsobilost, kritérium, způsob ověření. A criterion or value that the program's
authors inferred is `derived` or unverified until the authorised person confirms it with source and date; while one is
left, every exam under the standard is practice.
"""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from exam.core.gates import Claim, Confirmation, Count, GateValue, Share
from exam.core.item import CriterionRef, Identifier, Words
from exam.core.listing import EntryRef, Listing
from exam.core.model import Frozen, absent
from exam.core.rules import Letter, Rule
from exam.core.scale import Scale
from exam.core.second_decision import SecondDecision
from exam.core.validity import Validity

LocalText = Annotated[Mapping[str, Words], Field(min_length=1)]
"""A text per language code."""


class Origin(StrEnum):
    """Whether a text is the authority's own or was derived from it."""

    OFFICIAL = "official"
    DERIVED = "derived"


PracticeCode = Literal[
    "derived-content", "standard-not-in-force", "scripted", "practice-certificate", "keys-within-reach"
]
"""Why an exam is practice."""


class VerificationMethod(StrEnum):
    """How a criterion is verified; a criterion may name several (NSK: způsob ověření)."""

    PRACTICAL = "practical"
    ORAL = "oral"
    WRITTEN = "written"


class TaskKind(StrEnum):
    """What happens in a task."""

    TEST = "test"
    TRANSCRIPT_CHOICE = "transcript_choice"
    WRITTEN_REPLY = "written_reply"
    SPREADSHEET = "spreadsheet"
    ROLE_PLAY = "role_play"
    TRAINING_PLAN = "training_plan"
    ORAL = "oral"
    CERTIFICATE = "certificate"


ITEM_KINDS: Mapping[TaskKind, str | None] = {
    TaskKind.TEST: "choice",
    TaskKind.TRANSCRIPT_CHOICE: "transcripts",
    TaskKind.WRITTEN_REPLY: "written_reply",
    TaskKind.SPREADSHEET: "spreadsheet",
    TaskKind.ROLE_PLAY: "role_play",
    TaskKind.TRAINING_PLAN: "training_plan",
    TaskKind.ORAL: "oral",
    TaskKind.CERTIFICATE: None,
}
"""Which kind of item each kind of task gives out."""

AT_THE_DESK = frozenset(
    {
        TaskKind.TEST,
        TaskKind.TRANSCRIPT_CHOICE,
        TaskKind.WRITTEN_REPLY,
        TaskKind.SPREADSHEET,
        TaskKind.TRAINING_PLAN,
    }
)
"""Tasks in which the candidate hands something in; the others are performed before the panel."""


class Minimum(Frozen):
    """How many things the candidate must show before a criterion can be met."""

    count: Annotated[int, Field(ge=1)]
    of: Words


class Criterion(Frozen):
    """One lettered criterion of a competency."""

    id: Letter
    text: Words
    origin: Origin
    methods: Annotated[tuple[VerificationMethod, ...], Field(min_length=1)]
    source: Words
    """The sentence of the standard on which it rests."""
    binding: bool = True
    minimum: Minimum | None = None
    confirmation: Confirmation | None = None
    rests_on: Annotated[tuple[EntryRef, ...], Field(exclude_if=absent)] = ()
    """Entries of the standard's lists from which it was derived."""

    @property
    def is_official(self) -> bool:
        """Tell whether an official exam may rest on it."""
        return self.origin is Origin.OFFICIAL or self.confirmation is not None


class Blueprint(Frozen):
    """How a test is drawn from its bank and when it is met."""

    bank_minimum: GateValue[Count]
    """Eligible items that the bank must hold."""
    drawn: GateValue[Count]
    """Items drawn for each criterion."""
    floor: GateValue[Share]
    """The share of the score needed in each criterion."""
    pass_mark: GateValue[Share]
    """The share of the whole score needed for the criterion named in `overall`."""
    overall: CriterionRef | None = None

    @property
    def gates(self) -> tuple["GateValue[int] | GateValue[Share]", ...]:
        """Every value that an exam rests on."""
        return (self.bank_minimum, self.drawn, self.floor, self.pass_mark)


class MachineCriterion(Frozen):
    """A criterion that the machine decides from the response, and the sentence for one not met.

    `not_met` may use `{score}`, `{max_score}`, `{needed}` in a test and `{response}` in a choice of transcript.
    """

    criterion: CriterionRef
    not_met: Words


class Task(Frozen):
    """Something the candidate does, and the criteria for which it gives evidence."""

    id: Identifier
    kind: TaskKind
    title: Words
    criteria: Annotated[tuple[CriterionRef, ...], Field(min_length=1)]
    bank: Identifier | None = None
    preparation_minutes: Annotated[int, Field(ge=0)] = 0
    minutes: GateValue[Count]
    figurant: bool = False
    """Whether one of the examiners plays somebody."""
    machine: tuple[MachineCriterion, ...] = ()
    blueprint: Blueprint | None = None
    requires: Annotated[tuple[CriterionRef, ...], Field(exclude_if=absent)] = ()
    """Criteria that must be met before it may be opened; where one is not, it bars the task."""

    @property
    def judged(self) -> tuple[CriterionRef, ...]:
        """The criteria that people judge; none of a certificate, which only waives."""
        if self.kind is TaskKind.CERTIFICATE:
            return ()
        decided = {entry.criterion for entry in self.machine}
        return tuple(criterion for criterion in self.criteria if criterion not in decided)


class WaiverPolicy(Frozen):
    """When a certificate may stand for a competency."""

    language: Annotated[str, Field(pattern=r"^[a-z]{2}$")]
    minimum_level: Literal["A1", "A2", "B1", "B2", "C1", "C2"]
    source: Words


class Competency(Frozen):
    """One competency with its criteria, its rule and its tasks."""

    id: Identifier
    title: Words
    level: Annotated[int, Field(ge=1, le=8)]
    criteria: tuple[Criterion, ...]
    """Empty only while the standard is incomplete."""
    rule: Rule
    tasks: tuple[Task, ...]
    waiver: WaiverPolicy | None = None
    note: str = ""

    def reference(self, criterion: Criterion) -> str:
        """Return how the rest of the program names the criterion."""
        return f"{self.id}.{criterion.id}"


class CommissionRule(Frozen):
    """How many examiners a sitting needs."""

    minimum: GateValue[Count]
    maximum: GateValue[Count]


class Instruction(Frozen):
    """A demand of the standard on how the exam is run."""

    id: Identifier
    text: Words
    source: Words


class InductionTopic(Frozen):
    """What a candidate must be made familiar with before the first task."""

    id: Identifier
    text: Words


class Renamed(Claim):
    """Whose content a standard has, and how sure that is; only its name and validity are its own."""

    of: Words


StandardId = Annotated[str, Field(pattern=r"^[A-Za-z0-9]+([.-][A-Za-z0-9]+)*$", max_length=64)]


class AssessmentStandard(Frozen):
    """One version of a standard, valid for its days."""

    schema_: Annotated[Literal["exam/standard/1"], Field(alias="schema")]
    id: StandardId
    system: Identifier
    """Which wording in `reports/` its records use."""
    code: Words
    title: LocalText
    group: str = ""
    level: Annotated[int, Field(ge=1, le=8)]
    authority: LocalText
    validity: Validity
    language: Annotated[str, Field(pattern=r"^[a-z]{2}$")]
    source: Words
    missing: tuple[Words, ...] = ()
    """What an incomplete standard lacks; empty for a complete one."""
    renamed: Annotated[Renamed | None, Field(exclude_if=absent)] = None
    """Set where the loader made it from a renaming."""
    commission: CommissionRule
    documents: tuple[Words, ...] = ()
    """Which documents the candidate has to bring."""
    induction: tuple[InductionTopic, ...] = ()
    instructions: tuple[Instruction, ...] = ()
    lists: Annotated[tuple[Listing, ...], Field(exclude_if=absent)] = ()
    """What it lists beside its competencies."""
    competencies: Annotated[tuple[Competency, ...], Field(min_length=1)]
    scale: Annotated[Scale | None, Field(exclude_if=absent)] = None
    """How points make the result; without one it is passed when every competency is met."""
    second_decision: Annotated[SecondDecision | None, Field(exclude_if=absent)] = None
    """Who decides on the result that the commission proposes; without it the commission's result stands."""

    def tasks(self) -> Iterator[Task]:
        """Yield every task, in order."""
        for competency in self.competencies:
            yield from competency.tasks

    def task(self, task_id: str) -> Task | None:
        """Return the task of that id."""
        for competency in self.competencies:
            for task in competency.tasks:
                if task.id == task_id:
                    return task
        return None

    def criteria(self) -> Iterator[tuple[str, Criterion]]:
        """Yield every criterion with its reference, in order."""
        for competency in self.competencies:
            for criterion in competency.criteria:
                yield competency.reference(criterion), criterion

    def criterion(self, reference: str) -> Criterion | None:
        """Return the criterion of that reference."""
        return next((found for name, found in self.criteria() if name == reference), None)

    def competency(self, competency_id: str) -> Competency | None:
        """Return the competency of that id."""
        return next((found for found in self.competencies if found.id == competency_id), None)

    def unofficial(self) -> int:
        """Count the criteria and values on which no official exam may rest yet."""
        derived = sum(not criterion.is_official for _, criterion in self.criteria())
        return derived + sum(not claim.is_official for claim in self._claims())

    def _claims(self) -> Iterator[Claim]:
        """Yield everything on which an exam rests and that somebody has to stand for."""
        yield from (self.commission.minimum, self.commission.maximum)
        yield from (claim for claim in (self.renamed, self.scale, self.second_decision) if claim)
        for task in self.tasks():
            yield task.minutes
            yield from task.blueprint.gates if task.blueprint else ()

"""What candidates are given: assessment items and scenarios, as data; this module knows no file and no screen.

QTI 3.0 names for items (`AssessmentItem`, choice options, rationale). An item is used in an exam only when it is
approved and every legal basis is in force on the exam's date.
"""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from exam.core.canonical import digest_of
from exam.core.model import Frozen
from exam.core.spreadsheet import SpreadsheetAssignment

Identifier = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)]
CriterionRef = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*\.[a-z]$")]
"""A criterion anywhere in the standard: `<competency>.<letter>`."""
Words = Annotated[str, Field(min_length=1)]


class Status(StrEnum):
    """Where an item is in its life; only an approved one may be given to a candidate."""

    DRAFT = "draft"
    REVIEW = "review"
    APPROVED = "approved"
    SUSPENDED = "suspended"
    RETIRED = "retired"


class Cognitive(StrEnum):
    """What an item asks of the candidate's mind."""

    REMEMBER = "remember"
    UNDERSTAND = "understand"
    APPLY = "apply"


class Basis(Frozen):
    """The provision on which an item rests, with the time for which its wording holds."""

    kind: Literal["law", "standard"]
    act: Words
    """Number of the act, or name of the standard, such as `zákon č. 89/2012 Sb.`."""
    provision: Words
    version: str = ""
    """The amendment or edition read."""
    valid_from: date
    valid_to: date | None = None
    """The last day in force; none while it is open."""

    def in_force(self, on: date) -> bool:
        """Tell whether the wording holds on that day."""
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)


class Review(Frozen):
    """The second pair of eyes: who approved the item, and when."""

    by: Words
    on: date


class AssessmentItem(Frozen):
    """What every item has, whatever it asks for."""

    id: Identifier
    version: Annotated[int, Field(ge=1)]
    status: Status
    author: Words
    reviewed: Review | None = None
    checked_on: date | None = None
    """When the basis was last compared with its source; apart from the approval."""
    criteria: Annotated[tuple[CriterionRef, ...], Field(min_length=1)]
    language: Annotated[str, Field(pattern=r"^[a-z]{2}$")]
    source: Words
    basis: tuple[Basis, ...] = ()

    def in_force(self, on: date) -> bool:
        """Tell whether every basis is in force on that day."""
        return all(basis.in_force(on) for basis in self.basis)

    def eligible(self, on: date) -> bool:
        """Tell whether the item may be given to a candidate on that day."""
        return self.status is Status.APPROVED and self.in_force(on)

    @property
    def digest(self) -> str:
        """The SHA-256 of the item's canonical JSON, which a paper pins."""
        return digest_of(self)


class ChoiceOption(Frozen):
    """One option of a choice, with the reason why it is right or wrong."""

    id: Annotated[str, Field(pattern=r"^[a-z]$")]
    text: Words
    correct: bool = False
    rationale: Words


class ChoiceItem(AssessmentItem):
    """A stem with options of which exactly one is right (QTI `choiceInteraction`, maxChoices 1)."""

    kind: Literal["choice"]
    cognitive: Cognitive
    stem: Words
    options: Annotated[tuple[ChoiceOption, ...], Field(min_length=3, max_length=5)]
    shuffle: bool = True
    enemies: tuple[Identifier, ...] = ()
    """Items that must not stand on the same paper."""
    points: Annotated[Decimal, Field(gt=0)] = Decimal(1)

    @property
    def key(self) -> str:
        """The id of the right option."""
        return next(option.id for option in self.options if option.correct)


class TranscriptLine(Frozen):
    """One turn of a call."""

    speaker: Literal["agent", "customer"]
    text: Words


class Transcript(Frozen):
    """One transcript of a call; a wrong one fails for a reason bound to a criterion."""

    id: Annotated[str, Field(pattern=r"^[a-z]$")]
    correct: bool = False
    rationale: Words
    lines: Annotated[tuple[TranscriptLine, ...], Field(min_length=8)]


class TranscriptSet(AssessmentItem):
    """Three transcripts of one situation, exactly one of them right."""

    kind: Literal["transcripts"]
    title: Words
    situation: Words
    """What the candidate is told before reading."""
    transcripts: Annotated[tuple[Transcript, ...], Field(min_length=3, max_length=3)]

    @property
    def key(self) -> str:
        """The id of the right transcript."""
        return next(transcript.id for transcript in self.transcripts if transcript.correct)


class OpenPrompt(Frozen):
    """One question answered in the candidate's own words, with what a good response holds."""

    id: Identifier
    text: Words
    expected: Annotated[tuple[Words, ...], Field(min_length=1)]
    """For examiners only."""


class CustomerMessage(Frozen):
    """The message that the candidate has to reply to."""

    sender: Words
    address: Words
    subject: Words
    body: Words


class WrittenReplyItem(AssessmentItem):
    """A customer's e-mail to reply to, and written prompts on ethics."""

    kind: Literal["written_reply"]
    title: Words
    situation: Words
    message: CustomerMessage
    required_points: Annotated[tuple[OpenPrompt, ...], Field(min_length=1)]
    """What the reply must deal with; shown to examiners beside the text."""
    ethics: tuple[OpenPrompt, ...] = ()


class SpreadsheetItem(AssessmentItem):
    """A workbook drawn for each candidate, and the presentation of what it shows."""

    kind: Literal["spreadsheet"]
    title: Words
    situation: Words
    assignment: SpreadsheetAssignment
    presentation: Annotated[tuple[OpenPrompt, ...], Field(min_length=1)]
    follow_up: tuple[OpenPrompt, ...] = ()


class Cue(Frozen):
    """What the figurant says or does, and when."""

    when: Words
    say: Words
    criteria: tuple[CriterionRef, ...] = ()
    """What the cue gives the candidate an occasion to show."""


class RolePlayScenario(AssessmentItem):
    """A call with a figurant: the candidate's card, the figurant's script."""

    kind: Literal["role_play"]
    title: Words
    brief: Words
    """The card that the candidate gets."""
    customer: Words
    """Who calls; profession, family and personality as far as the agent would know them."""
    history: tuple[Words, ...] = ()
    extra_information: tuple[Words, ...] = ()
    script: Annotated[tuple[Cue, ...], Field(min_length=3)]
    """For the figurant only."""
    escalation: str = ""
    limit: str = ""
    """How far the figurant may go, and what he accepts in the end."""


class TrainingCase(AssessmentItem):
    """Somebody with key knowledge leaves, a novice comes, and there is a month."""

    kind: Literal["training_plan"]
    title: Words
    situation: Words
    weeks: Annotated[int, Field(ge=1, le=12)]
    model_goals: Annotated[tuple[OpenPrompt, ...], Field(min_length=3)]
    """For examiners only: goals that a good plan would hold."""
    novice: Words
    """For the figurant only: how the novice behaves."""


class OralSet(AssessmentItem):
    """Prompts for an oral part."""

    kind: Literal["oral"]
    title: Words
    situation: str = ""
    prompts: Annotated[tuple[OpenPrompt, ...], Field(min_length=1)]


Item = Annotated[
    ChoiceItem | TranscriptSet | WrittenReplyItem | SpreadsheetItem | RolePlayScenario | TrainingCase | OralSet,
    Field(discriminator="kind"),
]


class ItemBank(Frozen):
    """One file in `item_banks/<standard>/`."""

    schema_: Annotated[Literal["exam/item-bank/1"], Field(alias="schema")]
    id: Identifier
    standard: str
    """The id of the standard whose criteria the items serve."""
    items: Annotated[tuple[Item, ...], Field(min_length=1)]

"""The sheet of each kind of task, as its candidate sees it."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from exam.problem import ExamError
from exam.view.shown import Shown


class SheetWrongError(ExamError):
    """The sheet of a task is of another kind than the task."""

    code: ClassVar[str] = "sheet-wrong"


class OptionView(Shown):
    """One option, as it is presented."""

    id: str
    text: str


class ChoiceView(Shown):
    """One test item with the response as it is kept."""

    part: str
    stem: str
    options: tuple[OptionView, ...]
    picked: str | None


class TestSheet(Shown):
    """A test."""

    kind: Literal["test"] = "test"
    items: tuple[ChoiceView, ...]
    last_part: str = ""
    """The part that was saved last: where the candidate goes on."""


class SpeechView(Shown):
    """One turn of a call."""

    speaker: str
    text: str


class TranscriptView(Shown):
    """One transcript, as it is presented."""

    id: str
    lines: tuple[SpeechView, ...]


class TranscriptSheet(Shown):
    """Transcripts of which one is picked."""

    kind: Literal["transcript_choice"] = "transcript_choice"
    part: str
    title: str
    situation: str
    transcripts: tuple[TranscriptView, ...]
    picked: str | None


class PromptView(Shown):
    """A prompt answered in words."""

    part: str
    text: str
    written: str


class ReplySheet(Shown):
    """A customer's message and the reply to it."""

    kind: Literal["written_reply"] = "written_reply"
    part: str
    title: str
    situation: str
    sender: str
    address: str
    subject: str
    message: str
    to: str
    reply_subject: str
    body: str
    sent: bool
    prompts: tuple[PromptView, ...]
    last_part: str = ""
    """The part that was saved last: where the candidate goes on."""


class GoalView(Shown):
    """One goal of a training plan."""

    text: str
    weeks: tuple[int, ...]


class PlanSheet(Shown):
    """A training case and the plan for it."""

    kind: Literal["training_plan"] = "training_plan"
    part: str
    title: str
    situation: str
    weeks: int
    goals: tuple[GoalView, ...]


class HandedIn(Shown):
    """A file that the journal has."""

    name: str
    length: int
    sha256: str
    refused: str = ""
    """Why it cannot be opened, as a code with advice; it is kept all the same."""
    counts: bool = True
    """Whether it is the last of its kind."""
    is_workbook: bool = True
    """Or else a presentation."""


class WorkbookSheet(Shown):
    """A workbook to fill in, and what is asked besides."""

    kind: Literal["spreadsheet"] = "spreadsheet"
    title: str
    situation: str
    prompts: tuple[str, ...]
    handed_in: tuple[HandedIn, ...]


class CardSheet(Shown):
    """The assignment card of a task that is performed before the panel."""

    kind: Literal["card"] = "card"
    title: str
    situation: str
    customer: str = ""
    history: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()


TaskSheet = Annotated[
    TestSheet | TranscriptSheet | ReplySheet | PlanSheet | WorkbookSheet | CardSheet, Field(discriminator="kind")
]

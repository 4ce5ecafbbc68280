"""What a candidate may ask for, and the one door through which he does."""

from typing import ClassVar, Protocol

from exam.problem import ExamError
from exam.view.on_desk import DeskView, SavedView
from exam.view.sheets import GoalView, TaskSheet
from exam.view.shown import Shown


class HubAwayError(ExamError):
    """The hub does not answer: what was typed waits at this computer until it does."""

    code: ClassVar[str] = "hub-away"


class HubUndoneError(HubAwayError):
    """The hub does not answer, and what was asked does not wait: it may not have been done."""

    code: ClassVar[str] = "hub-undone"


class DeskCommand(Shown):
    """Something that the candidate wants."""


class ConfirmInduction(DeskCommand):
    """Confirm what one was made familiar with."""

    topics: tuple[str, ...]


class SaveChoice(DeskCommand):
    """Keep a picked option or transcript."""

    task: str
    part: str
    option: str


class SaveText(DeskCommand):
    """Keep the words written for a prompt."""

    task: str
    part: str
    text: str


class SaveReply(DeskCommand):
    """Keep the reply as it stands; `sent` once it is sent."""

    task: str
    part: str
    to: str
    subject: str
    body: str
    sent: bool


class SavePlan(DeskCommand):
    """Keep the plan as it stands."""

    task: str
    part: str
    goals: tuple[GoalView, ...]


class Submit(DeskCommand):
    """Hand in a task."""

    task: str


class RaiseHand(DeskCommand):
    """Ask for an examiner."""

    task: str


class AskBreak(DeskCommand):
    """Ask for a short break because a task was hard; it costs no time."""

    task: str


class StopCaller(DeskCommand):
    """Stop a caller who became abusive; the clock stands."""

    task: str


class AcknowledgeResult(DeskCommand):
    """Take note of the result and its reasons, or refuse to."""

    acknowledged: bool
    objection: str


WAITING = (SaveChoice, SaveText, SaveReply, SavePlan, RaiseHand, AskBreak)
"""What may wait for a hub that is away; nothing is handed in, confirmed or acknowledged behind anybody's back."""


class Desk(Protocol):
    """One candidate's door to the exam."""

    def view(self) -> DeskView:
        """Return what is on the desk now."""
        ...

    def sheet(self, task: str) -> TaskSheet:
        """Return the sheet of a task that was opened.

        Raises:
            ExamError: the task is not open.
        """
        ...

    def do(self, command: DeskCommand) -> SavedView:
        """Do what the candidate wants and return the journal's word that it is kept.

        Raises:
            ExamError: the named refusal; nothing was kept.
        """
        ...

    def hand_out(self, task: str) -> tuple[str, bytes]:
        """Return name and bytes of the workbook of an open task."""
        ...

    def hand_in(self, task: str, name: str, data: bytes) -> SavedView:
        """Keep a file that is handed in, whatever is in it."""
        ...

"""What every screen of the desk is given: the door to the exam, the folder for workbooks, and what it remembers."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal

from exam.problem import ExamError
from exam.tui.widgets.clock import Clock
from exam.tui.widgets.dialogs import Confirm
from exam.tui.widgets.keys import key
from exam.tui.widgets.plain import Plain
from exam.tui.widgets.screen import ExamScreen
from exam.view import CardStatus, Desk, DeskCommand, RaiseHand, SavedView, Submit


@dataclass(slots=True)
class Seat:
    """One candidate at one desk."""

    desk: Desk
    folder: Path
    """Where workbooks are handed out to and handed in from."""
    leave: Callable[[], object]
    """Calls an examiner, who alone can take the keyboard back."""
    flags: set[str] = field(default_factory=set)
    """Parts that the candidate marked for another look; an aid, not a response."""


class DeskScreen(ExamScreen):
    """A screen of the desk; the only way out is the examiner's PIN."""

    BINDINGS: ClassVar[list[BindingType]] = [key("f10", "leave", "examiner")]

    def __init__(self, seat: Seat) -> None:
        super().__init__()
        self.seat = seat

    def action_leave(self) -> None:
        """Call an examiner."""
        self.seat.leave()


class TaskScreen(DeskScreen):
    """The sheet of one open task, with its clock and the journal's last word."""

    BINDINGS: ClassVar[list[BindingType]] = [
        key("f8", "submit", "submit"),
        key("f9", "raise_hand", "hand"),
        key("escape", "back", "task-list"),
    ]

    def __init__(self, seat: Seat, task: str) -> None:
        super().__init__(seat)
        self.task_id = task
        self._title = ""

    def heading(self) -> str:
        """Return the task's title."""
        return self._title

    def body(self) -> ComposeResult:
        """Yield the line with clock and the journal's word, then the sheet."""
        with Horizontal(id="status"):
            yield Clock()
            yield Plain(id="saved")
        yield from self.sheet()

    def sheet(self) -> ComposeResult:
        """Yield the sheet."""
        yield from ()

    def on_mount(self) -> None:
        """Begin, and look once a second whether the time is over."""
        self.look()
        self.set_interval(1.0, self.look)

    def look(self) -> None:
        """Follow the service: clock, title, and whether the task is still open."""
        if not self.is_current:
            return
        view = self.seat.desk.view()
        card = next(card for card in view.tasks if card.task == self.task_id)
        if card.title != self._title:
            self._title = card.title
            self.retitle()
        self.query_one(Clock).follow(card.clock)
        if card.status is not CardStatus.OPEN:
            self.dismiss(None)

    def save(self, command: DeskCommand) -> bool:
        """Ask for something to be kept and say so only once the journal has it."""
        try:
            self.tell_saved(self.seat.desk.do(command))
        except ExamError as error:
            self.refuse(error)
            return False
        return True

    def tell_saved(self, saved: SavedView) -> None:
        """Show the journal's word."""
        told = self.say("desk.saved", time=f"{saved.at:%H:%M:%S}", seq=saved.seq)
        self.query_one("#saved", Plain).tell(told)

    def keep(self) -> bool:
        """Keep what is on the screen; sheets that save at once have nothing left to keep."""
        return True

    def action_back(self) -> None:
        """Go back to the list of tasks; what is on the screen is kept first."""
        if self.keep():
            self.dismiss(None)

    def action_raise_hand(self) -> None:
        """Ask for an examiner."""
        if self.save(RaiseHand(task=self.task_id)):
            self.query_one("#saved", Plain).tell(self.say("desk.hand-raised"))

    def unfinished(self) -> str:
        """Return what is still missing before the task is handed in, nothing when it is whole."""
        return ""

    @work
    async def action_submit(self) -> None:
        """Hand the task in, after a question."""
        if not self.keep():
            return
        question = "\n".join(part for part in (self.unfinished(), self.say("desk.submit.question")) if part)
        if await self.app.push_screen_wait(Confirm(self.say("desk.submit"), question)) and self.save(
            Submit(task=self.task_id)
        ):
            self.dismiss(None)

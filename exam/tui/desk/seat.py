"""What every screen of the desk is given: the door to the exam, the folder for workbooks, and what it remembers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar, TypeVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal

from exam.problem import ExamError
from exam.tui.widgets.clock import Clock
from exam.tui.widgets.dialogs import Confirm, Tell
from exam.tui.widgets.keys import key
from exam.tui.widgets.plain import Plain
from exam.tui.widgets.screen import ExamScreen
from exam.tui.widgets.worded import worded
from exam.view import (
    WAITING,
    CardStatus,
    Desk,
    DeskCommand,
    HubAwayError,
    HubUndoneError,
    RaiseHand,
    SavedView,
    SheetWrongError,
    Shown,
    Submit,
    TaskCard,
)
from exam.view.telling import told_standing

S = TypeVar("S", bound=Shown)


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
    marks: set[tuple[str, int, int]] = field(default_factory=set)
    """Lines of transcripts that he marked: task, transcript, line; an aid as well."""
    unsaved: dict[str, Mapping[str, str]] = field(default_factory=dict)
    """By task, what stood in the fields when the journal took it not; shown again until it does."""


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
        self._first = seat.desk.sheet(task)
        self._refusal: ExamError | None = None
        self._waiting: DeskCommand | None = None
        """What was asked last while the hub was away; it is asked again once it answers."""

    def heading(self) -> str:
        """Return the task's title."""
        return self._title

    def body(self) -> ComposeResult:
        """Yield the line with clock and the journal's word, then the sheet."""
        with Horizontal(id="status"):
            yield Clock()
            yield Plain(id="saved")
        yield Plain(id="standing")
        yield from self.sheet()

    def sheet(self) -> ComposeResult:
        """Yield the sheet."""
        yield from ()

    def on_mount(self) -> None:
        """Begin, and look once a second whether the time is over.

        Textual calls the `on_mount` of every ancestor: a sheet therefore overrides `begin`, or its timers run twice.
        """
        self.look()
        self.begin()
        self.set_interval(1.0, self.look)

    def begin(self) -> None:
        """Show what the sheet begins with."""

    def read(self, kind: type[S]) -> S:
        """Return the sheet as it stands, as it stood at first where it cannot be read now.

        Raises:
            SheetWrongError: this screen is not for such a sheet.
        """
        found = self.watched(lambda: self.seat.desk.sheet(self.task_id)) if self.is_attached else None
        sheet = found or self._first
        if not isinstance(sheet, kind):
            raise SheetWrongError(task=self.task_id)
        return sheet

    def look(self) -> None:
        """Follow the service: clock, title, and whether the task is still open."""
        view = self.watched(self.seat.desk.view) if self.is_current else None
        if view is None:
            return
        card = next(card for card in view.tasks if card.task == self.task_id)
        if card.title != self._title:
            self._title = card.title
            self.retitle()
        self.query_one(Clock).follow(card.clock)
        self.stand(card)
        if card.status is not CardStatus.OPEN and self.is_active:
            self.dismiss(None)
            self.app.push_screen(Tell(card.title, self.say("desk.closed")))
        elif self._waiting is not None:
            self.save(self._waiting, quietly=True)

    def stand(self, card: TaskCard) -> None:
        """Show what the candidate should know beside his work; it takes no place while there is nothing."""
        told = "\n".join(told_standing(card, self.say))
        place = self.query_one("#standing", Plain)
        place.display = bool(told)
        place.tell(told)

    def save(self, command: DeskCommand, *, quietly: bool = False) -> bool:
        """Ask for something to be kept and say so only once the journal has it; a refusal kept quiet is no dialog."""
        self._waiting = None
        try:
            self.tell_saved(self.seat.desk.do(command))
        except ExamError as error:
            if isinstance(error, HubAwayError) and isinstance(command, WAITING):
                self._waiting = command
            if not isinstance(error, HubUndoneError):
                self.tell_unsaved(error)
            if not quietly and self._waiting is None:
                self.refuse(error)
            return False
        return True

    def tell_saved(self, saved: SavedView) -> None:
        """Show the journal's word."""
        self._refusal = None
        self.trouble("save", "")
        word = {"time": f"{saved.at:%H:%M:%S}", "seq": saved.seq, "receipt": saved.receipt}
        full, room = self.say("desk.saved", **word), self.query_one("#saved").size.width
        self._tell(full if len(full) <= room else self.say("desk.saved-short", **word), unsaved=False)

    def tell_unsaved(self, error: ExamError) -> None:
        """Take the journal's last word away: what is on the screen now is not kept, and why."""
        self._refusal = error
        self.trouble("save", worded(self.app).sentence(error))
        self._tell(self.say("desk.unsaved"), unsaved=True)

    def _tell(self, told: str, *, unsaved: bool) -> None:
        line = self.query_one("#saved", Plain)
        line.set_class(unsaved, "unsaved")
        line.tell(told)

    def keep(self) -> bool:
        """Keep what is on the screen; sheets that save at once have nothing left to keep."""
        return True

    def kept(self) -> bool:
        """Keep what is on the screen because somebody asked for it; a refusal is a dialog."""
        if self.keep():
            return True
        if self._refusal is not None:
            self.refuse(self._refusal)
        return False

    def action_leave(self) -> None:
        """Call an examiner; what is on the screen is kept first, or shown again to whoever comes back."""
        self.keep()
        super().action_leave()

    def action_back(self) -> None:
        """Go back to the list of tasks; what is on the screen is kept first."""
        if self.kept():
            self.dismiss(None)

    def action_raise_hand(self) -> None:
        """Ask for an examiner."""
        self.save(RaiseHand(task=self.task_id))
        self.look()

    def unfinished(self) -> str:
        """Return what is still missing before the task is handed in, nothing when it is whole."""
        return ""

    @work
    async def action_submit(self) -> None:
        """Hand the task in, after a question."""
        if not self.kept():
            return
        question = "\n".join(part for part in (self.unfinished(), self.say("desk.submit.question")) if part)
        if await self.app.push_screen_wait(Confirm(self.say("desk.submit"), question)) and self.save(
            Submit(task=self.task_id)
        ):
            self.dismiss(None)

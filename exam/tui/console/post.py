"""What every console screen is given: the examiner's door, and what the wiring can do for it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from textual import work
from textual.binding import BindingType

from exam.service.console_port import Console
from exam.tui.widgets.keys import key
from exam.tui.widgets.screen import ExamScreen
from exam.tui.widgets.sign_in import SignIn


@dataclass(slots=True)
class Post:
    """The place of whoever examines now."""

    sign_in: Callable[[str, str], Console]
    """From account and PIN to a door; raises the refusal."""
    examiners: Callable[[], Sequence[tuple[str, str]]]
    """Account and name of everybody who may sign in here."""
    hand_over: Callable[[str], object]
    """Gives the keyboard to the candidate of a session."""
    verify: Callable[[str], str]
    """From the path of a record to what its verification says."""
    today: Callable[[], date]
    passphrase: str
    """The published one of practice keys."""
    note: str = ""
    """What the sign-in says of PINs in a workspace of made-up people."""
    console: Console | None = None

    @property
    def door(self) -> Console:
        """The door of whoever is signed in.

        Raises:
            LookupError: nobody is, and then no console screen is shown.
        """
        if self.console is None:
            raise LookupError
        return self.console

    def enter(self, account: str, pin: str) -> None:
        """Let somebody in."""
        self.console = self.sign_in(account, pin)


class ConsoleScreen(ExamScreen):
    """A screen of the console; F2 changes the examiner."""

    BINDINGS: ClassVar[list[BindingType]] = [key("f2", "switch", "switch")]

    def __init__(self, post: Post) -> None:
        super().__init__()
        self.post = post

    def heading(self) -> str:
        """Return the title with the examiner's name."""
        return f"{super().heading()} · {self.post.door.who.name}"

    @work
    async def action_switch(self) -> None:
        """Let another examiner sign in."""
        asked = SignIn(self.say("sign-in.title"), self.post.examiners(), self.post.enter, note=self.post.note)
        if await self.app.push_screen_wait(asked):
            self.retitle()
            self.look()
            self.begin()

    def look(self) -> None:
        """Show what the service says now."""

    def begin(self) -> None:
        """Go to where whoever just came has something to do."""

    def on_screen_resume(self) -> None:
        """Look again when the screen comes back."""
        self.retitle()
        self.look()

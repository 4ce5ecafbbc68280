"""What the archive's screens are given: a keeper's door, and what the wiring can do for it."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TypeVar

from textual import work

from exam.problem import ExamError
from exam.service.archive_door import ArchiveDoor
from exam.service.asking import reading_input
from exam.tui.widgets.dialogs import Check
from exam.tui.widgets.keys import key
from exam.tui.widgets.screen import ExamScreen
from exam.tui.widgets.sign_in import SignIn

T = TypeVar("T")


@dataclass(slots=True)
class ArchivePost:
    """The place of whoever keeps records now."""

    sign_in: Callable[[str, str], ArchiveDoor]
    """From account and PIN to a door; raises the refusal."""
    keepers: Callable[[], Sequence[tuple[str, str]]]
    """Account and name of everybody who may sign in here."""
    bring: Callable[[ArchiveDoor, str], str]
    """Receives and verifies what lies under a path, and says what came of it; takes as long as it takes."""
    tell: Callable[[int], str]
    """All that is known of a line, in words."""
    draft: Callable[[ArchiveDoor, int, str], str]
    """The letter with which a line's file would go back for that reason."""
    opened: ArchiveDoor | None = None
    known: tuple[tuple[str, str], ...] = ()

    @property
    def door(self) -> ArchiveDoor:
        """The door of whoever is signed in.

        Raises:
            LookupError: nobody is, and then no screen of the archive is shown.
        """
        if self.opened is None:
            raise LookupError
        return self.opened

    def enter(self, account: str, pin: str) -> None:
        """Let somebody in."""
        self.opened = self.sign_in(account, pin)

    def people(self) -> tuple[tuple[str, str], ...]:
        """Return who may sign in; where that cannot be read, who last could."""
        with suppress(ExamError):
            self.known = tuple(self.keepers())
        return self.known


class ArchiveScreen(ExamScreen):
    """A screen of the archive; F2 changes the person."""

    BINDINGS = [key("f2", "switch", "switch")]  # noqa: RUF012 - Textual's own form

    def __init__(self, post: ArchivePost) -> None:
        super().__init__()
        self.post = post

    def heading(self) -> str:
        """Return the title with the name of whoever is signed in."""
        return f"{super().heading()} · {self.post.door.who.name}"

    def attempt(self, action: Callable[[], T]) -> T | None:
        """Do something and return what it gives; a refusal, also of what was typed, is shown instead."""

        def read() -> T:
            with reading_input():
                return action()

        return super().attempt(read)

    def checked(self, act: Callable[[str], object]) -> Check:
        """Return the act for a dialog, which shows the refusal and keeps what was typed."""

        def check(answer: str) -> None:
            with reading_input():
                act(answer)

        return check

    @work
    async def action_switch(self) -> None:
        """Let another person sign in: the second one of a disposal, for example."""
        asked = SignIn(self.say("sign-in.title"), self.post.people(), self.post.enter)
        if await self.app.push_screen_wait(asked):
            self.retitle()
            self.look()

    def look(self) -> None:
        """Show what the service says now."""

    def on_screen_resume(self) -> None:
        """Look again when the screen comes back."""
        self.retitle()
        self.look()

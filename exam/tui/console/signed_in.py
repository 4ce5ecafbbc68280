"""A screen of somebody who signed in: his name stands above it, what he typed is checked, and another may take over."""

from collections.abc import Callable, Sequence
from typing import ClassVar, Protocol, TypeVar

from textual import work
from textual.binding import BindingType

from exam.service.asking import reading_input
from exam.tui.widgets.dialogs import Check
from exam.tui.widgets.keys import key
from exam.tui.widgets.screen import ExamScreen
from exam.tui.widgets.sign_in import SignIn

T = TypeVar("T")


class Place(Protocol):
    """Where people sign in one after another."""

    note: str
    """What the sign-in says of PINs in a workspace of made-up people."""

    @property
    def name(self) -> str:
        """The name of whoever is signed in."""
        ...

    def enter(self, account: str, pin: str) -> None:
        """Let somebody in."""
        ...

    def people(self) -> Sequence[tuple[str, str]]:
        """Return account and name of everybody who may."""
        ...


class SignedInScreen(ExamScreen):
    """A screen of a place; F2 changes the person."""

    BINDINGS: ClassVar[list[BindingType]] = [key("f2", "switch", "switch")]
    SIGN_IN: ClassVar[str] = "sign-in.title"
    """What is asked of whoever takes over."""

    def __init__(self, place: Place) -> None:
        super().__init__()
        self._place = place

    def heading(self) -> str:
        """Return the title with the name of whoever is signed in."""
        return f"{super().heading()} · {self._place.name}"

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
        """Let another person sign in: another examiner, the second one of a disposal."""
        place = self._place
        if await self.app.push_screen_wait(
            SignIn(self.say(self.SIGN_IN), place.people(), place.enter, note=place.note)
        ):
            self.retitle()
            self.look()
            if self.is_active:
                self.begin()

    def look(self) -> None:
        """Show what the service says now."""

    def begin(self) -> None:
        """Go to where whoever just came has something to do."""

    def on_screen_resume(self) -> None:
        """Look again when the screen comes back."""
        self.retitle()
        self.look()

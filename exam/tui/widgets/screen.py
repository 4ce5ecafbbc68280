"""The frame of every screen: a title, the body, the keys; F1 says what the screen is for; refusals stay until read."""

from collections.abc import Callable
from typing import ClassVar, TypeVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import Screen
from textual.widget import Widget

from exam.problem import ExamError
from exam.tui.widgets.dialogs import Tell
from exam.tui.widgets.keys import KeyBar, key
from exam.tui.widgets.plain import Plain
from exam.tui.widgets.worded import worded

T = TypeVar("T")


class ExamScreen(Screen[None]):
    """A screen with title, body and keys."""

    NAME: ClassVar[str] = ""
    """Its name in the catalogues: `screen.<name>` is the title, `screen.<name>.help` what F1 says."""
    BINDINGS: ClassVar[list[BindingType]] = [key("f1", "explain", "help")]

    def compose(self) -> ComposeResult:
        """Yield the frame."""
        yield Plain(self.heading(), id="title")
        yield from self.body()
        yield KeyBar(worded(self.app).language)

    def body(self) -> ComposeResult:
        """Yield what stands between title and keys."""
        yield from ()

    def heading(self) -> str:
        """Return the title."""
        return self.say(f"screen.{self.NAME}")

    def say(self, code: str, **arguments: object) -> str:
        """Return the sentence for a code in the language of the screen."""
        return worded(self.app).say(code, **arguments)

    def action_explain(self) -> None:
        """Say what the screen is for."""
        self.app.push_screen(Tell(self.heading(), self.say(f"screen.{self.NAME}.help")))

    def refuse(self, error: ExamError) -> None:
        """Show a refusal until it was read."""
        self.app.push_screen(Tell(self.say("dialog.refused"), worded(self.app).sentence(error)))

    def attempt(self, action: Callable[[], T]) -> T | None:
        """Do something and return what it gives; a refusal is shown instead."""
        try:
            return action()
        except ExamError as error:
            self.refuse(error)
            return None

    def retitle(self) -> None:
        """Show the title anew."""
        self.query_one("#title", Plain).tell(self.heading())

    def fill(self, place: str, *widgets: Widget) -> None:
        """Replace what a container holds."""
        container = self.query_one(place)
        container.remove_children()
        container.mount(*widgets)

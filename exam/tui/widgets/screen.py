"""The frame of every screen: a title, troubles, the body, the keys; F1 says what the screen is for.

A refusal of what somebody asked for is a dialog. What goes wrong by itself (time, a look that repeats, keeping what is
typed) stands in a line of its own as long as it lasts: it takes no key away from whoever types.
"""

from collections.abc import Callable
from typing import ClassVar, TypeVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widget import Widget

from exam.problem import ExamError
from exam.tui.widgets.dialogs import Tell
from exam.tui.widgets.help import Help
from exam.tui.widgets.keys import KeyBar, key
from exam.tui.widgets.layer import Layer
from exam.tui.widgets.plain import Plain
from exam.tui.widgets.worded import worded

T = TypeVar("T")


class ExamScreen(Layer[None]):
    """A screen with title, body and keys."""

    NAME: ClassVar[str] = ""
    """Its name in the catalogues: `screen.<name>` is the title, `screen.<name>.help` what F1 says."""
    BINDINGS: ClassVar[list[BindingType]] = [key("f1", "explain", "help")]

    def __init__(self) -> None:
        super().__init__()
        self._troubles: dict[str, str] = {}

    def compose(self) -> ComposeResult:
        """Yield the frame."""
        yield Plain(self.heading(), id="title")
        yield Plain(id="trouble")
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
        self.app.push_screen(Help(self.heading(), self.say(f"screen.{self.NAME}.help")))

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

    def trouble(self, source: str, told: str) -> None:
        """Show what stands in the way, by source; an empty text takes it away."""
        if self._troubles.get(source, "") == told:
            return
        self._troubles[source] = told
        lines = "\n".join(dict.fromkeys(line for line in self._troubles.values() if line))
        for place in self.query("#trouble").results(Plain):
            place.display = bool(lines)
            place.tell(lines)

    def watched(self, read: Callable[[], T]) -> T | None:
        """Return what is read; where it cannot be, None, and the cause stands among the troubles until it can."""
        try:
            found = read()
        except ExamError as error:
            self.unseen(error)
            return None
        self.trouble("look", "")
        return found

    def unseen(self, error: ExamError) -> None:
        """Say why nothing newer can be shown."""
        self.trouble("look", worded(self.app).sentence(error))

    def retitle(self) -> None:
        """Show the title anew."""
        self.query_one("#title", Plain).tell(self.heading())

    def fill(self, place: str, *widgets: Widget) -> None:
        """Replace what a container holds."""
        container = self.query_one(place)
        container.remove_children()
        container.mount(*widgets)

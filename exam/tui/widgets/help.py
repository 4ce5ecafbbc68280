"""What F1 tells: what the screen is for; and here one changes how everything looks."""

from typing import ClassVar

from textual import events
from textual.binding import BindingType

from exam.tui.widgets.dialogs import Tell
from exam.tui.widgets.keys import key
from exam.tui.widgets.plain import Plain
from exam.tui.widgets.worded import worded


class Help(Tell):
    """What a screen is for."""

    BINDINGS: ClassVar[list[BindingType]] = [key("f2", "next_look", "look")]

    def on_mount(self, _event: events.Mount) -> None:
        """Name the look."""
        self._tell()

    def action_next_look(self) -> None:
        """Change to the next look, at once and for the next time too."""
        worded(self.app).next_look()
        self._tell()

    def _tell(self) -> None:
        app = worded(self.app)
        told = app.say("help.look", look=app.say(f"look.{app.look}"))
        self.query_one(".dialog-text Plain", Plain).tell(f"{self.told[1]}\n\n{told}")

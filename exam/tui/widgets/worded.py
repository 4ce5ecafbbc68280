"""The app as its screens see it: a language, and sentences in it."""

import sys
import traceback
from pathlib import Path
from typing import ClassVar

from rich.text import Text
from textual.app import App
from textual.binding import Binding, BindingType
from textual.filter import LineFilter

from exam.problem import ExamError
from exam.text import sanitise
from exam.tui.widgets.plain import VisibleOnly
from exam.tui.widgets.theme import THEME
from exam.wording import Language, render, render_error

SPELT = {"enter": "Enter", "escape": "Esc", "right": "→", "left": "←"}
"""How keys are named in the bar; the others are spelt in capitals."""


class WordedApp(App[None]):
    """An app without a palette and without a way out that nobody asked for."""

    ENABLE_COMMAND_PALETTE = False
    CSS_PATH = Path(__file__).with_name("exam.tcss")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "focus_next", show=False, priority=True),
        Binding("shift+tab", "focus_previous", show=False, priority=True),
    ]
    """At once: letters before them wait in their field already, and those after them are for the next one."""

    def __init__(self, language: Language) -> None:
        super().__init__()
        self.language = language
        self.register_theme(THEME)
        self.theme = THEME.name

    def say(self, code: str, **arguments: object) -> str:
        """Return the sentence for a code."""
        return render(code, arguments, self.language)

    def sentence(self, error: ExamError) -> str:
        """Return the sentence for a refusal."""
        return render_error(error, self.language)

    def get_key_display(self, binding: Binding) -> str:
        """Spell a key as it stands on the keyboard."""
        first = binding.key.split(",")[0]
        return SPELT.get(first, first.replace("ctrl+", "^").upper())

    def get_line_filters(self) -> list[LineFilter]:
        """Let no hidden character through to the terminal."""
        return [_GUARD, *super().get_line_filters()]

    def _fatal_error(self) -> None:
        """End with a sentence and the place of the fault; Textual would print every variable, PINs and keys too."""
        fault = sys.exception()
        lines = traceback.format_exception(fault, chain=False) if fault else []
        self.panic(Text(self.say("program-failed") + "\n\n" + sanitise("".join(lines))))

    def action_help_quit(self) -> None:
        """Ignore Ctrl+C, which copies in a terminal."""

    async def action_quit(self) -> None:
        """Ignore Ctrl+Q; faces say themselves how they are left."""


_GUARD = VisibleOnly()


def worded(app: App[object]) -> WordedApp:
    """Return the app as one with words.

    Raises:
        TypeError: it is another one, which only a mistake of ours can bring about.
    """
    if not isinstance(app, WordedApp):
        raise TypeError(type(app).__name__)
    return app

"""The app as its screens see it: a language, and sentences in it."""

import sys
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import ClassVar

from rich.text import Text
from textual.actions import ActionParseResult
from textual.app import App
from textual.binding import Binding, BindingType
from textual.dom import DOMNode
from textual.filter import LineFilter, Monochrome, NoColor

from exam.problem import ExamError
from exam.text import sanitise
from exam.tui.widgets.plain import VisibleOnly
from exam.tui.widgets.theme import NIGHT, THEMES, following
from exam.wording import Language, render, render_error

SPELT = {"enter": "Enter", "escape": "Esc", "right": "→", "left": "←", "up": "↑", "down": "↓"}
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

    def __init__(self, language: Language, look: str = NIGHT) -> None:
        super().__init__()
        self.language = language
        self.VERTICAL_BREAKPOINTS = [(0, "-short"), (20, "-tall")]
        for theme in THEMES.values():
            self.register_theme(theme)
        self.theme = look
        self.look_chosen: Callable[[str], object] = lambda _look: None
        """Is told the look that somebody chose, so that it is there the next time."""

    async def run_action(
        self,
        action: "str | ActionParseResult",
        default_namespace: DOMNode | None = None,
        namespaces: Mapping[str, DOMNode] | None = None,
    ) -> bool:
        """Do what a key is for; one that came before the screen stood there was not meant for it."""
        if self.screen_stack and not self.screen.is_mounted:
            return False
        return await super().run_action(action, default_namespace, namespaces)

    @property
    def look(self) -> str:
        """The name of the look."""
        return self.theme

    def next_look(self) -> None:
        """Change to the next look."""
        self.theme = following(self.theme)
        self.look_chosen(self.theme)

    def say(self, code: str, **arguments: object) -> str:
        """Return the sentence for a code."""
        return render(code, arguments, self.language)

    def sentence(self, error: ExamError) -> str:
        """Return the sentence for a refusal."""
        return render_error(error, self.language)

    def get_key_display(self, binding: Binding) -> str:
        """Spell a key as it stands on the keyboard, or as it was told for several."""
        if binding.key_display:
            return binding.key_display
        first = binding.key.split(",")[0]
        return SPELT.get(first, first.replace("ctrl+", "^").upper())

    def get_line_filters(self) -> list[LineFilter]:
        """Let no hidden character through to the terminal, and no colour where `NO_COLOR` is set (no-color.org)."""
        others = [one for one in super().get_line_filters() if not isinstance(one, Monochrome)]
        return [_GUARD, *others, *([_PLAIN] if self.no_color else [])]

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
_PLAIN = NoColor()


def worded(app: App[object]) -> WordedApp:
    """Return the app as one with words.

    Raises:
        TypeError: it is another one, which only a mistake of ours can bring about.
    """
    if not isinstance(app, WordedApp):
        raise TypeError(type(app).__name__)
    return app

"""Asks for a reason in few keys: typing narrows ready phrases, Enter takes one, then it is made concrete."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from exam.text import folded
from exam.tui.widgets.dialogs import Check, Write
from exam.tui.widgets.fields import Editor, Line
from exam.tui.widgets.keys import key
from exam.tui.widgets.plain import Plain, shown
from exam.tui.widgets.rows import Reading, Rows
from exam.tui.widgets.worded import worded


def narrowed(phrases: Sequence[str], typed: str) -> tuple[str, ...]:
    """Return the phrases that hold every typed word, or a beginning of one; case and diacritics do not matter."""
    wanted = folded(typed).split()
    return tuple(phrase for phrase in phrases if all(word in folded(phrase) for word in wanted))


class Reason(Write):
    """A question for a reason, with phrases to begin from and with what others said."""

    BINDINGS: ClassVar[list[BindingType]] = [
        key("up", "move(-1)", "up", show=False),
        key("down", "move(1)", "down", show=False),
    ]

    def __init__(
        self,
        title: str,
        text: str,
        *,
        value: str = "",
        phrases: Sequence[str] = (),
        said: Sequence[str] = (),
        check: Check | None = None,
    ) -> None:
        super().__init__(title, text, value=value, check=check)
        self._phrases = tuple(phrases)
        self._said = tuple(said)
        self._fitting = self._phrases

    def help_with(self) -> ComposeResult:
        """Yield what others said, then the phrases."""
        if self._said:
            with Reading(classes="said"):
                yield Plain("\n".join(self._said))
        if self._phrases:
            yield Line(placeholder=worded(self.app).say("reason.filter"), enter="take-phrase", id="filter")
            yield Rows(*(shown(phrase) for phrase in self._phrases), enter="take-phrase", id="phrases")

    def begin(self) -> None:
        """Begin in the filter, or in a text that is there already."""
        super().begin()
        if self._phrases:
            self.query_one("#phrases", Rows).highlighted = 0
            if not self._value:
                self.set_focus(self.query_one("#filter"))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show the phrases that fit."""
        self._fitting = narrowed(self._phrases, event.value)
        rows = self.query_one("#phrases", Rows)
        rows.clear_options()
        rows.add_options([Option(shown(phrase)) for phrase in self._fitting])
        rows.highlighted = 0 if self._fitting else None

    def action_move(self, step: int) -> None:
        """Go to another phrase without leaving the filter."""
        rows = self.query_one("#phrases", Rows) if self._phrases else None
        if rows is not None and self._fitting:
            rows.highlighted = ((rows.highlighted or 0) + step) % len(self._fitting)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take the phrase that is gone to, or what was typed where none fits."""
        place = self.query_one("#phrases", Rows).highlighted
        self._take(event.value.strip() if place is None else self._fitting[place])

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Take the phrase that was chosen."""
        self._take(self._fitting[event.option_index])

    def _take(self, phrase: str) -> None:
        """Put it into the text, in place of a bare phrase and never of words."""
        lines = self.query_one("#text", Editor).text.rstrip().split("\n")
        kept = lines[:-1] if lines[-1] in {"", *self._phrases} else lines
        self.write("\n".join([*kept, phrase]))

    def action_accept(self) -> None:
        """End with the text; what stands in the filter is no reason yet and is shown as one first."""
        filtered = self.query_one("#filter", Line).value.strip() if self._phrases else ""
        if filtered and not self.query_one("#text", Editor).text.strip():
            self._take(filtered)
            note = self.query_one("#note", Plain)
            note.tell(worded(self.app).say("reason.read"))
            note.remove_class("hidden")
        else:
            super().action_accept()

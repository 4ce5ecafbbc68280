"""A list to go through; Enter or a click takes the highlighted row, and the bar of keys says what that does.

No screen may bind Enter with priority: such a key overtakes those that still wait for a field or a list. Tab alone has
it, because it does nothing to them (decision 0011).
"""

from contextlib import suppress
from typing import ClassVar, TypeVar

from rich.segment import Segment
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.strip import Strip
from textual.widgets import OptionList, SelectionList
from textual.widgets.option_list import Option

from exam.tui.widgets.keys import key

Value = TypeVar("Value")


class Reading(VerticalScroll, inherit_bindings=False):
    """Text that may be longer than its place; it takes the keys up and down, and leaves the others to the screen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "scroll_up", show=False),
        Binding("down", "scroll_down", show=False),
        Binding("pageup", "page_up", show=False),
        Binding("pagedown", "page_down", show=False),
        Binding("home", "scroll_home", show=False),
        Binding("end", "scroll_end", show=False),
    ]


class Told(Reading):
    """The text of a dialog; the keys up and down are offered where it is longer than its place."""

    BINDINGS: ClassVar[list[BindingType]] = [key("up", "scroll_up", "scroll"), key("down", "scroll_down", "scroll")]

    def on_resize(self) -> None:
        """Offer them once it is known how long it is."""
        self.call_after_refresh(self.refresh_bindings)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's signature
        """Offer to go through what does not fit."""
        return self.max_scroll_y > 0 or not action.startswith("scroll")


class Options(OptionList):
    """A list in which paging does nothing where no row has room; Textual's own falls over there."""

    def action_page_down(self) -> None:
        """Go down by what is in sight."""
        with suppress(KeyError):
            super().action_page_down()  # type: ignore[no-untyped-call]

    def action_page_up(self) -> None:
        """Go up by what is in sight."""
        with suppress(KeyError):
            super().action_page_up()  # type: ignore[no-untyped-call]


class Rows(Options):
    """Rows of plain text."""

    def __init__(self, *rows: Content | Option, enter: str, id: str | None = None) -> None:  # noqa: A002 - Textual's word
        super().__init__(*rows, id=id, markup=False)
        self._bindings.key_to_bindings["enter"] = [key("enter", "select", enter)]

    def on_resize(self) -> None:
        """Keep the highlighted row in sight, also where the bar of keys grew over it."""
        self.call_after_refresh(self.scroll_to_highlight)

    def replace(self, rows: list[Option]) -> None:
        """Show these rows; where only words changed, the highlight stays."""
        if len(rows) == self.option_count:
            for place, row in enumerate(rows):
                if self.get_option_at_index(place).prompt != row.prompt:
                    self.replace_option_prompt_at_index(place, row.prompt)
            return
        kept = self.highlighted
        self.clear_options()
        self.add_options(rows)
        first = next((place for place, row in enumerate(rows) if not row.disabled), None)
        self.highlighted = first if kept is None or kept >= len(rows) else kept


class Picks(SelectionList[Value]):
    """Rows of which several may be picked; a cross stands before those that are, where Textual has only a colour."""

    def render_line(self, y: int) -> Strip:
        """Return a row with its cross."""
        strip = super().render_line(y)
        place = self.scroll_offset.y + y
        if place >= self.option_count:
            return strip
        left, cross, *rest = strip
        picked = self.get_option_at_index(place).value in self.selected
        return Strip([left, Segment("X" if picked else " ", cross.style), *rest])

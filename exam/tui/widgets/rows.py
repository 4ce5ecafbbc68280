"""A list to go through; Enter or a click takes the highlighted row, and the bar of keys says what that does.

No screen may bind Enter with priority: such a key overtakes those that still wait for a field or a list.
"""

from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from exam.tui.widgets.keys import key


class Rows(OptionList):
    """Rows of plain text."""

    def __init__(self, *rows: Content | Option, enter: str, id: str | None = None) -> None:  # noqa: A002 - Textual's word
        super().__init__(*rows, id=id, markup=False)
        self._bindings.key_to_bindings["enter"] = [key("enter", "select", enter)]

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

"""Text that is only text: no markup, no action, no escape sequence, whatever people or files brought."""

from rich.segment import Segment
from textual.color import Color
from textual.content import Content
from textual.filter import LineFilter
from textual.visual import VisualType
from textual.widgets import Static

from exam.text import hidden_characters, sanitise


def shown(text: str) -> Content:
    """Return text as a widget may paint it: sanitised, and never read as markup."""
    return Content(sanitise(text))


class Plain(Static):
    """A block of text."""

    def __init__(self, text: str = "", *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's word
        super().__init__(shown(text), id=id, classes=classes, markup=False)
        self._told: str | None = text

    def update(self, content: VisualType = "", *, layout: bool = True) -> None:
        """Show other content than plain text."""
        self._told = None
        super().update(content, layout=layout)

    def tell(self, text: str) -> None:
        """Show another text; the same again costs nothing."""
        if text != self._told:
            self.update(shown(text))
            self._told = text


class VisibleOnly(LineFilter):
    """The last guard before the terminal: no widget, not even an editor, paints a character that cannot be seen."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002 - Textual's signature
        """Return the segments without hidden characters."""
        return [_visible(segment) for segment in segments]


def _visible(segment: Segment) -> Segment:
    if segment.control or segment.text.isprintable() or not hidden_characters(segment.text):
        return segment
    kept = "".join(char for char in segment.text if not hidden_characters(char) and char != "\n")
    return Segment(kept, segment.style)

"""Text in which words can be looked for: hits are marked, and the one that is gone to is brought into sight."""

from textual.containers import VerticalScroll
from textual.content import Content

from exam.text import folded
from exam.tui.widgets.plain import Plain, shown


def hits(text: str, wanted: str) -> tuple[tuple[int, int], ...]:
    """Return where the wanted words stand, as beginning and end; case and diacritics do not matter."""
    spelt = "".join(_one(char) for char in text)
    sought = "".join(_one(char) for char in wanted)
    found, start = [], 0
    while sought and (start := spelt.find(sought, start)) >= 0:
        found.append((start, start + len(sought)))
        start += len(sought)
    return tuple(found)


def _one(char: str) -> str:
    """Fold a character to exactly one, so that places stay what they are."""
    return folded(char)[:1] or char


class Searched(Plain):
    """A block of text with hits."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's word
        super().__init__(id=id)
        self._text = shown("")
        self._wanted = ""
        self._hits: tuple[tuple[int, int], ...] = ()
        self._at = 0

    def tell(self, text: str) -> None:
        """Show another text; what is looked for stays."""
        self._text = shown(text)
        self._hits = hits(self._text.plain, self._wanted)
        self._at = min(self._at, max(0, len(self._hits) - 1))
        self._paint()

    def search(self, wanted: str) -> tuple[int, int]:
        """Look for something and return which hit is gone to, from 1, and how many there are."""
        self._wanted = wanted
        self._hits, self._at = hits(self._text.plain, wanted), 0
        return self.go(0)

    def go(self, step: int) -> tuple[int, int]:
        """Go to another hit, around the end."""
        if not self._hits:
            self._paint()
            return (0, 0)
        self._at = (self._at + step) % len(self._hits)
        self._paint()
        self.call_after_refresh(self._bring)
        return (self._at + 1, len(self._hits))

    def _paint(self) -> None:
        content = self._text
        for place, (start, end) in enumerate(self._hits):
            content = content.stylize("bold reverse" if place == self._at else "bold underline", start, end)
        self.update(content)

    def _bring(self) -> None:
        """Scroll to the hit, a line above it in sight."""
        box = self.parent
        if isinstance(box, VerticalScroll) and self._hits:
            before = Content(self._text.plain[: self._hits[self._at][0] + 1])
            line = len(before.wrap(max(1, self.content_size.width))) - 1
            box.scroll_to(y=max(0, line - 1), animate=False)

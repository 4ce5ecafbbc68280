"""Places for a pen: lines, boxes to tick, lines to sign on, a line to cut along."""

from collections.abc import Sequence

from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from exam.publishing.tables import WIDTH
from exam.publishing.typesetting import HAIR, INK

APART = 8 * mm
BOX = 3.6 * mm
SIGNING = 14 * mm
GUTTER = 10 * mm


class Lines(Flowable):  # type: ignore[misc]  # reportlab has no types
    """Ruled lines to write on; they go on on the next page."""

    def __init__(self, count: int) -> None:
        super().__init__()
        self._count = count

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """Return the room of all lines."""
        self.width, self.height = width, self._count * APART
        return self.width, self.height

    def split(self, _width: float, height: float) -> list[Flowable]:
        """Return as many lines as fit, and the rest."""
        fitting = int(height // APART)
        return [Lines(fitting), Lines(self._count - fitting)] if 0 < fitting < self._count else []

    def draw(self) -> None:
        """Draw them from the top."""
        with self.canv.tags.artifact(self.canv):
            self.canv.setStrokeColor(HAIR)
            self.canv.setLineWidth(0.5)
            for line in range(self._count):
                self.canv.line(0, line * APART + 0.5, self.width, line * APART + 0.5)


class TickBox(Flowable):  # type: ignore[misc]  # reportlab has no types
    """A box to tick, with words beside it or alone in its cell."""

    def __init__(self, words: Flowable | None = None) -> None:
        super().__init__()
        self._words = words

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Return the room of the words, or of the box."""
        beside = self._words.wrap(width - BOX - 2 * mm, height)[1] if self._words else 0
        self.width, self.height = width, max(beside + 1 * mm, BOX + 1 * mm)
        return self.width, self.height

    def draw(self) -> None:
        """Draw the box at the height of the first line."""
        with self.canv.tags.artifact(self.canv):
            self.canv.setStrokeColor(INK)
            self.canv.setLineWidth(0.7)
            left = 0 if self._words else (self.width - BOX) / 2
            self.canv.rect(left, self.height - BOX - 0.4 * mm, BOX, BOX)
        if self._words:
            self._words.drawOn(self.canv, BOX + 2 * mm, self.height - self._words.height)


class SignatureLines(Flowable):  # type: ignore[misc]  # reportlab has no types
    """Lines to sign on, two beside each other, each with what stands below it."""

    def __init__(self, captions: Sequence[Flowable]) -> None:
        super().__init__()
        self._captions = captions
        self._each = (WIDTH - GUTTER) / 2

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Return the room of all rows."""
        self._below = max(caption.wrap(self._each, height)[1] for caption in self._captions)
        rows = -(-len(self._captions) // 2)
        self.width, self.height = width, rows * (SIGNING + self._below + 2 * mm)
        return self.width, self.height

    def draw(self) -> None:
        """Draw the rows from the top."""
        top = self.height
        for place, caption in enumerate(self._captions):
            left = (self._each + GUTTER) * (place % 2)
            top -= (SIGNING + self._below + 2 * mm) if place % 2 == 0 and place else 0
            line = top - SIGNING
            with self.canv.tags.artifact(self.canv):
                self.canv.setStrokeColor(INK)
                self.canv.setLineWidth(0.5)
                self.canv.line(left, line, left + self._each, line)
            caption.drawOn(self.canv, left, line - caption.height - 1 * mm)


class CutLine(Flowable):  # type: ignore[misc]  # reportlab has no types
    """A dashed line across the page."""

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """Return its room."""
        self.width, self.height = width, 9 * mm
        return self.width, self.height

    def draw(self) -> None:
        """Draw it."""
        with self.canv.tags.artifact(self.canv):
            self.canv.setStrokeColor(HAIR)
            self.canv.setLineWidth(0.6)
            self.canv.setDash(3, 3)
            self.canv.line(0, self.height / 2, self.width, self.height / 2)
            self.canv.setDash()

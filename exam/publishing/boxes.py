"""The place where one signer signs: a frame for an electronic signature, and under it a line for paper.

Most of the frame is, for each member, a field that says why there is none; it is empty until then.
"""

from collections.abc import Callable
from dataclasses import dataclass

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Paragraph

from exam.publishing.structure import Element
from exam.publishing.typesetting import HAIR, INK, SOFT, Typesetter

WIDTH = 81 * mm
FRAME = 20 * mm
LINE = 11 * mm
STRIP = 4.6 * mm
"""Of the frame, for the field of a signature where the rest is for words; validators distrust fields that overlap."""
GAP = 1.5 * mm
DATE = 24 * mm
"""Room for the date, at the right end of the line."""


@dataclass(frozen=True, slots=True)
class SignatureField:
    """Where a signature field lies."""

    field: str
    signer: str
    page: int
    """Counts from 1."""
    rectangle: tuple[float, float, float, float]
    statement: bool = False
    """Whether words are put there and no signature."""


@dataclass(frozen=True, slots=True)
class Place:
    """One place for a signature; `field` is empty for who signs on paper only."""

    name: str
    caption: str
    line: str
    """What stands under the line."""
    field: str = ""
    remark: str = ""
    room: float = FRAME
    """Height kept free for the signature."""
    statement: str = ""
    """The field that says why there is none; empty for the seal."""


class SignatureBox(Flowable):  # type: ignore[misc]  # reportlab has no types
    """A flowable that draws one place and tells where its field came to lie."""

    def __init__(self, place: Place, setter: Typesetter, found: Callable[[SignatureField], None]) -> None:
        super().__init__()
        self._place = place
        self._setter = setter
        self._found = found
        self._texts: list[tuple[Paragraph, float]] = []

    def wrap(self, *_available: float) -> tuple[float, float]:
        """Return the room that it needs: names may take several lines."""
        texts = [self._setter.set(self._place.name, "strong"), self._setter.set(self._place.caption, "remark")]
        if self._place.remark:
            texts.append(self._setter.set(self._place.remark, "remark"))
        self._texts = [(text, text.wrap(WIDTH, 10_000)[1]) for text in texts]
        told = sum(height for _, height in self._texts)
        self.width, self.height = WIDTH, told + GAP + self._place.room + LINE + 4 * mm
        return self.width, self.height

    def draw(self) -> None:
        """Draw texts, frame and line from the top down, the line always at the foot."""
        with self.canv.tags.group(Element("Div")):
            self._draw()

    def _draw(self) -> None:
        top = self.height
        for text, height in self._texts:
            top -= height
            text.drawOn(self.canv, 0, top)
        top -= GAP + self._place.room
        if self._place.field:
            self._frame(top)
        words = self._place.room - STRIP if self._place.statement else 0
        if self._place.statement:
            self._field(self._place.statement, self._setter.wording.captions.statement, (top, words), statement=True)
        if self._place.field:
            self._field(self._place.field, self._place.caption, (top + words, self._place.room - words))
        self._line(top - LINE + 3 * mm)

    def _field(self, field: str, meaning: str, span: tuple[float, float], *, statement: bool = False) -> None:
        """Put a field over the whole width, from a height upwards."""
        left, base = self.canv.absolutePosition(0, span[0])
        self.canv.tags.field(field, self._setter.plain(f"{self._place.name}, {meaning}"))
        rectangle = (left, base, left + WIDTH, base + span[1])
        page = self.canv.getPageNumber()
        self._found(SignatureField(field, self._place.name, page, rectangle, statement=statement))

    def _frame(self, bottom: float) -> None:
        with self.canv.tags.artifact(self.canv):
            self.canv.setStrokeColor(HAIR)
            self.canv.setLineWidth(0.5)
            self.canv.rect(0, bottom, WIDTH, self._place.room)
        self._small(1.5 * mm, bottom + self._place.room - 3.4 * mm, self._setter.wording.captions.electronic)

    def _line(self, bottom: float) -> None:
        captions = self._setter.wording.captions
        with self.canv.tags.artifact(self.canv):
            self.canv.setStrokeColor(INK)
            self.canv.setLineWidth(0.5)
            self.canv.line(0, bottom, WIDTH - DATE - 3 * mm, bottom)
            self.canv.line(WIDTH - DATE, bottom, WIDTH, bottom)
        self._small(0, bottom - 3 * mm, self._place.line)
        self._small(WIDTH - DATE, bottom - 3 * mm, captions.date)

    def _small(self, left: float, bottom: float, text: str) -> None:
        with self.canv.tags.content(self.canv, Element("P")):
            self.canv.setFont(self._setter.faces.regular, 6.8)
            self.canv.setFillColor(SOFT)
            self.canv.drawString(left, bottom, self._setter.plain(text))

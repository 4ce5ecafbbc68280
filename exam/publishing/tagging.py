"""Marks what is drawn: content belongs to an element of the structure, everything else is an artifact.

One `Tags` lives as long as its canvas. Flowables find it there, because reportlab makes new ones when it splits them.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TypeAlias

from reportlab.platypus import Flowable, HRFlowable, Paragraph, Table

from exam.publishing.structure import Element, FieldMark, Mark, place, root

Canvas: TypeAlias = Any
"""reportlab has no types; the canvas of `paper` has `tags`."""
LAYOUT, PAGINATION = "Layout", "Pagination"


class Tags:
    """What has been marked on one canvas."""

    def __init__(self) -> None:
        self.document = root()
        self._within = [self.document]
        self._open = False
        self._marks: Counter[int] = Counter()

    @contextmanager
    def content(self, canvas: Canvas, element: Element) -> Iterator[None]:
        """Mark what is drawn as a piece of the element; inside another mark, leave it to that one."""
        if self._open:
            yield
            return
        self.begin(canvas, element)
        yield
        self.end(canvas)

    @contextmanager
    def artifact(self, canvas: Canvas, kind: str = LAYOUT) -> Iterator[None]:
        """Mark what is drawn as no part of the text."""
        self.begin_artifact(canvas, kind)
        yield
        self.end(canvas)

    @contextmanager
    def group(self, element: Element) -> Iterator[None]:
        """Put what takes its place now into this element."""
        self.enter(element)
        yield
        self.leave()

    def begin(self, canvas: Canvas, element: Element) -> None:
        """Open a piece of the element."""
        place(element, self._within[-1])
        page = canvas.getPageNumber()
        mark = Mark(page, self._marks[page])
        self._marks[page] += 1
        element.parts.append(mark)
        canvas.addLiteral(f"/{element.role} <</MCID {mark.number}>> BDC")
        self._open = True

    def begin_artifact(self, canvas: Canvas, kind: str) -> None:
        """Open what is no part of the text."""
        canvas.addLiteral(f"/Artifact <</Type /{kind}>> BDC")
        self._open = True

    def end(self, canvas: Canvas) -> None:
        """Close what is open."""
        canvas.addLiteral("EMC")
        self._open = False

    def enter(self, element: Element) -> None:
        """Let what follows lie in this element."""
        place(element, self._within[-1])
        self._within.append(element)

    def leave(self) -> None:
        """Let what follows lie beside it again."""
        self._within.pop()

    def close(self, canvas: Canvas) -> None:
        """Close the piece that is open or, where none is, the element that was entered."""
        if self._open:
            self.end(canvas)
        else:
            self.leave()

    def field(self, name: str, label: str) -> None:
        """Put a signature field where the reader is now."""
        element = Element("Form", alt=label)
        place(element, self._within[-1])
        element.parts.append(FieldMark(name))


class TaggedParagraph(Paragraph):  # type: ignore[misc]  # reportlab has no types
    """A paragraph that is one element, on however many pages its lines come to stand."""

    element: Element
    _offered: float | None = None

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Return the room that it needs; a table asks for it several times, and each time the lines would be broken."""
        if width != self._offered or "blPara" not in vars(self):
            super().wrap(width, height)
            self._offered = width
        return self.width, self.height

    def split(self, width: float, height: float) -> list[Flowable]:
        """Return the part that fits and the rest, both of the same element."""
        parts: list[Flowable] = super().split(width, height)
        for part in parts:
            part.element = self.element
        return parts

    def drawOn(self, canvas: Canvas, x: float, y: float, _sW: float = 0) -> None:  # noqa: N802, N803 - reportlab's names
        """Draw it as a piece of its element."""
        with canvas.tags.content(canvas, self.element):
            super().drawOn(canvas, x, y, _sW)


class Rule(HRFlowable):  # type: ignore[misc]  # reportlab has no types
    """A line across the page, for the eye only."""

    def draw(self) -> None:
        """Draw it as an artifact."""
        with self.canv.tags.artifact(self.canv):
            super().draw()


class Arranged(Table):  # type: ignore[misc]  # reportlab has no types
    """A table that only arranges its cells: backgrounds and lines are artifacts, the cells speak for themselves."""

    def __init__(self, data: object, **options: object) -> None:
        super().__init__(data, **{"renderCB": _rendered, **options})

    def open_cell(self, tags: Tags, row: int, column: int) -> None:
        """Nothing: what lies in the cell marks itself."""

    def close_cell(self, tags: Tags) -> None:
        """Nothing."""


def _rendered(table: Arranged, step: str, *details: Any) -> None:  # noqa: ANN401 - reportlab's callback
    tags: Tags = table.canv.tags
    match step:
        case "startBG" | "startLines":
            tags.begin_artifact(table.canv, LAYOUT)
        case "endBG" | "endLines":
            tags.end(table.canv)
        case "startCell":
            table.open_cell(tags, details[0], details[1])
        case "endCell":
            table.close_cell(tags)

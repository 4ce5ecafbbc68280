"""The sheet of paper: A4, the head and foot of every page, and the practice banner that no page may lack."""

from collections.abc import Callable
from dataclasses import dataclass

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate

from exam.core.report import fill
from exam.publishing.tagging import PAGINATION, Tags
from exam.publishing.typesetting import HAIR, INK, SOFT, Typesetter

SIDE = 20 * mm
TOP = 24 * mm
BOTTOM = 20 * mm
BANNER = 9 * mm


@dataclass(frozen=True, slots=True)
class Furniture:
    """What stands on every page."""

    setter: Typesetter
    title: str
    header: str
    footer: str
    banner: str
    """Empty for an official record."""

    @property
    def top(self) -> float:
        """Height of what stands above the text."""
        return float(TOP + (BANNER if self.banner else 0) - 4 * mm)

    def paint(self, canvas: Canvas, page: int, pages: int) -> None:
        """Draw head, foot and banner of one page, none of it a part of the text."""
        with canvas.tags.artifact(canvas, PAGINATION):
            self._paint(canvas, page, pages)

    def _paint(self, canvas: Canvas, page: int, pages: int) -> None:
        width, height = A4
        canvas.setFillColor(SOFT)
        canvas.setFont(self.setter.faces.regular, 7.8)
        canvas.drawString(SIDE, height - 13 * mm, self._fitting(self.title, width / 2 - SIDE))
        canvas.drawRightString(width - SIDE, height - 13 * mm, self._fitting(self.header, width / 2 - SIDE))
        canvas.drawString(SIDE, 11 * mm, self._fitting(self.footer, width - 2 * SIDE - 32 * mm))
        told = fill(self.setter.wording.page, page=page, pages=pages)
        canvas.drawRightString(width - SIDE, 11 * mm, self.setter.plain(told))
        canvas.setStrokeColor(HAIR)
        canvas.setLineWidth(0.4)
        canvas.line(SIDE, height - 15 * mm, width - SIDE, height - 15 * mm)
        canvas.line(SIDE, 15 * mm, width - SIDE, 15 * mm)
        if self.banner:
            self._paint_banner(canvas, width, height)

    def _paint_banner(self, canvas: Canvas, width: float, height: float) -> None:
        bottom = height - 16.5 * mm - BANNER + 2 * mm
        canvas.setStrokeColor(INK)
        canvas.setLineWidth(1.2)
        canvas.rect(SIDE, bottom, width - 2 * SIDE, BANNER - 2 * mm)
        canvas.setFillColor(INK)
        canvas.setFont(self.setter.faces.bold, 10.5)
        canvas.drawCentredString(width / 2, bottom + 2.2 * mm, self.setter.plain(self.banner))

    def _fitting(self, text: str, width: float) -> str:
        """Cut a text that would run into its neighbour; the whole of it stands on the pages."""
        shown = self.setter.plain(text).replace("\n", " ")
        while shown and self.setter.width(shown, 7.8) > width:
            shown = f"{shown[:-2].rstrip()}…" if len(shown) > 1 else ""
        return shown


def sheet(out: object, furniture: Furniture, *, language: str) -> BaseDocTemplate:
    """Return the document template that lays sections out on such pages."""
    width, height = A4
    frame = Frame(
        SIDE,
        BOTTOM,
        width - 2 * SIDE,
        height - furniture.top - BOTTOM,
        leftPadding=0,
        rightPadding=0,
        topPadding=0,
        bottomPadding=0,
    )
    return BaseDocTemplate(
        out,
        pagesize=A4,
        pageTemplates=[PageTemplate(id="page", frames=[frame])],
        invariant=1,
        pageCompression=0,
        lang=language,
        initialFontName=furniture.setter.faces.regular,
    )


def counting_canvas(furniture: Furniture, tags: Tags) -> Callable[..., Canvas]:
    """Return a canvas that knows how many pages there are before it paints what stands on each."""

    class CountingCanvas(Canvas):  # type: ignore[misc]  # reportlab has no types
        """Keeps every page back until the last one is there."""

        def __init__(self, *arguments: object, **options: object) -> None:
            super().__init__(*arguments, **options)
            self.tags = tags
            self._kept: list[dict[str, object]] = []

        def showPage(self) -> None:  # noqa: N802 - reportlab's name
            """Keep the page instead of closing it."""
            self._kept.append(dict(self.__dict__))
            self._startPage()

        def save(self) -> None:
            """Paint and close every page, then the file."""
            kept = self._kept
            for number, page in enumerate(kept, start=1):
                self.__dict__.update(page)
                furniture.paint(self, number, len(kept))
                super().showPage()
            super().save()

    return CountingCanvas

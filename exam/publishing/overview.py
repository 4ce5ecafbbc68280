"""Draws a few lines of text as one page, for whoever keeps on paper what was verified; it is no record."""

import io
from collections.abc import Sequence
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.lib.utils import simpleSplit
from reportlab.pdfgen.canvas import Canvas

from exam.core.report import Fonts
from exam.publishing.fonts import load_faces

FONTS = Fonts(regular="NotoSans-Regular.ttf", bold="NotoSans-Bold.ttf", italic="NotoSans-Italic.ttf")
SIDE, TOP, BOTTOM = 20 * mm, 22 * mm, 18 * mm
SIZE, LEADING, HEAD = 9.0, 12.5, 15.0


def draw_lines(lines: Sequence[str], fonts: Path) -> bytes:
    """Return one page; the first line is its heading, and what does not fit is cut with an ellipsis.

    Raises:
        FontUnusableError: a font cannot be used.
    """
    faces = load_faces(fonts, FONTS)
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1, initialFontName=faces.regular)
    width, height = A4
    head, *rest = [_shown(line, faces.characters) for line in lines] or [""]
    canvas.setTitle(head)
    canvas.setFont(faces.bold, HEAD)
    canvas.drawString(SIDE, height - TOP, head)
    canvas.setFont(faces.regular, SIZE)
    room = int((height - TOP - BOTTOM - 2 * LEADING) / LEADING)
    split = [part for line in rest for part in _split(line, faces.regular, width - 2 * SIDE)]
    shown = split if len(split) <= room else [*split[: room - 1], "…"]
    for number, line in enumerate(shown, start=2):
        canvas.drawString(SIDE, height - TOP - number * LEADING, line)
    canvas.save()
    return out.getvalue()


def _split(line: str, font: str, width: float) -> list[str]:
    """Break a line where it is too long; an indent is kept."""
    indent = line[: len(line) - len(line.lstrip())]
    return [indent + part for part in simpleSplit(line.strip(), font, SIZE, width - 4 * mm)] or [""]


def _shown(text: str, characters: frozenset[str]) -> str:
    """Replace what the fonts cannot show."""
    return "".join(char if char in characters else "?" for char in text)

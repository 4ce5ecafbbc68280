"""Draws printouts from their template and their facts; what people typed is set exactly as it is, never as markup."""

import io
from dataclasses import dataclass

import pikepdf
from pikepdf import Dictionary, String
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Spacer

from exam.core.printouts.facts import Facts
from exam.core.printouts.shapes import Printout
from exam.core.printouts.template import FrameWording, PrintoutTemplate
from exam.core.report import Wording, fill
from exam.publishing.fonts import Faces
from exam.publishing.paper import SIDE, Furniture, counting_canvas, sheet
from exam.publishing.printout_blocks import Setting, filled, text_of
from exam.publishing.square_code import SquareCode
from exam.publishing.structure_tree import write_structure
from exam.publishing.tagging import Canvas, Tags
from exam.publishing.typesetting import HAIR, INK, SOFT, Typesetter

CODE = 17 * mm
BADGE = 44 * mm
TOP = 29 * mm
FORM = "EXAM1"


@dataclass(frozen=True, slots=True)
class Print:
    """One printout on its way to paper."""

    template: PrintoutTemplate
    frame: FrameWording
    wording: Wording
    """The record's, for dates and the count of pages."""
    language: str
    facts: Facts
    practice: bool


def draw_printout(one: Print, faces: Faces) -> bytes:
    """Return the file; the same arguments give the same bytes."""
    setter = _PrintTypesetter(faces, one.wording)
    words = one.template.wording[one.language]
    title = filled(words.title, one.facts)
    tags, out = Tags(), io.BytesIO()
    furniture = _furniture(one, setter)
    story: list[Flowable] = [setter.set(title, "title"), Spacer(0, 2 * mm)]
    story += Setting(setter, one.facts).blocks(words.blocks)
    sheet(out, furniture, language=one.language).build(story, canvasmaker=counting_canvas(furniture, tags))
    return _described(out.getvalue(), tags, title=setter.plain(title), language=one.language)


def code_of(printout: Printout, facts: Facts) -> str:
    """Return what the square code says: what was printed, and of which session or sitting."""
    about = text_of(facts, "session") or text_of(facts, "sitting")
    return " ".join(part for part in (FORM, printout, about, text_of(facts, "item")) if part).upper()


class _PrintTypesetter(Typesetter):
    """Shows a minus as a dash, because the fonts have none; a record spells it out, and its words are compared."""

    def plain(self, text: str) -> str:
        """Return the text as it is shown."""
        return super().plain(text.replace("\u2212", "–"))


@dataclass(frozen=True, slots=True)
class PrintFurniture(Furniture):
    """Head and foot of a printout: for whom it is, of which exam, and a square code that says so to a scanner."""

    code: SquareCode

    @property
    def top(self) -> float:
        """Height of what stands above the text; the square code is the highest of it."""
        return float(TOP)

    def _paint(self, canvas: Canvas, page: int, pages: int) -> None:
        width, height = A4
        left, right = SIDE, width - SIDE - CODE - 3 * mm
        canvas.setFillColor(INK)
        canvas.setFont(self.setter.faces.bold, 8.6)
        canvas.drawString(left, height - 13 * mm, self._fitting(self.title, right - left - BADGE))
        canvas.setFillColor(SOFT)
        canvas.setFont(self.setter.faces.regular, 7.8)
        canvas.drawString(left, height - 17.5 * mm, self._fitting(self.header, right - left - BADGE))
        canvas.drawString(left, 11 * mm, self._fitting(self.footer, width - 2 * SIDE - 32 * mm))
        told = fill(self.setter.wording.page, page=page, pages=pages)
        canvas.drawRightString(width - SIDE, 11 * mm, self.setter.plain(told))
        canvas.setStrokeColor(HAIR)
        canvas.setLineWidth(0.4)
        canvas.line(left, height - 21 * mm, right, height - 21 * mm)
        canvas.line(SIDE, 15 * mm, width - SIDE, 15 * mm)
        self.code.drawOn(canvas, width - SIDE - CODE, height - 6 * mm - CODE)
        if self.banner:
            self._badge(canvas, right, height - 18.5 * mm)

    def _badge(self, canvas: Canvas, right: float, bottom: float) -> None:
        """Frame the word that no printout of a practice exam may lack."""
        canvas.setStrokeColor(INK)
        canvas.setLineWidth(0.9)
        canvas.rect(right - BADGE + 2 * mm, bottom, BADGE - 2 * mm, 7.5 * mm)
        canvas.setFillColor(INK)
        canvas.setFont(self.setter.faces.bold, 8.6)
        canvas.drawCentredString(right - BADGE / 2 + 1 * mm, bottom + 2.5 * mm, self.setter.plain(self.banner))


def _furniture(one: Print, setter: Typesetter) -> PrintFurniture:
    session, sitting = text_of(one.facts, "session"), text_of(one.facts, "sitting")
    whole = fill(one.frame.sitting, sitting=sitting) if sitting else ""
    about = fill(one.frame.session, session=session) if session else whole
    code = code_of(one.template.printout, one.facts)
    return PrintFurniture(
        setter=setter,
        title=one.frame.readers[one.template.reader],
        header=" · ".join(part for part in (about, text_of(one.facts, "item")) if part),
        footer=" · ".join(filter(None, (text_of(one.facts, "holder"), text_of(one.facts, "standard_code")))),
        banner=one.frame.practice if one.practice else "",
        code=SquareCode(code, setter.plain(code), CODE),
    )


def _described(pdf: bytes, tags: Tags, *, title: str, language: str) -> bytes:
    """Return the file with its logical structure, its title and its language."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        write_structure(document, tags.document, {})
        document.Root.Lang = String(language)
        document.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
        document.trailer.Info = document.make_indirect(Dictionary({"/Title": String(title)}))
        document.save(out, deterministic_id=True, compress_streams=True)
    return out.getvalue()

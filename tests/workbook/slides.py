"""A presentation as a candidate makes it, by python-pptx, and ones made to exhaust or mislead whoever opens them."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches

from tests.spreadsheets import repacked
from tests.workbook.hostile import OLE

MAIN, SLIDE = "ppt/presentation.xml", "ppt/slides/slide1.xml"
BOX = tuple(map(Inches, (1, 2, 6, 3)))
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c49444154789c63606060000000040001f61738550000000049454e44ae426082"
)


def presented(edit: Callable[[Any], None] | None = None) -> bytes:
    """Three slides: a conclusion with notes and indented lines, a chart with its title, a table and a picture."""
    deck = Presentation()
    first = deck.slides.add_slide(deck.slide_layouts[1])
    first.shapes.title.text = "Závěr čtvrtletí"
    body = first.placeholders[1].text_frame
    body.text = "AHT roste o 4,2 %"
    more = body.add_paragraph()
    more.text, more.level = "nejvíc ve třetím měsíci", 1
    first.notes_slide.notes_text_frame.text = "Zmínit výpadek 14. 2."
    second = deck.slides.add_slide(deck.slide_layouts[5])
    second.shapes.title.text = "Vývoj"
    data = CategoryChartData()
    data.categories = ["leden", "únor"]
    data.add_series("AHT", (280, 291))
    chart = second.shapes.add_chart(XL_CHART_TYPE.LINE, *BOX, data).chart
    chart.has_title, chart.chart_title.text_frame.text = True, "AHT po měsících"
    third = deck.slides.add_slide(deck.slide_layouts[6])
    table = third.shapes.add_table(2, 2, *BOX).table
    for place, text in {(0, 0): "Měsíc", (0, 1): "AHT", (1, 0): "leden", (1, 1): "280 s"}.items():
        table.cell(*place).text = text
    picture = third.shapes.add_picture(io.BytesIO(PIXEL), *BOX[:2])
    picture._element.nvPicPr.cNvPr.set("descr", "Podíl důvodů stížností")  # noqa: SLF001 - it has no setter
    if edit:
        edit(deck)
    written = io.BytesIO()
    deck.save(written)
    return written.getvalue()


PRESENTED = presented()


def in_part(name: str, old: bytes, new: bytes) -> bytes:
    """The presentation with something written over in a part."""
    return repacked(PRESENTED, {name: lambda content: content.replace(old, new, 1)})


def without(name: str) -> bytes:
    """The presentation without one part."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(PRESENTED)) as source, zipfile.ZipFile(written, "w") as target:
        for other in source.namelist():
            if other != name:
                target.writestr(other, source.read(other))
    return written.getvalue()


def nested(deck: Any) -> None:  # noqa: ANN401 - python-pptx has no types
    """Forty groups, one in another, a text in the innermost."""
    shapes = deck.slides[0].shapes
    for _ in range(40):
        shapes = shapes.add_group_shape().shapes
    shapes.add_textbox(*BOX).text_frame.text = "uvnitř"


def paragraphs(count: int) -> bytes:
    """A slide of so many lines, unpacked, so that nothing swells."""
    lines = b"<a:p><a:r><a:t>x</a:t></a:r></a:p>" * count

    def change(content: bytes) -> bytes:
        head, last, tail = content.rpartition(b"</a:p>")
        return head + last + lines + tail

    return repacked(PRESENTED, {SLIDE: change}, zipfile.ZIP_STORED)


def declared(declaration: bytes) -> bytes:
    """The presentation with a document type before a slide."""
    return repacked(PRESENTED, {SLIDE: lambda content: declaration + content.partition(b"?>")[2].lstrip()})


REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "external-entity": (
        lambda: declared(b'<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/hostname">]>'),
        "workbook-xml-forbidden",
    ),
    "many-elements": (lambda: paragraphs(110_000), "workbook-out-of-bounds"),
    "swollen": (lambda: in_part(SLIDE, b"</a:p>", b"</a:p>" + b" " * 2**24), "workbook-unpacks-too-large"),
    "deep": (lambda: in_part(SLIDE, b"</a:p>", b"</a:p>" + b"<a:p>" * 90 + b"</a:p>" * 90), "workbook-out-of-bounds"),
    "macros": (lambda: repacked(PRESENTED, {"ppt/vbaProject.bin": b"x"}), "workbook-macros"),
    "password": (lambda: OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "workbook-encrypted"),
    "old-format": (lambda: OLE + b"\0" * 600, "workbook-old-format"),
    "open-document": (
        lambda: repacked(PRESENTED, {"mimetype": b"application/vnd.oasis.opendocument.presentation"}),
        "workbook-open-document",
    ),
    "pdf": (lambda: b"%PDF-1.7\n\0", "workbook-not-xlsx"),
    "text": ("Závěr".encode, "workbook-is-text"),
    "empty": (lambda: b"", "workbook-empty"),
    "truncated": (lambda: PRESENTED[: len(PRESENTED) // 2], "workbook-broken"),
    "broken": (lambda: in_part(SLIDE, b"</p:sld>", b"</p:slid>"), "workbook-broken"),
    "no-main-part": (lambda: without(MAIN), "workbook-broken"),
    "too-large": (lambda: b"PK\x03\x04" + b"\0" * 11 * 2**20, "workbook-too-large"),
}

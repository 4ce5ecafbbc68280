"""Puts into a record which signatures do not come: the data into one field, their words where the signatures would be.

One incremental update before the seal, the same bytes for the same data: who seals at another machine brings back a
file that begins with them. Whatever is shown is drawn anew here, also for whoever compares a finished file.
"""

import io
from collections.abc import Iterator, Mapping
from hashlib import sha256

import pikepdf
from pyhanko.pdf_utils.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    PdfObject,
    StreamObject,
    TextStringObject,
)
from pyhanko.pdf_utils.reader import PdfFileReader
from reportlab.pdfgen.canvas import Canvas

from exam.core.canonical import canonical_json
from exam.core.omission import Omission, Omissions
from exam.core.report import fill
from exam.publishing.container import embed_every_font
from exam.publishing.fields import OMISSIONS, statement_field
from exam.publishing.signing import QuietWriter
from exam.publishing.typesetting import INK, Typesetter

HEAD = 1.0
"""Points that stay free above."""
MARGIN = 4.25
LARGEST, SMALLEST, STEP = 7.4, 3.8, 0.2
LEADING = 1.2


def statement(omission: Omission, setter: Typesetter) -> str:
    """Return the words of one omission, as they are printed and read out."""
    captions = setter.wording.captions
    noted = fill(captions.noted, name=omission.name, moment=setter.moment(omission.at))
    lines = (captions.omitted[omission.ground], f"{setter.wording.labels.reason}: {omission.reason}", noted)
    return "\n".join(setter.plain(line).replace("\n", " ") for line in lines)


def omit(pdf: bytes, told: Omissions, setter: Typesetter) -> bytes:
    """Return the file with one more revision that says which signatures do not come.

    Raises:
        KeyError: the file has no such fields.
    """
    writer = _FixedWriter(pdf)
    fields = {str(entry.get_object()["/T"]): entry for entry in writer.root["/AcroForm"]["/Fields"]}
    _put(writer, fields[OMISSIONS], canonical_json(told).decode())
    for omission in told.omissions:
        words = statement(omission, setter)
        field = _put(writer, fields[statement_field(omission.field)], words)
        left, bottom, right, top = (float(side) for side in field["/Rect"])
        field["/AP"] = _appearance(writer, _page(words, setter, right - left, top - bottom))
    out = io.BytesIO()
    writer.write(out)  # type: ignore[no-untyped-call]  # pyHanko's is untyped
    return out.getvalue()


class _FixedWriter(QuietWriter):
    """Names the file after its beginning; pyHanko would draw a name by chance."""

    def __init__(self, pdf: bytes) -> None:
        super().__init__(pdf)
        first, _ = self._document_id
        name = sha256(pdf).digest()[:16]
        self._document_id = ArrayObject([first, ByteStringObject(name)])


def _put(writer: QuietWriter, entry: IndirectObject, value: str) -> DictionaryObject:
    """Give a field its value and return it, to be written anew."""
    field: DictionaryObject = entry.get_object()  # type: ignore[no-untyped-call]  # pyHanko's is untyped
    field["/V"] = TextStringObject(value)
    writer.mark_update(entry)
    return field


def _appearance(writer: QuietWriter, page: DictionaryObject) -> DictionaryObject:
    """Return what is seen in a field, from a drawn page; no part of the text, which is the field's value."""
    form = StreamObject(
        _dictionary(
            {
                "/Type": NameObject("/XObject"),
                "/Subtype": NameObject("/Form"),
                "/BBox": writer.import_object(page["/MediaBox"]),
                "/Resources": _dictionary({"/Font": writer.import_object(page["/Resources"]["/Font"])}),
            }
        ),
        stream_data=b"/Tx BMC\n/Artifact BMC\nq\n" + page["/Contents"].data + b"\nQ\nEMC\nEMC\n",
    )
    form.compress()  # type: ignore[no-untyped-call]  # pyHanko's is untyped
    return _dictionary({"/N": writer.add_object(form)})


def _dictionary(entries: Mapping[str, PdfObject]) -> DictionaryObject:
    return DictionaryObject({NameObject(name): value for name, value in entries.items()})  # type: ignore[no-untyped-call]  # pyHanko's is untyped


def _page(words: str, setter: Typesetter, width: float, height: float) -> DictionaryObject:
    """Return a page of the field's size with the words, packed as every page of a record."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(_drawn(words, setter, width, height))) as pdf:
        embed_every_font(pdf)
        pdf.save(out, deterministic_id=True)
    reader = PdfFileReader(io.BytesIO(out.getvalue()))
    page: DictionaryObject = reader.root["/Pages"]["/Kids"][0]
    return page


def _drawn(words: str, setter: Typesetter, width: float, height: float) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(width, height), invariant=1, initialFontName=setter.faces.regular)
    size, lines = _fitting(words, setter, width - 2 * MARGIN, height - HEAD - MARGIN)
    canvas.setFillColor(INK)
    for number, (line, bold) in enumerate(lines):
        canvas.setFont(setter.faces.bold if bold else setter.faces.regular, size)
        canvas.drawString(MARGIN, height - HEAD - size - number * size * LEADING, line)
    canvas.save()
    return out.getvalue()


def _fitting(words: str, setter: Typesetter, width: float, height: float) -> tuple[float, list[tuple[str, bool]]]:
    """Return the largest type in which all words fit, and their lines; the first is the strongest."""
    size = LARGEST
    while True:
        lines = [
            (line, number == 0)
            for number, whole in enumerate(words.split("\n"))
            for line in _broken(whole, setter, size, width)
        ]
        if size <= SMALLEST or len(lines) * size * LEADING <= height:
            return size, lines
        size = round(size - STEP, 1)


def _broken(text: str, setter: Typesetter, size: float, width: float) -> Iterator[str]:
    """Break a text into lines, between words where that goes."""
    line = ""
    for word in text.split(" "):
        for part in _parts(word, setter, size, width):
            longer = f"{line} {part}" if line else part
            if line and setter.width(longer, size) > width:
                yield line
                longer = part
            line = longer
    yield line


def _parts(word: str, setter: Typesetter, size: float, width: float) -> Iterator[str]:
    part = ""
    for char in word:
        if part and setter.width(part + char, size) > width:
            yield part
            part = ""
        part += char
    yield part

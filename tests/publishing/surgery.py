"""What somebody could do to a file: rebuild it, add to it, or cut into it; and what a stranger reads in it."""

import io
from collections.abc import Callable, Mapping

import pikepdf
from asn1crypto import cms
from pikepdf import StreamDecodeLevel
from pyhanko.pdf_utils.generic import StreamObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader

from exam.core.canonical import digest
from exam.publishing.publisher import RECORD


def rebuilt(pdf: bytes, edit: Callable[[pikepdf.Pdf], object]) -> bytes:
    """Return the file after an edit, written anew: every signature in it is broken."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        edit(opened)
        opened.save(out, static_id=True, compress_streams=False, stream_decode_level=StreamDecodeLevel.none)
    return out.getvalue()


def appended(pdf: bytes, edit: Callable[[IncrementalPdfFileWriter], object]) -> bytes:
    """Return the file with one more revision."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    edit(writer)
    out = io.BytesIO()
    writer.write(out)  # type: ignore[no-untyped-call]  # pyHanko gives it no types
    return out.getvalue()


def attachments(pdf: bytes) -> dict[str, bytes]:
    """Return the attached files as another program reads them."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return {name: found.get_file().read_bytes() for name, found in opened.attachments.items()}


def replaced(pdf: bytes, files: Mapping[str, bytes], *, digest_too: bool = True) -> bytes:
    """Return the file rebuilt with other attachments, with the digest of the data that it states made to fit."""

    def edit(opened: pikepdf.Pdf) -> None:
        for name, data in files.items():
            stream(opened, name).write(data)
        if digest_too and RECORD in files:
            opened.trailer.Info.ExamRecordSHA256 = pikepdf.String(digest(files[RECORD]))

    return rebuilt(pdf, edit)


def stream(opened: pikepdf.Pdf, name: str) -> pikepdf.Stream:
    """Return the stream of an attached file."""
    return specification(opened, name).EF.F  # type: ignore[return-value]  # it is one in files that are drawn here


def specification(opened: pikepdf.Pdf, name: str) -> pikepdf.Object:
    """Return the file specification of an attached file."""
    names = opened.Root.Names.EmbeddedFiles.Names
    places = [place for place in range(0, len(names), 2) if str(names[place]) == name]
    return names[places[0] + 1]


def with_appended_attachment(pdf: bytes, name: str, data: bytes) -> bytes:
    """Return the file with a revision that replaces an attachment."""

    def edit(writer: IncrementalPdfFileWriter) -> None:
        flat = writer.root["/Names"]["/EmbeddedFiles"]["/Names"]
        place = next(place for place in range(0, len(flat), 2) if str(flat[place]) == name)
        files = flat[place + 1].get_object()["/EF"]
        files["/F"] = files["/UF"] = writer.add_object(StreamObject(stream_data=data))
        writer.update_container(files)

    return appended(pdf, edit)


def holes(pdf: bytes) -> list[tuple[int, int]]:
    """Return where the containers of the signatures lie, brackets included."""
    ranges = [found.byte_range for found in PdfFileReader(io.BytesIO(pdf)).embedded_signatures]
    return [(int(found[1]), int(found[2])) for found in ranges]


def container(pdf: bytes, number: int = -1) -> bytes:
    """Return the container of one signature, without its padding."""
    start, end = holes(pdf)[number]
    return bytes(cms.ContentInfo.load(bytes.fromhex(pdf[start + 1 : end - 1].decode())).dump())


def refilled(pdf: bytes, content: bytes, number: int = -1) -> bytes:
    """Return the file with another container in the place of a signature's, padded to the same length."""
    start, end = holes(pdf)[number]
    spelt = content.hex().upper().encode().ljust(end - start - 2, b"0")
    assert len(spelt) == end - start - 2
    return pdf[: start + 1] + spelt + pdf[end - 1 :]


def changed(pdf: bytes, place: int, *, flip: int = 1) -> bytes:
    """Return the file with some bits of one byte changed."""
    return pdf[:place] + bytes([pdf[place] ^ flip]) + pdf[place + 1 :]

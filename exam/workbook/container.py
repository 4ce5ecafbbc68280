"""Looks at a file before any parser sees it: its size, its kind, and what its zip directory promises.

The limits leave room for anything a candidate makes and none for files made to exhaust a computer (measured: an
unguarded parser takes a gigabyte, or never ends, for files of a few kilobytes).
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import NamedTuple

from exam.workbook.parts import PartInspector
from exam.workbook.refusals import (
    WorkbookBrokenError,
    WorkbookEmptyError,
    WorkbookEncryptedError,
    WorkbookMacrosError,
    WorkbookNotXlsxError,
    WorkbookOldFormatError,
    WorkbookOpenDocumentError,
    WorkbookSwollenError,
    WorkbookTextError,
    WorkbookTooLargeError,
)

MEGABYTE = 2**20
MAX_FILE = 10 * MEGABYTE
MAX_PARTS = 1_500
MAX_PART = 40 * MEGABYTE
MAX_TOTAL = 80 * MEGABYTE
MAX_RATIO = 150
"""How many times a part above a megabyte may grow when it is unpacked."""


class Form(NamedTuple):
    """A kind of file, by what its list of content types must and must not say."""

    main: re.Pattern[bytes]
    macros: re.Pattern[bytes]
    sheets: bool
    """Whether it has cells, whose places are looked at."""


WORKBOOK = Form(
    re.compile(rb"spreadsheetml\.sheet\.main\+xml"), re.compile(rb"sheet\.macroEnabled\.main\+xml"), sheets=True
)
PRESENTATION = Form(
    re.compile(rb"presentationml\.(presentation|slideshow)\.main\+xml"),
    re.compile(rb"(presentation|slideshow)\.macroEnabled\.main\+xml"),
    sheets=False,
)

_ZIP = b"PK\x03\x04"
_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_TEXT_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_CONTENT_TYPES = "[Content_Types].xml"
_PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED_FLAG = 0x1
_UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError)


def inspect(data: bytes, form: Form = WORKBOOK) -> None:
    """Let pass what may be given to a parser of this form.

    Raises:
        WorkbookRefusedError: the file is too large, of another kind, broken, or made to do harm.
    """
    if not data:
        raise WorkbookEmptyError
    if len(data) > MAX_FILE:
        raise WorkbookTooLargeError(size=len(data), limit=MAX_FILE)
    if not data.startswith(_ZIP):
        _refuse_kind(data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _inspect_directory(archive.infolist())
            _inspect_kind(archive, form)
            _inspect_parts(archive, form)
    except _UNREADABLE as error:
        raise WorkbookBrokenError from error


def _refuse_kind(data: bytes) -> None:
    if data.startswith(_OLE):
        raise WorkbookEncryptedError if _ENCRYPTED_STREAM in data else WorkbookOldFormatError
    if data.startswith(_TEXT_MARKS) or b"\0" not in data:
        raise WorkbookTextError
    raise WorkbookNotXlsxError


def _inspect_directory(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MAX_PARTS or sum(entry.file_size for entry in entries) > MAX_TOTAL:
        raise WorkbookSwollenError
    names = [entry.filename.casefold() for entry in entries]
    if len(set(names)) < len(names):
        raise WorkbookBrokenError
    for entry in entries:
        if entry.flag_bits & _ENCRYPTED_FLAG:
            raise WorkbookEncryptedError
        if entry.compress_type not in _PACKINGS or ".." in entry.filename.split("/"):
            raise WorkbookBrokenError
        if entry.file_size > MAX_PART or _swells(entry):
            raise WorkbookSwollenError


def _swells(entry: zipfile.ZipInfo) -> bool:
    return entry.file_size > MEGABYTE and entry.file_size > MAX_RATIO * entry.compress_size


def _inspect_kind(archive: zipfile.ZipFile, form: Form) -> None:
    names = archive.namelist()
    if "mimetype" in names and b"opendocument" in archive.read("mimetype"):
        raise WorkbookOpenDocumentError
    types = archive.read(_CONTENT_TYPES) if _CONTENT_TYPES in names else b""
    if any(name.casefold().endswith("vbaproject.bin") for name in names) or form.macros.search(types):
        raise WorkbookMacrosError
    if not form.main.search(types):
        raise WorkbookNotXlsxError


def _inspect_parts(archive: zipfile.ZipFile, form: Form) -> None:
    inspector = PartInspector(sheets=form.sheets)
    for name, content in _contents(archive):
        inspector.inspect(name, content)


def _contents(archive: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    """Unpack part by part; zipfile reads no more than the directory promised, and compares the CRC."""
    return ((entry.filename, archive.read(entry)) for entry in archive.infolist() if not entry.is_dir())

import io
import zipfile
from collections.abc import Callable, Mapping

import pytest

from exam.core.spreadsheet_submission import Where
from exam.core.spreadsheet_values import generate
from exam.workbook import container, opening, parts
from exam.workbook.container import inspect
from exam.workbook.making import make_workbook
from exam.workbook.reading import Sought, read_workbook
from exam.workbook.refusals import (
    WorkbookBrokenError,
    WorkbookEmptyError,
    WorkbookEncryptedError,
    WorkbookExhaustingError,
    WorkbookForeignError,
    WorkbookMacrosError,
    WorkbookNotXlsxError,
    WorkbookOldFormatError,
    WorkbookOpenDocumentError,
    WorkbookOutOfBoundsError,
    WorkbookRefusedError,
    WorkbookSwollenError,
    WorkbookTextError,
    WorkbookTooLargeError,
    WorkbookXmlForbiddenError,
)
from tests.spreadsheets import SEED, assignment, repacked

SMALL = assignment()
DATA = generate(SMALL, SEED)
SOUGHT = Sought(SMALL, "cs", DATA, None)
ISSUED = make_workbook(SMALL, DATA, title="Zkouška", language="cs")
OLE = bytes.fromhex("D0CF11E0A1B11AE1")
SHEET = "xl/worksheets/sheet1.xml"
CONTENT_TYPES = "[Content_Types].xml"


def changed(change: Mapping[str, bytes | Callable[[bytes], bytes]], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return the issued workbook with some parts replaced, changed or added."""
    return repacked(ISSUED, change, packing)


def in_sheet(old: bytes, new: bytes) -> bytes:
    """Return the issued workbook with something replaced in its first sheet."""

    def replace(content: bytes) -> bytes:
        assert old in content
        return content.replace(old, new, 1)

    return changed({SHEET: replace})


def bomb(entity: bytes) -> bytes:
    declared = b'<?xml version="1.0"?><!DOCTYPE w [' + entity + b"]>"
    return changed({SHEET: lambda content: declared + content.partition(b"?>")[2].lstrip() or content})


def truncated() -> bytes:
    return ISSUED[: len(ISSUED) // 2]


def flipped() -> bytes:
    place = ISSUED.index(b"<worksheet") + 3
    return ISSUED[:place] + bytes([ISSUED[place] ^ 1]) + ISSUED[place + 1 :]


def locked_by_zip() -> bytes:
    """Set the encryption flag of the first entry in the central directory."""
    place = ISSUED.index(b"PK\x01\x02") + 8
    return ISSUED[:place] + bytes([ISSUED[place] | 1]) + ISSUED[place + 1 :]


def twice() -> bytes:
    return changed({SHEET.upper(): b"<worksheet/>"})


def other_zip(name: str, content: bytes) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as target:
        target.writestr(name, content)
    return written.getvalue()


HOSTILE: Mapping[str, tuple[bytes, type[WorkbookRefusedError]]] = {
    "no bytes": (b"", WorkbookEmptyError),
    "eleven megabytes": (b"PK\x03\x04" + bytes(11 * 2**20), WorkbookTooLargeError),
    "old Excel": (OLE + bytes(600), WorkbookOldFormatError),
    "password": (OLE + bytes(60) + "EncryptedPackage".encode("utf-16-le"), WorkbookEncryptedError),
    "zip password": (locked_by_zip(), WorkbookEncryptedError),
    "CSV": ("Ukazatel;Hodnota\nAHT;287,44\n".encode("cp1250"), WorkbookTextError),
    "CSV in UTF-16": ("Ukazatel;Hodnota".encode("utf-16"), WorkbookTextError),
    "HTML": (b"<html><table></table></html>", WorkbookTextError),
    "a picture": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", WorkbookNotXlsxError),
    "another zip": (other_zip("a.txt", b"a"), WorkbookNotXlsxError),
    "OpenDocument": (
        other_zip("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        WorkbookOpenDocumentError,
    ),
    "macros": (changed({"xl/vbaProject.bin": OLE}), WorkbookMacrosError),
    "macros by type": (
        changed({CONTENT_TYPES: lambda content: content.replace(b"sheet.main", b"sheet.macroEnabled.main")}),
        WorkbookMacrosError,
    ),
    "truncated": (truncated(), WorkbookBrokenError),
    "one bit flipped": (flipped(), WorkbookBrokenError),
    "a name twice": (twice(), WorkbookBrokenError),
    "a way out": (changed({"xl/../../evil.xml": b"<a/>"}), WorkbookBrokenError),
    "unusual packing": (changed({}, zipfile.ZIP_BZIP2), WorkbookBrokenError),
    "no XML": (changed({SHEET: b"nothing"}), WorkbookBrokenError),
    "unclosed XML": (changed({SHEET: b"<worksheet>"}), WorkbookBrokenError),
    "a part lost": (changed({"xl/_rels/workbook.xml.rels": b"<Relationships/>"}), WorkbookBrokenError),
    "no workbook in it": (changed({"xl/workbook.xml": b"<workbook/>"}), WorkbookForeignError),
    "too many parts": (changed({f"xl/{number}.bin": b"" for number in range(1_501)}), WorkbookSwollenError),
    "spaces": (changed({"xl/media/a.bin": b" " * 2**22}), WorkbookSwollenError),
    "billion laughs": (bomb(b'<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">'), WorkbookXmlForbiddenError),
    "external entity": (bomb(b'<!ENTITY a SYSTEM "file:///etc/hostname">'), WorkbookXmlForbiddenError),
    "a document type in UTF-16": (
        changed({SHEET: '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE w><worksheet/>'.encode("utf-16")}),
        WorkbookXmlForbiddenError,
    ),
    "a document type in a drawing": (changed({"xl/a.vml": b"<!DOCTYPE w><w/>"}), WorkbookXmlForbiddenError),
    "a document type in no XML name": (changed({"xl/a.png": b"<!DOCTYPE w><w/>"}), WorkbookXmlForbiddenError),
    "a cell far away": (in_sheet(b'<c r="A1"', b'<c r="XFD1048576"'), WorkbookOutOfBoundsError),
    "a cell nowhere": (in_sheet(b'<c r="A1"', b'<c r="1A"'), WorkbookOutOfBoundsError),
    "a cell in row 0": (in_sheet(b'<c r="A1"', b'<c r="A0"'), WorkbookOutOfBoundsError),
    "a vast merge": (
        in_sheet(b"</sheetData>", b'</sheetData><mergeCells><mergeCell ref="A9:XFD99999"/></mergeCells>'),
        WorkbookOutOfBoundsError,
    ),
    "a merge of whole columns": (
        in_sheet(b"</sheetData>", b'</sheetData><mergeCells><mergeCell ref="A:C"/></mergeCells>'),
        WorkbookOutOfBoundsError,
    ),
    "many large links": (
        in_sheet(
            b"</sheetData>", b"</sheetData><hyperlinks>" + b'<hyperlink ref="$A$1:J9999"/>' * 3 + b"</hyperlinks>"
        ),
        WorkbookOutOfBoundsError,
    ),
    "names without end": (
        changed({"xl/names.xml": b"<n>" + b"<definedName/>" * 60_000 + b"</n>"}, zipfile.ZIP_STORED),
        WorkbookOutOfBoundsError,
    ),
    "attributes without end": (
        changed({"xl/a.xml": b"<a " + b" ".join(b'a%d=""' % number for number in range(100)) + b"/>"}),
        WorkbookOutOfBoundsError,
    ),
    "depth": (changed({"xl/deep.xml": b"<a>" * 65 + b"</a>" * 65}), WorkbookOutOfBoundsError),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_with_its_own_code(name: str) -> None:
    data, refusal = HOSTILE[name]
    with pytest.raises(refusal) as raised:
        read_workbook(data, SOUGHT)
    assert raised.value.code


@pytest.mark.parametrize("limit", ["MAX_CELLS", "MAX_ELEMENTS", "MAX_OTHERS"])
def test_too_many_cells_or_elements_are_refused(monkeypatch: pytest.MonkeyPatch, limit: str) -> None:
    monkeypatch.setattr(parts, limit, 100)
    with pytest.raises(WorkbookOutOfBoundsError):
        inspect(ISSUED)


@pytest.mark.parametrize("limit", ["MAX_PART", "MAX_TOTAL"])
def test_parts_that_unpack_too_large_are_refused(monkeypatch: pytest.MonkeyPatch, limit: str) -> None:
    monkeypatch.setattr(container, limit, 5_000)
    with pytest.raises(WorkbookSwollenError):
        inspect(ISSUED)


@pytest.mark.parametrize(
    "harmless",
    [
        ISSUED,
        in_sheet(b"<dimension ref=", b'<dimension ref="A1:XFD1048576"/><dimension ref='),
        in_sheet(b"</sheetData>", b'<row r="1048576" ht="12.8"/></sheetData>'),
        in_sheet(b"</sheetData>", b'</sheetData><mergeCells><mergeCell ref="F1:G2"/></mergeCells>'),
        in_sheet(b'<c r="A1"', b"<c"),
        changed({"xl/drawings/vmlDrawing1.vml": b"<xml><br></xml>"}),
        changed({"xl/media/": b"", "xl/media/image1.png": b"\x89PNG"}),
    ],
)
def test_what_spreadsheet_programs_write_is_let_through(harmless: bytes) -> None:
    found = read_workbook(harmless, SOUGHT)
    assert [cell.answer for cell in found.cells if cell.where is Where.NAME] == [answer.id for answer in SMALL.answers]
    assert found.changed_count == 0


def test_a_parser_that_takes_all_the_memory_is_told_as_exhausting(monkeypatch: pytest.MonkeyPatch) -> None:
    def greedy(*_given: object, **_options: object) -> None:
        raise MemoryError

    monkeypatch.setattr(opening, "load_workbook", greedy)
    with pytest.raises(WorkbookExhaustingError):
        read_workbook(ISSUED, SOUGHT)

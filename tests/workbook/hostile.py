"""Files made to exhaust, mislead or break whoever opens them, as small as their makers would send them."""

import io
import os
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tests.spreadsheets import repacked
from tests.workbook.clients import FORMULAS, ISSUED, Made, by_openpyxl, cell_of

SHEET, DATA, BOOK = "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml", "xl/workbook.xml"
HEAD = b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
TAIL = b"</sheetData></worksheet>"
MEGABYTE = b" " * 2**20


@contextmanager
def beside(name: str) -> Iterator[tuple[io.BytesIO, zipfile.ZipFile]]:
    """Copy the issued workbook without one part, for a part that is too big to be held."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(ISSUED)) as source, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as target:
        for other in source.namelist():
            if other != name:
                target.writestr(other, source.read(other))
        yield written, target


def blank() -> bytes:
    """A gigabyte of spaces."""
    with beside(SHEET) as (written, target), target.open(SHEET, "w", force_zip64=True) as part:
        part.write(HEAD)
        for _ in range(1024):
            part.write(MEGABYTE)
        part.write(TAIL)
    return written.getvalue()


def many_cells() -> bytes:
    """Six million cells."""
    row = b"<row>" + b"<c><v>1</v></c>" * 600 + b"</row>"
    with beside(SHEET) as (written, target), target.open(SHEET, "w") as part:
        part.write(HEAD)
        for _ in range(10_000):
            part.write(row)
        part.write(TAIL)
    return written.getvalue()


def in_part(name: str, old: bytes, new: bytes) -> bytes:
    """The issued workbook with something written over in a part."""
    return repacked(ISSUED, {name: lambda content: content.replace(old, new, 1)})


def declared(declaration: bytes, encoding: str = "utf-8") -> bytes:
    """The issued workbook with a document type before its first sheet."""

    def change(content: bytes) -> bytes:
        body = content.partition(b"?>")[2] if content.startswith(b"<?xml") else content
        head = f'<?xml version="1.0" encoding="{encoding}"?>'.encode()
        return (head + declaration + body).decode().encode(encoding)

    return repacked(ISSUED, {SHEET: change})


def laughs() -> bytes:
    """The billion laughs."""
    entities = b'<!ENTITY a "ha">' + b"".join(
        b'<!ENTITY %c "%s">' % (at + 1, b"&%c;" % at * 10) for at in range(ord("a"), ord("j"))
    )
    return declared(b"<!DOCTYPE w [" + entities + b"]>")


def styles(count: int) -> bytes:
    """So many cell styles."""
    many = b'<cellXfs count="%d">' % count + b'<xf numFmtId="0"/>' * count + b"</cellXfs>"

    def change(content: bytes) -> bytes:
        head, _, rest = content.partition(b"<cellXfs")
        return head + many + rest.partition(b"</cellXfs>")[2]

    return repacked(ISSUED, {"xl/styles.xml": change})


def names(count: int) -> bytes:
    """So many defined names."""
    many = b"".join(b'<definedName name="n%d">1</definedName>' % at for at in range(count))
    return in_part(BOOK, b"</definedNames>", many + b"</definedNames>")


def computing(formula: str) -> bytes:
    """A right workbook but for one formula."""
    return by_openpyxl(Made(FORMULAS | {"fcr": formula}))


def chain() -> bytes:
    """A chain of formulas, each over the one above it, as long as the guard lets pass."""

    def edit(workbook: object) -> None:
        sheet = workbook["Reseni"]  # type: ignore[index]  # an openpyxl workbook
        sheet["H1"] = 1
        for row in range(2, 19_000):
            sheet[f"H{row}"] = f"=H{row - 1}+1"
        sheet[cell_of("fcr")] = "=H18999"

    return by_openpyxl(Made(FORMULAS, edit=edit))


def doubling() -> bytes:
    """Texts that double from cell to cell, far past any memory."""

    def edit(workbook: object) -> None:
        sheet = workbook["Reseni"]  # type: ignore[index]  # an openpyxl workbook
        sheet["H1"] = "x"
        for row in range(2, 80):
            sheet[f"H{row}"] = f"=H{row - 1}&H{row - 1}"
        sheet[cell_of("fcr")] = "=LEN(H79)"

    return by_openpyxl(Made(FORMULAS, edit=edit))


OLE = bytes.fromhex("D0CF11E0A1B11AE1")
REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "blank-gigabyte": (blank, "workbook-unpacks-too-large"),
    "six-million-cells": (many_cells, "workbook-unpacks-too-large"),
    "billion-laughs": (laughs, "workbook-xml-forbidden"),
    "external-entity": (
        lambda: declared(b'<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/hostname">]>'),
        "workbook-xml-forbidden",
    ),
    "external-entity-utf-16": (
        lambda: declared(b'<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/hostname">]>', "utf-16"),
        "workbook-xml-forbidden",
    ),
    "far-cell": (
        lambda: in_part(DATA, b'<c r="A1"', b'<c r="XFD1048576"'),
        "workbook-out-of-bounds",
    ),
    "chain-past-the-table": (
        lambda: in_part(SHEET, b"</sheetData>", b'<row r="40000"><c r="H40000"><f>H39999+1</f></c></row></sheetData>'),
        "workbook-out-of-bounds",
    ),
    "huge-merge": (
        lambda: in_part(
            SHEET, b"</sheetData>", b'</sheetData><mergeCells><mergeCell ref="A100:XFD1048576"/></mergeCells>'
        ),
        "workbook-out-of-bounds",
    ),
    "many-styles": (lambda: styles(300_000), "workbook-unpacks-too-large"),
    "many-names": (lambda: names(60_000), "workbook-out-of-bounds"),
    "macros": (lambda: repacked(ISSUED, {"xl/vbaProject.bin": b"x"}), "workbook-macros"),
    "password": (lambda: OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "workbook-encrypted"),
    "old-format": (lambda: OLE + b"\0" * 600, "workbook-old-format"),
    "open-document": (
        lambda: repacked(ISSUED, {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}),
        "workbook-open-document",
    ),
    "csv": (lambda: "Přijaté hovory;1\n".encode("cp1250"), "workbook-is-text"),
    "html": (lambda: b"<html><table><tr><td>1</td></tr></table></html>", "workbook-is-text"),
    "empty": (lambda: b"", "workbook-empty"),
    "random": (lambda: b"\0" + os.urandom(5_000), "workbook-not-xlsx"),
    "truncated": (lambda: ISSUED[: len(ISSUED) // 2], "workbook-broken"),
    "flipped-bit": (
        lambda: ISSUED.replace(b"<sheetData>", b"<sheetTata>", 1),
        "workbook-broken",
    ),
    "too-large": (lambda: b"PK\x03\x04" + b"\0" * 11 * 2**20, "workbook-too-large"),
}
OPENED: dict[str, Callable[[], bytes]] = {
    "huge-dimension": lambda: repacked(
        ISSUED, {DATA: lambda content: content.replace(b"<sheetData>", b'<dimension ref="A1:XFD1048576"/><sheetData>')}
    ),
    "external-link": lambda: repacked(ISSUED, {"xl/externalLinks/externalLink1.xml": b"<externalLink/>"}),
    "webservice": lambda: computing('=_xlfn.WEBSERVICE("http://localhost:9/")'),
    "long-text": lambda: computing('=LEN(REPT("x",2000000000))'),
    "whole-sheet": lambda: computing("=SUMPRODUCT((Data!A1:XFD1048576=1)*1)"),
    "sequence": lambda: computing("=SUM(_xlfn.SEQUENCE(1048576,16384))"),
    "reduce": lambda: computing(
        "=_xlfn.REDUCE(0,_xlfn.SEQUENCE(1000000),_xlfn.LAMBDA(_xlpm.a,_xlpm.b,_xlpm.a+_xlpm.b))"
    ),
    "parentheses": lambda: computing("=" + "(" * 3_000 + "1" + ")" * 3_000),
    "doubling": doubling,
    "chain": chain,
}

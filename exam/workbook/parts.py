"""One streaming pass over the XML of a workbook's parts, before a parser that builds trees sees them.

It refuses document types and entities, and the numbers with which a small file makes a large table: cells far away, and
ranges that a parser would fill cell by cell.
"""

import re
from xml.parsers import expat

from exam.workbook.refusals import (
    WorkbookBrokenError,
    WorkbookOutOfBoundsError,
    WorkbookXmlForbiddenError,
)

MAX_DEPTH = 64
MAX_ELEMENTS = 500_000
MAX_ELEMENTS_OF_SLIDES = 300_000
"""Of slides, layouts and charts together; a tree of so many fits into the memory there is."""
MAX_CELLS = 200_000
MAX_OTHERS = 50_000
"""Elements that are no part of a cell: styles, names, merges, rules; parsers are slow with them."""
MAX_ATTRIBUTES = 64
MAX_AREA = 50_000
MAX_ROW = 20_000
MAX_COLUMN = 256

_CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_EXPANDED = frozenset({"mergeCell", "hyperlink", "comment", "table"})
"""Elements whose range openpyxl walks cell by cell."""
_OF_CELLS = frozenset({"row", "c", "v", "f", "is", "si", "t"})
_XML_STARTS = (b"<", b"\xff\xfe", b"\xfe\xff", b"\x00<")
_LOOSE = (".vml",)
"""Drawings that Excel itself writes as XML that is not well-formed; openpyxl does not read them."""


class PartInspector:
    """Counts over all parts of one file; `sheets` says whether it has cells, or slides instead."""

    def __init__(self, *, sheets: bool = True) -> None:
        self._sheets = sheets
        self._elements = 0
        self._cells = 0
        self._others = 0
        self._area = 0

    def inspect(self, name: str, content: bytes) -> None:
        """Let pass a part that is not XML, or is harmless XML.

        Raises:
            WorkbookRefusedError: it is broken, declares a document type, or reaches too far.
        """
        if not content.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(_XML_STARTS):
            _refuse_unless_binary(name)
            return
        try:
            _Pass(self, name).parse(content)
        except expat.ExpatError as error:
            if not name.casefold().endswith(_LOOSE):
                raise WorkbookBrokenError from error

    def count(self, tag: str, attributes: dict[str, str]) -> bool:
        """Count an element; tell whether the workbook is still within its bounds."""
        self._elements += 1
        if not self._sheets:
            return self._elements <= MAX_ELEMENTS_OF_SLIDES and len(attributes) <= MAX_ATTRIBUTES
        self._others += tag not in _OF_CELLS
        if tag == "c":
            self._cells += 1
            if not _is_near(attributes.get("r", "A1")):
                return False
        if tag in _EXPANDED:
            self._area += _area(attributes.get("ref", ""))
        counted = (self._elements, MAX_ELEMENTS), (self._cells, MAX_CELLS), (self._others, MAX_OTHERS)
        in_bounds = all(count <= limit for count, limit in counted)
        return in_bounds and self._area <= MAX_AREA and len(attributes) <= MAX_ATTRIBUTES


class _Pass:
    """One part on its way through expat."""

    def __init__(self, inspector: PartInspector, name: str) -> None:
        self._inspector = inspector
        self._name = name
        self._depth = 0

    def parse(self, content: bytes) -> None:
        parser = expat.ParserCreate()
        parser.StartDoctypeDeclHandler = self._doctype
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.Parse(content, True)  # noqa: FBT003 - expat takes it by position: this is all there is

    def _doctype(self, *_declared: object) -> None:
        raise WorkbookXmlForbiddenError(part=self._name)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        within = self._inspector.count(tag.rpartition(":")[2], attributes)
        if self._depth > MAX_DEPTH or not within:
            raise WorkbookOutOfBoundsError(part=self._name)

    def _end(self, _tag: str) -> None:
        self._depth -= 1


def _refuse_unless_binary(name: str) -> None:
    if name.casefold().endswith((".xml", ".rels")):
        raise WorkbookBrokenError


def _is_near(place: str) -> bool:
    """Tell whether a cell lies where a candidate could have put it; an empty row may lie farther (LibreOffice)."""
    row, column = _coordinates(place)
    return 1 <= row <= MAX_ROW and column <= MAX_COLUMN


def _area(ref: str) -> int:
    first, _, last = ref.partition(":")
    (top, left), (bottom, right) = _coordinates(first), _coordinates(last or first)
    if 0 in (top, bottom):
        return MAX_AREA + 1
    return (abs(bottom - top) + 1) * (abs(right - left) + 1)


def _coordinates(place: str) -> tuple[int, int]:
    """Return row and column of a spelt cell, from 1; row 0 when it is none."""
    match = _CELL.fullmatch(place.replace("$", "").upper())
    if match is None:
        return 0, 0
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(match[2]), column

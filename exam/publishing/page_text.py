"""Reads drawn pages back: their text as it was drawn, and what each page is made of, so that two files can be compared.

The file comes from elsewhere, so every stream is inflated within a limit and anything but a plain page is refused.
"""

import hashlib
import re
import zlib
from collections.abc import Iterator, Mapping
from typing import Any

import pikepdf

LIMIT = 64 * 1024 * 1024
"""More than any page, font or profile of a record holds."""
_PAIR = re.compile(rb"<([0-9A-Fa-f]{2})> <([0-9A-Fa-f]{4,})>")
_TEXT = "Tf Tj TJ ' \" T* ET Tr Do BDC BMC EMC"
_LINKS = frozenset({"/Parent", "/P", "/StructParents", "/StructParent"})
"""Entries that lead out of a page, into trees that are checked elsewhere."""


class PageStrangeError(Exception):
    """A page holds something that no record has: hidden text, a picture, a stream packed in another way."""


def page_text(page: pikepdf.Page, *, furniture: bool = True) -> str:
    """Return the text of a page, line by line as it was drawn; heads and feet are left out without `furniture`.

    Raises:
        PageStrangeError: text is hidden, or something else than text and lines is drawn.
    """
    return _text(page.obj.Resources, b"\n".join(_streams(page.obj.Contents)), furniture=furniture)


def appearance_text(form: Any) -> str:  # noqa: ANN401 - pikepdf has no type for a form
    """Return the text that is seen in a field.

    Raises:
        PageStrangeError: as `page_text`.
    """
    return _text(form.get("/Resources", pikepdf.Dictionary()), inflated(form), furniture=True)


def _text(resources: Any, drawn: bytes, *, furniture: bool) -> str:  # noqa: ANN401 - pikepdf has no type for it
    if "/XObject" in resources:
        raise PageStrangeError
    tables = {name: _meanings(font) for name, font in resources.get("/Font", {}).items()}
    reader = _Reader(tables, furniture=furniture)
    with pikepdf.new() as scratch:
        for found in pikepdf.parse_content_stream(pikepdf.Stream(scratch, drawn), _TEXT):
            reader.take(str(found.operator), found.operands)
    return "".join(reader.told)


class _Reader:
    """Follows the operators of a page that show text, or say what kind of text it is."""

    def __init__(self, tables: Mapping[str, Mapping[int, str]], *, furniture: bool) -> None:
        self.told: list[str] = []
        self._tables = tables
        self._furniture = furniture
        self._table: Mapping[int, str] = {}
        self._marks: list[bool] = []
        """For each mark that is open, whether it is an artifact."""

    def take(self, operator: str, operands: Any) -> None:  # noqa: ANN401 - whatever the operator has
        """Take one operator.

        Raises:
            PageStrangeError: no record has it.
        """
        match operator:
            case "Tf":
                self._table = self._tables[str(operands[0])]
            case "Tj":
                shown = "".join(self._table[code] for code in bytes(operands[0]))
                self.told.append(shown if self._furniture or True not in self._marks else "")
            case "T*" | "ET":
                self.told.append("\n")
            case "BDC" | "BMC":
                self._marks.append(operands[0] == pikepdf.Name.Artifact)
            case "EMC" if self._marks:
                self._marks.pop()
            case _:
                raise PageStrangeError


def page_marks(page: pikepdf.Page) -> str:
    """Return a digest of what is seen of a page: its content, fonts, boxes and annotations with their appearances."""
    return marks_of(page.obj)


def marks_of(value: Any) -> str:  # noqa: ANN401 - any object of a file
    """Return a digest of what is seen of an object and all below it."""
    marks = hashlib.sha256()
    seen: set[tuple[int, int]] = set()
    for part in _parts(value, seen):
        marks.update(len(part).to_bytes(4, "big") + part)
    return marks.hexdigest()


def _parts(value: Any, seen: set[tuple[int, int]]) -> Iterator[bytes]:  # noqa: ANN401 - any object of a file
    """Spell an object and all below it, each indirect one once."""
    if isinstance(value, pikepdf.Object) and value.is_indirect:
        if value.objgen in seen:
            yield b"again"
            return
        seen.add(value.objgen)
    if isinstance(value, pikepdf.Stream):
        yield inflated(value)
    if isinstance(value, pikepdf.Dictionary | pikepdf.Stream):
        for name in sorted(value.keys()):
            if name not in _LINKS and name not in {"/Length", "/Filter", "/DecodeParms"}:
                yield name.encode()
                yield from _parts(value[name], seen)
    elif isinstance(value, pikepdf.Array):
        yield str(len(value)).encode()
        for entry in value:
            yield from _parts(entry, seen)
    else:
        yield value.unparse() if isinstance(value, pikepdf.Object) else repr(value).encode()


def inflated(stream: pikepdf.Stream) -> bytes:
    """Return a stream's bytes.

    Raises:
        PageStrangeError: it is packed in an unusual way, or larger than any page.
    """
    kind = stream.get("/Filter")
    raw = stream.read_raw_bytes()
    if kind is None:
        return raw
    if kind != pikepdf.Name.FlateDecode or "/DecodeParms" in stream:
        raise PageStrangeError
    inflater = zlib.decompressobj()
    found = inflater.decompress(raw, LIMIT)
    if inflater.unconsumed_tail:
        raise PageStrangeError
    return found


def _streams(contents: Any) -> Iterator[bytes]:  # noqa: ANN401 - one stream or an array of them
    streams: list[Any] = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
    yield from map(inflated, streams)


def _meanings(font: Any) -> dict[int, str]:  # noqa: ANN401 - pikepdf has no type for a font
    """Return what each code of a font stands for, by its ToUnicode table."""
    if "/ToUnicode" not in font:
        return {}
    pairs = _PAIR.findall(inflated(font.ToUnicode))
    return {int(code, 16): bytes.fromhex(letters.decode()).decode("utf-16-be") for code, letters in pairs}

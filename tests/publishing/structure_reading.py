"""Reads the pages of a file as a reader for the blind does: along the structure tree, and only what it leads to."""

import io
from collections.abc import Iterator
from typing import Any, NamedTuple

import pikepdf

from tests.publishing.reading import meanings


class Node(NamedTuple):
    """One structure element with its own text, without that of the elements below it."""

    role: str
    text: str
    below: tuple["Node", ...]
    found: Any

    def all(self, role: str) -> list["Node"]:
        """Return the elements of this role here and below, in reading order."""
        own = [self] if self.role == role else []
        return [*own, *(node for below in self.below for node in below.all(role))]

    def told(self) -> str:
        """Return the whole text, in reading order."""
        return " ".join(" ".join([self.text, *(node.told() for node in self.below)]).split())


def read(opened: pikepdf.Pdf) -> Node:
    """Return the document element; what it found lives as long as the file is open."""
    marked: dict[Any, dict[int | str, str]] = {page.objgen: dict(_marked(page)) for page in opened.pages}
    return _node(opened.Root.StructTreeRoot.K, marked)


def unmarked(pdf: bytes) -> list[str]:
    """Return the operators that paint outside any marked content."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return [found for page in opened.pages for found in _unmarked(page)]


def artifacts(pdf: bytes, kind: str) -> list[str]:
    """Return the text of the artifacts of a kind, page by page."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return [" ".join(text for key, text in _marked(page) if key == kind).strip() for page in opened.pages]


def _node(found: pikepdf.Object, marked: dict[Any, dict[int | str, str]]) -> Node:
    told, below = [], []
    for part in parts(found):
        if isinstance(part, int):
            told.append(marked[found.Pg.objgen][part])
        elif part.get("/Type") == pikepdf.Name.MCR:
            told.append(marked[part.Pg.objgen][int(part.MCID)])
        elif part.get("/Type") != pikepdf.Name.OBJR:
            below.append(_node(part, marked))
    return Node(str(found.S)[1:], " ".join(" ".join(told).split()), tuple(below), found)


def parts(found: pikepdf.Object) -> list[Any]:
    """Return what an element holds: numbers of marked content, references, elements."""
    kids: Any = found.get("/K", [])
    return list(kids) if isinstance(kids, (pikepdf.Array, list)) else [kids]


def _marked(page: pikepdf.Page) -> Iterator[tuple[int | str, str]]:
    """Yield each piece of marked content: its MCID or the kind of artifact, and its text."""
    tables = {name: meanings(font) for name, font in page.obj.Resources.Font.items()}
    font: dict[int, str] = {}
    key: int | str = ""
    told: list[str] = []
    for found in pikepdf.parse_content_stream(page, "Tf Tj T* ET BDC EMC"):
        match str(found.operator):
            case "BDC":
                given, told = found.operands[1], []
                key = int(given["/MCID"]) if "/MCID" in given else str(given["/Type"])[1:]
            case "EMC":
                yield key, "".join(told)
            case "Tf":
                font = tables[str(found.operands[0])]
            case "Tj":
                told.append("".join(font[code] for code in bytes(found.operands[0])))
            case _:
                told.append(" ")


def _unmarked(page: pikepdf.Page) -> Iterator[str]:
    depth = 0
    for found in pikepdf.parse_content_stream(page, "BDC BMC EMC Tj TJ ' \" S s f F f* B B* b b* sh Do BI"):
        match str(found.operator):
            case "BDC" | "BMC":
                depth += 1
            case "EMC":
                depth -= 1
            case painted if not depth:
                yield painted

"""The logical structure of the pages: headings, paragraphs, tables, places to sign, as who cannot see them meets them.

Plain data. Elements are made with the flowables, take their place when they are first drawn, and gather the pieces of
content that belong to them; what is split over two pages stays one element with two pieces. It knows neither reportlab
nor the file format: `tagging` fills it, `structure_tree` writes it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Mark:
    """One piece of marked content."""

    page: int
    """Counts from 1."""
    number: int
    """Counts from 0 on each page (MCID)."""


@dataclass(frozen=True, slots=True)
class FieldMark:
    """The place of a signature field, by its name."""

    field: str


@dataclass(slots=True, eq=False)
class Element:
    """One structure element; `role` is a standard type of ISO 32000-1 § 14.8.4."""

    role: str
    parent: "Element | None" = None
    """None until it is placed, unless it belongs to another element from the start."""
    scope: str = ""
    """Of a TH: Column or Row."""
    summary: str = ""
    """Of a Table."""
    alt: str = ""
    """What stands for it where it cannot be seen."""
    language: str = ""
    """Where it differs from the record's."""
    box: tuple[float, float, float, float] | None = None
    """Of a Figure."""
    parts: "list[Part]" = field(default_factory=list)
    placed: bool = False

    def all(self) -> "Iterator[Element]":
        """Yield this element and everything below it, in reading order."""
        yield self
        for part in self.parts:
            if isinstance(part, Element):
                yield from part.all()


Part: TypeAlias = Element | Mark | FieldMark


def place(element: Element, container: Element) -> None:
    """Put an element, with those that it belongs to, where the reader is now; one that has a place keeps it."""
    if element.placed:
        return
    if element.parent is None:
        element.parent = container
    else:
        place(element.parent, container)
    element.placed = True
    element.parent.parts.append(element)


def root(role: str = "Document") -> Element:
    """Return the element that all others lie in."""
    return Element(role, placed=True)

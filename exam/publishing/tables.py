"""Tables with hairlines: a break lies between rows, and every row stays what it is over pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Table

from exam.publishing.structure import Element
from exam.publishing.tagging import PAGINATION, Arranged, TaggedParagraph, Tags
from exam.publishing.typesetting import HAIR, INK, SHADE

WIDTH = 170 * mm
NEARLY_A_PAGE = 200 * mm
"""A row that is taller can only be split."""
SHORT = 60 * mm
"""A table that is lower stays whole."""

Cell: TypeAlias = Flowable | list[Flowable]
Row: TypeAlias = Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Slot:
    """Where a cell lies in the structure."""

    element: Element
    several: bool
    """Whether its paragraphs are elements of their own."""


class WholeRows(Arranged):
    """A table that breaks between rows, and inside one only when it is taller than a page."""

    slots: tuple[tuple[Slot, ...], ...] = ()
    """The cells of every row that this part of the table draws; a row that was split is in both parts."""
    continued = False
    """Whether its head was drawn before, on another page."""

    def split(self, width: float, height: float) -> list[Flowable]:
        """Return the part that fits and the rest, or nothing to start on the next page."""
        tall = self._crossing(height) > NEARLY_A_PAGE
        self.splitByRow, self.splitInRow = (0, 1) if tall else (1, 0)
        parts: list[Flowable] = super().split(width, height)
        if len(parts) > 1:
            self._share(*parts)
        return parts

    def open_cell(self, tags: Tags, row: int, column: int) -> None:
        """Open a cell; a head that is repeated is no part of the text."""
        slot = self.slots[row][column]
        if self.continued and row < self.repeatRows:
            tags.begin_artifact(self.canv, PAGINATION)
        elif slot.several:
            tags.enter(slot.element)
        else:
            tags.begin(self.canv, slot.element)

    def close_cell(self, tags: Tags) -> None:
        """Close the cell that is open."""
        tags.close(self.canv)

    def _share(self, first: "WholeRows", rest: "WholeRows") -> None:
        heads, whole = self.repeatRows, len(self.slots)
        above = len(first._cellvalues)  # noqa: SLF001 - reportlab gives no other way
        below = len(rest._cellvalues) - heads  # noqa: SLF001 - the same
        first.slots, first.continued = self.slots[:above], self.continued
        rest.slots, rest.continued = (*self.slots[:heads], *self.slots[whole - below :]), True

    def _crossing(self, height: float) -> float:
        """Return how tall the row is that the foot of the page would cross."""
        left = height
        for tall in self._rowHeights:
            left -= tall
            if left < 0:
                return float(tall)
        return 0


def is_short(table: Table) -> bool:
    """Tell whether a table is better moved to the next page than broken."""
    _, height = table.wrap(WIDTH, NEARLY_A_PAGE)
    return bool(height < SHORT)


def ruled(rows: Sequence[Row], widths: Sequence[float], *, heads: int, summary: str) -> Table:
    """Return a table with hairlines; without `heads` the first cell of each row is its head."""
    cells = [list(row) for row in rows]
    table = WholeRows(cells, colWidths=list(widths), repeatRows=heads, style=_style(heads), hAlign="LEFT")
    whole = Element("Table", summary=summary)
    table.slots = tuple(_slots(row, whole, heads=heads, number=number) for number, row in enumerate(rows))
    return table


def _slots(row: Row, whole: Element, *, heads: int, number: int) -> tuple[Slot, ...]:
    line = Element("TR", whole)
    return tuple(
        Slot(Element(*_role(line, heads, number, column), language=_language(cell)), isinstance(cell, list))
        for column, cell in enumerate(row)
    )


def _language(cell: Cell) -> str:
    """Return the language of a paragraph that is the whole of its cell."""
    return cell.element.language if isinstance(cell, TaggedParagraph) else ""


def _role(line: Element, heads: int, number: int, column: int) -> tuple[str, Element, str]:
    if number < heads:
        return "TH", line, "Column"
    return ("TD", line, "") if heads or column else ("TH", line, "Row")


def _style(heads: int) -> list[tuple[object, ...]]:
    style: list[tuple[object, ...]] = [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 1.2 * mm),
        ("RIGHTPADDING", (0, 0), (-1, -1), 1.2 * mm),
        ("TOPPADDING", (0, 0), (-1, -1), 1.6),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 2.6),
        ("LINEBELOW", (0, 0), (-1, -1), 0.3, HAIR),
    ]
    if heads:
        style += [
            ("BACKGROUND", (0, 0), (-1, heads - 1), SHADE),
            ("LINEABOVE", (0, 0), (-1, 0), 0.6, INK),
            ("LINEBELOW", (0, heads - 1), (-1, heads - 1), 0.6, INK),
            ("VALIGN", (0, 0), (-1, heads - 1), "BOTTOM"),
        ]
    return style

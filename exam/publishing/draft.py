"""What every section of a record is drawn from, and the two forms of table that they share."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Paragraph, Table

from exam.core.exam_record import ExamRecord
from exam.core.report import Section, Wording
from exam.publishing.boxes import SignatureField
from exam.publishing.typesetting import HAIR, INK, SHADE, Typesetter

WIDTH = 170 * mm
LABEL = 49 * mm
NEARLY_A_PAGE = 200 * mm
"""A row that is taller can only be split."""

Cell: TypeAlias = Flowable | list[Flowable]
Row: TypeAlias = Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Draft:
    """One record on its way to paper."""

    record: ExamRecord
    setter: Typesetter
    data_digest: str
    """SHA-256 of the attached data."""
    attachments: tuple[str, ...]
    order: tuple[Section, ...]
    fields: list[SignatureField] = field(default_factory=list)
    """Filled while the pages are drawn."""

    @property
    def wording(self) -> Wording:
        """The words of the record's language."""
        return self.setter.wording

    def number(self, section: Section) -> int:
        """Return the number under which a section stands, counted from 1."""
        return self.order.index(section) + 1

    def examiner(self, account: str) -> str:
        """Return an examiner's name without titles, or the account of somebody unknown."""
        for member in self.record.examiners:
            if member.id == account:
                identity = member.version.identity
                return f"{identity.given_names} {identity.surname}"
        return account

    def task(self, task_id: str) -> str:
        """Return a task's title."""
        return next((task.title for task in self.record.tasks if task.task == task_id), task_id)

    def cell(self, text: str, style: str = "body") -> Paragraph:
        """Return one cell."""
        return self.setter.set(text, style)


class WholeRows(Table):  # type: ignore[misc]  # reportlab has no types
    """A table that breaks between rows, and inside one only when it is taller than a page."""

    def split(self, width: float, height: float) -> list[Flowable]:
        """Return the part that fits and the rest, or nothing to start on the next page."""
        tall = self._crossing(height) > NEARLY_A_PAGE
        self.splitByRow, self.splitInRow = (0, 1) if tall else (1, 0)
        parts: list[Flowable] = super().split(width, height)
        return parts

    def _crossing(self, height: float) -> float:
        """Return how tall the row is that the foot of the page would cross."""
        left = height
        for tall in self._rowHeights:
            left -= tall
            if left < 0:
                return float(tall)
        return 0


def pairs(draft: Draft, rows: Sequence[tuple[str, str]], style: str = "body") -> Table:
    """Return a table of labels and values; an empty value is told as none."""
    setter = draft.setter
    beside = "label" if style == "body" else "remark"
    cells = [[setter.set(label, beside), setter.set(setter.or_none(value), style)] for label, value in rows]
    return _table(cells, (LABEL, WIDTH - LABEL), heads=0)


def grid(rows: Sequence[Row], widths: Sequence[float]) -> Table:
    """Return a table whose first row is its head, repeated on every page."""
    return _table(rows, widths, heads=1)


def _table(rows: Sequence[Row], widths: Sequence[float], *, heads: int) -> Table:
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
    cells = [list(row) for row in rows]
    return WholeRows(cells, colWidths=list(widths), repeatRows=heads, style=style, hAlign="LEFT")

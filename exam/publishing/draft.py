"""What every section of a record is drawn from."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, Paragraph, Table

from exam.core.exam_record import ExamRecord
from exam.core.report import Section, Wording
from exam.publishing.boxes import SignatureField
from exam.publishing.tables import WIDTH, Row, is_short, ruled
from exam.publishing.typesetting import Typesetter

LABEL = 49 * mm


class Told(NamedTuple):
    """A text with its language, empty where that is the record's."""

    text: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """One record on its way to paper."""

    record: ExamRecord
    setter: Typesetter
    data_digest: str
    """SHA-256 of the attached data."""
    attachments: tuple[str, ...]
    order: tuple[Section, ...]
    language: str = ""
    """Of the standard and of what people typed, where it is another than the record's."""
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

    def title(self, section: Section) -> str:
        """Return what stands over a section; one examiner alone is no commission."""
        alone = section is Section.EXAMINERS and len(self.record.examiners) == 1
        return self.wording.commission_of_one if alone else self.wording.sections[section]

    def cell(self, text: "str | Told", style: str = "body") -> Paragraph:
        """Return one cell."""
        told = text if isinstance(text, Told) else Told(text)
        return self.setter.set(told.text, style, language=told.language)

    def told(self, text: str) -> "Told":
        """Return a text of the standard, or one that somebody typed, in its language."""
        return Told(text, self.language)


def headed(heads: Sequence[Flowable], table: Table) -> list[Flowable]:
    """Return a table below what heads it, on one page where it is short."""
    whole = [*heads, table]
    return [KeepTogether(whole)] if is_short(table) else whole


def pairs(draft: Draft, rows: Sequence[tuple[str, str | Told]], style: str = "body", *, summary: str) -> Table:
    """Return a table of labels and values; an empty value is told as none."""
    setter = draft.setter
    beside = "label" if style == "body" else "remark"
    told = [(label, value if isinstance(value, Told) else Told(value)) for label, value in rows]
    cells = [
        [setter.set(label, beside), draft.cell(value._replace(text=setter.or_none(value.text)), style)]
        for label, value in told
    ]
    return ruled(cells, (LABEL, WIDTH - LABEL), heads=0, summary=setter.plain(summary))


def grid(draft: Draft, rows: Sequence[Row], widths: Sequence[float], *, summary: str) -> Table:
    """Return a table whose first row is its head, repeated on every page."""
    return ruled(rows, widths, heads=1, summary=draft.setter.plain(summary))

"""What was found in a workbook that was handed in, as facts: nothing here says whether any of it is right."""

from decimal import Decimal
from enum import StrEnum
from typing import Literal

from exam.core.model import Frozen
from exam.core.typed_number import typed_number

MAX_TEXT = 200
ERRORS = frozenset({"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#CIRC!"})


class CellValue(Frozen):
    """What stands in a cell: a number, a text that is none, an error, or nothing."""

    number: Decimal | None = None
    text: str = ""
    """As it was typed; an error as spreadsheets spell it."""

    @property
    def empty(self) -> bool:
        """Tell whether nothing stands there."""
        return self.number is None and not self.text

    @property
    def error(self) -> bool:
        """Tell whether it is the error of a formula."""
        return self.text in ERRORS

    @property
    def typed_as_text(self) -> bool:
        """Tell whether a number was typed as words, with a unit or a Czech comma."""
        return self.number is not None and bool(self.text)

    def __str__(self) -> str:
        """Spell it for people."""
        return self.text or ("" if self.number is None else format(self.number, "f"))


def cell_value(value: Decimal | str | None) -> CellValue:
    """Return what a cell means, numbers typed as text read as such."""
    if isinstance(value, Decimal):
        return CellValue(number=value) if value.is_finite() else CellValue(text=str(value))
    text = (value or "").strip()[:MAX_TEXT]
    return CellValue(number=typed_number(text), text=text)


class Where(StrEnum):
    """How an answer cell was found."""

    NAME = "name"
    """By the defined name that the workbook was handed out with."""
    PLACE = "place"
    """Where it was handed out, its label beside it."""
    LABEL = "label"
    """By its label, on another row or sheet."""
    NOWHERE = "nowhere"


class FoundCell(Frozen):
    """One answer cell as it was handed in, and what the engine makes of its formula."""

    answer: str
    where: Where
    place: str = ""
    """Sheet and cell."""
    formula: str = ""
    stored: CellValue = CellValue()
    """The typed value, or the result that the candidate's program kept with the formula."""
    recalculated: CellValue | None = None
    """None where there is no formula, or the engine refused it."""
    restored: CellValue | None = None
    """The same with the given data put back; None also where nothing had to be."""
    mutated: CellValue | None = None
    """The same over other data; None also where that was not tried."""
    refusal: str = ""
    """Why the engine gives no value."""


class ChangedCell(Frozen):
    """A given value that is another one now."""

    place: str
    given: str
    found: str


class FoundChart(Frozen):
    """A chart, and what it refers to."""

    kind: str
    title: str = ""
    references: tuple[str, ...] = ()
    """As the file spells them, such as `Data!$B$2:$B$91`."""
    of_data: bool = False


class FoundWorkbook(Frozen):
    """Everything that marking may look at."""

    cells: tuple[FoundCell, ...]
    data: Literal["place", "moved", "missing"]
    """Whether the given table stands where it was handed out, elsewhere, or nowhere."""
    changed: tuple[ChangedCell, ...] = ()
    """The first of them."""
    changed_count: int = 0
    touched: tuple[str, ...] = ()
    """Cells beside the answers that the candidate filled in, the first of them."""
    touched_count: int = 0
    charts: tuple[FoundChart, ...] = ()
    reference: str = ""
    """With which table it says that it was handed out; nothing where a program lost that."""
    links: int = 0
    """References to other files; they are never followed."""
    engine: str = ""
    """What recalculated, with its version; nothing where nothing did."""

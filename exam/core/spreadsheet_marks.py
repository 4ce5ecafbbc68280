"""What the marking of a workbook says, cell by cell, and what follows from it; how it is decided stands elsewhere.

`exam.core.spreadsheet_marking` makes it. It is kept as it is told here: a change of its shape is a new schema.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from exam.core.model import Frozen
from exam.core.session_values import ItemOutcome
from exam.core.spreadsheet import SpreadsheetAssignment
from exam.core.spreadsheet_submission import CellValue, ChangedCell, FoundChart, Where

Basis = Literal["submitted", "restored"]
"""Whether a workbook stands as handed in, or with the given data put back, which was better."""


Issued = Literal["own", "other", "unknown"]
"""Whether a workbook says that it was handed out with the table it is marked against; a program can lose that."""


class Verdict(StrEnum):
    """What a cell is."""

    RIGHT = "right"
    ALTERNATIVE = "alternative"
    """Right by another definition that is taken as well."""
    FOLLOWS = "follows"
    """Right after the candidate's own earlier answers, one of which is not."""
    MISCONCEPTION = "misconception"
    WRONG = "wrong"
    ERROR = "error"
    """A formula that ends in an error."""
    EMPTY = "empty"
    UNKNOWN = "unknown"
    """A formula whose result nobody computed; a person looks at it."""
    MET = "met"
    """Of a check: what was asked for is there."""
    MISSING = "missing"


class Flag(StrEnum):
    """What a person should see beside a score."""

    TYPED_AS_TEXT = "typed_as_text"
    TYPED_CONSTANT = "typed_constant"
    """A formula was asked for."""
    CACHE_MISSING = "cache_missing"
    CACHE_DIFFERS = "cache_differs"
    """The stored result is not what the formula gives; the formula counts."""
    NOT_RECALCULATED = "not_recalculated"
    """The stored result counts, unproved."""
    IGNORES_DATA = "ignores_data"
    """Over other data the formula gives no right result."""
    OTHER_SCALE = "other_scale"
    """Right but for a factor such as 60 or 100."""


PAYING = frozenset({Verdict.RIGHT, Verdict.ALTERNATIVE, Verdict.FOLLOWS})


class CellMark(Frozen):
    """How one cell was marked, and everything that the mark rests on."""

    answer: str
    where: Where
    place: str
    formula: str
    expected: str
    stored: CellValue
    recalculated: CellValue | None
    refusal: str
    verdict: Verdict
    misconception: str = ""
    flags: tuple[Flag, ...] = ()
    score: Decimal
    max_score: Decimal

    @property
    def got(self) -> CellValue:
        """The value that counts."""
        return counted(self.formula, self.stored, self.recalculated)


class CheckMark(Frozen):
    """Whether something that was asked for beside the cells is there."""

    check: str
    """Its kind and, counted from 1, its place: `chart-1`."""
    verdict: Verdict
    found: int
    wanted: int
    score: Decimal
    max_score: Decimal


Schema = Literal["exam/workbook-marking/1", "exam/workbook-marking/2"]


class WorkbookMarking(Frozen):
    """The whole marking of a workbook."""

    schema_: Annotated[Schema, Field(alias="schema")] = "exam/workbook-marking/2"
    issued: Issued = "unknown"
    """In the first schema nobody asked."""
    cells: tuple[CellMark, ...]
    checks: tuple[CheckMark, ...]
    basis: Basis
    data: Literal["place", "moved", "missing"]
    changed: tuple[ChangedCell, ...]
    changed_count: int
    touched: tuple[str, ...]
    touched_count: int
    charts: tuple[FoundChart, ...]
    links: int
    engine: str

    @property
    def score(self) -> Decimal:
        """The sum of all scores."""
        return total((*self.cells, *self.checks))

    @property
    def max_score(self) -> Decimal:
        """The sum of what could be scored."""
        marks: tuple[CellMark | CheckMark, ...] = (*self.cells, *self.checks)
        return sum((entry.max_score for entry in marks), Decimal(0))

    @property
    def for_a_person(self) -> bool:
        """Tell whether something could not be marked."""
        return any(cell.verdict is Verdict.UNKNOWN for cell in self.cells)


def counted(formula: str, stored: CellValue, recalculated: CellValue | None) -> CellValue:
    """Return the value that counts: the formula's own, unless only the engine fails at it."""
    if not formula or recalculated is None:
        return stored
    return stored if recalculated.error and not (stored.empty or stored.error) else recalculated


def total(marks: Iterable[CellMark | CheckMark]) -> Decimal:
    """Return the sum of the scores."""
    return sum((entry.score for entry in marks), Decimal(0))


def outcomes(item: str, marking: WorkbookMarking) -> tuple[ItemOutcome, ...]:
    """Return the scores, named `<item>/<answer>` or `<item>/<check>`; what is for a person has none."""
    cells = [(cell.answer, cell) for cell in marking.cells if cell.verdict is not Verdict.UNKNOWN]
    marks: list[tuple[str, CellMark | CheckMark]] = [*cells, *((check.check, check) for check in marking.checks)]
    return tuple(ItemOutcome(item=f"{item}/{name}", score=part.score, max_score=part.max_score) for name, part in marks)


def waiting(item: str, marking: WorkbookMarking) -> tuple[ItemOutcome, ...]:
    """Return, named alike, the cells that a person has to score."""
    cells = (cell for cell in marking.cells if cell.verdict is Verdict.UNKNOWN)
    return tuple(
        ItemOutcome(item=f"{item}/{cell.answer}", score=Decimal(0), max_score=cell.max_score) for cell in cells
    )


def feedback_of(assignment: SpreadsheetAssignment, cell: CellMark) -> Mapping[str, str]:
    """Return what is told of the misconception behind a cell, per language code; nothing where there is none."""
    known = (entry for answer in assignment.answers if answer.id == cell.answer for entry in answer.misconceptions)
    return next((entry.feedback for entry in known if entry.id == cell.misconception), {})

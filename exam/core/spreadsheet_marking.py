"""Marks what was found in a workbook: scores, why, and what a person should look at; it knows no file and no engine.

Everything counts in favour of what the candidate could do: a slip is paid for once (follow-through), given data that
were damaged are put back and the better of the two markings stands, and what no machine could compute is for a person,
never wrong. Evidence that a formula ignores its data, or that stored results are not its own, is shown and costs
nothing by itself.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from exam.core.model import Frozen
from exam.core.session_values import ItemOutcome
from exam.core.spreadsheet import AnswerCell, ChartCheck, SpreadsheetAssignment, SpreadsheetData
from exam.core.spreadsheet_keys import Keys, Way, admits, differ, is_of_other_scale, moves
from exam.core.spreadsheet_submission import (
    CellValue,
    ChangedCell,
    FoundCell,
    FoundChart,
    FoundWorkbook,
    Where,
)
from exam.core.spreadsheet_values import Key

TYPED_SHARE = Decimal("0.5")
"""What a typed result is worth where the instructions ask for a formula."""


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


class WorkbookMarking(Frozen):
    """The whole marking of a workbook."""

    schema_: Annotated[Literal["exam/workbook-marking/1"], Field(alias="schema")] = "exam/workbook-marking/1"
    cells: tuple[CellMark, ...]
    checks: tuple[CheckMark, ...]
    basis: Literal["submitted", "restored"]
    """Whether it stands as handed in, or with the given data put back, which was better."""
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
        return _total((*self.cells, *self.checks))

    @property
    def max_score(self) -> Decimal:
        """The sum of what could be scored."""
        marks: tuple[CellMark | CheckMark, ...] = (*self.cells, *self.checks)
        return sum((entry.max_score for entry in marks), Decimal(0))

    @property
    def for_a_person(self) -> bool:
        """Tell whether something could not be marked."""
        return any(cell.verdict is Verdict.UNKNOWN for cell in self.cells)


@dataclass(frozen=True, slots=True)
class _Judged:
    verdict: Verdict
    score: Decimal = Decimal(0)
    misconception: str = ""


def mark(
    assignment: SpreadsheetAssignment,
    data: SpreadsheetData,
    found: FoundWorkbook,
    other: SpreadsheetData | None = None,
) -> WorkbookMarking:
    """Return the marking; `other` is the table over which the workbook was computed anew, if it was.

    Raises:
        ExpressionError: the assignment's own key cannot be computed.
    """
    cells = {cell.answer: cell for cell in found.cells}
    ordered = [cells.get(answer.id, FoundCell(answer=answer.id, where=Where.NOWHERE)) for answer in assignment.answers]
    marks, basis = _marks(assignment, Keys(assignment, data), ordered), "submitted"
    if any(cell.restored for cell in ordered):
        again = _marks(assignment, Keys(assignment, data), [_restored(cell) for cell in ordered])
        if _total(again) > _total(marks):
            marks, basis = again, "restored"
    if other is not None:
        marks = _with_evidence(assignment, ordered, marks, Keys(assignment, data), Keys(assignment, other))
    return WorkbookMarking(
        cells=marks,
        checks=tuple(_check(check, at, found) for at, check in enumerate(assignment.checks, start=1)),
        basis="restored" if basis == "restored" else "submitted",
        **{name: getattr(found, name) for name in _KEPT},
    )


_KEPT = ("data", "changed", "changed_count", "touched", "touched_count", "charts", "links", "engine")


def counted(formula: str, stored: CellValue, recalculated: CellValue | None) -> CellValue:
    """Return the value that counts: the formula's own, unless only the engine fails at it."""
    if not formula or recalculated is None:
        return stored
    return stored if recalculated.error and not (stored.empty or stored.error) else recalculated


def _total(marks: Iterable[CellMark | CheckMark]) -> Decimal:
    return sum((entry.score for entry in marks), Decimal(0))


def _restored(cell: FoundCell) -> FoundCell:
    return cell if cell.restored is None else cell.model_copy(update={"recalculated": cell.restored})


def _marks(assignment: SpreadsheetAssignment, keys: Keys, cells: Iterable[FoundCell]) -> tuple[CellMark, ...]:
    found = list(cells)
    values = {cell.answer: counted(cell.formula, cell.stored, cell.recalculated) for cell in found}
    own = keys.own(values)
    return tuple(
        _mark(answer, cell, keys.expected[answer.id], _judged(answer, cell, values[answer.id], keys.ways(answer, own)))
        for answer, cell in zip(assignment.answers, found, strict=True)
    )


def _mark(answer: AnswerCell, cell: FoundCell, expected: Key, judged: _Judged) -> CellMark:
    value = counted(cell.formula, cell.stored, cell.recalculated)
    typed = bool(answer.formula) and not cell.formula and judged.score > 0
    scale = judged.verdict is Verdict.WRONG and is_of_other_scale(value, expected)
    flags = {
        Flag.TYPED_AS_TEXT: not cell.formula and value.typed_as_text and not answer.choice,
        Flag.TYPED_CONSTANT: typed,
        Flag.CACHE_MISSING: bool(cell.formula) and cell.stored.empty,
        Flag.CACHE_DIFFERS: bool(cell.formula) and not cell.stored.empty and differ(cell.stored, cell.recalculated),
        Flag.NOT_RECALCULATED: bool(cell.formula) and cell.recalculated is None,
        Flag.OTHER_SCALE: scale,
    }
    return CellMark(
        answer=answer.id,
        where=cell.where,
        place=cell.place,
        formula=cell.formula,
        expected=str(expected),
        stored=cell.stored,
        recalculated=cell.recalculated,
        refusal=cell.refusal,
        verdict=judged.verdict,
        misconception=judged.misconception,
        flags=tuple(flag for flag, raised in flags.items() if raised),
        score=judged.score * TYPED_SHARE if typed else judged.score,
        max_score=answer.points,
    )


def _judged(answer: AnswerCell, cell: FoundCell, value: CellValue, ways: Iterator[Way]) -> _Judged:
    if value.empty:
        return _Judged(Verdict.UNKNOWN if cell.formula else Verdict.EMPTY)
    if value.error:
        return _Judged(Verdict.ERROR)
    for way in ways:
        if admits(answer, way.key, value):
            if way.misconception is not None:
                return _Judged(Verdict.MISCONCEPTION, way.misconception.points, way.misconception.id)
            own = Verdict.FOLLOWS if way.own else Verdict.RIGHT
            return _Judged(Verdict.ALTERNATIVE if way.alternative and not way.own else own, answer.points)
    return _Judged(Verdict.WRONG)


def _with_evidence(
    assignment: SpreadsheetAssignment,
    cells: Iterable[FoundCell],
    marks: tuple[CellMark, ...],
    keys: Keys,
    others: Keys,
) -> tuple[CellMark, ...]:
    """Flag paid formulas that are right over the candidate's data alone; own earlier answers are followed here, too."""
    found = list(cells)
    values = {cell.answer: (cell.mutated or CellValue()) if cell.formula else cell.stored for cell in found}
    own = others.own(values)

    def ignores(answer: AnswerCell, cell: FoundCell, given: CellMark) -> bool:
        tried = cell.mutated is not None and bool(cell.formula) and given.verdict in PAYING
        if not tried or not moves(answer, keys.expected[answer.id], others.expected[answer.id]):
            return False
        return not any(admits(answer, way.key, values[answer.id]) for way in others.ways(answer, own))

    return tuple(
        given.model_copy(update={"flags": (*given.flags, Flag.IGNORES_DATA)}) if ignores(answer, cell, given) else given
        for answer, cell, given in zip(assignment.answers, found, marks, strict=True)
    )


def _check(check: ChartCheck, at: int, found: FoundWorkbook) -> CheckMark:
    count = sum(chart.of_data or not check.of_data for chart in found.charts)
    met = count >= check.minimum
    return CheckMark(
        check=f"{check.kind}-{at}",
        verdict=Verdict.MET if met else Verdict.MISSING,
        found=count,
        wanted=check.minimum,
        score=check.points if met else Decimal(0),
        max_score=check.points,
    )


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

"""Marks what was found in a workbook: scores, why, and what a person should look at; it knows no file and no engine.

Everything counts in favour of what the candidate could do: a slip is paid for once (follow-through), given data that
were damaged are put back and the better of the two markings stands, and what no machine could compute is for a person,
never wrong. Evidence that a formula ignores its data, or that stored results are not its own, is shown and costs
nothing by itself.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from exam.core.spreadsheet import AnswerCell, ChartCheck, SpreadsheetAssignment, SpreadsheetData
from exam.core.spreadsheet_keys import Keys, Way, admits, differ, is_of_other_scale, moves
from exam.core.spreadsheet_marks import (
    PAYING,
    Basis,
    CellMark,
    CheckMark,
    Flag,
    Issued,
    Verdict,
    WorkbookMarking,
    counted,
    total,
)
from exam.core.spreadsheet_submission import CellValue, FoundCell, FoundWorkbook, Where
from exam.core.spreadsheet_values import Key, reference

TYPED_SHARE = Decimal("0.5")
"""What a typed result is worth where the instructions ask for a formula."""


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
    keys = Keys(assignment, data)
    basis: Basis = "submitted"
    marks = _marks(assignment, keys, ordered)
    if any(cell.restored for cell in ordered):
        again = _marks(assignment, keys, [_restored(cell) for cell in ordered])
        if total(again) > total(marks):
            marks, basis = again, "restored"
    if other is not None:
        marks = _with_evidence(assignment, ordered, marks, keys, Keys(assignment, other))
    return WorkbookMarking(
        cells=marks,
        checks=tuple(_check(check, at, found) for at, check in enumerate(assignment.checks, start=1)),
        basis=basis,
        issued=_issued(found.reference, reference(data)),
        **{name: getattr(found, name) for name in _KEPT},
    )


def _issued(found: str, own: str) -> Issued:
    if not found:
        return "unknown"
    return "own" if found == own else "other"


_KEPT = ("data", "changed", "changed_count", "touched", "touched_count", "charts", "links", "engine")


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

"""The marking of a workbook as people read it: each cell with its score and why, in codes that a face words."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from exam.core.item import SpreadsheetItem
from exam.core.marking_events import MarkingOverridden
from exam.core.spreadsheet_marks import CellMark, CheckMark, Flag, Verdict, WorkbookMarking, feedback_of

PLACES = Decimal("0.0001")
CHANGES_TOLD = 3


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence: its code, and what fills it."""

    code: str
    arguments: Mapping[str, str | Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MarkLine:
    """One cell, or one thing that was asked for beside the cells."""

    cell: str
    """As scores name it."""
    label: str
    score: Decimal
    max_score: Decimal
    waits: bool
    """Whether a person has to give its score."""
    told: tuple[Told, ...]
    """Verdict, values and place first, then everything that a person should see."""


@dataclass(frozen=True, slots=True)
class MarkingSheet:
    """The whole marking."""

    lines: tuple[MarkLine, ...] = ()
    notes: tuple[Told, ...] = ()
    score: Decimal = Decimal(0)
    max_score: Decimal = Decimal(0)
    refused: str = ""
    """Why the file was not opened, as a code; it can still be marked by hand."""
    confirmed_by: str = ""


def marking_sheet(
    item: SpreadsheetItem,
    marking: WorkbookMarking,
    overrides: Mapping[str, MarkingOverridden],
    *,
    confirmed_by: str = "",
) -> MarkingSheet:
    """Return the marking, with what examiners changed in it."""
    cells = tuple(_cell_line(item, cell, overrides) for cell in marking.cells)
    asked = zip(marking.checks, item.assignment.checks, strict=True)
    checks = tuple(_check_line(item, check, entry.label, overrides) for check, entry in asked)
    return MarkingSheet(
        lines=(*cells, *checks),
        notes=tuple(_notes(marking)),
        score=sum((line.score for line in (*cells, *checks)), Decimal(0)),
        max_score=marking.max_score,
        confirmed_by=confirmed_by,
    )


def _line(
    item: SpreadsheetItem,
    part: CellMark | CheckMark,
    name: str,
    label: Mapping[str, str],
    overrides: Mapping[str, MarkingOverridden],
    tell: Callable[[], Iterator[Told]],
) -> MarkLine:
    cell = f"{item.id}/{name}"
    given = overrides.get(cell)
    changed = (Told("marking.overridden", {"score": part.score, "reason": given.reason}),) if given is not None else ()
    return MarkLine(
        cell=cell,
        label=label.get(item.language, name),
        score=part.score if given is None else given.score,
        max_score=part.max_score,
        waits=part.verdict is Verdict.UNKNOWN and given is None,
        told=(*tell(), *changed),
    )


def _cell_line(item: SpreadsheetItem, cell: CellMark, overrides: Mapping[str, MarkingOverridden]) -> MarkLine:
    labels = next(answer.label for answer in item.assignment.answers if answer.id == cell.answer)
    return _line(item, cell, cell.answer, labels, overrides, lambda: _cell_told(item, cell))


def _check_line(
    item: SpreadsheetItem, check: CheckMark, label: Mapping[str, str], overrides: Mapping[str, MarkingOverridden]
) -> MarkLine:
    def tell() -> Iterator[Told]:
        yield Told(f"marking.verdict.{check.verdict}")
        yield Told("marking.count", {"found": str(check.found), "wanted": str(check.wanted)})

    return _line(item, check, check.check, label, overrides, tell)


def _cell_told(item: SpreadsheetItem, cell: CellMark) -> Iterator[Told]:
    halved = Flag.TYPED_CONSTANT in cell.flags and 0 < cell.score < cell.max_score
    yield Told("marking.verdict.typed" if halved else f"marking.verdict.{cell.verdict}")
    choice = next(answer.choice for answer in item.assignment.answers if answer.id == cell.answer)
    words = choice.get(cell.expected, {}).get(item.language, (_short(cell.expected),))
    yield Told("marking.values", {"expected": words[0], "got": _short(str(cell.got)) or "–"})
    yield Told(f"marking.where.{cell.where}", {"place": cell.place or "–"})
    if cell.formula:
        yield Told("marking.formula", {"formula": cell.formula})
    texts = feedback_of(item.assignment, cell)
    if texts:
        yield Told("marking.feedback", {"text": texts.get(item.language, "")})
    for flag in cell.flags:
        yield Told(f"marking.flag.{flag}", {"stored": _short(str(cell.stored)), "refusal": cell.refusal or "–"})


def _notes(marking: WorkbookMarking) -> Iterator[Told]:
    if marking.issued == "other":
        yield Told("marking.issued-other")
    if marking.data == "missing":
        yield Told("marking.data-missing")
    if marking.changed_count:
        changed = marking.changed[:CHANGES_TOLD]
        cells = ", ".join(f"{cell.place}: {cell.given} → {cell.found or '–'}" for cell in changed)
        yield Told("marking.changed", {"count": str(marking.changed_count), "cells": cells})
    if marking.basis == "restored":
        yield Told("marking.restored")
    if marking.touched_count:
        cells = ", ".join(marking.touched[:CHANGES_TOLD])
        yield Told("marking.touched", {"count": str(marking.touched_count), "cells": cells})
    for chart in marking.charts:
        told = {"kind": chart.kind, "title": chart.title or "–", "of": ", ".join(chart.references)}
        yield Told("marking.chart", told)
    if marking.links:
        yield Told("marking.links", {"count": str(marking.links)})
    yield Told("marking.engine", {"engine": marking.engine}) if marking.engine else Told("marking.no-engine")


def _short(spelt: str) -> str | Decimal:
    """Round what is a number to four places; people read no more."""
    try:
        number = Decimal(spelt)
    except ArithmeticError:
        return spelt
    return number.quantize(PLACES) if number.is_finite() else spelt

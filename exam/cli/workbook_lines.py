"""How a marking is told in lines: each cell with where it was found, what it should hold and holds, and why."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from exam.core.item import SpreadsheetItem
from exam.core.spreadsheet_marking import CellMark, WorkbookMarking, feedback_of
from exam.problem import ExamError
from exam.text import sanitise
from exam.wording import Language, render, render_error

PLACES = Decimal("0.0001")


def refusal(path: Path, refused: ExamError, language: Language) -> str:
    """Return why a file is not opened."""
    return f"{sanitise(str(path), keep_newlines=False)}: {render_error(refused, language)}"


def brief(path: Path, marking: WorkbookMarking, language: Language) -> str:
    """Return score and everything a person should look at, in one line."""
    flags = sorted({flag for cell in marking.cells for flag in cell.flags})
    noted = "; ".join(
        [render(f"marking.flag.{flag}", {}, language) for flag in flags] + list(_notes(marking, language))
    )
    return f"{_total(path, marking, language)}{f' – {noted}' if noted else ''}"


def lines(path: Path, item: SpreadsheetItem, marking: WorkbookMarking, language: Language) -> list[str]:
    """Return the whole marking."""
    labels = {answer.id: answer.label.get(item.language, answer.id) for answer in item.assignment.answers}
    told = [_total(path, marking, language)]
    for cell in marking.cells:
        told += _cell(labels[cell.answer], cell, item, language)
    for check, asked in zip(marking.checks, item.assignment.checks, strict=True):
        verdict = render(f"marking.verdict.{check.verdict}", {}, language)
        label = asked.label.get(item.language, check.check)
        told.append(f"  {check.score.normalize():f}/{check.max_score.normalize():f}  {label}: {verdict}")
    return [*told, *(f"  ! {note}" for note in _notes(marking, language))]


def _total(path: Path, marking: WorkbookMarking, language: Language) -> str:
    told = {
        "file": path,
        "score": f"{marking.score.normalize():f}",
        "max_score": f"{marking.max_score.normalize():f}",
    }
    return render("marking.total", told, language)


def _cell(label: str, cell: CellMark, item: SpreadsheetItem, language: Language) -> Iterator[str]:
    told = {
        "expected": _short(cell.expected),
        "got": _short(str(cell.got)) or "–",
        "place": cell.place or "–",
        "where": render(f"marking.where.{cell.where}", {}, language),
        "verdict": render(f"marking.verdict.{cell.verdict}", {}, language),
    }
    score = f"{cell.score.normalize():f}/{cell.max_score.normalize():f}"
    yield f"  {score}  {label}: " + render("marking.cell", told, language)
    if cell.formula:
        yield f"       {sanitise(cell.formula, keep_newlines=False)[:120]}"
    texts = feedback_of(item.assignment, cell)
    if texts:
        yield "       → " + texts.get(item.language, "")
    for flag in cell.flags:
        why = {"stored": _short(str(cell.stored)), "refusal": cell.refusal or "–"}
        yield "       ! " + render(f"marking.flag.{flag}", why, language)


def _notes(marking: WorkbookMarking, language: Language) -> Iterator[str]:
    if marking.data == "missing":
        yield render("marking.data-missing", {}, language)
    if marking.changed_count:
        told = ", ".join(f"{cell.place}: {cell.given} → {cell.found or '–'}" for cell in marking.changed[:3])
        yield render("marking.changed", {"count": marking.changed_count, "cells": told}, language)
    if marking.basis == "restored":
        yield render("marking.restored", {}, language)
    if marking.links:
        yield render("marking.links", {"count": marking.links}, language)
    if not marking.engine:
        yield render("marking.no-engine", {}, language)


def _short(spelt: str) -> str:
    """Round what is a number to four places; people read no more."""
    try:
        number = Decimal(spelt)
    except ArithmeticError:
        return spelt
    if not number.is_finite() or number == number.to_integral_value():
        return spelt
    return f"{number.quantize(PLACES):f}"

"""How a marking is told in lines on a terminal or in a pipe."""

from collections.abc import Iterator
from pathlib import Path

from exam.core.item import SpreadsheetItem
from exam.core.spreadsheet_marks import WorkbookMarking
from exam.problem import ExamError
from exam.service.marking_sheet import MarkLine, Told, marking_sheet
from exam.text import sanitise
from exam.wording import Language, render, render_error

ON_ONE_LINE = 3
"""Verdict, values and place of a cell."""


def refusal(path: Path, refused: ExamError, language: Language) -> str:
    """Return why a file is not opened."""
    return f"{sanitise(str(path), keep_newlines=False)}: {render_error(refused, language)}"


def lines(path: Path, item: SpreadsheetItem, marking: WorkbookMarking, language: Language) -> Iterator[str]:
    """Yield the whole marking."""
    sheet = marking_sheet(item, marking, {})
    yield brief(path, marking, language)
    for line in sheet.lines:
        yield from _line(line, language)
    yield from (f"  ! {_say(note, language)}" for note in sheet.notes)


def brief(path: Path, marking: WorkbookMarking, language: Language) -> str:
    """Return the score in one line."""
    told = {"file": path, "score": marking.score, "max_score": marking.max_score}
    return render("marking.total", told, language)


def _line(line: MarkLine, language: Language) -> Iterator[str]:
    first, more = line.told[:ON_ONE_LINE], line.told[ON_ONE_LINE:]
    said = "; ".join(_say(told, language) for told in first)
    points = render("marking.points", {"score": line.score, "max_score": line.max_score}, language)
    yield f"  {points}  {sanitise(line.label, keep_newlines=False)}: {said}"
    yield from (f"       {_say(told, language)}" for told in more)


def _say(told: Told, language: Language) -> str:
    return render(told.code, told.arguments, language)

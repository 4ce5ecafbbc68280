"""How what lies on the desk is told in words, the same on every face."""

import re
from collections.abc import Callable, Collection, Sequence

from exam.view.on_desk import ClockView, DeskView, Phase, ResultView, SavedView
from exam.view.sheets import ChoiceView, WorkbookSheet

MINUTE_MS = 60_000
WEEKS = re.compile(r"(?<!\d)(\d{1,2})(?:\s*[-–]\s*(\d{1,2}))?(?!\d)")
"""A week, or the first and the last of several."""
Say = Callable[..., str]
FULLY_RUN = "fully_run"
AT_THE_END = frozenset({Phase.ENDED, Phase.RESULT, Phase.DONE})
"""When a candidate is told the receipt that he takes home."""


def told_result(result: ResultView, say: Say) -> str:
    """Return the result with every competency and the reasons of those not met."""
    head = say(f"result.{result.result}").upper() if result.result else say(f"ending.{result.ending}")
    early = [say(f"ending.{result.ending}")] if result.result and result.ending != FULLY_RUN else []
    lines = [head, *early, result.reason, ""]
    for number, competency in enumerate(result.competencies, start=1):
        lines.append(f"{number}. {competency.title}: {say(f'competency.{competency.status}')}")
        for unmet in competency.unmet:
            reasons = " ".join(unmet.reasons) or say("criterion.not_verified")
            lines.append(f"   {unmet.letter}) {unmet.text}\n      → {reasons}")
    return "\n".join(lines)


def told_note(result: ResultView, say: Say) -> str:
    """Return what the candidate said to the result, nothing while he has said nothing."""
    if result.acknowledged is None:
        return ""
    return say("result.taken-note" if result.acknowledged else "result.refused-note")


def told_rules(seen: DeskView, say: Say) -> str:
    """Return the course of the exam, each task's minutes and how the tests are met."""
    lines = [say("rules.course"), ""]
    lines += [say("rules.task", title=card.title, minutes=card.minutes) for card in seen.tasks]
    for test in seen.tests:
        told = {"items": test.items, "floor": test.floor_percent, "whole": test.pass_percent or 0}
        lines += ["", say("rules.test" if test.pass_percent is not None else "rules.test-parts", **told)]
    return "\n".join([*lines, "", say("rules.machine"), say("rules.review")])


def told_receipt(saved: SavedView, say: Say) -> str:
    """Return what the candidate takes home."""
    return say("desk.receipt", time=f"{saved.at:%H:%M:%S}", seq=saved.seq, receipt=saved.receipt)


def told_missing(items: Sequence[ChoiceView], flags: Collection[str], say: Say) -> list[str]:
    """Return which items of a test have no response and which are marked, nothing where none."""
    left = [str(number) for number, item in enumerate(items, start=1) if item.picked is None]
    marked = [str(number) for number, item in enumerate(items, start=1) if item.part in flags]
    told = [say("test.unanswered", items=", ".join(left))] if left else []
    return told + ([say("test.flagged", items=", ".join(marked))] if marked else [])


def told_handed_in(sheet: WorkbookSheet, say: Say) -> str:
    """Return which file was handed in last, with advice where it cannot be opened, or that none was."""
    kept = ({"name": last.name, "size": last.length, "digest": last.sha256[:8]} for last in sheet.handed_in[-1:])
    lines = [*(say("workbook.handed-in", **told) for told in kept), told_unmarked(sheet, say)]
    return "\n".join(line for line in lines if line)


def told_unmarked(sheet: WorkbookSheet, say: Say) -> str:
    """Return why nothing would be marked: no file, or the last one cannot be opened; nothing where it can."""
    if not sheet.handed_in:
        return say("workbook.nothing")
    refused = sheet.handed_in[-1].refused
    return say("workbook.refused", advice=say(refused)) if refused else ""


def spelt(left_ms: int) -> str:
    """Spell milliseconds as minutes and seconds."""
    seconds = left_ms // 1000
    return f"{seconds // 60}:{seconds % 60:02d}"


def granted(clock: ClockView) -> str:
    """Spell the granted minutes, `60 (45+15)` where some were added."""
    base, extra = clock.base_ms // MINUTE_MS, clock.extra_ms // MINUTE_MS
    return f"{base + extra} ({base}+{extra})" if extra else str(base)


def read_weeks(text: str) -> tuple[int, ...]:
    """Return the weeks that somebody wrote, `1-3` being three of them, each once."""
    found = ((int(match[1]), int(match[2] or match[1])) for match in WEEKS.finditer(text))
    return tuple(dict.fromkeys(week for first, last in found for week in range(first, last + 1)))

"""How what lies on the desk is told in words, the same on every face."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence

from exam.text import folded
from exam.view.on_desk import CardStatus, ClockView, DeskView, Hand, Phase, ResultView, SavedView, TaskCard
from exam.view.sheets import ChoiceView, GoalView, SpeechView, TranscriptSheet, WorkbookSheet

MINUTE_MS = 60_000
WEEKS = re.compile(r"(?<!\d)(\d{1,2})(?:\s*[-–]\s*(\d{1,2}))?(?!\d)")
"""A week, or the first and the last of several."""
WARNINGS = (10, 5, 1)
"""Minutes before the end that are told, where they are no more than half of what was granted."""
CALL = "role_play"
"""The kind of task in which somebody plays a caller, who may be stopped."""
LETTERS = "ABCDEFGH"
"""How options are named, in the order in which they are presented."""
BEGUN = frozenset({CardStatus.OPEN, CardStatus.SUBMITTED})
Say = Callable[..., str]
FULLY_RUN = "fully_run"
BEFORE = frozenset({Phase.WAITING, Phase.INDUCTION, Phase.TASKS})
OVER = frozenset({CardStatus.SUBMITTED, CardStatus.EXCUSED})
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


def told_rules(seen: DeskView, say: Say, keys: Mapping[str, str]) -> str:
    """Return the course, minutes, tests and their marks, aids, help, failures, the result and its review.

    `keys` tells how one asks for somebody, for a break, and stops a caller: a key or a command.
    """
    lines = [say("rules.course"), ""]
    lines += [say("rules.task", title=card.title, minutes=_in_all_of(card)) for card in seen.tasks]
    for test in seen.tests:
        told = {"items": test.items, "floor": test.floor_percent, "whole": test.pass_percent or 0}
        lines += ["", say("rules.test" if test.pass_percent is not None else "rules.test-parts", **told)]
    lines += ["", *(say(f"rules.{code}", **keys) for code in ("aids", "support", "machine", "result", "review"))]
    return "\n".join(lines)


def told_standing(card: TaskCard, say: Say) -> list[str]:
    """Return what a candidate should know beside his work: a hand that is up, why the clock stands, the time's end."""
    told = []
    if card.hand is not Hand.DOWN:
        told.append(say("hand.break" if card.break_asked else f"hand.{card.hand}"))
    if card.clock is not None and card.status is CardStatus.OPEN:
        told += [say(f"stands.{card.clock.ground}")] if card.clock.ground else []
        minutes = due_warning(card.clock)
        told += [say("warning.last" if minutes == 1 else "warning.minutes", minutes=minutes)] if minutes else []
    return told


def due_warning(clock: ClockView) -> int | None:
    """Return which warning holds: less than so many minutes are left; None while none does."""
    half = (clock.base_ms + clock.extra_ms) // 2
    due = (minutes for minutes in WARNINGS if clock.remaining_ms <= minutes * MINUTE_MS <= half)
    return min(due, default=None)


def help_wanted_at(cards: Sequence[TaskCard], chosen: int | None, statuses: Collection[CardStatus]) -> str | None:
    """Return the task about which a candidate between his tasks asks for somebody: the chosen one, or an open one."""
    first = [cards[chosen]] if chosen is not None and chosen < len(cards) else []
    fits = [card.task for card in (*first, *cards) if card.status in statuses]
    return fits[0] if fits else None


def can_try(seen: DeskView) -> bool:
    """Tell whether the keyboard may be tried: as long as no clock ran."""
    return seen.phase in BEFORE and not any(card.clock for card in seen.tasks)


def told_left(card: TaskCard) -> str:
    """Return how long a task takes or how much of its time is left, nothing once it is over."""
    if card.status in OVER:
        return ""
    if card.clock:
        return f"{spelt(card.clock.remaining_ms)} / {granted(card.clock)} min"
    return f"{_in_all_of(card)} min"


def _in_all_of(card: TaskCard) -> str:
    return in_all(card.minutes, card.extra_minutes)


def told_receipt(saved: SavedView, say: Say) -> str:
    """Return what the candidate takes home."""
    return say("desk.receipt", time=f"{saved.at:%H:%M:%S}", seq=saved.seq, receipt=saved.receipt)


def counted(items: Sequence[ChoiceView], flags: Collection[str]) -> dict[str, int]:
    """Return how many items there are, have a response, and are marked."""
    answered = sum(item.picked is not None for item in items)
    return {"count": len(items), "answered": answered, "flagged": sum(item.part in flags for item in items)}


def told_overview(items: Sequence[ChoiceView], flags: Collection[str], say: Say) -> list[str]:
    """Return a line for each item: its number, what was picked, whether it is marked, how it begins."""
    lines = []
    for number, item in enumerate(items, start=1):
        picked = [LETTERS[place] for place, option in enumerate(item.options) if option.id == item.picked]
        state = say("test.picked", letter=picked[0]) if picked else say("test.open")
        flag = f"⚑ {say('test.marked')}, " if item.part in flags else ""
        lines.append(f"{'●' if picked else '○'} {number:>2}  {flag}{state} – {item.stem}")
    return lines


def told_missing(items: Sequence[ChoiceView], flags: Collection[str], say: Say) -> list[str]:
    """Return which items of a test have no response and which are marked, nothing where none."""
    left = [str(number) for number, item in enumerate(items, start=1) if item.picked is None]
    marked = [str(number) for number, item in enumerate(items, start=1) if item.part in flags]
    told = [say("test.unanswered", items=", ".join(left))] if left else []
    return told + ([say("test.flagged", items=", ".join(marked))] if marked else [])


def lines_with(lines: Sequence[SpeechView], wanted: str) -> list[int]:
    """Return the places of the lines that hold these words, whatever their case and accents."""
    return [place for place, line in enumerate(lines) if folded(wanted) in folded(line.text)]


def told_found(sheet: TranscriptSheet, wanted: str, say: Say) -> str:
    """Return in which lines of which transcripts the words stand."""
    told = []
    for number, transcript in enumerate(sheet.transcripts, start=1):
        lines = ", ".join(str(place + 1) for place in lines_with(transcript.lines, wanted))
        told += [say("transcripts.found", number=number, lines=lines)] if lines else []
    return f"„{wanted}“: {'; '.join(told) or say('transcripts.not-found')}"


def told_handed_in(sheet: WorkbookSheet, say: Say) -> str:
    """Return which files count, the last of each kind, with advice where one cannot be opened, or that none was."""
    counted = (file for file in sheet.handed_in if file.counts)
    kept = ({"name": file.name, "size": file.length, "digest": file.sha256[:8]} for file in counted)
    lines = [*(say("workbook.handed-in", **told) for told in kept), told_unmarked(sheet, say)]
    return "\n".join(line for line in lines if line)


def told_unmarked(sheet: WorkbookSheet, say: Say) -> str:
    """Return what would not be marked: no workbook, or files that count and cannot be opened; nothing where all can."""
    if not sheet.handed_in:
        return say("workbook.nothing")
    told = [say("workbook.refused", advice=say(file.refused)) for file in sheet.handed_in if file.refused]
    if not any(file.is_workbook for file in sheet.handed_in):
        told.append(say("workbook.no-workbook"))
    return "\n".join(told)


def spelt(left_ms: int) -> str:
    """Spell milliseconds as minutes and seconds."""
    seconds = left_ms // 1000
    return f"{seconds // 60}:{seconds % 60:02d}"


def granted(clock: ClockView) -> str:
    """Spell the granted minutes."""
    return in_all(clock.base_ms // MINUTE_MS, clock.extra_ms // MINUTE_MS)


def in_all(minutes: int, extra: int) -> str:
    """Spell minutes, `60 (45+15)` where some were added."""
    return f"{minutes + extra} ({minutes}+{extra})" if extra else str(minutes)


def told_weeks(goals: Sequence[GoalView], weeks: int, say: Say) -> str:
    """Return how many goals of a plan each week has, so that gaps and crowded weeks are seen."""
    held = {week: sum(week in goal.weeks for goal in goals) for week in range(1, weeks + 1)}
    return say("plan.weeks", weeks=" · ".join(f"{week}: {count}" for week, count in held.items()))


def read_weeks(text: str) -> tuple[int, ...]:
    """Return the weeks that somebody wrote, `1-3` being three of them, each once."""
    found = ((int(match[1]), int(match[2] or match[1])) for match in WEEKS.finditer(text))
    return tuple(dict.fromkeys(week for first, last in found for week in range(first, last + 1)))

"""The board of a sitting in words: people, candidates in two lines each, what blocks the end, what happened."""

from collections.abc import Iterator
from datetime import datetime

from exam.service.console_view import Step, TaskLine
from exam.service.sitting_view import Block, Happening, MemberLine, SeatLine, SittingBoard
from exam.tui.console.standing import GROUNDS, Say, told_unusual
from exam.view.telling import granted, spelt


def told_state(board: SittingBoard, say: Say) -> str:
    """Return the hour, how the sitting stands and how many clocks run."""
    run, stand = board.clocks
    told = [f"{board.now:%H:%M}", say(f"sitting.{board.standing}"), say("day.clocks", run=run, stand=stand)]
    if not board.planned:
        told.append(say("day.no-timetable"))
    return " · ".join(told)


def told_crew(board: SittingBoard, say: Say) -> str:
    """Return who is there: the commission with what each does and has yet to judge, and those beside it."""
    told = [_member(line, say) for line in board.members]
    told += [f"{line.name} ({say(f'sitting.{line.part}')})" for line in board.attendants]
    missing = [thing.thing for thing in board.equipment if not thing.present]
    if missing:
        told.append(say("day.missing", things=", ".join(missing)))
    return " · ".join(told)


def _member(line: MemberLine, say: Say) -> str:
    marks = ["✓" if line.present else "○", line.name]
    if line.chair:
        marks.append(f"({say('sitting.chair')})")
    if line.lapses:
        marks.append(say("day.lapses"))
    if line.busy:
        marks.append(say("day.busy", task=", ".join(line.busy)))
    if line.to_judge:
        marks.append(say("day.to-judge", count=line.to_judge))
    return " ".join(marks)


def told_hands(board: SittingBoard, say: Say) -> str:
    """Return who asks for an examiner, since when and in which task; nothing where nobody does."""
    found = [(line.hand_raised_at, seat.candidate, line.title) for seat in board.seats for line in seat.hands]
    lines = (say("day.hand", at=f"{at:%H:%M:%S}", who=who, task=task) for at, who, task in sorted(found, key=str))
    return "\n".join(lines)


def told_blocks(blocks: tuple[Block, ...], standing: str, say: Say) -> str:
    """Return what is in the way of closing the sitting, or that nothing is."""
    if standing != "opened":
        return ""
    if not blocks:
        return say("day.may-close")
    told = (f"{block.candidate} – {say(block.code, count=block.count)}" for block in blocks)
    return say("day.blocks", blocks="; ".join(told))


def told_seat(seat: SeatLine, now: datetime, say: Say) -> str:
    """Return a candidate's two lines: what he does, then plan, progress and judging."""
    return f"{_mark(seat)} {seat.candidate:<28} {_doing(seat, say)}\n    {' · '.join(_about(seat, now, say))}"


def _mark(seat: SeatLine) -> str:
    if seat.hands:
        return "✋"
    if seat.running:
        return "‖" if all(line.clock and line.clock.paused for line in seat.running) else "▶"
    return "✓" if seat.ending else "·"


def _doing(seat: SeatLine, say: Say) -> str:
    if seat.ending:
        codes = (f"result.{seat.result}" if seat.result else "", f"ending.{seat.ending}", f"step.{seat.step}")
        return " · ".join(say(code) for code in codes if code)
    if seat.running:
        return "; ".join(_running(line, say) for line in seat.running)
    return say("day.between") if seat.step is Step.TASKS else say(f"step.{seat.step}")


def _running(line: TaskLine, say: Say) -> str:
    clock = ""
    if line.clock is not None:
        paused = "‖ " if line.clock.paused else ""
        clock = f"{paused}{spelt(line.clock.remaining_ms)}/{granted(line.clock)} min "
    where = say("day.at-desk" if line.at_desk else "day.before-panel")
    return f"{clock}{where}: {line.title}"


def _about(seat: SeatLine, now: datetime, say: Say) -> Iterator[str]:
    if seat.ending_reason:
        yield seat.ending_reason
    if seat.step is Step.TASKS:
        yield say("day.done", done=seat.done, of=seat.tasks)
    if seat.planned is not None:
        yield _planned(seat, now, say)
    waits = [name for entry in seat.judging for name in entry.waiting]
    if waits:
        yield say("day.judging", who=", ".join(f"{name} {waits.count(name)}" for name in dict.fromkeys(waits)))
    if ready := sum(not entry.waiting for entry in seat.judging):
        yield say("day.to-agree", count=ready)
    if seat.extra_percent:
        yield f"+{seat.extra_percent} %"
    elif seat.approved_percent:
        yield say("day.approved", percent=seat.approved_percent)


def _planned(seat: SeatLine, now: datetime, say: Say) -> str:
    planned = seat.planned
    if planned is None:
        return ""
    late = planned.delay(now)
    code = "day.plan-late" if late > 0 else "day.plan-early" if late < 0 else "day.plan"
    span = f"{planned.starts:%H:%M}–{planned.ends:%H:%M}"
    title = planned.title if planned.opened_at is None else ""
    what = " ".join(part for part in (title, planned.room) if part)
    return say(code, span=span, what=what, minutes=abs(late)).rstrip()


def told_happening(entry: Happening, say: Say) -> str:
    """Return one line of the timeline."""
    told = dict(entry.arguments)
    if told.get("reason") in GROUNDS:
        told["reason"] = say(f"hold.{told['reason']}")
    if "category" in told:
        told["category"], told["note"] = told_unusual(told["category"], told["note"], say)
    if "ending" in told:
        told["ending"] = say(f"ending.{told['ending']}")
    if told.get("note"):
        told["note"] = f"({told['note']})" if entry.code in {"happening.came", "happening.left"} else told["note"]
    what = " ".join(say(entry.code, **told).split())
    who = " · ".join(part for part in (entry.candidate, what) if part)
    by = f" ({entry.by})" if entry.by else ""
    return f"{'!' if entry.loud else ' '} {entry.at:%H:%M:%S} {who}{by}"

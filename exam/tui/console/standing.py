"""What an examiner is told of a session's time and of the second copy: warnings on the board, the course on a key."""

from collections.abc import Callable, Iterator
from typing import get_args

from exam.core.report_words import IRREGULARITIES
from exam.core.scene_events import HoldGround, Stopper
from exam.core.timing import TimeFact
from exam.problem import ExamError
from exam.service.console_view import Board
from exam.service.mirroring import MirrorStanding, MirrorState
from exam.view.telling import spelt

Say = Callable[..., str]
"""From a code and its arguments to a sentence."""
Sentence = Callable[[ExamError], str]
GROUNDS = frozenset(HoldGround)
STOPPERS = frozenset(get_args(Stopper))


def told_copy(copy: MirrorState, say: Say) -> str:
    """Return a word or two on how the second copy stands, nothing where there is none."""
    if copy.standing is MirrorStanding.OFF:
        return ""
    return say(f"board.copy-{copy.standing}", events=copy.events, seconds=copy.seconds)


def copy_trouble(board: Board, say: Say, sentence: Sentence) -> str:
    """Return the warning of a second copy that is lost or falls back, nothing while it keeps up."""
    copy = board.copy
    if copy.standing is MirrorStanding.LOST and copy.fault is not None:
        since = f"{copy.since:%H:%M:%S}" if copy.since else "–"
        return say("board.copy-trouble", since=since, events=copy.events, reason=sentence(copy.fault))
    if board.copy_late:
        return say("board.copy-late", events=copy.events, seconds=copy.seconds)
    return ""


def notices(board: Board, say: Say) -> Iterator[str]:
    """Yield what stands on the board as long as it holds: where the copy lies, that the program was away, more time."""
    if board.copy.same_device:
        yield say("board.copy-same-device")
    away = board.interruptions
    if away:
        last = away[-1]
        yield say("board.interrupted", count=len(away), length=spelt(last.ms), time=f"{last.at:%H:%M:%S}")
    if board.extra_percent:
        yield say("board.more-time", percent=board.extra_percent)


def told_course(board: Board, say: Say) -> str:
    """Return the course of the session: what happened to its time, then what was unusual."""
    titles = {line.task: line.title for entry in board.competencies for line in entry.tasks}
    lines = [_told_fact(fact, titles.get(fact.task, fact.task), say) for fact in board.time_facts]
    if board.irregularities:
        kept = (told.partition(": ") for told in board.irregularities)
        unusual = (f"• {' · '.join(filter(None, told_unusual(kind, note, say)))}" for kind, _, note in kept)
        lines += ["", say("course.irregularities"), *unusual]
    return "\n".join(lines).strip()


def told_unusual(kind: str, note: str, say: Say) -> tuple[str, str]:
    """Return kind and note of an irregularity in words; a kind that has none is told as it was kept."""
    if kind == HoldGround.ABUSIVE_CALLER:
        about, separator, who = note.rpartition(" · ")
        note = f"{about}{separator}{say(f'scene.stopped-{who}')}" if who in STOPPERS else note
    return say(f"irregularity.{kind}") if kind in IRREGULARITIES else kind, note


def _told_fact(fact: TimeFact, task: str, say: Say) -> str:
    sign = "−" if fact.ms < 0 else "+"
    reason = say(f"hold.{fact.reason}") if fact.reason in GROUNDS else fact.reason
    told = {"by": fact.by, "reason": reason, "percent": fact.percent, "task": task}
    what = say(f"course.{fact.kind}", length=spelt(abs(fact.ms)), sign=sign, **told)
    return f"{fact.at:%d. %m. %H:%M:%S}  {what}"

"""How `exam replay` tells what it found: as data, and as lines for people."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from exam.bootstrap import replay_pack
from exam.checking import verify_record
from exam.cli.verdicts import roots
from exam.core.candidate_session import SessionState
from exam.core.chain import ChainBrokenError
from exam.core.events import EventUnknownError
from exam.core.key_correction import CorrectedKey
from exam.core.record_check import Discrepancy
from exam.core.replay import Change, Replayed, WhatIf
from exam.core.session_values import Ending
from exam.problem import ExamError
from exam.text import sanitise
from exam.wording import Language, render

if TYPE_CHECKING:
    from exam.service.exam_service import ExamService

Row = dict[str, object]
SAME, DIFFERS, BROKEN = "same", "differs", "broken"


def told_session(session: str, service: "ExamService", corrections: Sequence[CorrectedKey]) -> Row:
    """Return what the replay of a session of the workspace leads to."""
    return _told(session, lambda: service.replays.replay(session, corrections))


def told_pack(path: Path, corrections: Sequence[CorrectedKey]) -> Row:
    """Return what the replay of an evidence pack leads to."""
    return _told(str(path), lambda: replay_pack(path, corrections))


def told_record(path: Path, trust: Path | None) -> Row:
    """Return what a record alone proves: its verdict, derived again from the events attached to it."""
    found = verify_record(path.read_bytes(), roots(trust))
    broken = any(entry.code == ChainBrokenError.code for entry in found.codes)
    outcome = BROKEN if broken else DIFFERS if found.codes else SAME
    record = found.record
    return {
        "source": str(path),
        "kind": "record",
        "outcome": outcome,
        "session": record.session if record else None,
        "result": record.result.value if record and outcome == SAME else None,
        "verdict": found.verdict.value,
        "differences": _codes(found.codes),
        "notices": [],
        "tasks": [],
    }


def told_changes(
    session: str, service: "ExamService", corrections: Sequence[CorrectedKey], language: Language
) -> list[str]:
    """Return the lines of what corrected keys would change in a session.

    Raises:
        ExamError: the session cannot be replayed, or a correction does not fit it.
    """
    found = service.replays.replay(session, corrections).corrected
    return _told_changes(_with_key(found), language) if found else []


def tell(row: Row, language: Language) -> str:
    """Return the lines for people: the source with its outcome, then one line for each code and each task."""
    lines = [f"{_shown(row['source'])}  " + render(f"replay.{row['outcome']}", {}, language)]
    if row.get("result"):
        lines.append("  " + _field("demo.result", f"result.{row['result']}", language))
    if row.get("record_sha256"):
        lines.append("  " + render("replay.record", {"digest": row["record_sha256"]}, language))
    lines += [
        "  " + "  ".join(f"{key}={_shown(found)}" for key, found in task.items()) for task in _entries(row["tasks"])
    ]
    for entry in (*_entries(row["differences"]), *_entries(row["notices"])):
        arguments = entry["arguments"]
        spoken = render(str(entry["code"]), arguments if isinstance(arguments, Mapping) else {}, language)
        lines.append(f"  {entry['code']}: {spoken}")
    corrected = row.get("with_key")
    if isinstance(corrected, Mapping):
        lines += [f"  {line}" for line in _told_changes(corrected, language)]
    return "\n".join(lines) + "\n"


def _told_changes(corrected: Mapping[str, object], language: Language) -> list[str]:
    """Return the lines of what corrected keys would change: scores, criteria, the verdict; and what forbids it."""
    changes = (*_entries(corrected["items"]), *_entries(corrected["criteria"]))
    lines = [render("key-correction-changed", change, language) for change in changes]
    if not changes:
        return [render("key-correction-none", {}, language)]
    if corrected["after"]:
        verdicts = {name: render(f"result.{corrected[name]}", {}, language) for name in ("before", "after")}
        code = "key-correction-flips" if corrected["flips"] else "key-correction-stays"
        lines.append(render(code, verdicts, language))
    if corrected["record"]:
        lines.append(render("key-correction-record-stands", {"record": corrected["record"]}, language))
    return lines


def _told(source: str, replayed: Callable[[], Replayed]) -> Row:
    from exam.packs import PackError  # noqa: PLC0415 - only where something is replayed

    try:
        found = replayed()
    except (ChainBrokenError, EventUnknownError, PackError) as error:
        return _failed(source, error)
    state = found.state
    row: Row = {
        "source": source,
        "kind": "session",
        "outcome": DIFFERS if found.differences else SAME,
        "session": state.session,
        "head": found.head.model_dump(),
        "result": _result(found),
        "record": state.record.record if state.record else None,
        "record_sha256": found.record or None,
        "tasks": _tasks(state),
        "differences": _codes(found.differences),
        "notices": _codes(found.notices),
    }
    return row | {"with_key": _with_key(found.corrected)} if found.corrected else row


def _with_key(found: WhatIf) -> dict[str, object]:
    return {
        "items": [_change(change) for change in found.items],
        "criteria": [_change(change) for change in found.criteria],
        "before": found.before.value if found.before else None,
        "after": found.after.value if found.after else None,
        "flips": found.flips,
        "record": found.record or None,
    }


def _change(change: Change) -> dict[str, str]:
    return {"task": change.task, "about": change.about, "before": change.before, "after": change.after}


def _failed(source: str, error: ExamError) -> Row:
    broken = isinstance(error, ChainBrokenError)
    return {
        "source": source,
        "kind": "session",
        "outcome": BROKEN if broken else DIFFERS,
        "session": None,
        "differences": [{"code": error.code, "arguments": error.arguments}],
        "notices": [],
        "tasks": [],
    }


def _result(found: Replayed) -> str | None:
    """Return the result that the events lead to: the verdict's, or the one that an early ending brings."""
    if found.state.ending is Ending.FULLY_RUN and found.verdict is not None:
        return found.verdict.result.value
    return found.state.result.value if found.state.result else None


def _tasks(state: SessionState) -> list[dict[str, object]]:
    return [
        {
            "task": name,
            "granted_ms": task.clock.granted_ms,
            "consumed_ms": task.clock.consumed_ms,
            "remaining_ms": task.clock.remaining_ms,
            "score": _total(outcome.score for outcome in task.scored.items) if task.scored else "–",
            "max_score": _total(outcome.max_score for outcome in task.scored.items) if task.scored else "–",
        }
        for name, task in state.tasks.items()
    ]


def _total(scores: Iterable[Decimal]) -> str:
    return str(sum(scores, Decimal(0)))


def _codes(found: Iterable[Discrepancy]) -> list[dict[str, object]]:
    return [{"code": entry.code, "arguments": dict(entry.arguments)} for entry in found]


def _field(label: str, value: str, language: Language) -> str:
    return f"{render(label, {}, language)} {render(value, {}, language)}"


def _shown(value: object) -> str:
    return sanitise(str(value), keep_newlines=False)


def _entries(value: object) -> Sequence[Mapping[str, object]]:
    return value if isinstance(value, Sequence) and not isinstance(value, str) else ()

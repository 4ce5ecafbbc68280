"""What happened at a sitting: to itself, to its candidates, to their time; nothing that anybody judged."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from exam.core.candidate_session import SessionState
from exam.core.events import Entry
from exam.core.report_words import NOTED
from exam.core.sitting import SittingState
from exam.core.sitting_events import (
    AttendantNamed,
    EquipmentChecked,
    MemberReplaced,
    PresenceNoted,
    SittingMoved,
)
from exam.core.timing import TimeFact, TimeFactKind
from exam.service.sitting_view import Happening
from exam.view.telling import spelt

Naming = Callable[[str], str]
"""From an account to a full name."""
FROM_PAPER = frozenset({"paper-responses", "paper-judgements"})
DIGEST = "SHA-256 "
"""Of a scan; it stands in the record, and says nothing to whoever reads what happened."""
LOUD = frozenset({TimeFactKind.INTERRUPTED, TimeFactKind.JUMPED})


def at_the_sitting(state: SittingState, name: Naming, known: Naming) -> Iterator[Happening]:
    """Yield what happened to the sitting; `known` is from a reference of an identity to a name."""
    for entry in state.changes:
        told = _change(entry, name, known)
        if told is not None:
            code, arguments = told
            yield Happening(entry.at, code, arguments, by=name(entry.by.id))


def _change(entry: Entry, name: Naming, known: Naming) -> tuple[str, Mapping[str, str]] | None:
    event = entry.event
    if isinstance(event, PresenceNoted):
        return f"happening.{'came' if event.present else 'left'}", {"who": name(event.who), "note": event.note}
    if isinstance(event, AttendantNamed):
        return f"happening.{event.attendant.part}", {"who": known(event.attendant.identity)}
    if isinstance(event, MemberReplaced):
        told = {"leaving": name(event.leaving), "joining": name(event.joining.id), "reason": event.reason}
        return "happening.replaced", told
    if isinstance(event, EquipmentChecked):
        missing = ", ".join(thing.thing for thing in event.equipment if not thing.present)
        return ("happening.equipment-missing", {"missing": missing}) if missing else ("happening.equipment", {})
    if isinstance(event, SittingMoved):
        return "happening.moved", {"place": event.place, "reason": event.reason}
    return None


def in_the_session(state: SessionState, titles: Mapping[str, str], name: Naming) -> Iterator[Happening]:
    """Yield what happened to a candidate; `titles` are those of tasks by id."""
    happened = partial(Happening, candidate=name(state.candidate))
    if state.opened_at is not None:
        yield happened(state.opened_at, "happening.session-opened", {})
    for task_id, task in state.tasks.items():
        about = {"task": titles.get(task_id, task_id)}
        yield happened(task.opened_at, "happening.task-opened", about)
        if task.hand_raised_at is not None:
            yield happened(task.hand_raised_at, "happening.hand", about, loud=True)
        if task.closed_at is not None:
            yield happened(task.closed_at, "happening.task-closed", about)
    for incident in state.incidents:
        note = called(incident.category, incident.note, state, titles, name)
        told = {"category": incident.category, "note": note}
        yield happened(incident.at, "happening.irregularity", told, by=name(incident.by), loud=True)
    for fact in state.time_facts:
        yield happened(fact.at, f"happening.{fact.kind}", _time(fact, titles), by=name(fact.by), loud=fact.kind in LOUD)
    if state.ended_at is not None and state.ending is not None:
        told = {"ending": state.ending, "reason": state.ending_reason}
        yield happened(state.ended_at, "happening.ended", told)


def called(kind: str, note: str, state: SessionState, titles: Mapping[str, str], name: Naming) -> str:
    """Return a note of an irregularity; in what the program noted by itself, tasks and people are called by name."""
    if kind not in NOTED:
        return note
    task, _, rest = note.partition(": ")
    who, _, what = rest.partition(": ")
    people = {state.candidate, *(member.id for member in state.members)}
    if kind in FROM_PAPER:
        parts = (part for part in what.split(", ") if not part.startswith(DIGEST))
        what = ", ".join(name(part) if part in people else part for part in parts)
    return " · ".join(filter(None, (titles.get(task, task), name(who) if who in people else who, what)))


def _time(fact: TimeFact, titles: Mapping[str, str]) -> Mapping[str, str]:
    return {
        "task": titles.get(fact.task, fact.task),
        "length": ("−" if fact.ms < 0 else "") + spelt(abs(fact.ms)),
        "percent": str(fact.percent),
        "reason": fact.reason,
    }

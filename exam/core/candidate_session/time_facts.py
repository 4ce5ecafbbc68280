"""What a session's events say about its time, for the examiner and the record; no account is kept by it."""

from datetime import timedelta
from functools import singledispatch

from exam.core.candidate_session.state import SessionState
from exam.core.events import Entry, Event
from exam.core.scene_events import BreakEnded
from exam.core.session_events import (
    AccommodationGranted,
    ClockJumped,
    ClockPaused,
    ClockResumed,
    Interrupted,
    TimeExtended,
)
from exam.core.timing import TimeFact, TimeFactKind

MILLISECOND = timedelta(milliseconds=1)


def time_fact(state: SessionState, entry: Entry) -> TimeFact | None:
    """Return what the entry says about time, None for nothing; `state` is the one before it."""
    return _fact(entry.event, state, entry)


@singledispatch
def _fact(_event: Event, _state: SessionState, _entry: Entry) -> TimeFact | None:
    return None


@_fact.register
def _(event: AccommodationGranted, _state: SessionState, entry: Entry) -> TimeFact:
    return TimeFact(TimeFactKind.ACCOMMODATED, entry.at, event.approved_by, percent=event.extra_percent)


@_fact.register
def _(event: TimeExtended, _state: SessionState, entry: Entry) -> TimeFact:
    return TimeFact(TimeFactKind.EXTENDED, entry.at, entry.by.id, event.task, event.extra_ms, reason=event.reason)


@_fact.register
def _(event: ClockPaused, _state: SessionState, entry: Entry) -> TimeFact:
    return TimeFact(TimeFactKind.PAUSED, entry.at, entry.by.id, event.task, reason=event.reason)


@_fact.register
def _(event: ClockResumed, state: SessionState, entry: Entry) -> TimeFact:
    """Tell how long the clock stood, by the wall clock: nothing is charged by it; for a call, that it began."""
    if state.tasks[event.task].scene.awaited:
        return TimeFact(TimeFactKind.PICKED_UP, entry.at, entry.by.id, event.task)
    pause = state.pause_of(event.task)
    stood = max(0, (entry.at - pause.at) // MILLISECOND) if pause else 0
    return TimeFact(TimeFactKind.RESUMED, entry.at, entry.by.id, event.task, stood)


@_fact.register
def _(event: Interrupted, _state: SessionState, entry: Entry) -> TimeFact:
    return TimeFact(TimeFactKind.INTERRUPTED, entry.at, entry.by.id, event.task, event.gap_ms)


@_fact.register
def _(event: ClockJumped, _state: SessionState, entry: Entry) -> TimeFact:
    return TimeFact(TimeFactKind.JUMPED, entry.at, entry.by.id, ms=event.seconds * 1000)


@_fact.register
def _(event: BreakEnded, state: SessionState, entry: Entry) -> TimeFact:
    rested = max(0, (entry.at - state.rest.since) // MILLISECOND) if state.rest else 0
    return TimeFact(TimeFactKind.RESTED, entry.at, entry.by.id, event.task, rested)

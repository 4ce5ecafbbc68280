from collections.abc import Callable

import pytest

from exam.core.candidate_session import TaskState
from exam.core.events import ActorRef, Entry, Event
from exam.core.session_events import (
    ClockPaused,
    ClockResumed,
    HandRaised,
    Interrupted,
    ResponseSaved,
    ResponseSubmitted,
    SubmissionStored,
    TaskOpened,
    TimeExtended,
    TimeSpent,
)
from exam.core.session_values import ChoiceResponse, SubmissionKind
from exam.core.timing import TaskClock
from exam.service.stopwatch import Stopwatch
from tests.builders import AT

COUNTED: dict[str, Callable[[str], Event]] = {
    "opened": lambda task: TaskOpened(task=task, base_ms=60_000, extra_ms=0, panel=("chair",)),
    "saved": lambda task: ResponseSaved(task=task, part="q", response=ChoiceResponse(option="a"), elapsed_ms=1),
    "handed in": lambda task: SubmissionStored(
        task=task, name="x", blob="0" * 64, length=1, elapsed_ms=1, kind=SubmissionKind.WORKBOOK
    ),
    "spent": lambda task: TimeSpent(task=task, elapsed_ms=1),
    "paused": lambda task: ClockPaused(task=task, reason="pauza", elapsed_ms=1),
    "resumed": lambda task: ClockResumed(task=task),
    "interrupted": lambda task: Interrupted(task=task, gap_ms=1),
}


def entry(seq: int, event: Event) -> Entry:
    return Entry(seq=seq, at=AT, by=ActorRef(id="clock", role="system"), event=event)


def counted(seq: int) -> TaskState:
    return TaskState(opened_at=AT, clock=TaskClock(base_ms=60_000), panel=("chair",), counted=seq)


def started(at_ms: int = 1_000) -> Stopwatch:
    watch = Stopwatch()
    watch.follow("session-1", [entry(7, COUNTED["opened"]("test"))], at_ms)
    return watch


def test_a_new_process_knows_no_task_and_charges_nothing() -> None:
    watch = Stopwatch()
    assert not watch.knows("session-1", "test")
    assert watch.elapsed("session-1", "test", 999_999, 7) == 0


def test_time_runs_from_the_moment_that_was_journalled() -> None:
    watch = started(at_ms=1_000)
    assert watch.knows("session-1", "test")
    assert watch.elapsed("session-1", "test", 61_000, 7) == 60_000


@pytest.mark.parametrize("kind", COUNTED)
def test_what_journals_the_consumption_starts_it_anew(kind: str) -> None:
    watch = started(at_ms=1_000)
    watch.follow("session-1", [entry(8, COUNTED[kind]("test"))], 31_000)
    assert watch.elapsed("session-1", "test", 41_000, 8) == 10_000


@pytest.mark.parametrize(
    "event", [HandRaised(task="test"), TimeExtended(task="test", extra_ms=60_000, reason="porucha")]
)
def test_what_journals_no_consumption_forgives_none(event: Event) -> None:
    watch = started(at_ms=1_000)
    watch.follow("session-1", [entry(8, event)], 31_000)
    assert watch.elapsed("session-1", "test", 41_000, 7) == 40_000


def test_a_submitted_task_runs_no_more() -> None:
    watch = started(at_ms=1_000)
    watch.follow("session-1", [entry(8, ResponseSubmitted(task="test", cause="candidate", elapsed_ms=1))], 31_000)
    assert not watch.knows("session-1", "test")
    assert watch.elapsed("session-1", "test", 61_000, 7) == 0


def test_each_task_of_each_session_has_its_own_time() -> None:
    watch = started(at_ms=1_000)
    watch.follow("session-1", [entry(9, COUNTED["opened"]("call"))], 11_000)
    watch.follow("session-2", [entry(3, COUNTED["opened"]("test"))], 21_000)
    marks = [("session-1", "test", 7), ("session-1", "call", 9), ("session-2", "test", 3)]
    assert [watch.elapsed(session, task, 31_000, seq) for session, task, seq in marks] == [30_000, 20_000, 10_000]


def test_a_clock_that_goes_back_gives_nobody_time_and_takes_none() -> None:
    watch = started(at_ms=50_000)
    assert watch.elapsed("session-1", "test", 10_000, 7) == 0
    watch.follow("session-1", [entry(8, COUNTED["spent"]("test"))], 10_000)
    assert watch.elapsed("session-1", "test", 12_000, 8) == 2_000


def test_what_another_process_has_counted_is_not_counted_again() -> None:
    watch = started(at_ms=1_000)
    assert watch.elapsed("session-1", "test", 9_000, 12) == 0
    watch.catch_up("session-1", "test", counted(12), 10_000)
    assert watch.elapsed("session-1", "test", 13_000, 12) == 3_000


def test_catching_up_changes_nothing_where_nothing_was_missed_or_known() -> None:
    watch = started(at_ms=1_000)
    watch.catch_up("session-1", "test", counted(7), 10_000)
    assert watch.elapsed("session-1", "test", 11_000, 7) == 10_000
    watch.catch_up("session-1", "call", counted(9), 10_000)
    assert not watch.knows("session-1", "call")

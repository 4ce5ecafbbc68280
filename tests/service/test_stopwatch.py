from collections.abc import Callable

import pytest

from exam.core.events import Event
from exam.core.session_events import (
    ChoiceResponse,
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
from exam.service.stopwatch import Stopwatch

RESTARTING: dict[str, Callable[[str], Event]] = {
    "opened": lambda task: TaskOpened(task=task, base_ms=60_000, extra_ms=0, panel=("chair",)),
    "saved": lambda task: ResponseSaved(task=task, part="q", response=ChoiceResponse(option="a"), elapsed_ms=1),
    "handed in": lambda task: SubmissionStored(task=task, name="x", blob="0" * 64, length=1, elapsed_ms=1),
    "spent": lambda task: TimeSpent(task=task, elapsed_ms=1),
    "paused": lambda task: ClockPaused(task=task, reason="pauza", elapsed_ms=1),
    "resumed": lambda task: ClockResumed(task=task),
    "interrupted": lambda task: Interrupted(task=task, gap_ms=1),
}


def started(at_ms: int = 1_000) -> Stopwatch:
    watch = Stopwatch()
    watch.follow("session-1", [RESTARTING["opened"]("test")], at_ms)
    return watch


def test_a_new_process_knows_no_task_and_charges_nothing() -> None:
    watch = Stopwatch()
    assert not watch.knows("session-1", "test")
    assert watch.elapsed("session-1", "test", 999_999) == 0


def test_time_runs_from_the_moment_that_was_journalled() -> None:
    watch = started(at_ms=1_000)
    assert watch.knows("session-1", "test")
    assert watch.elapsed("session-1", "test", 61_000) == 60_000


@pytest.mark.parametrize("kind", RESTARTING)
def test_what_journals_the_consumption_starts_it_anew(kind: str) -> None:
    watch = started(at_ms=1_000)
    watch.follow("session-1", [RESTARTING[kind]("test")], 31_000)
    assert watch.elapsed("session-1", "test", 41_000) == 10_000


@pytest.mark.parametrize(
    "event", [HandRaised(task="test"), TimeExtended(task="test", extra_ms=60_000, reason="porucha")]
)
def test_what_journals_no_consumption_forgives_none(event: Event) -> None:
    watch = started(at_ms=1_000)
    watch.follow("session-1", [event], 31_000)
    assert watch.elapsed("session-1", "test", 41_000) == 40_000


def test_a_submitted_task_runs_no_more() -> None:
    watch = started(at_ms=1_000)
    watch.follow("session-1", [ResponseSubmitted(task="test", cause="candidate", elapsed_ms=1)], 31_000)
    assert not watch.knows("session-1", "test")
    assert watch.elapsed("session-1", "test", 61_000) == 0


def test_each_task_of_each_session_has_its_own_time() -> None:
    watch = started(at_ms=1_000)
    watch.follow("session-1", [RESTARTING["opened"]("call")], 11_000)
    watch.follow("session-2", [RESTARTING["opened"]("test")], 21_000)
    marks = [("session-1", "test"), ("session-1", "call"), ("session-2", "test")]
    assert [watch.elapsed(*mark, 31_000) for mark in marks] == [30_000, 20_000, 10_000]


def test_a_clock_that_goes_back_gives_nobody_time_and_takes_none() -> None:
    watch = started(at_ms=50_000)
    assert watch.elapsed("session-1", "test", 10_000) == 0
    watch.follow("session-1", [RESTARTING["spent"]("test")], 10_000)
    assert watch.elapsed("session-1", "test", 12_000) == 2_000

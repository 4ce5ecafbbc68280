"""Virtual exams by the hundred: nothing acknowledged is lost or doubled, and nobody's time is unfair.

`EXAM_PROVE=1` holds ten thousand. A day that fails says how to play it again.
"""

import os

import pytest

from exam.core.timing import HEARTBEAT_MS
from tests.simulation.exam_day import Day
from tests.simulation.prepared import SESSIONS

PROVING = os.environ.get("EXAM_PROVE") == "1"
EXAMS = 10_000 if PROVING else 500
BLOCK = 24
"""Days in one test."""
DAYS = -(-EXAMS // len(SESSIONS))


@pytest.mark.parametrize("first", range(0, DAYS, BLOCK))
def test_no_exam_of_many_days_is_unfair(first: int) -> None:
    """Charged is at most what was worked, an interruption gives at most a heartbeat; the hall holds the rest."""
    for seed in range(first, min(first + BLOCK, DAYS)):
        hall = Day(seed).play()
        for (session, task), account in hall.worked.items():
            charged = hall.state(session).tasks[task].clock.consumed_ms
            assert charged <= account.true_ms, (seed, session, task)
            assert max(account.gifts, default=0) <= HEARTBEAT_MS, (seed, session, task)


def test_the_days_are_not_all_alike_and_anything_happens_on_them() -> None:
    told: list[str] = []
    days = [Day(seed, tell=told.append) for seed in range(5)]
    for day in days:
        day.play()
    assert sum(day.crashes for day in days) > 10
    for word in (
        "step",
        "sleep",
        "beside",
        "pause_all",
        "crash-before",
        "crash-after",
        "fail-after",
        "slow",
        "refused",
    ):
        assert any(word in line for line in told), word
    assert len({day.hall.clock.now() for day in days}) == 5


def test_a_seed_plays_the_same_day_again() -> None:
    first, second = Day(7).play(), Day(7).play()
    assert first.disk.streams == second.disk.streams
    assert first.worked == second.worked

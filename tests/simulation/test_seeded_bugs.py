"""Whether the simulation is worth something: each of these bugs, sown into the program, is found by it."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from exam.core.candidate_session import Case, SessionState, TaskState
from exam.core.timing import TaskClock
from exam.problem import ExamError
from exam.service.folds import Folds
from exam.service.inbox import Inbox
from exam.service.stopwatch import Stopwatch
from exam.service.streams import Streams
from tests.simulation.exam_day import Day
from tests.simulation.hall import Violation

Sow = Callable[[pytest.MonkeyPatch], None]


def counting_twice(patch: pytest.MonkeyPatch) -> None:
    """A process counts on from its own mark, whoever has journalled the time meanwhile."""

    def elapsed(self: Stopwatch, session: str, task: str, now_ms: int, _counted: int) -> int:
        mark = self._marks.get((session, task))
        return max(0, now_ms - mark.at_ms) if mark else 0

    patch.setattr(Stopwatch, "elapsed", elapsed)
    patch.setattr(Stopwatch, "catch_up", lambda *_: None)


def charging_the_wall_clock(patch: pytest.MonkeyPatch) -> None:
    """Time is what the wall clock says."""
    patch.setattr("exam.scripted.world.ScriptedClock.monotonic_ms", lambda self: round(self.now().timestamp() * 1000))


def no_heartbeat(patch: pytest.MonkeyPatch) -> None:
    """Nothing is journalled while a candidate only thinks."""
    patch.setattr("exam.core.candidate_session.tasks.HEARTBEAT_MS", 10**9)


def taking_answers_after_zero(patch: pytest.MonkeyPatch) -> None:
    """An answer is taken as long as the task is open."""
    patch.setattr(Case, "in_time", Case.open)
    patch.setattr("exam.core.candidate_session.tasks.AT_THE_DESK", frozenset())


def no_grace(patch: pytest.MonkeyPatch) -> None:
    """What waits for its turn at zero is too late."""
    patch.setattr(Inbox, "oldest", lambda *_: None)


def endless_grace(patch: pytest.MonkeyPatch) -> None:
    """Who comes at zero is waited for, and taken."""
    patch.setattr(Case, "in_time", Case.open)


def forgotten_keys(patch: pytest.MonkeyPatch) -> None:
    """A retry is a new command."""
    patch.setattr(Streams, "repeated", lambda *_: None)
    original = Streams.append_encoded
    numbers = iter(range(10**9))

    def append(self: Streams, stream: str, events: object, **named: object) -> object:
        named["key"] = f"{named['key']}/{next(numbers)}"
        return original(self, stream, events, **named)  # type: ignore[arg-type]

    patch.setattr(Streams, "append_encoded", append)


def pausing_nothing(patch: pytest.MonkeyPatch) -> None:
    """A clock that stands runs on."""

    def spend(self: TaskClock, elapsed_ms: int) -> TaskClock:
        return replace(self, consumed_ms=self.consumed_ms + max(0, elapsed_ms))

    patch.setattr(TaskClock, "spend", spend)


def losing_an_answer(patch: pytest.MonkeyPatch) -> None:
    """Now and then a fold drops a part that was answered before."""
    original = SessionState.with_task

    def with_task(self: SessionState, task_id: str, task: TaskState) -> SessionState:
        if len(task.responses) > 1:
            task = replace(task, responses=dict(list(task.responses.items())[1:]))
        return original(self, task_id, task)

    patch.setattr(SessionState, "with_task", with_task)


def folding_on_what_is_old(patch: pytest.MonkeyPatch) -> None:
    """What others appended is not read."""
    original = Folds.at_head

    def at_head(self: Folds, stream: str) -> object:
        known = self._folded.get(stream)
        return known if known is not None and known.head.seq > 6 else original(self, stream)

    patch.setattr(Folds, "at_head", at_head)


BUGS: dict[str, Sow] = {
    sow.__name__: sow
    for sow in (
        counting_twice,
        charging_the_wall_clock,
        no_heartbeat,
        taking_answers_after_zero,
        no_grace,
        endless_grace,
        forgotten_keys,
        pausing_nothing,
        losing_an_answer,
        folding_on_what_is_old,
    )
}


@pytest.mark.parametrize("bug", BUGS)
def test_a_bug_that_was_sown_is_found(bug: str, monkeypatch: pytest.MonkeyPatch) -> None:
    BUGS[bug](monkeypatch)
    with pytest.raises((Violation, ExamError, AssertionError)) as found:
        _play(40)
    assert "play it again" in "".join(found.value.__notes__)


def _play(days: int) -> None:
    for seed in range(days):
        Day(seed).play()

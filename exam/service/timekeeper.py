"""What the clocks of this process say of a session: how long its tasks ran, and whether the wall clock jumped."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from exam.core.candidate_session import TaskState, TaskStatus
from exam.core.candidate_session import commands as asked
from exam.core.events import Entry
from exam.core.standard import AT_THE_DESK
from exam.core.timing import JUMP_MS
from exam.problem import ExamError
from exam.service.folds import Loaded
from exam.service.inbox import Inbox
from exam.service.ports import Clock, JournalError
from exam.service.stopwatch import Stopwatch

ANSWERS = (asked.SaveResponse, asked.StoreSubmission)
"""What counts as of the moment at which it came in."""


class TimeNotKeptError(JournalError):
    """In some sessions time passed that is not journalled; `failures` tells why, by session."""

    code: ClassVar[str] = "time-not-kept"

    def __init__(self, failures: Mapping[str, ExamError]) -> None:
        super().__init__(sessions=", ".join(failures))
        self.failures = dict(failures)


@dataclass(frozen=True, slots=True)
class Doubt:
    """An append that failed, and may have been kept."""

    entries: Sequence[Entry]
    moment_ms: int
    """As of when it counts."""


class Timekeeper:
    """Monotonic time by session and task, and the wall clock watched against it; forgotten with the process."""

    def __init__(self, clock: Clock) -> None:
        self._stopwatch = Stopwatch()
        self._inbox = Inbox(clock)
        self._offsets: dict[str, int] = {}
        """Wall less monotonic milliseconds, as each session saw them last."""

    def received(self, stream: str, task: str) -> AbstractContextManager[int]:
        """Keep an answer in mind until it is decided; gives the moment at which it came in."""
        return self._inbox.received(stream, task)

    def elapsed(self, loaded: Loaded, task: str, at_ms: int | None = None) -> int:
        """Return the milliseconds that a task's clock ran since it was last journalled, until now or until `at_ms`."""
        state = loaded.state.tasks.get(task)
        if state is None:
            return 0
        moment = loaded.mono_ms if at_ms is None else at_ms
        return self._stopwatch.elapsed(loaded.state.session, task, moment, state.counted)

    def awaited(self, loaded: Loaded, task: str) -> int | None:
        """Return how long the clock ran until the oldest answer came in that still waits, None where none does."""
        oldest = self._inbox.oldest(loaded.stream, task)
        return None if oldest is None else self.elapsed(loaded, task, oldest)

    def due(self, loaded: Loaded) -> Sequence[asked.Command]:
        """Return what is to be journalled of the clocks before anybody's command counts."""
        session = loaded.state.session
        commands: list[asked.Command] = []
        if abs(jump := self._jump_ms(loaded)) > JUMP_MS:
            commands.append(asked.NoteClockJump(seconds=round(jump / 1000)))
        for task_id, task in loaded.state.tasks.items():
            if task.status is not TaskStatus.OPEN:
                continue
            self._stopwatch.catch_up(session, task_id, task, loaded.mono_ms)
            if self._stopwatch.knows(session, task_id) or _is_over(loaded, task_id, task):
                commands.append(asked.Tick(task=task_id))
            elif not task.clock.paused:
                commands.append(asked.NoteInterruption(task=task_id, gap_ms=_gap_ms(loaded)))
        return commands

    def looked(self, loaded: Loaded) -> None:
        """Compare the wall clock with this look from now on, once its jump is journalled."""
        self._offsets[loaded.state.session] = _wall_ms(loaded.at) - loaded.mono_ms

    def follow(self, session: str, entries: Sequence[Entry], now_ms: int) -> None:
        """Count on from `now_ms` what these entries have journalled."""
        self._stopwatch.follow(session, entries, now_ms)

    def _jump_ms(self, loaded: Loaded) -> int:
        """Return how far the wall clock moved against the monotonic one since the last look.

        Whoever sees the session for the first time has only the journal to compare with: a wall clock before the last
        event was set back, at least so far.
        """
        before = self._offsets.get(loaded.state.session)
        if before is None:
            return min(0, _wall_ms(loaded.at) - _wall_ms(loaded.written_at or loaded.at))
        return _wall_ms(loaded.at) - loaded.mono_ms - before


def _is_over(loaded: Loaded, task_id: str, task: TaskState) -> bool:
    """Tell whether the journal alone says that a desk task's time is over: it is submitted before anything else."""
    described = loaded.standard.task(task_id)
    return described is not None and described.kind in AT_THE_DESK and task.clock.expired


def _gap_ms(loaded: Loaded) -> int:
    """Return how long nobody wrote into the stream, by the wall clock: for people, nothing is charged by it."""
    return max(0, _wall_ms(loaded.at) - _wall_ms(loaded.written_at or loaded.at))


def _wall_ms(at: datetime) -> int:
    return round(at.timestamp() * 1000)

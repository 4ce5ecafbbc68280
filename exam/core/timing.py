"""A candidate's time: granted minus consumed; consumed grows only by monotonic deltas that are journalled.

The wall clock is never asked, so steps, suspends and crashes cannot take a minute from anybody (`reliability.md` § 2:
a wall-clock deadline was unfair in 498 of 500 simulated exams, journalled consumption in none).
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from exam.core.model import changed

MINUTE_MS = 60_000
HEARTBEAT_MS = 5_000
"""The account is journalled at least so often; no more than this can be lost with a process."""
TICK_MS = 1_000
"""How often a face lets time pass."""
JUMP_MS = 5_000
"""A wall clock that moves further than this against the monotonic one has jumped."""


def extra_of(base: int, percent: int) -> int:
    """Return how much more time so many per cent are, in whole units of the base."""
    return base * percent // 100


class TimeFactKind(StrEnum):
    """What can happen to a candidate's time beside that it runs."""

    ACCOMMODATED = "accommodated"
    EXTENDED = "extended"
    PAUSED = "paused"
    RESUMED = "resumed"
    INTERRUPTED = "interrupted"
    JUMPED = "jumped"
    PICKED_UP = "picked_up"
    """A call was picked up, and its clock began."""
    RESTED = "rested"
    """A break after a hard scene is over."""


@dataclass(frozen=True, slots=True)
class TimeFact:
    """One thing that happened to the time: who, when, how much, why."""

    kind: TimeFactKind
    at: datetime
    by: str
    """The account, or `clock` where the program saw it itself."""
    task: str = ""
    """Empty for what concerns the whole session."""
    ms: int = 0
    """Time added; how long a pause or an interruption was; how far the wall clock jumped, negative for back."""
    percent: int = 0
    """Of the accommodation."""
    reason: str = ""


@dataclass(frozen=True)
class TaskClock:
    """The account of one task's time, in milliseconds."""

    base_ms: int = 0
    """The time that the standard gives everybody."""
    extra_ms: int = 0
    """What was added for this candidate, by accommodation or extension."""
    consumed_ms: int = 0
    paused: bool = False

    @property
    def granted_ms(self) -> int:
        """All the time the candidate has."""
        return self.base_ms + self.extra_ms

    @property
    def remaining_ms(self) -> int:
        """What is left, never below zero."""
        return max(0, self.granted_ms - self.consumed_ms)

    @property
    def expired(self) -> bool:
        """Tell whether nothing is left."""
        return self.remaining_ms == 0

    def spend(self, elapsed_ms: int) -> "TaskClock":
        """Return the clock after `elapsed_ms` of running; a paused one stands still."""
        if self.paused:
            return self
        return changed(self, consumed_ms=self.consumed_ms + max(0, elapsed_ms))

    def add(self, extra_ms: int) -> "TaskClock":
        """Return the clock with time added."""
        return changed(self, extra_ms=self.extra_ms + extra_ms)

    def stop(self, *, paused: bool) -> "TaskClock":
        """Return the clock paused or running again."""
        return changed(self, paused=paused)

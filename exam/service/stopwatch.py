"""How long each open task's clock has run since it was last journalled; forgotten with the process, on purpose.

What is forgotten is found again as an interruption, which costs the candidate nothing.
"""

from collections.abc import Iterable

from exam.core.events import Event
from exam.core.session_events import (
    ClockPaused,
    ClockResumed,
    Interrupted,
    ResponseSaved,
    ResponseSubmitted,
    SubmissionStored,
    TaskOpened,
    TimeSpent,
)

RESTARTING = (
    TaskOpened,
    ResponseSaved,
    SubmissionStored,
    TimeSpent,
    ClockPaused,
    ClockResumed,
    Interrupted,
)


class Stopwatch:
    """Monotonic marks by session and task."""

    def __init__(self) -> None:
        self._marks: dict[tuple[str, str], int] = {}

    def knows(self, session: str, task: str) -> bool:
        """Tell whether this process has seen the task's clock run."""
        return (session, task) in self._marks

    def elapsed(self, session: str, task: str, now_ms: int) -> int:
        """Return the milliseconds since the task was last journalled."""
        return max(0, now_ms - self._marks.get((session, task), now_ms))

    def follow(self, session: str, events: Iterable[Event], now_ms: int) -> None:
        """Restart the tasks whose consumption these events have journalled as of `now_ms`."""
        for event in events:
            if isinstance(event, RESTARTING):
                self._marks[session, event.task] = now_ms
            elif isinstance(event, ResponseSubmitted):
                self._marks.pop((session, event.task), None)

"""How long each open task's clock has run since it was last journalled; forgotten with the process, on purpose.

What is forgotten is found again as an interruption, which costs the candidate nothing. A mark belongs to the event up
to which the account was kept: when another process has gone on from there, the time since is not counted twice.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from exam.core.candidate_session import TaskState
from exam.core.events import Entry
from exam.core.session_events import COUNTING, ResponseSubmitted


@dataclass(frozen=True, slots=True)
class Mark:
    """When a task's account was journalled, and by which event."""

    at_ms: int
    seq: int


class Stopwatch:
    """Monotonic marks by session and task."""

    def __init__(self) -> None:
        self._marks: dict[tuple[str, str], Mark] = {}

    def knows(self, session: str, task: str) -> bool:
        """Tell whether this process has seen the task's clock run."""
        return (session, task) in self._marks

    def elapsed(self, session: str, task: str, now_ms: int, counted: int) -> int:
        """Return the milliseconds since the event `counted`, nothing where this process did not see it happen."""
        mark = self._marks.get((session, task))
        return max(0, now_ms - mark.at_ms) if mark and mark.seq == counted else 0

    def catch_up(self, session: str, task: str, state: TaskState, now_ms: int) -> None:
        """Go on from now where another process has journalled the account of a task that this one knows."""
        mark = self._marks.get((session, task))
        if mark and mark.seq != state.counted:
            self._marks[session, task] = Mark(now_ms, state.counted)

    def follow(self, session: str, entries: Iterable[Entry], now_ms: int) -> None:
        """Restart the tasks whose consumption these entries have journalled as of `now_ms`."""
        for entry in entries:
            if isinstance(entry.event, COUNTING):
                self._marks[session, entry.event.task] = Mark(now_ms, entry.seq)
            elif isinstance(entry.event, ResponseSubmitted):
                self._marks.pop((session, entry.event.task), None)

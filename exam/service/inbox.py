"""Answers that came in and wait for their turn: what was entered before zero is known by when the service received it.

A client's own clock proves nothing (decision 0010). The moment is taken before any lock and any disk, so that what the
service itself is slow at costs the candidate nothing.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from exam.service.ports import Clock


class Inbox:
    """The moments at which answers came in that are not decided yet, by stream and task."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._waiting: dict[tuple[str, str], list[int]] = {}
        self._guard = Lock()

    @contextmanager
    def received(self, stream: str, task: str) -> Iterator[int]:
        """Keep an answer in mind until it is decided; yields when it came in, in monotonic milliseconds."""
        with self._guard:
            at = self._clock.monotonic_ms()
            self._waiting.setdefault((stream, task), []).append(at)
        try:
            yield at
        finally:
            with self._guard:
                self._waiting[stream, task].remove(at)

    def oldest(self, stream: str, task: str) -> int | None:
        """Return when the oldest waiting answer to a task came in, None where none waits."""
        with self._guard:
            return min(self._waiting.get((stream, task), []), default=None)

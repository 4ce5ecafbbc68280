"""Threads in which the service answers while the loop takes requests; every save pays for being handed over twice."""

import asyncio
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from queue import SimpleQueue
from threading import Lock, Thread
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

T = TypeVar("T")
MOST = 40
Outcome = tuple[Any, BaseException | None]


class Threads:
    """As many as answer at once, and no more than `MOST`; none ends before the process does."""

    def __init__(self) -> None:
        self._asked: SimpleQueue[tuple[Callable[[], Any], asyncio.Future[Outcome], _Returns]] = SimpleQueue()
        self._returns: WeakKeyDictionary[asyncio.AbstractEventLoop, _Returns] = WeakKeyDictionary()
        self._guard = Lock()
        self._started = 0
        self._busy = 0

    async def run(self, work: Callable[[], T]) -> T:
        """Return what the work returns, or raise what it raises."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Outcome] = loop.create_future()
        with self._guard:
            returns = self._returns.setdefault(loop, _Returns())
            self._busy += 1
            if self._started < min(self._busy, MOST):
                self._started += 1
                Thread(target=self._work, name=f"answers-{self._started}", daemon=True).start()
        self._asked.put((work, future, returns))
        value, error = await future
        if error is not None:
            raise error
        answer: T = value
        return answer

    def _work(self) -> None:
        while True:
            work, future, returns = self._asked.get()
            try:
                outcome: Outcome = (work(), None)
            except BaseException as error:  # noqa: BLE001 - raised again where somebody waits for it
                outcome = (None, error)
            with self._guard:
                self._busy -= 1
            returns.put(future, outcome)
            del work, future, returns, outcome


class _Returns:
    """What was answered for one loop, which is woken once for all of it."""

    def __init__(self) -> None:
        self._done: deque[tuple[asyncio.Future[Outcome], Outcome]] = deque()
        self._woken = False

    def put(self, future: asyncio.Future[Outcome], outcome: Outcome) -> None:
        """Answer from another thread."""
        self._done.append((future, outcome))
        if not self._woken:
            self._woken = True
            with suppress(RuntimeError):  # the loop has ended, and with it whoever waited
                future.get_loop().call_soon_threadsafe(self._give)

    def _give(self) -> None:
        self._woken = False  # first: whoever is too late for this turn wakes the loop for another
        while self._done:
            future, outcome = self._done.popleft()
            if not future.done():
                future.set_result(outcome)

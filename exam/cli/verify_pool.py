"""Verifies many records at once in several processes; whatever a file does to a process, the rest goes on."""

import os
import signal
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from multiprocessing import get_context
from types import FrameType

from exam.cli.record_sources import Source
from exam.cli.verdicts import Row, fault_row, told_source

MEMORY = 3 * 1024**3
"""Address space of a worker; a file that makes it grow further gets an error, not the machine."""
SECONDS = 120
"""No record takes so long."""
AHEAD = 4
"""Tasks that wait for each process; more would only hold memory."""
ALONE = 4
"""So few files are faster without processes."""


class TooLongError(BaseException):
    """A file took longer than any record; no `except Exception` on the way may keep it."""


def usable_jobs(asked: int | None) -> int:
    """Return how many processes to use."""
    return max(1, asked if asked is not None else os.cpu_count() or 1)


def verified(found: Sequence[Source], roots: Sequence[bytes], jobs: int, step: Callable[[Row], None]) -> Iterator[Row]:
    """Yield a row for each source, in their order; `step` is told of each as it is done."""
    alone = jobs == 1 or len(found) <= ALONE
    rows = (told_source(source, roots) for source in found)
    for row in rows if alone else _in_processes(found, roots, jobs):
        step(row)
        yield row


def _in_processes(found: Sequence[Source], roots: Sequence[bytes], jobs: int) -> Iterator[Row]:
    waiting = deque(found)
    while waiting:
        asked: deque[tuple[Source, Future[Row]]] = deque()
        with _pool(jobs, roots) as pool:
            try:
                while waiting or asked:
                    while waiting and len(asked) < jobs * AHEAD:
                        source = waiting.popleft()
                        asked.append((source, pool.submit(_work, source)))
                    yield asked[0][1].result()
                    asked.popleft()
            except BrokenProcessPool:
                pass  # which of those under way did it is found out one by one
        for source, _ in asked:
            yield _alone(source, roots)


def _alone(source: Source, roots: Sequence[bytes]) -> Row:
    with _pool(1, roots) as pool:
        try:
            return pool.submit(_work, source).result()
        except BrokenProcessPool:
            return fault_row(source, "verifier-crashed", {})


def _pool(jobs: int, roots: Sequence[bytes]) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_start, initargs=(tuple(roots),))


_ROOTS: list[bytes] = []


def _start(roots: Sequence[bytes]) -> None:
    """Make a worker ready: whom to trust, how much memory to take; Ctrl-C is for the process that asked."""
    _ROOTS[:] = roots
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(ImportError, ValueError, OSError):
        import resource  # noqa: PLC0415 - no such module on Windows

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def _work(source: Source) -> Row:
    if not hasattr(signal, "SIGALRM"):
        return told_source(source, _ROOTS)
    signal.signal(signal.SIGALRM, _too_long)
    signal.alarm(SECONDS)
    try:
        return told_source(source, _ROOTS)
    except TooLongError:
        return fault_row(source, "verifier-timeout", {})
    finally:
        signal.alarm(0)


def _too_long(_number: int, _frame: FrameType | None) -> None:
    raise TooLongError

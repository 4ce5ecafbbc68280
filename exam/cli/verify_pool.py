"""Judges many files at once in several processes; whatever a file does to a process, the rest goes on."""

import os
import signal
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from types import FrameType
from typing import Generic, TypeVar

from exam.cli.record_sources import Source
from exam.cli.verdicts import Row, fault_row, told_source

MEMORY = 3 * 1024**3
"""Address space of a worker; a file that makes it grow further gets an error, not the machine."""
SECONDS = 120
"""Of a processor; no record takes so long, however slow or busy the machine is."""
PATIENCE_S = 3600
"""By the clock: no process waits for ever, and one that was starved or stopped goes on long before."""
AHEAD = 4
"""Tasks that wait for each process; more would only hold memory."""
ALONE = 4
"""So few files are faster without processes."""
CRASHED, LATE = "verifier-crashed", "verifier-timeout"

S = TypeVar("S")
R = TypeVar("R")


class TooLongError(BaseException):
    """A file took longer than any record; no `except Exception` on the way may keep it."""


@dataclass(frozen=True, slots=True)
class Trial(Generic[S, R]):
    """How a file is judged in a process of its own; both functions stand in a module, because they travel by name."""

    judge: Callable[[S, Sequence[bytes]], R]
    """From a file and the certificates to trust."""
    fault: Callable[[S, str], R]
    """What is said of a file that broke its process, from it and a code."""
    seconds: float = SECONDS
    patience_s: float = PATIENCE_S


def usable_jobs(asked: int | None) -> int:
    """Return how many processes to use."""
    return max(1, asked if asked is not None else os.cpu_count() or 1)


def verified(found: Sequence[Source], roots: Sequence[bytes], jobs: int, step: Callable[[Row], None]) -> Iterator[Row]:
    """Yield a row for each source, in their order; `step` is told of each as it is done."""
    alone = jobs == 1 or len(found) <= ALONE
    rows = (told_source(source, roots) for source in found)
    for row in rows if alone else judged(found, roots, jobs, Trial(told_source, _unverified)):
        step(row)
        yield row


def judged(found: Sequence[S], roots: Sequence[bytes], jobs: int, trial: Trial[S, R]) -> Iterator[R]:
    """Yield what is judged of each file, in their order; one that breaks its process is judged once more, alone."""
    waiting, work = deque(found), partial(_work, trial)
    while waiting:
        asked: deque[tuple[S, Future[R]]] = deque()
        with _pool(jobs, roots) as pool, suppress(BrokenProcessPool):
            while waiting or asked:
                while waiting and len(asked) < jobs * AHEAD:
                    asked.append((waiting[0], pool.submit(work, waiting[0])))  # a broken pool takes nothing
                    waiting.popleft()
                yield asked[0][1].result()
                asked.popleft()
        for file, _ in asked:
            yield _alone(file, roots, trial)


def _unverified(source: Source, code: str) -> Row:
    return fault_row(source, code, {})


def _alone(file: S, roots: Sequence[bytes], trial: Trial[S, R]) -> R:
    with _pool(1, roots) as pool:
        try:
            return pool.submit(partial(_work, trial), file).result()
        except BrokenProcessPool:
            return trial.fault(file, CRASHED)


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


def _work(trial: Trial[S, R], file: S) -> R:
    try:
        with _limited(trial.seconds, trial.patience_s):
            return trial.judge(file, _ROOTS)
    except MemoryError:
        return trial.fault(file, CRASHED)
    except TooLongError:
        return trial.fault(file, LATE)


@contextmanager
def _limited(seconds: float, patience_s: float) -> Iterator[None]:
    """Raise what no `except Exception` keeps once the processor was used, or the clock went on, for so long."""
    if not hasattr(signal, "setitimer"):  # Windows
        yield
        return
    limits = ((signal.SIGPROF, signal.ITIMER_PROF, seconds), (signal.SIGALRM, signal.ITIMER_REAL, patience_s))
    try:
        for number, timer, limit in limits:
            signal.signal(number, _too_long)
            signal.setitimer(timer, limit)
        yield
    finally:
        for _, timer, _ in limits:
            signal.setitimer(timer, 0)


def _too_long(_number: int, _frame: FrameType | None) -> None:
    raise TooLongError

"""Judges many files at once in several processes; whatever a file does to a process, the rest goes on."""

import os
import signal
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
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
"""No record takes so long."""
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
    seconds: int = SECONDS


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
    timed = hasattr(signal, "SIGALRM")
    if timed:
        signal.signal(signal.SIGALRM, _too_long)
        signal.alarm(trial.seconds)
    try:
        return trial.judge(file, _ROOTS)
    except MemoryError:
        return trial.fault(file, CRASHED)
    except TooLongError:
        return trial.fault(file, LATE)
    finally:
        if timed:
            signal.alarm(0)


def _too_long(_number: int, _frame: FrameType | None) -> None:
    raise TooLongError

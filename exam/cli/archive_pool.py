"""Verifies files of an archive in processes of their own: whatever a file does to one, the clerk's goes on."""

import signal
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from multiprocessing import get_context
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from exam.cli.verify_pool import AHEAD, MEMORY, SECONDS, TooLongError, usable_jobs
from exam.core.discrepancy import Discrepancy
from exam.service.checking import Checked, Fault

if TYPE_CHECKING:
    from exam.bootstrap import Workspace

CRASHED, LATE = "verifier-crashed", "verifier-timeout"
Work = Callable[[Path], Checked]


def checking(workspace: "Workspace", jobs: int | None = None) -> Callable[[Sequence[str]], Iterator[Checked]]:
    """Return what verifies blobs of a workspace in their order, several at once."""
    from exam.publishing.trust import trust_files  # noqa: PLC0415 - a workspace has it open already

    roots = trust_files(workspace.folder / workspace.settings.trust)
    folder = workspace.folder / "blobs"
    return lambda names: checked([folder / name for name in names], roots, usable_jobs(jobs))


def checked(paths: Sequence[Path], roots: Sequence[bytes], jobs: int) -> Iterator[Checked]:
    """Yield a verdict for each file, in their order; a file that breaks its process is verified once more, alone."""
    waiting = deque(paths)
    while waiting:
        asked: deque[tuple[Path, Future[Checked]]] = deque()
        with _pool(jobs, roots) as pool, suppress(BrokenProcessPool):
            while waiting or asked:
                while waiting and len(asked) < jobs * AHEAD:
                    path = waiting.popleft()
                    asked.append((path, pool.submit(_work, path)))
                yield asked[0][1].result()
                asked.popleft()
        for path, _ in asked:
            yield _alone(path, roots)


def _alone(path: Path, roots: Sequence[bytes]) -> Checked:
    with _pool(1, roots) as pool:
        try:
            return pool.submit(_work, path).result()
        except BrokenProcessPool:
            return _fault(CRASHED)


def _fault(code: str) -> Checked:
    return Fault(codes=(Discrepancy(code=code),))


def _pool(jobs: int, roots: Sequence[bytes]) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_start, initargs=(tuple(roots),))


_ROOTS: list[bytes] = []


def _start(roots: Sequence[bytes]) -> None:
    """Make a worker ready; Ctrl-C is for the process that asked."""
    _ROOTS[:] = roots
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(ImportError, ValueError, OSError):
        import resource  # noqa: PLC0415 - no such module on Windows

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def _work(path: Path) -> Checked:
    from exam.checking import verify_record  # noqa: PLC0415 - in the worker alone

    timed = hasattr(signal, "SIGALRM")
    if timed:
        signal.signal(signal.SIGALRM, _too_long)
        signal.alarm(SECONDS)
    try:
        return verify_record(path.read_bytes(), _ROOTS)
    except MemoryError:
        return _fault(CRASHED)
    except TooLongError:
        return _fault(LATE)
    finally:
        if timed:
            signal.alarm(0)


def _too_long(_number: int, _frame: FrameType | None) -> None:
    raise TooLongError

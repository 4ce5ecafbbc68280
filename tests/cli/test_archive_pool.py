"""Whatever a file does to the process that verifies it, the clerk's goes on and the others have their verdicts."""

import os
import signal
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from exam.cli import archive_pool
from exam.cli.archive_pool import checked
from exam.service.checking import Fault

CRASH, SLEEP, BLOAT = b"crash", b"sleep", b"bloat"


def hostile(data: bytes, _roots: Sequence[bytes]) -> object:
    """Stand for a verification that a file breaks; it runs in a process of its own."""
    if data == CRASH:
        os.kill(os.getpid(), signal.SIGKILL)
    if data == SLEEP:
        time.sleep(60)
    if data == BLOAT:
        raise MemoryError
    return Fault(codes=(), verdict="ACCEPT")


def _work(path: Path) -> object:
    """Work as the pool does, with a verification that obeys the file and little patience."""
    import exam.checking  # noqa: PLC0415 - in the worker alone

    exam.checking.verify_record = hostile  # type: ignore[assignment]
    vars(archive_pool)["SECONDS"] = 1
    return REAL(path)


REAL = archive_pool._work  # noqa: SLF001 - what runs in the worker


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_file_that_breaks_its_process_is_to_be_returned_and_the_others_are_verified(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, jobs: int
) -> None:
    monkeypatch.setattr(archive_pool, "_work", _work)
    paths = []
    for number, data in enumerate((b"good", CRASH, b"good", SLEEP, BLOAT, b"good")):
        paths.append(tmp_path / str(number))
        paths[-1].write_bytes(data)
    verdicts = list(checked(paths, (), jobs))
    told = [(one.verdict, [code.code for code in one.codes]) for one in verdicts]
    good: tuple[str, list[str]] = ("ACCEPT", [])
    assert told == [
        good,
        ("RETURN", ["verifier-crashed"]),
        good,
        ("RETURN", ["verifier-timeout"]),
        ("RETURN", ["verifier-crashed"]),
        good,
    ]

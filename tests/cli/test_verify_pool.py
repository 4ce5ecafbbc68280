"""Real processes: killed, stuck, grown too large; the one that asked goes on and every other file has its verdict."""

import os
import signal
import subprocess
import time
from collections.abc import Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

import pytest

from exam.cli import verify_pool
from exam.cli.record_sources import Source
from exam.cli.verdicts import Row
from exam.cli.verify_pool import CRASHED, LATE, Trial, judged, usable_jobs, verified


def hostile(file: str, _roots: Sequence[bytes]) -> str:
    """Stand for a verification that a file breaks."""
    if file == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    if file == "exit":
        os._exit(9)
    if file == "sleep":
        time.sleep(60)
    if file == "stopped":
        subprocess.Popen(["/bin/sh", "-c", f"sleep 1.5; kill -CONT {os.getpid()}"])  # noqa: S603
        os.kill(os.getpid(), signal.SIGSTOP)
    while file == "spin":
        pass
    if file == "bloat":
        raise MemoryError
    return file


def broken(_file: str, code: str) -> str:
    return code


def echoed(file: str, roots: Sequence[bytes]) -> tuple[str, tuple[bytes, ...]]:
    return file, tuple(roots)


def files(folder: Path, *names: str) -> list[Source]:
    for name in names:
        (folder / name).write_bytes(b"no record")
    return [Source(folder / name) for name in names]


def test_rows_come_in_the_order_of_the_files_and_each_is_told_of(tmp_path: Path) -> None:
    found = files(tmp_path, *(f"{number}.pdf" for number in range(9)))
    seen: list[Row] = []
    rows = list(verified(found, (), 2, seen.append))
    assert [row["path"] for row in rows] == [str(source) for source in found]
    assert seen == rows
    assert {row["verdict"] for row in rows} == {"RETURN"}


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_file_that_breaks_its_process_is_told_and_the_rest_goes_on(jobs: int) -> None:
    asked = ("first", "kill", "second", "spin", "bloat", "exit", "third")
    told = list(judged(asked, (), jobs, Trial(hostile, broken, seconds=1)))
    assert told == ["first", CRASHED, "second", LATE, CRASHED, CRASHED, "third"]


def test_a_file_whose_process_was_stopped_is_judged_and_one_whose_process_waits_for_ever_is_told() -> None:
    assert list(judged(("stopped",), (), 1, Trial(hostile, broken, seconds=1))) == ["stopped"]
    assert list(judged(("sleep", "next"), (), 1, Trial(hostile, broken, patience_s=1))) == [LATE, "next"]


def test_a_pool_that_breaks_while_it_is_asked_loses_no_file(monkeypatch: pytest.MonkeyPatch) -> None:
    submit = ProcessPoolExecutor.submit
    refusals = iter([False, True])

    def breaking(self: ProcessPoolExecutor, *arguments: Any) -> Future[Any]:  # noqa: ANN401 - whatever is asked
        if next(refusals, False):
            raise BrokenProcessPool
        return submit(self, *arguments)

    monkeypatch.setattr(ProcessPoolExecutor, "submit", breaking)
    asked = ("first", "second", "third")
    assert list(judged(asked, (), 2, Trial(hostile, broken))) == list(asked)


def test_each_process_knows_whom_to_trust() -> None:
    assert list(judged(["a"], (b"root",), 2, Trial(echoed, broken))) == [("a", (b"root",))]


def test_few_files_need_no_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(verify_pool, "ProcessPoolExecutor")
    assert len(list(verified(files(tmp_path, "1.pdf"), (), 8, lambda _row: None))) == 1


def test_as_many_processes_as_asked_for_or_as_there_are_processors() -> None:
    assert usable_jobs(3) == 3
    assert usable_jobs(None) == (os.cpu_count() or 1)

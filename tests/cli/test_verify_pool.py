"""Real processes; one of them is killed."""

import os
from pathlib import Path

import pytest

from exam.cli import verify_pool
from exam.cli.record_sources import Source
from exam.cli.verdicts import Row, fault_row
from exam.cli.verify_pool import usable_jobs, verified


def dying(source: Source) -> Row:
    """What a worker does: one kind of file takes it down."""
    if "deadly" in source.path.name:
        os._exit(9)
    return fault_row(source, "record-unreadable", {"reason": "–"})


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


def test_a_file_that_kills_its_process_is_told_and_the_rest_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verify_pool, "_work", dying)
    found = files(tmp_path, "1.pdf", "2.pdf", "deadly.pdf", "4.pdf", "5.pdf", "6.pdf")
    rows = list(verified(found, (), 2, lambda _row: None))
    assert [row["path"] for row in rows] == [str(source) for source in found]
    told = [row["codes"][0]["code"] for row in rows]  # type: ignore[index]
    assert told == ["record-unreadable"] * 2 + ["verifier-crashed"] + ["record-unreadable"] * 3


def test_few_files_need_no_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(verify_pool, "ProcessPoolExecutor")
    assert len(list(verified(files(tmp_path, "1.pdf"), (), 8, lambda _row: None))) == 1


def test_a_file_that_takes_too_long_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(_source: Source, _roots: object) -> Row:
        raise verify_pool.TooLongError

    monkeypatch.setattr(verify_pool, "told_source", slow)
    (source,) = files(tmp_path, "1.pdf")
    assert verify_pool._work(source)["codes"] == [{"code": "verifier-timeout", "arguments": {}}]  # noqa: SLF001


def test_as_many_processes_as_asked_for_or_as_there_are_processors() -> None:
    assert usable_jobs(3) == 3
    assert usable_jobs(None) == (os.cpu_count() or 1)

"""kill -9 at any moment: opening, recovering, writing, checkpointing; three writers share each commit."""

import secrets
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random  # noqa: TID251 - the seed is printed

import pytest

from exam.core.chain import Head
from exam.journal import SqliteJournal
from exam.service.ports import NewEvent
from tests.proving import measured, rounds

STREAMS = ("session/a", "session/b", "session/c")
KILLS = rounds(50, 1000)
NURSERY = """
import os, signal, sys, time
from pathlib import Path
from threading import Thread
from exam.journal import SqliteJournal
from exam.service.ports import NewEvent

def write(journal, name):
    seq = journal.head(name).seq
    while True:
        new = NewEvent(type="SomethingHappened", version=1, body=b"%d" % seq * 40)
        head = journal.append(name, [new], expected=seq, key=f"{name}/{seq}")
        os.write(1, f"{name} {seq} {head.seq} {head.hash}\\n".encode())
        seq = head.seq

def live(path):
    journal = SqliteJournal(path)
    journal._writer.do(lambda connection: connection.wal_autocheckpoint(20), alone=True)
    for name in sys.argv[2:]:
        Thread(target=write, args=(journal, name), daemon=True).start()
    time.sleep(60)

for line in sys.stdin:
    child = os.fork()
    if not child:
        live(Path(sys.argv[1]))
        os._exit(1)
    time.sleep(float(line))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.write(1, b"dead\\n")
"""
"""Forks a writer for each line it reads, and kills it after as many seconds as the line says."""


class Nursery:
    def __init__(self, path: Path) -> None:
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter
            [sys.executable, "-c", NURSERY, str(path), *STREAMS],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def kill_after(self, seconds: float) -> dict[str, tuple[str, Head]]:
        """Return by key what a writer was told before it was killed."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{seconds}\n")
        self._process.stdin.flush()
        told = {}
        while (line := self._process.stdout.readline()) != "dead\n":
            name, before, seq, digest = line.split()
            told[f"{name}/{before}"] = (name, Head(seq=int(seq), hash=digest))
        return told

    def close(self) -> None:
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            pipe.close()
        assert self._process.wait(10) == 0


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journal.db"


@pytest.fixture
def nursery(path: Path) -> Iterator[Nursery]:
    opened = Nursery(path)
    yield opened
    opened.close()


def test_what_was_acknowledged_survives_any_kill_and_a_retry_enters_nothing_twice(path: Path, nursery: Nursery) -> None:
    seed = secrets.randbits(32)
    dice = Random(seed)  # noqa: S311 - moments, no secrets
    acknowledged = unacknowledged = 0
    ends = dict.fromkeys(STREAMS, 0)
    for _ in range(KILLS):
        told = nursery.kill_after(dice.uniform(0, 0.05))
        acknowledged += len(told)
        with SqliteJournal(path) as journal:
            stored = {name: journal.read(name) for name in STREAMS}
            for key, (name, head) in told.items():
                assert stored[name][head.seq - 1].link.hash == head.hash, f"seed {seed}"
                assert journal.answer(key) == head, f"seed {seed}"
            for key, (name, head) in list(told.items())[-3:]:
                again = NewEvent(type="SomethingHappened", version=1, body=b"a retry")
                assert journal.append(name, [again], expected=head.seq - 1, key=key) == head
            for name in STREAMS:
                added = len(stored[name]) - ends[name]
                ends[name] = len(stored[name])
                assert journal.head(name).seq == ends[name]
                unacknowledged += added - sum(told_of == name for told_of, _ in told.values())
    with SqliteJournal(path) as journal:
        assert journal.faults() == ()
    assert acknowledged > KILLS
    assert 0 <= unacknowledged <= KILLS * len(STREAMS)
    measured("kill -9", kills=KILLS, acknowledged=acknowledged, lost=0, kept_without_an_answer=unacknowledged)

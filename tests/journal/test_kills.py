"""kill -9 at any moment: opening, recovering, writing, checkpointing; three writers share each commit."""

import secrets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random  # noqa: TID251 - the seed is printed

import pytest

from exam.core.chain import Head
from exam.journal import SqliteJournal
from exam.service.ports import NewEvent
from tests.proving import measured, rounds

STREAMS = ("session/a", "session/b", "session/c")
KILLS = rounds(50, 1000)
EACH = 25
"""Kills of one journal."""
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


@contextmanager
def nursery(path: Path) -> Iterator[Nursery]:
    opened = Nursery(path)
    yield opened
    opened.close()


def check(path: Path, told: dict[str, tuple[str, Head]], ends: dict[str, int], dice: str) -> int:
    """Check that everything told is there and a retry enters nothing; return how many events nobody was told of."""
    untold = -len(told)
    with SqliteJournal(path) as journal:
        stored = {name: journal.read(name) for name in STREAMS}
        for key, (name, head) in told.items():
            assert stored[name][head.seq - 1].link.hash == head.hash, dice
            assert journal.answer(key) == head, dice
        for key, (name, head) in list(told.items())[-3:]:
            again = NewEvent(type="SomethingHappened", version=1, body=b"a retry")
            assert journal.append(name, [again], expected=head.seq - 1, key=key) == head
        for name in STREAMS:
            assert journal.head(name).seq == len(stored[name]), dice
            untold += len(stored[name]) - ends[name]
            ends[name] = len(stored[name])
    return untold


@pytest.mark.parametrize("journal", range(KILLS // EACH))
def test_what_was_acknowledged_survives_any_kill_and_a_retry_enters_nothing_twice(tmp_path: Path, journal: int) -> None:
    seed = secrets.randbits(32)
    dice = Random(seed)  # noqa: S311 - moments, no secrets
    path = tmp_path / f"{journal}.db"
    acknowledged = untold = 0
    ends = dict.fromkeys(STREAMS, 0)
    with nursery(path) as opened:
        for _ in range(EACH):
            told = opened.kill_after(dice.uniform(0, dice.choice([0.03, 0.15])))
            acknowledged += len(told)
            untold += check(path, told, ends, f"seed {seed}")
    with SqliteJournal(path) as after:
        assert after.faults() == ()
    assert acknowledged
    assert 0 <= untold <= EACH * len(STREAMS)
    measured("kill -9", kills=EACH, acknowledged=acknowledged, lost=0, doubled=0, kept_without_an_answer=untold)

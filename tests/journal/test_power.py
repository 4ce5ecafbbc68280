"""The power is cut: whatever was acknowledged is there, whatever else the disk lost."""

import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from random import Random  # noqa: TID251 - the seed is the test's parameter
from threading import Event as Signal

import apsw
import pytest

from exam.core.chain import Head
from exam.journal import SqliteJournal
from exam.problem import ExamError
from exam.service.ports import JournalError, NewEvent
from tests.journal.disks import Disk
from tests.proving import measured, rounds

STREAMS = ("session/a", "session/b", "session/c")
STEPS = 14
SEEDS = rounds(200, 10_000)


class Run:
    """Writes until the power is cut, and remembers what it was told."""

    def __init__(self, folder: Path, seed: int, *, lies: bool = False) -> None:
        self.dice = Random(seed)  # noqa: S311 - moments, no secrets
        self.disk = Disk(lies=lies, fault=self.fault)
        self.folder = folder
        self.deadline = self.dice.randrange(1, 260)
        self.acknowledged: dict[str, tuple[str, Head]] = {}
        (folder / "before").mkdir(parents=True)
        (folder / "after").mkdir()
        self.cut = False

    def fault(self, _kind: str, number: int) -> None:
        """Cut the power at the deadline: the image is taken then, and nothing is written any more."""
        if number < self.deadline:
            return
        if not self.cut:
            self.cut = True
            self.disk.cut(self.folder / "after", self.dice)
        raise apsw.IOError

    def write(self) -> None:
        try:
            journal = SqliteJournal(self.folder / "before" / "journal.db", vfs=self.disk.name)
        except JournalError:
            return
        pages = self.dice.choice([3, 10, 40, 1000])
        journal._writer.do(lambda connection: connection.wal_autocheckpoint(pages), alone=True)  # noqa: SLF001 - soon
        try:
            for number in range(STEPS):
                self.step(journal, number)
                if self.cut:
                    break
        finally:
            journal.close()
        if not self.cut:
            self.disk.cut(self.folder / "after", self.dice)

    def step(self, journal: SqliteJournal, number: int) -> None:
        """Append to one stream, or to all of them in one group."""
        names = STREAMS if self.dice.random() < 0.4 else (self.dice.choice(STREAMS),)
        bodies = {name: self.dice.randbytes(self.dice.choice([20, 400, 5000])) for name in names}
        go_on = Signal()
        with ThreadPoolExecutor(len(names) + 1) as pool:
            first = pool.submit(journal._writer.do, lambda _connection: go_on.wait(5), alone=True)  # noqa: SLF001 - to gather
            asked = {name: pool.submit(self.append, journal, name, body, number) for name, body in bodies.items()}
            go_on.set()
            first.result()
            for answer in asked.values():
                answer.result()

    def append(self, journal: SqliteJournal, name: str, body: bytes, number: int) -> None:
        event = NewEvent(type="SomethingHappened", version=1, body=body)
        key = f"{name}/{number}"
        try:
            head = journal.append(name, [event], expected=journal.head(name).seq, key=key)
        except JournalError:
            return
        self.acknowledged[key] = (name, head)

    def lost(self) -> int:
        """Return how many acknowledged events the next process does not find; it verifies every chain."""
        missing = 0
        with SqliteJournal(self.folder / "after" / "journal.db") as again:
            assert again.faults() == ()
            links = {name: [stored.link for stored in again.read(name)] for name in STREAMS}
            for key, (name, head) in self.acknowledged.items():
                there = head.seq <= len(links[name]) and links[name][head.seq - 1].hash == head.hash
                missing += not (there and again.answer(key) == head)
            for name in STREAMS:
                event = NewEvent(type="SomethingHappened", version=1, body=b"after")
                again.append(name, [event], expected=len(links[name]), key=f"{name}/after")
        return missing


@contextmanager
def run(folder: Path, seed: int, *, lies: bool = False) -> Iterator[Run]:
    made = Run(folder / str(seed), seed, lies=lies)
    made.write()
    yield made
    made.disk.unregister()
    shutil.rmtree(made.folder)


@pytest.mark.parametrize("part", range(10))
def test_a_power_cut_loses_nothing_that_was_acknowledged_and_breaks_no_chain(tmp_path: Path, part: int) -> None:
    acknowledged = cuts = 0
    for seed in range(part, SEEDS, 10):
        with run(tmp_path, seed) as made:
            assert made.lost() == 0, f"seed {seed}"
            acknowledged += len(made.acknowledged)
            cuts += made.cut
    assert acknowledged > SEEDS // 10
    assert cuts > SEEDS // 20
    measured("power cut", cuts=cuts, acknowledged=acknowledged, lost=0, broken=0)


def test_the_same_cuts_on_a_disk_that_lies_are_seen_to_lose(tmp_path: Path) -> None:
    """Show that the disk above can lose: with syncs that do nothing, acknowledged events go or the file breaks."""
    harmed = 0
    for seed in range(40):
        with run(tmp_path, seed, lies=True) as made:
            try:
                harmed += bool(made.acknowledged) and made.lost() > 0
            except (ExamError, AssertionError):
                harmed += 1
    assert harmed > 10

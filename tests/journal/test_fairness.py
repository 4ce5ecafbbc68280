"""A hundred clients in a closed loop on one journal: each gets its turn, and none waits long."""

import subprocess
import sys
from pathlib import Path
from threading import Barrier, Thread
from time import monotonic, perf_counter

from exam.journal import SqliteJournal
from exam.service.ports import NewEvent
from tests.proving import PROVE, measured, rounds

CLIENTS = 100
SECONDS = rounds(2, 10)
SHARE = 0.9
"""What the slowest client gets of the fastest one's events, at least."""
WAIT = 3.0
"""What a client waits against a plain fdatasync beside it, at the 99th percentile, at most."""
BODY = b'{"text":"' + b"x" * 300 + b'"}'
FLOOR = """
import os, sys, time
descriptor, end = os.open(sys.argv[1], os.O_WRONLY | os.O_CREAT), time.monotonic() + float(sys.argv[2])
while time.monotonic() < end:
    started = time.perf_counter()
    os.write(descriptor, b"x" * 4120)
    os.fdatasync(descriptor)
    print(time.perf_counter() - started)
    time.sleep(0.002)
"""
"""Another program that keeps as many bytes as a commit writes, on the same disk at the same time."""


class Client:
    """One face that saves as fast as it is answered."""

    def __init__(self, journal: SqliteJournal, number: int) -> None:
        self._journal = journal
        self._stream = f"session/{number}"
        self.waits: list[float] = []

    def work(self, start: Barrier) -> None:
        start.wait()
        end = monotonic() + SECONDS
        while monotonic() < end:
            seq = len(self.waits)
            started = perf_counter()
            new = NewEvent(type="ResponseSaved", version=1, body=BODY)
            self._journal.append(self._stream, [new], expected=seq, key=f"{self._stream}/{seq}")
            self.waits.append(perf_counter() - started)


def percentile(values: list[float], share: float) -> float:
    return sorted(values)[int(len(values) * share)]


def test_a_hundred_clients_in_a_closed_loop_get_equal_turns(tmp_path: Path) -> None:
    with SqliteJournal(tmp_path / "journal.db") as journal:
        clients = [Client(journal, number) for number in range(CLIENTS)]
        start = Barrier(CLIENTS + 1)
        threads = [Thread(target=client.work, args=(start,)) for client in clients]
        for thread in threads:
            thread.start()
        floor = subprocess.Popen(  # noqa: S603 - our own interpreter
            [sys.executable, "-c", FLOOR, str(tmp_path / "floor"), str(SECONDS)], stdout=subprocess.PIPE, text=True
        )
        start.wait()
        for thread in threads:
            thread.join()
        told, _ = floor.communicate()
        kept = [journal.head(f"session/{number}").seq for number in range(CLIENTS)]

    counts = [len(client.waits) for client in clients]
    own = percentile([wait for client in clients for wait in client.waits], 0.99)
    beside = percentile([float(line) for line in told.split()], 0.99)
    measured(
        "a hundred clients",
        events=sum(counts),
        share=f"{min(counts) / max(counts):.3f}",
        p99_ms=f"{own * 1000:.1f}",
        fdatasync_p99_ms=f"{beside * 1000:.1f}",
        ratio=f"{own / beside:.2f}",
    )
    assert kept == counts
    assert min(counts) >= SHARE * max(counts)
    if PROVE:
        assert own <= WAIT * beside

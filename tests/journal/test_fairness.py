"""A hundred clients on one journal: in a closed loop each gets its turn, at the pace of desks none waits long."""

import subprocess
import sys
from pathlib import Path
from threading import Barrier, Thread
from time import monotonic, perf_counter, sleep

from exam.journal import SqliteJournal
from exam.service.ports import NewEvent
from tests.proving import PROVE, measured, rounds

CLIENTS = 100
SECONDS = rounds(2, 10)
SHARE = 0.9
"""What the slowest client gets of the fastest one's events, at least."""
PACE = 2.0
"""Seconds between two saves of a desk whose candidate never stops typing."""
WAIT = 3.0
"""What a desk waits against a plain fdatasync beside it, at the 99th percentile, at most."""
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
    """One face that saves as fast as it is answered, or at its pace."""

    def __init__(self, journal: SqliteJournal, number: int, pace: float) -> None:
        self._journal = journal
        self._stream = f"session/{number}"
        self._pace = pace
        self._number = number
        self.waits: list[float] = []

    def work(self, start: Barrier) -> None:
        start.wait()
        sleep(self._pace * self._number / CLIENTS)
        end = monotonic() + SECONDS
        while monotonic() < end:
            seq = len(self.waits)
            started = perf_counter()
            new = NewEvent(type="ResponseSaved", version=1, body=BODY)
            self._journal.append(self._stream, [new], expected=seq, key=f"{self._stream}/{seq}")
            self.waits.append(perf_counter() - started)
            sleep(max(0.0, self._pace - self.waits[-1]))


def percentile(values: list[float], share: float) -> float:
    return sorted(values)[int(len(values) * share)]


def watched(folder: Path, pace: float) -> tuple[list[Client], list[float]]:
    """Return the clients after their work, everything found kept, and how long the syncs beside them took."""
    with SqliteJournal(folder / "journal.db") as journal:
        clients = [Client(journal, number, pace) for number in range(CLIENTS)]
        start = Barrier(CLIENTS + 1)
        threads = [Thread(target=client.work, args=(start,)) for client in clients]
        for thread in threads:
            thread.start()
        floor = subprocess.Popen(  # noqa: S603 - our own interpreter
            [sys.executable, "-c", FLOOR, str(folder / "floor"), str(SECONDS)], stdout=subprocess.PIPE, text=True
        )
        start.wait()
        for thread in threads:
            thread.join()
        told, _ = floor.communicate()
        kept = [journal.head(f"session/{number}").seq for number in range(CLIENTS)]
    assert kept == [len(client.waits) for client in clients]
    return clients, [float(line) for line in told.split()]


def compared(promise: str, clients: list[Client], beside: list[float]) -> dict[float, float]:
    """Write down what the clients waited and return it by percentile, in syncs beside them."""
    counts = [len(client.waits) for client in clients]
    waits = [wait for client in clients for wait in client.waits]
    ratios = {share: percentile(waits, share) / percentile(beside, share) for share in (0.5, 0.99)}
    measured(
        promise,
        events=sum(counts),
        share=f"{min(counts) / max(counts):.3f}",
        p99_ms=f"{percentile(waits, 0.99) * 1000:.1f}",
        fdatasync_p99_ms=f"{percentile(beside, 0.99) * 1000:.1f}",
        p50_ratio=f"{ratios[0.5]:.2f}",
        p99_ratio=f"{ratios[0.99]:.2f}",
        longest_ms=f"{max(waits) * 1000:.0f}",
    )
    return ratios


def test_a_hundred_clients_in_a_closed_loop_get_equal_turns(tmp_path: Path) -> None:
    clients, beside = watched(tmp_path, pace=0.0)

    compared("a hundred clients in a closed loop", clients, beside)
    counts = [len(client.waits) for client in clients]
    assert min(counts) >= SHARE * max(counts)


def test_a_hundred_desks_that_save_all_the_time_wait_for_little_more_than_the_disk(tmp_path: Path) -> None:
    clients, beside = watched(tmp_path, pace=PACE)

    ratios = compared("a hundred desks", clients, beside)
    assert all(client.waits for client in clients)
    if PROVE:
        assert ratios[0.99] <= WAIT
        assert max(wait for client in clients for wait in client.waits) < 1.0

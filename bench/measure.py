"""How a promise of speed is measured: ours and a floor in turns, in one run, medians of both; never in a timed test."""

import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

Work = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Row:
    """One promise with what was measured."""

    name: str
    floor: str
    floor_ms: float
    ours_ms: float
    at_most: float

    @property
    def ratio(self) -> float:
        """Ours against the floor."""
        return self.ours_ms / self.floor_ms

    @property
    def kept(self) -> bool:
        """Tell whether the promise holds."""
        return self.ratio <= self.at_most


def in_turns(floor: Work, ours: Work, rounds: int) -> tuple[list[float], list[float]]:
    """Return the milliseconds of both, measured in turns so that the machine's moods meet both."""
    floors, own = [], []
    for _ in range(rounds):
        floors.append(_wall(floor))
        own.append(_wall(ours))
    return floors, own


def _wall(work: Work) -> float:
    started = time.perf_counter_ns()
    work()
    return (time.perf_counter_ns() - started) / 1e6


def cpu_ms(call: Sequence[str], rounds: int) -> float:
    """Return the median processor milliseconds of a command and its children."""
    spent = []
    for _ in range(rounds):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(call, check=True, capture_output=True)  # noqa: S603 - our own words
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        spent.append((after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1000)
    return statistics.median(spent)


def python(*arguments: str) -> list[str]:
    """Return a call of this interpreter."""
    return [sys.executable, *arguments]


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value below which that share of the values lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]

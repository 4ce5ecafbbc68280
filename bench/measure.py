"""How a promise of speed is measured: ours and a floor in turns, in one run, medians of both; never in a timed test."""

import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")
Work = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Figure:
    """What something costs, where nothing is promised."""

    name: str
    value: str

    def __str__(self) -> str:
        """Return the line that is printed."""
        return f"{self.name}: {self.value}"


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

    def __str__(self) -> str:
        """Return the line that is printed."""
        return f"{self.ratio:7.2f} of at most {self.at_most:g}  {self.name}"


def in_turns(floor: Work, ours: Work, rounds: int) -> tuple[list[float], list[float]]:
    """Return the milliseconds of both, measured in turns so that the machine's moods meet both."""
    floors, own = [], []
    for _ in range(rounds):
        floors.append(wall(floor)[0])
        own.append(wall(ours)[0])
    return floors, own


def wall(work: Callable[[], T]) -> tuple[float, T]:
    """Return the milliseconds that something took, and what it returned."""
    started = time.perf_counter_ns()
    done = work()
    return (time.perf_counter_ns() - started) / 1e6, done


def cpu(work: Callable[[], T]) -> tuple[float, T]:
    """Return the processor milliseconds that something took in this process, and what it returned."""
    started = time.process_time_ns()
    done = work()
    return (time.process_time_ns() - started) / 1e6, done


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

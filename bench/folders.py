"""What `exam verify` takes for folders of three sizes: time for each file, and memory of the process that asks.

`EXAM_PROVE=1` takes folders of 100, 1,000 and 10,526 files, of which 10,000 are sound; the last one alone takes the
better part of an hour. `EXAM_PROVE=1 python -m bench.folders` does nothing else, and keeps what it found in
`bench/data/folders.md`, from where every later `make bench` takes it.
"""

import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from bench.measure import Figure, Row, cpu, percentile, python
from bench.records import Issuing, issuing
from exam.checking import verify_record

PROVING = os.environ.get("EXAM_PROVE") == "1"
SIZES = (100, 1_000, 10_526) if PROVING else (20, 60, 180)
KEPT = Path(__file__).with_name("data") / "folders.md"
"""What the last long run found."""
DIFFERENT = 10
"""Records that are drawn and signed; the others are copies, which `exam verify` notes and checks all the same."""
BROKEN_EVERY = 20
PROBES = 7


@dataclass(frozen=True)
class Run:
    """One run of the command."""

    files: int
    seconds: float
    cpu_ms: float
    """Of all its processes, for each file."""
    peak_kib: int
    """Of the process that asks, not of those that verify."""


def folders() -> Iterator[Row | Figure]:
    """Verify one file here, then the folders by the command."""
    with issuing() as office, tempfile.TemporaryDirectory() as name:
        made = [_signed(office, number) for number in range(DIFFERENT)]
        once = percentile([cpu(lambda: verify_record(made[0], ()))[0] for _ in range(PROBES)], 0.5)
        yield Figure("verifying it, CPU", f"{once:.0f} ms")
        runs = [_verified(Path(name), made, size) for size in SIZES]
    for run in runs:
        each = f"{run.cpu_ms:.0f} ms CPU a file, {run.peak_kib // 1024} MiB in the process that asks"
        yield Figure(f"`exam verify` of {run.files:,} files", f"{run.seconds:.0f} s, {each}")
    first, middle, last = runs
    yield Row(
        f"`exam verify`, CPU a file, {last.files:,} files", f"{middle.files:,} files", middle.cpu_ms, last.cpu_ms, 1.2
    )
    yield Row(
        f"`exam verify`, memory of the process that asks (KiB, not ms), {last.files:,} files",
        f"{first.files:,} files",
        first.peak_kib,
        last.peak_kib,
        1.2,
    )


def _signed(office: Issuing, number: int) -> bytes:
    """Return a sound record that differs from the others by its number."""
    record = office.record.model_copy(update={"record": f"{office.record.record[:-2]}{number:02}"})
    other = replace(office, record=record)
    return other.signed(other.drawn())


def _verified(folder: Path, made: list[bytes], size: int) -> Run:
    """Verify a folder of that many files, every twentieth of them broken."""
    target = folder / str(size)
    target.mkdir()
    for number in range(size):
        pdf = made[number % DIFFERENT]
        broken = number % BROKEN_EVERY == BROKEN_EVERY // 2
        (target / f"{number:05}.pdf").write_bytes(pdf[: len(pdf) // 2] if broken else pdf)
    started, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    with (folder / "verdicts.json").open("wb") as out:
        process = subprocess.Popen(python("-m", "exam", "verify", str(target), "--format", "json"), stdout=out)  # noqa: S603 - our own words
        peak = 0
        while process.poll() is None:
            peak = max(peak, _peak(process.pid))
            time.sleep(0.05)
    after, seconds = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter() - started
    verdicts = Counter(row["verdict"] for row in json.loads((folder / "verdicts.json").read_bytes()))
    spent = (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1000
    run = Run(files=size, seconds=seconds, cpu_ms=spent / size, peak_kib=peak)
    if verdicts != {"PRACTICE": size - size // BROKEN_EVERY, "RETURN": size // BROKEN_EVERY}:
        raise AssertionError(verdicts, run)
    return run


def _peak(pid: int) -> int:
    """Return the most memory that a process ever had, in KiB."""
    try:
        told = Path(f"/proc/{pid}/status").read_text("ascii")
    except OSError:
        return 0
    found = re.search(r"VmHWM:\s*(\d+)", told)
    return int(found[1]) if found else 0


def long_run() -> str:
    """Return what the last long run found, as Markdown; nothing where there was none."""
    return KEPT.read_text("utf-8") if KEPT.is_file() else ""


def main() -> None:
    """Measure, print, and keep what a long run found."""
    day, load = time.strftime("%Y-%m-%d"), os.getloadavg()[0]
    told = []
    for found in folders():
        sys.stdout.write(f"{found}\n")
        sys.stdout.flush()
        told.append(f"- {found}\n")
    if PROVING:
        when = f"{day}, a run of its own; {os.cpu_count()} cores, load {load:.0f} at the beginning"
        wide = "every twentieth file is cut in half, so 10,000 of the 10,526 are sound"
        KEPT.write_text(f"\n## A folder of ten thousand\n\n{when}; {wide}.\n\n{''.join(told)}", "utf-8")


if __name__ == "__main__":
    main()

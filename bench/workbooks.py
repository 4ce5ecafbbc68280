"""What marking a hall costs: submissions marked on two cores, against parsing the same files twice and nothing more."""

import io
import resource
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from openpyxl import load_workbook

from bench.measure import Figure, Row, cpu, wall
from exam.core.spreadsheet_keys import mutation_of
from exam.core.spreadsheet_marking import mark
from exam.core.spreadsheet_marks import WorkbookMarking
from exam.core.spreadsheet_values import generate
from exam.workbook.looking import look_into
from exam.workbook.making import make_workbook
from exam.workbook.reading import Sought
from exam.workbook.samples import samples
from tests.workbook.clients import QUARTER

SUBMISSIONS, CORES = 200, 2
SEEDS = 20


def submissions() -> list[tuple[str, bytes]]:
    """Return seed and file of so many submissions: right, typed, wrong and empty ones in turns."""
    made: list[tuple[str, bytes]] = []
    for number in range(SEEDS):
        seed = f"{number:032x}"
        data = generate(QUARTER, seed)
        issued = make_workbook(QUARTER, data, title="Trend", language="cs")
        made += [(seed, filled) for _, filled in samples(QUARTER, data, issued, "cs")]
    return (made * (SUBMISSIONS // len(made) + 1))[:SUBMISSIONS]


def marked(seed: str, data: bytes) -> WorkbookMarking:
    """Mark one submission as the program does, in a process of its own."""
    given = generate(QUARTER, seed)
    other = mutation_of(QUARTER, given)
    return mark(QUARTER, given, look_into(data, Sought(QUARTER, "cs", given, other)), other)


def parsed(files: list[tuple[str, bytes]]) -> None:
    """Parse each file for its formulas and for their results."""
    for _, data in files:
        for results in (False, True):
            load_workbook(io.BytesIO(data), data_only=results, keep_links=False)


def all_marked(files: list[tuple[str, bytes]]) -> list[WorkbookMarking]:
    """Mark all of them, two at a time."""
    with ThreadPoolExecutor(CORES) as pool:
        return list(pool.map(lambda pair: marked(*pair), files))


def workbooks() -> Iterator[Row | Figure]:
    """Parse and mark the same submissions."""
    files = submissions()
    floor_ms, _ = cpu(partial(parsed, files))
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    own_ms, (wall_ms, markings) = cpu(lambda: wall(partial(all_marked, files)))
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    theirs_ms = (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1000
    yield Row(
        f"a submission marked, each of {SUBMISSIONS} in a process of its own, recalculated up to three times, CPU",
        "openpyxl alone, the same files parsed twice, CPU",
        floor_ms / SUBMISSIONS,
        (own_ms + theirs_ms) / SUBMISSIONS,
        25,
    )
    yield Figure(f"{len(markings)} submissions on {CORES} cores, from first to last", f"{wall_ms / 1000:.0f} s")

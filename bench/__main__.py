"""`make bench`: measures every promise of speed and writes docs/performance.md; 1 when one does not hold."""

import platform
import sys
from pathlib import Path

from bench import days, folders, hub, loading, records, screens, stores, workbooks
from bench.measure import Figure, Row

ROWS = (
    stores.appends,
    loading.starts,
    loading.banks,
    screens.frames,
    screens.keys,
    records.records,
    folders.folders,
    workbooks.workbooks,
    hub.saves,
    stores.replay,
)
HEAD = """\
# Speed, as ratios measured in one run

Made by `make bench`; ours and the floor in turns, in one process where that is possible. The machine is noisy:
only the ratios mean something.

"""


def table(rows: list[Row]) -> str:
    """Return the rows as Markdown."""
    lines = ["| path | floor | floor, ms | ours, ms | ratio | at most | |", "|---|---|---|---|---|---|---|"]
    lines += [
        f"| {row.name} | {row.floor} | {row.floor_ms:.3f} | {row.ours_ms:.3f} | {row.ratio:.2f} | {row.at_most:g} |"
        f" {'kept' if row.kept else '**not kept**'} |"
        for row in rows
    ]
    return "\n".join(lines) + "\n"


def costs(figures: list[Figure]) -> str:
    """Return the figures without a promise as Markdown."""
    return "\n## What records cost\n\n" + "".join(f"- {figure.name}: {figure.value}\n" for figure in figures)


def main(out: Path) -> int:
    """Measure, print and write."""
    rows: list[Row] = []
    figures: list[Figure] = []
    for measure in ROWS:
        for found in measure():
            sys.stdout.write(f"{found}\n")
            sys.stdout.flush()
            if isinstance(found, Row):
                rows.append(found)
            else:
                figures.append(found)
    machine = f"Python {platform.python_version()}, {platform.system()} {platform.machine()}.\n\n"
    out.write_text(HEAD + machine + table(rows) + costs(figures) + folders.long_run() + days.section(), "utf-8")
    return 0 if all(row.kept for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))

"""A bar on a terminal that says how far a long run is; where nobody looks, nothing."""

import sys
from typing import TextIO

WIDTH = 30


class Bar:
    """Counts what is done."""

    def __init__(self, total: int, out: TextIO | None = None) -> None:
        self._total = total
        self._done = 0
        self._out = out or sys.stderr
        self._shows = self._out.isatty() and total > 1

    def step(self) -> None:
        """Tell of one more."""
        self._done += 1
        if self._shows:
            full = WIDTH * self._done // self._total
            self._out.write(f"\r[{'#' * full}{'.' * (WIDTH - full)}] {self._done}/{self._total}")
            self._out.flush()

    def close(self) -> None:
        """Leave the line empty."""
        if self._shows:
            self._out.write("\r\x1b[K")
            self._out.flush()

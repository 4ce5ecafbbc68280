"""Rows about the terminal."""

import asyncio
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from textual.app import App, ComposeResult
from textual.widgets import OptionList

from bench.measure import Row, percentile
from tests.stages import cut, shipped
from tests.tui.faces import face

KEYS = 120


class BareList(App[None]):
    """An app with one list."""

    def compose(self) -> ComposeResult:
        """Yield it."""
        yield OptionList(*(f"option {number}" for number in range(6)))


async def _keys(folder: Path) -> tuple[list[float], list[float]]:
    floors: list[float] = []
    own: list[float] = []
    async with (
        BareList().run_test(size=(120, 40)) as bare,
        face(folder, cut(shipped("passed"), before="answer_test")) as seen,
    ):
        await seen.desk()
        await seen.press("enter")
        for number in range(KEYS):
            key = "down" if number % 2 else "up"
            for spent, pilot in ((floors, bare), (own, seen.pilot)):
                started = time.perf_counter()
                await pilot.press(key)
                await pilot.pause()
                spent.append((time.perf_counter() - started) * 1000)
    return floors, own


def keys() -> Iterator[Row]:
    """A key in the test against the same key in a bare list."""
    with tempfile.TemporaryDirectory() as folder:
        floors, own = asyncio.run(_keys(Path(folder)))
    yield Row(
        "key press to repaint in the test, p99",
        "the same key in a bare list",
        percentile(floors, 0.99),
        percentile(own, 0.99),
        1.5,
    )

"""Rows about the terminal."""

import asyncio
import os
import pty
import signal
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from textual.app import App, ComposeResult
from textual.widgets import OptionList

from bench.measure import Row, percentile, python
from exam.scripted.practice import practice_workspace
from tests.stages import cut, shipped
from tests.tui.faces import face

KEYS = 120
FRAMES = 7
BARE = """
from textual.app import App
from textual.widgets import Static

class Bare(App):
    def compose(self):
        yield Static("Opening")

Bare().run()
"""


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


def frames() -> Iterator[Row]:
    """What the console costs until its first frame, which comes before the workspace is opened, in processor time."""
    floors: list[float] = []
    own: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        workspace = practice_workspace(Path(folder) / "practice")
        ours = python("-m", "exam", "--workspace", str(workspace), "--language", "en")
        for _ in range(FRAMES):
            for spent, call in ((floors, python("-c", BARE)), (own, ours)):
                spent.append(_until_painted(call, b"Opening"))
    yield Row(
        "console, first frame, CPU",
        "a bare Textual app with one `Static`",
        percentile(floors, 0.5),
        percentile(own, 0.5),
        1.5,
    )


def _until_painted(call: list[str], words: bytes) -> float:
    """Run a command in a terminal of its own until it shows these words, and return its processor milliseconds."""
    process, terminal = pty.fork()
    if not process:
        os.execvpe(call[0], call, os.environ | {"TERM": "xterm-256color"})  # noqa: S606 - our own words
    painted = b""
    with suppress(OSError):  # what the system says once the command has ended
        while words not in painted:
            painted += os.read(terminal, 65536)
    os.kill(process, signal.SIGKILL)
    _, _, used = os.wait4(process, 0)
    os.close(terminal)
    if words not in painted:
        raise RuntimeError(painted[-400:])
    return (used.ru_utime + used.ru_stime) * 1000

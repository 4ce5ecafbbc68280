"""The faces under a pilot: the real app on a real workspace whose clock stands still, and its screen as text."""

import os
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from textual import events
from textual.pilot import Pilot

from exam.bootstrap import Workspace, make_workspace
from exam.cli.console import console_app
from exam.scripted.performance import PIN
from exam.scripted.scenario import Scenario
from exam.scripted.stage import Stage
from exam.service.exam_service import ExamService
from exam.service.mirroring import MirrorState
from exam.settings import Settings
from exam.tui.handover import ExamApp
from exam.tui.widgets.plain import Plain
from exam.wording import Language
from tests.clocks import run
from tests.stages import played_in

SNAPSHOTS = Path(__file__).with_name("snapshots")
NARROW, WIDE = (80, 24), (120, 40)
CHANGES = 40
"""So often a screen may still change before a test looks at it all the same."""
PATIENCE = 300
"""Tenths of a second that a test waits for what comes by itself."""
RECEIPT = re.compile(r"[A-Z0-9]{4}(-[A-Z0-9]{4}){3}")
KEEP = os.environ.get("EXAM_KEEP_SCREENS") == "1"
"""Read when the module is loaded, because tests see no setting of the program."""


@dataclass(slots=True)
class Face:
    """An app that runs, with what lies behind it."""

    app: ExamApp
    pilot: Pilot[None]
    stage: Stage

    @property
    def text(self) -> str:
        """What is painted, as lines without trailing blanks."""
        strips = self.app.screen._compositor.render_strips()  # noqa: SLF001 - the only way to the painted cells
        painted = "\n".join(strip.text.rstrip() for strip in strips).rstrip() + "\n"
        return painted.replace("\N{NO-BREAK SPACE}", " ")

    @property
    def said(self) -> str:
        """What the blocks of text of the top screen say, however they are wrapped or cut."""
        blocks = (str(block.render()) for block in self.app.screen.query(Plain))
        return "\n".join(blocks).replace("\N{NO-BREAK SPACE}", " ")

    async def press(self, *keys: str) -> str:
        """Press keys, let everything settle, and return the screen."""
        await self.pilot.press(*keys)
        await self.settle()
        return self.text

    async def settle(self) -> None:
        """Wait until nothing is going on: no message waits, and the screen is painted twice the same."""
        for _ in range(3):
            await self.pilot.pause()
        before = ""
        for _ in range(CHANGES):
            await self.pilot.pause(0.05)
            if before == self.text:
                return
            before = self.text

    async def until(self, *markers: str, gone: str = "") -> str:
        """Wait for what comes by itself, as a terminal's user does, and return the screen."""
        for _ in range(PATIENCE):
            told = self.text
            if all(marker in told for marker in markers) and not (gone and gone in told):
                await self.settle()
                return self.text
            await self.pilot.pause(0.1)
        raise AssertionError(markers, gone, self.text)

    async def type(self, text: str) -> None:
        """Type text key by key."""
        for char in text:
            await self.pilot.press("space" if char == " " else char)
        await self.settle()

    async def paste(self, text: str) -> None:
        """Paste text into the field that has the focus."""
        if self.app.focused is not None:
            self.app.focused.post_message(events.Paste(text))
        await self.settle()

    async def pin(self, pin: str = PIN, *before: str) -> str:
        """Enter a PIN."""
        await self.pilot.press(*before)
        await self.type(pin)
        return await self.press("enter")

    async def home(self) -> str:
        """Sign in as the chair."""
        await self.settle()
        return await self.pin()

    async def board(self) -> str:
        """Sign in as the chair and go to the board of the candidate."""
        await self.home()
        return await self.press("down", "enter")

    async def desk(self) -> str:
        """Hand the keyboard to the candidate."""
        await self.board()
        await self.press("h")
        return await self.pin()

    def screen_is(self, name: str) -> bool:
        """Tell which screen is on top."""
        return type(self.app.screen).__name__ == name


@asynccontextmanager
async def face(
    folder: Path,
    scenario: Scenario,
    *,
    size: tuple[int, int] = NARROW,
    language: Language = Language.CS,
    content: Callable[[Path], object] = lambda _workspace: None,
    before: Callable[[Stage], object] = lambda _stage: None,
) -> AsyncIterator[Face]:
    """Run the app on a workspace that was played up to the end of the scenario.

    `content` changes what is shipped before anything is played, `before` does more to the stage first.
    """
    made = make_workspace(folder / "workspace")
    content(made)
    with played_in(made, scenario) as stage:
        before(stage)
        workspace = Workspace(
            folder=folder / "workspace",
            settings=Settings(practice_pin=PIN),
            ports=stage.ports,
            service=stage.service,
        )
        app = console_app(workspace, language)
        async with app.run_test(size=size) as pilot:
            yield Face(app=app, pilot=pilot, stage=stage)


def after_crash(away_ms: int) -> Callable[[Stage], object]:
    """Let the program have been away for so long: the app is another process, which saw no clock run."""

    def crash(stage: Stage) -> None:
        run(stage.clock, away_ms)
        stage.service = ExamService(stage.ports)

    return crash


def with_copy(*states: MirrorState) -> Callable[[Stage], object]:
    """Let the second copy stand as told: at the first look so, at the second so, and so on as at the last."""

    class Standing:
        def __init__(self) -> None:
            self._ahead = list(states)

        def state(self) -> MirrorState:
            return self._ahead.pop(0) if len(self._ahead) > 1 else self._ahead[0]

    def keep(stage: Stage) -> None:
        stage.ports = replace(stage.ports, mirror=Standing())
        stage.service = ExamService(stage.ports)

    return keep


async def check_both_sizes(seen: Face, name: str) -> None:
    """Compare a screen at both sizes with those that are kept for its language."""
    for size in (WIDE, NARROW):
        await seen.pilot.resize_terminal(*size)
        await seen.settle()
        check_snapshot(f"{name}-{size[0]}-{seen.app.language}", seen.text)


def check_snapshot(name: str, text: str) -> None:
    """Compare a screen with the one that is kept; `EXAM_KEEP_SCREENS=1` keeps this one instead.

    Receipts are left out: they follow from salts, which differ each time.
    """
    path, text = SNAPSHOTS / f"{name}.txt", RECEIPT.sub("XXXX-XXXX-XXXX-XXXX", text)
    if KEEP:
        SNAPSHOTS.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
    assert text == path.read_text("utf-8"), name

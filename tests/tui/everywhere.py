"""The way to every screen: what was played before it, and the keys that lead there. A new screen gets a line here."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from tempfile import mkdtemp
from typing import Protocol

from textual.pilot import Pilot
from textual.screen import ModalScreen

from exam import tui
from exam.scripted.scenario import Scenario
from exam.scripted.stage import Stage
from exam.tui.console.computers import ComputersScreen
from exam.tui.widgets.fields import Editor, Line
from exam.tui.widgets.screen import ExamScreen
from exam.tui.widgets.worded import WordedApp
from exam.wording import Language
from tests.stages import cut, shipped
from tests.tui.faces import Face, check_both_sizes, face
from tests.tui.test_archive import archive, thousand
from tests.tui.test_desk import opened
from tests.tui.test_widgets import ATTACKS, unclean

PASSED = shipped("passed")
MARKED = cut(PASSED, before="judge", task="analysis-workbook")


class Shown(Protocol):
    """An app that runs and can be pressed."""

    @property
    def app(self) -> WordedApp:
        """The app."""
        ...

    @property
    def pilot(self) -> Pilot[None]:
        """Its pilot."""
        ...

    @property
    def text(self) -> str:
        """What is painted."""
        ...

    async def press(self, *keys: str) -> str:
        """Press keys and return what is painted then."""
        ...


@dataclass(frozen=True, slots=True)
class Way:
    """The way to a screen."""

    scenario: Scenario | None
    """What was played before; None for the archive's console."""
    start: Callable[[Face], Awaitable[str]] = Face.home
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Walk:
    """What was played, where one begins, and what is looked at one after another, each with the keys to it."""

    scenario: Scenario
    places: Mapping[str, tuple[str, ...]]
    start: Callable[[Face], Awaitable[object]] = Face.board
    before: Callable[[Stage], object] = lambda _stage: None


def sheet(place: int) -> tuple[str, ...]:
    """Return the keys that lead from the board to the sheet of the task at this place."""
    return ("home", *["down"] * place, "enter")


async def attacked(seen: Face) -> None:
    """Paste every attack into the field of a dialog: visible text comes of it and nothing else; then empty it again."""
    dialog, field = seen.app.screen, seen.app.focused
    if not isinstance(dialog, ModalScreen) or not isinstance(field, Line | Editor):
        return
    attribute = "value" if isinstance(field, Line) else "text"
    before = getattr(field, attribute)
    await seen.paste("".join(ATTACKS))
    assert seen.app.screen is dialog
    takes_only_digits = isinstance(field, Line) and bool(field.restrict)
    assert (getattr(field, attribute) == before) is takes_only_digits
    assert unclean(seen.app) == []
    setattr(field, attribute, before)


async def looked_at(walk: Walk, folder: Path, language: Language, prefix: str = "") -> None:
    """Compare everything on a walk with what is kept, at both sizes; no attack passes a field of its dialogs."""
    async with face(folder, walk.scenario, language=language, before=walk.before) as seen:
        await walk.start(seen)
        for place, keys in walk.places.items():
            await seen.press(*keys)
            await check_both_sizes(seen, f"{prefix}{place}")
            await attacked(seen)


def desk(before: str, *, task: str = "", keys: tuple[str, ...] = ("enter",)) -> Way:
    """Return the way to what the candidate has before this step."""
    return Way(cut(PASSED, before=before, task=task), Face.desk, keys)


def board(before: str, *keys: str) -> Way:
    """Return a way from the board."""
    return Way(cut(PASSED, before=before), Face.board, keys)


PERFORMED = cut(PASSED, before="judge", task="vip-call")


async def computers(seen: Face) -> str:
    """Go where codes for computers are issued, as a hub's console does."""
    await seen.board()
    seen.app.push_screen(ComputersScreen(seen.app.post, seen.stage.session))
    return await seen.press()


def from_paper(*keys: str) -> Callable[[Face], Awaitable[str]]:
    """Return the way to where something is typed in from paper, with a scan of it."""

    async def go(seen: Face) -> str:
        scan = Path(mkdtemp()) / "scan.png"
        scan.write_bytes(b"picture")
        await seen.board()
        await seen.press("home", *keys, "enter", "y", "enter", "enter", "enter")
        await seen.type(str(scan))
        return await seen.press("enter")

    return go


WAYS = {
    "HomeScreen": Way(shipped("practice")),
    "SittingScreen": Way(cut(PASSED, before="answer_test"), keys=("enter",)),
    "WizardScreen": Way(shipped("practice"), keys=("n",)),
    "BoardScreen": board("answer_test"),
    "ComputersScreen": Way(PERFORMED, computers),
    "SceneScreen": Way(PERFORMED, Face.board, ("home", "enter")),
    "AnswersScreen": Way(PERFORMED, from_paper(*["down"] * 7)),
    "PaperScreen": Way(PERFORMED, from_paper()),
    "JudgingScreen": Way(MARKED, Face.board, ("home", *["down"] * 6, "enter")),
    "MarkingScreen": Way(MARKED, Face.board, ("home", *["down"] * 6, "enter", "m")),
    "ClosingScreen": board("determine_result", "v"),
    "InboxScreen": Way(None),
    "LineScreen": Way(None, keys=("f", "end", "enter", "home", "enter")),
    "Entrance": desk("answer_test", keys=()),
    "TrialScreen": desk("open_task", keys=("f7",)),
    "TestScreen": desk("answer_test"),
    "TranscriptScreen": desk("pick_transcript"),
    "ReplyScreen": desk("write_reply", keys=("enter", "f3")),
    "PlanScreen": desk("plan_training"),
    "WorkbookScreen": desk("fill_workbook"),
    "CardScreen": Way(opened("vip-call"), Face.desk, ("enter",)),
}


def screens() -> list[type[ExamScreen]]:
    """Return every screen of the program that can be shown."""
    for module in walk_packages(tui.__path__, f"{tui.__name__}."):
        import_module(module.name)
    found, ahead = [], [ExamScreen]
    while ahead:
        ahead += (kind := ahead.pop()).__subclasses__()
        found += [kind] if kind.NAME and kind.__module__.startswith("exam.") else []
    return sorted(found, key=lambda kind: kind.__name__)


@asynccontextmanager
async def at(
    name: str, folder: Path, *, size: tuple[int, int] = (80, 24), language: Language = Language.CS
) -> AsyncIterator[Shown]:
    """Go to a screen."""
    way = WAYS[name]
    if way.scenario is None:
        async with archive(folder, *thousand(3)[1], size=size, language=language) as kept:
            await kept.press(*way.keys)
            yield kept
        return
    async with face(folder, way.scenario, size=size, language=language) as seen:
        await way.start(seen)
        await seen.press(*way.keys)
        yield seen

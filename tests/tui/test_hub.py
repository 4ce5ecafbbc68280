"""Desk and console at other computers under the pilot: a code lets in, an outage is told, an examiner lets out."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack, asynccontextmanager
from pathlib import Path
from typing import NoReturn

import pytest
from textual.app import App
from textual.pilot import Pilot

from exam.cli.hub_console import behind
from exam.core.access_events import WorkstationKind
from exam.remote.desk import RemoteDesk, sit_down, take_back
from exam.remote.line import Line
from exam.scripted.performance import PIN
from exam.service.admissions import CodeRefusedError
from exam.tui.console.board import BoardScreen
from exam.tui.console.computers import ComputersScreen
from exam.tui.desk.app import DeskApp, Free
from exam.tui.desk.entrance import Entrance
from exam.tui.desk.test import TestScreen
from exam.tui.handover import ExamApp
from exam.tui.widgets.fields import Line as Field
from exam.wording import Language
from tests.hub.running import Running, hub_on
from tests.stages import cut, played, shipped
from tests.tui.faces import NARROW, WIDE, check_snapshot

TESTING = cut(shipped("passed"), before="answer_test")


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Running]:
    with played(tmp_path, TESTING) as stage, hub_on(tmp_path, stage) as running:
        yield running


def painted(app: App[None]) -> str:
    strips = app.screen._compositor.render_strips()  # noqa: SLF001 - the only way to the painted cells
    return "\n".join(strip.text.rstrip() for strip in strips).replace("\N{NO-BREAK SPACE}", " ")


async def until(pilot: Pilot[None], holds: Callable[[], bool]) -> str:
    for _ in range(200):
        await pilot.pause(0.05)
        if holds():
            return painted(pilot.app)
    raise AssertionError(painted(pilot.app))


async def typed(pilot: Pilot[None], text: str) -> None:
    await pilot.press(*text, "enter")
    await pilot.pause(0.1)


@asynccontextmanager
async def desk_app(hub: Running) -> AsyncIterator[tuple[Pilot[None], Line]]:
    line = hub.line("pc-1")

    def sit(code: str) -> tuple[str, RemoteDesk]:
        desk = sit_down(line, code, hub.folder / "waiting")
        return desk.session, desk

    app = DeskApp(Language.CS, sit, lambda account, pin: take_back(line, account, pin), hub.folder / "files")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "Kód uchazeče" in painted(app))
        yield pilot, line


async def test_a_code_shows_the_desk_and_a_wrong_one_says_so(hub: Running) -> None:
    async with desk_app(hub) as (pilot, _):
        await typed(pilot, "AAAAAAAAAA")
        assert "neplatí" in await until(pilot, lambda: "neplatí" in painted(pilot.app))
        await typed(pilot, hub.code("pc-1"))
        await until(pilot, lambda: isinstance(pilot.app.screen, Entrance))
        await until(pilot, lambda: "Svobodová-Zkušební" in painted(pilot.app))
        for key in ("escape", "ctrl+q", "ctrl+c", "ctrl+p", "f12"):
            await pilot.press(key)
        assert isinstance(pilot.app.screen, Entrance)


async def test_the_question_for_a_code_has_no_way_out_and_keeps_what_stands_in_it(hub: Running) -> None:
    async with desk_app(hub) as (pilot, _):
        assert "Esc" not in painted(pilot.app)
        await pilot.press("enter", "a", "escape", "b")
        await pilot.pause(0.1)
        assert pilot.app.screen.query_one(Field).value == "ab"


async def test_a_pulled_cable_is_told_and_what_was_picked_is_saved_by_itself_once_it_is_back(
    hub: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("exam.remote.line.RETRY_S", 0.05)
    async with desk_app(hub) as (pilot, line):
        await typed(pilot, hub.code("pc-1"))
        await until(pilot, lambda: "probíhá" in painted(pilot.app))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, TestScreen))
        await pilot.press("1")
        await until(pilot, lambda: "uloženo" in painted(pilot.app))
        monkeypatch.setattr("exam.remote.line.PATIENCE_S", 0.05)
        line._hang_up()  # noqa: SLF001 - the cable
        line._host = "192.0.2.1"  # noqa: SLF001
        await pilot.press("2")
        told = await until(pilot, lambda: "NEULOŽENO" in painted(pilot.app))
        assert "neodpovídá" in told
        assert "uloženo" not in told
        task = hub.stage.state().tasks["law-test"]
        monkeypatch.setattr("exam.remote.line.PATIENCE_S", 3.0)
        line._host = "127.0.0.1"  # noqa: SLF001
        told = await until(pilot, lambda: "uloženo" in painted(pilot.app))
        assert "NEULOŽENO" not in told
        await until(pilot, lambda: "neodpovídá" not in painted(pilot.app))
        assert hub.stage.state().tasks["law-test"].responses != task.responses


async def test_a_break_asked_for_while_the_cable_is_pulled_is_told_to_wait_and_asked_for_once_it_is_back(
    hub: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("exam.remote.line.RETRY_S", 0.05)
    async with desk_app(hub) as (pilot, line):
        await typed(pilot, hub.code("pc-1"))
        await until(pilot, lambda: "probíhá" in painted(pilot.app))
        monkeypatch.setattr("exam.remote.line.PATIENCE_S", 0.05)
        line._hang_up()  # noqa: SLF001 - the cable
        line._host = "192.0.2.1"  # noqa: SLF001
        await pilot.press("f6")
        told = await until(pilot, lambda: "Čeká se na spojení" in painted(pilot.app))
        assert "prosba" in told
        await pilot.press("enter")
        monkeypatch.setattr("exam.remote.line.PATIENCE_S", 3.0)
        line._host = "127.0.0.1"  # noqa: SLF001
        await until(pilot, lambda: "Prosíte o krátkou přestávku" in painted(pilot.app))
        assert "neodpovídá" not in painted(pilot.app)


async def test_a_desk_that_the_hub_does_not_know_any_more_says_what_to_do_and_is_let_in_again(hub: Running) -> None:
    async with desk_app(hub) as (pilot, line):
        await typed(pilot, hub.code("pc-1"))
        await until(pilot, lambda: isinstance(pilot.app.screen, Entrance))
        hub.service.admissions.leave(line.token)
        told = await until(pilot, lambda: "nesedíte" in painted(pilot.app))
        assert "běží z kopie" in told
        await pilot.press("enter", "f6", "enter", "f10")
        await until(pilot, lambda: "zkoušejícího" in painted(pilot.app))
        await typed(pilot, "kratky")
        await until(pilot, lambda: "PIN" in painted(pilot.app))
        await typed(pilot, PIN)
        await until(pilot, lambda: "Kód uchazeče" in painted(pilot.app))
        await typed(pilot, hub.code("pc-1"))
        await until(pilot, lambda: isinstance(pilot.app.screen, Entrance))
        assert "nesedíte" not in painted(pilot.app)


async def test_only_an_examiners_pin_frees_the_desk_for_the_next_one(hub: Running) -> None:
    async with desk_app(hub) as (pilot, line):
        await typed(pilot, hub.code("pc-1"))
        await until(pilot, lambda: isinstance(pilot.app.screen, Entrance))
        await pilot.press("f10")
        await until(pilot, lambda: "zkoušejícího" in painted(pilot.app))
        await typed(pilot, "kratky")
        await until(pilot, lambda: "PIN" in painted(pilot.app))
        await typed(pilot, "0000")
        await until(pilot, lambda: "nezdařilo" in painted(pilot.app))
        await typed(pilot, PIN)
        await until(pilot, lambda: "Kód uchazeče" in painted(pilot.app))
        assert isinstance(pilot.app.screen_stack[0], Free)
        assert line.token == ""
        assert "Svobodová" not in painted(pilot.app)


@asynccontextmanager
async def console_app(hub: Running) -> AsyncIterator[Pilot[None]]:
    path = hub.folder / "komise.json"
    path.write_text(hub.file("komise", WorkstationKind.CONSOLE).model_dump_json(), "utf-8")
    with ExitStack() as stack:
        opened = await asyncio.to_thread(behind, Arguments(hub.url, path), stack)  # type: ignore[arg-type]
        app = ExamApp(Language.CS, opened)
        async with app.run_test(size=(80, 24)) as pilot:
            await until(pilot, lambda: "PIN" in painted(app))
            await typed(pilot, PIN)
            await until(pilot, lambda: "Příkladov" in painted(app))
            yield pilot


class Arguments:
    """What the command line gives."""

    language = "cs"

    def __init__(self, hub: str, authority: Path) -> None:
        self.hub = hub
        self.authority = authority


async def test_an_examiner_issues_a_code_on_the_board_and_lifts_a_wait(hub: Running) -> None:
    hub.file("pc-1", WorkstationKind.DESK)
    async with console_app(hub) as pilot:
        await pilot.press("down", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, BoardScreen))
        await pilot.press("h")
        await until(pilot, lambda: isinstance(pilot.app.screen, ComputersScreen))
        assert "pc-1: volno" in await until(pilot, lambda: "pc-1" in painted(pilot.app))
        await pilot.press("enter")
        told = await until(pilot, lambda: "Platí jednou" in painted(pilot.app))
        (code,) = hub.service.admissions.state().codes.values()
        assert any(code == hub.service.admissions.state().code(word, "pc-1") for word in told.split())
        await pilot.press("enter")
        line = hub.line("pc-2")
        for _ in range(4):
            with pytest.raises(Exception, match="desk-code-refused"):
                sit_down(line, "AAAAA-AAAAA", hub.folder)
        await until(pilot, lambda: "chybných pokusů 4" in painted(pilot.app))
        await pilot.press("end", "enter")
        await until(pilot, lambda: "chybných" not in painted(pilot.app))
        assert hub.service.admissions.waiting() == ()
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, BoardScreen))


async def test_an_examiner_whom_the_hub_does_not_know_any_more_is_told_to_sign_in_again_and_goes_on(
    hub: Running,
) -> None:
    async with console_app(hub) as pilot:
        await pilot.press("down", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, BoardScreen))
        assert isinstance(pilot.app, ExamApp)
        hub.service.admissions.leave(pilot.app.post.console._token)  # type: ignore[union-attr]  # noqa: SLF001
        assert "Přihlaste se znovu (F2)" in " ".join((await until(pilot, lambda: "neví" in painted(pilot.app))).split())
        await pilot.press("f2")
        await until(pilot, lambda: "PIN" in painted(pilot.app))
        await typed(pilot, PIN)
        await until(pilot, lambda: "Na řadě" in painted(pilot.app) and "neví" not in painted(pilot.app))


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_the_question_for_a_code_looks_as_it_was_looked_at(
    tmp_path: Path, size: tuple[int, int], language: Language
) -> None:
    def sit(_code: str) -> NoReturn:
        raise CodeRefusedError

    app = DeskApp(language, sit, lambda _account, _pin: None, tmp_path)
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: "Enter" in painted(app))
        check_snapshot(f"code-asked-{size[0]}-{language}", painted(app) + "\n")
        await typed(pilot, "ABCDE-FGHIJ")
        await until(pilot, lambda: not app.screen.query_one("#note").has_class("hidden"))
        check_snapshot(f"code-refused-{size[0]}-{language}", painted(app) + "\n")

"""When the journal or the files behind it fail: nothing false is told, nothing typed is lost, nobody is locked in."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, NoReturn

import pytest

from exam.core.candidate_session import TaskStatus
from exam.core.chain import ChainBrokenError
from exam.core.session_values import ReplyResponse
from exam.journal.engine import JournalFullError
from exam.problem import ExamError
from exam.service.timekeeper import TimeNotKeptError
from exam.tui.widgets.dialogs import Tell
from exam.tui.widgets.fields import Editor
from exam.tui.widgets.screen import ExamScreen
from exam.tui.widgets.worded import WordedApp
from exam.wording import Language
from tests.stages import cut, shipped
from tests.tui.faces import Face, face

PASSED = shipped("passed")
FAILED = shipped("failed-one-criterion")
WRITING = cut(PASSED, before="write_reply")
TESTING = cut(PASSED, before="answer_test")
JUDGING = cut(FAILED, before="reveal", task="complaint-call")
FULL = "Disk je plný"
UNSAVED = "NEULOŽENO"
READS = ("gates", "colleagues", "home", "outlook", "sitting", "board", "sheet", "closing", "standards", "everybody")
PLANS = ("rehearse", "timetable", "arrange", "change", "open_sitting", "close_sitting", "pause_all", "resume_all")
WRITES = (*PLANS, "open_session", "do", "refusal", "issue", "sign", "archive")


def refuse(*_arguments: object, **_named: object) -> NoReturn:
    raise JournalFullError(path="journal.db")


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """Let every named method of an object fail from now on."""

    def fail(target: object, *names: str) -> None:
        for name in names:
            monkeypatch.setattr(target, name, refuse)

    yield fail
    monkeypatch.undo()


class FailingDoor:
    """An examiner's door of which every call but `who` is refused."""

    def __init__(self, door: Any) -> None:  # noqa: ANN401 - any console
        self.who = door.who

    def __getattr__(self, name: str) -> Callable[..., NoReturn]:
        assert name in READS + WRITES
        return refuse


async def at_reply(seen: Face) -> None:
    await seen.desk()
    await seen.press("enter", "f3", "tab", "tab")


async def test_a_candidate_types_on_while_the_journal_fails_and_is_told_that_nothing_is_saved(
    tmp_path: Path, failing: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    async with face(tmp_path, WRITING) as seen:
        await at_reply(seen)
        await seen.type("a")
        await seen.until("uloženo")
        failing(seen.stage.ports.journal, "append")
        await seen.type("bc")
        await seen.until(UNSAVED, FULL)
        assert "uloženo" not in seen.text.replace(UNSAVED, "")
        assert len(seen.app.screen_stack) == 2
        await seen.type("d")
        assert seen.app.screen.query_one("#body", Editor).text == "abcd"
        monkeypatch.undo()
        await seen.until("uloženo", gone=UNSAVED)
        await seen.until(gone=FULL)
        responses = seen.stage.state().tasks["written-reply"].responses.values()
    assert ReplyResponse(to="", subject="", body="abcd") in responses


async def test_what_was_not_kept_is_shown_again_after_a_change_of_hands_and_kept_then(
    tmp_path: Path, failing: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    async with face(tmp_path, WRITING) as seen:
        await at_reply(seen)
        failing(seen.stage.ports.journal, "append")
        await seen.type("Drahá")
        assert "Nelze" in await seen.press("escape")
        await seen.press("escape", "f10")
        await seen.pin()
        monkeypatch.undo()
        await seen.press("h")
        await seen.pin()
        await seen.press("enter")
        assert seen.app.screen.query_one("#body", Editor).text == "Drahá"
        await seen.until("uloženo")
        await seen.press("escape")
        responses = seen.stage.state().tasks["written-reply"].responses.values()
    assert ReplyResponse(to="", subject="", body="Drahá") in responses


async def test_text_typed_just_before_an_examiner_takes_over_is_kept(tmp_path: Path) -> None:
    async with face(tmp_path, WRITING) as seen:
        await at_reply(seen)
        seen.app.screen.query_one("#body", Editor).text = "Rychle."
        await seen.pilot.press("f10")
        await seen.settle()
        responses = seen.stage.state().tasks["written-reply"].responses.values()
        assert ReplyResponse(to="", subject="", body="Rychle.") in responses
        assert seen.screen_is("SignIn")


async def test_a_picked_option_that_the_journal_did_not_take_is_not_shown_as_picked(
    tmp_path: Path, failing: Callable[..., None]
) -> None:
    async with face(tmp_path, TESTING) as seen:
        await seen.desk()
        await seen.press("enter")
        failing(seen.stage.ports.journal, "append")
        assert FULL in await seen.press("1")
        told = await seen.press("escape")
        assert UNSAVED in told
        assert "1●" not in told
        assert FULL in await seen.press("f9")
        await seen.press("escape", "f8")
        assert FULL in await seen.press("enter")
        assert seen.stage.state().tasks["law-test"].status is TaskStatus.OPEN


async def test_a_desk_that_cannot_look_says_so_in_a_line_and_recovers(
    tmp_path: Path, failing: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    async with face(tmp_path, TESTING) as seen:
        await seen.desk()
        failing(seen.stage.ports.journal, "head")
        await seen.until(FULL)
        assert len(seen.app.screen_stack) == 1
        assert "Nelze" in await seen.press("enter")
        await seen.press("escape", "f2")
        monkeypatch.undo()
        await seen.until(gone=FULL)
        await seen.press("enter")
        failing(seen.stage.ports.journal, "head")
        await seen.until(FULL)
        await seen.press("right", "f", "left")
        assert "⚑" not in seen.text.split("]")[0]
        assert seen.screen_is("TestScreen")


async def test_time_that_cannot_be_journalled_is_told_once_and_takes_no_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with face(tmp_path, TESTING) as seen:
        await seen.board()
        monkeypatch.setattr(seen.app, "_opened", replace(seen.app._opened, tick=refuse))  # noqa: SLF001 - what ticks
        await seen.until(FULL)
        await seen.pilot.pause(2.2)
        assert seen.text.count(FULL) == 1
        assert len(seen.app.screen_stack) == 2
        await seen.press("escape")
        assert seen.screen_is("HomeScreen")


async def test_time_that_is_not_kept_is_told_to_examiners_by_session_and_to_a_candidate_if_it_is_his(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failures: dict[str, ExamError] = {"session-OTHER": ChainBrokenError(stream="session/session-OTHER", seq=3)}

    def tick() -> NoReturn:
        raise TimeNotKeptError(failures)

    async with face(tmp_path, TESTING) as seen:
        await seen.board()
        monkeypatch.setattr(seen.app, "_opened", replace(seen.app._opened, tick=tick))  # noqa: SLF001 - what ticks
        told = await seen.until("Čas zkoušky session-OTHER se nezapisuje: Řetěz událostí")
        assert "Na řadě" in told
        await seen.press("h")
        desk = await seen.pin()
        await seen.pilot.pause(1.2)
        assert "Vyberte úkol" in desk
        assert "OTHER" not in seen.text
        failures[seen.stage.session] = JournalFullError(path="journal.db")
        await seen.until(FULL)
        assert "OTHER" not in seen.text
        assert seen.text.count(FULL) == 1
        await seen.press("f10")
        await seen.pin()
        await seen.until("session-OTHER", f"{seen.stage.session} se nezapisuje")


@pytest.mark.parametrize("place", ["home", "day", "board", "judging", "closing"])
async def test_no_key_of_the_console_ends_the_program_when_nothing_can_be_read_or_kept(
    tmp_path: Path, place: str
) -> None:
    path = {"home": (), "day": ("enter",), "board": ("down", "enter"), "closing": ("down", "enter", "v")}
    keys = path.get(place, ("down", "enter", "home", "down", "down", "down", "enter"))
    async with face(tmp_path, JUDGING) as seen:
        await seen.home()
        await seen.press(*keys)
        stack = len(seen.app.screen_stack)
        bindings = set(seen.app.screen.active_bindings) - {"f10", "f2", "h", "escape", "ctrl+q", "ctrl+c"}
        seen.app.post.console = FailingDoor(seen.app.post.door)
        for key in sorted(bindings):
            await seen.press(key)
            for _ in range(4):
                if len(seen.app.screen_stack) > stack:
                    await seen.press("enter" if seen.screen_is("Confirm") else "escape")
            assert seen.app.is_running, key
            assert len(seen.app.screen_stack) == stack, key
        assert FULL in seen.text


async def test_home_that_cannot_be_read_does_not_say_that_there_is_nothing(tmp_path: Path) -> None:
    async with face(tmp_path, JUDGING) as seen:
        home = await seen.home()
        seen.app.post.console = FailingDoor(seen.app.post.door)
        told = await seen.press("n")
        assert FULL in told
        told = await seen.press("escape")
        assert FULL in told
        assert home.splitlines()[1] in told
        assert await seen.press("f10", "escape")
        await seen.press("f10", "enter")
        assert not seen.app.is_running


async def test_an_examiner_of_another_commission_is_sent_home_from_every_screen(tmp_path: Path) -> None:
    commission = next(step for step in JUDGING.steps if step.action == "appoint_commission")
    smaller = commission.model_copy(update={"arguments": {"chair": "dvorakova", "members": ["kratky"]}})
    kept = [smaller if step is commission else step for step in cut(JUDGING, before="open_task").steps]
    async with face(tmp_path, JUDGING.model_copy(update={"steps": tuple(kept)})) as seen:
        for keys in ((), ("v",)):
            await (seen.board() if not keys else seen.press("f2"))
            if keys:
                await seen.pin()
                await seen.press("enter", *keys)
            await seen.press("f2")
            told = await seen.pin("1234", "down")
            assert "nemá oprávnění" in told
            assert len(seen.app.screen_stack) == 2
            await seen.press("escape")
            assert seen.screen_is("HomeScreen")


async def test_the_sheet_is_closed_only_once_the_dialogs_over_it_are(tmp_path: Path) -> None:
    async with face(tmp_path, TESTING) as seen:
        await seen.desk()
        await seen.press("enter", "1", "f10")
        seen.stage.clock.pass_minutes(31)
        seen.stage.tick()
        await seen.pilot.pause(2.2)
        assert seen.screen_is("SignIn")
        await seen.press("escape")
        await seen.until("Úkol je uzavřený")
        await seen.press("enter")
        assert seen.screen_is("Entrance")


async def test_people_that_cannot_be_read_lock_nobody_out_of_trying(
    tmp_path: Path, failing: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    async with face(tmp_path, TESTING) as seen:
        await seen.desk()
        failing(seen.stage.ports.people, "accounts", "authenticate")
        assert "Dvořáková" in await seen.press("f10")
        assert FULL in await seen.pin()
        monkeypatch.undo()
        assert "Na řadě" in await seen.pin()
        failing(seen.stage.ports.people, "accounts")
        assert FULL in await seen.press("h")
        assert seen.app.post.console is not None


class Faulty(WordedApp):
    """An app with a fault of its own."""

    def key_x(self) -> None:
        """Fail as only a mistake of ours can."""
        secret = "PIN 1234"  # noqa: S105 - what must not be printed
        raise RuntimeError(len(secret) * "?")


async def test_a_fault_of_our_own_ends_with_a_sentence_and_prints_no_variable(
    capsys: pytest.CaptureFixture[str],
) -> None:
    app = Faulty(Language.CS)
    with pytest.raises(RuntimeError):
        async with app.run_test() as pilot:
            await pilot.press("x")
    app._print_error_renderables()  # noqa: SLF001 - what `run` does at the end
    told = capsys.readouterr().err
    assert "Program skončil na vlastní chybu" in " ".join(told.split())
    assert "RuntimeError: ????????" in told
    assert "1234" not in told.replace('secret = "PIN 1234"', "")
    assert app.return_code == 1


async def test_a_line_of_troubles_names_each_cause_once() -> None:
    app = WordedApp(Language.CS)
    async with app.run_test() as pilot:
        screen = ExamScreen()
        screen.NAME = "home"  # type: ignore[misc]
        await app.push_screen(screen)
        for source, told in (("a", "Jedna."), ("b", "Jedna."), ("c", "Dvě.")):
            screen.trouble(source, told)
        await pilot.pause()
        (line,) = screen.query("#trouble")
        assert str(line.render()) == "Jedna.\nDvě."
        for source in "abc":
            screen.trouble(source, "")
        assert not line.display
        assert screen.attempt(refuse) is None
        await pilot.pause()
        assert isinstance(app.screen, Tell)
        assert issubclass(JournalFullError, ExamError)

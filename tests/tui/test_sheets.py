"""Sheets at their edges: another kind of content than the screen expects, folders that fail, terminals that shrink."""

from pathlib import Path

import pytest
from textual.widgets import OptionList

from exam import view
from exam.tui.desk.entrance import SHEETS
from exam.tui.widgets.fields import Editor
from exam.tui.widgets.keys import KeyBar
from exam.wording import Language
from tests.stages import cut, shipped
from tests.tui.faces import Face, face

PASSED = shipped("passed")
TESTING = cut(PASSED, before="answer_test")
PICKING = cut(PASSED, before="pick_transcript")
WRITING = cut(PASSED, before="write_reply")
FILLING = cut(PASSED, before="fill_workbook")


async def at_task(seen: Face) -> str:
    await seen.desk()
    return await seen.press("enter")


class OddDesk:
    """A desk whose task is open and whose sheet is of a kind that no screen expects."""

    def __init__(self, seen: view.DeskView, sheet: object) -> None:
        self._seen = seen
        self._sheet = sheet

    def view(self) -> view.DeskView:
        return self._seen

    def sheet(self, _task: str) -> object:
        return self._sheet


async def test_a_sheet_of_another_kind_is_refused_and_breaks_nothing(tmp_path: Path) -> None:
    async with face(tmp_path, TESTING) as seen:
        await seen.desk()
        seat = seen.app._seats[seen.stage.session]  # noqa: SLF001 - the desk of the candidate who sits there
        whole = seat.desk.view()
        for kind in ("role_play", *SHEETS):
            odd = view.CardSheet(title="", situation="") if kind in SHEETS else view.TestSheet(items=())
            cards = tuple(card.model_copy(update={"kind": kind}) for card in whole.tasks)
            seat.desk = OddDesk(whole.model_copy(update={"tasks": cards}), odd)  # type: ignore[assignment]
            assert "nelze ukázat" in await seen.press("enter"), kind
            await seen.press("escape")
            assert seen.screen_is("Entrance")


async def test_the_highlighted_task_stays_in_sight_when_the_bar_of_keys_grows(tmp_path: Path) -> None:
    async with face(tmp_path, cut(PASSED, before="end_performance", task="role-oral")) as seen:
        await seen.board()
        told = await seen.press("end")
        rows = seen.app.screen.query_one("#tasks", OptionList)
        assert rows.highlighted == rows.option_count - 1
        assert "Úloha zákaznického" in told
        await seen.pilot.resize_terminal(80, 16)
        await seen.settle()
        assert "Úloha zákaznického" in seen.text


@pytest.mark.parametrize("size", [(40, 12), (60, 16), (200, 60)])
async def test_a_sheet_is_resized_in_the_middle_and_keeps_text_and_keys(tmp_path: Path, size: tuple[int, int]) -> None:
    async with face(tmp_path, WRITING) as seen:
        await at_task(seen)
        await seen.press("f3", "tab", "tab")
        await seen.type("Dobrý den")
        await seen.pilot.resize_terminal(*size)
        await seen.settle()
        await seen.type("!")
        assert seen.app.screen.query_one("#body", Editor).text == "Dobrý den!"
        assert max(map(len, seen.text.splitlines())) <= size[0]
        assert "F8" in seen.app.screen.query_one(KeyBar).render().plain  # type: ignore[union-attr]


async def test_every_key_of_the_bar_can_be_clicked(tmp_path: Path) -> None:
    async with face(tmp_path, TESTING) as seen:
        await at_task(seen)
        bar = seen.app.screen.query_one(KeyBar)
        line = seen.text.splitlines()[bar.region.y]
        await seen.pilot.click(bar, offset=(line.index("F8") - bar.region.x + 1, 0))
        await seen.settle()
        assert seen.screen_is("Confirm")


async def test_a_transcript_that_is_put_aside_and_left_is_there_again(tmp_path: Path) -> None:
    async with face(tmp_path, PICKING) as seen:
        await at_task(seen)
        await seen.press("2", "enter", "escape")
        assert "zvolen: 2" in await seen.press("enter")
        await seen.press("f8", "escape", "f9")
        assert "Voláte zkoušejícího" in seen.text


async def test_prompts_without_text_and_an_unsent_reply_are_named_and_sending_can_be_put_aside(tmp_path: Path) -> None:
    async with face(tmp_path, WRITING, language=Language.EN) as seen:
        await at_task(seen)
        await seen.press("f5", "escape")
        responses = seen.stage.state().tasks["written-reply"].responses
        assert responses == {}
        await seen.press("f2", "f4")
        assert seen.app.focused is not None
        assert seen.app.focused.id == "prompt-0"


async def test_a_file_that_is_too_large_or_gone_is_refused_and_the_list_can_be_put_aside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("exam.desk_folder.SIZE_LIMIT", 2 * 1024 * 1024)
    async with face(tmp_path, FILLING) as seen:
        await at_task(seen)
        await seen.press("f2", "enter")
        folder = tmp_path / "workspace" / "desk" / seen.stage.session
        large = folder / "0.xlsx"
        large.write_bytes(b"x" * (2 * 1024 * 1024 + 1))
        await seen.press("f3", "escape")
        await seen.press("f3", "enter")
        await seen.until("> 2 MB")
        await seen.press("enter", "f3")
        large.unlink()
        await seen.press("enter")
        await seen.until("nelze použít")
        await seen.press("enter")
        monkeypatch.setattr(Path, "iterdir", _closed)
        assert "nelze použít" in await seen.press("f3")
        assert seen.stage.state().tasks["analysis-workbook"].submissions == ()


def _closed(path: Path) -> None:
    raise PermissionError(13, "Permission denied", str(path))

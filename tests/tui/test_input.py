"""What people may type that no command takes: a sentence beside what they typed, never a crash and never a loss."""

import os
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from textual.events import Key

from exam.core.session_values import PlannedGoal, TextResponse
from exam.tui.console.day import DayWrongError, read_day
from exam.tui.widgets.fields import Editor, Line
from exam.view.telling import read_weeks
from tests.stages import cut, shipped
from tests.tui.faces import Face, face

PASSED = shipped("passed")
FAILED = shipped("failed-one-criterion")
READY = shipped("practice")
CALLING = cut(FAILED, before="end_performance", task="complaint-call")
WRITING = cut(PASSED, before="write_reply")
PLANNING = cut(PASSED, before="plan_training")
FILLING = cut(PASSED, before="fill_workbook")
ANNOUNCED = cut(PASSED, before="acknowledge_reasons")
JUDGING = cut(FAILED, before="judge", task="sale-transcripts")


def fill(seen: Face, **values: str) -> None:
    for name, value in values.items():
        field = seen.app.screen.query_one(f"#{name.replace('_', '-')}")
        if isinstance(field, Line):
            field.value = value
        elif isinstance(field, Editor):
            field.text = value


@pytest.mark.parametrize(("minutes", "told"), [("0", "nejméně 1"), ("500", "nejvýše 240")])
async def test_minutes_out_of_range_are_refused_in_the_dialog(tmp_path: Path, minutes: str, told: str) -> None:
    async with face(tmp_path, CALLING) as seen:
        await seen.board()
        await seen.press("home", "down", "down", "down", "x")
        await seen.type(f"{minutes}x9")
        assert seen.app.screen.query_one("#answer", Line).value == f"{minutes}9"[:3]
        fill(seen, answer=minutes)
        await seen.press("enter")
        await seen.type("Hluk")
        assert told in await seen.press("enter")
        assert seen.app.screen.query_one("#answer", Line).value == "Hluk"
        await seen.press("escape", "x", "enter")
        assert seen.screen_is("BoardScreen")
        assert seen.stage.state().tasks["complaint-call"].clock.extra_ms == 0


async def test_a_reason_that_is_too_long_stays_in_its_dialog(tmp_path: Path) -> None:
    async with face(tmp_path, JUDGING) as seen:
        await seen.board()
        await seen.press("home", "down", "enter", "n")
        fill(seen, text="Nic neřekl. " * 400)
        assert "nejvýše 4000 znaků" in await seen.press("f2")
        assert len(seen.app.screen.query_one("#text", Editor).text) > 4000
        fill(seen, text="Nic neřekl.")
        await seen.press("f2")
        given = seen.stage.state().tasks["sale-transcripts"].judgements["sale.b", "dvorakova"]
    assert given.reason == "Nic neřekl."


async def test_an_objection_that_is_too_long_stays_in_its_dialog(tmp_path: Path) -> None:
    async with face(tmp_path, ANNOUNCED) as seen:
        await seen.desk()
        await seen.press("f4")
        fill(seen, text="Nesouhlasím. " * 1700)
        assert "nejvýše 20000 znaků" in await seen.press("f2")
        fill(seen, text="Nesouhlasím.")
        await seen.press("f2")
        told = seen.stage.state().acknowledgement
    assert told is not None
    assert (told.acknowledged, told.objection) == (True, "Nesouhlasím.")


async def test_a_reply_that_the_service_refuses_is_told_as_unsaved_beside_what_is_saved(tmp_path: Path) -> None:
    async with face(tmp_path, WRITING) as seen:
        await seen.desk()
        await seen.press("enter", "f3")
        fill(seen, body="Dlouhá řádka.\n" * 8000, prompt_0="Ne.")
        await seen.until("NEULOŽENO")
        assert "Nelze" in await seen.press("f8")
        await seen.press("escape", "f5", "enter")
        assert "ještě není odeslaná" in seen.text
        kept = seen.stage.state().tasks["written-reply"].responses
    assert list(kept.values()) == [TextResponse(text="Ne.")]


async def test_weeks_are_read_as_they_are_written(tmp_path: Path) -> None:
    async with face(tmp_path, PLANNING) as seen:
        await seen.desk()
        await seen.press("enter")
        fill(seen, goal_0="Jedna", weeks_0="1-3", goal_2="Tři", weeks_2="zítra", weeks_4="2")
        told = await seen.press("f8")
        assert "Počet cílů: 2." in told
        assert "Bez týdne jsou cíle: 3." in told
        assert "Týdny bez cíle jsou na řádcích: 5." in told
        await seen.press("enter")
        goals = seen.stage.state().tasks["training-plan"].planned_goals()
    assert goals == (PlannedGoal(text="Jedna", weeks=(1, 2, 3)), PlannedGoal(text="Tři", weeks=()))


@pytest.mark.parametrize(
    ("text", "weeks"),
    [
        ("1, 2", (1, 2)),
        ("1;3 a 4", (1, 3, 4)),
        ("2 – 4", (2, 3, 4)),
        ("2-2, 1", (2, 1)),
        ("4-1", ()),
        ("1234", ()),
        ("", ()),
    ],
)
def test_a_week_or_several(text: str, weeks: tuple[int, ...]) -> None:
    assert read_weeks(text) == weeks


@pytest.mark.parametrize("text", ["2026-11-25", "25. 11. 2026", " 25.11.2026 "])
def test_a_day_is_read_in_both_ways_that_people_write_it(text: str) -> None:
    assert read_day(text) == date(2026, 11, 25)


@pytest.mark.parametrize("text", ["", "zítra", "31. 2. 2026", "2026-13-01", "25. 11."])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(DayWrongError):
        read_day(text)


def named(folder: Path, name: bytes) -> None:
    with Path(os.fsdecode(os.fsencode(folder) + b"/" + name)).open("wb") as file:
        file.write(b"x")


def long_name(folder: Path) -> None:
    named(folder, b"0" * 240 + b".xlsx")


def broken_name(folder: Path) -> None:
    named(folder, b"0\xff.xlsx")


@pytest.mark.parametrize(("make", "kept"), [(long_name, "0" * 195 + ".xlsx"), (broken_name, "0\\udcff.xlsx")])
async def test_a_file_is_taken_whatever_its_name(tmp_path: Path, make: Callable[[Path], None], kept: str) -> None:
    async with face(tmp_path, FILLING) as seen:
        await seen.desk()
        await seen.press("enter", "f2", "enter")
        folder = tmp_path / "workspace" / "desk" / seen.stage.session
        make(folder)
        named(folder, b".~lock.sesit.xlsx#")
        named(folder, b"~$sesit.xlsx")
        assert "lock" not in await seen.press("f3")
        await seen.press("enter")
        await seen.until("uloženo", "Odevzdáno")
        names = [stored.name for stored in seen.stage.state().tasks["analysis-workbook"].submissions]
    assert names == [kept]


class Full(BytesIO):
    """A file on a full disk."""

    def __init__(self, _made: None) -> None:
        super().__init__()

    def write(self, _data: object) -> int:
        """Take nothing."""
        raise OSError(28, "No space left on device")


async def test_a_workbook_that_could_not_be_written_whole_does_not_stay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Path.open

    def opened(path: Path, mode: str = "r", **named: Any) -> Any:  # noqa: ANN401 - as `Path.open`
        return Full(real(path, mode).close()) if mode == "xb" else real(path, mode, **named)

    async with face(tmp_path, FILLING) as seen:
        await seen.desk()
        await seen.press("enter")
        folder = tmp_path / "workspace" / "desk" / seen.stage.session
        with monkeypatch.context() as patch:
            patch.setattr(Path, "open", opened)
            await seen.press("f2")
            assert "na zařízení není místo" in seen.said
        assert list(folder.iterdir()) == []
        await seen.press("enter")
        assert "Sešit najdete zde" in await seen.press("f2")
        (given,) = folder.iterdir()
    assert given.stat().st_size > 1000


async def test_what_is_typed_faster_than_the_screen_follows_stands_in_the_field_that_tab_went_to(
    tmp_path: Path,
) -> None:
    async with face(tmp_path, WRITING) as seen:
        await seen.desk()
        await seen.press("enter", "f3")
        for key in ("a", "b", "tab", "c", "d", "tab", "e", "f", "shift+tab", "g", "shift+tab", "h"):
            seen.app.post_message(Key(key, key if len(key) == 1 else None))
        await seen.settle()
        screen = seen.app.screen
        lines = [screen.query_one(name, Line).value for name in ("#to", "#subject")]
        assert [*lines, screen.query_one("#body", Editor).text] == ["abh", "cdg", "ef"]

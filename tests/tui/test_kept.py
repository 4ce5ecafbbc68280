"""Screens and dialogs as they were looked at, at both sizes and in both languages: the desk, doors, boards, the day."""

from pathlib import Path

import pytest

from exam.wording import Language
from tests.stages import cut, shipped
from tests.tui.everywhere import PASSED, PERFORMED, Walk, at, looked_at, sheet
from tests.tui.faces import NARROW, WIDE, Face, check_snapshot, with_copy
from tests.tui.test_desk import opened
from tests.tui.test_sitting import equipped
from tests.tui.test_standing import LOST, eventful

SHEETS = ("Entrance", "TestScreen", "TranscriptScreen", "ReplyScreen", "PlanScreen", "CardScreen")
ADMITTED = cut(PASSED, before="open_task")
TESTING = cut(PASSED, before="answer_test")
WRITING = cut(PASSED, before="write_reply")
SEALED = cut(shipped("failed-one-criterion"), before="reveal", task="complaint-call")


async def day(seen: Face) -> None:
    """Go to the board of the day."""
    await seen.home()
    await seen.press("enter")


WALKS = {
    "doors": Walk(
        TESTING,
        {
            "sign-in": (),
            "sign-in-refused": (*"0000", "enter"),
            "board-running": (*"1234", "enter", "down", "enter"),
            "hand-over": ("h",),
            "desk-help": (*"1234", "enter", "f1"),
            "rules": ("escape", "f3"),
            "test-submit": ("escape", "enter", "f8"),
            "take-back": ("escape", "f10"),
        },
        start=Face.settle,
    ),
    "waiting": Walk(cut(PASSED, before="verify_identity"), {"waiting": ()}, start=Face.desk),
    "induction": Walk(cut(PASSED, before="acknowledge_induction"), {"induction": ()}, start=Face.desk),
    "reply": Walk(
        WRITING,
        {"reply-message": ("enter", "f2"), "reply-prompts": ("f4",), "reply-send": ("f5",)},
        start=Face.desk,
    ),
    "card": Walk(opened("vip-call"), {"card-stop": ("enter", "f4"), "card-stopped": ("enter",)}, start=Face.desk),
    "ended": Walk(cut(PASSED, before="announce_result"), {"ended": ()}, start=Face.desk),
    "result": Walk(
        cut(PASSED, before="acknowledge_reasons"),
        {"result": (), "done": ("f5", "f2")},
        start=Face.desk,
    ),
    "home": Walk(
        shipped("practice"), {"home": (), "home-help": ("f1",), "home-leave": ("escape", "f10")}, start=Face.home
    ),
    "board": Walk(
        ADMITTED,
        {
            "board": (),
            "accommodate": ("u",),
            "irregularity": ("escape", "l"),
            "irregularity-what": ("enter",),
            "figurant": ("escape", "home", "enter"),
            "scene-opened": ("down", "enter", "enter"),
            "call-card": ("enter", "t"),
            "scene-script": ("escape", "f5"),
            "scene-held": ("f5", "v", "b"),
        },
    ),
    "clocks": Walk(
        WRITING,
        {"pause": ("home", *["down"] * 5, "p"), "extend": ("escape", "x"), "end-early": ("escape", "v", "t")},
    ),
    "course": Walk(WRITING, {"board-interrupted": (), "course": ("t",)}, before=eventful),
    "copy": Walk(ADMITTED, {"board-copy-lost": ()}, before=with_copy(LOST)),
    "day": Walk(
        TESTING,
        {
            "day-presence": ("d",),
            "day-equipment": ("escape", "e"),
            "day-early": ("escape", "t"),
            "day-pause": ("escape", "p"),
            "day-close": ("escape", "c"),
        },
        start=day,
        before=equipped,
    ),
    "sealed": Walk(SEALED, {"judging-sealed": sheet(3)}),
    "paper": Walk(
        PERFORMED,
        {
            "paper-whose": (*sheet(0), "y"),
            "paper-made": ("enter",),
            "paper-checker": ("enter",),
            "paper-scan": ("enter",),
        },
    ),
}


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("name", SHEETS)
async def test_a_sheet_looks_as_it_was_looked_at(tmp_path: Path, name: str, language: Language) -> None:
    async with at(name, tmp_path, language=language) as seen:
        for width, height in (NARROW, WIDE):
            await seen.pilot.resize_terminal(width, height)
            check_snapshot(f"desk-{name.removesuffix('Screen').lower()}-{width}-{language}", await seen.press())


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("name", WALKS)
async def test_what_is_met_on_the_way_looks_as_it_was_looked_at(tmp_path: Path, name: str, language: Language) -> None:
    await looked_at(WALKS[name], tmp_path, language)


@pytest.mark.parametrize("language", Language)
async def test_the_sheet_of_a_workbook_looks_as_it_was_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: Language
) -> None:
    monkeypatch.chdir(tmp_path)
    filling = Walk(
        cut(PASSED, before="fill_workbook"),
        {"workbook": ("enter",), "workbook-out": ("f2",), "workbook-in": ("escape", "f3")},
        start=Face.desk,
    )
    await looked_at(filling, Path(), language)

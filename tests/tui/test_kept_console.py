"""Screens of the console as they were looked at, at both sizes and in both languages: judging, dialogs, the end."""

from pathlib import Path

import pytest

from exam.core.access_events import WorkstationKind
from exam.scripted.scenario import Scenario, Step
from exam.scripted.stage import Stage
from exam.service.admissions import CodeRefusedError
from exam.tui.console.computers import ComputersScreen
from exam.wording import Language
from tests.stages import cut, shipped
from tests.tui.everywhere import Walk, looked_at, sheet
from tests.tui.faces import check_both_sizes, face

PASSED = shipped("passed")
FAILED = shipped("failed-one-criterion")
JOINT = cut(shipped("day-joint-judging"), before="judge_jointly")
JUDGING = cut(FAILED, before="judge", task="complaint-call")
AGREED = cut(FAILED, before="open_task", task="complaint-stress")
MARKED = cut(PASSED, before="judge", task="analysis-workbook")
ADMITTED = cut(PASSED, before="open_task")
DETERMINED = cut(FAILED, before="determine_result")
ANNOUNCED = cut(FAILED, before="acknowledge_reasons")
CERTIFICATE = (*"Goethe-Institut", "enter", *"A-1", "enter", "enter", *"2024-05-01", "enter")
"""Whose it is, its number, no language other than the offered one, its day."""
UNEVEN = tuple(
    {"text": text, "weeks": weeks}
    for text, weeks in (
        ("Zná nabídku.", [1]),
        ("Ověří volajícího.", [1]),
        ("Zapíše poznámku.", [1]),
        ("Přijme hlášení poruchy.", [1, 3]),
        ("Sestaví přehled.", []),
    )
)


def uneven() -> Scenario:
    """The exam up to the choice of a goal from a plan with gaps, an overloaded week and a goal without one."""
    before = cut(PASSED, before="select_goal")
    steps = [_replanned(step) if step.action == "plan_training" else step for step in before.steps]
    return before.model_copy(update={"steps": tuple(steps)})


def _replanned(step: Step) -> Step:
    return step.model_copy(update={"arguments": {**step.arguments, "goals": list(UNEVEN)}})


WALKS = {
    "joint": Walk(JOINT, {"joint": sheet(4), "joint-decided": ("n", "enter", "f2")}),
    "anew": Walk(
        AGREED,
        {"redecide": (*sheet(3), "home", "o"), "redecide-proposed": ("end", "enter", "enter", "f2", *"Omyl", "enter")},
    ),
    "release": Walk(JUDGING, {"release": (*sheet(3), "u"), "released": ("end", "enter", *"Odjela", "enter")}),
    "plan": Walk(uneven(), {"plan": sheet(8), "plan-goal": ("g",), "plan-evidence": ("escape", "f5")}),
    "workbook": Walk(MARKED, {"workbook": sheet(6), "marking": ("m",)}),
    "recognition": Walk(
        ADMITTED,
        {
            "recognition": ("z",),
            "recognition-where": ("enter",),
            "recognition-issuer": (*"66-030-M", "enter"),
            "recognition-number": (*"Centrum", "enter"),
            "recognition-day": (*"7/2025", "enter"),
            "recognition-original": (*"2025-05-01", "enter"),
        },
    ),
    "waiver": Walk(
        ADMITTED,
        {
            "waiver": ("w",),
            "waiver-level": CERTIFICATE,
            "waiver-original": (*["down"] * 3, "enter", "enter"),
            "waiver-scan": ("enter",),
            "waiver-decision": ("enter",),
        },
    ),
    "closing": Walk(DETERMINED, {"closing": ("v",), "closing-determined": ("enter", "enter")}),
    "signing": Walk(
        ANNOUNCED,
        {
            "closing-paper": ("v", "p"),
            "closing-signing": ("escape", "k", "enter"),
            "closing-omit": ("n", "enter"),
        },
    ),
}


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("name", WALKS)
async def test_screens_look_as_they_were_looked_at(tmp_path: Path, name: str, language: Language) -> None:
    await looked_at(WALKS[name], tmp_path, language, "console-")


@pytest.mark.parametrize("language", Language)
async def test_a_record_looks_as_it_was_looked_at(tmp_path: Path, language: Language) -> None:
    async with face(tmp_path, FAILED, language=language) as seen:
        await seen.home()
        await seen.press("r", "enter")
        await check_both_sizes(seen, "console-record")


def with_computers(stage: Stage) -> None:
    """Let two computers be admitted, and somebody have typed wrong codes at one."""
    doors = stage.service.admissions
    for name in ("pc-1", "pc-2"):
        doors.admit(name, WorkstationKind.DESK)
    for _ in range(4):
        with pytest.raises(CodeRefusedError):
            doors.sit_down("AAAAA-AAAAA", token="t" * 43, workstation="pc-2", address="192.0.2.7")


@pytest.mark.parametrize("language", Language)
async def test_computers_and_a_code_look_as_they_were_looked_at(tmp_path: Path, language: Language) -> None:
    async with face(tmp_path, ADMITTED, language=language, before=with_computers) as seen:
        await seen.board()
        seen.app.push_screen(ComputersScreen(seen.app.post, seen.stage.session))
        await seen.press()
        await check_both_sizes(seen, "console-computers")
        await seen.press("enter")
        await check_both_sizes(seen, "console-code")

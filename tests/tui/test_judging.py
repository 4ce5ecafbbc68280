"""Judging: a mark by one key, the commission's decision, the goal that is demonstrated; and whoever may not judge."""

from pathlib import Path

import pytest

from exam.core.candidate_session import TaskStatus
from exam.core.candidate_session.scene_commands import AskBreak
from exam.core.judging import Judgement
from exam.scripted.stage import Stage
from exam.tui.console.judging import JudgingScreen
from exam.tui.console.scan import ScanWrongError, read_scan
from tests.stages import cut, shipped
from tests.tui.faces import PATIENCE, WIDE, Face, face

PASSED = shipped("passed")
FAILED = shipped("failed-one-criterion")
AGREEING = cut(PASSED, before="agree", task="vip-call")
TESTED = cut(PASSED, before="open_task", task="training-plan")
CALLING = cut(FAILED, before="end_performance", task="complaint-call")
TESTING = cut(PASSED, before="answer_test")
CHOOSING = cut(PASSED, before="select_goal")


async def at(seen: Face, *keys: str) -> str:
    await seen.board()
    return await seen.press("home", *keys, "enter")


async def test_a_unanimous_criterion_is_decided_by_one_key_or_all_by_another(tmp_path: Path) -> None:
    async with face(tmp_path, AGREEING) as seen:
        told = await at(seen)
        assert "shodně" in told
        assert "A shoda" in told
        await seen.press("s")
        agreed = seen.stage.state().tasks["vip-call"].agreed
        assert [entry.judgement for entry in agreed.values()] == [Judgement.MET]
        told = await seen.press("a")
        assert "ohodnoceno 4/4" in told
        assert "A shoda" not in told
        await seen.press("escape")
        assert seen.screen_is("BoardScreen")


async def test_the_goal_is_chosen_once_from_the_submitted_plan(tmp_path: Path) -> None:
    async with face(tmp_path, CHOOSING) as seen:
        told = await at(seen, *["down"] * 8)
        assert "G vybrat cíl" in told
        assert "E konec" not in told
        await seen.press("g", "escape")
        assert seen.stage.state().tasks["training-plan"].goal is None
        told = await seen.press("g", "down", "enter")
        assert "G vybrat cíl" not in told
        assert "VYBRANÝ CÍL" in seen.said
        assert seen.stage.state().tasks["training-plan"].goal == 1


async def test_gaps_overload_and_goals_without_a_week_stand_in_words_beside_the_plan(tmp_path: Path) -> None:
    weeks: tuple[list[int], ...] = ([1], [1], [1], [1, 3], [], [5])
    goals = [{"text": f"Cíl {number}.", "weeks": given} for number, given in enumerate(weeks, start=1)]
    steps = [
        step.model_copy(update={"arguments": {**step.arguments, "goals": goals}})
        if step.action == "plan_training"
        else step
        for step in CHOOSING.steps
    ]
    async with face(tmp_path, CHOOSING.model_copy(update={"steps": tuple(steps)})) as seen:
        await at(seen, *["down"] * 8)
        told = seen.said
    assert "TÝDNY BEZ CÍLE\n2, 4\n" in told
    assert "TÝDNY S VÍCE NEŽ POLOVINOU CÍLŮ (V ZÁVORCE POČET)\n1 (4)\n" in told
    assert "CÍLE BEZ TÝDNE\n5\n" in told
    assert "CÍLE ZA KONCEM ZAŠKOLENÍ\n6\n" in told


async def test_a_break_asked_for_during_a_written_task_is_given_and_ended_on_its_sheet(tmp_path: Path) -> None:
    def asks(stage: Stage) -> None:
        stage.service.session(stage.actors["svobodova"], stage.session, AskBreak(task="law-test"))

    async with face(tmp_path, TESTING, before=asks) as seen:
        assert "B přestávka" in await at(seen, *["down"] * 7)
        assert "Hodiny úkolu se zastaví" in await seen.press("b")
        await seen.press("escape")
        assert seen.stage.state().rest is None
        await seen.press("h")
        told = await seen.press("b", "enter")
        assert "přestávka – do času se nepočítá" in told
        assert seen.stage.state().tasks["law-test"].clock.paused
        assert "B konec přestávky" in told
        await seen.press("b")
        state = seen.stage.state()
        assert state.rest is None
        assert not state.tasks["law-test"].clock.paused


async def test_a_performance_is_ended_only_after_a_question(tmp_path: Path) -> None:
    async with face(tmp_path, CALLING) as seen:
        assert "E konec ukázky" in await at(seen, "down", "down", "down")
        await seen.press("e", "escape")
        assert seen.stage.state().tasks["complaint-call"].status is TaskStatus.OPEN
        told = await seen.press("e", "enter")
        assert seen.stage.state().tasks["complaint-call"].status is TaskStatus.SUBMITTED
        assert "E konec ukázky" not in told


async def test_a_task_without_criteria_for_people_offers_no_mark(tmp_path: Path) -> None:
    async with face(tmp_path, TESTED) as seen:
        told = await at(seen, *["down"] * 7)
        assert "Vyhodnotil program" in told
        for offered in ("S splnil", "N nesplnil", "R odkrýt", "A shoda", "zapečetěno", "0/0"):
            assert offered not in told
        before = seen.stage.ports.journal.head(f"session/{seen.stage.session}")
        await seen.press("s", "n", "r", "a", "e", "g")
        assert seen.screen_is("JudgingScreen")
        assert seen.stage.ports.journal.head(f"session/{seen.stage.session}") == before


async def test_the_evidence_and_the_anchors_are_read_with_the_keyboard(tmp_path: Path) -> None:
    async with face(tmp_path, CALLING, size=(120, 20)) as seen:
        await at(seen, "down", "down", "down")
        for place in ("#anchors-box", "#evidence-box"):
            await seen.press("tab")
            box = seen.app.screen.query_one(place)
            assert seen.app.focused is box
            assert box.max_scroll_y > 0
            await seen.press("down", "pagedown")
            for _ in range(PATIENCE):
                await seen.pilot.pause(0.1)
                if box.scroll_y > 0:
                    break
            assert box.scroll_y > 0
        await seen.press("s")
        assert "ohodnoceno 1/2" in seen.text or "Nelze" in seen.text


@pytest.mark.parametrize(("keys", "size"), [((), WIDE), (("f2",), (100, 30))])
async def test_the_mark_and_the_list_stay_where_they_are_while_the_clock_runs(
    tmp_path: Path, keys: tuple[str, ...], size: tuple[int, int]
) -> None:
    async with face(tmp_path, CALLING, size=size) as seen:
        await at(seen, "down", "down", "down")
        await seen.press("down", *keys, *(("escape",) if keys else ()))
        screen = seen.app.screen
        assert isinstance(screen, JudgingScreen)
        before = screen.query_one("#criteria").render_line(0)
        seen.stage.clock.pass_minutes(1)
        await seen.until("11:00 / 15 min")
        assert screen.query_one("#criteria").highlighted == 1  # type: ignore[attr-defined]
        assert screen.query_one("#criteria").render_line(0) == before


@pytest.mark.parametrize("path", ["/dev/zero", ".", "~nobody-here/scan.png", "/nikde/scan.png", "\0"])
def test_a_scan_that_cannot_be_read_or_never_ends_is_refused(path: str) -> None:
    with pytest.raises(ScanWrongError):
        read_scan(path)

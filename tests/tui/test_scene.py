"""A role-play on the screen: scored by two examiners with the keyboard alone, in few keys, the clock being theirs."""

from copy import deepcopy
from pathlib import Path

import pytest
import yaml

from exam.core.candidate_session import TaskStatus
from exam.core.candidate_session.commands import EndPerformance, RaiseHand
from exam.core.judging import Judgement
from exam.scripted.stage import Stage
from exam.text import hidden_characters
from exam.tui.console.judging import SceneScreen
from exam.tui.widgets.keys import KeyBar
from exam.wording import Language
from tests.stages import cut, shipped
from tests.tui.faces import WIDE, Face, check_both_sizes, face
from tests.tui.test_widgets import ATTACKS

PASSED = shipped("passed")
CALL = "vip-call"
BEFORE = cut(PASSED, before="open_task", task=CALL)
ORAL = cut(PASSED, before="end_performance", task="role-oral")
LETTERS = "abcdefghijkl"


def twelve_criteria(workspace: Path) -> None:
    """Give the call twelve criteria, each with anchors and phrases of the four that are shipped."""
    folder = workspace / "rubrics" / PASSED.standard
    standard, rubric = (yaml.safe_load((folder / name).read_text("utf-8")) for name in ("standard.yaml", "vip.yaml"))
    (vip,) = (entry for entry in standard["competencies"] if entry["id"] == "vip")
    for told in (vip["criteria"], rubric["criteria"]):
        told[:] = [deepcopy(told[place % 4]) | {"id": letter} for place, letter in enumerate(LETTERS)]
    vip["tasks"][0]["criteria"] = [f"vip.{letter}" for letter in LETTERS]
    for name, value in (("standard.yaml", standard), ("vip.yaml", rubric)):
        (folder / name).write_text(yaml.safe_dump(value, allow_unicode=True, sort_keys=False), "utf-8")


async def opened(seen: Face) -> str:
    """Open the call with the second examiner as its figurant and go to its sheet."""
    await seen.board()
    await seen.press("home", "enter", "down", "enter", "enter")
    return await seen.press("enter")


async def begun(seen: Face) -> str:
    await opened(seen)
    return await seen.press("v")


def marks(seen: Face, judge: str) -> dict[str, Judgement]:
    given = seen.stage.state().tasks[CALL].judgements
    return {criterion.rpartition(".")[2]: entry.judgement for (criterion, who), entry in given.items() if who == judge}


async def turn(seen: Face, *down: str) -> str:
    """Let another examiner take the keyboard."""
    await seen.press("f2")
    return await seen.pin("1234", *down)


async def test_an_average_role_play_takes_at_most_forty_keys(tmp_path: Path) -> None:
    async with face(tmp_path, BEFORE, content=twelve_criteria) as seen:
        await opened(seen)
        pressed = 0

        async def press(*keys: str) -> str:
            nonlocal pressed
            pressed += len(keys)
            return await seen.press(*keys)

        await press("v", *"sss")
        await press("n", *"pred", "enter", "f2")
        await press(*"ssss")
        await press("n", "enter", "f2")
        await press(*"sss")
        assert "ohodnoceno 12/12" in seen.said
        await press("e", "enter")
        given = seen.stage.state().tasks[CALL]
        assert given.status is TaskStatus.SUBMITTED
        mine = marks(seen, "dvorakova")
        assert [letter for letter, mark in mine.items() if mark is Judgement.NOT_MET] == ["d", "i"]
        assert all(given.judgements[f"vip.{letter}", "dvorakova"].reason for letter in "di")
        assert pressed <= 40, pressed


async def test_a_whole_role_play_is_scored_by_two_examiners_with_the_keyboard_alone(tmp_path: Path) -> None:
    async with face(tmp_path, BEFORE, size=WIDE) as seen:
        told = await begun(seen)
        assert "hraje Ing. Vít Krátký-Příkladný" in told
        assert "sleduje Mgr. Alžběta Dvořáková-Vzorová, Jitka Holubová-Ukázková" in told
        await seen.press("s", "s", "s")
        await seen.press("n", "enter", "f2")
        await turn(seen, "down", "down")
        assert "hrajete – hodnotit budete hned po scéně" in seen.text
        await seen.press("s")
        assert "po skončení scény" in seen.said
        await seen.press("enter", "e", "enter")
        assert "ohodnoceno 4/4" in await seen.press("s", "s", "s", "s")
        assert "čeká se na: Jitka" in seen.text
        await seen.press("r")
        assert "Čeká se na: Jitka Holubová-Ukázková" in seen.said
        await seen.press("enter")
        await turn(seen, "down")
        assert "ohodnoceno 4/4" in await seen.press("s", "s", "s", "s")
        told = await seen.press("r")
        assert "≠ ✗ ✓ ✓ ROZDÍLNĚ" in told
        assert told.count("= ✓ shodně") == 3
        assert "NESPLNIL – " in seen.said
        assert "komise rozhoduje (" in told
        await seen.press("a")
        await seen.press("n", "enter", "f2")
        task = seen.stage.state().tasks[CALL]
        assert len(task.agreed) == 4
        assert task.agreed["vip.d"].judgement is Judgement.NOT_MET
        assert not task.agreed["vip.d"].unanimous
        assert (task.figurant, task.scene.picked_up_by) == ("kratky", "dvorakova")


@pytest.mark.parametrize("language", list(Language))
async def test_the_scene_at_both_sizes(tmp_path: Path, language: Language) -> None:
    async with face(tmp_path, BEFORE, language=language) as seen:
        waiting = await opened(seen)
        assert "☎" not in waiting
        await seen.press("t")
        await seen.type("+420 117")
        await seen.press("enter", "enter", "enter")
        await check_both_sizes(seen, "scene-awaited")
        await seen.press("v", "s", "n")
        await check_both_sizes(seen, "scene-reason")
        await seen.press("enter", "f2", "p")
        await seen.type("Skočil mu do řeči.")
        await seen.press("enter")
        await check_both_sizes(seen, "scene")
        await seen.press("f1")
        assert ("Hodiny spustí V" if language is Language.CS else "V starts the clock") in seen.said


async def test_the_clock_of_a_call_waits_for_the_observers_key_and_the_figurants_is_refused(tmp_path: Path) -> None:
    async with face(tmp_path, BEFORE) as seen:
        told = await opened(seen)
        assert "Čeká se na zvednutí" in told
        assert "SCÉNÁŘ FIGURANTA" in told
        assert "E konec ukázky" not in told
        await turn(seen, "down", "down")
        await seen.press("v")
        assert "kdo hraje, je spustit nemůže" in seen.said
        await seen.press("enter")
        await turn(seen)
        assert seen.stage.state().tasks[CALL].scene.picked_up_at is None
        told = await seen.press("v")
        assert "zvednuto" in told
        assert "a) · " in told
        seen.stage.clock.pass_minutes(2)
        await seen.until("18:00 / 20 min")


async def test_the_card_of_a_call_is_told_and_may_be_put_aside_at_every_question(tmp_path: Path) -> None:
    async with face(tmp_path, BEFORE) as seen:
        await opened(seen)
        await seen.press("t", "escape", "t", "enter", "escape")
        assert seen.stage.state().tasks[CALL].scene.call is None
        await seen.press("t")
        await seen.type("117")
        told = await seen.press("enter", "down", "enter", "escape")
        assert "☎ 117 · volá uchazeč · zkušební hovor neproběhl" in told


async def test_a_dropped_line_takes_one_key_and_another_goes_on(tmp_path: Path) -> None:
    async with face(tmp_path, BEFORE) as seen:
        await begun(seen)
        told = await seen.press("x")
        assert "scéna stojí: výpadek linky" in told
        assert "X výpadek linky" not in told
        assert "V pokračovat" in told
        told = await seen.press("v")
        assert "scéna stojí" not in told
        state = seen.stage.state()
        assert state.tasks[CALL].ticking
        assert state.irregularities[-1] == "line-dropped: vip-call"
        await seen.press("escape", "t")
        assert "výpadek linky · Hovor s VIP zákazníkem" in seen.said


async def test_an_abusive_caller_is_stopped_beside_the_limit_of_the_script(tmp_path: Path) -> None:
    async with face(tmp_path, BEFORE) as seen:
        await begun(seen)
        told = await seen.press("b")
        assert "nenadává" in told or "Figurant" in told
        await seen.press("escape", "b", "enter")
        assert seen.stage.state().irregularities[-1] == "abusive-caller: vip-call: candidate"
        assert "zastaven hrubý volající" in seen.text
        await seen.press("v", "b", "down", "enter")
        assert seen.stage.state().irregularities[-1] == "abusive-caller: vip-call: examiner"
        await seen.press("v", "b", "down", "down", "enter")
        assert "pomoc zkoušejícího" in seen.text
        await seen.press("escape", "t")
        assert "zastaven hrubý volající · Hovor s VIP zákazníkem · ukončil uchazeč" in seen.said


async def test_a_break_after_a_hard_scene_costs_nothing_and_keeps_the_next_task_closed(tmp_path: Path) -> None:
    async with face(tmp_path, BEFORE) as seen:
        await begun(seen)
        await seen.press("e", "enter")
        told = await seen.press("b")
        assert "přestávka – do času se nepočítá" in told
        assert "B konec přestávky" in told
        seen.stage.clock.pass_minutes(5)
        await seen.press("escape", "end", "enter")
        await seen.press("enter")
        assert "nejdřív ji ukončete" in seen.said
        await seen.press("enter", "home", "enter", "b")
        assert seen.stage.state().rest is None
        await seen.press("escape")
        await seen.press("t")
        assert "přestávka 5:00 min" in seen.said


async def test_notes_have_their_moment_and_are_read_by_others_only_once_revealed(tmp_path: Path) -> None:
    async with face(tmp_path, BEFORE, size=WIDE) as seen:
        await begun(seen)
        seen.stage.clock.pass_minutes(2)
        await seen.press("k")
        await seen.type("Bez pozdravu.")
        await seen.press("enter", "p", "escape", "p")
        await seen.type("Klidný hlas.")
        await seen.press("enter")
        assert "2:00 (" in seen.said
        assert "a): Bez pozdravu." in seen.said
        assert seen.said.index("Bez pozdravu.") < seen.said.index("Splnil, když")
        await seen.press("e", "enter")
        await turn(seen, "down")
        assert "Bez pozdravu." not in seen.said
        assert "Klidný hlas." not in seen.said
        for judge in ((), ("down",), ("down", "down")):
            await turn(seen, *judge)
            if judge:
                await seen.press("s", "s", "s", "s")
            else:
                await seen.press("n", "enter", "f2", "s", "s", "s")
        await seen.press("r")
        assert "Bez pozdravu." in seen.said
        assert "Klidný hlas." in seen.said


async def test_what_is_missing_is_counted_and_one_key_goes_to_it(tmp_path: Path) -> None:
    async with face(tmp_path, BEFORE, content=twelve_criteria) as seen:
        told = await begun(seen)
        assert "chybí 12" in told
        await seen.press("end", *"ss", "home", "f5")
        assert "▸ a)" in seen.text
        told = await seen.press("c")
        assert "SCÉNÁŘ" not in told
        screen = seen.app.screen
        assert isinstance(screen, SceneScreen)
        line = screen.chosen()
        assert line is not None
        assert line.criterion == "vip.b"
        await seen.press(*"ssssss")
        assert "chybí h, i, j, k" in seen.text
        assert "C chybějící" not in await seen.press(*"ssss")


async def test_the_keys_go_back_and_on_around_the_end_also_while_the_script_is_read(tmp_path: Path) -> None:
    async with face(tmp_path, BEFORE) as seen:
        await begun(seen)
        assert "▸ d)" in await seen.press("f5", "z")
        assert "▸ a)" in await seen.press("d")
        before = seen.text
        assert "◆" in before
        await seen.press("s")
        assert marks(seen, "dvorakova") == {"a": Judgement.MET}
        assert "▸ b)" in seen.text


async def test_every_mark_can_be_given_with_the_mouse(tmp_path: Path) -> None:
    async with face(tmp_path, BEFORE) as seen:
        await opened(seen)

        async def click(word: str) -> None:
            bar = seen.app.screen.query(KeyBar).last()
            lines = seen.text.splitlines()
            row = next(place for place in range(bar.region.y, bar.region.bottom) if word in lines[place])
            await seen.pilot.click(bar, offset=(lines[row].index(word) - bar.region.x, row - bar.region.y))
            await seen.settle()

        await click("V zvedl")
        await click("S splnil")
        await seen.pilot.click("#criteria", offset=(6, 3))
        await click("N nesplnil")
        await seen.pilot.click("#phrases", offset=(6, 0))
        await seen.settle()
        await click("F2 potvrdit")
        assert marks(seen, "dvorakova") == {"a": Judgement.MET, "d": Judgement.NOT_MET}


async def test_an_oral_shows_its_prompts_beside_the_criteria_and_needs_no_call(tmp_path: Path) -> None:
    async with face(tmp_path, ORAL, size=WIDE) as seen:
        await seen.board()
        told = await seen.press("end", "enter")
        assert seen.screen_is("SceneScreen")
        assert "Čeká se na zvednutí" not in told
        assert "X výpadek linky" in told
        assert "Splnil, když:" in told
        assert "• " in told
        await seen.press("s", "s", "s")
        assert "ohodnoceno 3/3" in seen.text


async def test_no_size_breaks_a_scene(tmp_path: Path) -> None:
    async with face(tmp_path, BEFORE) as seen:
        await begun(seen)
        for size in ((40, 15), (60, 16), (30, 8)):
            await seen.pilot.resize_terminal(*size)
            await seen.settle()
            await seen.press("s", "n", "enter", "f2", "p", "escape", "b", "escape", "f5", "f", "escape", "x", "v", "f1")
            assert max(map(len, seen.text.splitlines())) <= size[0]
            await seen.press("escape")
            assert seen.screen_is("SceneScreen")


def raised(stage: Stage) -> None:
    """Let the candidate ask for an examiner."""
    stage.service.session(stage.actor("svobodova"), stage.session, RaiseHand(task="role-oral"))


async def test_a_raised_hand_stands_on_the_sheet_until_somebody_says_that_he_came(tmp_path: Path) -> None:
    async with face(tmp_path, ORAL, before=raised) as seen:
        await seen.board()
        told = await seen.press("end", "enter")
        assert "✋" in told
        assert "H jsem u uchazeče" in told
        told = await seen.press("h")
        assert "✋" not in told
        assert seen.stage.state().tasks["role-oral"].hand_raised_at is None


def raised_and_handed_in(stage: Stage) -> None:
    raised(stage)
    stage.service.session(stage.actor("dvorakova"), stage.session, EndPerformance(task="role-oral"))


async def test_a_hand_that_was_raised_in_a_task_that_is_over_is_answered_like_any_other(tmp_path: Path) -> None:
    async with face(tmp_path, ORAL, before=raised_and_handed_in) as seen:
        assert "✋" in await seen.board()
        assert "H jsem u uchazeče" in await seen.press("end", "enter")
        assert "✋" not in await seen.press("h", "escape")
        assert seen.stage.state().tasks["role-oral"].hand_raised_at is None


async def test_hostile_notes_and_numbers_are_only_text(tmp_path: Path) -> None:
    async with face(tmp_path, BEFORE, size=WIDE) as seen:
        await opened(seen)
        await seen.press("t")
        await seen.paste(ATTACKS[0])
        await seen.press("enter", "enter", "enter", "v")
        for attack in ATTACKS:
            await seen.press("p")
            await seen.paste(attack)
            told = await seen.press("enter")
            assert not hidden_characters(told), attack
            assert seen.screen_is("SceneScreen"), attack
        assert len(seen.stage.state().tasks[CALL].scene.notes) == len(ATTACKS)

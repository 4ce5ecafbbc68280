"""The commission at the screen: jointly at one keyboard, by the rule in force, anew in pairs, without who is away."""

from pathlib import Path

import pytest

from exam.core.candidate_session.state import TaskState
from exam.core.judging import Judgement
from exam.scripted.scenario import Scenario
from exam.tui.widgets.rows import Rows
from exam.wording import Language
from tests.stages import cut, shipped
from tests.tui.faces import NARROW, WIDE, Face, check_both_sizes, face

FAILED = shipped("failed-one-criterion")
PASSED = shipped("passed")
TASK = "complaint-call"
DIVIDED = cut(FAILED, before="agree", task=TASK)
AGREED = cut(FAILED, before="open_task", task="complaint-stress")
JUDGING = cut(FAILED, before="judge", task=TASK)
PERFORMED = cut(PASSED, before="judge", task="vip-call")
JOINT = cut(shipped("day-joint-judging"), before="judge_jointly")
TESTED = cut(PASSED, before="open_task", task="training-plan")
PLANNED = cut(PASSED, before="select_goal")
REPLIED = cut(PASSED, before="judge", task="written-reply")
MARKED = cut(PASSED, before="judge", task="analysis-workbook")


def planned(scenario: Scenario, **more: str) -> Scenario:
    """The scenario with a sitting that was planned otherwise."""
    first, *rest = scenario.steps
    changed = first.model_copy(update={"arguments": {**first.arguments, **more}})
    return scenario.model_copy(update={"steps": (changed, *rest)})


def task(seen: Face, name: str = TASK) -> TaskState:
    return seen.stage.state().tasks[name]


async def at(seen: Face, *keys: str) -> str:
    await seen.board()
    return await seen.press("home", *(keys or ("down", "down", "down")), "enter")


async def turn(seen: Face, *down: str) -> str:
    await seen.press("f2")
    return await seen.pin("1234", *down)


async def test_differences_are_loud_and_the_rule_says_what_may_be_decided(tmp_path: Path) -> None:
    async with face(tmp_path, planned(DIVIDED, agreement="strict"), size=WIDE) as seen:
        told = await at(seen)
        assert "≠ ✗ ✓ ✗ ROZDÍLNĚ" in told
        assert "= ✓ shodně" in told or "= ✗ shodně" in told
        assert "stačí jedno nesplnil" in seen.said
        assert "rozhodnout lze: nesplnil" in seen.said
        await seen.press("home", "s")
        offered = [str(row.prompt) for row in seen.app.screen.query_one("#phrases", Rows).options]
        assert any(told.startswith("Uchazeč vyslechne") for told in offered)
        assert not any("zamítl, aniž" in told for told in offered)
        await seen.press("enter", "f2")
        assert "Pravidlo" in seen.said or "pravidl" in seen.said
        await seen.press("escape")
        assert task(seen).agreed == {}
        await seen.press("n", "enter", "f2", "a")
        agreed = task(seen).agreed
        assert agreed["complaint.c"].judgement is Judgement.NOT_MET
        assert len(agreed) == 2
        assert "chybí" not in seen.said


async def test_a_decision_is_changed_only_by_two_people_and_the_record_knows(tmp_path: Path) -> None:
    async with face(tmp_path, AGREED) as seen:
        await at(seen)
        before = task(seen).agreed["complaint.c"].judgement
        await seen.press("home", "o", "escape", "o")
        assert "Nové rozhodnutí" in seen.said
        other = ("down",) if before is Judgement.MET else ()
        await seen.press(*other, "enter", *(("enter", "f2") if other else ()))
        await seen.type("Omyl v zápisu")
        assert "(navržena změna)" in await seen.press("enter")
        await turn(seen, "down")
        await seen.press("home", "o")
        assert "Schválit?" in seen.said
        await seen.press("escape", "o", "enter")
        assert task(seen).agreed["complaint.c"].judgement is not before
        assert any(told.startswith("decision-changed") for told in seen.stage.state().irregularities)


async def test_the_chair_releases_a_member_who_is_not_here_and_nobody_else_can(tmp_path: Path) -> None:
    async with face(tmp_path, JUDGING) as seen:
        told = await at(seen)
        assert "U uvolnit člena" in told
        await seen.press("u", "escape", "u")
        chosen = "Jitka" if "Jitka" in seen.said else ""
        await seen.press("end", "enter")
        await seen.type("Odjela k lékaři")
        assert "uvolněni:" in await seen.press("enter") or chosen
        assert len(task(seen).released) == 1
        assert "U uvolnit člena" not in await turn(seen, "down")


async def test_a_joint_panel_writes_one_decision_with_all_names(tmp_path: Path) -> None:
    async with face(tmp_path, JOINT, size=WIDE) as seen:
        told = await at(seen, *["down"] * 4)
        assert "společné hodnocení: Alžběta" in told
        for offered in ("R odkrýt", "A shoda", "Y opis"):
            assert offered not in told
        await seen.press("s")
        await seen.type("2")
        await seen.press("enter")
        assert "nelze hodnotit jako splněné" in seen.said
        await seen.press("escape")
        await seen.press("n", "enter", "f2")
        decided = task(seen, "complaint-stress")
        assert [entry.judgement for entry in decided.agreed.values()] == [Judgement.NOT_MET]
        assert {judge for _, judge in decided.judgements} == set(decided.panel)
        assert "chybí" not in seen.said


async def test_words_are_found_in_the_reply_beside_what_it_must_hold(tmp_path: Path) -> None:
    async with face(tmp_path, REPLIED) as seen:
        await at(seen, *["down"] * 5)
        assert "CO MÁ ODPOVĚĎ OBSAHOVAT" in seen.said.upper()
        await seen.press("f")
        await seen.type("DEKUJEME")
        told = await seen.press("enter")
        assert "nález 1/" in told or "v podkladech není" in told
        await seen.press("f")
        await seen.type("den")
        told = await seen.press("enter")
        assert "nález 1/" in told
        assert "nález 2/" in await seen.press("f3")
        assert "nález 1/" in await seen.press("f4")
        await seen.press("f")
        await seen.type("xyzzy")
        assert "v podkladech není" in await seen.press("enter")
        await seen.press("f", "enter", "f5")
        assert "nález" not in seen.said


async def test_a_score_sheet_is_typed_in_from_paper_whole_or_not_at_all(tmp_path: Path) -> None:
    scan = tmp_path / "arch.png"
    scan.write_bytes(b"picture")
    async with face(tmp_path, PERFORMED, size=NARROW) as seen:
        await at(seen, "home")
        await seen.press("y", "enter")
        await seen.press("end", "ctrl+u")
        await seen.type("99")
        await seen.press("enter")
        assert "není čas" in seen.said
        closed = task(seen, "vip-call").closed_at
        assert closed is not None
        await seen.press("end", "ctrl+u")
        await seen.type(f"{closed:%H.%M}")
        await seen.press("enter", "enter")
        await seen.type(str(tmp_path / "nic.png"))
        await seen.press("enter")
        assert "nelze přečíst" in seen.said
        await seen.press("end", "ctrl+u")
        await seen.type(str(scan))
        told = await seen.press("enter")
        assert "Opis z papíru" in told
        await seen.press("s", "s", "s", "f8")
        assert seen.screen_is("PaperScreen")
        assert task(seen, "vip-call").judgements == {}
        await seen.press("n", "enter", "f2")
        assert "Opis je uložen; zapsáno: 4" in await seen.press("f8")
        await seen.press("enter")
        assert seen.screen_is("SceneScreen")
        given = task(seen, "vip-call").judgements
        assert [entry.judgement for entry in given.values()] == [*[Judgement.MET] * 3, Judgement.NOT_MET]
        assert any(told.startswith("paper-judgements") for told in seen.stage.state().irregularities)


async def test_the_score_sheet_of_a_workbook_is_typed_in_from_paper(tmp_path: Path) -> None:
    scan = tmp_path / "list.png"
    scan.write_bytes(b"picture")
    async with face(tmp_path, MARKED) as seen:
        await at(seen, *["down"] * 6)
        await seen.press("y", "enter")
        await paper(seen, scan)
        await seen.press("s", "s", "s", "s", "s", "n")
        await seen.press("enter", "f2")
        assert "Opis je uložen; zapsáno: 6" in await seen.press("f8")
        await seen.press("enter")
        assert seen.screen_is("JudgingScreen")
        given = task(seen, "analysis-workbook").judgements.values()
        assert [entry.judgement for entry in given] == [*[Judgement.MET] * 5, Judgement.NOT_MET]


async def paper(seen: Face, scan: Path) -> None:
    """Answer the questions about a paper that was made when its task ended."""
    await seen.press("enter", "enter")
    await seen.type(str(scan))
    await seen.press("enter")


async def test_a_test_from_paper_is_typed_by_numbers_and_scored_anew(tmp_path: Path) -> None:
    scan = tmp_path / "test.png"
    scan.write_bytes(b"picture")
    async with face(tmp_path, TESTED) as seen:
        await at(seen, *["down"] * 7)
        await seen.press("y", "enter")
        await paper(seen, scan)
        assert seen.screen_is("AnswersScreen")
        before = task(seen, "law-test").scored
        parts = [pinned.item for pinned in seen.stage.state().papers["law-test"]]
        await seen.press("1", "enter", "down", "enter", "5", "c")
        await seen.press("escape")
        assert task(seen, "law-test").scored == before
        await seen.press("y", "enter")
        await paper(seen, scan)
        await seen.press(*["1"] * len(parts))
        assert f"opsáno {len(parts)}/{len(parts)}" in seen.said
        assert "Opis je uložen" in await seen.press("f8")
        typed = task(seen, "law-test")
        assert typed.scored != before
        assert [given.option for given in typed.responses.values()] == [  # type: ignore[union-attr]
            pinned.order[0] for pinned in seen.stage.state().papers["law-test"]
        ]


async def test_words_and_a_plan_from_paper_are_typed_line_by_line(tmp_path: Path) -> None:
    scan = tmp_path / "plan.png"
    scan.write_bytes(b"picture")
    async with face(tmp_path, PLANNED) as seen:
        await at(seen, *["down"] * 8)
        await seen.press("y", "end", "enter")
        await paper(seen, scan)
        await seen.press("enter", "escape", "enter")
        await seen.type("prvni tyden")
        await seen.press("f2")
        assert "nemá tvar" in seen.said
        await seen.press("escape", "enter")
        await seen.type("1, 2: Zná nabídku.")
        await seen.press("f2", "f8")
        (goal,) = task(seen, "training-plan").planned_goals()
        assert (goal.text, goal.weeks) == ("Zná nabídku.", (1, 2))


async def test_a_reply_from_paper_is_typed_with_its_address_and_prompts(tmp_path: Path) -> None:
    scan = tmp_path / "mail.png"
    scan.write_bytes(b"picture")
    async with face(tmp_path, REPLIED) as seen:
        await at(seen, *["down"] * 5)
        await seen.press("y", "end", "enter")
        await paper(seen, scan)
        await seen.press("enter", "escape", "enter")
        for line in ("zak@priklad.example", "Re: dotaz"):
            await seen.type(line)
            await seen.press("enter")
        await seen.type("Na papíře.")
        await seen.press("f2", "enter")
        await seen.type("Eticky.")
        await seen.press("f2", "f8")
        written = {part.rpartition("/")[2]: given for part, given in task(seen, "written-reply").responses.items()}
        assert written["reply"].body == "Na papíře."  # type: ignore[union-attr]
        assert "Eticky." in {getattr(given, "text", "") for given in written.values()}


@pytest.mark.parametrize("language", list(Language))
async def test_revealed_and_found_at_both_sizes(tmp_path: Path, language: Language) -> None:
    async with face(tmp_path / "revealed", DIVIDED, language=language) as seen:
        await at(seen)
        await check_both_sizes(seen, "judging-revealed")
    async with face(tmp_path / "found", REPLIED, language=language) as seen:
        await at(seen, *["down"] * 5)
        await check_both_sizes(seen, "judging-reply")
        await seen.press("f")
        await seen.type("dobry den")
        await seen.press("enter")
        await check_both_sizes(seen, "judging-found")


@pytest.mark.parametrize("language", list(Language))
async def test_what_is_typed_from_paper_at_both_sizes(tmp_path: Path, language: Language) -> None:
    scan = tmp_path / "arch.png"
    scan.write_bytes(b"picture")
    async with face(tmp_path / "tested", PERFORMED, language=language) as seen:
        await at(seen, *["down"] * 7)
        await seen.press("y", "enter")
        await paper(seen, scan)
        await seen.press("2", "1")
        await check_both_sizes(seen, "answers")
        await seen.press("escape", "escape", "home", "enter", "y", "enter")
        await paper(seen, scan)
        await seen.press("s")
        await check_both_sizes(seen, "paper")

"""The marking of a workbook on the examiner's screen: why each cell has its score, another score, the original."""

from decimal import Decimal
from pathlib import Path

from exam.core.candidate_session import commands as asked
from tests.stages import cut, shipped
from tests.tui.faces import WIDE, Face, face
from tests.workbook.slides import PRESENTED

MARKED = cut(shipped("passed"), before="judge", task="analysis-workbook")
FILLING = cut(shipped("passed"), before="submit_task", task="analysis-workbook")
EMPTY = cut(shipped("passed"), before="fill_workbook", task="analysis-workbook")
TASK = "analysis-workbook"


async def at(seen: Face) -> str:
    await seen.board()
    return await seen.press("home", *["down"] * 6, "enter")


async def test_each_cell_stands_with_its_score_and_why(tmp_path: Path) -> None:
    async with face(tmp_path, MARKED) as seen:
        told = await at(seen)
        assert "M vyhodnocení sešitu" in told
        assert "sešit:" in told
        told = await seen.press("m")
        assert seen.screen_is("MarkingScreen")
        assert "✓ 1/1" in told
        assert "má být" in told
        assert "cellrune" in told
        before = told
        assert await seen.press("down") != before


async def test_another_score_needs_a_number_and_a_reason_and_then_stands(tmp_path: Path) -> None:
    async with face(tmp_path, MARKED) as seen:
        await at(seen)
        await seen.press("m", "o")
        await seen.press("end", "ctrl+u")
        await seen.type("mnoho")
        assert "není počet bodů" in await seen.press("enter")
        await seen.press("end", "ctrl+u")
        await seen.type("0,5")
        await seen.press("enter")
        await seen.type("Postup nebyl doložen.")
        told = await seen.press("f2")
        assert "◐ 0,5/1" in told
        assert "bodů určil zkoušející" in told
        (override,) = seen.stage.state().tasks[TASK].overrides.values()
        assert (override.score, override.reason) == (Decimal("0.5"), "Postup nebyl doložen.")
        assert "potvrdil(a)" in await seen.press("p")
        await seen.press("escape")
        assert seen.screen_is("JudgingScreen")


async def test_the_original_is_saved_where_the_examiner_says_and_nothing_is_overwritten(tmp_path: Path) -> None:
    target = tmp_path / "original.xlsx"
    async with face(tmp_path, MARKED) as seen:
        await at(seen)
        for expected in ("Uloženo", "nelze zapsat"):
            await seen.press("m" if expected == "Uloženo" else "escape", "t")
            await seen.press("end", "ctrl+u")
            await seen.type(str(target))
            assert expected in await seen.press("enter")
        blob = seen.stage.state().tasks[TASK].submissions[-1].blob
        assert target.read_bytes() == seen.stage.ports.blobs.get(blob)


async def test_each_file_that_was_handed_in_can_be_taken_the_newest_first(tmp_path: Path) -> None:
    async with face(tmp_path / "exam", FILLING) as seen:
        stage = seen.stage
        candidate = stage.actors[stage.state().candidate]
        stage.service.hand_in(candidate, stage.session, TASK, "zaver.pptx", PRESENTED)
        stage.service.session(candidate, stage.session, asked.SubmitTask(task=TASK))
        await at(seen)
        await seen.press("m")
        for keys, name in ((("enter",), "zaver.pptx"), (("down", "enter"), "reseni.xlsx")):
            assert "Který soubor?" in await seen.press("t")
            await seen.press(*keys, "end", "ctrl+u")
            await seen.type(str(tmp_path / name))
            assert "Uloženo" in await seen.press("enter")
            await seen.press("escape")
        await seen.press("t", "escape")
        assert seen.screen_is("MarkingScreen")
    assert (tmp_path / "zaver.pptx").read_bytes() == PRESENTED
    assert (tmp_path / "reseni.xlsx").read_bytes()[:2] == b"PK"


async def test_a_presentation_without_a_workbook_can_be_taken_all_the_same(tmp_path: Path) -> None:
    async with face(tmp_path / "exam", EMPTY, size=WIDE) as seen:
        stage = seen.stage
        candidate = stage.actors[stage.state().candidate]
        stage.service.hand_in(candidate, stage.session, TASK, "zaver.pptx", PRESENTED)
        stage.service.session(candidate, stage.session, asked.SubmitTask(task=TASK))
        told = await at(seen)
        assert "SNÍMEK" in told
        assert "Žádný sešit" in await seen.press("m")
        await seen.press("t", "end", "ctrl+u")
        await seen.type(str(tmp_path / "zaver.pptx"))
        assert "Uloženo" in await seen.press("enter")
    assert (tmp_path / "zaver.pptx").read_bytes() == PRESENTED


async def test_nothing_is_marked_before_the_task_is_handed_in(tmp_path: Path) -> None:
    async with face(tmp_path, FILLING) as seen:
        assert "M vyhodnocení" not in await at(seen)

"""The marking of a workbook on the examiner's screen: why each cell has its score, another score, the original."""

from decimal import Decimal
from pathlib import Path

from tests.stages import cut, shipped
from tests.tui.faces import Face, face

MARKED = cut(shipped("passed"), before="judge", task="analysis-workbook")
FILLING = cut(shipped("passed"), before="submit_task", task="analysis-workbook")
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
        assert "◐ 0.5/1" in told
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


async def test_nothing_is_marked_before_the_task_is_handed_in(tmp_path: Path) -> None:
    async with face(tmp_path, FILLING) as seen:
        assert "M vyhodnocení" not in await at(seen)

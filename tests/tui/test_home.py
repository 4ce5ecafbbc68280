"""Home: what is opened, what is closed, and what is left alone."""

from pathlib import Path

from exam.scripted.scenario import Step
from exam.wording import Language
from tests.stages import cut, shipped
from tests.tui.faces import NARROW, face
from tests.tui.test_admission import ended

READY = shipped("practice")
PASSED = shipped("passed")


async def test_a_sitting_is_closed_only_after_a_question_and_stays_closed(tmp_path: Path) -> None:
    async with face(tmp_path, ended()) as seen:
        await seen.home()
        await seen.press("down", "c", "escape")
        state = seen.stage.service.sittings.state
        assert not state(seen.stage.sitting).closed
        assert "uzavřený" in await seen.press("c", "enter")
        assert state(seen.stage.sitting).closed
        assert "Termín je uzavřený" in await seen.press("up", "enter")
        await seen.press("enter", "c")
        assert "Nelze" in await seen.press("enter")


async def test_a_sitting_with_an_open_exam_is_not_closed(tmp_path: Path) -> None:
    async with face(tmp_path, cut(PASSED, before="open_task")) as seen:
        await seen.home()
        assert "Nelze" in await seen.press("c", "enter")
        assert not seen.stage.service.sittings.state(seen.stage.sitting).closed


async def test_an_exam_is_opened_only_after_a_question_and_only_by_its_chair(tmp_path: Path) -> None:
    opened = Step(actor="dvorakova", action="open_sitting")
    async with face(tmp_path, READY.model_copy(update={"steps": (*READY.steps, opened)})) as seen:
        await seen.settle()
        await seen.pin("1234", "down")
        await seen.press("down", "enter", "escape")
        assert seen.screen_is("HomeScreen")
        assert "nemá oprávnění" in await seen.press("enter", "enter")
        await seen.press("escape", "f2")
        await seen.pin()
        assert "Dvořáková" in seen.text
        assert "Na řadě" in await seen.press("enter", "enter")


async def test_an_empty_workspace_says_what_to_do_and_offers_nothing_to_close(tmp_path: Path) -> None:
    for language, told in ((Language.CS, "N založí"), (Language.EN, "N ")):
        async with face(tmp_path / language, READY.model_copy(update={"steps": ()}), language=language) as seen:
            home = await seen.home()
            assert told in home
            bar = " ".join(home.splitlines()[-2:])
            assert " C " not in f" {bar} "
            await seen.press("c", "enter")
            assert seen.screen_is("HomeScreen")
            await seen.press("n")
            assert seen.screen_is("SittingForm")


async def test_several_candidates_of_one_sitting_have_desks_of_their_own(tmp_path: Path) -> None:
    async with face(tmp_path, READY, size=NARROW) as seen:
        await seen.home()
        await seen.press("n")
        form = seen.app.screen
        values = {"place": "Nikdeškov", "given-0": "Jan", "surname-0": "První", "pin-0": "1111"}
        values |= {"given-1": "Eva", "surname-1": "D" * 110, "pin-1": "2222"}
        for name, value in values.items():
            form.query_one(f"#{name}").value = value  # type: ignore[attr-defined]
        await seen.press("tab", "tab", "space")
        home = await seen.press("f8")
        assert "Jan První" in home
        assert "Eva DDD" in home
        rows = [line for line in home.splitlines() if "Nikdeškov" in line or "Jan" in line or "Eva" in line]
        assert all(len(line) <= NARROW[0] for line in rows)
        place = next(number for number, line in enumerate(home.splitlines()) if "Nikdeškov" in line) - 1
        await seen.press("home", *["down"] * place, "enter", "enter")
        for offset, pin, other in ((1, "1111", "2222"), (2, "2222", "1111")):
            await seen.press("home", *["down"] * (place + offset), "enter", "enter")
            await seen.press("h")
            assert "nesprávný PIN" in await seen.pin(other)
            assert "Komise ověří vaši totožnost" in await seen.pin(pin)
            await seen.press("f10")
            await seen.pin()
            await seen.press("escape")
            assert seen.screen_is("HomeScreen")

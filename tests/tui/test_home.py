"""Home: what is opened, what is closed, and what is left alone."""

from pathlib import Path

import pytest

from exam.core.candidate_session import commands as asked
from exam.core.identity import Identity
from exam.core.sitting_events import SittingPart
from exam.scripted.scenario import Step
from exam.scripted.stage import Stage
from exam.service.arrangement import Arrangement, Newcomer
from exam.tui.widgets.fields import Line
from exam.tui.widgets.rows import Rows
from exam.wording import Language
from tests.stages import cut, shipped
from tests.tui.faces import NARROW, WIDE, Face, check_snapshot, face
from tests.tui.test_widgets import ATTACKS, unclean

READY = shipped("practice")
PASSED = shipped("passed")
FAILED = shipped("failed-one-criterion")


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


async def test_an_empty_workspace_says_what_to_do_and_offers_nothing_to_find(tmp_path: Path) -> None:
    for language, told in ((Language.CS, "N založí"), (Language.EN, "N ")):
        async with face(tmp_path / language, READY.model_copy(update={"steps": ()}), language=language) as seen:
            home = await seen.home()
            assert told in home
            bar = " ".join(home.splitlines()[-2:])
            assert " F " not in f" {bar} "
            await seen.press("f", "w", "r", "enter")
            assert seen.screen_is("HomeScreen")
            await seen.press("n")
            assert seen.screen_is("WizardScreen")


async def test_several_candidates_of_one_sitting_have_desks_of_their_own(tmp_path: Path) -> None:
    async with face(tmp_path, READY, size=NARROW) as seen:
        await seen.home()
        names = (("Jan", "První", "1111"), ("Eva", "D" * 110, "2222"))
        candidates = [
            Newcomer(identity=Identity(given_names=given, surname=surname), pin=pin) for given, surname, pin in names
        ]
        seen.stage.service.arrangements.arrange(
            seen.stage.actors["dvorakova"],
            Arrangement(
                standard=seen.stage.scenario.standard,
                place="Nikdeškov",
                parts=(SittingPart(day=seen.stage.clock.now().date()),),
                chair="dvorakova",
                members=("kratky",),
                candidates=tuple(candidates),
            ),
        )
        home = await seen.press("r", "f", "escape", "n", "escape")
        assert "Jan První" in home
        assert "Eva DDD" in home
        rows = [line for line in home.splitlines() if "Nikdeškov" in line or "Jan" in line or "Eva" in line]
        assert all(len(line) <= NARROW[0] for line in rows)
        listed = seen.app.screen.query_one("#sittings", Rows)
        told = [str(listed.get_option_at_index(number).prompt) for number in range(listed.option_count)]
        place = next(number for number, line in enumerate(told) if "Nikdeškov" in line)
        await seen.press("home", *["down"] * place, "enter", "o", "enter", "escape")
        for offset, pin, other in ((1, "1111", "2222"), (2, "2222", "1111")):
            await seen.press("home", *["down"] * offset, "enter", "enter")
            await seen.press("h")
            assert "nesprávný PIN" in await seen.pin(other)
            assert "Komise ověří vaši totožnost" in await seen.pin(pin)
            await seen.press("f10")
            await seen.pin()
            await seen.press("escape")
            assert seen.screen_is("HomeScreen")


REVEALING = cut(FAILED, before="reveal", task="complaint-call")
SIGNING = cut(PASSED, before="sign_record")


def raised(stage: Stage) -> None:
    stage.service.session(stage.actors["svobodova"], stage.session, asked.RaiseHand(task="written-reply"))


async def test_what_waits_stands_on_top_and_leads_to_the_very_place(tmp_path: Path) -> None:
    async with face(tmp_path, REVEALING) as seen:
        home = await seen.home()
        assert "Čeká na vás (1)" in home
        assert "▸ odkrýt hodnocení: Oldřich Beneš-Pokusný · Reklamace po telefonu" in home
        assert "W co čeká" in home
        told = await seen.press("w", "enter")
        assert seen.screen_is("JudgingScreen")
        assert "Reklamace po telefonu" in told.splitlines()[0]
        await seen.press("r", "escape")
        assert "dohodnout: Oldřich" in seen.text


async def test_a_signature_waits_for_its_signer_alone_and_leads_to_the_record(tmp_path: Path) -> None:
    async with face(tmp_path, SIGNING) as seen:
        assert "podepsat záznam: Magdaléna" in await seen.home()
        await seen.press("w", "home", "enter")
        assert seen.screen_is("ClosingScreen")
        await seen.press("escape", "f2")
        assert "podepsat záznam:" not in await seen.pin("1234", "down")
        assert "Holubová" in seen.text


async def test_a_raised_hand_is_loud_on_the_first_screen_while_it_is_looked_at(tmp_path: Path) -> None:
    async with face(tmp_path, cut(PASSED, before="write_reply")) as seen:
        await seen.home()
        assert "HLÁSÍ SE" not in seen.text
        raised(seen.stage)
        told = await seen.until("POZOR, HLÁSÍ SE UCHAZEČ: 1")
        assert ": Magdaléna Svobodová-Zkušební, DiS. · Odpověď" in told
        await seen.press("w", "enter")
        assert seen.screen_is("BoardScreen")


async def test_sittings_are_found_as_one_types_and_escape_shows_all_again(tmp_path: Path) -> None:
    async with face(tmp_path, REVEALING) as seen:
        await seen.home()
        await seen.press("f")
        await seen.type("benes priklad")
        assert "Příkladov" in seen.text
        await seen.type(" xyz")
        assert "Nic takového tu není" in seen.text
        assert "Příkladov" in await seen.press("escape")
        assert not seen.app.screen.query_one("#find").display
        await seen.press("slash")
        await seen.type("benes")
        await seen.press("enter", "down", "enter")
        assert seen.screen_is("BoardScreen")


async def test_the_last_records_are_offered_and_opened(tmp_path: Path) -> None:
    async with face(tmp_path, SIGNING) as seen:
        assert "R záznamy" in await seen.home()
        told = await seen.press("r")
        assert "Magdaléna Svobodová-Zkušební, DiS. · vyhověl · není v" in told
        await seen.press("enter")
        assert seen.screen_is("ClosingScreen")


async def test_without_records_and_duties_nothing_of_them_is_offered(tmp_path: Path) -> None:
    async with face(tmp_path, READY) as seen:
        home = await seen.home()
        assert "R záznamy" not in home
        await seen.press("r")
        assert seen.screen_is("HomeScreen")


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_home_is_kept_at_both_sizes_and_in_both_languages(
    tmp_path: Path, size: tuple[int, int], language: Language
) -> None:
    scenario = cut(PASSED, before="write_reply")
    async with face(tmp_path, scenario, size=size, language=language, before=raised) as seen:
        home = await seen.home()
        assert ("✋ HLÁSÍ SE" if language is Language.CS else "✋ ASKS FOR YOU") in home
        check_snapshot(f"home-waiting-{language}-{size[0]}", home)


async def test_only_the_list_whose_turn_it_is_looks_chosen(tmp_path: Path) -> None:
    async with face(tmp_path, cut(PASSED, before="write_reply"), before=raised) as seen:
        await seen.home()
        for chosen, other in (("20. 11. 2026", "HLÁSÍ SE 0"), ("HLÁSÍ SE 0", "20. 11. 2026")):
            assert ground(seen, chosen) != ground(seen, other)
            assert ground(seen, other) == ground(seen, "Zbývá povinností")
            await seen.press("w")


def ground(seen: Face, told: str) -> object:
    """Return the colour behind a text."""
    strips = seen.app.screen._compositor.render_strips()  # noqa: SLF001 - the only way to the painted cells
    return next(
        segment.style.bgcolor for strip in strips for segment in strip if told in segment.text and segment.style
    )


async def test_home_survives_a_terminal_of_forty_columns(tmp_path: Path) -> None:
    async with face(tmp_path, REVEALING, size=(40, 15)) as seen:
        assert "Čeká na vás (1)" in await seen.home()
        await seen.press("f", "escape", "w", "tab", "down", "up", "f1")
        assert "Nahoře stojí" in seen.text


async def test_hostile_places_names_and_searches_are_shown_literally(tmp_path: Path) -> None:
    def planned(stage: Stage) -> None:
        hostile = Newcomer(identity=Identity(given_names="".join(ATTACKS)[:40], surname="Zlý"), pin="1234")
        for number, attack in enumerate(ATTACKS):
            wanted = Arrangement(
                standard=stage.scenario.standard,
                place=f"místo {attack} konec",
                parts=(SittingPart(day=stage.clock.now().date()),),
                chair="dvorakova",
                members=("kratky",),
                candidates=() if number else (hostile,),
            )
            stage.service.arrangements.arrange(stage.actors["dvorakova"], wanted)

    async with face(tmp_path, READY, size=(200, 50), before=planned) as seen:
        assert (await seen.home()).count("místo") > len(ATTACKS)
        assert "Zlý" in seen.text
        for attack in ATTACKS:
            await seen.press("f")
            seen.app.screen.query_one("#find", Line).value = attack
            await seen.settle()
            assert seen.screen_is("HomeScreen")
            assert unclean(seen.app) == []
            await seen.press("escape")

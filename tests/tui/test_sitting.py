"""The board of a sitting under a pilot: it answers at a glance, and what is done from it is journalled."""

from collections.abc import Callable
from pathlib import Path

import pytest

from exam.core.candidate_session import commands as asked
from exam.core.identity import Identity
from exam.core.report_words import IRREGULARITIES
from exam.core.sitting import CheckEquipment
from exam.core.sitting_events import Equipment, Part, SittingPart
from exam.core.timing import TimeFactKind
from exam.scripted.stage import Stage
from exam.service.arrangement import Arrangement, Newcomer
from exam.service.home_view import Waits
from exam.service.sitting_view import Happening
from exam.tui.console.sitting_lines import told_happening
from exam.tui.widgets.fields import Line
from exam.wording import Language, knows, render
from tests.builders import AT
from tests.clocks import run
from tests.stages import cut, shipped
from tests.tui.faces import NARROW, WIDE, Face, check_snapshot, face
from tests.tui.test_widgets import ATTACKS, unclean

PASSED = shipped("passed")
WRITING = cut(PASSED, before="write_reply")
ADMITTED = cut(PASSED, before="open_task")
READY = shipped("practice")
POWER = shipped("day-power-cut")
MIDDLE = POWER.model_copy(update={"steps": POWER.steps[: len(POWER.steps) * 2 // 3]})


def both(*done: Callable[[Stage], object]) -> Callable[[Stage], None]:
    def do(stage: Stage) -> None:
        for act in done:
            act(stage)

    return do


def raised(stage: Stage) -> None:
    stage.service.session(stage.actors["svobodova"], stage.session, asked.RaiseHand(task="written-reply"))


def equipped(stage: Stage) -> None:
    things = (Equipment(thing="dva telefony", present=True), Equipment(thing="tiskárna", present=False))
    stage.service.sitting(stage.actors["dvorakova"], stage.sitting, CheckEquipment(equipment=things))


async def day(seen: Face) -> str:
    await seen.home()
    return await seen.press("home", "enter")


async def test_one_screen_tells_what_runs_who_is_busy_and_what_blocks_the_end(tmp_path: Path) -> None:
    async with face(tmp_path, MIDDLE) as seen:
        told = await day(seen)
        assert seen.screen_is("SittingScreen")
        assert "hodiny běží: 0, stojí: 2 · bez časového plánu" in told
        assert "‖ Oldřich Beneš-Pokusný" in told
        assert "před komisí: Reklamace" in told
        assert "Uzavření brání: Oldřich Beneš-Pokusný – zbývá úkolů: 11" in told
        assert "výpadek" in told


async def test_a_raised_hand_is_loud_and_a_key_leads_to_it(tmp_path: Path) -> None:
    async with face(tmp_path, WRITING) as seen:
        assert "A k hlásícímu se" not in await day(seen)
        await seen.press("a")
        raised(seen.stage)
        told = await seen.until("POZOR, HLÁSÍ SE od", "✋ Magdaléna", "A k hlásícímu se")
        assert told.splitlines()[1].lstrip().startswith("POZOR")
        await seen.press("a")
        assert seen.screen_is("BoardScreen")
        await seen.press("escape")
        assert seen.screen_is("SittingScreen")


async def test_one_decision_stops_every_clock_and_one_lets_them_run(tmp_path: Path) -> None:
    async with face(tmp_path, WRITING) as seen:
        assert "hodiny běží: 1, stojí: 0" in await day(seen)
        await seen.press("p", "escape", "p")
        await seen.type("Požární poplach")
        told = await seen.press("enter")
        assert "hodiny běží: 0, stojí: 1" in told
        assert "hodiny zastaveny" in told
        assert "Pustit všechny hodiny zastavené pro: Požární poplach?" in await seen.press("g")
        await seen.press("escape", "g")
        assert "hodiny běží: 1, stojí: 0" in await seen.press("enter")
        assert not seen.stage.state().tasks["written-reply"].clock.paused


async def test_clocks_that_stand_for_several_reasons_are_chosen_from(tmp_path: Path) -> None:
    async with face(tmp_path, MIDDLE, size=WIDE) as seen:
        await day(seen)
        first = seen.stage.service.sitting_board.board(seen.stage.actors["dvorakova"], seen.stage.sitting)
        session = first.seats[0].session
        task = first.seats[0].running[0].task
        chair = seen.stage.actors["dvorakova"]
        seen.stage.service.session(chair, session, asked.ResumeClock(task=task))
        seen.stage.service.session(chair, session, asked.PauseClock(task=task, reason="Jiný důvod"))
        await seen.until("Jiný důvod")
        assert "Jiný důvod" in await seen.press("g")
        await seen.press("enter", "enter")
        assert "hodiny běží: 1, stojí: 1" in seen.text


async def test_an_irregularity_is_logged_with_its_kind_and_task_and_stands_in_the_timeline(tmp_path: Path) -> None:
    async with face(tmp_path, WRITING) as seen:
        await day(seen)
        for keys in (("l", "escape"), ("l", "enter", "escape"), ("l", "enter", "enter", "escape")):
            await seen.press(*keys)
            assert seen.screen_is("SittingScreen")
        assert "technická závada" in await seen.press("l")
        await seen.press("down", "down", "enter")
        assert "Při kterém úkolu?" in seen.text
        await seen.press("down", "enter")
        await seen.type("Zamrzla klávesnice")
        told = await seen.press("enter")
        assert "mimořádná událost: technická závada" in " ".join(told.split())
        (incident,) = seen.stage.state().incidents
    assert incident.category == "technical"
    assert incident.note.endswith(": Zamrzla klávesnice")
    assert incident.note.startswith("Odpověď na e-mail")


async def test_presence_of_the_commission_is_taken_down_with_a_note(tmp_path: Path) -> None:
    async with face(tmp_path, ADMITTED) as seen:
        assert "○ Mgr. Alžběta" in await day(seen)
        await seen.press("d", "escape", "d", "enter", "escape", "d", "enter")
        await seen.type("o 5 minut později")
        told = await seen.press("enter")
        assert "✓ Mgr. Alžběta" in told
        assert "(o 5 minut později)" in " ".join(told.split())
        await seen.press("d", "enter", "enter")
        assert "○ Mgr. Alžběta" in seen.text


async def test_equipment_is_ticked_off(tmp_path: Path) -> None:
    async with face(tmp_path, ADMITTED, before=equipped) as seen:
        assert "CHYBÍ: tiskárna" in " ".join((await day(seen)).split())
        await seen.press("e", "escape", "e", "down", "space", "f2")
        assert "CHYBÍ" not in seen.text
        state = seen.stage.service.sittings.state(seen.stage.sitting)
    assert [thing.present for thing in state.equipment] == [True, True]


@pytest.mark.parametrize(("place", "ending"), [(0, "absent"), (1, "excused"), (2, "not_admitted"), (3, "withdrew")])
async def test_an_ending_is_taken_down_with_its_reason(tmp_path: Path, place: int, ending: str) -> None:
    async with face(tmp_path, ADMITTED) as seen:
        await day(seen)
        await seen.press("t", "escape", "t", *["down"] * place, "enter")
        await seen.type("Důvod konce")
        told = await seen.press("enter")
        assert "Důvod konce" in told
        state = seen.stage.state()
    assert (state.ending, state.ending_reason) == (ending, "Důvod konce")


async def test_who_did_not_come_has_his_exam_opened_and_ended_as_absent(tmp_path: Path) -> None:
    async with face(tmp_path, READY) as seen:
        await day(seen)
        assert "T ukončit" not in seen.text
        await seen.press("o", "enter")
        await seen.press("t", "enter")
        assert "Zahájit zkoušku" in seen.text
        await seen.press("enter")
        await seen.type("Do 9:00 nepřišel")
        await seen.press("enter")
        assert seen.stage.state().ending == "absent"
        assert "Termín lze uzavřít (C)." in seen.text
        assert "Uzavřít termín?" in await seen.press("c")
        await seen.press("escape")
        assert not seen.stage.service.sittings.state(seen.stage.sitting).closed
        await seen.press("c", "enter")
        assert "uzavřený" in seen.text
        assert "C uzavřít" not in seen.text


async def test_a_sitting_with_an_open_exam_is_not_closed(tmp_path: Path) -> None:
    async with face(tmp_path, WRITING) as seen:
        await day(seen)
        assert "Nelze" in await seen.press("c", "enter")
        assert not seen.stage.service.sittings.state(seen.stage.sitting).closed


async def test_a_sitting_of_others_is_refused_and_nobody_is_led_into_it(tmp_path: Path) -> None:
    def planned(stage: Stage) -> None:
        wanted = Arrangement(
            standard=stage.scenario.standard,
            place="Cizí místo",
            parts=(SittingPart(day=stage.clock.now().date()),),
            chair="kratky",
            members=("holubova",),
        )
        stage.service.arrangements.arrange(stage.actors["kratky"], wanted)

    async with face(tmp_path, ADMITTED, before=planned) as seen:
        await seen.home()
        await seen.press("f")
        await seen.type("cizi")
        await seen.press("enter")
        assert "nemá oprávnění" in await seen.press("enter")
        await seen.press("escape")
        assert seen.screen_is("HomeScreen")


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_the_board_is_kept_at_both_sizes_and_in_both_languages(
    tmp_path: Path, size: tuple[int, int], language: Language
) -> None:
    def later(stage: Stage) -> None:
        run(stage.clock, 61_000)

    async with face(tmp_path, WRITING, size=size, language=language, before=both(equipped, later, raised)) as seen:
        told = await day(seen)
        assert "✋" in told
        check_snapshot(f"day-{language}-{size[0]}", told)


async def test_the_board_survives_forty_columns_and_says_what_it_is_for(tmp_path: Path) -> None:
    async with face(tmp_path, MIDDLE, size=(40, 15)) as seen:
        await day(seen)
        await seen.press("tab", "down", "pagedown", "l", "escape")
        assert "Jedna obrazovka o celém dni" in await seen.press("f1")


async def test_hostile_words_are_shown_literally_and_do_nothing(tmp_path: Path) -> None:
    def hostile(stage: Stage) -> None:
        chair = stage.actors["dvorakova"]
        for attack in ATTACKS:
            stage.service.session(chair, stage.session, asked.LogIrregularity(category="other", note=f"x{attack}"))
        things = tuple(Equipment(thing=f"věc {attack}", present=False) for attack in ATTACKS)
        stage.service.sitting(chair, stage.sitting, CheckEquipment(equipment=things))
        bad = Newcomer(identity=Identity(given_names="".join(ATTACKS)[:60], surname="Zlý"), pin="1234")
        stage.service.arrangements.arrange(
            chair,
            Arrangement(
                standard=stage.scenario.standard,
                place="[@click=app.exit]klikni[/] \x1b]0;x\x07",
                parts=(SittingPart(day=stage.clock.now().date()),),
                chair="dvorakova",
                members=("kratky",),
                candidates=(bad,),
            ),
        )

    async with face(tmp_path, WRITING, size=WIDE, before=hostile) as seen:
        await day(seen)
        assert unclean(seen.app) == []
        assert "⟨U+001B⟩" in seen.text
        for attack in ATTACKS:
            await seen.press("l", "end", "enter", "enter")
            seen.app.screen.query_one("#answer", Line).value = attack
            await seen.press("enter")
            if not seen.screen_is("SittingScreen"):
                await seen.press("escape")
            assert unclean(seen.app) == []
        await seen.press("escape", "end", "up", "enter")
        assert unclean(seen.app) == []


@pytest.mark.parametrize("language", list(Language))
def test_everything_that_can_happen_or_wait_has_words(language: Language) -> None:
    codes = [f"happening.{kind}" for kind in (*TimeFactKind, *Part)]
    codes += [f"waits.{what}" for what in Waits] + [f"irregularity.{category}" for category in IRREGULARITIES]
    assert [code for code in codes if not knows(code, language)] == []


@pytest.mark.parametrize(
    ("category", "note", "words"),
    [
        ("other", "Vrtačka", "jiné · Vrtačka"),
        ("decision-changed", "Hovor · complaint.c · Omyl", "změna rozhodnutí · Hovor · complaint.c · Omyl"),
        ("paper-judgements", "Hovor · Jan Krátký", "hodnocení opsané z papíru · Hovor · Jan Krátký"),
        ("abusive-caller", "Hovor · candidate", "zastaven hrubý volající · Hovor · ukončil uchazeč"),
        ("abusive-caller", "candidate", "zastaven hrubý volající · ukončil uchazeč"),
        ("abusive-caller", "Hovor: Jan", "zastaven hrubý volající · Hovor: Jan"),
        ("hluk", "candidate", "hluk · candidate"),
    ],
)
def test_the_timeline_tells_an_irregularity_in_words_whoever_noted_it(category: str, note: str, words: str) -> None:
    def say(code: str, **arguments: object) -> str:
        return render(code, arguments, Language.CS)

    told = told_happening(Happening(AT, "happening.irregularity", {"category": category, "note": note}), say)
    assert told.endswith(f"mimořádná událost: {words}")

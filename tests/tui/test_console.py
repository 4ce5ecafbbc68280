from pathlib import Path

from exam.core.candidate_session import TaskStatus
from exam.core.judging import Judgement
from exam.tui.widgets.fields import Editor
from exam.wording import Language
from tests.stages import cut, shipped
from tests.tui.faces import WIDE, face

READY = shipped("practice")
PASSED = shipped("passed")
FAILED = shipped("failed-one-criterion")
ADMITTED = cut(PASSED, before="open_task")
CALLING = cut(FAILED, before="end_performance", task="complaint-call")
CLOSING = cut(FAILED, before="determine_result")


async def test_a_wrong_pin_opens_nothing_and_says_so(tmp_path: Path) -> None:
    async with face(tmp_path, READY) as seen:
        await seen.settle()
        assert "Kdo zkouší?" in seen.text
        told = await seen.pin("9999")
        assert "Přihlášení se nezdařilo" in told
        assert seen.screen_is("SignIn")
        await seen.press("escape")
        assert seen.screen_is("SignIn")
        assert "Termíny a uchazeči" in await seen.pin()


async def test_a_planned_sitting_is_opened_and_leads_to_the_board(tmp_path: Path) -> None:
    async with face(tmp_path, READY) as seen:
        home = await seen.home()
        assert "připravený" in home
        assert "Nejprve zahajte termín" in await seen.press("down", "enter")
        await seen.press("enter")
        assert "O zahájit termín" in await seen.press("up", "enter")
        assert "Zahájit termín?" in await seen.press("o")
        assert "připravený" in await seen.press("escape")
        await seen.press("o")
        assert "zahájený" in await seen.press("enter")
        await seen.press("o")
        assert seen.screen_is("SittingScreen")
        await seen.press("enter")
        board = await seen.press("enter")
        assert "Na řadě: ověřit totožnost" in board
        opened = seen.stage.state()
    assert opened.session


async def test_every_screen_of_the_console_says_what_it_is_for(tmp_path: Path) -> None:
    async with face(tmp_path, CALLING) as seen:
        await seen.home()
        assert "N založí nový termín" in await seen.press("f1")
        await seen.press("escape")
        assert "osmi krocích" in (await seen.press("n", "f1"))
        await seen.press("escape", "escape")
        await seen.press("down", "enter")
        assert "Nahoře stojí, co je na řadě" in await seen.press("f1")
        await seen.press("escape")
        assert "Enter udělá další krok" in await seen.press("v", "f1")


async def test_the_bar_of_keys_names_only_keys_that_do_something(tmp_path: Path) -> None:
    async with face(tmp_path, CALLING) as seen:
        board = await seen.board()
        for told in ("Enter zadat/hodnotit", "H předat", "I totožnost", "F1 nápověda", "Esc zpět"):
            assert told in board
        bar = seen.app.screen.query_one("KeyBar")
        active = {entry.binding.action for entry in seen.app.screen.active_bindings.values()}
        assert {binding.action for offer in bar.offers() for binding in offer} <= active  # type: ignore[attr-defined]


async def test_a_task_is_opened_with_its_figurant_and_ended(tmp_path: Path) -> None:
    async with face(tmp_path, ADMITTED) as seen:
        await seen.board()
        assert "Kdo hraje figuranta?" in await seen.press("home", "enter")
        await seen.press("down", "enter")
        assert "20 min začne běžet" in seen.text
        assert "probíhá" in await seen.press("enter")
        assert "zapečetěno" in await seen.press("enter")
        assert "E konec" not in seen.text
        assert "Ukončit ukázku?" in await seen.press("v", "e")
        await seen.press("enter")
        task = seen.stage.state().tasks["vip-call"]
    assert (task.figurant, task.status) == ("kratky", TaskStatus.SUBMITTED)
    assert task.panel == ("dvorakova", "kratky", "holubova")


async def test_time_is_paused_extended_and_an_incident_logged_with_reasons(tmp_path: Path) -> None:
    async with face(tmp_path, CALLING) as seen:
        await seen.board()
        await seen.press("home", "down", "down", "down")
        await seen.press("p")
        await seen.type("Výpadek")
        assert "‖" in await seen.press("enter")
        await seen.press("p")
        assert not seen.stage.state().tasks["complaint-call"].clock.paused
        await seen.press("x")
        await seen.type("5")
        await seen.press("enter")
        await seen.type("Hluk na chodbě")
        assert "20 (15+5) min" in await seen.press("enter")
        assert "opožděný příchod" in await seen.press("l")
        assert "rušení" in await seen.press("escape", "l", "down", "enter")
        await seen.type("Vrtačka")
        await seen.press("enter")
        state = seen.stage.state()
    assert state.irregularities == ("disturbance: Vrtačka",)
    assert state.tasks["complaint-call"].clock.extra_ms == 5 * 60_000


async def test_judgements_stay_sealed_from_the_others_until_they_are_revealed(tmp_path: Path) -> None:
    scenario = cut(FAILED, before="reveal", task="complaint-call")
    async with face(tmp_path, scenario) as seen:
        await seen.board()
        mine = await seen.press("home", "down", "down", "down", "enter")
        assert "vidíte jen své" in mine
        assert "předtím" not in seen.said
        assert "Uchazeč reklamaci zamítl" in seen.said
        assert "Na popis vady se uchazeč nezeptal" not in seen.said
        await seen.press("f2")
        await seen.pin("1234", "down")
        assert "Uchazeč reklamaci zamítl dříve" not in seen.said
        revealed = await seen.press("r")
        assert "ROZDÍLNĚ" in revealed
        assert "Na popis vady se uchazeč nezeptal" in seen.said


async def test_a_criterion_not_met_needs_its_reason_and_a_phrase_helps(tmp_path: Path) -> None:
    scenario = cut(FAILED, before="judge", task="sale-transcripts")
    async with face(tmp_path, scenario) as seen:
        await seen.board()
        await seen.press("home", "down", "enter")
        assert "Konkrétní důvod" in await seen.press("n")
        assert "je třeba konkrétní důvod" in await seen.press("f2")
        await seen.press("escape")
        await seen.press("n", "enter")
        phrase = seen.app.screen.query_one("#text", Editor).text
        assert phrase
        assert "✗" in await seen.press("f2")
        await seen.press("s")
        given = seen.stage.state().tasks["sale-transcripts"].judgements["sale.b", "dvorakova"]
    assert given.judgement is Judgement.MET


async def test_fewer_than_the_minimum_cannot_be_met(tmp_path: Path) -> None:
    scenario = cut(FAILED, before="judge", task="complaint-stress")
    async with face(tmp_path, scenario) as seen:
        await seen.board()
        await seen.press("home", "down", "down", "down", "down", "enter")
        assert "Kolik předvedl" in await seen.press("s")
        await seen.type("2")
        assert "nelze hodnotit jako splněné" in await seen.press("enter")
        await seen.press("escape")
        await seen.press("s")
        await seen.type("3")
        assert "ohodnoceno 1/1" in await seen.press("enter")


async def test_a_divided_commission_decides_with_a_reason(tmp_path: Path) -> None:
    scenario = cut(FAILED, before="agree", task="complaint-call")
    async with face(tmp_path, scenario) as seen:
        await seen.board()
        await seen.press("home", "down", "down", "down", "enter")
        assert "ROZDÍLNĚ" in await seen.press("a")
        await seen.press("home", "n")
        await seen.type("Po poradě nesplnil")
        assert "rozhodla komise" in await seen.press("enter", "enter", "x", "f2", "home")
        assert "Důvod: Po poradě nesplnil x" in seen.said
        agreed = seen.stage.state().tasks["complaint-call"].agreed
    assert agreed["complaint.c"].judgement is Judgement.NOT_MET
    assert agreed["complaint.c"].reason == "Po poradě nesplnil\nx"


async def test_an_open_criterion_blocks_the_result_and_is_named(tmp_path: Path) -> None:
    async with face(tmp_path, CALLING) as seen:
        await seen.board()
        told = await seen.press("v", "enter")
        assert "neověřená kritéria" in told
        assert seen.stage.state().ending is None


async def test_an_exam_is_ended_early_with_its_reason(tmp_path: Path) -> None:
    async with face(tmp_path, CALLING) as seen:
        await seen.board()
        await seen.press("v", "t")
        await seen.press("down", "down", "down", "enter")
        await seen.type("Nevolnost")
        told = await seen.press("enter")
        assert "uchazeč odstoupil" in told
        state = seen.stage.state()
    assert (state.ending, state.ending_reason) == ("withdrew", "Nevolnost")


async def test_the_end_leads_to_a_signed_and_archived_record(tmp_path: Path) -> None:
    async with face(tmp_path, CLOSING, size=WIDE) as seen:
        await seen.board()
        await seen.press("v")
        assert "určit výsledek" in seen.text
        await seen.press("enter", "enter")
        assert "Výsledek: NEVYHOVĚL" in seen.text
        await seen.press("enter", "enter")
        assert "Předejte klávesnici" in await seen.press("enter")
        await seen.press("enter")
        await seen.press("k")
        assert "podepsat záznam" in await seen.press("enter")
        for before in ((), (), (), ()):
            await seen.press("enter")
            await seen.pin("1234", *before)
        assert "uložit záznam do archivu" in seen.text
        await seen.press("f2")
        await seen.pin()
        told = await seen.press("enter")
        assert "PRACTICE" in told
        assert "Záznam je v archivu" in told
        record = seen.stage.state().record
    assert record is not None
    assert record.archived
    assert record.signed == ("Member1", "Member2", "Member3", "Seal")


async def test_a_certificate_is_accepted_or_refused_with_its_cause(tmp_path: Path) -> None:
    async with face(tmp_path, ADMITTED) as seen:
        await seen.board()
        for level, told in (("down", "nižší úroveň"), ("", "")):
            await seen.press("w")
            for answer in ("Ústav", "A-1"):
                await seen.type(answer)
                await seen.press("enter")
            await seen.press("enter")
            await seen.type("2024-05-01")
            await seen.press("enter")
            await seen.press(*(("down",) if level else ("down", "down", "down")), "enter")
            await seen.press("enter", "enter", "enter")
            assert told in await seen.press("enter")
            if level:
                await seen.press("escape")
        state = seen.stage.state()
    assert state.excused == {"english": "waived"}


async def test_english_screens_speak_english(tmp_path: Path) -> None:
    async with face(tmp_path, CALLING, language=Language.EN) as seen:
        board = await seen.board()
        assert "Next: tasks and their judging" in board
        assert "Enter open/judge" in board


async def test_a_stranger_among_the_examiners_sees_no_board(tmp_path: Path) -> None:
    commission = next(step for step in ADMITTED.steps if step.action == "appoint_commission")
    smaller = commission.model_copy(update={"arguments": {"chair": "dvorakova", "members": ["kratky"]}})
    steps = tuple(smaller if step is commission else step for step in ADMITTED.steps)
    async with face(tmp_path, ADMITTED.model_copy(update={"steps": steps})) as seen:
        await seen.settle()
        await seen.pin("1234", "down")
        assert "Holubová" in seen.text
        told = await seen.press("down", "enter")
        assert "nemá oprávnění" in told
        assert seen.screen_is("Tell")

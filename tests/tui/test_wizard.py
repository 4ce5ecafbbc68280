"""A new sitting step by step: forward and back, a draft that waits, faults told where they are."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from threading import Event

import pytest
from openpyxl import Workbook

from exam.cli.drafts import FileDrafts
from exam.core.timetable.plain import Kept
from exam.core.timetable.plan import Plan
from exam.core.timetable.problem import DayProblem, DayWrongError
from exam.scripted.stage import Stage
from exam.service.exam_service import ExamService
from exam.service.gates import StandardGate
from exam.service.planners import plain_planner
from exam.tui.console.wizard import WizardScreen
from exam.tui.console.wizard.draft import Draft, read_draft
from exam.tui.console.wizard.page import size_of
from exam.tui.widgets.fields import Line
from exam.wording import Language
from tests.stages import shipped
from tests.tui.faces import NARROW, WIDE, Face, check_snapshot, face
from tests.tui.test_widgets import ATTACKS, unclean

READY = shipped("practice")
STANDARD = "nsk-66-029-M-2015"
TABLE = "Jméno;Příjmení;PIN;Čas navíc %\nJan;Malý;;25\n;Chybný;;\nEva;Nová;1234;\n=cmd;X;;\n"


def plain(stage: Stage) -> None:
    """Let the plan extra be missing."""
    stage.ports = replace(stage.ports, planner=plain_planner)
    stage.service = ExamService(stage.ports)


def wizard(seen: Face) -> WizardScreen:
    assert isinstance(seen.app.screen, WizardScreen)
    return seen.app.screen


async def begun(seen: Face) -> str:
    """Open the wizard and pick the standard."""
    await seen.home()
    await seen.press("n")
    place = next(number for number, gate in enumerate(wizard(seen).gates) if gate.standard == STANDARD)
    return await seen.press("tab", "home", *["down"] * place, "enter")


async def placed(seen: Face) -> None:
    """Fill in place and rooms, and go on to the days."""
    await begun(seen)
    await seen.press("f8")
    await seen.type("Nikdeškov 1")
    await seen.press("tab", "tab", "tab", "tab", "a")
    for name, use in (("201", ()), ("202", ("down",))):
        await seen.type(name)
        await seen.press("enter", *use, "enter", "enter", *(("a",) if name == "201" else ()))
    await seen.press("f8")


async def staffed(seen: Face) -> None:
    """Go on to the candidates with a commission of two."""
    await placed(seen)
    await seen.press("f8", "down", "enter", "down", "enter", "f8")


async def test_a_sitting_is_arranged_from_the_first_step_to_the_last_by_keyboard(tmp_path: Path) -> None:
    async with face(tmp_path, READY, before=plain) as seen:
        await staffed(seen)
        await seen.press("a")
        await seen.type("Jan")
        await seen.press("enter")
        await seen.type("Zkušební")
        await seen.press("enter", "enter", "x")
        await seen.type("25")
        assert "Kdo čas navíc schválil?" in await seen.press("enter")
        told = await seen.press("enter")
        assert "Jan Zkušební · PIN se vylosuje · +25 % (schválil: Mgr. Alžběta" in " ".join(told.split())
        assert "předloží certifikát" in " ".join((await seen.press("w", "space", "f2")).split())
        await seen.press("f8", "a")
        await seen.type("dva telefony")
        assert "[x] dva telefony" in await seen.press("enter", "enter")
        assert "Časový plán zatím není" in await seen.press("f8")
        await seen.press("r")
        await seen.until("Jan Zkušební", "totožnost a seznámení")
        assert "Prosté pořadí bez řešiče" in await seen.press("end")
        told = " ".join((await seen.press("f8")).replace("▎", " ").split())
        assert "standard dne 20. 11. 2026 NEPLATÍ" in told
        assert "F9 termín přesto založí" in told
        assert "Vše je v pořádku" not in told
        assert "Plán: sestaven" in seen.text
        assert "Založit termín?" in await seen.press("f9")
        told = await seen.press("enter")
        assert "PINy uchazečů" in told
        assert "Jan Zkušební: " in told
        await seen.press("escape")
        assert "Nikdeškov 1" in seen.text
        assert seen.app.post.drafts.read("dvorakova") == ""
        sitting = next(name for name in seen.stage.service.sittings.planned() if name != seen.stage.sitting)
        state = seen.stage.service.sittings.state(sitting)
        assert state.chair == "dvorakova"
        assert [member.id for member in state.members] == ["dvorakova", "kratky"]
        assert [entry.extra_percent for entry in state.accommodations.values()] == [25]
        assert seen.stage.service.days.arranged(sitting) is not None


async def test_the_gate_tells_whether_the_standard_is_in_force_on_the_day_that_is_typed(tmp_path: Path) -> None:
    async with face(tmp_path, READY) as seen:
        told = " ".join((await begun(seen)).split())
        assert "POZOR: standard dne 20. 11. 2026 NEPLATÍ (platí od 29. 06. 2015 do 20. 10. 2022)" in told
        seen.app.screen.query_one("#first-day", Line).value = "20. 11. 2020"
        await seen.settle()
        assert "Standard dne 20. 11. 2020 platí" in seen.text
        seen.app.screen.query_one("#first-day", Line).value = "zítra"
        await seen.settle()
        assert "Napište den konání" in seen.text
        assert "„zítra“ není datum" in await seen.press("f8")
        await seen.press("escape", "end")
        assert "NELZE: standard je neúplný" in seen.text


async def test_nothing_goes_on_without_a_standard_and_a_place(tmp_path: Path) -> None:
    async with face(tmp_path, READY) as seen:
        await seen.home()
        await seen.press("n")
        assert "Není vybrán standard" in await seen.press("f8")
        await seen.press("escape", "f7")
        await seen.press("escape", "n")
        await seen.press("escape")
        await begun_again(seen)
        assert "Místo konání" in await seen.press("f8", "f8")
        await seen.press("escape")
        assert "▸STANDARD◂" in await seen.press("f7")


async def begun_again(seen: Face) -> None:
    await seen.press("n")
    place = next(number for number, gate in enumerate(wizard(seen).gates) if gate.standard == STANDARD)
    await seen.press("tab", "home", *["down"] * place, "enter")


async def test_a_draft_waits_for_its_author_without_pins_and_outlives_the_program(tmp_path: Path) -> None:
    async with face(tmp_path, READY) as seen:
        await staffed(seen)
        await seen.press("a")
        await seen.type("Jan")
        await seen.press("enter")
        await seen.type("Novy")
        await seen.press("enter")
        await seen.type("4711")
        assert "PIN zadán" in await seen.press("enter")
        await seen.press("escape")
        assert seen.screen_is("HomeScreen")
        (kept,) = (tmp_path / "workspace" / ".run").glob("draft-*.json")
        assert "4711" not in kept.read_text("utf-8")
        assert kept.stat().st_mode & 0o77 == 0
        told = await seen.press("n")
        assert "▸UCHAZEČI◂" in told
        assert "Jan Novy · PIN se vylosuje" in told
        assert "Zahodit" in await seen.press("f4")
        await seen.press("escape", "f4", "enter")
        assert not kept.exists()
        assert "▸STANDARD◂" in await seen.press("n")


async def test_any_step_is_reached_and_the_summary_says_what_is_missing(tmp_path: Path) -> None:
    async with face(tmp_path, READY) as seen:
        await begun(seen)
        told = await seen.press("f6", "end", "enter")
        assert "ZATÍM NELZE ZALOŽIT: Chybí místo konání" in " ".join(told.replace("▎", " ").split())
        await seen.press("f9")
        assert "Chybí místo" in seen.text
        await seen.press("escape", "f6", "escape", "f7")
        assert "▸PLÁN◂" in seen.text
        assert "Chybí místo konání" in await seen.press("r")


@pytest.mark.parametrize("refused", [False, True], ids=["made", "refused"])
async def test_a_timetable_that_comes_late_brings_no_draft_back_that_was_thrown_away(
    tmp_path: Path, *, refused: bool
) -> None:
    turn = Event()
    async with face(tmp_path, READY, before=slow(turn, refused=refused)) as seen:
        await staffed(seen)
        await seen.press("f8", "f8", "r", "f4", "enter")
        assert seen.screen_is("HomeScreen")
        turn.set()
        await seen.app.workers.wait_for_complete()
        await seen.settle()
        assert seen.screen_is("HomeScreen")
        assert seen.app.post.drafts.read("dvorakova") == ""


async def test_a_timetable_is_not_taken_into_a_draft_that_was_changed_meanwhile(tmp_path: Path) -> None:
    turn = Event()
    async with face(tmp_path, READY, before=slow(turn)) as seen:
        await staffed(seen)
        await seen.press("f8", "f8", "r", "f7", "f7", "a")
        await seen.type("Jan")
        await seen.press("enter")
        await seen.type("Nový")
        await seen.press("enter", "enter")
        turn.set()
        await seen.until("Jan Nový")
        await seen.app.workers.wait_for_complete()
        assert wizard(seen).draft.plans == ()
        assert "Časový plán zatím není" in await seen.press("f8", "f8")


def slow(turn: Event, *, refused: bool = False) -> Callable[[Stage], None]:
    """Let a timetable come only once it is its turn."""

    def planner(problem: DayProblem, kept: Kept, *, effort: float) -> Plan:
        assert turn.wait(20)
        if refused:
            raise DayWrongError
        return plain_planner(problem, kept, effort=effort)

    def before(stage: Stage) -> None:
        stage.ports = replace(stage.ports, planner=planner)
        stage.service = ExamService(stage.ports)

    return before


def test_a_commission_of_one_size_is_told_by_one_number() -> None:
    gate = StandardGate("s", "c", "t", date(2020, 1, 1), None, (), 0, 0, minimum=3, maximum=3, tasks=(), waivable=())
    assert size_of(gate) == "3"
    assert size_of(replace(gate, minimum=2)) == "2–3"


async def test_days_rooms_and_things_are_added_changed_and_removed(tmp_path: Path) -> None:
    async with face(tmp_path, READY) as seen:
        await placed(seen)
        await seen.press("a")
        await seen.type("2026-11-27")
        assert "27. 11. 2026 · všechny úkoly" in await seen.press("enter")
        await seen.press("enter", "space", "f2", "down", "d", "home", "d")
        assert [part.day.day for part in wizard(seen).draft.days] == [20]
        assert len(wizard(seen).draft.days[0].tasks) == 1
        await seen.press("f7", "tab", "tab", "tab", "tab", "end", "d", "enter")
        await seen.type("A")
        await seen.press("enter", "end", "enter", "enter")
        assert [(room.name, room.use) for room in wizard(seen).draft.rooms] == [("201A", "both")]
        await seen.press("f6", *["down"] * 5, "enter", "enter")
        await seen.type("tiskárna")
        await seen.press("enter", "enter", "d", "d")
        assert wizard(seen).draft.equipment == ()


async def test_parts_of_the_commission_are_given_and_taken(tmp_path: Path) -> None:
    async with face(tmp_path, READY) as seen:
        await placed(seen)
        assert "V komisi: 1 (má mít 2–3)" in await seen.press("f8")
        await seen.press("down", "enter", "enter")
        assert wizard(seen).draft.roles == {"dvorakova": "member", "kratky": "chair"}
        await seen.press("g", "end", "enter", "j", "end", "enter")
        assert (wizard(seen).draft.agreement, wizard(seen).draft.judging) == ("strict", "joint")
        await seen.press("enter", "end", "enter")
        assert wizard(seen).draft.roles == {"dvorakova": "member"}
        await seen.press("f6", "end", "enter")
        assert "Nikdo není předsedou" in seen.text


def sheet(path: Path) -> Path:
    workbook = Workbook()
    table = workbook.active
    assert table is not None
    for row in (("Given names", "Surname"), ("Žofie", "Řízná")):
        table.append(row)
    workbook.save(path)
    return path


async def test_candidates_come_from_a_table_and_faults_are_told_by_row_and_column(tmp_path: Path) -> None:
    table = tmp_path / "lide.csv"
    table.write_text(TABLE, "utf-8")
    async with face(tmp_path, READY) as seen:
        await staffed(seen)
        await seen.press("i")
        seen.app.screen.query_one("#answer", Line).value = str(table)
        told = await seen.press("enter")
        assert "Přidáno uchazečů: 2" in told
        assert "řádek 3, sloupec A: jméno chybí" in told
        assert "řádek 5, sloupec A: „=cmd“ vypadá jako vzorec" in told
        await seen.press("escape", "i")
        seen.app.screen.query_one("#answer", Line).value = str(sheet(tmp_path / "lide.xlsx"))
        assert "Vzaly se všechny řádky" in await seen.press("enter")
        await seen.press("escape")
        assert [found.identity.surname for found in wizard(seen).draft.candidates] == ["Malý", "Nová", "Řízná"]
        await seen.press("home", "d")
        assert len(wizard(seen).draft.candidates) == 2


def swollen(folder: Path) -> Path:
    path = folder / "zly.xlsx"
    path.write_bytes(b"PK\x03\x04" + b"\0" * 1000)
    return path


def endless(_folder: Path) -> Path:
    return Path("/dev/zero")


@pytest.mark.parametrize(
    "make",
    [swollen, endless, lambda folder: folder, lambda folder: folder / "neni.csv", lambda _: Path("~nobody-here/a.csv")],
)
async def test_a_hostile_file_is_refused_and_adds_nobody(tmp_path: Path, make: Callable[[Path], Path]) -> None:
    async with face(tmp_path, READY) as seen:
        await staffed(seen)
        await seen.press("i")
        seen.app.screen.query_one("#answer", Line).value = str(make(tmp_path))
        await seen.press("enter")
        assert seen.screen_is("Tell")
        await seen.press("escape")
        assert wizard(seen).draft.candidates == ()


async def test_hostile_words_in_every_field_are_shown_literally(tmp_path: Path) -> None:
    async with face(tmp_path, READY, size=WIDE) as seen:
        await placed(seen)
        for attack in ATTACKS:
            wizard(seen).take(place=f"x{attack}")
            await seen.press("f6", "home", "down", "enter")
            assert unclean(seen.app) == []
            await seen.press("f6", *["down"] * 5, "enter", "a")
            seen.app.screen.query_one("#answer", Line).value = attack
            await seen.press("enter")
            assert seen.screen_is("WizardScreen")
            assert unclean(seen.app) == []
        await seen.press("f6", "end", "enter")
        assert unclean(seen.app) == []
        assert "⟨U+001B⟩" in seen.text


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_steps_are_kept_at_both_sizes_and_in_both_languages(
    tmp_path: Path, size: tuple[int, int], language: Language
) -> None:
    async with face(tmp_path, READY, size=size, language=language) as seen:
        check_snapshot(f"wizard-standard-{language}-{size[0]}", await begun(seen))
        await staffed_from(seen)
        check_snapshot(f"wizard-candidates-{language}-{size[0]}", seen.text)
        check_snapshot(f"wizard-summary-{language}-{size[0]}", await seen.press("f6", "end", "enter"))


async def staffed_from(seen: Face) -> None:
    await seen.press("f8")
    await seen.type("Nikdeškov 1")
    await seen.press("f6", *["down"] * 3, "enter", "down", "enter", "down", "enter", "f8", "a")
    await seen.type("Jan")
    await seen.press("enter")
    await seen.type("Novy")
    await seen.press("enter", "enter")


async def test_the_wizard_survives_forty_columns_and_says_what_it_is_for(tmp_path: Path) -> None:
    async with face(tmp_path, READY, size=(40, 15)) as seen:
        await begun(seen)
        await seen.press("f8", "x", "tab", "tab", "f6", "down", "down", "down", "enter", "enter", "escape")
        assert "V komisi" in seen.text
        assert "osmi krocích" in " ".join((await seen.press("f1")).replace("│", " ").split())


@pytest.mark.parametrize("text", ["", "{", "[]", '{"step": "x"}', '{"unknown": 1}'])
def test_what_is_no_draft_is_an_empty_one(text: str) -> None:
    assert read_draft(text) == Draft()


def test_the_wiring_keeps_drafts_by_account(tmp_path: Path) -> None:
    drafts = FileDrafts(tmp_path)
    drafts.keep("../../etc/passwd", "{}")
    assert [path.parent.name for path in tmp_path.rglob("draft-*")] == [".run"]
    assert drafts.read("../../etc/passwd") == "{}"
    drafts.keep("../../etc/passwd", "")
    assert drafts.read("../../etc/passwd") == ""
    blocked = FileDrafts(tmp_path / "nowhere" / "deep")
    blocked.keep("a", "{}")
    assert blocked.read("a") == "{}"

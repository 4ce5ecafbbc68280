from pathlib import Path

import pytest
from textual.widgets import OptionList

from exam.core.candidate_session import TaskStatus
from exam.core.candidate_session.commands import ExtendTime, GrantAccommodation
from exam.core.receipt import receipt_code
from exam.core.session_values import ChoiceResponse, PlannedGoal, ReplyResponse, Response, TextResponse
from exam.scripted.scenario import Scenario, Step
from exam.scripted.stage import Stage
from exam.service.receipts import check_receipt
from exam.tui.widgets.fields import Editor, Line
from tests.stages import cut, shipped
from tests.tui.faces import NARROW, WIDE, Face, face

PASSED = shipped("passed")
IDENTIFIED = cut(PASSED, before="acknowledge_induction")
TESTING = cut(PASSED, before="answer_test")
PICKING = cut(PASSED, before="pick_transcript")
WRITING = cut(PASSED, before="write_reply")
PLANNING = cut(PASSED, before="plan_training")
FILLING = cut(PASSED, before="fill_workbook")
ANNOUNCED = cut(PASSED, before="acknowledge_reasons")


def opened(task: str) -> Scenario:
    call = {"figurant": "kratky", "item": "vip-moved-departure"} if task == "vip-call" else {}
    step = Step(actor="dvorakova", action="open_task").model_copy(update={"arguments": {"task": task, **call}})
    admitted = cut(PASSED, before="open_task")
    return admitted.model_copy(update={"steps": (*admitted.steps, step)})


async def at_task(seen: Face) -> str:
    await seen.desk()
    return await seen.press("enter")


async def test_nothing_is_done_before_the_identity_is_verified(tmp_path: Path) -> None:
    async with face(tmp_path, cut(PASSED, before="verify_identity")) as seen:
        assert "Komise ověří vaši totožnost" in await seen.desk()
        assert " F2 " not in seen.text


async def test_the_candidate_confirms_the_induction_and_sees_the_rules(tmp_path: Path) -> None:
    async with face(tmp_path, IDENTIFIED, size=WIDE) as seen:
        told = await seen.desk()
        assert "Test má 15 otázek" in told
        assert "Vyberte úkol" in await seen.press("f2")
        assert "Průběh: komise" in await seen.press("f3")
        state = seen.stage.state()
    assert set(state.induction) == {"pracoviste", "bozp", "po"}


async def test_more_time_that_was_granted_is_told_before_the_tasks_are_opened(tmp_path: Path) -> None:
    def granted(stage: Stage) -> None:
        stage.service.session(stage.actors["dvorakova"], stage.session, GrantAccommodation(extra_percent=25))

    async with face(tmp_path, IDENTIFIED, size=WIDE, before=granted) as seen:
        assert "Hovor s VIP zákazníkem: 25 (20+5) min" in await seen.desk()
        assert "čeká      25 (20+5) min" in await seen.press("f2")


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_an_answer_is_told_saved_only_with_the_journals_word(tmp_path: Path, size: tuple[int, int]) -> None:
    async with face(tmp_path, TESTING, size=size) as seen:
        told = await at_task(seen)
        assert "uloženo" not in told
        told = await seen.press("2")
        head = seen.stage.ports.journal.head(f"session/{seen.stage.session}")
        assert f"#{head.seq} · stvrzenka {receipt_code(head)}" in told
        assert "1●" in told
        state = seen.stage.state()
    pinned = state.papers["law-test"][0]
    assert state.tasks["law-test"].responses == {pinned.item: ChoiceResponse(option=pinned.order[1])}


async def test_a_word_of_the_journal_that_stands_beside_a_long_clock_keeps_its_receipt_on_one_line(
    tmp_path: Path,
) -> None:
    def granted(stage: Stage) -> None:
        chair = stage.actors["dvorakova"]
        for _ in range(5):
            stage.service.session(chair, stage.session, ExtendTime(task="law-test", minutes=240, reason="hluk"))

    async with face(tmp_path, TESTING, before=granted) as seen:
        await at_task(seen)
        (line,) = [line for line in (await seen.press("1")).splitlines() if "uloženo" in line]
        head = seen.stage.ports.journal.head(f"session/{seen.stage.session}")
    assert "1230:00 / 1230 (30+1200) min" in line
    assert line.endswith(f"#{head.seq} · {receipt_code(head)}")


async def test_test_items_are_turned_flagged_and_picked_by_key_list_and_letter(tmp_path: Path) -> None:
    async with face(tmp_path, TESTING) as seen:
        await at_task(seen)
        assert "⚑" in await seen.press("f")
        assert "2/15" in await seen.press("right")
        await seen.press("c")
        await seen.press("right", "down", "enter")
        options = seen.app.screen.query_one("#options", OptionList)
        await seen.pilot.click(options, offset=(4, 0))
        await seen.settle()
        assert "3●" in seen.text
        assert "15/15" in await seen.press("left", "left", "left")
        told = await seen.press("f8")
        assert "Bez odpovědi: 1, 4, 5" in told
        assert "Označeno k návratu: 1." in told
        assert "15/15" in await seen.press("escape")
        state = seen.stage.state()
    assert len(state.tasks["law-test"].responses) == 2


async def test_flags_and_responses_are_there_after_a_change_of_hands(tmp_path: Path) -> None:
    async with face(tmp_path, TESTING) as seen:
        await at_task(seen)
        await seen.press("1", "f", "f10")
        await seen.pin()
        assert "probíhá" in seen.text
        await seen.press("h")
        await seen.pin()
        told = await seen.press("enter")
        assert "⚑●" in told


async def test_whoever_comes_back_to_a_test_finds_the_item_that_he_answered_last(tmp_path: Path) -> None:
    async with face(tmp_path, TESTING) as seen:
        await at_task(seen)
        await seen.press("right", "right", "3")
        assert "3/15" in seen.text
        await seen.press("right", "right", "escape")
        told = await seen.press("enter")
        assert "3/15" in told
        assert "● C)" in told


async def test_whoever_comes_back_to_a_reply_finds_the_text_that_he_wrote_last(tmp_path: Path) -> None:
    async with face(tmp_path, WRITING) as seen:
        await at_task(seen)
        await seen.press("f4", "tab")
        await seen.type("Ne")
        await seen.press("escape")
        await seen.press("enter")
        assert seen.app.focused is not None
        assert seen.app.focused.id == "prompt-1"
        await seen.type(".")
        await seen.press("escape")
        texts = [found.text for found in responses_of(seen) if isinstance(found, TextResponse)]
    assert texts == ["Ne."]


def responses_of(seen: Face) -> list[Response]:
    return list(seen.stage.state().tasks["written-reply"].responses.values())


async def test_a_test_is_handed_in_and_scored(tmp_path: Path) -> None:
    async with face(tmp_path, TESTING) as seen:
        await at_task(seen)
        await seen.press("f8")
        told = await seen.press("enter")
        assert "odevzdáno" in told
        assert "už odevzdaný" in await seen.press("enter")
        task = seen.stage.state().tasks["law-test"]
    assert task.status is TaskStatus.SUBMITTED
    assert task.scored is not None


async def test_when_the_time_is_over_the_sheet_is_taken_away_with_the_last_saved_state(tmp_path: Path) -> None:
    async with face(tmp_path, TESTING) as seen:
        await at_task(seen)
        await seen.press("1")
        seen.stage.clock.pass_minutes(31)
        seen.stage.tick()
        await seen.until("Vyberte úkol")
        task = seen.stage.state().tasks["law-test"]
    assert task.status is TaskStatus.SUBMITTED
    assert len(task.responses) == 1


async def test_a_transcript_is_read_and_picked(tmp_path: Path) -> None:
    async with face(tmp_path, PICKING) as seen:
        await at_task(seen)
        assert "Žádný přepis není zvolen" in await seen.press("f8")
        await seen.press("escape")
        assert "Přepis 3 ze 3" in await seen.press("3")
        assert "zvolen: 3" in await seen.press("enter")
        state = seen.stage.state()
    (pinned,) = state.papers["sale-transcripts"]
    assert state.tasks["sale-transcripts"].responses == {pinned.item: ChoiceResponse(option=pinned.order[2])}


async def test_a_reply_is_kept_while_it_is_typed_and_sent_once_confirmed(tmp_path: Path) -> None:
    async with face(tmp_path, WRITING) as seen:
        await at_task(seen)
        await seen.press("f3")
        await seen.type("a@b.cz")
        await seen.press("tab")
        await seen.type("Věc")
        await seen.press("tab")
        await seen.type("Dobrý den,")
        await seen.press("enter")
        await seen.type("těší nás.")
        await seen.until("uloženo", "slov: 4")
        await seen.press("f8")
        assert "není odeslaná (F5)" in seen.text
        assert "otázky: 1, 2, 3" in seen.text
        await seen.press("escape")
        await seen.press("f5")
        assert "je odeslaná" in await seen.press("enter")
        await seen.press("f4")
        await seen.type("Ne.")
        await seen.press("escape")
        state = seen.stage.state()
    responses = state.tasks["written-reply"].responses
    (item,) = {part.partition("/")[0] for part in responses}
    assert responses[f"{item}/reply"] == ReplyResponse(
        to="a@b.cz", subject="Věc", body="Dobrý den,\ntěší nás.", sent=True
    )
    assert TextResponse(text="Ne.") in responses.values()


async def test_a_plan_is_a_table_of_goals_and_weeks(tmp_path: Path) -> None:
    async with face(tmp_path, PLANNING) as seen:
        await at_task(seen)
        await seen.type("Zná systém")
        await seen.press("enter")
        await seen.type("1a; 3č")
        await seen.press("tab")
        await seen.type("Vede hovor")
        told = await seen.press("f8")
        assert "Počet cílů: 2." in told
        assert "Bez týdne jsou cíle: 2." in told
        assert "Cílů v týdnech: 1: 1 · 2: 0 · 3: 1 · 4: 0." in told
        await seen.press("enter")
        goals = seen.stage.state().tasks["training-plan"].planned_goals()
    assert goals == (PlannedGoal(text="Zná systém", weeks=(1, 3)), PlannedGoal(text="Vede hovor", weeks=()))


async def test_a_workbook_goes_out_and_comes_back_through_a_folder(tmp_path: Path) -> None:
    async with face(tmp_path, FILLING) as seen:
        check_told = await at_task(seen)
        assert "Zatím nebyl odevzdán" in check_told
        assert "je prázdná" in await seen.press("f3")
        await seen.press("escape")
        assert "Sešit najdete zde" in await seen.press("f2")
        await seen.press("enter")
        folder = tmp_path / "workspace" / "desk" / seen.stage.session
        (given,) = folder.iterdir()
        given.write_bytes(b"changed")
        assert "nic nebylo přepsáno" in await seen.press("f2")
        await seen.press("enter")
        assert given.read_bytes() == b"changed"
        (folder / "vlastní řešení.xlsx").write_bytes(b"not a workbook")
        assert "vlastní řešení.xlsx" in await seen.press("f3")
        await seen.press("down", "enter")
        told = await seen.until("uloženo", "nelze ho otevřít")
        asked = await seen.press("f8")
        submissions = seen.stage.state().tasks["analysis-workbook"].submissions
        kept = seen.stage.ports.blobs.get(submissions[-1].blob)
    assert kept == b"not a workbook"
    assert " Soubor je přijat, ale nelze ho otevřít" in told
    assert "│ Soubor je přijat, ale nelze ho otevřít" in asked


async def test_a_folder_that_cannot_be_used_is_told_and_loses_nothing(tmp_path: Path) -> None:
    async with face(tmp_path, FILLING) as seen:
        (tmp_path / "workspace" / "desk").write_text("in the way")
        await at_task(seen)
        assert "nelze použít" in await seen.press("f2")
        await seen.press("enter")


async def test_a_performed_task_has_a_card_and_no_way_to_hand_it_in(tmp_path: Path) -> None:
    async with face(tmp_path, opened("vip-call"), size=WIDE) as seen:
        told = await at_task(seen)
        assert " F8 " not in told
        await seen.press("f8")
        assert seen.stage.state().tasks["vip-call"].status is TaskStatus.OPEN
        assert "Voláte zkoušejícího" in await seen.press("f9")
        await seen.press("f10")
        assert "Uchazeč volá: Hovor s VIP zákazníkem" in await seen.pin()


async def test_a_card_shows_nothing_of_the_figurants_script(tmp_path: Path) -> None:
    async with face(tmp_path, opened("vip-call"), size=(200, 200)) as seen:
        told = " ".join((await at_task(seen)).split())
        assert "Historie kontaktů" in told
        (item,) = seen.stage.items("vip-call")
        script = " ".join(str(item.model_dump()["script"][0]["say"]).split())
    assert script[:40] not in told


async def test_the_result_is_read_and_taken_note_of_with_an_objection(tmp_path: Path) -> None:
    async with face(tmp_path, ANNOUNCED, size=WIDE) as seen:
        told = await seen.desk()
        assert "VYHOVĚL" in told
        await seen.press("f5")
        await seen.type("Nesouhlasím <b>")
        told = await seen.press("f2")
        assert "odmítl vzít" in told
        state = seen.stage.state()
    assert state.acknowledgement is not None
    assert (state.acknowledgement.acknowledged, state.acknowledgement.objection) == (False, "Nesouhlasím <b>")


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_the_result_comes_with_a_receipt_to_write_down_that_is_never_scrolled_away(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with face(tmp_path, ANNOUNCED, size=size) as seen:
        told = await seen.desk()
        head = seen.stage.ports.journal.head(f"session/{seen.stage.session}")
        code = receipt_code(head)
        assert f"Opište si stvrzenku {code} (#{head.seq}, " in told
        assert "exam journal receipt" in " ".join(told.split())
        await seen.press("end", "pagedown")
        assert code in seen.text
        assert "Klávesou F4 berete" in seen.text
        await seen.press("f4")
        told = await seen.press("f2")
        assert "Hotovo." in told
        assert "vzal výsledek a jeho důvody na vědomí" in told
        head = seen.stage.ports.journal.head(f"session/{seen.stage.session}")
        assert receipt_code(head) in told
        assert check_receipt(seen.stage.ports.journal, code).seq == head.seq - 1


async def test_a_receipt_to_take_home_is_shown_once_the_exam_has_ended_and_not_between_tasks(tmp_path: Path) -> None:
    async with face(tmp_path, TESTING) as seen:
        assert "stvrzenku" not in await seen.desk()
    (tmp_path / "ended").mkdir()
    async with face(tmp_path / "ended", cut(PASSED, before="announce_result")) as seen:
        told = await seen.desk()
        assert "Vyčkejte na oznámení výsledku" in told
        assert "Opište si stvrzenku" in told


async def test_every_screen_of_the_desk_says_what_it_is_for(tmp_path: Path) -> None:
    async with face(tmp_path, TESTING) as seen:
        await seen.desk()
        assert "Tady jsou vaše úkoly" in await seen.press("f1")
        await seen.press("escape")
        assert "Odpověď vyberete číslicí" in await seen.press("enter", "f1")


async def test_fields_keep_what_was_typed_when_a_sheet_is_left_at_once(tmp_path: Path) -> None:
    async with face(tmp_path, WRITING) as seen:
        await at_task(seen)
        seen.app.screen.query_one("#to", Line).value = "x@y.cz"
        seen.app.screen.query_one("#body", Editor).text = "Rychle."
        await seen.press("escape")
        responses = seen.stage.state().tasks["written-reply"].responses.values()
    assert ReplyResponse(to="x@y.cz", subject="", body="Rychle.") in responses

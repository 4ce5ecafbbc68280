"""The candidate's door: his own session and nothing else; what he wants as commands, and the journal's word."""

from pathlib import Path

import pytest

from exam import view
from exam.core.candidate_session.refusals import TaskNotOpenError
from exam.core.candidate_view import SheetMissingError
from exam.core.session_values import PlannedGoal, PlanResponse, ReplyResponse, TextResponse
from exam.scripted.stage import Stage
from exam.service.access import DeniedError
from exam.service.asking import InputRefusedError, InputTooLongError
from exam.service.desk import NAME_LIMIT, LocalDesk
from exam.service.receipts import Standing, check_receipt
from exam.service.submissions import WorkbookMissingError
from tests.rims import staged
from tests.stages import cut, played, shipped

PASSED = shipped("passed")


def desk(stage: Stage, who: str) -> LocalDesk:
    return LocalDesk(stage.service, stage.actors[who], stage.session)


@pytest.mark.parametrize("who", ["jiny", "predseda", "clen", "cizi", "dozor", "osoba"])
def test_nobody_but_the_candidate_sees_or_does_anything_at_his_desk(tmp_path: Path, who: str) -> None:
    with staged(tmp_path, before="answer_test") as stage:
        theirs = desk(stage, who)
        before = stage.ports.journal.head(f"session/{stage.session}")
        for act in (theirs.view, lambda: theirs.sheet("theory-test")):
            with pytest.raises(DeniedError):
                act()
        sheet = desk(stage, "uchazec").sheet("theory-test")
        assert isinstance(sheet, view.TestSheet)
        picked = view.SaveChoice(task="theory-test", part=sheet.items[0].part, option=sheet.items[0].options[0].id)
        for command in (picked, view.Submit(task="theory-test"), view.RaiseHand(task="theory-test")):
            with pytest.raises(DeniedError):
                theirs.do(command)
        with pytest.raises(DeniedError):
            theirs.hand_in("theory-test", "a.xlsx", b"x")
        assert stage.ports.journal.head(f"session/{stage.session}") == before


def test_the_word_of_the_journal_comes_back_and_stands_on_the_desk(tmp_path: Path) -> None:
    with staged(tmp_path, before="acknowledge_induction") as stage:
        mine = desk(stage, "uchazec")
        assert mine.view().phase is view.Phase.INDUCTION
        saved = mine.do(view.ConfirmInduction(topics=("bozp",)))
        seen = mine.view()
        assert seen.saved == saved
        assert saved.seq == stage.ports.journal.head(f"session/{stage.session}").seq
        found = check_receipt(stage.ports.journal, saved.receipt)
        assert (found.standing, found.session, found.seq) == (Standing.KEPT, stage.session, saved.seq)
        assert (seen.phase, seen.candidate) == (view.Phase.TASKS, "Bohdan Neexistující")


def test_a_sheet_is_there_once_its_task_is_open_and_nothing_is_taken_after_it_is_closed(tmp_path: Path) -> None:
    with staged(tmp_path, before="answer_test") as stage:
        mine = desk(stage, "uchazec")
        with pytest.raises(SheetMissingError):
            mine.sheet("practice-call")
        sheet = mine.sheet("theory-test")
        assert isinstance(sheet, view.TestSheet)
        item = sheet.items[0]
        wanted = view.SaveChoice(task="theory-test", part=item.part, option=item.options[1].id)
        mine.do(wanted)
        again = mine.sheet("theory-test")
        assert isinstance(again, view.TestSheet)
        assert again.items[0].picked == item.options[1].id
        mine.do(view.RaiseHand(task="theory-test"))
        assert stage.state().tasks["theory-test"].hand_raised_at is not None
        mine.do(view.Submit(task="theory-test"))
        with pytest.raises(TaskNotOpenError):
            mine.do(wanted)
        with pytest.raises(WorkbookMissingError):
            mine.hand_out("theory-test")


def test_the_result_is_taken_note_of_and_an_objection_that_is_too_long_is_refused(tmp_path: Path) -> None:
    with staged(tmp_path, before="acknowledge_reasons") as stage:
        mine = desk(stage, "uchazec")
        with pytest.raises(InputTooLongError):
            mine.do(view.AcknowledgeResult(acknowledged=False, objection="x" * 20_001))
        mine.do(view.AcknowledgeResult(acknowledged=False, objection="Nesouhlasím."))
        told = stage.state().acknowledgement
    assert told is not None
    assert (told.acknowledged, told.objection) == (False, "Nesouhlasím.")


def test_what_no_command_takes_is_a_refusal(tmp_path: Path) -> None:
    with staged(tmp_path, before="answer_test") as stage, pytest.raises(InputRefusedError):
        desk(stage, "uchazec").do(view.Submit(task="Ne takhle"))


def test_a_reply_its_prompts_and_a_plan_are_kept_as_they_are_written(tmp_path: Path) -> None:
    with played(tmp_path / "reply", cut(PASSED, before="write_reply")) as stage:
        mine = desk(stage, "svobodova")
        sheet = mine.sheet("written-reply")
        assert isinstance(sheet, view.ReplySheet)
        reply = {"to": "a@b.cz", "subject": "Věc", "body": "Text", "sent": True}
        mine.do(view.SaveReply(task="written-reply", part=sheet.part, **reply))  # type: ignore[arg-type]
        mine.do(view.SaveText(task="written-reply", part=sheet.prompts[0].part, text="Ne."))
        kept = stage.state().tasks["written-reply"].responses
    assert list(kept.values()) == [ReplyResponse(**reply), TextResponse(text="Ne.")]  # type: ignore[arg-type]
    with played(tmp_path / "plan", cut(PASSED, before="plan_training")) as stage:
        mine = desk(stage, "svobodova")
        plan = mine.sheet("training-plan")
        assert isinstance(plan, view.PlanSheet)
        goals = (view.GoalView(text="Zná nabídku.", weeks=(1, 2)),)
        mine.do(view.SavePlan(task="training-plan", part=plan.part, goals=goals))
        kept = stage.state().tasks["training-plan"].responses
    assert list(kept.values()) == [PlanResponse(goals=(PlannedGoal(text="Zná nabídku.", weeks=(1, 2)),))]


def test_every_word_of_the_journal_comes_with_a_receipt_that_it_keeps(tmp_path: Path) -> None:
    with played(tmp_path, cut(PASSED, before="fill_workbook")) as stage:
        mine = desk(stage, "svobodova")
        first = mine.hand_in("analysis-workbook", "a.xlsx", b"x")
        second = mine.do(view.RaiseHand(task="analysis-workbook"))
        stage.clock.pass_minutes(1)
        stage.service.tick()
        last = mine.view().saved
        assert last is not None
        assert len({first.receipt, second.receipt, last.receipt}) == 3
        for word in (first, second, last):
            found = check_receipt(stage.ports.journal, word.receipt)
            assert (found.standing, found.seq, found.at) == (Standing.KEPT, word.seq, word.at)


def test_a_sheet_says_which_part_was_saved_last(tmp_path: Path) -> None:
    with staged(tmp_path, before="answer_test") as stage:
        mine = desk(stage, "uchazec")
        sheet = mine.sheet("theory-test")
        assert isinstance(sheet, view.TestSheet)
        assert sheet.last_part == ""
        for number in (0, 2, 1):
            item = sheet.items[number]
            mine.do(view.SaveChoice(task="theory-test", part=item.part, option=item.options[0].id))
            again = mine.sheet("theory-test")
            assert isinstance(again, view.TestSheet)
            assert again.last_part == item.part
    with played(tmp_path / "reply", cut(PASSED, before="write_reply")) as stage:
        mine = desk(stage, "svobodova")
        reply = mine.sheet("written-reply")
        assert isinstance(reply, view.ReplySheet)
        assert reply.last_part == ""
        mine.do(view.SaveText(task="written-reply", part=reply.prompts[1].part, text="Ne."))
        reply = mine.sheet("written-reply")
        assert isinstance(reply, view.ReplySheet)
        assert reply.last_part == reply.prompts[1].part


def test_a_workbook_goes_out_the_same_each_time_and_comes_back_under_any_name(tmp_path: Path) -> None:
    with played(tmp_path, cut(PASSED, before="fill_workbook")) as stage:
        mine = desk(stage, "svobodova")
        assert mine.hand_out("analysis-workbook") == mine.hand_out("analysis-workbook")
        assert mine.hand_out("analysis-workbook")[0] == "analysis-workbook.xlsx"
        for name in ("a.xlsx", "0" * 300 + ".xlsx", "b\udcff.xlsx"):
            mine.hand_in("analysis-workbook", name, b"x")
        names = [stored.name for stored in stage.state().tasks["analysis-workbook"].submissions]
    assert names == ["a.xlsx", "0" * (NAME_LIMIT - 5) + ".xlsx", "b\\udcff.xlsx"]

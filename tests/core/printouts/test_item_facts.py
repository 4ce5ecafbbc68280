"""What is printed of items: for candidates without a key, as they were presented; for examiners with all of it."""

import json
from collections.abc import Sequence

import pytest

from exam.core.item import AssessmentItem, OpenPrompt, OralSet, RolePlayScenario, SpreadsheetItem, WrittenReplyItem
from exam.core.printouts.item_facts import Given, printouts_of
from exam.core.printouts.shapes import Printout
from exam.core.standard import TaskKind
from tests.builders import choice, common, oral, task, training, transcripts
from tests.core.printouts.prints import FRAME, entries
from tests.spreadsheets import assignment

KEY = "KLÍČ-7Q"
SECRET = OpenPrompt(id="p1", text="Proč?", expected=(KEY,))


def role_play() -> RolePlayScenario:
    cue = {"when": "Začátek", "say": KEY, "criteria": ("call.a",)}
    more = {"kind": "role_play", "title": "Hovor", "brief": "Zadání.", "customer": "Paní.", "history": ("Dříve.",)}
    secret = {"script": (cue,) * 3, "escalation": KEY, "limit": KEY, "extra_information": ("Navíc.",)}
    return RolePlayScenario.model_validate(common("call-1", "call.a") | more | secret)


def reply() -> WrittenReplyItem:
    message = {"sender": "Pan", "address": "pan@priklad.example", "subject": "Věc", "body": "Text."}
    more = {"kind": "written_reply", "title": "E-mail", "situation": "Odpovězte.", "message": message}
    return WrittenReplyItem.model_validate(
        common("mail-1", "call.a") | more | {"required_points": (SECRET,), "ethics": (SECRET,)}
    )


def workbook() -> SpreadsheetItem:
    more = {"kind": "spreadsheet", "title": "Sešit", "situation": "Spočtěte.", "assignment": assignment()}
    asked = {"presentation": (SECRET,), "follow_up": (SECRET,)}
    return SpreadsheetItem.model_validate(common("book-1", "call.a") | more | asked)


def spoken(situation: str) -> OralSet:
    return oral().model_copy(update={"situation": situation, "prompts": (SECRET,)})


def given(kind: TaskKind, *items: AssessmentItem, orders: dict[str, tuple[str, ...]] | None = None) -> Given:
    return Given(task("task-1", kind, "call.a", preparation_minutes=10), items, orders or {}, FRAME)


ALL: Sequence[tuple[Given, set[Printout]]] = (
    (given(TaskKind.TEST, choice("q1", "law.a"), choice("q2", "law.b")), {Printout.TEST, Printout.KEY_SHEET}),
    (given(TaskKind.TRANSCRIPT_CHOICE, transcripts()), {Printout.TRANSCRIPTS, Printout.KEY_SHEET}),
    (given(TaskKind.WRITTEN_REPLY, reply()), {Printout.EMAIL, Printout.KEY_SHEET}),
    (given(TaskKind.SPREADSHEET, workbook()), {Printout.ASSIGNMENT, Printout.KEY_SHEET}),
    (given(TaskKind.ROLE_PLAY, role_play()), {Printout.BRIEF, Printout.SCRIPT}),
    (given(TaskKind.TRAINING_PLAN, training()), {Printout.PLAN_GRID, Printout.SCRIPT, Printout.KEY_SHEET}),
    (given(TaskKind.ORAL, spoken("Situace.")), {Printout.ASSIGNMENT, Printout.KEY_SHEET}),
    (given(TaskKind.ORAL, spoken("")), {Printout.KEY_SHEET}),
)


@pytest.mark.parametrize(("what", "printouts"), ALL)
def test_each_kind_of_item_has_its_printouts(what: Given, printouts: set[Printout]) -> None:
    assert {printout for printout, _ in printouts_of(what)} == printouts


@pytest.mark.parametrize(("what", "printouts"), ALL)
def test_a_key_stands_on_no_printout_but_the_sheet_of_keys_and_the_script(
    what: Given, printouts: set[Printout]
) -> None:
    del printouts
    for printout, facts in printouts_of(what):
        secret = printout in {Printout.KEY_SHEET, Printout.SCRIPT}
        spelt = json.dumps(facts, ensure_ascii=False)
        assert secret or (KEY not in spelt and "Proto" not in spelt), printout


def test_a_test_shows_the_options_as_they_were_presented_and_its_key_fits_them() -> None:
    what = given(TaskKind.TEST, choice("q1", "law.a"), orders={"q1": ("c", "b", "a")})
    printed = dict(printouts_of(what))
    (question,) = entries(printed[Printout.TEST], "questions")
    assert [(option["letter"], option["text"]) for option in entries(question, "options")] == [
        ("a", "c"),
        ("b", "b"),
        ("c", "a"),
    ]
    (key,) = entries(printed[Printout.KEY_SHEET], "keys")
    assert (key["what"], key["right"], key["why"]) == ("1. Co platí?", "b) b", "Proto.")


def test_transcripts_have_line_numbers_and_their_key_follows_the_order() -> None:
    printed = dict(printouts_of(given(TaskKind.TRANSCRIPT_CHOICE, transcripts(), orders={"set-1": ("c", "a", "b")})))
    first, *_ = entries(printed[Printout.TRANSCRIPTS], "transcripts")
    assert [line["number"] for line in entries(first, "lines")] == [str(number) for number in range(1, 9)]
    assert entries(first, "lines")[0]["speaker"] == "Operátor"
    assert [key["right"] for key in entries(printed[Printout.KEY_SHEET], "keys")] == ["správný", "chybný", "chybný"]


def test_a_script_of_a_training_is_its_novice_and_one_of_a_call_its_cues() -> None:
    call = dict(printouts_of(given(TaskKind.ROLE_PLAY, role_play())))[Printout.SCRIPT]
    assert (len(entries(call, "cues")), call["novice"], call["preparation"]) == (3, "", "10")
    novice = dict(printouts_of(given(TaskKind.TRAINING_PLAN, training())))[Printout.SCRIPT]
    assert (entries(novice, "cues"), novice["novice"]) == ([], "Plachý.")


def test_an_item_of_no_known_kind_is_printed_by_nobody() -> None:
    bare = AssessmentItem.model_validate(common("bare", "call.a"))
    assert list(printouts_of(given(TaskKind.ORAL, bare))) == []

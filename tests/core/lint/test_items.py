from dataclasses import replace
from datetime import date

import pytest

from exam.core.content import Content, Sourced
from exam.core.item import AssessmentItem, OpenPrompt, Review, SpreadsheetItem, Status
from exam.core.lint import CHECKS, Finding, lint
from exam.core.lint.finding import nearest
from tests.builders import ON, common, oral, transcripts
from tests.core.lint.contents import GOOD, QUESTIONS, STANDARD, TALKS, bank
from tests.spreadsheets import assignment

FIRST = QUESTIONS[0]


def told(content: Content, code: str) -> list[Finding]:
    """Everything of one code that is found."""
    return [finding for finding in lint(content, ON) if finding.code == code]


def questions(*items: AssessmentItem) -> Content:
    """The good content with these items in the bank of the test."""
    return replace(GOOD, banks=(bank(items), GOOD.banks[1]))


def first(**changes: object) -> Content:
    """The good content with its first question changed."""
    return questions(FIRST.model_copy(update=changes), *QUESTIONS[1:])


def talks(*items: AssessmentItem) -> Content:
    return replace(GOOD, banks=(GOOD.banks[0], bank(items, "talk")))


def test_good_content_has_no_findings() -> None:
    assert list(lint(GOOD, ON)) == []


def test_every_check_is_run() -> None:
    broken = replace(first(criteria=("law.z",), reviewed=None, enemies=("nic",)), rubrics=(), reports=())
    assert {"E002", "E006", "E008", "E012", "E014", "E023"} == {finding.code for finding in lint(broken, ON)}
    assert len(set(CHECKS)) == len(CHECKS) == 17


# Ids


def test_an_item_id_that_is_taken_is_told_with_the_file_that_was_first() -> None:
    found = told(talks(oral(FIRST.id, "call.a"), *TALKS), "E001")
    assert found == [Finding("E001", "talk.yaml", ("items", 0, "id"), {"id": FIRST.id, "first": "law.yaml"})]


def test_the_same_item_id_under_another_standard_is_another_item() -> None:
    other = replace(GOOD, banks=(*GOOD.banks, bank(QUESTIONS, "foreign", "other-1")))
    assert told(other, "E001") == []


def test_a_standard_id_that_is_taken_is_told_with_the_file_that_was_first() -> None:
    twice = replace(GOOD, standards=(*GOOD.standards, Sourced(STANDARD, "copy.yaml")))
    expected = Finding("E001", "copy.yaml", ("id",), {"id": "mini-1", "first": "standard.yaml"})
    assert told(twice, "E001") == [expected]


# Criteria


def test_an_item_of_an_unknown_criterion_is_told_with_the_nearest_one() -> None:
    expected = Finding("E002", "law.yaml", ("items", 0, "criteria", 1), {"criterion": "lav.a", "nearest": "law.a"})
    assert told(first(criteria=("law.a", "lav.a")), "E002") == [expected]


def test_a_bank_of_an_unknown_standard_is_told_once_and_its_items_are_not() -> None:
    strange = replace(GOOD, banks=(*GOOD.banks, bank([oral("x", "nic.a")], "x", "mini-2")))
    expected = Finding("E019", "x.yaml", ("standard",), {"standard": "mini-2", "nearest": "mini-1"})
    assert told(strange, "E019") == [expected]
    assert told(strange, "E002") == []


# Keys


@pytest.mark.parametrize("right", ["", "ab", "abc"])
def test_a_choice_has_exactly_one_right_option(right: str) -> None:
    options = tuple(option.model_copy(update={"correct": option.id in right}) for option in FIRST.options)
    expected = Finding("E003", "law.yaml", ("items", 0, "options"), {"item": FIRST.id, "count": str(len(right))})
    assert told(first(options=options), "E003") == [expected]


@pytest.mark.parametrize("right", ["", "bc"])
def test_a_set_has_exactly_one_right_transcript(right: str) -> None:
    item = transcripts("set-1", "call.a")
    parts = tuple(part.model_copy(update={"correct": part.id in right}) for part in item.transcripts)
    expected = Finding("E004", "law.yaml", ("items", 0, "transcripts"), {"item": "set-1", "count": str(len(right))})
    assert told(questions(item.model_copy(update={"transcripts": parts})), "E004") == [expected]


def test_an_option_id_stands_once() -> None:
    options = (*FIRST.options, FIRST.options[0])
    expected = Finding("E016", "law.yaml", ("items", 0, "options", 3), {"item": FIRST.id, "option": "a"})
    assert told(first(options=options), "E016") == [expected]


# Approval


@pytest.mark.parametrize("review", [None, Review(by="Autor", on=date(2026, 1, 1))], ids=["nobody", "the author"])
def test_an_approved_item_was_read_by_a_second_person(review: Review | None) -> None:
    expected = Finding("E008", "law.yaml", ("items", 0, "reviewed"), {"item": FIRST.id})
    assert told(first(reviewed=review), "E008") == [expected]


@pytest.mark.parametrize("change", [{"basis": ()}, {"checked_on": None}])
def test_an_approved_choice_rests_on_a_basis_that_was_checked(change: dict[str, object]) -> None:
    expected = Finding("E009", "law.yaml", ("items", 0, "basis"), {"item": FIRST.id})
    assert told(first(**change), "E009") == [expected]


@pytest.mark.parametrize("status", [status for status in Status if status is not Status.APPROVED])
def test_an_item_that_nobody_is_given_needs_neither(status: Status) -> None:
    content = first(status=status, reviewed=None, basis=(), checked_on=None)
    assert told(content, "E008") + told(content, "E009") == []


# Enemies


def hostile(**enemies: str) -> Content:
    """The good content in which items name enemies."""
    named = {name.replace("_", "-"): tuple(listed.split()) for name, listed in enemies.items()}
    return questions(*(item.model_copy(update={"enemies": named.get(item.id, ())}) for item in QUESTIONS))


def test_enemies_name_each_other() -> None:
    assert told(hostile(q_a0="q-a1", q_a1="q-a0"), "E012") == []
    expected = Finding("E012", "law.yaml", ("items", 0, "enemies", 0), {"item": "q-a0", "enemy": "q-a1"})
    assert told(hostile(q_a0="q-a1"), "E012") == [expected]


def test_an_enemy_is_a_choice_of_the_same_bank() -> None:
    found = told(hostile(q_a0="talk-1 nic"), "E012")
    assert [finding.arguments["enemy"] for finding in found] == ["talk-1", "nic"]


# Workbooks


def workbook(**changes: object) -> SpreadsheetItem:
    more = {
        "kind": "spreadsheet",
        "title": "Čtvrtletí",
        "situation": "Vyplňte.",
        "assignment": assignment(**changes),
        "presentation": (OpenPrompt(id="p1", text="Co říkají čísla?", expected=("Rostou.",)),),
    }
    return SpreadsheetItem.model_validate(common("workbook-1", "call.a") | more)


def test_a_workbook_that_can_be_computed_has_no_fault() -> None:
    assert [finding for finding in lint(questions(workbook()), ON) if finding.code.startswith("spreadsheet")] == []


def test_a_fault_in_an_assignment_is_told_by_its_keys() -> None:
    answers = [{"id": "calls", "label": {"cs": "Hovory", "en": "Calls"}, "expr": "sum(nic)", "tol": {}, "points": 1}]
    (found,) = told(questions(workbook(answers=answers)), "expression-name-unknown")
    assert (found.path, found.keys) == ("law.yaml", ("items", 0, "assignment", "answers", "calls", "expr"))


# Spelling


def test_the_nearest_spelling_is_offered_and_nothing_when_none_is_near() -> None:
    assert nearest("lawa", ["law.a", "call.b"]) == "law.a"
    assert nearest("zzz", ["law.a"]) == nearest("law.a", []) == ""

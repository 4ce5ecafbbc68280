from dataclasses import replace
from datetime import date

import pytest

from exam.core.content import Content, Sourced
from exam.core.item import Status
from exam.core.lint import Finding, lint
from exam.core.report import ReportTemplate
from exam.core.rules import AtLeastRule, PointsRule, Rule
from exam.core.standard import (
    AssessmentStandard,
    MachineCriterion,
    Origin,
    Task,
    TaskKind,
)
from exam.core.validity import Validity
from exam.problem import Severity
from tests.builders import BLUEPRINT, ON, competency, criterion, gate, oral, task
from tests.core.lint.contents import CALL, ENGLISH, GOOD, LAW, QUESTIONS, TALKS, bank, course, rubric
from tests.core.report_templates import template, worded

PATH = "standard.yaml"


def under(standard: AssessmentStandard) -> Content:
    """The good content under another standard."""
    return replace(GOOD, standards=(Sourced(standard, PATH),))


def told(content: Content, code: str, on: date = ON) -> list[Finding]:
    """Everything of one code that is found."""
    return [finding for finding in lint(content, on) if finding.code == code]


def with_task(described: Task) -> Content:
    """The good content with another task in its second competency."""
    return under(course(LAW, CALL.model_copy(update={"tasks": (described,)}), ENGLISH))


def law_test(**changes: object) -> Content:
    """The good content with its test changed."""
    return under(course(LAW.model_copy(update={"tasks": (LAW.tasks[0].model_copy(update=changes),)}), CALL, ENGLISH))


def test_a_test_has_a_blueprint_and_nothing_else_has_one() -> None:
    keys = ("competencies", 0, "tasks", 0)
    assert told(law_test(blueprint=None), "E024") == [Finding("E024", PATH, keys, {"task": "law-test"})]
    described = task("talk", TaskKind.ORAL, "call.a", bank="talk", blueprint=BLUEPRINT)
    assert [finding.arguments for finding in told(with_task(described), "E024")] == [{"task": "talk"}]
    assert told(GOOD, "E024") == []


def test_the_machine_decides_only_tests_and_choices_of_transcripts() -> None:
    machine = (MachineCriterion(criterion="call.a", not_met="Ne."),)
    described = task("talk", TaskKind.ORAL, "call.a", bank="talk", machine=machine)
    keys = ("competencies", 1, "tasks", 0, "machine")
    assert told(with_task(described), "E025") == [Finding("E025", PATH, keys, {"task": "talk"})]
    assert told(GOOD, "E025") == []


def test_a_rule_with_nothing_binding_decides_nothing() -> None:
    loose = CALL.model_copy(update={"criteria": (criterion("a").model_copy(update={"binding": False}),)})
    assert [finding.code for finding in told(under(course(LAW, loose, ENGLISH)), "E017")] == ["E017"]


# Validity


def test_an_incomplete_standard_tells_what_it_lacks() -> None:
    arguments = {"standard": "mini-1", "missing": "kritéria; časy"}
    expected = Finding("W003", PATH, ("missing",), arguments, Severity.WARNING)
    assert told(under(course(missing=("kritéria", "časy"))), "W003") == [expected]


def test_only_an_incomplete_standard_may_have_a_competency_without_criteria() -> None:
    bare = CALL.model_copy(update={"criteria": ()})
    assert told(under(course(bare, missing=("kritéria",))), "E017") == []
    assert [finding.code for finding in told(under(course(bare)), "E017")] == ["E017"]


@pytest.mark.parametrize("on", [date(2019, 12, 31), date(2026, 1, 1)])
def test_a_standard_out_of_force_is_a_warning(on: date) -> None:
    content = under(course(validity=Validity(since=date(2020, 1, 1), until=date(2025, 12, 31))))
    told_of = {"standard": "mini-1", "date": on.isoformat()}
    assert told(content, "W001", on) == [Finding("W001", PATH, ("validity",), told_of, Severity.WARNING)]
    assert told(content, "W001", date(2025, 12, 31)) == []


def test_derived_content_is_a_warning_with_its_count() -> None:
    talk = CALL.tasks[0].model_copy(update={"minutes": gate(5, verified=False)})
    derived = competency("call", [criterion("a", origin=Origin.DERIVED)], [talk])
    expected = Finding("W002", PATH, ("competencies",), {"standard": "mini-1", "count": "2"}, Severity.WARNING)
    assert told(under(course(LAW, derived, ENGLISH)), "W002") == [expected]


# Reports


@pytest.mark.parametrize("report", [template(system="other"), template(wording={"en": worded()})])
def test_records_of_every_standard_have_their_words(report: ReportTemplate) -> None:
    content = replace(GOOD, reports=(Sourced(report, "record.yaml"),))
    assert told(content, "E023") == [Finding("E023", PATH, ("system",), {"system": "nsk", "language": "cs"})]


# Tasks


def test_a_task_names_criteria_of_the_standard() -> None:
    keys = ("competencies", 1, "tasks", 0, "criteria", 1)
    expected = Finding("E002", PATH, keys, {"criterion": "cal.a", "nearest": "call.a"})
    assert told(with_task(task("talk", TaskKind.ORAL, "call.a", "cal.a", bank="talk")), "E002") == [expected]


def test_a_task_stands_once_in_the_standard() -> None:
    twice = ENGLISH.model_copy(update={"tasks": (CALL.tasks[0], *ENGLISH.tasks)})
    found = told(under(course(LAW, CALL, twice)), "E022")
    assert found == [Finding("E022", PATH, ("competencies", at, "tasks", 0, "id"), {"task": "talk"}) for at in (1, 2)]


def test_the_machine_decides_only_criteria_of_its_task() -> None:
    strange = MachineCriterion(criterion="call.a", not_met="Vybral {score}.")
    expected = Finding(
        "E021",
        PATH,
        ("competencies", 0, "tasks", 0, "machine", 3, "criterion"),
        {"task": "law-test", "criterion": "call.a"},
    )
    assert told(law_test(machine=(*LAW.tasks[0].machine, strange)), "E021") == [expected]


@pytest.mark.parametrize(
    ("sentence", "fields"),
    [
        ("{score} z {max_score}, třeba {needed}", []),
        ("bez polí", []),
        ("{{score}}", []),
        ("{response}", ["response"]),
        ("{score.real} {nic}", ["score.real", "nic"]),
        ("{score", ["{"]),
        ("}", ["{"]),
        ("{}", [""]),
    ],
)
def test_a_reason_of_the_test_uses_only_what_the_test_knows(sentence: str, fields: list[str]) -> None:
    found = told(law_test(machine=(MachineCriterion(criterion="law.a", not_met=sentence),)), "E020")
    assert [finding.arguments["field"] for finding in found] == fields
    assert {finding.keys for finding in found} <= {("competencies", 0, "tasks", 0, "machine", 0, "not_met")}


def test_a_reason_of_a_pick_knows_the_response_and_one_of_a_talk_nothing() -> None:
    machine = (MachineCriterion(criterion="call.a", not_met="Vybral {response}."),)
    pick = task("talk", TaskKind.TRANSCRIPT_CHOICE, "call.a", bank="talk", machine=machine)
    assert told(with_task(pick), "E020") == []
    talk = task("talk", TaskKind.ORAL, "call.a", bank="talk", machine=machine)
    assert [finding.arguments["field"] for finding in told(with_task(talk), "E020")] == ["response"]


# Criteria and rules


def test_every_criterion_is_verified_by_a_task() -> None:
    expected = Finding("E013", PATH, ("competencies", 1, "criteria", 1), {"criterion": "call.b"})
    more = CALL.model_copy(update={"criteria": (*CALL.criteria, criterion("b"))})
    assert told(under(course(LAW, more, ENGLISH)), "E013") == [expected]


def test_a_certificate_verifies_no_criterion() -> None:
    only = ENGLISH.model_copy(update={"tasks": ENGLISH.tasks[:1]})
    found = told(under(course(LAW, CALL, only)), "E013")
    assert [finding.arguments for finding in found] == [{"criterion": "english.a"}]


def at_least(count: int, *including: str) -> AtLeastRule:
    return AtLeastRule(kind="at_least", sentence="Alespoň.", count=count, including=including)


def points(threshold: int, **worth: int) -> PointsRule:
    return PointsRule(kind="points", sentence="Body.", points=worth, threshold=threshold)


@pytest.mark.parametrize(
    ("rule", "fits"),
    [
        (at_least(3), True),
        (at_least(4), False),
        (at_least(1, "a", "c"), True),
        (at_least(1, "a", "b", "c"), True),
        (at_least(1, "z"), False),
        (points(5, a=3, b=2), True),
        (points(6, a=3, b=2), False),
        (points(6, a=3, b=2, c=1), True),
        (points(1, z=5), False),
    ],
)
def test_a_rule_can_be_met_by_its_criteria(rule: Rule, *, fits: bool) -> None:
    found = told(under(course(LAW.model_copy(update={"rule": rule}), CALL, ENGLISH)), "E017")
    expected = Finding("E017", PATH, ("competencies", 0, "rule"), {"competency": "law"})
    assert found == ([] if fits else [expected])


def test_a_letter_stands_once_in_its_competency() -> None:
    twice = CALL.model_copy(update={"criteria": (criterion("a"), criterion("a"))})
    (found,) = told(under(course(LAW, twice, ENGLISH)), "E017")
    assert found.keys == ("competencies", 1, "rule")


# Banks


@pytest.mark.parametrize(("named", "near"), [("tall", "talk"), (None, "")])
def test_a_task_finds_its_bank(named: str | None, near: str) -> None:
    expected = Finding("E010", PATH, ("competencies", 1, "tasks", 0, "bank"), {"bank": named or "–", "nearest": near})
    described = CALL.tasks[0].model_copy(update={"bank": named})
    assert told(with_task(described), "E010") == [expected]


def test_a_bank_of_another_standard_serves_no_task() -> None:
    foreign = replace(GOOD, banks=(GOOD.banks[0], bank(TALKS, "talk", "mini-2")))
    assert [finding.arguments["bank"] for finding in told(foreign, "E010")] == ["talk", "talk"]


def test_a_bank_holds_items_of_the_kind_of_its_task() -> None:
    mixed = replace(GOOD, banks=(GOOD.banks[0], bank((*TALKS, QUESTIONS[0].model_copy(update={"id": "q-x"})), "talk")))
    expected = Finding("E018", "talk.yaml", ("items", 2, "kind"), {"item": "q-x", "expected": "oral"})
    assert told(mixed, "E018") == [expected, expected]


def test_a_bank_holds_as_many_eligible_items_as_its_test_demands() -> None:
    suspended = QUESTIONS[0].model_copy(update={"status": Status.SUSPENDED})
    short = replace(GOOD, banks=(bank((suspended, *QUESTIONS[1:])), GOOD.banks[1]))
    assert told(short, "E005") == [
        Finding("E005", "law.yaml", ("items",), {"bank": "law", "found": "3", "needed": "4"})
    ]
    assert told(short, "E006") == [
        Finding(
            "E006",
            "law.yaml",
            ("items",),
            {"criterion": "law.a", "found": "1", "needed": "2", "date": "2026-11-20"},
        )
    ]


def test_items_are_counted_on_the_day_of_the_exam() -> None:
    assert told(GOOD, "E005", date(2019, 12, 31)) == [
        Finding("E005", "law.yaml", ("items",), {"bank": "law", "found": "0", "needed": "4"})
    ]


def test_no_items_are_demanded_for_the_criterion_of_the_whole_test() -> None:
    assert told(GOOD, "E006") == []
    found = told(law_test(blueprint=BLUEPRINT.model_copy(update={"overall": None})), "E006")
    assert [finding.arguments["criterion"] for finding in found] == ["law.c"]


def test_a_bank_of_a_performed_task_holds_one_eligible_item() -> None:
    drafts = (oral("talk-1", "call.a").model_copy(update={"status": Status.DRAFT}),)
    found = told(replace(GOOD, banks=(GOOD.banks[0], bank(drafts, "talk"))), "E005")
    assert [finding.arguments for finding in found] == [{"bank": "talk", "found": "0", "needed": "1"}] * 2


# Rubrics


def test_every_criterion_has_its_rubric() -> None:
    found = told(replace(GOOD, rubrics=(rubric("law", "ac"), *GOOD.rubrics[1:])), "E014")
    assert found == [Finding("E014", PATH, ("competencies", 0, "criteria", 1), {"criterion": "law.b"})]


def test_a_rubric_of_another_standard_covers_nothing() -> None:
    foreign = replace(GOOD, rubrics=(rubric("call", "a", "mini-2"), GOOD.rubrics[0], GOOD.rubrics[2]))
    assert told(foreign, "E019") == [
        Finding("E019", "rubric-call.yaml", ("standard",), {"standard": "mini-2", "nearest": "mini-1"})
    ]
    assert [finding.arguments for finding in told(foreign, "E014")] == [{"criterion": "call.a"}]


def test_a_rubric_has_its_competency() -> None:
    strange = replace(GOOD, rubrics=(*GOOD.rubrics, rubric("englisch", "a")))
    expected = Finding(
        "E011", "rubric-englisch.yaml", ("competency",), {"competency": "englisch", "nearest": "english"}
    )
    assert told(strange, "E011") == [expected]

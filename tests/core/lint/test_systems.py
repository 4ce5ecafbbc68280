from dataclasses import replace
from decimal import Decimal

import pytest

from exam.core.content import Content, Sourced, with_renamings
from exam.core.lint import Finding, lint
from exam.core.listing import ListEntry, Listing
from exam.core.report_words import DecisionWords
from exam.core.scale import Scale, ScalePart
from exam.core.second_decision import SecondDecision
from exam.core.standard import AssessmentStandard, Competency
from tests.builders import ON, criterion
from tests.core.lint.contents import CALL, ENGLISH, GOOD, LAW, course
from tests.core.report_templates import template, worded
from tests.core.test_renaming import renaming
from tests.core.test_scale import marks

PATH = "standard.yaml"
POINTS = {"part": "Part", "points": "Points", "most": "Of", "total": "Total", "mark": "{mark} ({title})"}
THEORY = ScalePart(id="theory", title="Theory", points=50, tests=("law-test",))
PRACTICE = ScalePart(id="practice", title="Practice", points=50, floor=Decimal("0.5"), criteria={"call.a": 1})


def under(standard: AssessmentStandard) -> Content:
    reports = (Sourced(template(wording={"cs": worded() | {"points": POINTS}}), "record.yaml"),)
    return replace(GOOD, standards=(Sourced(standard, PATH),), reports=reports)


def told(content: Content, *codes: str) -> list[Finding]:
    return [finding for finding in lint(content, ON) if finding.code in codes]


def scaled(*parts: ScalePart, highest: int = 100) -> AssessmentStandard:
    steps, own = marks((0, False), (highest, True)), parts or (THEORY, PRACTICE)
    return course(scale=Scale(sentence="S.", parts=own, marks=steps, verified=True, source="§"))


def test_a_renaming_names_a_standard_that_has_its_own_files() -> None:
    near = renaming("mini-11")
    chain = renaming("mini-2").model_copy(update={"id": "mini-3"})
    renamings = (Sourced(near, "a/renaming.yaml"), Sourced(chain, "b/renaming.yaml"))
    found = told(with_renamings(replace(under(course()), renamings=renamings)), "E019")
    assert [(entry.path, entry.keys, entry.arguments) for entry in found] == [
        ("a/renaming.yaml", ("of",), {"standard": "mini-11", "nearest": "mini-1"}),
        ("b/renaming.yaml", ("of",), {"standard": "mini-2", "nearest": "mini-1"}),
    ]


def test_what_is_wrong_with_a_renamed_standard_is_told_once() -> None:
    broken = under(course(LAW.model_copy(update={"criteria": ()}), CALL, ENGLISH))
    twice = with_renamings(replace(broken, renamings=(Sourced(renaming(), "renaming.yaml"),)))
    faults = [entry for entry in lint(twice, ON) if entry.code.startswith("E")]
    assert faults == [entry for entry in lint(broken, ON) if entry.code.startswith("E")]


def test_a_good_scale_is_taken() -> None:
    assert told(under(scaled()), "E026", "E027", "E030") == []


@pytest.mark.parametrize(
    ("part", "keys", "name"),
    [
        (THEORY.model_copy(update={"tests": ("law-test", "talk")}), ("tests", 1), "talk"),
        (THEORY.model_copy(update={"tests": ("gone",)}), ("tests", 0), "gone"),
        (PRACTICE.model_copy(update={"criteria": {"call.z": 2}}), ("criteria", "call.z"), "call.z"),
        (PRACTICE.model_copy(update={"criteria": {}}), (), "–"),
    ],
)
def test_a_part_counts_tests_and_criteria_of_its_standard(
    part: ScalePart, keys: tuple[str | int, ...], name: str
) -> None:
    (found,) = told(under(scaled(part)), "E026")
    assert (found.keys, found.arguments) == (("scale", "parts", 0, *keys), {"part": part.id, "name": name})


@pytest.mark.parametrize("standard", [scaled(highest=101), scaled(THEORY, THEORY)])
def test_the_highest_mark_is_within_reach_and_no_part_stands_twice(standard: AssessmentStandard) -> None:
    assert [found.keys for found in told(under(standard), "E027")] == [("scale", "marks")]


def test_records_under_a_scale_need_words_for_it() -> None:
    wordless = replace(under(scaled()), reports=GOOD.reports)
    assert [found.arguments for found in told(wordless, "E030")] == [{"system": "nsk", "language": "cs"}]


def test_records_under_a_second_decision_need_words_for_it() -> None:
    council = SecondDecision(body="council", sentence="S.", verified=True, source="§")
    (found,) = told(under(course(second_decision=council)), "E031")
    assert (found.keys, found.arguments) == (("second_decision",), {"system": "nsk", "language": "cs"})
    words = dict.fromkeys(DecisionWords.model_fields, "x")
    reports = (Sourced(template(wording={"cs": worded() | {"decision": words}}), "record.yaml"),)
    assert told(replace(under(course(second_decision=council)), reports=reports), "E031") == []


def requiring(competency: Competency, *criteria: str) -> Competency:
    return competency.model_copy(
        update={"tasks": tuple(task.model_copy(update={"requires": criteria}) for task in competency.tasks)}
    )


def test_a_task_requires_what_tasks_before_it_settle() -> None:
    assert told(under(course(LAW, requiring(CALL, "law.a", "law.c"), ENGLISH)), "E028") == []


@pytest.mark.parametrize("name", ["call.a", "english.a", "law.z"])
def test_a_task_requires_nothing_that_comes_later_or_never(name: str) -> None:
    (found,) = told(under(course(LAW, requiring(CALL, "law.a", name), ENGLISH)), "E028")
    assert found.keys == ("competencies", 1, "tasks", 0, "requires", 1)
    assert found.arguments == {"task": "talk", "criterion": name}


def resting(*entries: str) -> Content:
    flaws = {"1": None, "2": "numbered-twice", "3": "doubtful", "4": "foreign"}
    listed = tuple(ListEntry.model_validate({"number": at, "text": "T", "flaw": flaw}) for at, flaw in flaws.items())
    lists = (Listing(id="skills", title="Skills", entries=listed),)
    own = CALL.model_copy(update={"criteria": (criterion("a").model_copy(update={"rests_on": entries}),)})
    return under(course(LAW, own, ENGLISH, lists=lists))


def test_a_criterion_rests_on_entries_that_are_listed() -> None:
    assert told(resting("skills.1", "skills.2"), "E029") == []


@pytest.mark.parametrize("entry", ["skills.3", "skills.4", "skills.9", "duties.1"])
def test_a_criterion_rests_on_nothing_doubtful_foreign_or_unlisted(entry: str) -> None:
    (found,) = told(resting("skills.1", entry), "E029")
    assert found.keys == ("competencies", 1, "criteria", 0, "rests_on", 1)
    assert found.arguments == {"criterion": "call.a", "entry": entry}

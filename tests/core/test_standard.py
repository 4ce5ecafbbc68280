from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from pydantic import ValidationError

from exam.core.canonical import canonical_json
from exam.core.gates import Confirmation, GateValue
from exam.core.rules import AtLeastRule, PointsRule
from exam.core.standard import (
    AssessmentStandard,
    Blueprint,
    Competency,
    MachineCriterion,
    Minimum,
    Origin,
    TaskKind,
)
from exam.core.validity import Validity
from tests.builders import BLUEPRINT, competency, criterion, gate, standard, task

CONFIRMATION = Confirmation(by="Autorizovaná osoba", on=date(2026, 1, 1), source="Dopis č. 1")
COURSE = standard()


@pytest.mark.parametrize(
    ("on", "holds"),
    [(date(2019, 12, 31), False), (date(2020, 1, 1), True), (date(2022, 10, 20), True), (date(2022, 10, 21), False)],
)
def test_a_standard_holds_from_its_first_to_its_last_day(on: date, *, holds: bool) -> None:
    assert Validity(since=date(2020, 1, 1), until=date(2022, 10, 20)).holds(on) is holds


def test_a_standard_without_a_last_day_holds_on() -> None:
    assert Validity(since=date(2020, 1, 1)).holds(date(2999, 1, 1))


def test_tasks_criteria_and_competencies_are_found_by_their_names() -> None:
    assert [entry.id for entry in COURSE.tasks()] == ["law-test", "role-call", "stress", "certificate", "english-call"]
    assert [name for name, _ in COURSE.criteria()] == ["law.a", "law.b", "law.c", "call.a", "call.b", "english.a"]
    found = COURSE.task("stress"), COURSE.criterion("call.b"), COURSE.competency("english")
    assert [entry.id for entry in found if entry is not None] == ["stress", "b", "english"]


def test_what_the_standard_lacks_is_not_found() -> None:
    assert (COURSE.task("nic"), COURSE.criterion("call.z"), COURSE.competency("nic")) == (None, None, None)


def test_people_judge_what_the_machine_does_not_decide() -> None:
    mixed = task(
        "sale",
        TaskKind.TRANSCRIPT_CHOICE,
        "sale.a",
        "sale.b",
        machine=(MachineCriterion(criterion="sale.a", not_met="Vybral {response}."),),
    )
    assert mixed.judged == ("sale.b",)


def test_nobody_judges_a_certificate() -> None:
    assert task("certificate", TaskKind.CERTIFICATE, "english.a").judged == ()


def test_a_standard_whose_every_word_and_value_is_official_has_nothing_unofficial() -> None:
    assert COURSE.unofficial() == 0


@pytest.mark.parametrize("confirmation", [None, CONFIRMATION])
def test_a_derived_criterion_is_unofficial_until_it_is_confirmed(confirmation: Confirmation | None) -> None:
    derived = criterion("a", origin=Origin.DERIVED).model_copy(update={"confirmation": confirmation})
    course = standard(competency("x", [derived, criterion("b")], [task("talk", TaskKind.ORAL, "x.a", "x.b")]))
    assert course.unofficial() == (0 if confirmation else 1)


def test_an_unverified_value_is_unofficial_until_it_is_confirmed() -> None:
    assert not gate(1, verified=False).is_official
    assert gate(1).is_official
    assert gate(1, verified=False).model_copy(update={"confirmation": CONFIRMATION}).is_official


@pytest.mark.parametrize("name", ["bank_minimum", "drawn", "floor", "pass_mark"])
def test_each_value_of_a_blueprint_counts(name: str) -> None:
    value = getattr(BLUEPRINT, name).model_copy(update={"verified": False})
    assert with_test(BLUEPRINT.model_copy(update={name: value})).unofficial() == 1


def with_test(blueprint: Blueprint) -> AssessmentStandard:
    tested = task("test", TaskKind.TEST, "x.a", blueprint=blueprint)
    return standard(competency("x", [criterion("a")], [tested]))


@pytest.mark.parametrize("name", ["minimum", "maximum"])
def test_the_size_of_the_commission_counts(name: str) -> None:
    rule = COURSE.commission.model_copy(update={name: gate(2, verified=False)})
    assert COURSE.model_copy(update={"commission": rule}).unofficial() == 1


def test_the_time_of_each_task_counts() -> None:
    timed = [task(name, TaskKind.ORAL, "x.a", minutes=gate(5, verified=False)) for name in ("one", "two")]
    assert standard(competency("x", [criterion("a")], timed)).unofficial() == 2


@pytest.mark.parametrize(
    ("value", "share"), [("-0.01", False), ("0", True), ("0.75", True), ("1", True), ("1.01", False)]
)
def test_a_share_is_between_nothing_and_the_whole(value: str, *, share: bool) -> None:
    told = BLUEPRINT.model_dump() | {"floor": {"value": Decimal(value), "verified": True, "source": "§ 1"}}
    if share:
        assert str(Blueprint.model_validate(told).floor.value) == value
    else:
        with pytest.raises(ValidationError, match=r"floor\.value"):
            Blueprint.model_validate(told)


def test_a_standard_read_back_from_its_pinned_bytes_is_the_same() -> None:
    read = AssessmentStandard.model_validate_json(canonical_json(COURSE))
    assert read == COURSE
    assert canonical_json(read) == canonical_json(COURSE)


def test_a_value_of_the_wrong_kind_is_refused() -> None:
    for wrong in ("5", 5.0, True):
        with pytest.raises(ValidationError):
            GateValue[int].model_validate({"value": wrong, "verified": True, "source": "§ 1"})


REFUSED: dict[str, Callable[[], object]] = {
    "level 0": lambda: Competency.model_validate(told_of(COURSE.competencies[0], level=0)),
    "level 9": lambda: Competency.model_validate(told_of(COURSE.competencies[0], level=9)),
    "standard of level 9": lambda: standard(level=9),
    "standard without competencies": lambda: AssessmentStandard.model_validate(
        COURSE.model_dump(by_alias=True) | {"competencies": ()}
    ),
    "minimum of nothing": lambda: Minimum(count=0, of="techniky"),
    "at least none": lambda: AtLeastRule(kind="at_least", sentence="Alespoň.", count=0),
    "a threshold of nothing": lambda: PointsRule(kind="points", sentence="Body.", points={"a": 1}, threshold=0),
    "points below nothing": lambda: PointsRule(kind="points", sentence="Body.", points={"a": -1}, threshold=1),
    "a criterion of two letters": lambda: criterion("ab"),
    "a task without a criterion": lambda: task("talk", TaskKind.ORAL),
    "a criterion nowhere": lambda: task("talk", TaskKind.ORAL, "a"),
}


def told_of(found: Competency, **changes: object) -> dict[str, object]:
    return {name: getattr(found, name) for name in type(found).model_fields} | changes


@pytest.mark.parametrize("build", REFUSED.values(), ids=REFUSED)
def test_what_no_standard_can_mean_is_refused(build: Callable[[], object]) -> None:
    with pytest.raises(ValidationError):
        build()


def test_a_criterion_binds_and_a_task_has_no_figurant_unless_the_standard_says_so() -> None:
    assert criterion("a").binding
    told = task("talk", TaskKind.ORAL, "x.a")
    assert (told.figurant, told.preparation_minutes, told.blueprint) == (False, 0, None)
    assert Competency.model_validate(told_of(COURSE.competencies[0], level=8)).level == 8

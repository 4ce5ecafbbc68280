from collections.abc import Mapping
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exam.core.judging import Judgement
from exam.core.rules import AllRule, AtLeastRule, PointsRule, Rule
from exam.core.scale import Mark, Scale, ScalePart, Score
from exam.core.standard import AssessmentStandard, Competency, TaskKind
from exam.core.verdict import CompetencyStatus, CriterionStatus, Finding, Result, Verdict, determine, evidence_tasks
from tests.builders import ALL, competency, criterion, standard, task

MET, NOT_MET = Judgement.MET, Judgement.NOT_MET
Found = Mapping[tuple[str, str], Finding]
LETTERS = "abcd"
JUDGED = st.dictionaries(st.sampled_from(LETTERS), st.sampled_from(list(Judgement)))


def at_least(count: int, *including: str) -> AtLeastRule:
    return AtLeastRule(kind="at_least", sentence="Alespoň.", count=count, including=including)


def points(threshold: int, **worth: int) -> PointsRule:
    return PointsRule(kind="points", sentence="Body.", points=worth, threshold=threshold)


RULES: st.SearchStrategy[Rule] = st.one_of(
    st.just(ALL),
    st.builds(at_least, st.integers(1, 4), st.sampled_from(LETTERS)),
    st.builds(points, st.integers(1, 9), a=st.integers(0, 5), b=st.integers(0, 5), c=st.integers(0, 5)),
)


def ruled(rule: Rule = ALL, *, optional: str = "") -> Competency:
    """A competency of four criteria, all verified in one task."""
    criteria = [criterion(letter, binding=letter not in optional) for letter in LETTERS]
    return competency("x", criteria, [task("talk", TaskKind.ORAL, *(f"x.{letter}" for letter in LETTERS))], rule)


def finding(task_id: str, name: str, judgement: Judgement, reason: str = "Chybí.") -> Finding:
    return Finding(task=task_id, criterion=name, judgement=judgement, reason=reason if judgement is NOT_MET else "")


def found(*findings: Finding) -> dict[tuple[str, str], Finding]:
    return {(entry.task, entry.criterion): entry for entry in findings}


def judged(marks: Mapping[str, Judgement]) -> dict[tuple[str, str], Finding]:
    return found(*(finding("talk", f"x.{letter}", mark) for letter, mark in marks.items()))


def only_met(letters: str) -> dict[tuple[str, str], Finding]:
    return judged({letter: MET if letter in letters else NOT_MET for letter in LETTERS})


TWICE = standard(
    competency(
        "x",
        [criterion("a")],
        [
            task("mail", TaskKind.WRITTEN_REPLY, "x.a"),
            task("talk", TaskKind.ORAL, "x.a"),
            task("paper", TaskKind.CERTIFICATE, "x.a"),
        ],
    )
)
"""One criterion that two tasks verify, and a certificate that verifies nothing."""


def test_a_criterion_met_in_every_task_is_met() -> None:
    verdict = determine(TWICE, found(finding("mail", "x.a", MET), finding("talk", "x.a", MET)), {})
    assert verdict.competencies[0].criteria[0].status is CriterionStatus.MET
    assert (verdict.result, verdict.unverified) == (Result.PASSED, ())


def test_a_criterion_not_met_in_one_task_is_not_met_with_the_reasons_of_each() -> None:
    half = determine(TWICE, found(finding("mail", "x.a", MET), finding("talk", "x.a", NOT_MET, "Mlčel.")), {})
    assert half.competencies[0].criteria[0].status is CriterionStatus.NOT_MET
    both = found(finding("talk", "x.a", NOT_MET, "Mlčel."), finding("mail", "x.a", NOT_MET, "Nenapsal."))
    assert determine(TWICE, both, {}).competencies[0].criteria[0].reasons == ("Nenapsal.", "Mlčel.")


def test_a_criterion_that_a_task_left_open_is_not_verified_and_nothing_is_passed() -> None:
    verdict = determine(TWICE, found(finding("mail", "x.a", MET)), {})
    assert verdict.unverified == ("x.a",)
    assert verdict.result is Result.FAILED
    assert determine(TWICE, {}, {}).unverified == ("x.a",)


def test_a_certificate_is_no_evidence_of_a_criterion() -> None:
    assert evidence_tasks(TWICE, "x.a") == ("mail", "talk")
    looked_at = found(finding("paper", "x.a", NOT_MET), finding("mail", "x.a", MET), finding("talk", "x.a", MET))
    assert determine(TWICE, looked_at, {}).result is Result.PASSED


def test_what_no_task_verifies_is_never_verified() -> None:
    course = standard(competency("x", [criterion("a"), criterion("b")], [task("talk", TaskKind.ORAL, "x.a")]))
    assert determine(course, found(finding("talk", "x.a", MET)), {}).unverified == ("x.b",)


def test_findings_about_strange_criteria_and_tasks_change_nothing() -> None:
    whole = found(finding("mail", "x.a", MET), finding("talk", "x.a", MET))
    strange = found(finding("mail", "y.a", NOT_MET), finding("other", "x.a", NOT_MET))
    assert determine(TWICE, {**strange, **whole}, {}) == determine(TWICE, whole, {})


@pytest.mark.parametrize("letter", LETTERS)
def test_unmet_criterion_fails_its_competency_and_the_exam(letter: str) -> None:
    course = standard(ruled(), competency("y", [criterion("a")], [task("call", TaskKind.ROLE_PLAY, "y.a")]))
    findings = only_met(LETTERS.replace(letter, "")) | found(finding("call", "y.a", MET))
    verdict = determine(course, findings, {})
    assert [entry.status for entry in verdict.competencies] == [CompetencyStatus.NOT_MET, CompetencyStatus.MET]
    assert verdict.result is Result.FAILED


def test_a_criterion_that_does_not_bind_must_be_verified_and_not_met() -> None:
    course = standard(ruled(optional="d"))
    assert determine(course, only_met("abc"), {}).result is Result.PASSED
    assert determine(course, only_met("abd"), {}).result is Result.FAILED
    assert determine(course, judged(dict.fromkeys("abc", MET)), {}).unverified == ("x.d",)


@pytest.mark.parametrize(
    ("rule", "met", "passed"),
    [
        (at_least(2), "ab", True),
        (at_least(2), "cd", True),
        (at_least(2), "a", False),
        (at_least(2), "abcd", True),
        (at_least(2, "a"), "bcd", False),
        (at_least(2, "a"), "ad", True),
        (at_least(1, "a", "b"), "a", False),
        (points(5, a=3, b=2, c=1), "ab", True),
        (points(5, a=3, b=2, c=1), "ac", False),
        (points(5, a=3, b=2, c=1), "acd", False),
        (points(5, a=5), "a", True),
    ],
)
def test_a_competency_is_met_by_its_rule(rule: Rule, met: str, *, passed: bool) -> None:
    verdict = determine(standard(ruled(rule)), only_met(met), {})
    assert (verdict.result is Result.PASSED) is passed


@pytest.mark.parametrize("status", [CompetencyStatus.WAIVED, CompetencyStatus.RECOGNISED])
def test_an_excused_competency_needs_no_criteria_and_covers_them(status: CompetencyStatus) -> None:
    verdict = determine(TWICE, {}, {"x": status})
    (competency_verdict,) = verdict.competencies
    assert (verdict.result, verdict.unverified, competency_verdict.status) == (Result.PASSED, (), status)
    assert competency_verdict.criteria[0].status is CriterionStatus.COVERED


def test_reasons_under_an_excused_competency_are_not_told() -> None:
    verdict = determine(TWICE, found(finding("mail", "x.a", NOT_MET)), {"x": CompetencyStatus.WAIVED})
    assert verdict.competencies[0].criteria[0].reasons == ()


@given(RULES, JUDGED, st.data())
def test_the_verdict_does_not_depend_on_the_order_of_findings(
    rule: Rule, marks: dict[str, Judgement], data: st.DataObject
) -> None:
    findings = judged(marks)
    order = data.draw(st.permutations(list(findings)))
    course = standard(ruled(rule))
    assert determine(course, {place: findings[place] for place in order}, {}) == determine(course, findings, {})


@given(RULES, JUDGED, st.permutations(list(LETTERS)))
def test_the_verdict_does_not_depend_on_the_order_of_criteria(
    rule: Rule, marks: dict[str, Judgement], order: list[str]
) -> None:
    plain = ruled(rule)
    shuffled = plain.model_copy(update={"criteria": tuple(criterion(letter) for letter in order)})
    assert told(standard(shuffled), marks) == told(standard(plain), marks)


def told(course: AssessmentStandard, marks: Mapping[str, Judgement]) -> tuple[object, ...]:
    verdict = determine(course, judged(marks), {})
    (only,) = verdict.competencies
    return verdict.result, only.status, {entry.criterion: (entry.status, entry.reasons) for entry in only.criteria}


@given(RULES, JUDGED, st.sampled_from(LETTERS))
def test_one_more_criterion_met_never_costs_the_exam(rule: Rule, marks: dict[str, Judgement], letter: str) -> None:
    course = standard(ruled(rule))
    before = determine(course, judged({**marks, letter: NOT_MET}), {}).result
    after = determine(course, judged({**marks, letter: MET}), {}).result
    assert (before, after) != (Result.PASSED, Result.FAILED)


@given(st.dictionaries(st.sampled_from("xyz"), st.sampled_from(list(Judgement))))
def test_the_exam_is_passed_only_when_every_competency_is(marks: dict[str, Judgement]) -> None:
    names = "xyz"
    course = standard(
        *(competency(name, [criterion("a")], [task(f"t-{name}", TaskKind.ORAL, f"{name}.a")]) for name in names)
    )
    findings = found(*(finding(f"t-{name}", f"{name}.a", mark) for name, mark in marks.items()))
    verdict = determine(course, findings, {})
    assert (verdict.result is Result.PASSED) is all(marks.get(name) is MET for name in names)
    assert verdict.unverified == tuple(f"{name}.a" for name in names if name not in marks)


def test_a_rule_with_nothing_binding_is_met_by_nothing() -> None:
    course = standard(ruled(AllRule(kind="all", sentence="Nic."), optional=LETTERS))
    assert determine(course, only_met(""), {}).result is Result.PASSED


# Tasks that others bar


def gated() -> AssessmentStandard:
    """Theory bars a call, and the call bars what comes after it; the mail is barred by nothing."""
    return standard(
        competency("theory", [criterion("a")], [task("test", TaskKind.ORAL, "theory.a")]),
        competency(
            "x",
            [criterion("a"), criterion("b")],
            [
                task("call", TaskKind.ROLE_PLAY, "x.a", "x.b", requires=("theory.a",)),
                task("mail", TaskKind.WRITTEN_REPLY, "x.b"),
            ],
        ),
        competency("y", [criterion("a")], [task("after", TaskKind.ORAL, "y.a", requires=("x.a",))]),
    )


def statuses(verdict: Verdict) -> dict[str, CriterionStatus]:
    return {entry.criterion: entry.status for found in verdict.competencies for entry in found.criteria}


def test_a_criterion_not_met_bars_the_tasks_that_require_it_and_what_these_bar() -> None:
    verdict = determine(gated(), found(finding("test", "theory.a", NOT_MET), finding("mail", "x.b", MET)), {})
    assert statuses(verdict) == {
        "theory.a": CriterionStatus.NOT_MET,
        "x.a": CriterionStatus.BARRED,
        "x.b": CriterionStatus.BARRED,
        "y.a": CriterionStatus.BARRED,
    }
    assert (verdict.result, verdict.unverified) == (Result.FAILED, ())


def test_what_an_open_task_could_still_show_is_not_barred() -> None:
    verdict = determine(gated(), found(finding("test", "theory.a", NOT_MET)), {})
    assert verdict.unverified == ("x.b",)


def test_nothing_is_barred_before_it_is_decided() -> None:
    assert determine(gated(), {}, {}).unverified == ("theory.a", "x.a", "x.b", "y.a")


def test_what_was_judged_before_its_task_was_barred_keeps_its_finding() -> None:
    judged_first = found(finding("test", "theory.a", NOT_MET), finding("call", "x.a", MET))
    assert statuses(determine(gated(), judged_first, {}))["x.a"] is CriterionStatus.MET


def test_an_excused_competency_bars_nothing() -> None:
    verdict = determine(gated(), {}, {"theory": CompetencyStatus.RECOGNISED})
    assert verdict.unverified == ("x.a", "x.b", "y.a")


PLACES = (("test", "theory.a"), ("call", "x.a"), ("call", "x.b"), ("mail", "x.b"), ("after", "y.a"))
GIVEN = st.dictionaries(st.sampled_from(PLACES), st.sampled_from(list(Judgement)))


@given(GIVEN, st.sampled_from(PLACES))
def test_a_better_judgement_never_costs_an_exam_with_barred_tasks(
    marks: dict[tuple[str, str], Judgement], place: tuple[str, str]
) -> None:
    before, after = (
        determine(gated(), found(*(finding(*at, mark) for at, mark in {**marks, place: own}.items())), {})
        for own in (NOT_MET, MET)
    )
    assert (before.result, after.result) != (Result.PASSED, Result.FAILED)
    assert before.fulfilled() <= after.fulfilled()


# A scale


def marked() -> AssessmentStandard:
    parts = (
        ScalePart(id="theory", title="T", points=40, floor=Decimal("0.5"), tests=("test",)),
        ScalePart(id="practice", title="P", points=60, criteria={f"x.{letter}": 1 for letter in LETTERS}),
    )
    steps = (Mark(mark="4", least=0, passes=False), Mark(mark="5", title="ok", least=60, passes=True))
    return standard(
        competency("theory", [criterion("a")], [task("test", TaskKind.ORAL, "theory.a")]),
        ruled(),
        scale=Scale(sentence="S.", parts=parts, marks=steps, verified=True, source="§"),
    )


def reached(number: int) -> dict[str, Score]:
    return {"test": Score(Decimal(number), Decimal(20))}


def test_under_a_scale_the_mark_is_the_result_and_the_competencies_are_told_beside_it() -> None:
    findings = only_met("abc") | found(finding("test", "theory.a", MET))
    verdict = determine(marked(), findings, {}, reached(10))
    assert verdict.points is not None
    assert (str(verdict.points.total), verdict.points.mark, verdict.result) == ("65.00", "5", Result.PASSED)
    assert [entry.status for entry in verdict.competencies] == [CompetencyStatus.MET, CompetencyStatus.NOT_MET]


def test_too_few_points_fail_though_every_competency_is_met() -> None:
    findings = only_met(LETTERS) | found(finding("test", "theory.a", MET))
    assert determine(marked(), findings, {}, reached(9)).result is Result.FAILED


def test_a_test_whose_competency_is_excused_counts_in_full() -> None:
    verdict = determine(marked(), only_met("a"), {"theory": CompetencyStatus.RECOGNISED})
    assert verdict.points is not None
    assert str(verdict.points.parts[0].points) == "40.00"


def test_without_a_scale_there_are_no_points() -> None:
    assert determine(TWICE, {}, {}).points is None


@given(JUDGED, st.integers(0, 20), st.sampled_from(LETTERS), st.integers(0, 5))
def test_more_points_never_cost_an_exam_under_a_scale(
    marks: dict[str, Judgement], score: int, letter: str, more: int
) -> None:
    before = determine(marked(), judged({**marks, letter: NOT_MET}), {}, reached(score)).result
    after = determine(marked(), judged({**marks, letter: MET}), {}, reached(min(20, score + more))).result
    assert (before, after) != (Result.PASSED, Result.FAILED)

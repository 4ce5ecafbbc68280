"""A defect that inspections find in records is told by its code, and a sound record has none."""

import inspect
import re
from datetime import date

import pytest

from exam.core import record_lint
from exam.core.identity import IdentityVersion
from exam.core.record_lint import lint_record
from exam.core.session_values import Ending
from exam.core.standard import AssessmentStandard
from exam.core.verdict import CompetencyStatus, CriterionStatus
from tests.core.record_alterations import (
    Altering,
    competency_told,
    criterion_told,
    examiner_told,
    finding_told,
    recorded,
    standard_given,
    task_told,
    waiver_told,
)
from tests.record_builders import ENDED, START, RecordCase, record_case

FAILED = record_case(passed=False)


def codes(case: RecordCase) -> list[str]:
    return [defect.code for defect in lint_record(case.record, case.standard)]


def authorised(place: int, **changes: object) -> Altering:
    """Another authorisation of an examiner; None takes it away."""

    def alter(case: RecordCase) -> RecordCase:
        version = case.record.examiners[place].version
        held = version.identity.authorisation
        assert held is not None
        other = held.model_copy(update=changes) if changes else None
        return examiner_told(place, version=with_identity(version, authorisation=other))(case)

    return alter


def with_identity(version: IdentityVersion, **changes: object) -> IdentityVersion:
    return version.model_copy(update={"identity": version.identity.model_copy(update=changes)})


def named(**changes: object) -> Altering:
    def alter(case: RecordCase) -> RecordCase:
        candidate = case.record.candidate
        version = with_identity(candidate.version, **changes)
        return recorded(candidate=candidate.model_copy(update={"version": version}))(case)

    return alter


def both(first: Altering, second: Altering) -> Altering:
    return lambda case: second(first(case))


EXAMINERS = FAILED.record.examiners
RECOGNISED = competency_told("english", status=CompetencyStatus.RECOGNISED, basis="")
DEFECTS: dict[str, tuple[Altering, str]] = {
    "no reason": (finding_told("sale.a", reason=""), "defect-reason-missing"),
    "a reason that says nothing": (finding_told("sale.a", reason=" – "), "defect-reason-missing"),
    "the criterion's text as the reason": (
        finding_told("sale.a", reason=" Předvést postup v zadané situaci"),
        "defect-reason-repeats",
    ),
    "an early ending without a reason": (recorded(ending=Ending.WITHDREW), "defect-ending-reason"),
    "an open criterion": (criterion_told("law.a", status=CriterionStatus.NOT_VERIFIED), "defect-criterion-open"),
    "no authorisation": (authorised(0), "defect-authorisation-incomplete"),
    "an authorisation without a number": (authorised(0, number="–"), "defect-authorisation-incomplete"),
    "an entrepreneur without a name": (authorised(2, holder=""), "defect-authorisation-incomplete"),
    "a legal person without a seat": (authorised(1, seat=""), "defect-authorisation-incomplete"),
    "a legal person without its number": (authorised(1, company_id=""), "defect-authorisation-incomplete"),
    "an authorisation that ran out the day before": (
        authorised(1, valid_until=date(2026, 11, 19)),
        "defect-authorisation-expired",
    ),
    "one examiner only": (
        both(
            recorded(examiners=EXAMINERS[:1]),
            both(task_told(0, panel=("dvorakova",)), task_told(1, panel=("dvorakova",), figurant=None)),
        ),
        "defect-commission-size",
    ),
    "two chairs": (examiner_told(1, chair=True), "defect-commission-chair"),
    "no chair": (examiner_told(0, chair=False), "defect-commission-chair"),
    "one person under two accounts": (
        lambda case: examiner_told(1, version=case.record.examiners[0].version)(case),
        "defect-commission-twice",
    ),
    "the candidate as an examiner": (
        lambda case: recorded(candidate=case.record.candidate.model_copy(update={"id": "kratky"}))(case),
        "defect-commission-candidate",
    ),
    "nobody on a panel": (task_told(0, panel=()), "defect-panel"),
    "a stranger on a panel": (task_told(0, panel=("dvorakova", "host")), "defect-panel"),
    "a stranger as figurant": (task_told(1, figurant="host"), "defect-panel"),
    "a recognition without evidence": (RECOGNISED, "defect-recognition-evidence"),
    "a waiver without a certificate": (recorded(waivers=()), "defect-waiver-evidence"),
    "a waiver that the standard does not know": (
        lambda case: standard_given(
            competencies=tuple(found.model_copy(update={"waiver": None}) for found in case.standard.competencies)
        )(case),
        "defect-waiver-evidence",
    ),
    "a waived competency that the standard does not know": (
        lambda case: standard_given(competencies=case.standard.competencies[:1])(case),
        "defect-waiver-evidence",
    ),
    "a certificate that nobody saw": (waiver_told(original_seen=False), "defect-waiver-evidence"),
    "a certificate without a number": (waiver_told(number=""), "defect-waiver-evidence"),
    "a certificate from nobody": (waiver_told(issuer=""), "defect-waiver-evidence"),
    "a certificate of another language": (waiver_told(language="de"), "defect-waiver-evidence"),
    "a certificate below the level": (waiver_told(level="B1"), "defect-waiver-evidence"),
    "a certificate of tomorrow": (waiver_told(issued_on=date(2026, 11, 21)), "defect-waiver-evidence"),
    "a certificate that ran out": (waiver_told(valid_until=date(2026, 11, 19)), "defect-waiver-evidence"),
    "no surname": (named(surname="–"), "defect-field-empty"),
    "no place": (recorded(place=""), "defect-field-empty"),
    "no document": (recorded(identity_document=""), "defect-field-empty"),
    "a place that a template left": (recorded(place="Místo: ______"), "defect-template-remnant"),
    "a number that a template left": (authorised(0, number="XXXX/2026"), "defect-template-remnant"),
    "a reason that a template left": (finding_told("sale.a", reason="{reason}"), "defect-template-remnant"),
    "no induction": (lambda case: recorded(induction=case.record.induction[1:])(case), "defect-induction-missing"),
    "an end before the start": (recorded(ended_at=START - (ENDED - START)), "defect-times"),
    "an issue before the end": (recorded(issued_at=START), "defect-times"),
    "a task closed before it was opened": (task_told(1, closed_at=START), "defect-task-times"),
    "a task that nobody closed": (task_told(1, closed_at=None), "defect-task-times"),
}


@pytest.mark.parametrize("name", DEFECTS)
def test_one_defect_is_told_by_its_code(name: str) -> None:
    alter, code = DEFECTS[name]
    assert codes(alter(FAILED)) == [code]


def test_there_is_no_defect_that_nothing_provokes() -> None:
    known = set(re.findall(r'"(defect-[a-z-]+)"', inspect.getsource(record_lint)))
    assert known == {code for _, code in DEFECTS.values()}


@pytest.mark.parametrize("case", [FAILED, record_case(), record_case(nasty=True), record_case(practice=False)])
def test_a_sound_record_has_no_defect(case: RecordCase) -> None:
    assert codes(case) == []


def test_who_never_began_needs_neither_document_nor_induction_nor_every_criterion() -> None:
    absent = recorded(
        tasks=(),
        identity_document="",
        induction=(),
        ending=Ending.ABSENT,
        ending_reason="Nedostavil se.",
        started_at=START,
    )
    assert codes(both(absent, criterion_told("law.a", status=CriterionStatus.NOT_VERIFIED))(FAILED)) == []


def test_an_open_task_of_an_exam_that_ended_early_is_no_defect() -> None:
    left = recorded(ending=Ending.WITHDREW, ending_reason="Odešel.")
    assert codes(both(left, task_told(1, closed_at=None))(FAILED)) == []


def test_an_authorisation_holds_on_its_last_day() -> None:
    assert codes(authorised(1, valid_until=date(2026, 11, 20))(FAILED)) == []


def test_a_certificate_without_an_end_holds_for_ever() -> None:
    assert codes(waiver_told(issued_on=date(1990, 1, 1))(FAILED)) == []


def test_a_defect_names_what_it_is_about() -> None:
    (expired,) = lint_record(authorised(1, valid_until=date(2020, 1, 1))(FAILED).record, FAILED.standard)
    assert expired.arguments == {"who": "kratky", "until": "2020-01-01"}
    (size,) = lint_record(FAILED.record, _larger(FAILED))
    assert size.arguments == {"found": "3", "allowed": "4–5"}


@pytest.mark.parametrize(
    ("alter", "field"),
    [
        (named(given_names="–"), "given_names"),
        (named(surname="–"), "surname"),
        (recorded(place=""), "place"),
        (recorded(identity_document=""), "identity_document"),
        (recorded(standard=FAILED.record.standard.model_copy(update={"code": ""})), "code"),
        (recorded(place="Místo: ______"), "place"),
        (recorded(identity_document="XXXX"), "identity_document"),
        (recorded(ending_reason="doplňte"), "ending_reason"),
        (authorised(0, number="XXXX/2026"), "dvorakova"),
        (finding_told("sale.a", reason="{reason}"), "sale.a"),
    ],
)
def test_a_field_that_is_empty_or_was_left_by_a_template_is_named(alter: Altering, field: str) -> None:
    case = alter(FAILED)
    assert [defect.arguments for defect in lint_record(case.record, case.standard)] == [{"field": field}]


def test_a_legal_person_needs_a_number_too() -> None:
    assert codes(authorised(1, number="")(FAILED)) == ["defect-authorisation-incomplete"]


@pytest.mark.parametrize("day", ["issued_on", "valid_until"])
def test_a_certificate_holds_on_its_first_and_on_its_last_day(day: str) -> None:
    assert codes(waiver_told(**{day: START.date()})(FAILED)) == []


def test_an_exam_may_end_when_it_starts_and_be_issued_when_it_ends() -> None:
    at_once = recorded(started_at=START, ended_at=START, issued_at=START)(FAILED)
    assert "defect-times" not in codes(at_once)


def test_the_smallest_and_the_largest_commission_are_allowed() -> None:
    rule = FAILED.standard.commission
    three = rule.minimum.model_copy(update={"value": 3})
    exact = FAILED.standard.model_copy(
        update={"commission": rule.model_copy(update={"minimum": three, "maximum": three})}
    )
    assert lint_record(FAILED.record, exact) == ()


def _larger(case: RecordCase) -> AssessmentStandard:
    rule = case.standard.commission
    four = rule.minimum.model_copy(update={"value": 4})
    five = rule.maximum.model_copy(update={"value": 5})
    return case.standard.model_copy(update={"commission": rule.model_copy(update={"minimum": four, "maximum": five})})

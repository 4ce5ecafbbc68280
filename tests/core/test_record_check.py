"""A record proves itself; one alteration of it, of its extract or of its standard is told by its code."""

import inspect
import re
from dataclasses import replace
from datetime import UTC, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exam.core import record_check, record_ties
from exam.core.chain import Head
from exam.core.correction_events import KeyCorrected
from exam.core.course_events import KeysWithinReach
from exam.core.events import Event
from exam.core.exam_record import SupersededRecord
from exam.core.judging import AgreementRule, Judgement
from exam.core.key_correction import CorrectedKey
from exam.core.record_check import DECISIVE, check_record, excused, findings
from exam.core.scale import Points
from exam.core.second_decision import RecordedDecision, SecondDecision
from exam.core.session_events import (
    CompetencyRecognised,
    IdentityVerified,
    IrregularityLogged,
    ReasonsAcknowledged,
    ResponseSaved,
    ResultDetermined,
    SessionEnded,
    SessionOpened,
    TaskScored,
    TimeExtended,
    WaiverAccepted,
)
from exam.core.session_values import Ending, TextResponse
from exam.core.standard import Origin
from exam.core.verdict import CompetencyStatus, CriterionStatus, Result
from tests.core.record_alterations import (
    Altering,
    acknowledged,
    agreed_otherwise,
    appended,
    appended_before_the_end,
    competency_told,
    criterion_told,
    decisive,
    entered,
    examiner_told,
    extracted,
    finding_told,
    happened,
    linked,
    of_version,
    recorded,
    renamed,
    respaced,
    retold,
    standard_given,
    standard_repinned,
    standard_told,
    task_told,
    waiver_told,
    without,
)
from tests.record_builders import ENDED, MINUTE_MS, START, RecordCase, record_case

FAILED = record_case(passed=False)
PASSED = record_case()
FORMER = SupersededRecord(record="record-1", data_digest="a" * 64, reason="Překlep v místě konání.")
HOUR = timedelta(hours=1)
NOTED = IrregularityLogged(category="other", note="Vypadl proud.")


def codes(case: RecordCase) -> list[str]:
    found = check_record(case.record, case.extract, case.standard_json, case.standard)
    return [entry.code for entry in found]


def told(case: RecordCase) -> dict[str, str]:
    """The arguments of the only discrepancy."""
    (found,) = check_record(case.record, case.extract, case.standard_json, case.standard)
    return dict(found.arguments)


ALTERATIONS: dict[str, tuple[Altering, str]] = {
    # the chain
    "a link lost": (extracted(lambda entries: entries[:3] + entries[4:]), "chain-broken"),
    "links swapped": (extracted(lambda entries: [*entries[:2], entries[3], entries[2], *entries[4:]]), "chain-broken"),
    "a link retyped": (linked(4, type="TimeSpent"), "chain-broken"),
    "a link restamped": (linked(4, version=2), "chain-broken"),
    "another digest": (linked(15, body_digest="0" * 64), "chain-broken"),
    "a digest that is none": (linked(15, body_digest="?"), "chain-broken"),
    "a link of another stream": (linked(5, stream="session/other"), "chain-broken"),
    "the tail cut": (extracted(lambda entries: entries[:-1]), "record-head-differs"),
    "nothing at all": (extracted(lambda _: []), "record-head-differs"),
    "another head": (recorded(session_head=Head(seq=11, hash="0" * 64)), "record-head-differs"),
    "another session": (recorded(session="session-0000000000"), "record-head-differs"),
    "an extract of another stream": (
        lambda case: replace(case, extract=case.extract.model_copy(update={"stream": "session/other"})),
        "record-head-differs",
    ),
    # the bodies
    "a decisive body withheld": (entered(5, body=None), "record-body-missing"),
    "a salt withheld": (entered(5, salt=None), "record-body-missing"),
    "another body": (entered(5, body="{}"), "record-body-differs"),
    "another salt": (entered(5, salt="00" * 16), "record-body-differs"),
    "a salt that is none": (entered(5, salt="zz"), "record-body-differs"),
    "a strange body beside an event that decides nothing": (entered(15, salt="00", body="{}"), "record-body-differs"),
    "an event of a newer program": (of_version(2), "event-unknown"),
    "an event of no version": (of_version(0), "event-unknown"),
    # the standard
    "another standard": (standard_given(source="Jiný."), "record-standard-differs"),
    "the standard in other bytes": (respaced, "record-standard-differs"),
    "another digest of the standard": (standard_told(digest="0" * 64), "record-standard-differs"),
    "another code": (standard_told(code="66-030-M"), "record-standard-differs"),
    "another title": (standard_told(title={"cs": "Lékař"}), "record-standard-differs"),
    "a standard without an end": (standard_told(valid_until=None), "record-standard-differs"),
    # the opening
    "another sitting": (recorded(sitting="sitting-0"), "record-opening-differs"),
    "another head of the sitting": (recorded(sitting_head=Head(seq=5, hash="0" * 64)), "record-opening-differs"),
    "another account of the candidate": (
        lambda case: recorded(candidate=case.record.candidate.model_copy(update={"id": "jina"}))(case),
        "record-opening-differs",
    ),
    "a session opened under another standard": (happened(SessionOpened, standard="other"), "record-opening-differs"),
    "a session that pinned another standard": (
        happened(SessionOpened, standard_digest="0" * 64),
        "record-opening-differs",
    ),
    "a session that was never opened": (without(SessionOpened), "record-opening-differs"),
    "a session that was opened twice": (retold(lambda events: [events[0], *events]), "record-opening-differs"),
    # the people
    "another name of the candidate": (renamed, "record-identity-differs"),
    "nobody was verified": (without(IdentityVerified), "record-identity-differs"),
    "somebody else was verified": (happened(IdentityVerified, identity="0" * 64), "record-identity-differs"),
    "somebody else was verified later": (
        appended(IdentityVerified(identity="0" * 64, document="pas")),
        "record-identity-differs",
    ),
    "another examiner": (examiner_told(1, id="jiny"), "record-commission-differs"),
    "an examiner under another name": (
        lambda case: examiner_told(1, version=case.record.candidate.version)(case),
        "record-commission-differs",
    ),
    "another chair": (examiner_told(0, chair=False), "record-commission-differs"),
    "an examiner left out": (
        lambda case: recorded(examiners=case.record.examiners[:2])(case),
        "record-commission-differs",
    ),
    "an examiner named twice": (
        lambda case: recorded(examiners=(*case.record.examiners, case.record.examiners[2]))(case),
        "record-commission-differs",
    ),
    # the result
    "another result": (recorded(result=Result.PASSED), "record-result-differs"),
    "another ending": (recorded(ending=Ending.WITHDREW), "record-result-differs"),
    "another result was determined": (happened(ResultDetermined, result=Result.PASSED), "record-result-differs"),
    "no result was determined": (without(ResultDetermined), "record-result-differs"),
    # competencies, criteria, reasons
    "a competency left out": (
        lambda case: recorded(competencies=case.record.competencies[1:])(case),
        "record-competencies-differ",
    ),
    "a competency told twice": (
        lambda case: recorded(competencies=(*case.record.competencies, case.record.competencies[0]))(case),
        "record-competencies-differ",
    ),
    "competencies in another order": (
        lambda case: recorded(competencies=case.record.competencies[::-1])(case),
        "record-competencies-differ",
    ),
    "another competency": (competency_told("law", competency="other"), "record-competencies-differ"),
    "another name of a competency": (competency_told("law", title="Jiná"), "record-competencies-differ"),
    "another level of a competency": (competency_told("law", level=8), "record-competencies-differ"),
    "another rule of a competency": (competency_told("law", rule="Stačí jedno."), "record-competencies-differ"),
    "a failed competency told as met": (competency_told("sale", status=CompetencyStatus.MET), "record-verdict-differs"),
    "a waiver told as an exam": (competency_told("english", status=CompetencyStatus.MET), "record-verdict-differs"),
    "a failed criterion told as met": (criterion_told("sale.a", status=CriterionStatus.MET), "record-verdict-differs"),
    "another wording of a criterion": (criterion_told("sale.b", text="Jiné."), "record-verdict-differs"),
    "a derived criterion told as official": (criterion_told("law.a", origin=Origin.OFFICIAL), "record-verdict-differs"),
    "another reason": (finding_told("sale.a", reason="Jiný důvod."), "record-reasons-differ"),
    "no reason": (finding_told("sale.a", reason=""), "record-reasons-differ"),
    "another judgement": (finding_told("sale.a", judgement=Judgement.MET), "record-reasons-differ"),
    "another task": (finding_told("sale.a", task="law-task"), "record-reasons-differ"),
    "a finding left out": (criterion_told("sale.a", findings=()), "record-reasons-differ"),
    # everything else that the extract determines
    "another language": (recorded(language="en"), "record-language-differs"),
    "another document": (recorded(identity_document="cestovní pas"), "record-document-differs"),
    "another document was shown": (
        happened(IdentityVerified, document="cestovní pas"),
        "record-document-differs",
    ),
    "no induction": (recorded(induction=()), "record-induction-differs"),
    "another topic of the induction": (
        lambda case: recorded(induction=case.record.induction[::-1])(case),
        "record-induction-differs",
    ),
    "an induction in other words": (
        lambda case: recorded(
            induction=(case.record.induction[0].model_copy(update={"text": "Nic."}), *case.record.induction[1:])
        )(case),
        "record-induction-differs",
    ),
    "an earlier start": (recorded(started_at=START - HOUR), "record-times-differ"),
    "a later end": (recorded(ended_at=ENDED + HOUR), "record-times-differ"),
    "the same start in another zone": (recorded(started_at=START.astimezone(UTC)), "record-times-differ"),
    "issued before it was over": (recorded(issued_at=ENDED), "record-times-differ"),
    "another certificate": (waiver_told(number="B2-99999"), "record-waivers-differ"),
    "another level of a certificate": (waiver_told(level="C2"), "record-waivers-differ"),
    "a certificate without a waiver": (
        lambda case: recorded(waivers=case.record.waivers * 2)(case),
        "record-waivers-differ",
    ),
    "a waiver left out": (recorded(waivers=()), "record-waivers-differ"),
    "a correction that nobody approved": (recorded(supersedes=FORMER), "record-supersedes-differs"),
    "a practice record corrected into an official one": (
        lambda _: recorded(practice=())(record_case(supersedes=FORMER)),
        "record-correction-practice",
    ),
    "another basis": (competency_told("english", basis="Jiná jazyková škola"), "record-basis-differs"),
    "a refusal told as an acknowledgement": (
        happened(ReasonsAcknowledged, acknowledged=False),
        "record-acknowledgement-differs",
    ),
    "another objection": (acknowledged(objection="Nesouhlasím."), "record-acknowledgement-differs"),
    "an acknowledgement at another time": (acknowledged(at=ENDED), "record-acknowledgement-differs"),
    "an acknowledgement left out": (recorded(acknowledgement=None), "record-acknowledgement-differs"),
    "an irregularity left out": (appended_before_the_end(NOTED), "record-irregularities-differ"),
    "a workbook within reach of its keys, left out": (
        appended_before_the_end(KeysWithinReach(task="law-test")),
        "record-practice-differs",
    ),
    "a workbook within reach of its keys, told as official": (
        lambda case: recorded(practice=())(appended_before_the_end(KeysWithinReach(task="law-test"))(case)),
        "record-practice-differs",
    ),
    "an irregularity made up": (recorded(irregularities=("other: Nic.",)), "record-irregularities-differ"),
    "a machine's decision told as the commission's": (
        finding_told("law.a", rule=AgreementRule.DISCUSSION),
        "record-agreement-differs",
    ),
    "another rule of agreement": (finding_told("sale.a", rule=AgreementRule.MAJORITY), "record-agreement-differs"),
    "a divided commission told as unanimous": (finding_told("sale.a", unanimous=True), "record-agreement-differs"),
    "a task left out": (lambda case: recorded(tasks=case.record.tasks[1:])(case), "record-tasks-differ"),
    "a task made up": (lambda case: recorded(tasks=case.record.tasks * 2)(case), "record-tasks-differ"),
    "another panel": (task_told(1, panel=("dvorakova",)), "record-task-differs"),
    "another figurant": (task_told(1, figurant=None), "record-task-differs"),
    "another score": (task_told(0, score=Decimal(24)), "record-task-differs"),
    "another maximum": (task_told(0, max_score=Decimal(20)), "record-task-differs"),
    "another title of a task": (task_told(0, title="Jiný úkol"), "record-task-differs"),
    "another content": (
        lambda case: task_told(0, content=case.record.tasks[0].content[:20])(case),
        "record-task-differs",
    ),
    "another file handed in": (task_told(1, submissions=("0" * 64,)), "record-task-differs"),
    "a task closed at another time": (task_told(0, closed_at=START + HOUR), "record-task-differs"),
    "a task opened at another time": (task_told(1, opened_at=START + HOUR), "record-task-differs"),
    "more time than was granted": (task_told(0, granted_ms=90 * MINUTE_MS), "record-task-time-differs"),
    "extra time that nobody gave": (
        task_told(1, granted_ms=60 * MINUTE_MS, extra_ms=15 * MINUTE_MS),
        "record-task-time-differs",
    ),
    "less time than was used": (task_told(0, consumed_ms=30 * MINUTE_MS), "record-task-time-differs"),
    "more time than was used": (task_told(0, consumed_ms=40 * MINUTE_MS), "record-task-time-differs"),
    "a signer left out": (lambda case: recorded(signers=case.record.signers[1:])(case), "record-signers-differ"),
    "signers in another order": (
        lambda case: recorded(signers=case.record.signers[::-1])(case),
        "record-signers-differ",
    ),
    "somebody else as a signer": (
        lambda case: recorded(
            signers=(case.record.signers[0].model_copy(update={"who": "kratky"}), *case.record.signers[1:])
        )(case),
        "record-signers-differ",
    ),
    "a second decision that nobody took": (
        recorded(decision=RecordedDecision(body="council", confirmed=True, minutes="7", decided_on=ENDED.date())),
        "record-decision-differs",
    ),
    "no second decision where the standard asks for one": (
        standard_repinned(second_decision=SecondDecision(body="council", sentence="S.", verified=True, source="§")),
        "record-decision-missing",
    ),
    "points where the standard has no scale": (
        recorded(
            points=Points(parts=(), total=Decimal(90), most=100, mark="9", title="very good", passes=True),
        ),
        "record-points-differ",
    ),
    "a reason for practice left out": (
        lambda case: recorded(practice=case.record.practice[1:])(case),
        "record-practice-differs",
    ),
    "another count of derived texts": (
        lambda case: recorded(
            practice=(case.record.practice[0].model_copy(update={"detail": "1"}), *case.record.practice[1:])
        )(case),
        "record-practice-differs",
    ),
}


@pytest.mark.parametrize("name", ALTERATIONS)
def test_one_alteration_is_told_by_its_code(name: str) -> None:
    alter, code = ALTERATIONS[name]
    assert codes(alter(FAILED)) == [code]


def test_there_is_no_discrepancy_that_nothing_provokes() -> None:
    known = set(re.findall(r'"(record-[a-z-]+)"', inspect.getsource(record_check) + inspect.getsource(record_ties)))
    assert known | {"chain-broken", "event-unknown"} == {code for _, code in ALTERATIONS.values()}


@pytest.mark.parametrize("case", [PASSED, FAILED, record_case(nasty=True), record_case(practice=False)])
def test_an_unaltered_record_proves_itself(case: RecordCase) -> None:
    assert codes(case) == []
    assert codes(retold(list)(case)) == []


def test_findings_told_twice_in_the_record_are_found() -> None:
    (finding,) = FAILED.record.competencies[1].criteria[0].findings
    assert codes(criterion_told("sale.a", findings=(finding, finding))(FAILED)) == ["record-reasons-differ"]


def test_a_criterion_told_twice_in_the_record_is_found() -> None:
    criteria = FAILED.record.competencies[1].criteria
    assert "record-verdict-differs" in codes(competency_told("sale", criteria=(criteria[1], *criteria))(FAILED))


def test_a_journal_in_which_the_commission_agreed_otherwise_contradicts_result_verdict_and_reasons() -> None:
    assert codes(agreed_otherwise(FAILED)) == [
        "record-result-differs",
        "record-verdict-differs",
        "record-reasons-differ",
    ]


def test_a_lost_decision_leaves_its_criterion_not_verified() -> None:
    def lost(events: list[Event]) -> list[Event]:
        return [event for event in events if not isinstance(event, TaskScored)]

    assert codes(retold(lost)(PASSED)) == [
        "record-result-differs",
        "record-verdict-differs",
        "record-reasons-differ",
        "record-task-differs",
    ]


def test_a_waiver_that_nobody_accepted_covers_nothing() -> None:
    assert codes(without(WaiverAccepted)(PASSED)) == [
        "record-result-differs",
        "record-verdict-differs",
        "record-waivers-differ",
        "record-basis-differs",
    ]


def test_a_recognition_told_as_a_waiver_is_found() -> None:
    recognised = CompetencyRecognised(competency="english", qualification="66-028-H", evidence="osvědčení")
    told_as_waiver = retold(
        lambda events: [recognised if isinstance(event, WaiverAccepted) else event for event in events]
    )
    wrong = ["record-verdict-differs", "record-waivers-differ", "record-basis-differs"]
    assert codes(told_as_waiver(PASSED)) == wrong
    as_it_is = competency_told("english", status=CompetencyStatus.RECOGNISED, basis="66-028-H; osvědčení")
    assert codes(recorded(waivers=())(as_it_is(told_as_waiver(PASSED)))) == []


def test_faults_of_chain_and_standard_are_told_together_and_nothing_is_derived_from_them() -> None:
    torn = extracted(lambda entries: entries[1:])(respaced(recorded(result=Result.PASSED)(FAILED)))
    assert codes(torn) == ["chain-broken", "record-standard-differs"]


def test_a_discrepancy_names_its_place() -> None:
    assert told(entered(5, body="{}")(FAILED)) == {"seq": "6"}
    assert told(linked(4, version=2)(FAILED)) == {"stream": FAILED.extract.stream, "seq": "5"}
    assert told(renamed(FAILED)) == {"who": "svobodova"}
    assert told(recorded(result=Result.PASSED)(FAILED)) == {"derived": "failed"}
    assert told(competency_told("sale", status=CompetencyStatus.MET)(FAILED)) == {"competency": "sale"}
    assert told(of_version(2)(FAILED)) == {"type": "SessionOpened", "version": "2"}


# Endings before the exam was fully run


def ended_early(ending: Ending, result: Result, reason: str = "Uchazeč odešel.") -> RecordCase:
    """The failed record as if the session had ended early instead of with its result."""
    event = SessionEnded(ending=ending, reason="Uchazeč odešel.")
    ended = retold(lambda events: [event if isinstance(told_of, ResultDetermined) else told_of for told_of in events])
    return recorded(ending=ending, ending_reason=reason, result=result)(ended(FAILED))


@pytest.mark.parametrize("ending", [Ending.ABSENT, Ending.WITHDREW, Ending.TERMINATED])
def test_an_early_ending_that_counts_as_failed_proves_a_failure_and_nothing_else(ending: Ending) -> None:
    assert codes(ended_early(ending, Result.FAILED)) == []
    assert codes(ended_early(ending, Result.PASSED)) == ["record-result-differs"]
    assert codes(ended_early(ending, Result.FAILED, "Jiný důvod.")) == ["record-result-differs"]


@pytest.mark.parametrize("ending", [Ending.EXCUSED, Ending.NOT_ADMITTED])
@pytest.mark.parametrize("result", list(Result))
def test_an_ending_without_a_result_proves_none(ending: Ending, result: Result) -> None:
    assert codes(ended_early(ending, result)) == ["record-result-differs"]


# What the events settle


def test_findings_are_those_of_machine_and_commission() -> None:
    settled = findings(tuple(decisive(FAILED.extract)))
    assert settled.keys() == {
        ("law-task", "law.a"),
        ("law-task", "law.b"),
        ("sale-task", "sale.a"),
        ("sale-task", "sale.b"),
    }
    assert settled["sale-task", "sale.a"].judgement is Judgement.NOT_MET


def test_excused_competencies_are_those_that_were_waived_or_recognised() -> None:
    assert excused(tuple(decisive(FAILED.extract))) == {"english": CompetencyStatus.WAIVED}


def test_every_decisive_event_of_the_extract_carries_its_body_and_no_other_does() -> None:
    carried = {entry.link.type: entry.body is not None for entry in FAILED.extract.entries}
    assert carried == {kind: kind in DECISIVE for kind in carried}


# Time that an extract does not tell


def withheld(case: RecordCase, event: Event) -> RecordCase:
    """The case after one more event whose body its extract withholds."""
    return appended_before_the_end(event)(case)


def test_time_that_was_added_shows_only_where_somebody_added_some() -> None:
    extended = withheld(FAILED, TimeExtended(task="sale-task", extra_ms=1, reason="Výpadek."))
    longer = {"granted_ms": 60 * MINUTE_MS, "extra_ms": 15 * MINUTE_MS}
    shorter = {"granted_ms": 40 * MINUTE_MS, "extra_ms": -5 * MINUTE_MS}
    assert codes(extended) == []
    assert codes(task_told(1, **longer)(extended)) == []
    assert codes(task_told(1, **shorter)(extended)) == ["record-task-time-differs"]


def test_time_that_ran_with_drafts_is_no_less_than_what_is_told_without_them() -> None:
    saved = ResponseSaved(task="law-task", part="law-01", response=TextResponse(text="a"), elapsed_ms=1)
    drafted = withheld(FAILED, saved)
    assert codes(task_told(0, consumed_ms=40 * MINUTE_MS)(drafted)) == []
    assert codes(task_told(0, consumed_ms=30 * MINUTE_MS)(drafted)) == ["record-task-time-differs"]


# A key that was corrected takes back what the candidate was told


KEY = KeyCorrected(
    correction=CorrectedKey(item="law-01", version=1, key="a"),
    reason="Dvě správné možnosti.",
    proposed_by="dvorakova",
    approved_by="kratky",
)


def test_a_corrected_key_shows_by_its_note_and_asks_for_another_acknowledgement() -> None:
    corrected = retold(lambda events: [*events[:-1], KEY, events[-1]])(FAILED)
    noted = recorded(irregularities=("key-correction: law-01/1: Dvě správné možnosti.",))(corrected)
    assert codes(corrected) == ["record-irregularities-differ"]
    assert codes(recorded(irregularities=("other: Nic.",))(corrected)) == ["record-irregularities-differ"]
    assert codes(noted) == []
    later = retold(lambda events: [*events, KEY])(FAILED)
    told = recorded(irregularities=("key-correction: law-01/1: x",))(later)
    assert codes(told) == ["record-acknowledgement-differs"]
    assert codes(recorded(acknowledgement=None)(told)) == []


# Anything at all


@given(st.data())
def test_no_link_can_be_changed_unnoticed(data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(FAILED.extract.entries) - 1))
    found = FAILED.extract.entries[place].link
    name = data.draw(st.sampled_from(sorted(type(found).model_fields)))
    kept = getattr(found, name)
    other = data.draw((st.integers(0, 99) if isinstance(kept, int) else st.text()).filter(lambda value: value != kept))
    assert codes(linked(place, **{name: other})(FAILED))[0] == "chain-broken"


@given(st.data())
def test_no_decisive_body_can_be_changed_unnoticed(data: st.DataObject) -> None:
    places = [at for at, entry in enumerate(FAILED.extract.entries) if entry.body is not None]
    place = data.draw(st.sampled_from(places))
    body = FAILED.extract.entries[place].body or ""
    at = data.draw(st.integers(0, len(body) - 1))
    other = data.draw(st.characters(codec="utf-8").filter(lambda char: char != body[at]))
    assert codes(entered(place, body=body[:at] + other + body[at + 1 :])(FAILED)) == ["record-body-differs"]


def test_a_corrected_record_proves_itself_as_well() -> None:
    assert codes(record_case(supersedes=FORMER)) == []


@pytest.mark.parametrize(
    "former", [None, FORMER.model_copy(update={"record": "record-9"}), FORMER.model_copy(update={"reason": "Jiný."})]
)
def test_a_record_supersedes_what_its_journal_says_and_nothing_else(former: SupersededRecord | None) -> None:
    case = record_case(supersedes=FORMER)
    assert codes(recorded(supersedes=former)(case)) == ["record-supersedes-differs"]
    assert codes(recorded(supersedes=FORMER)(record_case())) == ["record-supersedes-differs"]


def test_no_practice_record_becomes_official_by_a_correction() -> None:
    case = record_case(supersedes=FORMER)
    assert codes(recorded(practice=())(case)) == ["record-correction-practice"]

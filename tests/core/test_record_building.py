"""A record is a function of the session: every fact in it is the journal's, and it proves itself."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from exam.core.candidate_session import SessionState, fold
from exam.core.candidate_session import commands as asked
from exam.core.canonical import canonical_json, digest_of
from exam.core.events import decode, encode
from exam.core.judging import AgreementRule
from exam.core.marking_events import WorkbookMarked
from exam.core.record_building import (
    IdentityWithheldError,
    RecordIncompleteError,
    build_record,
    identity_references,
    practice_reasons,
    recorded_standard,
)
from exam.core.session_values import Ending, ItemOutcome
from exam.core.standard import AssessmentStandard, Origin, TaskKind
from exam.core.validity import Validity
from exam.core.verdict import CompetencyStatus, CriterionStatus, Result
from tests.builders import (
    AT,
    CERTIFICATE,
    ON,
    OPENING,
    REASON,
    Desk,
    competency,
    criterion,
    standard,
    task,
    whole,
)
from tests.core.recorded_desks import (
    COURSES,
    FRAME,
    IDENTITIES,
    ISSUED,
    MET,
    NOT_MET,
    PEOPLE,
    SIGNERS,
    WHO,
    desk,
    ended,
    proven,
    recognised,
    record_of,
    whole_after,
)


@pytest.mark.parametrize("course", COURSES)
def test_the_record_of_every_course_proves_itself(course: str) -> None:
    assert proven(COURSES[course]()) == ()


@pytest.mark.parametrize("course", COURSES)
def test_the_record_of_a_replayed_journal_is_the_same_to_the_byte(course: str) -> None:
    played = COURSES[course]()
    before = canonical_json(record_of(played))
    played.state = fold(
        decode(type(entry.event).__name__, 1, encode(entry.event, at=entry.at, by=entry.by), seq=entry.seq)
        for entry in played.entries
    )
    assert canonical_json(record_of(played)) == before


def test_a_record_states_how_the_exam_ended_and_under_what() -> None:
    played = whole(desk(), call=NOT_MET)
    record = record_of(played)
    assert (record.result, record.ending, record.ending_reason) == (Result.FAILED, Ending.FULLY_RUN, "")
    assert record.standard == recorded_standard(played.standard)
    assert (record.standard.digest, record.standard.valid_until) == (digest_of(played.standard), None)
    assert (record.session, record.sitting, record.sitting_head) == ("session-1", "sitting-1", OPENING.sitting_head)
    assert (record.place, record.issued_at, record.signers) == ("Učebna A", ISSUED, SIGNERS)
    assert (record.practice, record.program, record.session_head) == (FRAME.practice, "0.1.0", FRAME.session_head)
    assert (record.identity_document, record.language) == ("pas", "cs")


def test_a_standard_stands_with_the_days_for_which_it_holds() -> None:
    told = recorded_standard(DERIVED)
    assert (told.valid_since, told.valid_until) == ("2020-01-01", "2026-11-19")


def test_a_record_names_its_people_with_the_salts_that_tie_them_to_the_journal() -> None:
    record = record_of(whole(desk()))
    assert (record.candidate.id, record.candidate.version) == ("candidate", PEOPLE["candidate"])
    assert [(examiner.id, examiner.chair, examiner.version) for examiner in record.examiners] == [
        ("chair", True, PEOPLE["chair"]),
        ("second", False, PEOPLE["second"]),
    ]


def test_a_record_holds_every_competency_and_criterion_in_the_order_of_the_standard() -> None:
    played = whole(desk(), call=NOT_MET)
    record = record_of(played)
    assert [entry.competency for entry in record.competencies] == ["law", "call", "english"]
    assert [entry.criterion for told in record.competencies for entry in told.criteria] == [
        name for name, _ in played.standard.criteria()
    ]
    assert [entry.status for entry in record.competencies] == [
        CompetencyStatus.MET,
        CompetencyStatus.NOT_MET,
        CompetencyStatus.MET,
    ]


def test_a_finding_of_the_commission_states_its_rule_and_one_of_the_machine_none() -> None:
    record = record_of(whole(desk(), call=NOT_MET))
    (machine,) = record.competencies[0].criteria[0].findings
    (agreed,) = record.competencies[1].criteria[0].findings
    assert (machine.task, machine.judgement, machine.rule, machine.reason) == ("law-test", MET, None, "")
    assert (agreed.task, agreed.judgement, agreed.reason) == ("role-call", NOT_MET, REASON)
    assert (agreed.rule, agreed.unanimous) == (AgreementRule.DISCUSSION, True)


def test_a_waived_competency_states_the_certificate_and_when_it_was_accepted() -> None:
    record = record_of(whole(desk(), waived=True))
    english = record.competencies[2]
    assert (english.status, english.basis) == (CompetencyStatus.WAIVED, CERTIFICATE.issuer)
    assert [entry.status for entry in english.criteria] == [CriterionStatus.COVERED]
    (waiver,) = record.waivers
    assert (waiver.competency, waiver.certificate, waiver.accepted_at) == ("english", CERTIFICATE, AT)


def test_a_recognised_competency_states_on_what_it_rests() -> None:
    call = record_of(recognised()).competencies[1]
    assert (call.status, call.basis) == (CompetencyStatus.RECOGNISED, "66-028-H; osvědčení č. 1")


def test_an_early_ending_leaves_what_was_open_not_verified() -> None:
    record = record_of(ended(Ending.WITHDREW))
    assert (record.result, record.ending_reason) == (Result.FAILED, "Uchazeč odešel z místnosti.")
    statuses = {entry.status for told in record.competencies for entry in told.criteria}
    assert statuses == {CriterionStatus.NOT_VERIFIED}
    assert not any(entry.findings for told in record.competencies for entry in told.criteria)


def test_a_criterion_of_two_tasks_keeps_the_finding_of_each_that_was_run() -> None:
    tasks = [task(name, TaskKind.ORAL, "x.a", title=name.title()) for name in ("first", "second-one", "third")]
    played = desk(standard(competency("x", [criterion("a")], tasks))).admitted()
    played.performed("second-one", "x.a", NOT_MET, REASON)
    played.performed("first", "x.a")
    played.open("third")
    played.do(asked.EndSession(ending=Ending.TERMINATED, reason="Výpadek proudu."))
    (told,) = record_of(played).competencies
    assert [(entry.task, entry.judgement) for entry in told.criteria[0].findings] == [
        ("first", MET),
        ("second-one", NOT_MET),
    ]
    assert [entry.title for entry in record_of(played).tasks] == ["Second-One", "First", "Third"]


def test_a_task_states_its_time_its_panel_its_paper_and_its_score() -> None:
    played = desk().admitted()
    played.do(asked.GrantAccommodation(extra_percent=25))
    played.open("law-test").wait(1)
    played.answer(wrong=1)
    played.wait(2)
    played.do(asked.SubmitTask(task="law-test"), by="candidate")
    played.do(asked.EndSession(ending=Ending.WITHDREW, reason="Uchazeč odešel z místnosti."))
    (told,) = record_of(played).tasks
    assert (told.task, told.title, told.panel, told.figurant) == ("law-test", "law-test", ("chair", "second"), None)
    assert (told.granted_ms, told.extra_ms, told.consumed_ms) == (750_000, 150_000, 180_000)
    assert (told.opened_at, told.closed_at) == (AT, AT + timedelta(minutes=3))
    assert (told.score, told.max_score) == (Decimal(3), Decimal(4))
    assert [(entry.item, entry.version, entry.digest) for entry in told.content] == [
        (pinned.item, pinned.version, pinned.digest) for pinned in played.state.papers["law-test"]
    ]


def test_a_performed_task_states_its_figurant_and_no_score() -> None:
    told = record_of(whole(desk())).tasks[1]
    assert (told.task, told.figurant, told.score, told.max_score) == ("role-call", "second", None, None)


def test_files_that_were_handed_in_stand_by_their_digests_in_order() -> None:
    course = standard(competency("x", [criterion("a")], [task("workbook", TaskKind.SPREADSHEET, "x.a")]))
    played = desk(course).admitted().open("workbook")
    for blob in ("c" * 64, "d" * 64):
        played.do(asked.StoreSubmission(task="workbook", name="a.xlsx", blob=blob, length=1), by="candidate")
    cells = (ItemOutcome(item="calls", score=Decimal("0.5"), max_score=Decimal(1)),)
    played.marking = WorkbookMarked(task="workbook", submission="d" * 64, cells=cells)
    played.do(asked.SubmitTask(task="workbook"), by="candidate")
    played.do(asked.EndSession(ending=Ending.WITHDREW, reason="Odešel."))
    (told,) = record_of(played).tasks
    assert (told.submissions, told.score, told.max_score) == (("c" * 64, "d" * 64), Decimal("0.5"), Decimal(1))


def test_an_exam_starts_with_its_first_task_or_with_the_session_when_there_was_none() -> None:
    played = desk().admitted()
    played.wait(30)
    played.open("stress").wait(10)
    played.open("law-test").wait(20)
    played.do(asked.EndSession(ending=Ending.WITHDREW, reason="Odešel."))
    record = record_of(played)
    assert (record.started_at, record.ended_at) == (AT + timedelta(minutes=30), AT + timedelta(minutes=60))
    absent = desk().admitted()
    absent.do(asked.EndSession(ending=Ending.ABSENT, reason="Nedostavil se."))
    assert record_of(absent).started_at == AT


def test_induction_stands_in_the_words_of_the_standard() -> None:
    played = desk()
    played.do(played.opening)
    played.do(asked.VerifyIdentity(document="pas"))
    played.do(asked.AcknowledgeInduction(topics=("bozp", "navic")), by="candidate")
    played.do(asked.EndSession(ending=Ending.WITHDREW, reason="Odešel."))
    told = [(topic.topic, topic.text) for topic in record_of(played).induction]
    assert told == [("bozp", "BOZP"), ("navic", "navic")]


def test_irregularities_and_the_candidates_word_are_taken_over() -> None:
    played = desk().admitted()
    played.do(asked.LogIrregularity(category="hluk", note="Vrtačka."))
    whole_after(played)
    played.do(asked.AnnounceResult())
    played.do(asked.AcknowledgeReasons(acknowledged=False, objection="Nesouhlasím."), by="candidate")
    record = record_of(played)
    assert record.irregularities == ("hluk: Vrtačka.",)
    assert record.acknowledgement is not None
    assert (record.acknowledgement.acknowledged, record.acknowledgement.objection) == (False, "Nesouhlasím.")


def test_a_task_that_the_standard_lacks_stands_by_its_id() -> None:
    other = standard(competency("x", [criterion("a")], []))
    record = build_record(ended(Ending.WITHDREW).state, other, IDENTITIES, FRAME)
    assert record.tasks[0].title == "law-test"


@pytest.mark.parametrize("who", WHO)
def test_no_record_is_made_without_the_identity_of_each_person(who: str) -> None:
    left = {reference: version for reference, version in IDENTITIES.items() if version is not PEOPLE[who]}
    with pytest.raises(IdentityWithheldError) as told:
        record_of(whole(desk()), left)
    assert told.value.arguments == {"reference": PEOPLE[who].reference[:12]}


def test_no_record_is_made_of_somebody_whose_identity_nobody_verified() -> None:
    played = desk()
    played.do(played.opening)
    played.do(asked.EndSession(ending=Ending.ABSENT, reason="Nedostavil se."))
    with pytest.raises(IdentityWithheldError) as told:
        record_of(played)
    assert told.value.arguments == {"reference": "–"}


def not_begun(ending: Ending) -> Desk:
    played = desk().admitted()
    played.do(asked.EndSession(ending=ending, reason="Nepřišel včas."))
    return played


def test_no_record_is_made_of_a_session_without_a_result() -> None:
    for played in (desk().admitted(), not_begun(Ending.EXCUSED), not_begun(Ending.NOT_ADMITTED)):
        with pytest.raises(RecordIncompleteError):
            record_of(played)


def test_everybody_whom_the_record_names_has_a_reference() -> None:
    assert set(identity_references(whole(desk()).state)) == IDENTITIES.keys()
    assert list(identity_references(SessionState())) == []


DERIVED = standard(
    competency("x", [criterion("a", origin=Origin.DERIVED)], [task("talk", TaskKind.ORAL, "x.a")]),
    validity=Validity(since=date(2020, 1, 1), until=date(2026, 11, 19)),
)


@pytest.mark.parametrize(
    ("course", "on", "flags", "reasons"),
    [
        (standard(), ON, (False, False), []),
        (standard(), ON, (True, False), [("scripted", "")]),
        (standard(), ON, (False, True), [("practice-certificate", "")]),
        (standard(), date(2019, 12, 31), (False, False), [("standard-not-in-force", "2019-12-31")]),
        (DERIVED, date(2026, 11, 19), (False, False), [("derived-content", "1")]),
        (
            DERIVED,
            ON,
            (True, True),
            [
                ("derived-content", "1"),
                ("standard-not-in-force", "2026-11-20"),
                ("scripted", ""),
                ("practice-certificate", ""),
            ],
        ),
    ],
    ids=["official", "scripted", "certificate", "before its days", "derived", "all at once"],
)
def test_an_exam_is_practice_for_each_reason_and_official_without_any(
    course: AssessmentStandard, on: date, flags: tuple[bool, bool], reasons: list[tuple[str, str]]
) -> None:
    scripted, certificate = flags
    found = practice_reasons(course, on, scripted=scripted, practice_certificate=certificate)
    assert [(entry.code, entry.detail) for entry in found] == reasons


def test_a_workbook_within_reach_of_its_keys_is_a_reason_of_its_own() -> None:
    found = practice_reasons(standard(), ON, scripted=False, practice_certificate=False, within_reach=True)
    assert [(entry.code, entry.detail) for entry in found] == [("keys-within-reach", "")]

"""The result, early endings and the record's life: one refusal or consequence at a time."""

import pytest

from exam.core.candidate_session import commands as asked
from exam.core.candidate_session import refusals as refused
from exam.core.judging import Judgement
from exam.core.session_events import TaskScored
from exam.core.session_values import Ending, PlannedSigner, SignatureMode
from exam.core.verdict import Result
from tests.builders import OPENING, Desk, whole

MET, NOT_MET = Judgement.MET, Judgement.NOT_MET


def test_a_session_is_fully_run_only_with_every_criterion_verified() -> None:
    desk = Desk().admitted()
    desk.tested()
    with pytest.raises(refused.UnverifiedCriteriaError) as told:
        desk.do(asked.DetermineResult())
    assert told.value.arguments["criteria"] == "call.a, call.b, english.a"


def all_recognised(desk: Desk) -> Desk:
    for name in ("law", "call", "english"):
        desk.do(asked.RecogniseCompetency(competency=name, qualification="66-028-H", evidence="osvědčení č. 1"))
    return desk


def test_nobody_passes_whose_identity_was_not_verified_even_with_everything_recognised() -> None:
    desk = Desk()
    desk.do(OPENING)
    with pytest.raises(refused.NotAdmittedYetError):
        all_recognised(desk).do(asked.DetermineResult())
    admitted = all_recognised(Desk().admitted())
    admitted.do(asked.DetermineResult())
    assert (admitted.state.ending, admitted.state.result) == (Ending.FULLY_RUN, Result.PASSED)


def test_an_identity_that_nobody_has_admits_nobody() -> None:
    desk = Desk(identity="")
    desk.admitted()
    with pytest.raises(refused.NotAdmittedYetError):
        desk.open("law-test")


def test_the_commission_has_a_chair_once_the_session_is_opened() -> None:
    desk = Desk()
    assert desk.state.chair == ""
    desk.do(OPENING)
    assert desk.state.chair == "chair"


def test_a_session_runs_while_a_task_is_open() -> None:
    desk = Desk().admitted()
    assert not desk.state.running
    desk.open("stress")
    assert desk.state.running
    desk.do(asked.EndSession(ending=Ending.TERMINATED, reason="Výpadek proudu."))
    assert not desk.state.running


def test_one_criterion_not_met_fails_the_exam() -> None:
    assert whole(call=NOT_MET).state.result is Result.FAILED
    assert whole().state.result is Result.PASSED


def test_a_waived_competency_needs_no_criteria() -> None:
    assert whole(waived=True).state.result is Result.PASSED


def test_the_machine_scores_the_test_and_says_what_was_missing() -> None:
    desk = Desk().admitted()
    desk.tested(wrong=4)
    (scored,) = [entry.event for entry in desk.entries if isinstance(entry.event, TaskScored)]
    by_name = {outcome.criterion: outcome for outcome in scored.criteria}
    assert by_name["law.a"].judgement is NOT_MET
    assert by_name["law.a"].reason == "0 z 2, třeba 1"
    assert by_name["law.c"].reason == "0 z 4, třeba 3"


@pytest.mark.parametrize(
    ("ending", "result"),
    [
        (Ending.ABSENT, Result.FAILED),
        (Ending.WITHDREW, Result.FAILED),
        (Ending.TERMINATED, Result.FAILED),
        (Ending.EXCUSED, None),
        (Ending.NOT_ADMITTED, None),
    ],
)
def test_an_early_ending_is_failed_or_none_and_closes_everything(ending: Ending, result: Result | None) -> None:
    begun = ending in {Ending.WITHDREW, Ending.TERMINATED}
    desk = Desk().admitted().open("law-test") if begun else Desk().admitted()
    desk.do(asked.EndSession(ending=ending, reason="Uchazeč se nedostavil."))
    assert (desk.state.ending, desk.state.result) == (ending, result)
    for command in (
        asked.DetermineResult(),
        asked.EndSession(ending=Ending.EXCUSED, reason="Omluvil se později."),
        asked.SubmitTask(task="law-test"),
        asked.OpenTask(task="stress", panel=("chair",)),
    ):
        with pytest.raises(refused.AlreadyEndedError):
            desk.do(command)


@pytest.mark.parametrize("ending", [Ending.ABSENT, Ending.EXCUSED, Ending.NOT_ADMITTED])
def test_whoever_began_a_task_was_there_and_admitted(ending: Ending) -> None:
    desk = Desk().admitted().open("law-test")
    with pytest.raises(refused.EndingWrongError):
        desk.do(asked.EndSession(ending=ending, reason="Uchazeč se nedostavil."))


def test_a_result_is_announced_once() -> None:
    desk = whole()
    assert desk.do(asked.AnnounceResult())
    assert desk.do(asked.AnnounceResult()) == ()


def test_a_record_that_nobody_signs_is_not_issued() -> None:
    desk = whole()
    desk.do(asked.AnnounceResult())
    with pytest.raises(refused.RecordWrongError):
        desk.do(ISSUE.model_copy(update={"signers": ()}))


def test_a_session_that_was_never_opened_does_not_end() -> None:
    for command in (asked.EndSession(ending=Ending.ABSENT, reason="Nedostavil se."), asked.DetermineResult()):
        with pytest.raises(refused.NotOpenError):
            Desk().do(command)


@pytest.mark.parametrize(("ending", "reason"), [(Ending.FULLY_RUN, "Hotovo."), (Ending.WITHDREW, " - ")])
def test_an_early_ending_needs_its_reason_and_is_never_fully_run(ending: Ending, reason: str) -> None:
    with pytest.raises(refused.EndingWrongError):
        Desk().admitted().do(asked.EndSession(ending=ending, reason=reason))


SIGNERS = (
    PlannedSigner(field="Member1", who="chair", mode=SignatureMode.ELECTRONIC),
    PlannedSigner(field="Member2", who="second", mode=SignatureMode.PAPER),
    PlannedSigner(field="Seal", who="seal", mode=SignatureMode.ELECTRONIC),
)
ISSUE = asked.IssueRecord(record="record-1", data_digest="d" * 64, pdf="e" * 64, practice=True, signers=SIGNERS)


def test_the_end_has_its_order() -> None:
    desk = Desk().admitted()
    acknowledged = asked.AcknowledgeReasons(acknowledged=False, objection="Nesouhlasím.")
    with pytest.raises(refused.NotEndedError):
        desk.do(asked.AnnounceResult())
    desk = whole()
    told: tuple[asked.Command, ...] = (acknowledged, ISSUE)
    for early in told:
        with pytest.raises(refused.NotAnnouncedError):
            desk.do(early)
    desk.do(asked.AnnounceResult())
    desk.do(acknowledged, by="candidate")
    unissued: tuple[asked.Command, ...] = (
        asked.SignRecord(field="Member1", pdf="f" * 64),
        asked.ArchiveRecord(pdf="e" * 64),
    )
    for unready in unissued:
        with pytest.raises(refused.RecordWrongError):
            desk.do(unready)
    desk.do(ISSUE)
    for late in (ISSUE, acknowledged, asked.SignRecord(field="Seal", pdf="f" * 64)):
        with pytest.raises(refused.RecordWrongError):
            desk.do(late)
    with pytest.raises(refused.RecordWrongError):
        desk.do(asked.SignRecord(field="Member1", pdf="f" * 64), by="second")
    desk.do(asked.SignRecord(field="Member1", pdf="f" * 64))
    with pytest.raises(refused.RecordWrongError):
        desk.do(asked.ArchiveRecord(pdf="f" * 64))
    desk.do(asked.SignRecord(field="Seal", pdf="0" * 64))
    with pytest.raises(refused.RecordWrongError):
        desk.do(asked.SignRecord(field="Seal", pdf="1" * 64))
    with pytest.raises(refused.RecordWrongError):
        desk.do(asked.ArchiveRecord(pdf="f" * 64))
    desk.do(asked.ArchiveRecord(pdf="0" * 64))
    with pytest.raises(refused.RecordWrongError):
        desk.do(asked.ArchiveRecord(pdf="0" * 64))
    assert desk.state.record is not None
    assert desk.state.record.archived
    assert desk.state.acknowledgement is not None
    assert desk.state.acknowledgement.objection == "Nesouhlasím."


def test_no_record_is_issued_of_an_exam_without_a_result() -> None:
    desk = Desk().admitted()
    desk.do(asked.EndSession(ending=Ending.EXCUSED, reason="Nemoc doložena."))
    desk.do(asked.AnnounceResult())
    with pytest.raises(refused.RecordWrongError):
        desk.do(ISSUE)


PAPER = asked.StorePaperSignature(field="Member2", scan="8" * 64, witness="chair")


def issued() -> Desk:
    desk = whole()
    desk.do(asked.AnnounceResult())
    desk.do(ISSUE)
    return desk


def test_a_sheet_is_put_on_file_once_and_for_who_signs_with_ink() -> None:
    with pytest.raises(refused.RecordWrongError):
        whole().do(PAPER)
    desk = issued()
    for nobody in ("Member1", "Seal", "Member9"):
        with pytest.raises(refused.RecordWrongError):
            desk.do(PAPER.model_copy(update={"field": nobody}))
    for none in ("second", "candidate", "–"):
        with pytest.raises(refused.WitnessWrongError):
            desk.do(PAPER.model_copy(update={"witness": none}))
    desk.do(PAPER)
    with pytest.raises(refused.RecordWrongError):
        desk.do(PAPER)
    assert desk.state.record is not None
    assert desk.state.record.on_paper == ("Member2",)
    assert desk.state.record.pdf == "e" * 64


def test_only_an_archived_record_is_stamped_again_and_only_with_another_file() -> None:
    desk = issued()
    for pdf, field in (("f" * 64, "Member1"), ("0" * 64, "Seal")):
        desk.do(asked.SignRecord(field=field, pdf=pdf))
    with pytest.raises(refused.RecordWrongError):
        desk.do(asked.RefreshRecord(record=ISSUE.record, pdf="1" * 64))
    desk.do(asked.ArchiveRecord(pdf="0" * 64))
    with pytest.raises(refused.RecordWrongError):
        desk.do(asked.RefreshRecord(record=ISSUE.record, pdf="0" * 64))
    desk.do(asked.RefreshRecord(record=ISSUE.record, pdf="1" * 64))
    assert desk.state.record is not None
    assert (desk.state.record.pdf, desk.state.record.archived) == ("1" * 64, True)


def test_the_chair_enters_what_another_member_signed() -> None:
    desk = whole()
    desk.do(asked.AnnounceResult())
    members = (
        PlannedSigner(field="Member2", who="second", mode=SignatureMode.ELECTRONIC),
        PlannedSigner(field="Seal", who="seal", mode=SignatureMode.ELECTRONIC),
    )
    desk.do(ISSUE.model_copy(update={"signers": members}))
    with pytest.raises(refused.RecordWrongError):
        desk.do(asked.SignRecord(field="Member2", pdf="f" * 64), by="candidate")
    desk.do(asked.SignRecord(field="Member2", pdf="f" * 64))
    assert desk.state.record is not None
    assert desk.state.record.signed == ("Member2",)

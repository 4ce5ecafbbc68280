"""A record is corrected: proposed, approved by another person, issued anew as the same kind of record."""

from collections.abc import Callable

import pytest

from exam.core.candidate_session import commands as asked
from exam.core.candidate_session import record_refusals as refused
from exam.core.candidate_session.refusals import RecordStandsError, RecordWrongError
from exam.core.exam_record import SupersededRecord
from exam.core.key_correction import KeyCorrection
from exam.core.rescoring import KeyNotGivenError
from tests.builders import Desk, whole
from tests.core.candidate_session.test_closing import ISSUE

PROPOSE = asked.ProposeRecordCorrection(reason="Chybně opsané číslo certifikátu.")
APPROVE = asked.ApproveRecordCorrection()


def issued() -> Desk:
    desk = whole()
    desk.do(asked.AnnounceResult())
    desk.do(ISSUE)
    return desk


def corrected() -> Desk:
    desk = issued()
    desk.do(PROPOSE)
    desk.do(APPROVE, by="second")
    return desk


def test_two_people_let_a_record_be_superseded_and_the_next_one_names_it() -> None:
    desk = corrected()
    assert desk.state.record is None
    assert desk.state.supersedes == SupersededRecord(
        record=ISSUE.record, data_digest=ISSUE.data_digest, reason=PROPOSE.reason
    )
    desk.do(ISSUE.model_copy(update={"record": "record-2", "data_digest": "b" * 64}))
    assert [record.record for record in desk.state.records] == [ISSUE.record, "record-2"]
    desk.do(PROPOSE)
    desk.do(APPROVE, by="second")
    assert desk.state.supersedes is not None
    assert desk.state.supersedes.record == "record-2"


def test_nobody_approves_what_he_proposed_himself_or_what_nobody_did() -> None:
    desk = issued()
    with pytest.raises(refused.CorrectionUnproposedError):
        desk.do(APPROVE)
    desk.do(PROPOSE)
    with pytest.raises(refused.CorrectionSamePersonError):
        desk.do(APPROVE)
    desk.do(PROPOSE, by="second")
    with pytest.raises(refused.CorrectionSamePersonError):
        desk.do(APPROVE, by="second")
    desk.do(APPROVE)


def test_a_correction_has_a_reason_and_something_to_correct() -> None:
    with pytest.raises(refused.CorrectionReasonError):
        issued().do(PROPOSE.model_copy(update={"reason": " – "}))
    nothing: tuple[Callable[[], Desk], ...] = (whole, corrected)
    for make in nothing:
        for command in (PROPOSE, APPROVE):
            with pytest.raises(RecordWrongError):
                make().do(command)


def test_no_record_becomes_another_kind_by_being_corrected() -> None:
    with pytest.raises(refused.CorrectionPracticeError):
        corrected().do(ISSUE.model_copy(update={"practice": not ISSUE.practice}))


def test_keys_are_corrected_only_once_the_record_is_superseded() -> None:
    key = asked.ProposeKeyCorrection(correction=KeyCorrection(item="law-1", version=1, key="a"), reason="Chybný klíč.")
    with pytest.raises(RecordStandsError):
        issued().do(key)
    with pytest.raises(KeyNotGivenError):
        corrected().do(key)


def test_a_superseded_record_is_stamped_again_and_the_one_in_force_is_left_alone() -> None:
    desk = issued()
    for field in ("Member1", "Seal"):
        desk.do(asked.SignRecord(field=field, pdf="f" * 64))
    desk.do(asked.ArchiveRecord(pdf="f" * 64))
    desk.do(PROPOSE)
    desk.do(APPROVE, by="second")
    with pytest.raises(RecordWrongError):
        desk.do(asked.RefreshRecord(record="record-9", pdf="1" * 64))
    desk.do(asked.RefreshRecord(record=ISSUE.record, pdf="1" * 64))
    desk.do(ISSUE.model_copy(update={"record": "record-2", "data_digest": "b" * 64}))
    desk.do(asked.RefreshRecord(record=ISSUE.record, pdf="2" * 64))
    assert [(one.record, one.pdf) for one in desk.state.records] == [(ISSUE.record, "2" * 64), ("record-2", ISSUE.pdf)]
    with pytest.raises(RecordWrongError):
        desk.do(asked.RefreshRecord(record="record-2", pdf="3" * 64))

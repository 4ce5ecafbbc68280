"""Somebody does not sign: who may put it down, about whom, and until when."""

from typing import Any

import pytest

from exam.core.candidate_session import commands as asked
from exam.core.candidate_session import record_refusals as omitting
from exam.core.candidate_session import refusals as refused
from exam.core.candidate_session.state import IssuedRecord
from exam.core.omission import LONGEST_REASON, OmissionGround
from exam.core.session_values import PlannedSigner, SignatureMode
from tests.builders import Desk, whole
from tests.core.candidate_session.test_closing import ISSUE

SIGNERS = tuple(
    PlannedSigner(field=field, who=who, mode=SignatureMode.ELECTRONIC)
    for field, who in (("Member1", "chair"), ("Member2", "second"), ("Member3", "third"), ("Seal", "seal"))
)
REFUSES = asked.OmitSignature(who="second", ground=OmissionGround.REFUSED, reason="Nesouhlasí s hodnocením.")
ABSENT = asked.OmitSignature(who="third", ground=OmissionGround.ABSENT, reason="Je v nemocnici.")


def issued(*signers: PlannedSigner) -> Desk:
    desk = whole()
    desk.do(asked.AnnounceResult())
    desk.do(ISSUE.model_copy(update={"signers": signers or SIGNERS}))
    return desk


def record(desk: Desk) -> IssuedRecord:
    assert desk.state.record is not None
    return desk.state.record


def states(desk: Desk) -> list[str]:
    return [record(desk).state(signer) for signer in SIGNERS]


def test_whoever_does_not_sign_is_passed_over_and_the_seal_comes() -> None:
    desk = issued()
    desk.do(ABSENT)
    assert states(desk) == ["due", "planned", "absent", "planned"]
    desk.do(asked.SignRecord(field="Member1", pdf="1" * 64))
    desk.do(REFUSES)
    assert states(desk) == ["signed", "refused", "absent", "due"]
    assert [omission.who for omission in record(desk).omissions] == ["second", "third"]
    assert {omission.by for omission in record(desk).omissions} == {"chair"}
    desk.do(asked.SignRecord(field="Seal", pdf="2" * 64))
    desk.do(asked.ArchiveRecord(pdf="2" * 64))
    assert record(desk).archived


def test_the_same_again_is_no_other_statement_and_another_one_is_refused() -> None:
    desk = issued()
    desk.do(REFUSES)
    assert desk.do(REFUSES) == ()
    for other in ({"ground": OmissionGround.ABSENT}, {"reason": "Jiný důvod."}):
        with pytest.raises(omitting.SignerSettledError):
            desk.do(REFUSES.model_copy(update=other))


def test_nobody_says_it_of_a_record_that_is_not_there() -> None:
    with pytest.raises(refused.RecordWrongError):
        whole().do(REFUSES)


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"who": "chair"}, omitting.ChairOmittedError),
        ({"who": "seal"}, omitting.SignerUnknownError),
        ({"who": "candidate"}, omitting.SignerUnknownError),
        ({"reason": " – "}, omitting.OmissionReasonError),
        ({"reason": "x" * (LONGEST_REASON + 1)}, omitting.OmissionReasonError),
    ],
)
def test_the_commission_leaves_out_neither_chair_nor_seal_nor_a_stranger_and_none_without_a_reason(
    change: dict[str, Any], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        issued().do(REFUSES.model_copy(update=change))


def test_the_authorised_person_says_it_of_the_chair_and_who_signs_next_comes_first() -> None:
    desk, chairless = issued(), REFUSES.model_copy(update={"who": "chair"})
    with pytest.raises(omitting.ChairOmittedError):
        desk.do(chairless, by="second")
    desk.do(chairless, by="authorised")
    assert states(desk) == ["refused", "due", "planned", "planned"]
    desk.do(asked.SignRecord(field="Member2", pdf="1" * 64), by="second")
    desk.do(ABSENT)
    desk.do(asked.SignRecord(field="Seal", pdf="2" * 64), by="authorised")
    assert record(desk).signed == ("Member2", "Seal")


def test_nobody_says_it_of_himself() -> None:
    with pytest.raises(omitting.SelfOmittedError):
        issued().do(REFUSES, by="second")


def test_who_signed_did_not_refuse() -> None:
    desk = issued()
    for field in ("Member1", "Member2"):
        desk.do(asked.SignRecord(field=field, pdf="1" * 64))
    with pytest.raises(omitting.SignerSettledError):
        desk.do(REFUSES)
    on_paper = SIGNERS[1].model_copy(update={"mode": SignatureMode.PAPER})
    with_ink = issued(SIGNERS[0], on_paper, SIGNERS[3])
    with_ink.do(asked.StorePaperSignature(field="Member2", scan="8" * 64, witness="chair"))
    with pytest.raises(omitting.SignerSettledError):
        with_ink.do(REFUSES)


def test_who_was_to_sign_with_ink_may_refuse_and_then_no_sheet_is_taken() -> None:
    on_paper = SIGNERS[1].model_copy(update={"mode": SignatureMode.PAPER})
    desk = issued(SIGNERS[0], on_paper, SIGNERS[3])
    desk.do(REFUSES)
    with pytest.raises(omitting.SignerOmittedError):
        desk.do(asked.StorePaperSignature(field="Member2", scan="8" * 64, witness="chair"))


def test_after_the_seal_or_with_a_seal_of_ink_it_is_too_late() -> None:
    desk = issued(SIGNERS[0], SIGNERS[1], SIGNERS[3])
    for field in ("Member1", "Member2", "Seal"):
        desk.do(asked.SignRecord(field=field, pdf="1" * 64))
    with pytest.raises(omitting.RecordSealedError):
        desk.do(REFUSES)
    ink = SIGNERS[3].model_copy(update={"mode": SignatureMode.PAPER})
    for signers in ((*SIGNERS[:3], ink), SIGNERS[:3]):
        with pytest.raises(omitting.RecordSealedError):
            issued(*signers).do(REFUSES)


def test_who_was_left_out_signs_no_more() -> None:
    desk = issued()
    desk.do(REFUSES)
    desk.do(asked.SignRecord(field="Member1", pdf="1" * 64))
    with pytest.raises(refused.RecordWrongError):
        desk.do(asked.SignRecord(field="Member2", pdf="2" * 64), by="second")

"""What a form says of missing signatures: what can be true of a record, and how a reader is told."""

from datetime import timedelta
from typing import Any

import pytest

from exam.core.canonical import digest_of
from exam.core.omission import LONGEST_REASON, Omission, OmissionGround, Omissions
from exam.core.omission_check import check_omissions, notes
from tests.record_builders import ISSUED, SIGNERS, record_case

RECORD = record_case().record
CHAIR = RECORD.examiners[0].version.identity.full_name
REFUSED = Omission(
    field="Member2",
    who="kratky",
    ground=OmissionGround.REFUSED,
    reason="Nesouhlasí s hodnocením.",
    by=SIGNERS[0],
    name=CHAIR,
    at=ISSUED,
)
ABSENT = REFUSED.model_copy(update={"field": "Member3", "who": "holubova", "ground": OmissionGround.ABSENT})
LATER = ISSUED + timedelta(minutes=5)


def told(*omissions: Omission, **changes: object) -> Omissions:
    given = {"record": RECORD.record, "data_digest": digest_of(RECORD), "omissions": omissions}
    return Omissions.model_validate(given | changes)


def codes(statement: Omissions, signed: tuple[str, ...] = ("Member1", "Seal")) -> list[str]:
    return [found.code for found in check_omissions(RECORD, digest_of(RECORD), statement, signed, LATER)]


def test_what_another_person_put_down_before_the_seal_can_be_true() -> None:
    assert codes(told(REFUSED, ABSENT)) == []
    assert codes(told(ABSENT)) == []
    stranger = REFUSED.model_copy(update={"by": "ucet", "name": "Karel Správce"})
    assert codes(told(stranger)) == []


@pytest.mark.parametrize("change", [{"record": "record-another"}, {"data_digest": "0" * 64}])
def test_a_statement_about_another_record_is_foreign(change: dict[str, Any]) -> None:
    assert codes(told(REFUSED, **change)) == ["omission-foreign"]


@pytest.mark.parametrize(
    "change",
    [
        {"who": "holubova"},
        {"by": "kratky"},
        {"name": "Někdo Jiný"},
        {"by": "ucet", "name": " "},
        {"reason": "–"},
        {"reason": "x" * (LONGEST_REASON + 1)},
    ],
)
def test_another_person_a_false_name_or_no_reason_cannot_be_true(change: dict[str, Any]) -> None:
    assert codes(told(REFUSED.model_copy(update=change))) == ["omission-wrong"]


@pytest.mark.parametrize("field", ["Seal", "Member9"])
def test_neither_seal_nor_a_stranger_is_left_out(field: str) -> None:
    who = {"Seal": "seal"}.get(field, "x")
    assert "omission-wrong" in codes(told(REFUSED.model_copy(update={"field": field, "who": who, "by": "ucet"})), ())


@pytest.mark.parametrize(("by", "found"), [("ucet", []), ("kratky", ["omission-wrong"])])
def test_the_chair_is_left_out_by_somebody_outside_the_commission(by: str, found: list[str]) -> None:
    names = {examiner.id: examiner.version.identity.full_name for examiner in RECORD.examiners}
    chair = REFUSED.model_copy(
        update={"field": "Member1", "who": "dvorakova", "by": by, "name": names.get(by, "Jan Zástupce")}
    )
    assert codes(told(chair), ("Seal",)) == found


def test_a_member_leaves_out_no_other_member() -> None:
    colleague = RECORD.examiners[2]
    by_him = {"by": colleague.id, "name": colleague.version.identity.full_name}
    assert codes(told(REFUSED.model_copy(update=by_him))) == ["omission-wrong"]


def test_nobody_is_left_out_twice_or_in_another_order() -> None:
    assert codes(told(REFUSED, REFUSED)) == ["omission-wrong"]
    assert codes(told(ABSENT, REFUSED)) == ["omission-wrong"]


def test_who_signed_was_not_left_out() -> None:
    assert codes(told(REFUSED), ("Member1", "Member2", "Seal")) == ["omission-contradicted"]


@pytest.mark.parametrize("seconds", [-1, 301])
def test_nothing_is_put_down_before_the_record_or_after_the_seal(seconds: int) -> None:
    moved = REFUSED.model_copy(update={"at": ISSUED + timedelta(seconds=seconds)})
    assert codes(told(moved)) == ["omission-time"]


def test_a_reader_is_told_who_did_not_sign_why_and_who_says_so() -> None:
    found = list(notes(RECORD, told(REFUSED, ABSENT.model_copy(update={"who": "nikdo"}))))
    assert [note.code for note in found] == ["signer-refused", "signer-absent"]
    assert found[0].arguments == {
        "field": "Member2",
        "who": "Ing. Vít Krátký-Příkladný",
        "reason": "Nesouhlasí s hodnocením.",
        "by": CHAIR,
    }
    assert found[1].arguments["who"] == "nikdo"


def test_a_statement_of_the_second_of_the_seal_can_be_true_and_one_of_the_next_cannot() -> None:
    for ms, possible in ((999, True), (1_000, False)):
        at_the_end = REFUSED.model_copy(update={"at": LATER + timedelta(milliseconds=ms)})
        assert (codes(told(at_the_end)) == []) is possible

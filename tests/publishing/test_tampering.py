"""Whoever changes anything in a signed record is told, wherever he does it and however well he covers it."""

from collections.abc import Callable, Iterator

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from exam.core.canonical import canonical_json
from exam.core.exam_record import ExamRecord
from exam.publishing.publisher import EXTRACT, RECORD
from tests.publishing.authority import Authority
from tests.publishing.office import ON_PAPER, Office, codes, drawn, official, sign_with, verified
from tests.publishing.surgery import attachments, changed, container, holes, replaced, with_appended_attachment
from tests.record_builders import record_case

OLD, NEW = "nenabídl žádný produkt", "nenabídl jediný produkt"
PLACES = st.floats(0, 1, exclude_max=True)
REASONS, BODY, PRINTED = "record-reasons-differ", "record-body-differs", "printed-missing"
ADDED = frozenset(
    {REASONS, PRINTED, "data-digest-differs", "signature-changed-after"}
    | {"conformance-attachment", "conformance-metadata"}
)
"""What is told of data that a revision put in the place of the signed ones."""


def returned(pdf: bytes) -> bool:
    """Tell whether a file is returned, and with codes."""
    found = verified(pdf)
    return found.verdict == "RETURN" and bool(found.codes)


def weak_places(pdf: bytes) -> Iterator[int]:
    """Yield places around and inside the containers, which no signature covers, in cross-references and at the end."""
    yield from (0, 7, 10)
    yield from range(len(pdf) - 22, len(pdf), 3)
    for number, (start, end) in enumerate(holes(pdf)):
        filled = start + 1 + 2 * len(container(pdf, number))
        yield from range(start - 200, start, 33)
        yield from (start, start + 1, filled - 1, filled, end - 2, end - 1)
        yield from range(start + 3, filled, 211)
        yield from range(filled, end, 2503)
        yield from range(end, min(len(pdf), end + 900), 149)


def test_one_changed_byte_is_told_in_every_weak_place(signed: bytes) -> None:
    unnoticed = [place for place in weak_places(signed) if not returned(changed(signed, place))]
    assert unnoticed == []


@settings(max_examples=80)
@given(PLACES, st.integers(1, 255))
@example(0.0, 1)
@example(0.9999999, 0x20)
def test_one_changed_byte_anywhere_is_told(signed: bytes, where: float, flip: int) -> None:
    assert returned(changed(signed, int(where * len(signed)), flip=flip))


@given(PLACES, st.binary(min_size=1, max_size=3))
def test_bytes_put_in_anywhere_are_told(signed: bytes, where: float, more: bytes) -> None:
    place = int(where * (len(signed) + 1))
    assert returned(signed[:place] + more + signed[place:])


@given(PLACES, st.integers(1, 3000))
def test_bytes_cut_out_anywhere_are_told(signed: bytes, where: float, length: int) -> None:
    place = int(where * len(signed))
    assert returned(signed[:place] + signed[place + length :])


@given(PLACES)
def test_a_truncated_file_is_told(signed: bytes, where: float) -> None:
    assert returned(signed[: int(where * len(signed))])


@settings(max_examples=20)
@given(st.binary(min_size=1, max_size=40))
def test_bytes_after_the_end_are_told(signed: bytes, more: bytes) -> None:
    assert returned(signed + more)


def failed(office: Office) -> bytes:
    """Return the signed record of a candidate who failed for one reason."""
    return office.sign(drawn(office.case(passed=False)))


def reworded(data: bytes) -> bytes:
    """Return a document with another reason."""
    assert OLD.encode() in data
    return data.replace(OLD.encode(), NEW.encode())


def redrawn(office: Office) -> bytes:
    """Return the unsigned file of a record with another reason, drawn as the program draws it."""
    case = office.case(passed=False)
    return drawn(case, ExamRecord.model_validate_json(reworded(canonical_json(case.record))))


def added(office: Office, stranger: Office) -> bytes:
    del stranger
    pdf = failed(office)
    return with_appended_attachment(pdf, RECORD, reworded(attachments(pdf)[RECORD]))


def added_before_the_seal(office: Office, stranger: Office) -> bytes:
    del stranger
    first = office.sign(drawn(office.case(passed=False)), ["Member1"])
    return office.sign(
        with_appended_attachment(first, RECORD, reworded(attachments(first)[RECORD])), ["Seal"], certify=False
    )


def rebuilt_with_the_old_signatures(office: Office, stranger: Office) -> bytes:
    del stranger
    pdf = failed(office)
    return replaced(pdf, {RECORD: reworded(attachments(pdf)[RECORD])})


def drawn_and_not_signed(office: Office, stranger: Office) -> bytes:
    del stranger
    return redrawn(office)


def drawn_and_signed_by_a_stranger(office: Office, stranger: Office) -> bytes:
    return stranger.sign(redrawn(office))


def planned_and_signed_by_a_stranger(office: Office, stranger: Office) -> bytes:
    del office
    return stranger.sign(redrawn(stranger))


def extract_changed_and_signed_by_a_stranger(office: Office, stranger: Office) -> bytes:
    del office
    pdf = drawn(stranger.case(passed=False))
    return stranger.sign(replaced(pdf, {name: reworded(attachments(pdf)[name]) for name in (RECORD, EXTRACT)}))


SAVED_ANEW = {
    "changed-before-signing",
    "signature-broken",
    "signature-changed-after",
    "signature-coverage",
    "signature-form",
}


@pytest.mark.parametrize(
    ("forge", "expected"),
    [
        (added, {*ADDED, "signature-coverage"}),
        (added_before_the_seal, ADDED),
        (
            rebuilt_with_the_old_signatures,
            {REASONS, PRINTED, *SAVED_ANEW},
        ),
        (drawn_and_not_signed, {REASONS, "signature-missing"}),
        (drawn_and_signed_by_a_stranger, {REASONS, "signature-other-certificate"}),
        (planned_and_signed_by_a_stranger, {REASONS}),
        (extract_changed_and_signed_by_a_stranger, {BODY, PRINTED}),
    ],
)
def test_one_changed_reason_is_told(
    office: Office, stranger: Office, forge: Callable[[Office, Office], bytes], expected: set[str]
) -> None:
    found = verified(forge(office, stranger))
    assert found.verdict == "RETURN"
    assert codes(found) == expected


def test_who_forges_a_whole_record_with_practice_keys_gets_no_further_than_practice(stranger: Office) -> None:
    forged = stranger.sign(drawn(stranger.case(passed=True)))
    assert verified(forged).verdict == "PRACTICE"
    called_official = stranger.sign(drawn(stranger.case(practice=False)))
    assert codes(verified(called_official)) == {"practice-undeclared"}


def test_who_forges_a_whole_official_record_with_an_authority_of_his_own_is_told(authority: Authority) -> None:
    case, keys = official(Authority("Zkušební autorita"))
    found = verified(sign_with(drawn(case), keys), authority.pem)
    assert codes(found) == {"signature-untrusted"}


def test_who_swaps_a_trusted_signature_in_from_another_record_is_told(authority: Authority) -> None:
    case, keys = official(authority)
    planned = {who: key.fingerprint for who, key in keys.items()}
    other = record_case(passed=False, practice=False, certificates=planned, paper=ON_PAPER)
    (start, end), _ = holes(victim := sign_with(drawn(case), keys))
    donor = sign_with(drawn(other), keys)
    (begin, stop), _ = holes(donor)
    found = verified(victim[:start] + donor[begin:stop] + victim[end:], authority.pem)
    assert "signature-broken" in codes(found)

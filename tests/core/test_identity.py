import hashlib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from exam.core.identity import Authorisation, AuthorisedPersonKind, Identity, IdentityVersion

SALT = "00112233445566778899aabbccddeeff"
NAMES = st.text(min_size=1, max_size=120)


@pytest.mark.parametrize(
    ("before", "after", "printed"),
    [
        ("", "", "Jana Nováková"),
        ("Mgr.", "", "Mgr. Jana Nováková"),
        ("", "Ph.D.", "Jana Nováková, Ph.D."),
        ("Ing.", "MBA", "Ing. Jana Nováková, MBA"),
    ],
)
def test_a_name_is_printed_with_its_titles(before: str, after: str, printed: str) -> None:
    identity = Identity(given_names="Jana", surname="Nováková", title_before=before, title_after=after)
    assert identity.full_name == printed


def test_a_reference_is_the_salted_digest_of_the_canonical_identity() -> None:
    version = IdentityVersion(identity=Identity(given_names="Jana", surname="Nováková"), salt=SALT)
    spelt = '{"authorisation":null,"given_names":"Jana","surname":"Nováková","title_after":"","title_before":""}'
    expected = hashlib.sha256(b"\x00\x00\x00\x10" + bytes.fromhex(SALT) + spelt.encode()).hexdigest()
    assert version.reference == expected


@given(NAMES, NAMES)
def test_a_corrected_name_is_another_reference(name: str, other: str) -> None:
    versions = [IdentityVersion(identity=Identity(given_names="J", surname=one), salt=SALT) for one in (name, other)]
    assert (versions[0].reference == versions[1].reference) is (name == other)


def test_the_same_name_under_another_salt_is_another_reference() -> None:
    identity = Identity(given_names="Jana", surname="Nováková")
    assert IdentityVersion(identity=identity, salt=SALT).reference != (
        IdentityVersion(identity=identity, salt=SALT[::-1]).reference
    )


@pytest.mark.parametrize("salt", ["", "00", SALT[:-2], SALT[:-1], f"{SALT}0", SALT.upper(), f" {SALT}", "zz" * 16])
def test_a_salt_is_sixteen_bytes_or_more_in_small_hexadecimal(salt: str) -> None:
    with pytest.raises(ValidationError):
        IdentityVersion(identity=Identity(given_names="Jana", surname="Nováková"), salt=salt)


@pytest.mark.parametrize("name", ["", "x" * 121])
def test_nobody_is_without_a_name_or_has_an_endless_one(name: str) -> None:
    with pytest.raises(ValidationError):
        Identity(given_names=name, surname="Nováková")


def test_an_authorisation_names_its_kind_number_and_day() -> None:
    authorisation = Authorisation(
        kind=AuthorisedPersonKind.LEGAL_PERSON, number="1/2026", valid_until=date(2029, 1, 1), holder="Firma s.r.o."
    )
    examiner = Identity(given_names="Vít", surname="Krátký", authorisation=authorisation)
    assert Identity.model_validate_json(examiner.model_dump_json()) == examiner

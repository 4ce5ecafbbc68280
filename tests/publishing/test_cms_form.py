"""The container of a signature is the one place that no signature covers."""

from collections.abc import Callable

import pytest
from asn1crypto import cms, core, x509

from exam.publishing.certificates import der
from exam.publishing.signing import SigningKey
from tests.publishing.authority import Authority
from tests.publishing.office import codes, drawn, official, sign_with, verified
from tests.publishing.surgery import container, holes, refilled

Edit = Callable[[cms.ContentInfo], object]


def repacked(pdf: bytes, edit: Edit, number: int = -1) -> bytes:
    """Return the file with a container that was taken apart, edited and packed again."""
    found = cms.ContentInfo.load(container(pdf, number))
    edit(found["content"])
    return refilled(pdf, found.dump(force=True), number)


def with_a_strangers_certificate(content: cms.SignedData) -> None:
    found = Authority("Cizí").root
    content["certificates"].append(cms.CertificateChoices("certificate", x509.Certificate.load(der(found))))


def with_a_certificate_twice(content: cms.SignedData) -> None:
    content["certificates"].append(content["certificates"][0])


def with_an_unsigned_note(content: cms.SignedData) -> None:
    note = cms.CMSAttribute({"type": "1.2.3.4", "values": [core.UTF8String("nepodepsáno")]})
    content["signer_infos"][0]["unsigned_attrs"] = cms.CMSAttributes([note])


def with_another_version(content: cms.SignedData) -> None:
    content["version"] = "v3"


def with_a_parameter(content: cms.SignedData) -> None:
    content["digest_algorithms"] = [{"algorithm": "sha256", "parameters": None}]


def with_an_algorithm_more(content: cms.SignedData) -> None:
    content["digest_algorithms"] = [{"algorithm": "sha256"}, {"algorithm": "sha512"}]


@pytest.mark.parametrize("number", [0, -1], ids=["first", "last"])
@pytest.mark.parametrize(
    "edit",
    [
        with_a_strangers_certificate,
        with_a_certificate_twice,
        with_an_unsigned_note,
        with_another_version,
        with_a_parameter,
        with_an_algorithm_more,
    ],
)
def test_nothing_can_be_put_into_a_container(signed: bytes, edit: Edit, number: int) -> None:
    wrong = repacked(signed, edit, number)
    assert len(wrong) == len(signed)
    found = verified(wrong)
    assert found.verdict == "RETURN"
    assert "signature-form" in codes(found)


def test_a_container_that_was_only_packed_again_is_the_same(signed: bytes) -> None:
    assert repacked(signed, lambda _: None) == signed


def test_padding_holds_nothing(signed: bytes) -> None:
    content = container(signed)
    for more in (b"\x01", bytes(100) + b"n"):
        assert codes(verified(refilled(signed, content + more))) == {"signature-form"}


def test_the_digits_of_a_container_are_spelt_in_one_way(signed: bytes) -> None:
    start, end = holes(signed)[-1]
    digits = signed[start:end]
    mixed = digits.replace(b"A", b"a", 1)
    spaced = digits[:-9] + b" " + digits[-8:]
    for spelt in (mixed, spaced, digits.lower()):
        found = verified(signed[:start] + spelt + signed[end:])
        assert found.verdict == "RETURN"
        assert codes(found) == {"signature-form"}


def test_the_last_digit_cannot_be_left_out(signed: bytes) -> None:
    _, end = holes(signed)[-1]
    assert verified(signed[: end - 2] + b">0" + signed[end:]).verdict == "RETURN"


def test_a_signer_whose_chain_holds_a_strangers_certificate_is_told(authority: Authority) -> None:
    case, keys = official(authority)
    odd = keys["seal"]
    keys["seal"] = SigningKey(odd.certificate, (*odd.chain, Authority("Cizí").root), odd.private)
    found = verified(sign_with(drawn(case), keys), authority.pem)
    assert codes(found) == {"signature-form"}


def test_a_chain_without_its_root_is_enough_for_who_trusts_the_root(authority: Authority) -> None:
    case, keys = official(authority)
    short = {who: SigningKey(key.certificate, key.chain[:1], key.private) for who, key in keys.items()}
    assert verified(sign_with(drawn(case), short), authority.pem).verdict == "ACCEPT"

from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from exam.publishing.key_folder import KeyFolder, certificate_path, key_path
from exam.publishing.signing import KeyMissingError, KeyUnusableError, PassphraseWrongError
from tests.publishing.authority import Authority, keep_p12, rsa_key
from tests.publishing.office import ON_PAPER, Office, drawn, verified
from tests.record_builders import ISSUED, record_case

SECRET = "skutečné heslo"  # noqa: S105 - it opens throwaway keys


@pytest.mark.parametrize(
    "who", ["", ".", "..", "../seal", "a/b", "a\\b", "/etc/passwd", ".skrytý", "-x", "a\n", "a\0", "x" * 65, "čeněk"]
)
def test_a_name_that_is_no_account_leads_to_no_file(tmp_path: Path, who: str) -> None:
    for refusing in (key_path, certificate_path):
        with pytest.raises(KeyMissingError):
            refusing(tmp_path, who)
    with pytest.raises(KeyMissingError):
        KeyFolder(tmp_path).sign(b"", field="Seal", who=who, passphrase="", at=ISSUED, certify=False)


def test_an_account_has_two_files_in_the_folder(tmp_path: Path) -> None:
    assert key_path(tmp_path, "jan.novak-2") == tmp_path / "jan.novak-2.p12"
    assert certificate_path(tmp_path, "jan.novak-2") == tmp_path / "jan.novak-2.crt"


def test_a_certificate_needs_no_passphrase(office: Office) -> None:
    assert office.keys.certificate("kratky") == office.certificates["kratky"]
    assert office.keys.is_practice("kratky")


def test_somebody_without_a_key_is_told(office: Office) -> None:
    for asking in (office.keys.certificate, office.keys.is_practice):
        with pytest.raises(KeyMissingError):
            asking("nikdo")
    with pytest.raises(KeyMissingError):
        office.keys.sign(office.unsigned, field="Seal", who="nikdo", passphrase="", at=ISSUED, certify=True)


def test_a_file_that_is_no_certificate_is_told(tmp_path: Path) -> None:
    (tmp_path / "jan.crt").write_bytes(b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")
    with pytest.raises(KeyUnusableError):
        KeyFolder(tmp_path).certificate("jan")


def test_a_wrong_passphrase_opens_nothing(office: Office) -> None:
    with pytest.raises(PassphraseWrongError) as refused:
        office.keys.sign(office.unsigned, field="Seal", who="seal", passphrase=SECRET, at=ISSUED, certify=True)
    assert refused.value.arguments == {"path": str(office.folder / "seal.p12")}


def test_a_key_whose_certificate_is_another_than_the_one_shown_does_not_sign(
    tmp_path: Path, authority: Authority, office: Office
) -> None:
    keep_p12(tmp_path, "jan", authority.issue("Jan"), SECRET)
    keep_p12(tmp_path, "eva", authority.issue("Eva"), SECRET)
    (tmp_path / "eva.crt").replace(tmp_path / "jan.crt")
    with pytest.raises(KeyUnusableError):
        KeyFolder(tmp_path).sign(
            office.unsigned, field="Member1", who="jan", passphrase=SECRET, at=ISSUED, certify=True
        )


def test_official_keys_of_every_kind_sign_a_record_that_is_accepted(tmp_path: Path, authority: Authority) -> None:
    keep_p12(tmp_path, "dvorakova", authority.issue("Alžběta Dvořáková", private=rsa_key()), SECRET)
    keep_p12(tmp_path, "seal", authority.issue("Pečeť", private=ec.generate_private_key(ec.SECP384R1())), SECRET)
    keys = KeyFolder(tmp_path)
    planned = {who: keys.certificate(who) for who in ("dvorakova", "seal")}
    pdf = drawn(record_case(practice=False, certificates=planned, paper=ON_PAPER))
    for field, who, at in (("Member1", "dvorakova", ISSUED), ("Seal", "seal", ISSUED + timedelta(minutes=2))):
        pdf = keys.sign(pdf, field=field, who=who, passphrase=SECRET, at=at, certify=who != "seal")
    found = verified(pdf, authority.pem)
    assert (found.verdict, found.codes) == ("ACCEPT", ())
    assert [facts.signed_at for facts in found.signatures] == [ISSUED, ISSUED + timedelta(minutes=2)]
    assert not keys.is_practice("seal")

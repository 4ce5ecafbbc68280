import io
from datetime import timedelta
from pathlib import Path

import pikepdf
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from pyhanko.pdf_utils.reader import PdfFileReader

from exam.publishing.key_folder import key_path
from exam.publishing.practice_word import PASSPHRASE
from exam.publishing.signing import (
    KeyMissingError,
    KeyUnusableError,
    PassphraseWrongError,
    SignatureError,
    SigningKey,
    load_p12,
    sign,
)
from tests.publishing.authority import SINCE, YEAR, Authority
from tests.publishing.office import SHORT, Office
from tests.publishing.surgery import attachments, container, holes
from tests.record_builders import ISSUED


@pytest.fixture
def key(office: Office) -> SigningKey:
    return load_p12(key_path(office.folder, "dvorakova"), PASSPHRASE)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    for path in (tmp_path / "nikdo.p12", tmp_path):
        with pytest.raises(KeyMissingError) as refused:
            load_p12(path, PASSPHRASE)
        assert refused.value.arguments == {"path": str(path)}


@pytest.mark.parametrize("passphrase", ["", "jiné heslo", PASSPHRASE.upper(), "🔑" * 99])
def test_a_wrong_passphrase_is_told(office: Office, passphrase: str) -> None:
    with pytest.raises(PassphraseWrongError):
        load_p12(key_path(office.folder, "seal"), passphrase)


@pytest.mark.parametrize("data", [b"", b"no key", b"0\x00", bytes(300)])
def test_a_file_of_another_kind_is_not_called_a_wrong_passphrase(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "seal.p12"
    path.write_bytes(data)
    with pytest.raises(KeyUnusableError):
        load_p12(path, PASSPHRASE)


def test_a_key_without_a_certificate_is_unusable(tmp_path: Path) -> None:
    path = tmp_path / "jan.p12"
    private = ec.generate_private_key(ec.SECP256R1())
    path.write_bytes(pkcs12.serialize_key_and_certificates(None, private, None, None, BestAvailableEncryption(b"x")))
    with pytest.raises(KeyUnusableError):
        load_p12(path, "x")


def test_a_certificate_without_a_key_is_unusable(tmp_path: Path, authority: Authority) -> None:
    path = tmp_path / "jan.p12"
    encryption = BestAvailableEncryption(b"x")
    path.write_bytes(pkcs12.serialize_key_and_certificates(None, None, authority.root, None, encryption))
    with pytest.raises(KeyUnusableError):
        load_p12(path, "x")


def test_a_kind_of_key_that_is_not_supported_is_unusable(tmp_path: Path) -> None:
    path = tmp_path / "jan.p12"
    private = ed25519.Ed25519PrivateKey.generate()
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Jan")])
    built = x509.CertificateBuilder(name, name, private.public_key(), 7, SINCE, SINCE + YEAR).sign(private, None)
    path.write_bytes(pkcs12.serialize_key_and_certificates(None, private, built, None, BestAvailableEncryption(b"x")))
    with pytest.raises(KeyUnusableError):
        load_p12(path, "x")


def test_a_field_that_the_record_lacks_is_not_made(office: Office, key: SigningKey) -> None:
    with pytest.raises(SignatureError) as refused:
        sign(office.unsigned, field="Member9", key=key, at=ISSUED, certify=True)
    assert refused.value.arguments["field"] == "Member9"


def test_a_field_is_signed_once(signed: bytes, key: SigningKey) -> None:
    with pytest.raises(SignatureError):
        sign(signed, field="Member1", key=key, at=ISSUED, certify=False)


def test_only_the_first_signature_certifies(office: Office, key: SigningKey) -> None:
    first = office.sign(office.unsigned, ["Member1"])
    with pytest.raises(SignatureError):
        sign(first, field="Seal", key=key, at=ISSUED, certify=True)


@pytest.mark.parametrize("pdf", [b"", b"no PDF", b"%PDF-1.7\n%%EOF\n"])
def test_what_is_no_file_to_sign_is_told(key: SigningKey, pdf: bytes) -> None:
    with pytest.raises(SignatureError):
        sign(pdf, field="Seal", key=key, at=ISSUED, certify=True)


def test_signing_only_adds_to_a_file(office: Office) -> None:
    first = office.sign(office.unsigned, ["Member1"])
    both = office.sign(first, ["Seal"], certify=False)
    assert first.startswith(office.unsigned)
    assert both.startswith(first)
    assert attachments(both) == attachments(office.unsigned)


def test_a_signature_states_the_services_time_and_the_file_keeps_its_own(office: Office) -> None:
    pdf = office.sign(office.unsigned, at=ISSUED + timedelta(minutes=7))
    found = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
    assert [one.self_reported_timestamp for one in found] == [ISSUED + timedelta(minutes=7)] * 2
    with pikepdf.open(io.BytesIO(office.unsigned)) as before, pikepdf.open(io.BytesIO(pdf)) as after:
        assert dict(after.docinfo) == dict(before.docinfo)
        assert str(after.docinfo["/ModDate"]) == "D:20261120120500+00'00'"


def test_signatures_stand_in_the_fields_that_the_record_drew(signed: bytes) -> None:
    found = PdfFileReader(io.BytesIO(signed)).embedded_signatures
    assert [one.field_name for one in found] == list(SHORT)
    assert {str(one.sig_object["/SubFilter"]) for one in found} == {"/ETSI.CAdES.detached"}


def test_the_seal_locks_every_field(signed: bytes) -> None:
    _, seal = PdfFileReader(io.BytesIO(signed)).embedded_signatures
    assert seal.fieldmdp is not None
    assert seal.fieldmdp.is_locked("Member1")


def test_signatures_of_one_signer_always_take_as_much_room(office: Office, key: SigningKey) -> None:
    files = [sign(office.unsigned, field="Member1", key=key, at=ISSUED, certify=True) for _ in range(5)]
    assert len({end - start for pdf in files for start, end in holes(pdf)}) == 1


@pytest.mark.parametrize("bits", [2048, 4096])
def test_a_large_key_with_long_names_has_room(office: Office, bits: int) -> None:
    long = Authority("Vydávající autorita s velmi dlouhým názvem č. 1")
    private = rsa.generate_private_key(public_exponent=65537, key_size=bits)
    own = long.issue("Magdaléna Svobodová-Zkušební-Příkladná-Vzorová", private=private)
    pdf = sign(office.unsigned, field="Member1", key=own, at=ISSUED, certify=True)
    ((start, end),) = holes(pdf)
    assert 1024 < (end - start) - 2 * len(container(pdf)) < 4096  # spare digits: enough, and not much

"""Keys that stay on a device sign as files do; a PIN goes nowhere else."""

import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from exam.core.canonical import canonical_json
from exam.publishing.adding_keys import add_hardware, add_p12
from exam.publishing.hardware_keys import HardwareFailedError, HardwareKey, HardwareMissingError, read_hardware_key
from exam.publishing.key_folder import KeyFolder, certificate_path, chain_path, device_path, key_path
from exam.publishing.practice_keys import make_practice_keys
from exam.publishing.signing import KeyMissingError, KeyUnusableError, PassphraseWrongError, SigningKey
from tests.devices import PIN, TOKEN, module, put
from tests.publishing.authority import Authority, keep_p12, rsa_key
from tests.publishing.office import ON_PAPER, drawn, verified
from tests.record_builders import ISSUED, record_case

pytestmark = pytest.mark.needs_softhsm
SECRET = "skutečné heslo"  # noqa: S105 - it opens throwaway keys


@pytest.fixture(scope="module")
def held(authority: Authority) -> dict[str, SigningKey]:
    """Put an RSA key and one on P-256 on the device."""
    keys = {"rsa": authority.issue("Alžběta Dvořáková", private=rsa_key()), "ec": authority.issue("Pečeť")}
    for label, key in keys.items():
        put(label, key)
    return keys


def kept(label: str) -> HardwareKey:
    return HardwareKey(module=module(), token=TOKEN, key=label)


def test_a_device_signs_a_record_that_is_accepted(
    tmp_path: Path, authority: Authority, held: dict[str, SigningKey]
) -> None:
    above = tmp_path / "above.pem"
    for who, label in (("dvorakova", "rsa"), ("seal", "ec")):
        chain = (held[label].certificate, *held[label].chain)
        above.write_text("".join(one.public_bytes(Encoding.PEM).decode() for one in chain), "utf-8")
        assert add_hardware(tmp_path, who, kept(label), PIN, above) == held[label].fingerprint
    keys = KeyFolder(tmp_path)
    planned = {who: keys.certificate(who) for who in ("dvorakova", "seal")}
    pdf = drawn(record_case(practice=False, certificates=planned, paper=ON_PAPER))
    for field, who in (("Member1", "dvorakova"), ("Seal", "seal")):
        pdf = keys.sign(pdf, field=field, who=who, passphrase=PIN, at=ISSUED, certify=who != "seal")
    found = verified(pdf, authority.pem)
    assert (found.verdict, found.codes) == ("ACCEPT", ())
    assert keys.keys() == 2
    assert keys.faults() == ()
    assert PIN.encode() not in b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert [row["kept"] for row in keys.told()] == ["device", "device"]


def test_the_devices_own_certificate_is_enough(tmp_path: Path, held: dict[str, SigningKey]) -> None:
    assert add_hardware(tmp_path, "jan", kept("ec"), PIN, None) == held["ec"].fingerprint
    assert chain_path(tmp_path, "jan").read_bytes() == b""
    assert read_hardware_key(device_path(tmp_path, "jan")) == kept("ec")


def test_what_a_device_refuses_is_told_without_the_pin(tmp_path: Path, held: dict[str, SigningKey]) -> None:
    assert held
    for wrong, key, refusal in (
        ("00000000", kept("ec"), PassphraseWrongError),
        ("", kept("ec"), PassphraseWrongError),
        (PIN, kept("nic"), KeyMissingError),
        (PIN, kept("ec").model_copy(update={"token": "jiny"}), HardwareFailedError),
        (PIN, kept("ec").model_copy(update={"module": str(tmp_path / "none.so")}), KeyMissingError),
    ):
        with pytest.raises(refusal) as refused:
            add_hardware(tmp_path, "jan", key, wrong, None)
        assert PIN not in str(refused.value)
    assert list(tmp_path.iterdir()) == []


def test_a_certificate_of_another_key_is_refused(tmp_path: Path, held: dict[str, SigningKey]) -> None:
    other = tmp_path / "other.pem"
    for certificate in (held["rsa"].certificate, held["ec"].chain[0]):
        other.write_bytes(certificate.public_bytes(Encoding.PEM))
        with pytest.raises((KeyUnusableError, HardwareFailedError)):
            add_hardware(tmp_path, "jan", kept("ec"), PIN, other)
    other.write_bytes(b"nic")
    with pytest.raises(KeyUnusableError):
        add_hardware(tmp_path, "jan", kept("ec"), PIN, other)
    with pytest.raises(KeyMissingError):
        add_hardware(tmp_path, "jan", kept("ec"), PIN, tmp_path / "none.pem")


def test_a_file_takes_the_place_of_a_device_and_the_other_way_round(
    tmp_path: Path, authority: Authority, held: dict[str, SigningKey]
) -> None:
    keys = tmp_path / "keys"
    keys.mkdir()
    key = authority.issue("Jan")
    keep_p12(tmp_path, "mine", key, SECRET)
    add_hardware(keys, "jan", kept("ec"), PIN, None)
    make_practice_keys(keys, {"jan": "Jan"}, at=ISSUED)
    assert KeyFolder(keys).certificate("jan") == held["ec"].fingerprint
    assert add_p12(keys, "jan", tmp_path / "mine.p12", SECRET) == key.fingerprint
    assert not device_path(keys, "jan").exists()
    assert certificate_path(keys, "jan").stat().st_mode & 0o077 == 0
    add_hardware(keys, "jan", kept("ec"), PIN, None)
    assert not key_path(keys, "jan").exists()


def test_a_note_of_a_device_that_says_something_else_is_told(tmp_path: Path) -> None:
    device_path(tmp_path, "jan").write_bytes(b"{}")
    with pytest.raises(KeyUnusableError):
        KeyFolder(tmp_path).sign(b"", field="Seal", who="jan", passphrase=PIN, at=ISSUED, certify=True)


def test_a_program_without_the_extra_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    device_path(tmp_path, "jan").write_bytes(canonical_json(kept("ec")))
    certificate_path(tmp_path, "jan").write_bytes(Authority("X").pem)
    for name in [name for name in sys.modules if name.startswith("pkcs11")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "pkcs11", None)
    with pytest.raises(HardwareMissingError):
        KeyFolder(tmp_path).sign(b"", field="Seal", who="jan", passphrase=PIN, at=ISSUED, certify=True)

import stat
from pathlib import Path

from cryptography import x509
from cryptography.x509 import load_pem_x509_certificate

from exam.publishing.certificates import common_name, is_practice
from exam.publishing.practice_keys import ROOT, make_practice_keys
from exam.publishing.practice_word import PASSPHRASE
from exam.publishing.signing import load_p12
from tests.record_builders import ISSUED


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def made(folder: Path, *names: str) -> tuple[Path, ...]:
    return make_practice_keys(folder, {name: f"Osoba {name}" for name in names}, at=ISSUED)


def test_each_signer_and_the_seal_get_a_key(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "keys"
    assert made(folder, "jan", "eva") == tuple(folder / f"{who}.p12" for who in ("eva", "jan", "seal"))
    assert sorted(path.name for path in folder.iterdir()) == sorted(
        f"{who}.{kind}" for who in ("eva", "jan", "seal", ROOT) for kind in ("p12", "crt")
    )


def test_only_the_owner_may_read_them(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    made(folder, "jan")
    assert mode(folder) == 0o700
    assert {mode(path) for path in folder.iterdir()} == {0o600}


def test_every_certificate_says_practice_in_name_and_policy(tmp_path: Path) -> None:
    made(tmp_path, "jan")
    for who, called in (("jan", "CVIČNÝ: Osoba jan"), ("seal", "CVIČNÝ: Pečeť autorizované osoby")):
        key = load_p12(tmp_path / f"{who}.p12", PASSPHRASE)
        assert common_name(key.certificate) == called
        assert key.is_practice
        (root,) = key.chain
        assert is_practice(root)
        key.certificate.verify_directly_issued_by(root)
        assert key.certificate == load_pem_x509_certificate((tmp_path / f"{who}.crt").read_bytes())


def test_a_practice_key_issues_no_certificates(tmp_path: Path) -> None:
    made(tmp_path, "jan")
    certificate = load_p12(tmp_path / "jan.p12", PASSPHRASE).certificate
    assert not certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    assert certificate.not_valid_before_utc < ISSUED < certificate.not_valid_after_utc


def test_keys_that_exist_are_left_as_they_are(tmp_path: Path) -> None:
    made(tmp_path, "jan")
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    made(tmp_path, "jan", "eva")
    after = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert {name: after[name] for name in before} == before
    assert load_p12(tmp_path / "eva.p12", PASSPHRASE).chain == load_p12(tmp_path / "jan.p12", PASSPHRASE).chain


def test_a_key_without_its_certificate_is_made_anew(tmp_path: Path) -> None:
    made(tmp_path, "jan")
    (tmp_path / "jan.crt").unlink()
    (tmp_path / "jan.crt.new").write_bytes(b"left by a crash")
    made(tmp_path, "jan")
    key = load_p12(tmp_path / "jan.p12", PASSPHRASE)
    assert key.certificate == load_pem_x509_certificate((tmp_path / "jan.crt").read_bytes())
    assert not (tmp_path / "jan.crt.new").exists()


def test_a_very_long_name_is_cut_to_what_a_certificate_holds(tmp_path: Path) -> None:
    make_practice_keys(tmp_path, {"jan": "Ž" * 200}, at=ISSUED)
    name = common_name(load_p12(tmp_path / "jan.p12", PASSPHRASE).certificate)
    assert name == "CVIČNÝ: " + "Ž" * 27


def test_a_key_is_never_printed(tmp_path: Path) -> None:
    made(tmp_path, "jan")
    assert "private" not in repr(load_p12(tmp_path / "jan.p12", PASSPHRASE))

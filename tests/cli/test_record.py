"""`exam record` as people use it, and what opens a key: it stays with whoever typed it."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, pkcs12

from exam.__main__ import main
from exam.bootstrap import system_clock
from exam.publishing.adding_keys import add_p12
from exam.publishing.key_folder import key_path
from exam.publishing.practice_word import PASSPHRASE
from exam.publishing.signing import load_p12
from tests.authorities import Estate, keep_trust, served
from tests.copies.mirrored import playing, small_workspace
from tests.devices import PIN as DEVICE_PIN
from tests.devices import TOKEN, module, put
from tests.publishing.authority import Authority
from tests.rims import PIN

CANARY = "kanárek-7f3a9c51"


def fd(word: str) -> str:
    """Return a descriptor from which a word can be read once."""
    reading, writing = os.pipe()
    os.write(writing, f"{word}\n".encode())
    os.close(writing)
    return str(reading)


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main([*arguments, "--language", "en"])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


@pytest.fixture
def workspace(tmp_path: Path) -> tuple[Path, str]:
    """Return a workspace whose candidate knows the result, and the session."""
    folder = small_workspace(tmp_path / "workspace")
    with playing(folder, before="issue_record") as (_, stage):
        session = stage.session
    return folder, session


def test_a_record_is_issued_signed_here_and_elsewhere_and_shown(
    workspace: tuple[Path, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, session = workspace
    where = ("--workspace", str(folder))
    code, out, err = told(capsys, "record", "issue", session, "--by", "predseda", "--pin-fd", fd(PIN), *where)
    assert (code, err) == (0, "")
    assert out.startswith(f"session/{session} ")
    first = ("--by", "predseda", "--pin-fd", fd(PIN), "--passphrase-fd", fd(PASSPHRASE), *where)
    assert told(capsys, "record", "sign", session, *first)[0] == 0
    out_pdf, back = tmp_path / "out.pdf", tmp_path / "back.pdf"
    second = ("--by", "clen", "--pin-fd", fd(PIN), "--export", str(out_pdf), *where)
    code, out, err = told(capsys, "record", "sign", session, *second)
    assert (code, out) == (0, "")
    assert "for clen to sign (Member2)" in err
    key = str(folder / "keys" / "clen.p12")
    third = ("--p12", key, "--out", str(back), "--passphrase-fd", fd(PASSPHRASE))
    assert told(capsys, "record", "sign", str(out_pdf), *third)[0] == 0
    fourth = (str(back), "--by", "clen", "--pin-fd", fd(PIN), *where)
    assert told(capsys, "record", "accept", session, *fourth)[0] == 0
    assert told(capsys, "record", "accept", session, str(back), "--by", "clen", "--pin-fd", fd(PIN), *where)[0] == 4
    code, out, _ = told(capsys, "record", "show", session, "--format", "json", *where)
    assert (code, [row["state"] for row in json.loads(out)]) == (0, ["signed", "signed", "due"])
    code, out, _ = told(capsys, "record", "show", session, *where)
    assert out.splitlines()[-1].endswith("Seal  seal  electronic  due")


def test_where_nobody_signs_electronically_the_seal_certifies(
    workspace: tuple[Path, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, session = workspace
    where = ("--workspace", str(folder))
    ink = ("--paper", "predseda", "--paper", "clen")
    assert told(capsys, "record", "issue", session, *ink, "--by", "predseda", "--pin-fd", fd(PIN), *where)[0] == 0
    (tmp_path / "sheet.png").write_bytes(b"scan")
    seen = ("--witness", "predseda", "--by", "predseda", "--pin-fd", fd(PIN))
    assert told(capsys, "record", "paper", session, "Member2", str(tmp_path / "sheet.png"), *seen, *where)[0] == 0
    code, out, _ = told(capsys, "record", "show", session, "--format", "json", *where)
    assert [row["state"] for row in json.loads(out)] == ["planned", "signed", "due"]
    arguments = ("--seal", "--by", "predseda", "--pin-fd", fd(PIN), "--passphrase-fd", fd(PASSPHRASE), *where)
    assert told(capsys, "record", "sign", session, *arguments)[0] == 0
    sealed = max((folder / "blobs").iterdir(), key=lambda path: path.stat().st_mtime)
    (tmp_path / "record.pdf").write_bytes(sealed.read_bytes())
    code, out, _ = told(capsys, "verify", str(tmp_path / "record.pdf"))
    assert (code, out.split()[0]) == (0, "PRACTICE")


@pytest.fixture(scope="module")
def estate(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Estate]:
    with served(tmp_path_factory.mktemp("estate"), system_clock().now()) as found:
        yield found


def exported(workspace: tuple[Path, str], capsys: pytest.CaptureFixture[str]) -> Path:
    """Issue the record, let the chair sign it, and return the file that waits for the member."""
    folder, session = workspace
    by = ("--by", "predseda", "--pin-fd")
    where = ("--workspace", str(folder))
    assert told(capsys, "record", "issue", session, *by, fd(PIN), *where)[0] == 0
    signing = ("record", "sign", session, *by, fd(PIN), "--passphrase-fd", fd(PASSPHRASE), *where)
    assert told(capsys, *signing)[0] == 0
    file = folder.parent / "out.pdf"
    going = ("--by", "clen", "--pin-fd", fd(PIN), "--export", str(file))
    assert told(capsys, "record", "sign", session, *going, *where)[0] == 0
    return file


@pytest.mark.needs_softhsm
def test_a_file_is_signed_with_a_device_and_stamped_and_taken_back(
    workspace: tuple[Path, str], estate: Estate, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, session = workspace
    keep_trust(folder / "trust", estate)
    file, back = exported(workspace, capsys), folder.parent / "back.pdf"
    key = load_p12(key_path(folder / "keys", "clen"), PASSPHRASE)
    put("clen-na-kartě", key, with_certificate=False)
    chain = folder.parent / "chain.pem"
    chain.write_bytes(b"".join(one.public_bytes(Encoding.PEM) for one in (key.certificate, *key.chain)))
    device = ("--module", module(), "--token", TOKEN, "--key", "clen-na-kartě", "--certificates", str(chain))
    stamped = ("--timestamp", estate.tsa(), "--trust", str(folder / "trust"))
    call = ("record", "sign", str(file), *device, *stamped, "--out", str(back))
    code, _, err = told(capsys, *call, "--passphrase-fd", fd("0000"))
    assert (code, back.exists(), DEVICE_PIN in err) == (4, False, False)
    assert told(capsys, *call, "--passphrase-fd", fd(DEVICE_PIN))[0] == 0
    taking = ("--by", "clen", "--pin-fd", fd(PIN), "--workspace", str(folder))
    assert told(capsys, "record", "accept", session, str(back), *taking)[0] == 0
    _, out, _ = told(capsys, "verify", str(back), "--trust", str(folder / "trust"), "--format", "json")
    (row,) = json.loads(out)
    assert [facts["level"] for facts in row["signatures"]] == ["B-B", "B-T"]
    assert row["signatures"][1]["stamp"]["authority"].startswith("Razítka")


def test_an_authority_that_is_silent_costs_the_stamp_of_a_file_and_not_its_signature(
    workspace: tuple[Path, str], estate: Estate, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, session = workspace
    keep_trust(folder / "trust", estate)
    file, back = exported(workspace, capsys), folder.parent / "back.pdf"
    call = ("record", "sign", str(file), "--p12", str(folder / "keys" / "clen.p12"), "--out", str(back))
    silent = ("--timestamp", "http://127.0.0.1:9/", "--trust", str(folder / "trust"))
    code, _, err = told(capsys, *call, *silent, "--passphrase-fd", fd(PASSPHRASE))
    assert (code, "127.0.0.1:9" in err) == (0, True)
    taking = ("--by", "clen", "--pin-fd", fd(PIN), "--workspace", str(folder))
    assert told(capsys, "record", "accept", session, str(back), *taking)[0] == 0


@pytest.mark.parametrize(
    "extra",
    [
        (),
        ("--p12", "x.p12"),
        ("--by", "clen", "--p12", "x.p12"),
        ("--out", "y.pdf"),
        ("--module", "m.so", "--token", "t", "--out", "y.pdf"),
        ("--p12", "x.p12", "--module", "m.so", "--out", "y.pdf"),
        ("--p12", "x.p12", "--out", "y.pdf", "--timestamp", "http://127.0.0.1:9/"),
        ("--p12", "x.p12", "--out", "y.pdf", "--by", "clen"),
    ],
)
def test_a_call_that_says_too_little_or_too_much_is_a_wrong_one(
    workspace: tuple[Path, str], capsys: pytest.CaptureFixture[str], extra: tuple[str, ...]
) -> None:
    code, _, err = told(capsys, "record", "sign", workspace[1], *extra, "--workspace", str(workspace[0]))
    assert code == 2
    assert "--by" in err


def test_a_session_without_a_record_is_told(workspace: tuple[Path, str], capsys: pytest.CaptureFixture[str]) -> None:
    where = ("--workspace", str(workspace[0]))
    assert told(capsys, "record", "show", workspace[1], *where)[0] == 1
    assert told(capsys, "record", "show", "session-x", *where)[0] == 1


def test_keys_are_added_and_listed(
    workspace: tuple[Path, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    where = ("--workspace", str(workspace[0]))
    own = Authority("Úřad").issue("Jana Nováková")
    packed = pkcs12.serialize_key_and_certificates(
        None, own.private, own.certificate, own.chain, BestAvailableEncryption(CANARY.encode())
    )
    (tmp_path / "mine.p12").write_bytes(packed)
    added = ("keys", "add", "clen", "--p12", str(tmp_path / "mine.p12"), "--passphrase-fd")
    assert told(capsys, *added, fd("jiné"), *where)[0] == 4
    code, out, _ = told(capsys, *added, fd(CANARY), *where)
    assert (code, out) == (0, f"{own.fingerprint}\n")
    code, out, _ = told(capsys, "keys", "list", "--format", "json", *where)
    rows = {row["account"]: row for row in json.loads(out)}
    assert (code, rows["clen"]["name"], rows["clen"]["practice"]) == (0, "Jana Nováková", "false")
    assert "predseda" in told(capsys, "keys", "list", *where)[1]
    for source in (
        (),
        ("--module", "m.so"),
        ("--p12", "x.p12", "--key", "k"),
        ("--p12", "x.p12", "--certificates", "c"),
    ):
        assert told(capsys, "keys", "add", "clen", *source, *where)[0] == 2


@pytest.mark.needs_softhsm
def test_a_key_on_a_device_is_added(workspace: tuple[Path, str], capsys: pytest.CaptureFixture[str]) -> None:
    own = Authority("Úřad").issue("Jan na kartě")
    put("karta", own)
    device = ("--module", module(), "--token", TOKEN, "--key", "karta", "--passphrase-fd", fd(DEVICE_PIN))
    code, out, _ = told(capsys, "keys", "add", "clen", *device, "--workspace", str(workspace[0]))
    assert (code, out) == (0, f"{own.fingerprint}\n")


def test_what_opens_a_key_is_found_nowhere(workspace: tuple[Path, str], tmp_path: Path) -> None:
    """Search the workspace, what was printed, and the process itself while it waits for the word and while it signs."""
    folder, session = workspace
    own = Authority("Úřad", practice=True).issue("Petra Předsedová")
    encryption = BestAvailableEncryption(CANARY.encode())
    packed = pkcs12.serialize_key_and_certificates(None, own.private, own.certificate, own.chain, encryption)
    (tmp_path / "mine.p12").write_bytes(packed)
    add_p12(folder / "keys", "predseda", tmp_path / "mine.p12", CANARY)
    assert key_path(folder / "keys", "predseda").exists()
    where = ("--workspace", str(folder))
    assert main(["record", "issue", session, "--by", "predseda", "--pin-fd", fd(PIN), *where]) == 0
    pin, word = os.pipe(), os.pipe()
    asked = [sys.executable, "-m", "exam", "record", "sign", session, "--by", "predseda", *where]
    asked += ["--pin-fd", str(pin[0]), "--passphrase-fd", str(word[0])]
    seen = b""
    with subprocess.Popen(  # noqa: S603 - our own words
        asked, stdout=subprocess.PIPE, stderr=subprocess.PIPE, pass_fds=(pin[0], word[0])
    ) as process:
        os.write(pin[1], f"{PIN}\n".encode())
        time.sleep(0.2)
        os.write(word[1], f"{CANARY}\n".encode())
        for end in (*pin, *word):
            os.close(end)
        place = Path("/proc") / str(process.pid)
        while process.poll() is None:
            seen += _read(place / "cmdline") + _read(place / "environ")
        out, err = process.communicate()
    assert process.returncode == 0, err
    assert b"record" in seen
    everything = [seen, out, err, *(path.read_bytes() for path in folder.rglob("*") if path.is_file())]
    assert not any(CANARY.encode() in found for found in everything)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def test_who_refuses_or_is_absent_is_put_down_and_shown_and_verify_leaves_it_to_the_reader(
    workspace: tuple[Path, str], capsys: pytest.CaptureFixture[str]
) -> None:
    folder, session = workspace
    where = ("--workspace", str(folder))

    def by_the_chair(*arguments: str) -> tuple[int, str, str]:
        return told(capsys, "record", *arguments, "--by", "predseda", "--pin-fd", fd(PIN), *where)

    assert by_the_chair("issue", session)[0] == 0
    reason = ("--reason", "Nesouhlasí s hodnocením.")
    for who, words in (("predseda", "put down by the authorised person"), ("uchazec", "plans no signature")):
        refused, _, err = by_the_chair("refuse", session, who, *reason)
        assert refused == 1
        assert words in err
    assert "concrete reason" in by_the_chair("absent", session, "clen", "--reason", "–")[2]
    assert by_the_chair("absent", session, "clen", *reason)[0] == 0
    shown = json.loads(told(capsys, "record", "show", session, "--format", "json", *where)[1])
    assert [row["state"] for row in shown] == ["due", "absent", "planned"]
    assert by_the_chair("sign", session, "--passphrase-fd", fd(PASSPHRASE))[0] == 0
    assert by_the_chair("sign", session, "--seal", "--passphrase-fd", fd(PASSPHRASE))[0] == 0
    code, _, err = by_the_chair("refuse", session, "clen", *reason)
    assert code == 1
    assert "is sealed" in err
    code, place, _ = by_the_chair("archive", session)
    assert code == 0
    assert by_the_chair("archive", session) == (0, place, "")
    code, out, _ = told(capsys, "verify", place.strip())
    assert code == 0
    assert out.startswith("PRACTICE")
    assert "did not sign: not present. Reason: Nesouhlasí s hodnocením." in out


def test_a_record_whose_chair_is_gone_is_finished_by_the_others_and_the_authorised_person(
    workspace: tuple[Path, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, session = workspace
    where, out_pdf, back = ("--workspace", str(folder)), tmp_path / "out.pdf", tmp_path / "back.pdf"
    person = ("--role", "authorised_person", "--given-names", "Jan", "--surname", "Zástupce")
    assert told(capsys, "people", "add", "ao", *person, "--pin-fd", fd(PIN), *where)[0] == 0

    def ao(*arguments: str) -> tuple[int, str, str]:
        return told(capsys, "record", *arguments, "--by", "ao", "--pin-fd", fd(PIN), *where)

    assert ao("issue", session)[0] == 0
    assert ao("absent", session, "predseda", "--reason", "Po zkoušce vážně onemocněl.")[0] == 0
    assert "for clen to sign (Member2)" in ao("sign", session, "--export", str(out_pdf))[2]
    key = ("--p12", str(folder / "keys" / "clen.p12"), "--out", str(back))
    assert told(capsys, "record", "sign", str(out_pdf), *key, "--passphrase-fd", fd(PASSPHRASE))[0] == 4
    first = ("--without-chair", "--passphrase-fd", fd(PASSPHRASE))
    assert told(capsys, "record", "sign", str(out_pdf), *key, *first)[0] == 0
    by_him = (str(back), "--by", "clen", "--pin-fd", fd(PIN), *where)
    assert told(capsys, "record", "accept", session, *by_him)[0] == 0
    assert ao("archive", session)[0] == 1
    assert ao("sign", session, "--seal", "--passphrase-fd", fd(PASSPHRASE))[0] == 0
    code, place, _ = ao("archive", session)
    assert code == 0
    code, out, _ = told(capsys, "verify", place.strip())
    assert (code, out.split()[0]) == (0, "PRACTICE")
    (note,) = (line for line in out.splitlines() if "did not sign: not present" in line)
    assert "Po zkoušce vážně onemocněl." in note
    assert "Jan Zástupce" in note


def test_one_proposes_a_corrected_record_another_approves_and_it_is_issued_anew(
    workspace: tuple[Path, str], capsys: pytest.CaptureFixture[str]
) -> None:
    folder, session = workspace
    where = ("--workspace", str(folder))

    def does(who: str, *arguments: str) -> tuple[int, str, str]:
        return told(capsys, "record", *arguments, "--by", who, "--pin-fd", fd(PIN), *where)

    def shown() -> set[str]:
        return {
            row["record"] for row in json.loads(told(capsys, "record", "show", session, "--format", "json", *where)[1])
        }

    assert does("predseda", "issue", session)[0] == 0
    former = shown()
    assert does("predseda", "approve", session)[0] == 1
    assert does("predseda", "correct", session, "--reason", "Místo konání bylo zapsáno chybně.")[0] == 0
    assert does("predseda", "approve", session)[0] == 1
    assert does("clen", "approve", session)[0] == 0
    assert told(capsys, "record", "show", session, *where)[0] == 1
    assert does("predseda", "issue", session)[0] == 0
    assert not former & shown()

"""`exam doctor` and `exam journal receipt` as their users have them."""

import json
import re
import shutil
from pathlib import Path

import pytest

from exam.__main__ import main
from exam.core.receipt import receipt_code
from exam.journal import SqliteJournal


@pytest.fixture(scope="module")
def performed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace in which a whole practice exam was held."""
    out = tmp_path_factory.mktemp("performed")
    assert main(["demo", "--script", "waived-english", "--out", str(out), "--format", "json"]) == 0
    (folder,) = out.iterdir()
    return folder


@pytest.fixture
def workspace(performed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    capsys.readouterr()
    return Path(shutil.copytree(performed, tmp_path / "workspace"))


def code(folder: Path) -> tuple[str, str, int]:
    """Return the receipt of the workspace's session, the session's id and its last event."""
    with SqliteJournal(folder / "journal.db") as journal:
        (stream,) = journal.streams("session/")
        head = journal.head(stream)
        return receipt_code(head), stream.removeprefix("session/"), head.seq


def doctor(folder: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, dict[str, set[str]]]:
    """Return the exit code, and what is not good by check."""
    exit_code = main(["doctor", "--workspace", str(folder), "--format", "json"])
    rows = json.loads(capsys.readouterr().out)
    found: dict[str, set[str]] = {}
    for row in rows:
        if row["health"] != "good":
            found.setdefault(row["check"], set()).add(row["code"])
    found.pop("office", None)
    return exit_code, found


@pytest.mark.parametrize(("language", "fine"), [("cs", "v pořádku"), ("en", "fine")])
def test_a_whole_workspace_is_0_and_every_line_is_a_sentence(
    workspace: Path, capsys: pytest.CaptureFixture[str], language: str, fine: str
) -> None:
    assert main(["doctor", "--workspace", str(workspace), "--language", language]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert {line.split()[0] for line in lines} <= {fine.split(maxsplit=1)[0], "pozor", "look"}
    checks = ["engine", "office", "journal", "blobs", "register", "archive", "anchors", "fonts", "keys", "space"]
    assert [next(check for check in checks if f" {check} " in line) for line in lines] == checks
    assert not any("doctor." in line for line in lines)


def test_a_damaged_journal_is_3_and_the_sentence_says_what_to_do(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (workspace / "journal.db").write_bytes(b"this is no database, " * 100)
    assert doctor(workspace, capsys) == (3, {"journal": {"journal-damaged"}})
    assert main(["doctor", "--workspace", str(workspace), "--language", "en"]) == 3
    assert "restore a backup" in capsys.readouterr().out


def test_a_lost_blob_is_3_and_a_key_that_others_read_is_1(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (workspace / "keys" / "seal.p12").chmod(0o640)
    assert doctor(workspace, capsys) == (1, {"keys": {"key-open"}})
    for blob in (workspace / "blobs").iterdir():
        blob.unlink()
    assert doctor(workspace, capsys) == (3, {"keys": {"key-open"}, "blobs": {"doctor.blob-lost"}})


def test_a_font_that_is_gone_is_1(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    next((workspace / "reports" / "fonts").glob("*.ttf")).unlink()
    assert doctor(workspace, capsys) == (1, {"fonts": {"font-unusable"}})


def test_an_engine_that_loses_rows_is_3_with_what_to_install(
    workspace: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("exam.journal.engine.FIXED", (99, 0, 0))
    monkeypatch.setattr("exam.journal.engine.BACKPORTS", {})
    assert main(["doctor", "--workspace", str(workspace), "--language", "en"]) == 3
    assert "pip install --upgrade apsw" in capsys.readouterr().out


@pytest.mark.parametrize("there", [True, False])
def test_whether_there_is_an_office_is_told_with_how_to_get_one(
    workspace: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *, there: bool
) -> None:
    folder = workspace.parent / "bin"
    folder.mkdir()
    if there:
        (folder / "libreoffice").write_text("#!/bin/sh\n")
        (folder / "libreoffice").chmod(0o755)
    monkeypatch.setenv("PATH", str(folder))
    assert main(["doctor", "--workspace", str(workspace), "--language", "en"]) == 0
    assert ("apt-get install libreoffice-calc" in capsys.readouterr().out) is not there


def test_no_workspace_is_1_and_wrong_settings_are_2(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor", "--workspace", str(workspace.parent)]) == 1
    (workspace / "exam.toml").write_text("reserve_mb = -1\n")
    assert main(["doctor", "--workspace", str(workspace)]) == 2
    assert "reserve_mb" in capsys.readouterr().err


def test_a_receipt_names_its_session_event_and_time(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spelt, session, seq = code(workspace)
    assert (
        main(["journal", "receipt", *spelt.lower().split("-"), "--workspace", str(workspace), "--language", "en"]) == 0
    )
    told = capsys.readouterr().out
    assert session in told
    assert re.search(rf"event {seq} \(RecordArchived\) of 2026-", told)
    assert main(["journal", "receipt", spelt, "--workspace", str(workspace), "--format", "json"]) == 0
    row = json.loads(capsys.readouterr().out)
    assert (row["standing"], row["session"], row["seq"], row["events"]) == ("kept", session, seq, seq)


def test_a_receipt_that_the_journal_does_not_hold_any_more_is_3(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spelt, session, seq = code(workspace)
    for path in workspace.glob("journal.db*"):
        path.unlink()
    assert main(["journal", "receipt", spelt, "--workspace", str(workspace), "--language", "en"]) == 3
    assert f"event {seq}" in capsys.readouterr().out
    assert doctor(workspace, capsys)[0] == 3
    assert session


def test_a_receipt_that_was_misread_is_1_and_says_so(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spelt, _, _ = code(workspace)
    wrong = f"{'3' if spelt[0] != '3' else '4'}{spelt[1:]}"
    assert main(["journal", "receipt", wrong, "--workspace", str(workspace), "--language", "en"]) == 1
    assert "read it again" in capsys.readouterr().err

import json
from pathlib import Path

import pytest

from exam.__main__ import main
from exam.cli import verdicts
from exam.cli.verdicts import tell
from exam.wording import Language
from tests.record_builders import record_case


def test_the_folder_to_trust_must_be_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "record.pdf").write_text("no record")
    for trust in ("nowhere", "record.pdf"):
        assert main(["verify", str(tmp_path / "record.pdf"), "--trust", str(tmp_path / trust), "--language", "en"]) == 2
        told = capsys.readouterr()
        assert told.out == ""
        assert trust in told.err


def test_a_certificate_to_trust_that_is_none_is_the_readers_fault(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "trust").mkdir()
    (tmp_path / "trust" / "notes.txt").write_text("our certificates")
    (tmp_path / "record.pdf").write_text("no record")
    assert main(["verify", str(tmp_path / "record.pdf"), "--trust", str(tmp_path / "trust")]) == 4
    assert capsys.readouterr().err.startswith("exam: ")


def test_a_folder_without_records_is_told_and_never_fine(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "letter.txt").write_text("Dear authority")
    assert main(["verify", str(tmp_path), "--language", "en"]) == 2
    assert str(tmp_path) in capsys.readouterr().err


def test_a_name_under_which_nothing_is_is_a_slip_and_no_verdict(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.pdf").write_text("no record")
    assert main(["verify", str(tmp_path / "a.pdf"), str(tmp_path / "b.pdf"), "--language", "en"]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert str(tmp_path / "b.pdf") in told.err


def test_a_verdict_tells_which_record_it_is_and_that_one_to_be_returned_proves_nothing() -> None:
    record = {"record": "record-1", "code": "66-029-M", "ended_at": "2026-11-20T12:06:00+01:00", "result": "passed"}
    row: dict[str, object] = {"path": "a.pdf", "codes": [], "signatures": [], "surname": "Nová", "given_names": "Ida"}
    paper = tell(row | record | {"verdict": "ACCEPT", "on_paper": ["Member2"]}, Language.EN)
    assert "  Member2: signed on paper, not in the file\n" in paper
    whose = "  record-1  66-029-M  2026-11-20  passed  Ida Nová"
    assert tell(row | record | {"verdict": "ACCEPT"}, Language.EN).splitlines()[1] == whose
    returned = tell(row | record | {"verdict": "RETURN"}, Language.EN).splitlines()[1]
    assert returned == f"{whose}  the facts are from a file that did not hold; they prove nothing"


def test_every_record_below_a_folder_is_checked_whatever_case_its_name_has(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "deep").mkdir()
    for name in ("a.pdf", "B.PDF", "deep/c.Pdf", "d.txt"):
        (tmp_path / name).write_text("no record")
    assert main(["verify", str(tmp_path), "--format", "json"]) == 4
    rows = json.loads(capsys.readouterr().out)
    assert [Path(row["path"]).name for row in rows] == ["B.PDF", "a.pdf", "c.Pdf"]


def test_a_file_name_cannot_pose_as_a_verdict(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "x\nACCEPT  good.pdf").write_text("no record")
    assert main(["verify", str(tmp_path)]) == 4
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines if not line.startswith(" ")] == ["RETURN"]


@pytest.mark.parametrize("hostile", ["x\nACCEPT  good.pdf", "\x1b]52;c;AAAA\a", "\u202efdp.doog", "\r\x1b[2K"])
def test_nothing_that_a_sender_wrote_drives_the_terminal_or_starts_a_line(hostile: str) -> None:
    row: dict[str, object] = {
        "path": hostile,
        "verdict": "RETURN",
        "codes": [{"code": "record-unreadable", "arguments": {"reason": hostile}}],
        "signatures": [{"field": hostile, "signer": hostile, "signed_at": None}],
    }
    lines = tell(row, Language.EN).splitlines()
    assert all(line.isprintable() for line in lines)
    assert [line.split()[0] for line in lines if not line.startswith(" ")] == ["RETURN"]


def test_whatever_one_file_brings_about_is_a_reason_to_return_that_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(_data: bytes, _roots: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(verdicts, "verify_record", broken)
    for name in ("a.pdf", "b.pdf"):
        (tmp_path / name).write_bytes(b"")
    assert main(["verify", str(tmp_path), "--format", "json"]) == 4
    reasons = [row["codes"][0]["arguments"]["reason"] for row in json.loads(capsys.readouterr().out)]
    assert reasons == ["RuntimeError", "RuntimeError"]


def test_a_record_of_a_newer_program_is_noted() -> None:
    record = record_case().record
    newer = record.model_copy(update={"program": "99.1"})
    assert [note.code for note in verdicts._newer(newer)] == ["program-newer"]  # noqa: SLF001
    assert [*verdicts._newer(record), *verdicts._newer(None)] == []  # noqa: SLF001

"""The whole run of `exam verify` over a folder, with everything that it leaves behind."""

import json
from pathlib import Path

import pikepdf
import pytest

from exam.__main__ import main
from exam.scripted.performance import perform


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return perform("passed", tmp_path_factory.mktemp("exam") / "run").path


def test_a_folder_is_verified_and_everything_that_was_asked_for_is_written(
    record: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "good.pdf").write_bytes(record.read_bytes())
    (inbox / "broken.pdf").write_bytes(record.read_bytes()[:5000])
    register = tmp_path / "register.jsonl"
    register.write_text(json.dumps({"record_id": record.stem, "sha256": "another"}) + "\n", "utf-8")
    out = {name: tmp_path / name for name in ("all.csv", "report.pdf", "letters")}
    asked = ["--csv", str(out["all.csv"]), "--report", str(out["report.pdf"]), "--letters", str(out["letters"])]
    assert main(["verify", str(inbox), "--language", "en", "--register", str(register), *asked]) == 4
    told = capsys.readouterr().out
    assert "register-differs" in told
    assert told.splitlines()[-1].startswith("Files: 2 (ACCEPT 0, DECIDE 0, PRACTICE 0, RETURN 2)")
    assert out["all.csv"].read_text("utf-8-sig").count("\n") == 3
    assert sorted(path.name for path in out["letters"].iterdir()) == ["00001.txt", f"00002-{record.stem}.txt"]
    with pikepdf.open(out["report.pdf"]) as page:
        assert len(page.pages) == 1


def test_the_report_may_be_a_text_and_a_sound_record_is_not_returned(
    record: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report = tmp_path / "report.txt"
    asked = ["--report", str(report), "--letters", str(tmp_path / "l")]
    assert main(["verify", str(record), "--format", "json", *asked]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["verdict"], row["codes"], row["notes"]) == ("PRACTICE", [], [])
    assert row["record"] == record.stem
    assert report.read_text("utf-8").splitlines()[0]
    assert list((tmp_path / "l").iterdir()) == []


@pytest.mark.parametrize("asked", [["--report", "report.docx"], ["--letters", "."], ["--register", "nowhere"]])
def test_what_could_not_be_written_or_read_is_refused_before_anything_is_verified(
    asked: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.pdf").write_bytes(b"no record")
    monkeypatch.chdir(tmp_path)
    assert main(["verify", "a.pdf", "--language", "en", *asked]) == 2
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("jobs", ["0", "-1", "x"])
def test_the_number_of_processes_is_a_number(jobs: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["verify", "a.pdf", "--jobs", jobs])
    assert stopped.value.code == 2
    assert "--jobs" in capsys.readouterr().err

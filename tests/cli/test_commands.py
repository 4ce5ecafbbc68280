"""The command line as its users have it: exit codes, stdout for data, stderr for people."""

import json
import shutil
from pathlib import Path

import pytest

from exam.__main__ import main
from exam.loading import content_root

DATA = Path(__file__).parents[1] / "data"


def content(tmp_path: Path, *overlays: str) -> Path:
    root = tmp_path / "content"
    shutil.copytree(DATA / "good" / "mini", root)
    shutil.copytree(content_root() / "reports", root / "reports")
    for name in overlays:
        shutil.copytree(DATA / "bad" / name, root, dirs_exist_ok=True)
    return root


def test_no_command_says_what_there_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    assert "check" in capsys.readouterr().out


def test_wrong_usage_is_2() -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["no-such-command"])
    assert stopped.value.code == 2


def test_check_of_good_content_is_0(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(content(tmp_path)), "--language", "en"]) == 0
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err == "Errors: 0, warnings: 0.\n"


def test_check_tells_every_fault_at_once_and_is_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = content(tmp_path, "unknown-key", "two-right-transcripts")
    assert main(["check", str(root), "--on", "2026-11-20", "--language", "cs"]) == 1
    told = capsys.readouterr()
    assert (
        "questions.yaml:11:5: error K003 neznámý klíč „chekced_on“\n    hint: nemysleli jste „checked_on“?" in told.out
    )
    assert "error E004" in told.out
    assert told.err == "Chyb: 2, varování: 0.\n"


def test_check_as_json_is_json_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = content(tmp_path, "unknown-key")
    assert main(["check", str(root), "--on", "2026-11-20", "--format", "json"]) == 1
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["code"], row["line"], row["column"]) == ("K003", 11, 5)


def test_demo_prints_path_digest_and_verdict_and_verify_agrees(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["demo", "--script", "waived-english", "--out", str(tmp_path / "out"), "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["result"], told["verdict"]) == ("passed", "PRACTICE")
    assert main(["verify", told["record"], "--language", "en"]) == 0
    spoken = capsys.readouterr().out
    assert spoken.startswith("PRACTICE ")
    assert told["digest"] in spoken
    assert "Member1" in spoken
    record = Path(told["record"])
    data = bytearray(record.read_bytes())
    data[len(data) // 2] ^= 1
    record.write_bytes(data)
    assert main(["verify", str(record.parent), "--format", "json"]) == 4
    (row,) = json.loads(capsys.readouterr().out)
    assert row["verdict"] == "RETURN"
    assert row["codes"]


def test_demo_in_czech_speaks_czech(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["demo", "--out", str(tmp_path / "out")]) == 0
    told = capsys.readouterr().out
    assert "výsledek" in told
    assert "vyhověl" in told


def test_a_faulty_script_is_told_with_places_and_is_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    script = tmp_path / "own.yaml"
    script.write_text("schema: exam/scenario/1\ntitel: x\n")
    assert main(["demo", "--script", str(script), "--out", str(tmp_path / "out"), "--language", "en"]) == 1
    told = capsys.readouterr().err
    assert "own.yaml:2:1: error K003" in told
    assert not (tmp_path / "out").exists()


def test_a_file_that_is_no_record_is_returned(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    paths = [tmp_path / name for name in ("letter.pdf", "other.pdf")]
    for path in paths:
        path.write_text("Dear authority")
    assert main(["verify", *map(str, paths)]) == 4
    assert capsys.readouterr().out.count("RETURN") >= 2


def test_a_workspace_is_made_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "workspace"
    assert main(["init", str(folder)]) == 0
    assert (folder / "exam.toml").is_file()
    assert main(["check", "--workspace", str(folder)]) == 0
    assert main(["session", "list", "--workspace", str(folder), "--format", "json"]) == 0
    capsys.readouterr()
    assert main(["init", str(folder), "--language", "en"]) == 1
    assert "already" in capsys.readouterr().err


def test_sessions_are_listed_and_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["demo", "--script", "failed-one-criterion", "--out", str(tmp_path), "--format", "json"])
    workspace = str(tmp_path / "failed-one-criterion-1")
    capsys.readouterr()
    assert main(["session", "list", "--workspace", workspace, "--format", "json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["ending"], row["result"]) == ("fully_run", "failed")
    assert main(["session", "show", row["session"], "--workspace", workspace]) == 0
    assert "law-test" in capsys.readouterr().out
    assert main(["session", "show", "session-NONE", "--workspace", workspace, "--language", "en"]) == 1
    assert "session-NONE" in capsys.readouterr().err


def test_no_workspace_is_a_sentence_and_not_a_traceback(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["session", "list", "--workspace", str(tmp_path), "--language", "en"]) == 1
    assert capsys.readouterr().err.startswith("exam: ")


def test_settings_with_an_unknown_key_are_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "workspace"
    main(["init", str(folder)])
    (folder / "exam.toml").write_text('lenguage = "cs"\n')
    capsys.readouterr()
    assert main(["session", "list", "--workspace", str(folder)]) == 2
    assert "lenguage" in capsys.readouterr().err


def test_practice_keys_are_made_for_named_signers_and_the_seal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "workspace"
    main(["init", str(folder)])
    capsys.readouterr()
    assert main(["keys", "practice", "novak", "--workspace", str(folder)]) == 0
    made = {path.name for path in (folder / "keys").glob("*.p12")}
    assert made == {"novak.p12", "practice-root.p12", "seal.p12"}

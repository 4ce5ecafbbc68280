import json
import shutil
from pathlib import Path

import pytest

from exam.__main__ import main
from exam.bootstrap import make_workspace
from exam.loading import content_root

DATA = Path(__file__).parents[1] / "data"
ON = ("--on", "2026-11-20")


def content(root: Path, *overlays: str) -> Path:
    shutil.copytree(DATA / "good" / "mini", root)
    shutil.copytree(content_root() / "reports", root / "reports")
    for name in overlays:
        shutil.copytree(DATA / "bad" / name, root, dirs_exist_ok=True)
    return root


@pytest.mark.parametrize("name", ["nowhere", "file", "empty", "content/rubrics", "content/rubrics/mini-1/theory.yaml"])
def test_a_path_with_nothing_to_check_is_2_and_never_fine(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    content(tmp_path / "content")
    (tmp_path / "file").write_text("no folder")
    (tmp_path / "empty").mkdir()
    for arguments in (["check", str(tmp_path / name)], ["check", "--workspace", str(tmp_path / name)]):
        assert main([*arguments, "--language", "en"]) == 2
        told = capsys.readouterr()
        assert told.out == ""
        assert name in told.err


def test_one_wrong_path_among_right_ones_checks_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = content(tmp_path / "content", "unknown-key")
    assert main(["check", str(root), str(tmp_path / "typo")]) == 2
    assert capsys.readouterr().out == ""


def test_paths_lead_to_the_files_from_where_one_stands(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    content(tmp_path / "one", "unknown-key")
    content(tmp_path / "two", "unknown-key")
    monkeypatch.chdir(tmp_path)
    assert main(["check", "one", "two", *ON]) == 1
    places = [line.partition(":")[0] for line in capsys.readouterr().out.splitlines() if not line.startswith(" ")]
    assert places == [f"{root}/item_banks/mini-1/questions.yaml" for root in ("one", "two")]
    assert all(Path(place).is_file() for place in places)
    assert main(["check", "one", *ON, "--format", "json"]) == 1
    (row,) = json.loads(capsys.readouterr().out)
    assert Path(row["path"]).is_file()


def test_in_a_workspace_it_checks_the_workspace_and_not_what_was_shipped(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = make_workspace(tmp_path / "workspace")
    (workspace / "rubrics" / "nsk-66-029-M-2015" / "law.yaml").write_text("schema: [")
    monkeypatch.chdir(workspace)
    assert main(["check"]) == 1
    assert "rubrics/nsk-66-029-M-2015/law.yaml:2:1: error K002" in capsys.readouterr().out
    monkeypatch.chdir(tmp_path)
    assert main(["check"]) == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ("--language", "de"),
        ("--language", ""),
        ("--language", "cs\x1b[2J"),
        ("--language",),
        ("--on", "2026-13-40"),
        ("--on", "yesterday"),
        ("--on", ""),
        ("--format", "xml"),
        ("--no-such-option",),
    ],
)
def test_a_wrong_option_is_2_with_its_usage(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["check", str(content(tmp_path / "content")), *arguments])
    assert stopped.value.code == 2
    told = capsys.readouterr().err
    assert told.startswith("usage:")
    assert "fromisoformat" not in told


@pytest.mark.parametrize(("language", "closing"), [("cs", "Chyb: 1, varování: 0."), ("en", "Errors: 1, warnings: 0.")])
def test_the_language_changes_the_words_and_never_the_codes_or_the_exit(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], language: str, closing: str
) -> None:
    root = content(tmp_path / "content", "unknown-key")
    assert main(["check", str(root), *ON, "--language", language]) == 1
    told = capsys.readouterr()
    assert "error K003" in told.out
    assert told.err == f"{closing}\n"


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_the_ends_of_the_calendar_are_days_too(tmp_path: Path, capsys: pytest.CaptureFixture[str], day: str) -> None:
    assert main(["check", str(content(tmp_path / "content")), "--on", day]) in {0, 1}
    assert "Traceback" not in capsys.readouterr().err

"""`exam backup`, `restore` and `resume`: what they print, and how they refuse."""

import json
import shutil
from pathlib import Path

import pytest

from exam.__main__ import main
from exam.bootstrap import open_workspace
from exam.cli.moved import tell_mirror
from exam.copies.faults import MirrorAheadError
from exam.service.mirroring import MirrorState
from exam.wording import Language
from tests.copies.mirrored import even, lost, playing, small_workspace, until


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main([*arguments, "--language", "en"])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_a_backup_goes_there_and_back(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = small_workspace(tmp_path / "first")
    with playing(folder, before="judge"):
        code, out, err = told(capsys, "backup", str(tmp_path / "b.zip"), "--workspace", str(folder))
    assert (code, err) == (0, "")
    assert "read back" in out
    code, out, _ = told(capsys, "restore", str(tmp_path / "b.zip"), str(tmp_path / "back"), "--format", "json")
    assert code == 0
    assert json.loads(out)["streams"] == 2
    code, out, _ = told(capsys, "restore", str(tmp_path / "b.zip"), str(tmp_path / "again"))
    assert code == 0
    assert out.startswith("Restored into")


def test_a_workspace_goes_on_and_the_first_one_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = small_workspace(tmp_path / "first", tmp_path / "copy")
    with playing(folder, before="judge") as (workspace, stage):
        until(workspace.service.mirror, even)
    code, out, err = told(capsys, "resume", "--from", str(tmp_path / "copy"), "--into", str(tmp_path / "second"))
    assert (code, err) == (0, "")
    assert stage.session in out
    with open_workspace(tmp_path / "second"):
        pass
    with pytest.raises(MirrorAheadError), open_workspace(folder):
        pass


def test_without_a_place_it_goes_on_in_a_folder_below(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = small_workspace(tmp_path / "first", tmp_path / "copy")
    with open_workspace(folder) as workspace:
        until(workspace.service.mirror, even)
    monkeypatch.chdir(tmp_path)
    code, out, _ = told(capsys, "resume", "--from", "copy", "--format", "json")
    assert code == 0
    assert json.loads(out)["folder"] == str(tmp_path / "workspace")


def test_what_is_damaged_is_told_line_by_line_and_is_3(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = small_workspace(tmp_path / "first", tmp_path / "copy")
    with playing(folder, before="judge"):
        pass
    shutil.rmtree(tmp_path / "copy" / "blobs")
    code, out, err = told(capsys, "resume", "--from", str(tmp_path / "copy"), "--into", str(tmp_path / "second"))
    assert (code, out) == (3, "")
    *found, last = err.splitlines()
    assert last.startswith("exam: The copy is not whole")
    assert found
    assert all("blobs/" in line for line in found)


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("backup", "b.zip", "--workspace", "nowhere"), 1),
        (("restore", "nowhere.zip", "back"), 2),
        (("restore", "file", "back"), 3),
        (("resume", "--from", "nowhere"), 1),
        (("resume", "--from", "file"), 1),
    ],
    ids=lambda found: " ".join(found) if isinstance(found, tuple) else "",
)
def test_a_refusal_is_one_sentence(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
    expected: int,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").write_text("neither")
    code, out, err = told(capsys, *arguments)
    assert (code, out) == (expected, "")
    assert err.startswith("exam: ")
    assert err.count("\n") == 1


def test_a_second_copy_that_is_lost_is_told_when_the_console_is_left(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = small_workspace(tmp_path / "first", tmp_path / "copy")
    (tmp_path / "copy").rmdir()
    with open_workspace(folder) as workspace:
        state = until(workspace.service.mirror, lost)
    tell_mirror(MirrorState(), Language.EN)
    assert capsys.readouterr().err == ""
    tell_mirror(state, Language.EN)
    told_so = capsys.readouterr().err
    assert told_so.startswith("The second copy is lost since 20")
    assert str(tmp_path / "copy") in told_so


def test_a_copy_that_takes_no_note_is_warned_of(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = small_workspace(tmp_path / "first", tmp_path / "copy")
    with open_workspace(folder) as workspace:
        until(workspace.service.mirror, even)

    def refused(*_: object, **__: object) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr("exam.copies.writing.put", refused)
    code, out, err = told(capsys, "resume", "--from", str(tmp_path / "copy"), "--into", str(tmp_path / "second"))
    assert code == 0
    assert out
    assert err.startswith("The second copy does not know")
    assert "Read-only file system" in err

"""What the commands say of a workspace that is not as it should be: a sentence and an exit code, never a traceback."""

import shutil
from pathlib import Path

import pytest

from exam.__main__ import main
from exam.bootstrap import make_workspace, open_workspace
from tests.rims import MINI

COMMANDS = (("session", "list"), ("session", "show", "session-X"), ("keys", "practice"))


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_workspace(tmp_path_factory.mktemp("pristine") / "workspace")


@pytest.fixture
def workspace(pristine: Path, tmp_path: Path) -> Path:
    """A workspace with the small standard alone, which opens quickly."""
    folder = Path(shutil.copytree(pristine, tmp_path / "workspace"))
    for part in ("item_banks", "rubrics"):
        shutil.rmtree(folder / part)
        shutil.copytree(MINI / part, folder / part)
    return folder


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    code = main([*arguments, "--language", "en"])
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("exam: ")
    assert captured.err.count("\n") == 1
    return code, captured.err


@pytest.mark.parametrize("name", ["full", "file", "file/below"])
def test_a_workspace_is_made_only_where_nothing_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("mine")
    (tmp_path / "file").write_text("mine too")
    code, sentence = told(capsys, "init", str(tmp_path / name))
    assert code == 1
    assert str(tmp_path / name) in sentence
    assert {path.name for path in tmp_path.rglob("*")} == {"full", "letter.txt", "file"}


def test_a_demo_where_nothing_can_be_made_is_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("no folder")
    assert told(capsys, "demo", "--out", str(tmp_path / "file"))[0] == 1


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("name", ["nowhere", "file", "empty"])
def test_what_is_no_workspace_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, command: tuple[str, ...]
) -> None:
    (tmp_path / "file").write_text("no folder")
    (tmp_path / "empty").mkdir()
    code, sentence = told(capsys, *command, "--workspace", str(tmp_path / name))
    assert code == 1
    assert "exam init" in sentence


@pytest.mark.parametrize(
    ("text", "part"),
    [
        (b'timezone = "Mars/Olympus"', "Mars/Olympus"),
        (b'timezone = "../../etc/passwd"', "timezone"),
        (b'language = "de"', "language"),
        (b"\xff\xfe", "exam.toml"),
        (b"[", "exam.toml"),
        (b'evil = "\\u001b[2J"', "evil"),
    ],
)
def test_settings_that_cannot_be_used_are_2(
    workspace: Path, capsys: pytest.CaptureFixture[str], text: bytes, part: str
) -> None:
    (workspace / "exam.toml").write_bytes(text)
    code, sentence = told(capsys, "session", "list", "--workspace", str(workspace))
    assert code == 2
    assert part in sentence
    assert sentence.rstrip("\n").isprintable()


@pytest.mark.parametrize("name", ["journal.db", "people.db"])
@pytest.mark.parametrize("folder", [True, False])
def test_a_damaged_store_is_3(workspace: Path, capsys: pytest.CaptureFixture[str], name: str, *, folder: bool) -> None:
    if folder:
        (workspace / name).mkdir()
    else:
        (workspace / name).write_bytes(b"this is no database, " * 100)
    code, sentence = told(capsys, "session", "list", "--workspace", str(workspace))
    assert code == 3
    assert name in sentence


@pytest.mark.parametrize("session", ["session-NONE", "", "../../etc/passwd", "session/x", "x\x1b[2J\n", "x" * 5_000])
def test_a_session_that_is_not_there_is_told_in_one_printable_line(
    workspace: Path, capsys: pytest.CaptureFixture[str], session: str
) -> None:
    code, sentence = told(capsys, "session", "show", session, "--workspace", str(workspace))
    assert code == 1
    assert sentence.rstrip("\n").isprintable()


def test_sessions_are_listed_while_another_program_owns_the_workspace(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with open_workspace(workspace):
        assert main(["session", "list", "--workspace", str(workspace), "--format", "json"]) == 0
        assert capsys.readouterr().out == "[]\n"
        assert main(["keys", "practice", "--workspace", str(workspace)]) == 0


@pytest.mark.parametrize("who", ["../../x", "a/b", "", "x\x1b[2J"])
def test_keys_are_made_for_no_name_that_leads_elsewhere(
    workspace: Path, capsys: pytest.CaptureFixture[str], who: str
) -> None:
    before = set(workspace.parent.rglob("*.p12"))
    code, _ = told(capsys, "keys", "practice", who, "--workspace", str(workspace))
    assert code == 4
    made = set(workspace.parent.rglob("*.p12")) - before
    assert {path.parent for path in made} <= {workspace / "keys"}

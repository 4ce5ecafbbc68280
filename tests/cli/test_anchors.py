"""`exam journal anchor` against a real authority on loopback, and against silence."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from exam.__main__ import main
from exam.bootstrap import open_workspace, system_clock
from exam.settings import FILE
from tests.authorities import Estate, keep_trust, served
from tests.copies.mirrored import playing, small_workspace


@pytest.fixture(scope="module")
def estate(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Estate]:
    with served(tmp_path_factory.mktemp("estate"), system_clock().now()) as found:
        yield found


def pointed(folder: Path, url: str) -> None:
    """Name the authority in the settings."""
    lines = (folder / FILE).read_text("utf-8").splitlines()
    kept = [line for line in lines if not line.startswith("timestamp_authority")]
    (folder / FILE).write_text("\n".join([f'timestamp_authority = "{url}"', *kept]) + "\n", "utf-8")


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main([*arguments, "--language", "en"])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    folder = small_workspace(tmp_path / "workspace")
    with playing(folder, before="judge"):
        pass
    return folder


def test_heads_are_anchored_once_and_then_there_is_nothing_to_do(
    workspace: Path, estate: Estate, capsys: pytest.CaptureFixture[str]
) -> None:
    pointed(workspace, estate.tsa())
    keep_trust(workspace / "trust", estate)
    code, out, err = told(capsys, "journal", "anchor", "--workspace", str(workspace))
    assert (code, err) == (0, "")
    assert "Streams stamped: 2, by Razítka 2032" in out
    code, out, _ = told(capsys, "journal", "anchor", "--workspace", str(workspace))
    assert (code, out) == (0, "Nothing was added since the last stamp.\n")
    code, out, _ = told(capsys, "journal", "anchor", "--workspace", str(workspace), "--format", "json")
    assert (code, json.loads(out)["stamp"]) == (0, None)
    _, out, _ = told(capsys, "doctor", "--workspace", str(workspace))
    assert "Every stamped head agrees" in out


def test_an_authority_that_does_not_answer_is_told(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pointed(workspace, "http://127.0.0.1:9/")
    code, out, err = told(capsys, "journal", "anchor", "--workspace", str(workspace))
    assert (code, out) == (1, "")
    assert "127.0.0.1:9" in err
    with open_workspace(workspace, owning=False) as opened:
        assert opened.service.anchoring.anchors() == {}


def test_without_an_authority_the_settings_are_named(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = told(capsys, "journal", "anchor", "--workspace", str(workspace))
    assert code == 1
    assert "timestamp_authority" in err


def test_the_anchor_goes_along_with_a_backup(workspace: Path, estate: Estate, tmp_path: Path) -> None:
    pointed(workspace, estate.tsa())
    keep_trust(workspace / "trust", estate)
    assert main(["journal", "anchor", "--workspace", str(workspace)]) == 0
    assert main(["backup", str(tmp_path / "b.zip"), "--workspace", str(workspace)]) == 0
    assert main(["restore", str(tmp_path / "b.zip"), str(tmp_path / "back")]) == 0
    assert main(["doctor", "--workspace", str(tmp_path / "back")]) == 0

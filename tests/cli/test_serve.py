"""What `exam serve` refuses before it listens; what it answers is held by `tests/hub`."""

import socket
from pathlib import Path

import pytest

from exam.__main__ import main
from exam.bootstrap import make_workspace, open_workspace
from exam.view.wire import WorkstationFile


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = make_workspace(tmp_path / "workspace")
    monkeypatch.chdir(place)
    return place


@pytest.mark.parametrize("address", ["8443", ":8443", "127.0.0.1:", "127.0.0.1:65536", "h:" + "9" * 5000, "síť:8443"])
def test_an_address_that_is_none_is_refused(address: str, workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve", "--listen", address, "--language", "en", "--workspace", str(workspace)]) == 2
    assert "no address with a port" in capsys.readouterr().err


def test_a_port_that_is_taken_is_told_as_what_the_system_did_not_allow(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        listen = f"127.0.0.1:{taken.getsockname()[1]}"
        assert main(["serve", "--listen", listen, "--language", "en", "--workspace", str(workspace)]) == 2
    told = capsys.readouterr().err
    assert told.startswith("exam: ")
    assert "in use" in told


def test_a_file_that_cannot_be_written_leaves_the_computer_its_old_one(workspace: Path, tmp_path: Path) -> None:
    out = tmp_path / "pc-1.json"
    assert main(["serve", "--admit", "pc-1", "--out", str(out)]) == 0
    assert out.stat().st_mode & 0o777 == 0o600
    assert main(["serve", "--admit", "pc-1", "--out", str(tmp_path / "nowhere" / "pc-1.json")]) == 2
    known = WorkstationFile.model_validate_json(out.read_bytes())
    with open_workspace(workspace, owning=False) as opened:
        assert opened.service.admissions.state().workstation(known.secret)

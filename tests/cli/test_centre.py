"""`exam doctor --centre` under another account of the system, and what the workspace's own account accepts of it."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import chdir
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from exam.__main__ import main
from exam.bootstrap import open_workspace
from exam.cli.centre import CentreFinding, readable
from exam.core.access_events import CentreChecked
from exam.core.access_state import AccessState
from exam.machine import SystemClock, host_name
from tests.cli.unopened import unopened

NOBODY = 65534


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Path]:
    place = unopened(tmp_path, "failed-one-criterion").resolve()
    place.chmod(0o700)
    with chdir(tmp_path):
        yield place


def finding(workspace: Path, **changes: Any) -> CentreFinding:  # noqa: ANN401 - fields of the model
    told: dict[str, Any] = {
        "workspace": str(workspace),
        "host": host_name(),
        "user": "nobody",
        "uid": NOBODY,
        "at": SystemClock().now().isoformat(),
        "readable": (),
    }
    found = CentreFinding(**(told | changes))
    return found.model_copy(update={"sha256": found.proof()})


def accepted(workspace: Path, file: Path) -> int:
    reading, writing = os.pipe()
    os.write(writing, b"1234\n")
    os.close(writing)
    where = ["--workspace", str(workspace), "--by", "dvorakova", "--pin-fd", str(reading)]
    return main(["doctor", "--accept", str(file), *where])


def kept(workspace: Path) -> AccessState:
    with open_workspace(workspace, owning=False) as opened:
        return opened.service.admissions.state()


def test_whoever_owns_the_workspace_reads_all_of_it(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = workspace.parent / "finding.json"
    assert main(["doctor", "--centre", str(out), "--workspace", str(workspace)]) == 1
    found = CentreFinding.model_validate_json(out.read_bytes())
    assert {"journal.db", "people.db", "keys"} <= set(readable(workspace))
    assert found.sha256 == found.proof()
    assert "chmod 700" in capsys.readouterr().err


def test_a_finding_needs_somebody_who_accepts_it(workspace: Path) -> None:
    assert main(["doctor", "--accept", "x", "--workspace", str(workspace)]) == 2


def test_a_folder_that_may_be_entered_but_not_listed_is_tried_by_name(tmp_path: Path) -> None:
    (tmp_path / "people.db").write_text("x")
    assert "people.db" in set(readable(tmp_path))
    assert set(readable(tmp_path / "nowhere")) == set()


Spoil = Callable[[CentreFinding, Path], CentreFinding]
SPOILT: dict[str, Spoil] = {
    "digest": lambda found, _: found.model_copy(update={"readable": ("people.db",)}),
    "workspace": lambda _, place: finding(place.parent),
    "host": lambda _, place: finding(place, host="another"),
    "account": lambda _, place: finding(place, uid=os.getuid()),
    "time": lambda _, place: finding(place, at=(datetime.now().astimezone() - timedelta(days=2)).isoformat()),  # noqa: TID251
    "form": lambda _, place: finding(place, at="včera"),
}


@pytest.mark.parametrize("reason", SPOILT)
def test_a_finding_that_is_not_what_it_says_is_refused(
    workspace: Path, capsys: pytest.CaptureFixture[str], reason: str
) -> None:
    file = workspace.parent / "finding.json"
    spoilt = SPOILT[reason](finding(workspace), workspace)
    file.write_text(spoilt.model_dump_json(), "utf-8")
    if os.getuid() == 0:
        os.chown(file, spoilt.uid, -1)
    elif reason not in {"form", "digest", "account"}:
        pytest.skip("only root gives a file to another account; run as root")
    assert accepted(workspace, file) == 1
    assert f"({reason})" in capsys.readouterr().err
    assert kept(workspace).centre == ()


def test_a_finding_that_another_account_wrote_is_refused(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = workspace.parent / "finding.json"
    file.write_text(finding(workspace).model_dump_json(), "utf-8")
    assert accepted(workspace, file) == 1
    assert "(owner)" in capsys.readouterr().err


@pytest.fixture
def passable() -> Iterator[Path]:
    """A folder that any account may pass through, which those of pytest are not."""
    with TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder).resolve()


@pytest.mark.needs_netns
@pytest.mark.parametrize(("mode", "code"), [(0o700, 0), (0o755, 1)], ids=["closed", "open"])
def test_the_candidates_account_is_tried_for_real(passable: Path, mode: int, code: int) -> None:
    if os.getuid() != 0:
        pytest.skip("only root takes another account; run as root")
    workspace = unopened(passable, "failed-one-criterion").resolve()
    workspace.chmod(mode)
    out = passable / "theirs"
    out.mkdir()
    os.chown(out, NOBODY, NOBODY)
    as_nobody = [shutil.which("setpriv") or "", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]
    probe = f"""
import sys
from exam.__main__ import main
sys.exit(main(["doctor", "--centre", {str(out / "finding.json")!r}, "--workspace", {str(workspace)!r}]))
"""
    found = run_as(as_nobody, probe)
    if found.returncode == 126 or ("Permission denied" in found.stderr and "exam" not in found.stderr):
        pytest.skip("the other account cannot run this Python")
    assert found.returncode == code, found.stderr
    told = json.loads((out / "finding.json").read_text("utf-8"))
    assert told["uid"] == NOBODY
    assert bool(told["readable"]) is bool(code)
    assert accepted(workspace, out / "finding.json") == code
    ((_, noted),) = kept(workspace).centre
    assert isinstance(noted, CentreChecked)
    assert bool(noted.readable) is bool(code)


def run_as(prefix: list[str], probe: str) -> "subprocess.CompletedProcess[str]":
    environment = {"PYTHONPATH": str(Path(__file__).parents[2]), "PYTHONDONTWRITEBYTECODE": "1", "LANG": "C.UTF-8"}
    command = [*prefix, sys.executable, "-c", probe]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment, cwd="/")  # noqa: S603

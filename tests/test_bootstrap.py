import re
import shutil
import signal
import socket
import stat
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from exam.bootstrap import (
    WorkspaceBusyError,
    WorkspaceExistsError,
    WorkspaceInsideError,
    WorkspaceMissingError,
    WorkspaceUnwritableError,
    default_folder,
    make_workspace,
    open_workspace,
    system_clock,
)
from exam.core.identity import Identity
from exam.loading import content_root
from exam.machine import SystemClock, SystemRandomness
from exam.people import PeopleUnusableError
from exam.problem import ExamError
from exam.service.library import ContentFaultyError
from exam.service.ports import Account, JournalError
from exam.settings import FILE, SettingsError
from tests.rims import MINI

STANDARD = "nsk-66-029-M-2015"
OWNER = """
import sys, time
from pathlib import Path
from exam.bootstrap import open_workspace
with open_workspace(Path(sys.argv[1])):
    print("open", flush=True)
    time.sleep(60)
"""


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


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_a_workspace_holds_the_shipped_content_settings_and_a_folder_for_keys(pristine: Path) -> None:
    assert {"item_banks", "rubrics", "reports", "keys", FILE} <= names(pristine)
    for part in ("item_banks", "rubrics", "reports"):
        shipped = {path.relative_to(content_root()) for path in (content_root() / part).rglob("*") if path.is_file()}
        assert shipped == {path.relative_to(pristine) for path in (pristine / part).rglob("*") if path.is_file()}
    assert stat.S_IMODE((pristine / "keys").stat().st_mode) == 0o700


def test_an_empty_folder_becomes_a_workspace(tmp_path: Path) -> None:
    assert make_workspace(tmp_path) == tmp_path.resolve()
    with open_workspace(tmp_path) as opened:
        assert opened.sessions() == ()


def test_nothing_of_anybodys_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(WorkspaceExistsError):
        make_workspace(tmp_path)
    with pytest.raises(WorkspaceExistsError):
        make_workspace(tmp_path / "letter.txt")
    assert names(tmp_path) == {"letter.txt"}
    assert (tmp_path / "letter.txt").read_text() == "mine"


def test_a_place_where_nothing_can_be_made_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(WorkspaceUnwritableError) as refused:
        make_workspace(tmp_path / "file" / "workspace")
    assert refused.value.arguments["reason"] == "Not a directory"


def test_a_workspace_inside_of_what_would_be_copied_is_refused_before_it_grows_for_ever() -> None:
    inside = content_root() / "item_banks" / "workspace"
    with pytest.raises(WorkspaceInsideError):
        make_workspace(inside)
    assert not inside.exists()


def test_half_a_workspace_is_none(workspace: Path) -> None:
    (workspace / FILE).unlink()
    with pytest.raises(WorkspaceMissingError), open_workspace(workspace):
        pass


@pytest.mark.parametrize("name", ["nowhere", "file", "empty"])
def test_what_is_no_workspace_is_not_opened_and_nothing_is_made_of_it(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_text("no folder")
    (tmp_path / "empty").mkdir()
    with pytest.raises(WorkspaceMissingError), open_workspace(tmp_path / name):
        pass
    assert names(tmp_path) == {"file", "empty"}
    assert names(tmp_path / "empty") == set()


def test_the_workspace_is_the_folder_one_stands_in(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(workspace)
    with open_workspace(None) as opened:
        assert opened.folder == workspace.resolve()


def test_settings_that_cannot_be_used_open_nothing(workspace: Path) -> None:
    (workspace / FILE).write_text('timezone = "Mars/Olympus"')
    with pytest.raises(SettingsError), open_workspace(workspace):
        pass
    assert not (workspace / "journal.db").exists()


def test_the_clock_shows_the_workspaces_zone(workspace: Path) -> None:
    (workspace / FILE).write_text('timezone = "Asia/Tokyo"')
    with open_workspace(workspace) as opened:
        assert opened.ports.clock.now().utcoffset() == timedelta(hours=9)


@pytest.mark.parametrize(
    ("name", "refusal"), [("journal.db", JournalError), ("people.db", PeopleUnusableError), ("blobs", JournalError)]
)
def test_something_in_the_way_of_a_store_is_refused_by_name(
    workspace: Path, name: str, refusal: type[ExamError]
) -> None:
    if name == "blobs":
        (workspace / name).write_text("no folder")
    else:
        (workspace / name).mkdir()
    with pytest.raises(refusal), open_workspace(workspace):
        pass


def test_a_faulty_file_keeps_its_own_standard_from_starting_and_no_other(workspace: Path) -> None:
    for part in ("item_banks", "rubrics"):
        shutil.copytree(content_root() / part / STANDARD, workspace / part / STANDARD)
    (workspace / "rubrics" / STANDARD / "law.yaml").write_text("schema: [")
    with open_workspace(workspace) as opened:
        assert opened.ports.library.standard("mini-1").id == "mini-1"
        with pytest.raises(ContentFaultyError):
            opened.ports.library.standard(STANDARD)
        with pytest.raises(ContentFaultyError):
            opened.ports.library.bank(STANDARD, "law")


@pytest.mark.parametrize("place", ["reports/nsk/record.yaml", "item_banks/elsewhere/calls.yaml"])
def test_a_fault_outside_the_standards_folder_keeps_it_from_starting_too(workspace: Path, place: str) -> None:
    with open_workspace(workspace) as opened:
        assert opened.ports.library.standard("mini-1").id == "mini-1"
    path = workspace / place
    if path.exists():
        path.write_text("wording: [")
    else:
        path.parent.mkdir()
        bank = (workspace / "item_banks" / "mini-1" / "calls.yaml").read_text("utf-8")
        path.write_text(bank.replace("id: calls", "id: others").replace("practice.a", "practice.z"), "utf-8")
    with open_workspace(workspace) as opened, pytest.raises(ContentFaultyError):
        opened.ports.library.standard("mini-1")


def test_one_process_owns_a_workspace_and_others_only_look(workspace: Path) -> None:
    with open_workspace(workspace):
        with pytest.raises(WorkspaceBusyError), open_workspace(workspace):
            pass
        with open_workspace(workspace, owning=False) as looking:
            assert looking.sessions() == ()
    with open_workspace(workspace):
        pass


def test_an_owner_that_was_killed_owns_nothing_any_more(workspace: Path) -> None:
    process = subprocess.Popen(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", OWNER, str(workspace)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "open\n"
    with pytest.raises(WorkspaceBusyError) as told, open_workspace(workspace):
        pass
    assert (told.value.arguments["pid"], told.value.arguments["host"]) == (str(process.pid), socket.gethostname())
    assert datetime.fromisoformat(told.value.arguments["since"]).tzinfo is not None
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    with open_workspace(workspace) as opened:
        assert opened.sessions() == ()


def test_a_workspace_that_takes_no_lock_is_refused_by_name(workspace: Path) -> None:
    (workspace / ".run").write_text("no folder")
    with pytest.raises(WorkspaceUnwritableError), open_workspace(workspace):
        pass


def test_only_the_owner_of_the_machine_account_reads_who_people_are(workspace: Path) -> None:
    with open_workspace(workspace) as opened:
        opened.ports.people.add_identity(Identity(given_names="Jana", surname="Smyšlená"))
        files = list(workspace.glob("people.db*"))
        assert len(files) == 3
        assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}


def test_practice_keys_carry_the_names_of_the_accounts(workspace: Path) -> None:
    with open_workspace(workspace) as opened:
        people = opened.ports.people
        reference = people.add_identity(Identity(given_names="Jana", surname="Smyšlená"))
        people.add_account(Account(id="jana", role="examiner", identity=reference), "1234")
        made = opened.make_practice_keys(("jana", "nobody"))
        assert {path.name for path in made} == {"jana.p12", "nobody.p12", "seal.p12"}
        assert opened.ports.signatures.is_practice("jana")
        assert {stat.S_IMODE(path.stat().st_mode) for path in made} == {0o600}


def test_ids_are_fresh_and_without_letters_that_look_alike() -> None:
    made = {SystemRandomness().identifier("session") for _ in range(200)}
    assert len(made) == 200
    assert all(re.fullmatch(r"session-[2-9A-HJ-NP-Z]{10}", name) for name in made)


def test_seeds_are_fresh_and_32_digits_long() -> None:
    first, second = (SystemRandomness().seed() for _ in range(2))
    assert re.fullmatch(r"[0-9a-f]{32}", first)
    assert first != second


def test_the_clock_tells_its_zone_and_its_monotonic_time_never_goes_back() -> None:
    clock = system_clock()
    assert clock.now().tzinfo is not None
    assert SystemClock("UTC").now().utcoffset() == timedelta(0)
    marks = [clock.monotonic_ms() for _ in range(1000)]
    assert marks == sorted(marks)


def test_practice_workspaces_lie_in_the_persons_data_folder() -> None:
    assert default_folder().name == "exam"
    assert Path.home() in default_folder().parents


@pytest.mark.parametrize(
    ("told", "grace_ms"), [("", 5_000), ("grace_seconds = 0\n", 0), ("grace_seconds = 12\n", 12_000)]
)
def test_the_grace_of_the_settings_reaches_the_service(tmp_path: Path, told: str, grace_ms: int) -> None:
    folder = make_workspace(tmp_path / "workspace")
    (folder / FILE).write_text(f'schema = "exam/settings/1"\n{told}', "utf-8")
    with open_workspace(folder) as workspace:
        assert workspace.ports.grace_ms == grace_ms

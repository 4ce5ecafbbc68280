"""The second copy while the workspace is open: whole at every moment, behind by little, and never a reason to stop."""

import json
import shutil
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from exam.bootstrap import (
    WorkspaceBusyError,
    WorkspaceIsCopyError,
    open_workspace,
)
from exam.copies.faults import CopyInsideError, MirrorAheadError
from exam.copies.files import CLAIM, MARKER
from exam.core.blob_names import blob_names
from exam.core.candidate_session import commands as asked
from exam.core.identity import Identity
from exam.core.session_values import Ending
from exam.journal import SqliteJournal
from exam.journal.engine import JournalDamagedError, JournalFullError
from exam.journal.snapshot import heads
from exam.service.access import Actor, Role
from exam.service.mirroring import MirrorState
from exam.service.ports import JournalError
from exam.service.resuming import named_blobs
from exam.service.streams import Streams
from tests.copies.mirrored import even, lost, playing, point, small_workspace, until

CHAIR = Actor(id="predseda", role=Role.EXAMINER)
PERSON = Actor(id="osoba", role=Role.AUTHORISED_PERSON)


def whole(copy: Path) -> dict[str, int]:
    """Read a copy as a stranger would: every chain, every blob that an event names; return how long each stream is."""
    blobs = {path.name for path in (copy / "blobs").iterdir()} if (copy / "blobs").exists() else set()
    with SqliteJournal(Path(shutil.copy(copy / "journal.db", copy.parent / "read.db"))) as journal:
        assert journal.faults() == ()
        lengths = {stream: len(journal.read(stream)) for stream in journal.streams()}
        assert named_blobs(journal) <= blobs
    for path in copy.parent.glob("read.db*"):
        path.unlink()
    return lengths


def everything(folder: Path) -> bytes:
    kept = (path for path in sorted(folder.rglob("*")) if path.is_file() and path.parent.name != ".run")
    return b"".join(path.read_bytes() for path in kept)


def test_everything_is_in_the_copy_when_the_workspace_is_closed(tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    folder = small_workspace(tmp_path / "workspace", copy)
    with playing(folder) as (workspace, _):
        until(workspace.service.mirror, even)
        head = workspace.ports.journal.head(f"session/{workspace.sessions()[0]}")
    assert heads(copy / "journal.db") == heads(folder / "journal.db")
    assert head in heads(copy / "journal.db").values()
    here = {path.relative_to(folder) for path in folder.rglob("*") if path.is_file() and path.suffix != ".db"}
    here = {name for name in here if name.parts[0] != ".run"}
    there = {path.relative_to(copy) for path in copy.rglob("*") if path.is_file() and path.suffix != ".db"}
    assert {name for name in there if name.parts[0] != ".run"} == here | {Path(MARKER), Path(CLAIM)}
    assert all((folder / name).read_bytes() == (copy / name).read_bytes() for name in here)
    assert list(copy.glob("archive/practice/*.pdf"))
    assert whole(copy)


def test_the_copy_is_its_owners_alone(tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    folder = small_workspace(tmp_path / "workspace", copy)
    with playing(folder, before="open_session") as (workspace, _):
        until(workspace.service.mirror, even)
    kept = [path for path in copy.rglob("*") if path.is_file() and path.parts[-2] != ".run" and path.name != CLAIM]
    assert {stat.S_IMODE(path.stat().st_mode) for path in kept} == {0o600}
    assert any(path.suffix == ".p12" for path in kept)


def test_an_append_waits_for_no_copy_and_is_told_until_it_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = small_workspace(tmp_path / "workspace", tmp_path / "copy")
    with playing(folder, before="open_session") as (workspace, stage):
        until(workspace.service.mirror, even)
        slow = "exam.journal.snapshot.copy_database"
        monkeypatch.setattr(slow, lambda *_: time.sleep(1.0))
        began = time.monotonic()
        stage.service.sessions.open(CHAIR, stage.sitting, stage.session)
        assert time.monotonic() - began < 0.9
        state = workspace.service.mirror()
        assert (state.standing, state.events) == ("lagging", 1)
        monkeypatch.undo()
        assert until(workspace.service.mirror, even).events == 0


def test_without_the_setting_there_is_no_copy(tmp_path: Path) -> None:
    with playing(small_workspace(tmp_path / "workspace"), before="open_session") as (workspace, _):
        assert workspace.service.mirror() == MirrorState()
        assert workspace.service.mirror().standing == "off"


def test_an_exam_goes_on_without_the_device_and_the_copy_catches_up(tmp_path: Path) -> None:
    copy, away = tmp_path / "copy", tmp_path / "away"
    folder = small_workspace(tmp_path / "workspace", copy)
    with playing(folder, before="open_session") as (workspace, stage):
        until(workspace.service.mirror, even)
        copy.rename(away)
        state = until(workspace.service.mirror, lost)
        assert state.fault is not None
        assert state.fault.code == "mirror-missing"
        stage.service.sessions.open(CHAIR, stage.sitting, stage.session)
        state = workspace.service.mirror()
        assert state.events == 1
        assert state.since is not None
        assert not copy.exists()
        away.rename(copy)
        assert until(workspace.service.mirror, even) == MirrorState(standing=state.standing.OK, same_device=True)
        assert whole(copy)[f"session/{stage.session}"] == 1


def test_a_folder_that_was_not_there_at_the_start_is_taken_when_it_comes(tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    folder = small_workspace(tmp_path / "workspace", copy)
    copy.rmdir()
    with open_workspace(folder) as workspace:
        until(workspace.service.mirror, lost)
        copy.mkdir()
        until(workspace.service.mirror, even)
    assert (copy / "exam.toml").is_file()


def test_nothing_is_written_into_a_folder_with_something_else(tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    folder = small_workspace(tmp_path / "workspace", copy)
    (copy / "letter.txt").write_text("mine")
    with open_workspace(folder) as workspace:
        state = until(workspace.service.mirror, lost)
    assert state.fault is not None
    assert state.fault.code == "mirror-occupied"
    assert [path.name for path in copy.iterdir()] == ["letter.txt"]


@pytest.mark.parametrize("place", ["inside", "..", "."])
def test_a_copy_inside_of_the_workspace_or_around_it_is_refused(tmp_path: Path, place: str) -> None:
    folder = small_workspace(tmp_path / "workspace")
    point(folder, Path(place))
    with pytest.raises(CopyInsideError), open_workspace(folder):
        pass


def test_two_workspaces_never_share_a_copy(tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    with playing(small_workspace(tmp_path / "one", copy), before="open_session"):
        pass
    before = everything(copy)
    other = small_workspace(tmp_path / "other", copy)
    with pytest.raises(MirrorAheadError), open_workspace(other):
        pass
    assert everything(copy) == before


def test_a_copy_that_another_process_writes_is_left_alone(tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    with open_workspace(small_workspace(tmp_path / "one", copy)) as one:
        until(one.service.mirror, even)
        with open_workspace(small_workspace(tmp_path / "other", copy)) as other:
            state = until(other.service.mirror, lost)
            assert state.fault is not None
            assert state.fault.code == WorkspaceBusyError.code


def test_nobody_works_in_a_copy(tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    with open_workspace(small_workspace(tmp_path / "workspace", copy)) as workspace:
        until(workspace.service.mirror, even)
    with pytest.raises(WorkspaceIsCopyError), open_workspace(copy, owning=False):
        pass


def test_what_is_changed_or_removed_beside_the_journal_is_followed(tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    folder = small_workspace(tmp_path / "workspace", copy)
    (folder / "item_banks" / "mini-1" / "old.yaml.txt").write_text("old")
    with open_workspace(folder) as workspace:
        until(workspace.service.mirror, even)
        (folder / "item_banks" / "mini-1" / "old.yaml.txt").unlink()
        (folder / "desk").mkdir()
        (folder / "desk" / "workbook.xlsx").write_bytes(b"half filled in")
        workspace.ports.people.add_identity(Identity(given_names="Jana", surname="Smyšlená"))
        until(workspace.service.mirror, even)
        assert not (copy / "item_banks" / "mini-1" / "old.yaml.txt").exists()
        assert (copy / "desk" / "workbook.xlsx").read_bytes() == b"half filled in"
        (folder / "desk" / "workbook.xlsx").unlink()
    assert not (copy / "desk" / "workbook.xlsx").exists()


def test_a_workspace_that_loses_its_files_does_not_take_them_from_the_copy(tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    folder = small_workspace(tmp_path / "workspace", copy)
    with playing(folder) as (workspace, _):
        until(workspace.service.mirror, even)
        for part in ("blobs", "archive", "keys", "item_banks"):
            shutil.rmtree(folder / part)
        workspace.ports.people.add_identity(Identity(given_names="Jana", surname="Smyšlená"))
        until(workspace.service.mirror, even)
    assert whole(copy)
    assert list(copy.glob("archive/practice/*.pdf"))
    assert list(copy.glob("keys/*.p12"))
    assert list(copy.glob("item_banks/mini-1/*.yaml"))


def test_what_is_erased_is_gone_from_the_copy_too(tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    folder = small_workspace(tmp_path / "workspace", copy)
    told = "Neopakovatelná věta uchazeče."
    with playing(folder, before="answer_test") as (workspace, stage):
        blob = workspace.ports.blobs.put(b"a file that is named and will be erased")
        command = asked.LogIrregularity(category="other", note=told)
        stage.service.session(CHAIR, stage.session, command)
        stage.service.session(CHAIR, stage.session, asked.EndSession(ending=Ending.WITHDREW, reason="Odešel."))
        until(workspace.service.mirror, even)
        assert told.encode() in everything(copy)
        assert "Neexistující".encode() in everything(copy)
        workspace.ports.blobs.remove(blob)
        stage.service.erasure.erase_candidate(PERSON, "uchazec", "Žádost.")
        until(workspace.service.mirror, even)
        assert told.encode() not in everything(copy)
        assert "Neexistující".encode() not in everything(copy)
        assert not (copy / "blobs" / blob).exists()
        assert whole(copy)


def test_an_erasure_while_the_device_is_away_is_repeated_when_it_is_back(tmp_path: Path) -> None:
    copy, away = tmp_path / "copy", tmp_path / "away"
    folder = small_workspace(tmp_path / "workspace", copy)
    told = "Neopakovatelná věta uchazeče."
    with playing(folder, before="answer_test") as (workspace, stage):
        stage.service.session(CHAIR, stage.session, asked.LogIrregularity(category="other", note=told))
        stage.service.session(CHAIR, stage.session, asked.EndSession(ending=Ending.WITHDREW, reason="Odešel."))
        until(workspace.service.mirror, even)
        copy.rename(away)
        until(workspace.service.mirror, lost)
        stage.service.erasure.erase_candidate(PERSON, "uchazec", "Žádost.")
        assert told.encode() in everything(away)
        away.rename(copy)
        until(workspace.service.mirror, even)
    assert told.encode() not in everything(copy)


KILLED = """
import os, signal, sys, threading
from pathlib import Path
from tests.copies.mirrored import playing, until, even
from exam.copies import files, writing

folder, number = Path(sys.argv[1]), int(sys.argv[2])
done = 0

def settle(path):
    global done
    done += 1
    if done == number:
        os.kill(os.getpid(), signal.SIGKILL)

for module in (files, writing):
    module.settle = settle
with playing(folder, before="submit_task") as (workspace, stage):
    until(workspace.service.mirror, even)
"""


@pytest.mark.parametrize("number", [5, 29, 31, 32, 37, 38, 60])
def test_a_kill_in_the_middle_of_a_turn_leaves_the_copy_of_before(tmp_path: Path, number: int) -> None:
    copy = tmp_path / "copy"
    folder = small_workspace(tmp_path / "workspace", copy)
    done = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", KILLED, str(folder), str(number)], cwd=Path(__file__).parents[2], check=False
    )
    if (copy / "journal.db").exists():
        lengths = whole(copy)
        with SqliteJournal(folder / "journal.db") as journal:
            assert all(length <= len(journal.read(stream)) for stream, length in lengths.items())
    assert done.returncode in {0, -signal.SIGKILL}
    with open_workspace(folder) as workspace:
        until(workspace.service.mirror, even)
    assert heads(copy / "journal.db") == heads(folder / "journal.db")
    assert not list(copy.rglob(".*.new"))


def test_the_copy_tells_how_old_it_is(tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    with playing(small_workspace(tmp_path / "workspace", copy), before="open_session") as (workspace, stage):
        until(workspace.service.mirror, even)
        told = json.loads((copy / MARKER).read_bytes())
        assert told["at"] == stage.clock.now().isoformat()
        entries = sum(len(workspace.ports.journal.read(name)) for name in workspace.ports.journal.streams())
        assert told["events"] == entries


def test_a_read_only_or_full_device_is_told_and_the_exam_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "copy"
    with playing(small_workspace(tmp_path / "workspace", copy), before="open_session") as (workspace, stage):
        until(workspace.service.mirror, even)
        before = everything(copy)

        def full(*_: object) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr("exam.copies.files.settle", full)
        stage.service.sessions.open(CHAIR, stage.sitting, stage.session)
        state = until(workspace.service.mirror, lost)
        assert state.fault is not None
        assert state.fault.arguments["reason"] == "No space left on device"
        assert everything(copy) == before
        monkeypatch.undo()
        until(workspace.service.mirror, even)
    assert whole(copy)[f"session/{stage.session}"] == 1


def test_a_copy_that_another_one_wrote_meanwhile_is_looked_at_again(tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    with open_workspace(small_workspace(tmp_path / "workspace", copy)) as workspace:
        until(workspace.service.mirror, even)
        (copy / MARKER).write_bytes(b"{}")
        until(workspace.service.mirror, even)
        time.sleep(0.5)
    assert json.loads((copy / MARKER).read_bytes())["schema"] == "exam/second-copy/1"


def test_the_named_blobs_are_those_of_every_stream(tmp_path: Path) -> None:
    with playing(small_workspace(tmp_path / "workspace"), before="submit_task") as (workspace, stage):
        entries = Streams(workspace.ports.journal).entries(f"session/{stage.session}")
        assert named_blobs(workspace.ports.journal) == {name for entry in entries for name in blob_names(entry.event)}


def test_a_device_that_fails_under_the_database_is_told_as_the_copys_and_a_damaged_source_as_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = small_workspace(tmp_path / "workspace", tmp_path / "copy")
    told: list[str] = []
    with playing(folder, before="open_session") as (workspace, stage):
        for number, refusal in enumerate((JournalFullError(path="x"), JournalDamagedError(path="x"))):
            until(workspace.service.mirror, even)

            def failing(*_: object, refusal: JournalError = refusal) -> None:
                raise refusal

            monkeypatch.setattr("exam.journal.snapshot.copy_database", failing)
            workspace.ports.people.add_identity(Identity(given_names=f"Jana {number}", surname="Smyšlená"))
            state = until(workspace.service.mirror, lost)
            told.append(state.fault.code if state.fault else "")
            monkeypatch.undo()
        assert stage.service.mirror().standing in {"lost", "ok"}
    assert told == ["mirror-failed", "journal-damaged"]


def test_a_fault_of_the_program_itself_is_the_copys_state_and_no_crash(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = small_workspace(tmp_path / "workspace", tmp_path / "copy")
    with open_workspace(folder) as workspace:
        until(workspace.service.mirror, even)

        def failing(*_: object) -> None:
            raise ZeroDivisionError

        monkeypatch.setattr("exam.journal.snapshot.copy_database", failing)
        workspace.ports.people.add_identity(Identity(given_names="Jana", surname="Smyšlená"))
        state = until(workspace.service.mirror, lost)
        assert state.fault is not None
        assert state.fault.arguments["reason"] == "ZeroDivisionError"
        monkeypatch.undo()
        until(workspace.service.mirror, even)

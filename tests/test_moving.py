"""A workspace that was lost goes on from its second copy; a backup comes back whole or not at all."""

import shutil
import zipfile
from pathlib import Path

import pytest

from exam.bootstrap import WorkspaceBusyError, WorkspaceExistsError, open_workspace
from exam.checking import verify_record
from exam.copies.faults import (
    BackupDigestError,
    BackupOccupiedError,
    CopyInsideError,
    MirrorAheadError,
    NoCopyError,
)
from exam.core.chain import Head
from exam.core.events import WorkspaceResumed
from exam.core.session_events import Interrupted
from exam.journal.snapshot import heads
from exam.moving import CopyDamagedError, back_up, restore, resume
from exam.scripted.runner import run
from exam.scripted.world import ScriptedClock, SeededRandomness
from exam.service.receipts import check_receipt
from exam.service.resuming import RESUMPTION, WORKSPACE
from exam.service.streams import Receipt, Streams
from tests.copies.mirrored import cut, even, going_on, lost, playing, point, small_workspace, until
from tests.rims import mini_exam

HALVES = ("submit_task", "judge", "sign_record")


def later(clock: ScriptedClock, minutes: int) -> ScriptedClock:
    """Return the clock of another machine, some minutes after."""
    moved = ScriptedClock(clock.now())
    moved.pass_minutes(minutes)
    return moved


def at_half(tmp_path: Path, before: str) -> ScriptedClock:
    """Play half an exam with a second copy, then lose the workspace; return the clock."""
    folder = small_workspace(tmp_path / "first", tmp_path / "copy")
    with playing(folder, before=before) as (workspace, stage):
        until(workspace.service.mirror, even)
    return stage.clock


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


@pytest.mark.parametrize("before", HALVES)
def test_an_exam_is_finished_and_signed_on_another_machine(tmp_path: Path, before: str) -> None:
    clock = later(at_half(tmp_path, before), 12)
    shutil.rmtree(tmp_path / "first")
    moved = resume(tmp_path / "copy", tmp_path / "second", clock=clock)
    assert moved.refused is None
    assert len(moved.sessions) == 1
    with going_on(tmp_path / "second", clock) as (workspace, stage):
        until(workspace.service.mirror, even)
        run(cut(after=before), stage)
        until(workspace.service.mirror, even)
        archived = Path(stage.archived)
    found = verify_record(archived.read_bytes(), ())
    assert (found.verdict, found.codes) == ("PRACTICE", ())
    assert found.record is not None
    assert found.record.result == "passed"
    assert (tmp_path / "copy" / "archive" / "practice" / archived.name).read_bytes() == archived.read_bytes()


def test_the_move_is_journalled_with_where_each_stream_stood(tmp_path: Path) -> None:
    clock = at_half(tmp_path, "submit_task")
    before = heads(tmp_path / "first" / "journal.db")
    moved = resume(tmp_path / "copy", tmp_path / "second", clock=later(clock, 12))
    session = f"session/{moved.sessions[0]}"
    with open_workspace(tmp_path / "second") as workspace:
        streams = Streams(workspace.ports.journal)
        for name, copied in ((session, before[session]), (WORKSPACE, Head())):
            entry = streams.entries(name)[-1]
            assert entry.event == WorkspaceResumed(resumption=moved.resumption, copied=copied)
            assert entry.by == RESUMPTION
        gaps = [entry.event.gap_ms for entry in streams.entries(session) if isinstance(entry.event, Interrupted)]
    assert gaps == [12 * 60_000]


def test_an_archived_session_does_not_go_on(tmp_path: Path) -> None:
    clock = at_half(tmp_path, "")
    before = heads(tmp_path / "first" / "journal.db")
    moved = resume(tmp_path / "copy", tmp_path / "second", clock=clock)
    assert moved.sessions == ()
    after = heads(tmp_path / "second" / "journal.db")
    assert after.keys() - before.keys() == {WORKSPACE}
    assert {name: after[name] for name in before} == before


def test_the_first_folder_is_refused_once_the_workspace_went_on_elsewhere(tmp_path: Path) -> None:
    clock = at_half(tmp_path, "submit_task")
    resume(tmp_path / "copy", tmp_path / "second", clock=clock)
    with pytest.raises(MirrorAheadError) as refused, open_workspace(tmp_path / "first"):
        pass
    assert refused.value.arguments["stream"]
    (tmp_path / "other").mkdir()
    point(tmp_path / "first", tmp_path / "other")
    with open_workspace(tmp_path / "first"):
        pass
    with open_workspace(tmp_path / "second", clock=clock) as workspace:
        until(workspace.service.mirror, even)


def test_a_first_folder_that_never_stopped_notices_it_and_leaves_the_copy_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On two machines no lock holds: both are played in one process, without it."""
    monkeypatch.setattr("exam.journal.ownership.fcntl.flock", lambda *_: None)
    folder = small_workspace(tmp_path / "first", tmp_path / "copy")
    with playing(folder, before="submit_task") as (workspace, stage):
        until(workspace.service.mirror, even)
        moved = resume(tmp_path / "copy", tmp_path / "second", clock=stage.clock)
        state = until(workspace.service.mirror, lost)
        assert state.fault is not None
        assert state.fault.code == "mirror-ahead"
        run(cut(after="submit_task", before="judge"), stage)
        stream = f"session/{stage.session}"
        head = workspace.ports.journal.head(stream)
        receipt = Receipt(stream=stream, head=head, at=stage.clock.now())
    assert heads(tmp_path / "copy" / "journal.db") == heads(tmp_path / "second" / "journal.db")
    with open_workspace(tmp_path / "second", owning=False) as second:
        assert check_receipt(second.ports.journal, receipt.code).standing == "lost"
    assert moved.sessions == (stage.session,)


def test_a_copy_that_a_running_process_writes_is_not_gone_on_from(tmp_path: Path) -> None:
    folder = small_workspace(tmp_path / "first", tmp_path / "copy")
    with open_workspace(folder) as workspace:
        until(workspace.service.mirror, even)
        with pytest.raises(WorkspaceBusyError):
            resume(tmp_path / "copy", tmp_path / "second")
    assert not (tmp_path / "second").exists()


def test_a_workspace_goes_on_only_in_an_empty_folder_and_only_from_a_copy(tmp_path: Path) -> None:
    at_half(tmp_path, "open_session")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("mine")
    for place in (tmp_path / "full", tmp_path / "copy", tmp_path / "full" / "letter.txt"):
        with pytest.raises(WorkspaceExistsError):
            resume(tmp_path / "copy", place)
    for place in (tmp_path / "full", tmp_path / "nowhere", tmp_path / "first"):
        with pytest.raises(NoCopyError):
            resume(place, tmp_path / "second")
    assert names(tmp_path / "full") == {"letter.txt"}


def tear(folder: Path, what: str) -> None:
    """Damage a copy so that only looking at everything shows it."""
    if what == "journal":
        data = (folder / "journal.db").read_bytes()
        assert "Nikdeškov".encode() in data
        (folder / "journal.db").write_bytes(data.replace("Nikdeškov".encode(), "Nekdeškov".encode()))
    elif what == "blob":
        next(path for path in (folder / "blobs").iterdir()).unlink()
    else:
        path = next((folder / "archive" / "practice").iterdir())
        path.write_bytes(path.read_bytes()[:-1])


@pytest.mark.parametrize("what", ["journal", "blob", "archive"])
def test_a_damaged_copy_is_not_gone_on_from(tmp_path: Path, what: str) -> None:
    clock = at_half(tmp_path, "")
    tear(tmp_path / "copy", what)
    with pytest.raises(CopyDamagedError) as refused:
        resume(tmp_path / "copy", tmp_path / "second", clock=clock)
    assert refused.value.findings
    assert names(tmp_path / "second") == set()


def test_a_copy_that_takes_no_note_is_gone_on_from_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = at_half(tmp_path, "submit_task")

    def refused(*_: object, **__: object) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr("exam.copies.writing.put", refused)
    moved = resume(tmp_path / "copy", tmp_path / "second", clock=clock)
    assert moved.refused is not None
    assert moved.refused.arguments["reason"] == "Read-only file system"
    with open_workspace(tmp_path / "second", mirrored=False) as workspace:
        assert workspace.sessions() == moved.sessions


def test_a_backup_is_made_while_the_exam_runs_and_comes_back_whole(tmp_path: Path) -> None:
    folder = small_workspace(tmp_path / "first")
    with playing(folder, before="judge") as (workspace, stage):
        files = back_up(folder, tmp_path / "backup.zip")
        head = workspace.ports.journal.head(f"session/{stage.session}")
        clock = stage.clock
        run(cut(after="judge"), stage)
    moved = restore(tmp_path / "backup.zip", tmp_path / "back")
    assert files > 20
    assert heads(tmp_path / "back" / "journal.db")[f"session/{stage.session}"] == head
    assert moved.streams == 2
    with going_on(tmp_path / "back", clock) as (_, again):
        run(cut(after="judge"), again)
        archived = Path(again.archived)
    assert verify_record(archived.read_bytes(), ()).verdict == "PRACTICE"


def test_a_workspace_without_anything_done_in_it_comes_back_too(tmp_path: Path) -> None:
    folder = small_workspace(tmp_path / "first")
    back_up(folder, tmp_path / "backup.zip")
    restore(tmp_path / "backup.zip", tmp_path / "back")
    with open_workspace(tmp_path / "back") as workspace:
        assert workspace.sessions() == ()


def test_the_same_workspace_makes_the_same_backup_but_for_its_moment(tmp_path: Path) -> None:
    with playing(small_workspace(tmp_path / "first"), before="submit_task"):
        pass
    for name in ("one.zip", "two.zip"):
        back_up(tmp_path / "first", tmp_path / name)
    one, two = (zipfile.ZipFile(tmp_path / name) for name in ("one.zip", "two.zip"))
    with one, two:
        kept = one.namelist()
        assert kept == two.namelist()
        assert kept[:-1] == sorted(kept[:-1])
        assert all(one.read(name) == two.read(name) for name in kept[:-1])


def test_an_older_backup_that_comes_back_beside_a_newer_second_copy_is_refused(tmp_path: Path) -> None:
    folder = small_workspace(tmp_path / "first", tmp_path / "copy")
    with playing(folder, before="judge") as (_, stage):
        back_up(folder, tmp_path / "backup.zip")
        run(cut(after="judge"), stage)
    shutil.rmtree(folder)
    restore(tmp_path / "backup.zip", folder)
    with pytest.raises(MirrorAheadError), open_workspace(folder):
        pass


def test_a_backup_overwrites_nothing_and_lies_outside_of_the_workspace(tmp_path: Path) -> None:
    folder = small_workspace(tmp_path / "first")
    (tmp_path / "backup.zip").write_text("mine")
    with pytest.raises(BackupOccupiedError):
        back_up(folder, tmp_path / "backup.zip")
    with pytest.raises(CopyInsideError):
        back_up(folder, folder / "backup.zip")
    assert (tmp_path / "backup.zip").read_text() == "mine"
    assert names(tmp_path) == {"first", "backup.zip"}


def test_a_backup_is_restored_only_into_an_empty_folder(tmp_path: Path) -> None:
    folder = small_workspace(tmp_path / "first")
    back_up(folder, tmp_path / "backup.zip")
    with pytest.raises(WorkspaceExistsError):
        restore(tmp_path / "backup.zip", folder)


def test_a_backup_of_a_damaged_workspace_is_not_said_to_be_good(tmp_path: Path) -> None:
    with playing(small_workspace(tmp_path / "first")):
        pass
    tear(tmp_path / "first", "blob")
    back_up(tmp_path / "first", tmp_path / "backup.zip")
    with pytest.raises(CopyDamagedError):
        restore(tmp_path / "backup.zip", tmp_path / "back")
    assert names(tmp_path / "back") == set()


def test_a_backup_that_does_not_read_back_is_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = small_workspace(tmp_path / "first")

    def damaged(*_: object) -> None:
        raise BackupDigestError(name="journal.db")

    monkeypatch.setattr("exam.copies.restoring.unpack_backup", damaged)
    with pytest.raises(BackupDigestError):
        back_up(folder, tmp_path / "backup.zip")
    assert names(tmp_path) == {"first"}


def test_a_resumption_is_drawn_from_the_randomness_that_is_given(tmp_path: Path) -> None:
    at_half(tmp_path, "submit_task")
    made = [
        resume(tmp_path / "copy", tmp_path / name, clock=ScriptedClock(mini_exam().starts_at), randomness=chance)
        for name, chance in (("second", SeededRandomness("a")), ("third", SeededRandomness("b")))
    ]
    assert made[0].resumption != made[1].resumption
    assert made[0].resumption.startswith("resumption-")

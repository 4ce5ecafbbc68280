"""A disk that fills up during exams: nobody else begins, those who began are seen through, nothing is lost."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from exam.blobs import BlobsFullError, FolderBlobs
from exam.core.candidate_session import commands as asked
from exam.core.session_values import ChoiceResponse
from exam.journal.engine import JournalFullError
from exam.journal.room import DiskRoom
from exam.scripted.runner import run
from exam.scripted.stage import Stage
from exam.service.access import Actor, Role
from exam.service.ports import RoomLowError
from tests.journal.small_disks import fill, small_disk
from tests.rims import mini_exam, rim, staged

CHAIR = Actor(id="predseda", role=Role.EXAMINER)
CANDIDATE = Actor(id="uchazec", role=Role.CANDIDATE)
TASK = "theory-test"


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path | None]:
    """A real disk of 24 MB with a ballast on it; None where this process may not mount one."""
    folder = tmp_path / "disk"
    with small_disk(folder, "24m") as mounted:
        if mounted:
            assert DiskRoom(folder, reserve=0).hold(8_000_000)
        yield folder if mounted else None


def choose(stage: Stage, number: int) -> None:
    pinned = stage.state().papers[TASK][number % 4]
    command = asked.SaveResponse(task=TASK, part=pinned.item, response=ChoiceResponse(option=pinned.order[number % 2]))
    stage.service.session(CANDIDATE, stage.session, command)


def test_below_the_reserve_no_session_is_opened_and_one_that_runs_goes_on(tmp_path: Path) -> None:
    with staged(tmp_path, before="answer_test") as stage:
        with rim(tmp_path, stage.clock, reserve=10**15) as low:
            object.__setattr__(stage.ports, "room", low.room)
        streams = stage.ports.journal.streams()
        with pytest.raises(RoomLowError) as refused:
            stage.service.sessions.open(CHAIR, stage.sitting, stage.session)
        assert refused.value.arguments["reserve"] == "1000000000"
        assert stage.ports.journal.streams() == streams
        choose(stage, 1)
        stage.service.session(CANDIDATE, stage.session, asked.SubmitTask(task=TASK))
        assert stage.state().tasks[TASK].status == "submitted"


def test_an_exam_on_a_disk_that_fills_up_in_its_middle_is_run_to_its_archived_record(
    disk: Path | None, tmp_path: Path
) -> None:
    """Fill a real disk to the last byte during the test: the ballast sees the exam through to its record."""
    folder = disk or tmp_path
    place = [entry.action for entry in mini_exam().steps].index("answer_test")
    with staged(folder, before="answer_test") as stage:
        if disk:
            fill(disk)
            assert stage.ports.room.free() == 0
        rest = mini_exam().model_copy(update={"steps": mini_exam().steps[place:]})
        run(rest, stage)
        record = stage.state().record
        assert record is not None
        assert record.archived
        assert (folder / "archive" / "practice" / f"{record.record}.pdf").is_file()
        assert not (folder / ".run" / "ballast").exists()


def test_without_a_ballast_a_full_disk_is_told_and_the_same_service_goes_on_when_there_is_room(
    disk: Path | None, tmp_path: Path
) -> None:
    folder = disk or tmp_path
    with staged(folder, before="answer_test") as stage:
        stage.ports.room.relieve()
        filling = fill(folder) if disk else None
        kept = refused = 0
        for number in range(200):
            try:
                choose(stage, number)
                kept += 1
            except JournalFullError:
                refused += 1
                break
        assert len(stage.state().tasks[TASK].responses) == min(kept, 4)
        if filling:
            assert refused
            with pytest.raises(BlobsFullError):
                stage.ports.blobs.put(b"x" * 4_000_000)
            filling.unlink()
        choose(stage, 3)
        stage.service.session(CANDIDATE, stage.session, asked.SubmitTask(task=TASK))
        assert stage.state().tasks[TASK].status == "submitted"


def test_a_file_handed_in_on_a_full_disk_gives_up_the_ballast_and_is_kept(disk: Path | None, tmp_path: Path) -> None:
    folder = disk or tmp_path
    room = DiskRoom(folder, reserve=0)
    blobs = FolderBlobs(folder / "blobs", relieve=room.relieve)
    room.hold(8_000_000)
    if disk:
        fill(disk)
    assert blobs.get(blobs.put(b"x" * 4_000_000)) == b"x" * 4_000_000
    assert [path.name for path in (folder / "blobs").iterdir() if path.name.startswith(".")] == []

"""What a crash leaves behind: the next process goes on, nothing acknowledged is lost, nothing is entered twice."""

import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from exam.checking import verify_record
from exam.core.candidate_session import TaskStatus
from exam.core.candidate_session import commands as asked
from exam.core.candidate_session.refusals import RecordWrongError
from exam.core.session_events import Interrupted
from exam.core.session_values import ChoiceResponse, Ending
from exam.publishing.practice_keys import make_practice_keys
from exam.publishing.practice_word import PASSPHRASE
from exam.scripted.stage import Stage
from exam.scripted.world import ScriptedClock
from exam.service.access import Actor, Role
from exam.service.records import CertificateChangedError
from exam.service.sessions import session_stream
from exam.service.streams import Streams
from tests.rims import Returned, mini_exam, reopened, staged

CHAIR = Actor(id="predseda", role=Role.EXAMINER)
MEMBER = Actor(id="clen", role=Role.EXAMINER)
CANDIDATE = Actor(id="uchazec", role=Role.CANDIDATE)
WHOLE = ["issued", "signed:Member1", "signed:Member2", "signed:Seal", "archived"]

KILLED = """
import os, signal, sys
from pathlib import Path
from exam.journal import SqliteJournal
from tests.rims import staged

folder, moment, kind = sys.argv[1:]
append = SqliteJournal.append

def deadly(self, stream, events, *, expected, key):
    fatal = kind in {event.type for event in events}
    if fatal and moment == "before":
        os.kill(os.getpid(), signal.SIGKILL)
    head = append(self, stream, events, expected=expected, key=key)
    if fatal:
        os.kill(os.getpid(), signal.SIGKILL)
    return head

SqliteJournal.append = deadly
with staged(Path(folder)):
    pass
"""


def killed(folder: Path, moment: str, kind: str) -> ScriptedClock:
    """Play the small exam in another process that is killed right before or after an append of that kind."""
    done = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", KILLED, str(folder), moment, kind], cwd=Path(__file__).parents[2], check=False
    )
    assert done.returncode == -signal.SIGKILL
    clock = ScriptedClock(mini_exam().starts_at)
    clock.pass_minutes(60)
    return clock


def revisions(again: Returned) -> list[str]:
    return [line.revision for line in again.ports.register.entries()]


def events(again: Returned, kind: str) -> int:
    return sum(stored.link.type == kind for stored in again.ports.journal.read(session_stream(again.session)))


def finish(again: Returned, *, signed: int) -> Path:
    """Add the signatures that are missing, archive, and return where the record lies."""
    for actor in (CHAIR, MEMBER)[signed:]:
        again.service.records.sign(actor, again.session, PASSPHRASE)
    again.service.records.sign(CHAIR, again.session, PASSPHRASE, seal=True)
    return Path(again.service.records.archive(CHAIR, again.session))


def test_a_kill_between_a_signature_and_its_line_in_the_register_is_made_good_by_the_next_step(tmp_path: Path) -> None:
    clock = killed(tmp_path, "after", "RecordSigned")
    with reopened(tmp_path, clock) as again:
        assert revisions(again) == ["issued"]
        place = finish(again, signed=1)
        assert revisions(again) == WHOLE
    assert verify_record(place.read_bytes(), ()).verdict == "PRACTICE"


def test_a_kill_between_the_archived_file_and_its_event_is_made_good_by_archiving_again(tmp_path: Path) -> None:
    clock = killed(tmp_path, "before", "RecordArchived")
    (place,) = (tmp_path / "archive" / "practice").iterdir()
    kept = place.read_bytes()
    with reopened(tmp_path, clock) as again:
        assert events(again, "RecordArchived") == 0
        assert Path(again.service.records.archive(CHAIR, again.session)) == place
        assert events(again, "RecordArchived") == 1
        assert revisions(again) == WHOLE
    assert place.read_bytes() == kept


def test_an_archiving_that_the_register_missed_is_made_good_by_archiving_again(tmp_path: Path) -> None:
    with staged(tmp_path, before="archive_record") as stage:
        record = stage.state().record
        assert record is not None
        stage.service.sessions.execute(CHAIR, stage.session, asked.ArchiveRecord(pdf=record.pdf))
    with reopened(tmp_path, stage.clock) as again:
        assert revisions(again) == WHOLE[:-1]
        again.service.records.archive(CHAIR, again.session)
        assert revisions(again) == WHOLE


def test_archiving_twice_archives_once_and_heals_a_lost_file(tmp_path: Path) -> None:
    with staged(tmp_path, before="archive_record") as stage:
        first = Path(stage.service.records.archive(CHAIR, stage.session))
        data = first.read_bytes()
        first.unlink()
        assert Path(stage.service.records.archive(CHAIR, stage.session)) == first
        assert first.read_bytes() == data
    with reopened(tmp_path, stage.clock) as again:
        assert events(again, "RecordArchived") == 1
        assert revisions(again) == WHOLE


def test_signing_again_what_was_signed_is_refused_and_entered_once(tmp_path: Path) -> None:
    with staged(tmp_path, before="sign_record") as stage:
        stage.service.records.sign(CHAIR, stage.session, PASSPHRASE)
        with pytest.raises(RecordWrongError):
            stage.service.records.sign(CHAIR, stage.session, PASSPHRASE)
        revisions_now = [line.revision for line in stage.ports.register.entries()]
    assert revisions_now == ["issued", "signed:Member1"]


def test_a_certificate_that_was_exchanged_after_the_issue_signs_nothing(tmp_path: Path) -> None:
    with staged(tmp_path, before="sign_record") as stage:
        for path in (tmp_path / "keys").glob("predseda.*"):
            path.unlink()
        make_practice_keys(tmp_path / "keys", {"predseda": "Mgr. Jiná Osoba"}, at=stage.clock.now())
        with pytest.raises(CertificateChangedError):
            stage.service.records.sign(CHAIR, stage.session, PASSPHRASE)
        record = stage.state().record
    assert record is not None
    assert record.signed == ()


def test_nothing_is_archived_before_the_last_signature(tmp_path: Path) -> None:
    with staged(tmp_path, before="seal_record") as stage, pytest.raises(RecordWrongError):
        stage.service.records.archive(CHAIR, stage.session)
    assert not (tmp_path / "archive").exists()


def test_the_line_of_a_signature_tells_its_own_time_in_utc(tmp_path: Path) -> None:
    with staged(tmp_path) as stage:
        lines = stage.ports.register.entries()
    assert [line.revision for line in lines] == WHOLE
    assert all(line.at.endswith("+00:00") for line in lines)
    assert sorted(line.at for line in lines) == [line.at for line in lines]
    assert lines[-1].sha256 == lines[-2].sha256


def test_a_drawn_paper_survives_what_became_of_blobs_that_nobody_names(tmp_path: Path) -> None:
    with staged(tmp_path, before="answer_test") as stage:
        stage.ports.blobs.put(b"an orphan of a crash")
        (tmp_path / "blobs" / ".half-written.0a1b2c3d").write_bytes(b"hal")
    with reopened(tmp_path, stage.clock) as again:
        state = again.service.sessions.state(again.session)
        assert len(again.service.sessions.items(state, "theory-test")) == 4


def saved(again: Returned) -> None:
    state = again.service.sessions.state(again.session)
    pinned = state.papers["theory-test"][0]
    command = asked.SaveResponse(task="theory-test", part=pinned.item, response=ChoiceResponse(option=pinned.order[0]))
    again.service.session(CANDIDATE, again.session, command)


def set_back(clock: ScriptedClock, minutes: int) -> None:
    """Let the wall clock be set back while the machine runs on."""
    moved = ScriptedClock(clock.now())
    moved.pass_minutes(-minutes)
    clock.now = moved.now  # type: ignore[method-assign]


@pytest.mark.parametrize("minutes", [1, 90, 60 * 24 * 400])
def test_a_wall_clock_that_was_set_back_takes_no_time_and_gives_none(tmp_path: Path, minutes: int) -> None:
    with staged(tmp_path, before="answer_test") as stage:
        before = stage.state().tasks["theory-test"].clock.consumed_ms
    set_back(stage.clock, minutes)
    with reopened(tmp_path, stage.clock) as again:
        saved(again)
        gaps = [
            entry.event.gap_ms
            for entry in Streams(again.ports.journal).entries(session_stream(again.session))
            if isinstance(entry.event, Interrupted)
        ]
        assert gaps == [0]
        assert again.service.sessions.state(again.session).tasks["theory-test"].clock.consumed_ms == before


def ended(stage: Stage) -> None:
    """End the session early, tell the candidate, and see the record through."""
    command = asked.EndSession(ending=Ending.WITHDREW, reason="Uchazeč odstoupil pro nevolnost.")
    stage.service.session(CHAIR, stage.session, command)
    stage.clock.pass_minutes(5)
    stage.service.session(CHAIR, stage.session, asked.AnnounceResult())
    stage.service.issue_record(CHAIR, stage.session)


@pytest.mark.parametrize("before", ["answer_test", "end_performance"])
def test_a_candidate_who_leaves_in_the_middle_of_a_task_gets_his_record(tmp_path: Path, before: str) -> None:
    with staged(tmp_path, before=before) as stage:
        ended(stage)
        open_tasks = [name for name, task in stage.state().tasks.items() if task.status is TaskStatus.OPEN]
        assert len(open_tasks) == 1
    with reopened(tmp_path, stage.clock) as again:
        again.service.tick()
        place = finish(again, signed=0)
    found = verify_record(place.read_bytes(), ())
    assert (found.verdict, found.codes) == ("PRACTICE", ())
    assert found.record is not None
    assert found.record.result == "failed"


def test_time_that_ran_out_while_nothing_ran_is_the_candidates(tmp_path: Path) -> None:
    with staged(tmp_path, before="answer_test") as stage:
        stage.clock.pass_minutes(240)
    with reopened(tmp_path, stage.clock) as again:
        saved(again)
        task = again.service.sessions.state(again.session).tasks["theory-test"]
    assert task.status is TaskStatus.OPEN
    assert len(task.responses) == 1


STEPS: dict[str, Callable[[Stage], object]] = {
    "announce_result": lambda stage: stage.service.session(CHAIR, stage.session, asked.AnnounceResult()),
    "issue_record": lambda stage: stage.service.issue_record(CHAIR, stage.session),
    "sign_record": lambda stage: stage.service.records.sign(CHAIR, stage.session, PASSPHRASE),
}


@pytest.mark.parametrize("name", STEPS)
def test_whatever_was_acknowledged_is_there_for_the_next_process(tmp_path: Path, name: str) -> None:
    with staged(tmp_path, before=name) as stage:
        STEPS[name](stage)
        before = stage.state()
    with reopened(tmp_path, stage.clock) as again:
        assert again.service.sessions.state(again.session) == before

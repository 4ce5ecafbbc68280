"""What the doctor sees: an older copy put back, a lost or altered file, a register that was changed; each by name."""

import shutil
from collections.abc import Callable
from pathlib import Path

import apsw
import pytest

from exam.checking import verify_record
from exam.core.receipt import receipt_code
from exam.publishing.practice_word import PASSPHRASE
from exam.scripted.world import ScriptedClock
from exam.service.access import Actor, Role
from exam.service.diagnosis import Diagnosis
from exam.service.findings import Finding, Health
from exam.service.ports import NewEvent
from exam.service.receipts import Standing, check_receipt
from tests.rims import Returned, mini_exam, reopened, rim, staged

CHAIR = Actor(id="predseda", role=Role.EXAMINER)
MEMBER = Actor(id="clen", role=Role.EXAMINER)
CHECKS = {"journal", "blobs", "register", "archive", "anchors", "fonts", "keys", "space"}


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a whole exam, and beside it copies of its journal from before."""
    folder = tmp_path_factory.mktemp("finished")
    for before in ("issue_record", "archive_record"):
        (folder / before).mkdir()
        with staged(folder / before, before=before):
            pass
    shutil.copytree(folder / "archive_record", folder / "whole")
    shutil.copytree(folder / "issue_record", folder / "young")
    for name in ("whole", "young"):
        clock = ScriptedClock(mini_exam().starts_at)
        clock.pass_minutes(90)
        with reopened(folder / name, clock) as again:
            finish(again)
    return folder


def finish(again: Returned) -> None:
    """See the record through to the archive."""
    records = again.service.records
    if again.service.sessions.state(again.session).record is None:
        again.service.issue_record(CHAIR, again.session)
        for actor in (CHAIR, MEMBER):
            records.sign(actor, again.session, PASSPHRASE)
        records.sign(CHAIR, again.session, PASSPHRASE, seal=True)
    records.archive(CHAIR, again.session)


@pytest.fixture
def whole(finished: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(finished / "whole", tmp_path / "workspace"))


def look(folder: Path, *, reserve: int = 0) -> list[Finding]:
    with rim(folder, ScriptedClock(mini_exam().starts_at), reserve=reserve) as ports:
        return list(Diagnosis(ports, lambda data: verify_record(data, ()).record).findings())


def faults(folder: Path) -> set[tuple[str, bool]]:
    """Return the codes of all that is bad, each with whether it means damage."""
    return {(entry.code, entry.damaged) for entry in look(folder) if entry.health is Health.BAD}


def test_a_whole_workspace_is_told_to_be_one(whole: Path) -> None:
    found = look(whole)
    assert {entry.check for entry in found} == CHECKS
    assert {entry.health for entry in found} == {Health.GOOD}


def test_looking_changes_nothing(whole: Path) -> None:
    before = {path: path.read_bytes() for path in whole.rglob("*") if path.is_file()}
    look(whole)
    assert {path: path.read_bytes() for path in whole.rglob("*") if path.is_file()} == before


def test_an_older_copy_put_back_is_seen_against_the_archive_and_the_receipt(finished: Path, whole: Path) -> None:
    """The young folder's exam has an archived record of its own; its journal from before the issue is put back."""
    young = Path(shutil.copytree(finished / "young", whole.parent / "young"))
    with rim(young, ScriptedClock(mini_exam().starts_at)) as ports:
        (stream,) = ports.journal.streams("session/")
        code = receipt_code(ports.journal.head(stream))
        assert check_receipt(ports.journal, code).standing is Standing.KEPT
    shutil.copyfile(finished / "issue_record" / "journal.db", young / "journal.db")
    assert ("doctor.archive-unknown", True) in faults(young)
    with rim(young, ScriptedClock(mini_exam().starts_at)) as ports:
        found = check_receipt(ports.journal, code)
    assert found.standing is Standing.LOST
    assert found.shorter == (stream.removeprefix("session/"),)


def test_a_history_that_the_record_does_not_vouch_for_is_seen_by_the_heads_in_it(finished: Path, whole: Path) -> None:
    """Exchange the journal for that of the same sitting held anew: whole, and another one."""
    other = whole.parent / "other"
    other.mkdir()
    with staged(other, before="close_sitting"):
        pass
    shutil.copyfile(other / "journal.db", whole / "journal.db")
    assert ("anchor-lost", True) in faults(whole)
    assert finished.is_dir()


def test_an_archiving_that_was_not_finished_is_a_warning_with_what_to_do(finished: Path, whole: Path) -> None:
    shutil.copyfile(finished / "archive_record" / "journal.db", whole / "journal.db")
    (told,) = [entry for entry in look(whole) if entry.health is not Health.GOOD]
    assert (told.code, told.health) == ("doctor.archive-unfinished", Health.WARNING)


def execute(folder: Path, sql: str) -> None:
    connection = apsw.Connection(str(folder / "journal.db"))
    connection.execute("PRAGMA foreign_keys=OFF")
    connection.execute(sql)
    connection.close()


def first_blob(folder: Path) -> Path:
    return next(path for path in sorted((folder / "blobs").iterdir()) if not path.read_bytes().startswith(b"%PDF"))


def archived(folder: Path) -> Path:
    (path,) = (folder / "archive" / "practice").iterdir()
    return path


HARM: dict[str, tuple[Callable[[Path], object], tuple[str, bool]]] = {
    "blob gone": (lambda folder: first_blob(folder).unlink(), ("doctor.blob-lost", True)),
    "blob altered": (lambda folder: first_blob(folder).write_bytes(b"x"), ("doctor.blob-lost", True)),
    "record gone": (lambda folder: archived(folder).unlink(), ("doctor.archive-lost", False)),
    "record altered": (lambda folder: archived(folder).write_bytes(b"%PDF"), ("doctor.archive-altered", False)),
    "foreign record": (
        lambda folder: archived(folder).with_name("record-X.pdf").write_bytes(b"%PDF"),
        ("doctor.archive-unknown", True),
    ),
    "register altered": (
        lambda folder: execute(
            folder, "DROP TRIGGER register_stay; UPDATE register SET entry = replace(entry, 'archived', 'signed:X')"
        ),
        ("doctor.register-altered", True),
    ),
    "register unreadable": (
        lambda folder: execute(folder, "DROP TRIGGER register_stay; UPDATE register SET entry = '{' WHERE line = 1"),
        ("journal-damaged", True),
    ),
    "body altered": (
        lambda folder: execute(folder, "DROP TRIGGER bodies_stay; UPDATE bodies SET body = x'7b7d' WHERE seq = 3"),
        ("chain-broken", True),
    ),
    "body taken out": (
        lambda folder: execute(folder, "DROP TRIGGER bodies_keep; DELETE FROM bodies WHERE seq = 3"),
        ("journal-body-lost", True),
    ),
    "tail cut": (
        lambda folder: execute(
            folder, "DROP TRIGGER bodies_keep; DROP TRIGGER events_keep; DELETE FROM bodies; DELETE FROM events"
        ),
        ("journal-lost", True),
    ),
    "key open": (lambda folder: (folder / "keys" / "seal.p12").chmod(0o644), ("key-open", False)),
    "key unreadable": (
        lambda folder: (folder / "keys" / "x.p12").symlink_to(folder / "gone"),
        ("key-unreadable", False),
    ),
}


@pytest.mark.parametrize("name", HARM)
def test_harm_is_told_by_name_and_the_other_checks_go_on(whole: Path, name: str) -> None:
    harm, expected = HARM[name]
    harm(whole)
    assert expected in faults(whole)
    assert {entry.check for entry in look(whole)} == CHECKS


def test_an_event_of_a_newer_program_is_told_and_is_no_damage(whole: Path) -> None:
    with rim(whole, ScriptedClock(mini_exam().starts_at)) as ports:
        (stream,) = ports.journal.streams("session/")
        seq = ports.journal.head(stream).seq
        ports.journal.append(stream, [NewEvent(type="FromTomorrow", version=1, body=b"{}")], expected=seq, key="k")
    assert ("event-unknown", False) in faults(whole)


def test_a_workspace_without_keys_and_with_little_room_is_warned_of(tmp_path: Path) -> None:
    with rim(tmp_path, ScriptedClock(mini_exam().starts_at)):
        pass
    found = {entry.check: entry for entry in look(tmp_path, reserve=10**15)}
    assert (found["keys"].code, found["keys"].health) == ("doctor.keys-none", Health.WARNING)
    assert (found["space"].code, found["space"].health) == ("room-low", Health.WARNING)


def test_an_archive_that_cannot_be_read_is_told(whole: Path) -> None:
    shutil.rmtree(whole / "archive" / "practice")
    (whole / "archive" / "practice").write_text("a file where the folder was")
    assert ("archive-failed", False) in faults(whole)

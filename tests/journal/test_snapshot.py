"""Copies of the databases while others write: as of one moment, without a trace of what was deleted."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread

import pytest

from exam.core.identity import Identity
from exam.journal import SqliteJournal
from exam.journal.engine import JournalDamagedError
from exam.journal.snapshot import Databases, copy_database, heads
from exam.people import SqlitePeople
from exam.service.ports import JournalError, NewEvent
from tests.rims import QUICK

A = "session/a"


def event(text: str) -> NewEvent:
    return NewEvent(type="HandRaised", version=1, body=text.encode())


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[SqliteJournal]:
    with SqliteJournal(tmp_path / "journal.db") as opened:
        yield opened


@pytest.fixture
def people(tmp_path: Path) -> Iterator[SqlitePeople]:
    with SqlitePeople(tmp_path / "people.db", QUICK) as opened:
        yield opened


@pytest.mark.usefixtures("people")
def test_every_append_is_counted_and_every_commit_is_seen(
    tmp_path: Path, journal: SqliteJournal, people: SqlitePeople
) -> None:
    with Databases(tmp_path) as databases:
        seen = [databases.version()]
        for place in range(3):
            journal.append(A, [event("x"), event("y")], expected=2 * place, key=str(place))
            assert databases.events() == 2 * place + 2
            seen.append(databases.version())
        people.add_identity(Identity(given_names="Jana", surname="Smyšlená"))
        seen.append(databases.version())
        assert len(set(seen)) == len(seen)
        assert databases.version() == seen[-1]


def test_an_erasure_takes_nothing_from_the_count(tmp_path: Path, journal: SqliteJournal, people: SqlitePeople) -> None:
    assert people.accounts() == ()
    journal.append(A, [event("x"), event("y")], expected=0, key="1")
    journal.erase(A, [1, 2], notice=event("erased"), key="2")
    with Databases(tmp_path) as databases:
        assert databases.events() == 3
        journal.append(A, [event("z")], expected=3, key="3")
        assert databases.events() == 4


def test_a_copy_is_of_one_moment_while_somebody_writes(tmp_path: Path, journal: SqliteJournal) -> None:
    done = Event()

    def write() -> None:
        place = 0
        while not done.is_set():
            journal.append(A, [event("x" * 500)] * 3, expected=3 * place, key=str(place))
            place += 1

    thread = Thread(target=write)
    thread.start()
    try:
        for number in range(20):
            target = tmp_path / f"copy-{number}.db"
            copy_database(tmp_path / "journal.db", target)
            with SqliteJournal(target) as copied:
                assert len(copied.read(A)) % 3 == 0
                assert copied.faults() == ()
    finally:
        done.set()
        thread.join()


def test_a_copy_holds_no_trace_of_what_was_erased(tmp_path: Path, journal: SqliteJournal) -> None:
    journal.append(A, [event("a secret of somebody"), event("y")], expected=0, key="1")
    copy_database(tmp_path / "journal.db", tmp_path / "before.db")
    journal.erase(A, [1], notice=event("erased"), key="2")
    copy_database(tmp_path / "journal.db", tmp_path / "after.db")
    assert b"a secret" in (tmp_path / "before.db").read_bytes()
    assert b"a secret" not in (tmp_path / "after.db").read_bytes()


def test_a_damaged_journal_is_never_copied_over_a_good_one(tmp_path: Path) -> None:
    with SqliteJournal(tmp_path / "journal.db") as written:
        written.append(A, [event("x" * 3_000)] * 50, expected=0, key="1")
    data = (tmp_path / "journal.db").read_bytes()
    (tmp_path / "journal.db").write_bytes(data[:8_192] + b"\0" * 65_536 + data[8_192 + 65_536 :])
    with pytest.raises(JournalDamagedError):
        copy_database(tmp_path / "journal.db", tmp_path / "copy.db")


@pytest.mark.parametrize("name", ["nowhere.db", "folder"])
def test_what_cannot_be_read_is_refused_by_name(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(JournalError):
        copy_database(tmp_path / name, tmp_path / "copy.db")
    with pytest.raises(JournalError):
        heads(tmp_path / name)
    assert not (tmp_path / "nowhere.db").exists()


def test_another_journal_is_beyond_this_one_when_it_ends_where_this_one_never_was(
    tmp_path: Path, people: SqlitePeople
) -> None:
    assert people.accounts() == ()
    with SqliteJournal(tmp_path / "journal.db") as journal:
        journal.append(A, [event("x")], expected=0, key="1")
    other = Path(shutil.copy(tmp_path / "journal.db", tmp_path / "other.db"))
    with SqliteJournal(tmp_path / "journal.db") as journal, Databases(tmp_path) as databases:
        assert databases.beyond(other) == ""
        journal.append(A, [event("y")], expected=1, key="2")
        assert databases.beyond(other) == ""
        with SqliteJournal(other) as forked:
            forked.append(A, [event("z")], expected=1, key="3")
        assert databases.beyond(other) == A
    assert not list(tmp_path.glob("other.db-*"))


def test_a_file_that_is_no_journal_has_no_heads(tmp_path: Path) -> None:
    (tmp_path / "x.db").write_bytes(b"no database " * 1_000)
    with pytest.raises(JournalDamagedError):
        heads(tmp_path / "x.db")

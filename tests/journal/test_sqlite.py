from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event as Signal

import apsw
import pytest

from exam.core.chain import ChainBrokenError
from exam.journal import SqliteJournal
from exam.journal.engine import (
    EngineRefusedError,
    JournalDamagedError,
    JournalFullError,
    JournalReadOnlyError,
    connect,
    engine_version,
    is_safe,
    translated,
)
from exam.service.ports import JournalError, NewEvent

EVENT = NewEvent(type="SomethingHappened", version=1, body=b'{"number":1}')


def kept(path: Path) -> Path:
    with SqliteJournal(path) as journal:
        journal.append("session/a", [EVENT, EVENT, EVENT], expected=0, key="k")
    return path


def limit_pages(journal: SqliteJournal, pages: int) -> None:
    journal._writer.do(lambda connection: connection.pragma("max_page_count", pages))  # noqa: SLF001 - a full disk


@pytest.mark.parametrize(
    ("version", "safe"),
    [
        ((3, 40, 1), False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 50, 6), False),
        ((3, 50, 7), True),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 54, 1), True),
        ((4, 0, 0), True),
    ],
)
def test_engines_with_the_wal_reset_bug_are_refused(version: tuple[int, int, int], *, safe: bool) -> None:
    assert is_safe(version) is safe


def test_the_engine_in_use_is_a_safe_one_and_syncs_fully(tmp_path: Path) -> None:
    assert is_safe(engine_version())
    connection = connect(tmp_path / "journal.db", "")
    assert connection.execute("PRAGMA journal_mode").fetchall() == [("wal",)]
    assert connection.execute("PRAGMA synchronous").fetchall() == [(2,)]
    connection.close()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE events SET type = 'Other'",
        "DELETE FROM events",
        "UPDATE bodies SET body = x'00'",
        "DELETE FROM bodies",
        "UPDATE appends SET seq = 9",
        "DELETE FROM appends",
    ],
)
def test_nobody_changes_or_deletes_what_was_written(tmp_path: Path, statement: str) -> None:
    connection = apsw.Connection(str(kept(tmp_path / "journal.db")))
    with pytest.raises(apsw.ConstraintError):
        connection.execute(statement)
    connection.close()


@pytest.mark.parametrize(
    "tampering",
    [
        "DROP TRIGGER bodies_stay; UPDATE bodies SET body = CAST('{\"number\":2}' AS BLOB) WHERE seq = 2",
        "DROP TRIGGER bodies_stay; UPDATE bodies SET salt = x'00' WHERE seq = 2",
        "DROP TRIGGER events_stay; UPDATE events SET type = 'Other' WHERE seq = 2",
        "DROP TRIGGER events_stay; UPDATE events SET version = 2 WHERE seq = 3",
        "DROP TRIGGER events_keep; PRAGMA foreign_keys=OFF; DELETE FROM events WHERE seq = 2",
    ],
)
def test_an_insiders_edit_is_seen_when_the_stream_is_opened(tmp_path: Path, tampering: str) -> None:
    path = kept(tmp_path / "journal.db")
    connection = apsw.Connection(str(path))
    connection.execute(tampering)
    connection.close()
    with SqliteJournal(path) as journal, pytest.raises(ChainBrokenError):
        journal.read("session/a")


def test_a_file_that_is_no_database_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    path.write_bytes(b"this is no database, " * 100)
    with pytest.raises(JournalDamagedError):
        SqliteJournal(path)


def test_a_folder_that_is_not_there_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(JournalReadOnlyError):
        SqliteJournal(tmp_path / "nowhere" / "journal.db")


def test_a_full_disk_keeps_nothing_says_so_and_goes_on_when_there_is_room(tmp_path: Path) -> None:
    path = kept(tmp_path / "journal.db")
    big = NewEvent(type="SomethingHappened", version=1, body=b"x" * 200_000)
    with SqliteJournal(path) as journal:
        limit_pages(journal, 60)
        assert journal.append("session/a", [EVENT], expected=3, key="small").seq == 4
        with pytest.raises(JournalFullError):
            journal.append("session/a", [big, big], expected=4, key="big")
        seq = journal.head("session/a").seq
        assert len(journal.read("session/a")) == seq == 4
        limit_pages(journal, 10_000)
        assert journal.append("session/a", [big], expected=seq, key="later").seq == seq + 1


def test_a_closed_journal_takes_nothing(tmp_path: Path) -> None:
    journal = SqliteJournal(tmp_path / "journal.db")
    journal.close()
    with pytest.raises(JournalError):
        journal.append("session/a", [EVENT], expected=0, key="k")


def test_a_fault_of_the_engine_without_a_name_of_its_own_is_a_journal_error() -> None:
    assert type(translated(apsw.BusyError("busy"), Path("x"))) is JournalError


def test_an_engine_with_the_wal_reset_bug_opens_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("exam.journal.engine.FIXED", (99, 0, 0))
    monkeypatch.setattr("exam.journal.engine.BACKPORTS", {})
    with pytest.raises(EngineRefusedError) as refused:
        SqliteJournal(tmp_path / "journal.db")
    assert refused.value.arguments["version"] == apsw.sqlite_lib_version()
    assert list(tmp_path.iterdir()) == []


def test_a_journal_that_others_lock_refuses_to_write_and_loses_nothing(tmp_path: Path) -> None:
    path = kept(tmp_path / "journal.db")
    other = apsw.Connection(str(path))
    with SqliteJournal(path) as journal:
        journal._writer.do(lambda connection: connection.set_busy_timeout(50))  # noqa: SLF001 - not to wait 5 s
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(JournalError):
            journal.append("session/a", [EVENT], expected=3, key="k2")
        assert journal.head("session/a").seq == 3
        other.execute("ROLLBACK")
        assert journal.append("session/a", [EVENT], expected=3, key="k2").seq == 4
    other.close()


@pytest.mark.parametrize("stream", ["\udcff", "session/\ud800"])
def test_a_name_that_no_database_takes_is_its_callers_fault_and_the_writer_lives(tmp_path: Path, stream: str) -> None:
    with SqliteJournal(tmp_path / "journal.db") as journal:
        with pytest.raises(UnicodeEncodeError):
            journal.append(stream, [EVENT], expected=0, key="k")
        with pytest.raises(UnicodeEncodeError):
            journal.append("session/a", [EVENT], expected=0, key=stream)
        assert journal.append("session/a", [EVENT], expected=0, key="k").seq == 1
        assert journal.streams() == ("session/a",)


def test_a_piece_that_fails_undoes_itself_and_not_its_neighbours(tmp_path: Path) -> None:
    with SqliteJournal(tmp_path / "journal.db") as journal:
        entered, go_on = Signal(), Signal()

        def wait(_connection: apsw.Connection) -> None:
            entered.set()
            go_on.wait(5)

        def fail(connection: apsw.Connection) -> None:
            connection.execute("INSERT INTO erasing VALUES ('session/a', 1)")
            raise ZeroDivisionError

        with ThreadPoolExecutor(4) as pool:
            first = pool.submit(journal._writer.do, wait)  # noqa: SLF001 - to gather a group behind it
            entered.wait(5)
            failing = pool.submit(journal._writer.do, fail)  # noqa: SLF001 - the same
            kept_one = pool.submit(journal.append, "session/a", [EVENT], expected=0, key="k")
            go_on.set()
            first.result(5)
            with pytest.raises(ZeroDivisionError):
                failing.result(5)
            assert kept_one.result(5).seq == 1
        left = journal._writer.do(lambda connection: connection.execute("SELECT * FROM erasing").fetchall())  # noqa: SLF001 - the same
        assert left == []


def test_closing_finishes_what_waits_and_leaves_nobody_waiting(tmp_path: Path) -> None:
    journal = SqliteJournal(tmp_path / "journal.db")

    def write(number: int) -> bool:
        try:
            journal.append(f"session/{number}", [EVENT], expected=0, key=str(number))
        except JournalError:
            return False
        return True

    with ThreadPoolExecutor(16) as pool:
        asked = [pool.submit(write, number) for number in range(200)]
        journal.close()
        told = [answer.result(5) for answer in asked]
    journal.close()
    with SqliteJournal(tmp_path / "journal.db") as again:
        assert len(again.streams()) == sum(told)


def test_an_erasure_that_is_repeated_erases_once(tmp_path: Path) -> None:
    with SqliteJournal(kept(tmp_path / "journal.db")) as journal:
        first = journal.erase("session/a", [1], notice=EVENT, key="erase")
        assert journal.erase("session/a", [1], notice=EVENT, key="erase") == first
        assert [stored.body is None for stored in journal.read("session/a")] == [True, False, False, False]


def test_an_erased_body_is_not_in_the_file_any_more(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    secret = NewEvent(type="SomethingHappened", version=1, body=b'{"said":"velmi osobni slova"}')
    with SqliteJournal(path) as journal:
        journal.append("session/a", [secret], expected=0, key="k")
        journal.erase("session/a", [1], notice=EVENT, key="erase")
    assert not any(b"velmi osobni slova" in file.read_bytes() for file in tmp_path.iterdir())


def test_a_closed_journal_tells_nothing(tmp_path: Path) -> None:
    journal = SqliteJournal(kept(tmp_path / "journal.db"))
    journal.close()
    for ask in (journal.streams, journal.entries, lambda: journal.head("session/a"), lambda: journal.read("session/a")):
        with pytest.raises(JournalError):
            ask()

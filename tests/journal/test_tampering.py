"""Somebody who owns the file changes it: found by the chain, and with a head kept elsewhere also where it cannot be."""

import itertools
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import apsw
import pytest

from exam.core.chain import ChainBrokenError, Head
from exam.core.receipt import receipt_code
from exam.journal import SqliteJournal
from exam.service.ports import JournalError
from exam.service.receipts import AnchorLostError, Standing, check_receipt, require_anchor
from tests.journal.insider import Tampering, rehash, tampered
from tests.journal.whole import EVENTS, Whole, made, read, verdict
from tests.proving import measured

NAME = "session/a"
PLACES = (1, 2, EVENTS // 2, EVENTS - 1, EVENTS)


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("sound") / "journal.db")


@pytest.fixture(scope="module")
def whole(sound: Path) -> Whole:
    return read(sound)


def run(sql: str, *values: str | int) -> Tampering:
    def tamper(connection: apsw.Connection) -> None:
        connection.execute(sql, values)

    return tamper


def swap(connection: apsw.Connection, *, table: str, first: int, second: int) -> None:
    for old, new in ((first, -1), (second, first), (-1, second)):
        connection.execute(f"UPDATE {table} SET seq = ? WHERE stream = ? AND seq = ?", (new, NAME, old))  # noqa: S608 - ours


def fields() -> Iterator[tuple[str, Tampering]]:
    """Every field of an event changed, at several places."""
    columns = {"type": "'Other'", "version": "2", "body_digest": f"'{'a' * 64}'", "prev": f"'{'b' * 64}'"}
    columns |= {"hash": f"'{'c' * 64}'", "stream": "'session/z'", "seq": "seq + 1000"}
    for place, (column, value) in itertools.product(PLACES, columns.items()):
        sql = f"UPDATE events SET {column} = {value} WHERE stream = ? AND seq = ?"  # noqa: S608 - ours
        yield f"{column} of {place}", run(sql, NAME, place)


def rows() -> Iterator[tuple[str, Tampering]]:
    """A row changed, taken out or put in, at several places."""
    doubled = (
        "INSERT INTO events SELECT stream, seq + 500, type, version, body_digest, 'x' || substr(hash, 2),"
        " 'y' || substr(hash, 2) FROM events WHERE stream = ? AND seq = ?"
    )
    for place in PLACES:
        yield f"body of {place}", run("UPDATE bodies SET body = x'7b7d' WHERE stream = ? AND seq = ?", NAME, place)
        yield f"salt of {place}", run("UPDATE bodies SET salt = x'00' WHERE stream = ? AND seq = ?", NAME, place)
        yield f"no {place}", run("DELETE FROM events WHERE stream = ? AND seq = ?", NAME, place)
        yield f"doubled {place}", run(doubled, NAME, place)
    added = (
        "INSERT INTO events SELECT ?, seq + 1, type, version, body_digest, hash, prev FROM events"
        " WHERE stream = 'session/b' AND seq = ?"
    )
    yield "an end of another stream", run(added, NAME, EVENTS)


def exchanges() -> Iterator[tuple[str, Tampering]]:
    """Rows, bodies and streams that changed places."""
    for table in ("events", "bodies"):
        for first, second in itertools.combinations(PLACES, 2):
            yield f"{table} {first}, {second} swapped", partial(swap, table=table, first=first, second=second)
    yield "streams exchanged", exchange


def exchange(connection: apsw.Connection) -> None:
    for pair in (("session/t", NAME), (NAME, "session/b"), ("session/b", "session/t")):
        connection.execute("UPDATE events SET stream = ? WHERE stream = ?", pair)


CHANGES: dict[str, Tampering] = dict([*fields(), *rows(), *exchanges()])


def test_every_change_of_a_row_is_found_without_anything_else(tmp_path: Path, sound: Path, whole: Whole) -> None:
    for name, tampering in CHANGES.items():
        assert verdict(tampered(sound, tmp_path / "changed.db", tampering), whole) == "told", name
    measured("rows changed, deleted, inserted, swapped", tried=len(CHANGES), found=len(CHANGES))


def test_a_trigger_that_was_changed_is_found(tmp_path: Path, sound: Path, whole: Whole) -> None:
    def loosen(connection: apsw.Connection) -> None:
        connection.execute("CREATE TRIGGER events_open BEFORE DELETE ON events BEGIN SELECT 1; END")

    assert verdict(tampered(sound, tmp_path / "loose.db", loosen), whole) == "told"


def cut(connection: apsw.Connection, *, keep: int) -> None:
    """Cut the end of the stream, tidily."""
    for table in ("bodies", "appends", "events"):
        connection.execute(f"DELETE FROM {table} WHERE stream = ? AND seq > ?", (NAME, keep))  # noqa: S608 - ours


def rewrite(connection: apsw.Connection, *, at: int) -> None:
    """Change what happened and hash everything after it anew."""
    connection.execute("UPDATE bodies SET body = x'7b7d' WHERE stream = ? AND seq = ?", (NAME, at))
    rehash(connection, NAME, after=at - 1)


def leave_out(connection: apsw.Connection, *, at: int) -> None:
    """Take an event out of the middle and hash everything after it anew."""
    for table in ("bodies", "events"):
        connection.execute(f"DELETE FROM {table} WHERE stream = ? AND seq = ?", (NAME, at))  # noqa: S608 - ours
    rehash(connection, NAME, after=at - 1)


TIDY: dict[str, Tampering] = {f"cut after {keep}": partial(cut, keep=keep) for keep in (0, 1, 7, EVENTS - 1)}
TIDY |= {f"rewritten at {at}": partial(rewrite, at=at) for at in PLACES}
TIDY |= {f"without {at}": partial(leave_out, at=at) for at in PLACES}


@pytest.mark.parametrize("name", TIDY)
def test_a_history_that_was_rewritten_tidily_is_found_by_a_head_kept_elsewhere(
    tmp_path: Path, sound: Path, name: str
) -> None:
    with SqliteJournal(sound) as journal:
        head = journal.head(NAME)
        require_anchor(journal, NAME, head, "the record")
    path = tampered(sound, tmp_path / "tidy.db", TIDY[name])
    read(path)  # by itself the file is whole: nothing inside of it can show this
    with SqliteJournal(path) as journal:
        with pytest.raises(AnchorLostError) as lost:
            require_anchor(journal, NAME, head, "the record")
        assert lost.value.arguments["source"] == "the record"
        found = check_receipt(journal, receipt_code(head))
        assert found.standing is Standing.LOST
        assert found.seq == EVENTS
        assert ("a" in found.shorter) == (journal.head(NAME).seq < EVENTS and bool(journal.read(NAME)))
    measured("tidy rewriting against an anchor", tried=1, found=1, how=name)


def test_an_end_that_was_cut_without_care_is_found_without_an_anchor(tmp_path: Path, sound: Path, whole: Whole) -> None:
    def careless(connection: apsw.Connection) -> None:
        connection.execute("DELETE FROM bodies WHERE stream = ? AND seq > 20", (NAME,))
        connection.execute("DELETE FROM events WHERE stream = ? AND seq > 20", (NAME,))

    assert verdict(tampered(sound, tmp_path / "cut.db", careless), whole) == "told"


@pytest.mark.parametrize(
    ("stream", "seq", "digest"),
    [
        (NAME, EVENTS, "session/b"),
        ("session/b", EVENTS, NAME),
        (NAME, EVENTS - 1, NAME),
        (NAME, 0, NAME),
        (NAME, EVENTS + 1, NAME),
    ],
)
def test_an_anchor_that_was_swapped_for_another_one_holds_nothing(
    sound: Path, stream: str, seq: int, digest: str
) -> None:
    with SqliteJournal(sound) as journal, pytest.raises(AnchorLostError):
        require_anchor(journal, stream, Head(seq=seq, hash=journal.head(digest).hash), "a swapped record")


def test_the_receipt_of_any_event_names_its_session_and_number(sound: Path) -> None:
    with SqliteJournal(sound) as journal:
        for name in ("session/a", "session/b"):
            for stored in journal.read(name):
                code = receipt_code(Head(seq=stored.link.seq, hash=stored.link.hash))
                found = check_receipt(journal, code.lower().replace("-", " "))
                assert found.standing is Standing.KEPT
                assert (f"session/{found.session}", found.seq, found.events) == (name, stored.link.seq, EVENTS)


def test_a_session_with_a_broken_chain_vouches_for_nothing(tmp_path: Path, sound: Path) -> None:
    with SqliteJournal(sound) as journal:
        head = journal.head(NAME)
    path = tampered(sound, tmp_path / "broken.db", CHANGES["body of 2"])
    with SqliteJournal(path) as journal:
        found = check_receipt(journal, receipt_code(head))
        assert (found.standing, found.broken) == (Standing.LOST, ("a",))
        with pytest.raises(ChainBrokenError):
            require_anchor(journal, NAME, head, "the record")


def test_a_lost_anchor_is_the_journals_fault() -> None:
    assert issubclass(AnchorLostError, JournalError)

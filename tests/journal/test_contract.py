"""What every journal promises; another adapter joins by one more parameter of the fixture."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exam.core.chain import GENESIS, Head, follow
from exam.journal import SqliteJournal
from exam.service.ports import ConflictError, Journal, JournalError, NewEvent, RegisterEntry


def event(number: int = 0) -> NewEvent:
    return NewEvent(type="SomethingHappened", version=1, body=f'{{"number":{number}}}'.encode())


@pytest.fixture(params=["sqlite"])
def journal(tmp_path: Path) -> Iterator[Journal]:
    with SqliteJournal(tmp_path / "journal.db") as opened:
        yield opened


def test_an_unknown_stream_is_empty(journal: Journal) -> None:
    assert journal.read("session/none") == ()
    assert journal.head("session/none") == Head(seq=0, hash=GENESIS)


def test_what_was_appended_is_read_in_order(journal: Journal) -> None:
    head = journal.append("session/a", [event(1), event(2)], expected=0, key="k1")
    head = journal.append("session/a", [event(3)], expected=head.seq, key="k2")
    stored = journal.read("session/a")
    assert [entry.body for entry in stored] == [event(1).body, event(2).body, event(3).body]
    assert follow(entry.link for entry in stored) == head == journal.head("session/a")


def test_a_late_writer_is_told_and_nothing_is_appended(journal: Journal) -> None:
    journal.append("session/a", [event()], expected=0, key="k1")
    with pytest.raises(ConflictError):
        journal.append("session/a", [event()], expected=0, key="k2")
    assert journal.head("session/a").seq == 1


def test_a_repeated_key_answers_as_the_first_time(journal: Journal) -> None:
    first = journal.append("session/a", [event()], expected=0, key="k1")
    journal.append("session/a", [event()], expected=1, key="k2")
    assert journal.append("session/a", [event()], expected=0, key="k1") == first
    assert journal.head("session/a").seq == 2


def test_a_key_of_another_stream_is_refused(journal: Journal) -> None:
    journal.append("session/a", [event()], expected=0, key="k1")
    with pytest.raises(JournalError):
        journal.append("session/b", [event()], expected=0, key="k1")


def test_streams_are_named_by_prefix(journal: Journal) -> None:
    for name in ("session/b", "sitting/a", "session/a"):
        journal.append(name, [event()], expected=0, key=name)
    assert journal.streams("session/") == ("session/a", "session/b")
    assert journal.streams() == ("session/a", "session/b", "sitting/a")


def test_an_erased_body_is_gone_and_the_chain_still_proves_itself(journal: Journal) -> None:
    journal.append("session/a", [event(1), event(2)], expected=0, key="k1")
    head = journal.erase("session/a", 1, notice=event(3), key="k2")
    stored = journal.read("session/a")
    assert [entry.body for entry in stored] == [None, event(2).body, event(3).body]
    assert stored[0].salt is None
    assert follow(entry.link for entry in stored) == head


def test_the_same_body_has_another_digest_each_time(journal: Journal) -> None:
    journal.append("session/a", [event(), event()], expected=0, key="k1")
    first, second = journal.read("session/a")
    assert first.link.body_digest != second.link.body_digest


def test_writers_of_many_streams_lose_nothing_and_starve_nobody(journal: Journal) -> None:
    def write(name: str) -> None:
        for number in range(40):
            journal.append(name, [event(number)], expected=number, key=f"{name}/{number}")

    names = [f"session/{number}" for number in range(20)]
    with ThreadPoolExecutor(20) as pool:
        list(pool.map(write, names))
    assert all(journal.head(name).seq == 40 for name in names)
    assert all(len(journal.read(name)) == 40 for name in names)


def test_of_many_writers_of_one_event_one_wins_and_the_others_are_told(journal: Journal) -> None:
    def write(number: int) -> bool:
        try:
            journal.append("session/a", [event(number)], expected=0, key=str(number))
        except ConflictError:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(write, range(8))) == 1
    assert journal.head("session/a").seq == 1


def entry(revision: str, *, practice: bool) -> RegisterEntry:
    return RegisterEntry(
        record_id="record-1",
        session_id="session-1",
        revision=revision,
        sha256="0" * 64,
        length=1,
        practice=practice,
        at="2026-11-20T08:00:00+01:00",
    )


def test_the_register_keeps_practice_and_official_apart(tmp_path: Path) -> None:
    with SqliteJournal(tmp_path / "journal.db") as opened:
        opened.add(entry("issued", practice=True))
        opened.add(entry("issued", practice=False))
        opened.add(entry("issued", practice=True))
        assert [line.practice for line in opened.entries()] == [True, False]
        assert [line.practice for line in opened.entries(practice=False)] == [False]


@given(st.lists(st.lists(st.binary(max_size=40), min_size=1, max_size=4), max_size=6))
def test_any_bodies_come_back_as_they_went_in(
    tmp_path_factory: pytest.TempPathFactory, batches: list[list[bytes]]
) -> None:
    with SqliteJournal(tmp_path_factory.mktemp("journal") / "journal.db") as opened:
        seq = 0
        for number, bodies in enumerate(batches):
            new = [NewEvent(type="SomethingHappened", version=1, body=body) for body in bodies]
            seq = opened.append("session/a", new, expected=seq, key=str(number)).seq
        stored = opened.read("session/a")
        assert [entry.body for entry in stored] == [body for bodies in batches for body in bodies]

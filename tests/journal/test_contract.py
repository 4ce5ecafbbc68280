"""What every journal promises; another adapter joins by one more line in `ADAPTERS`."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from typing import Protocol

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exam.core.chain import GENESIS, Head, follow
from exam.journal import SqliteJournal
from exam.service.ports import ConflictError, Journal, JournalError, NewEvent, Register, RegisterEntry
from tests.simulation.memory import MemoryJournal


def event(number: int = 0) -> NewEvent:
    return NewEvent(type="SomethingHappened", version=1, body=f'{{"number":{number}}}'.encode())


class Store(Journal, Register, Protocol):
    """A journal with its register, as an adapter gives them."""


Opener = Callable[[], AbstractContextManager[Store]]
ADAPTERS: dict[str, Callable[[Path], AbstractContextManager[Store]]] = {
    "sqlite": lambda folder: SqliteJournal(folder / "journal.db"),
    "memory": MemoryJournal.in_folder,
}
"""By name, what opens the adapter's store of a folder; opened again it is the next process on the same store."""


@pytest.fixture(params=ADAPTERS)
def opener(tmp_path: Path, request: pytest.FixtureRequest) -> Opener:
    return partial(ADAPTERS[request.param], tmp_path)


@pytest.fixture
def journal(opener: Opener) -> Iterator[Store]:
    with opener() as opened:
        yield opened


def test_an_unknown_stream_is_empty(journal: Store) -> None:
    assert journal.read("session/none") == ()
    assert journal.head("session/none") == Head(seq=0, hash=GENESIS)


def test_what_was_appended_is_read_in_order(journal: Store) -> None:
    head = journal.append("session/a", [event(1), event(2)], expected=0, key="k1")
    head = journal.append("session/a", [event(3)], expected=head.seq, key="k2")
    stored = journal.read("session/a")
    assert [entry.body for entry in stored] == [event(1).body, event(2).body, event(3).body]
    assert follow(entry.link for entry in stored) == head == journal.head("session/a")


def test_a_late_writer_is_told_and_nothing_is_appended(journal: Store) -> None:
    journal.append("session/a", [event()], expected=0, key="k1")
    with pytest.raises(ConflictError):
        journal.append("session/a", [event()], expected=0, key="k2")
    assert journal.head("session/a").seq == 1


def test_a_repeated_key_answers_as_the_first_time(journal: Store) -> None:
    first = journal.append("session/a", [event()], expected=0, key="k1")
    journal.append("session/a", [event()], expected=1, key="k2")
    assert journal.append("session/a", [event()], expected=0, key="k1") == first
    assert journal.head("session/a").seq == 2


def test_a_key_of_another_stream_is_refused(journal: Store) -> None:
    journal.append("session/a", [event()], expected=0, key="k1")
    with pytest.raises(JournalError):
        journal.append("session/b", [event()], expected=0, key="k1")


def test_streams_are_named_by_prefix(journal: Store) -> None:
    for name in ("session/b", "sitting/a", "session/a"):
        journal.append(name, [event()], expected=0, key=name)
    assert journal.streams("session/") == ("session/a", "session/b")
    assert journal.streams() == ("session/a", "session/b", "sitting/a")


def test_an_erased_body_is_gone_and_the_chain_still_proves_itself(journal: Store) -> None:
    journal.append("session/a", [event(1), event(2)], expected=0, key="k1")
    head = journal.erase("session/a", [1], notice=event(3), key="k2")
    stored = journal.read("session/a")
    assert [entry.body for entry in stored] == [None, event(2).body, event(3).body]
    assert stored[0].salt is None
    assert follow(entry.link for entry in stored) == head


def test_the_same_body_has_another_digest_each_time(journal: Store) -> None:
    journal.append("session/a", [event(), event()], expected=0, key="k1")
    first, second = journal.read("session/a")
    assert first.link.body_digest != second.link.body_digest


def test_writers_of_many_streams_lose_nothing_and_starve_nobody(journal: Store) -> None:
    def write(name: str) -> None:
        for number in range(40):
            journal.append(name, [event(number)], expected=number, key=f"{name}/{number}")

    names = [f"session/{number}" for number in range(20)]
    with ThreadPoolExecutor(20) as pool:
        list(pool.map(write, names))
    assert all(journal.head(name).seq == 40 for name in names)
    assert all(len(journal.read(name)) == 40 for name in names)


def test_of_many_writers_of_one_event_one_wins_and_the_others_are_told(journal: Store) -> None:
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


def test_the_register_keeps_practice_and_official_apart(opener: Opener) -> None:
    with opener() as opened:
        opened.add(entry("issued", practice=True))
        opened.add(entry("issued", practice=False))
        opened.add(entry("issued", practice=True))
        assert [line.practice for line in opened.entries()] == [True, False]
        assert [line.practice for line in opened.entries(practice=False)] == [False]


def test_the_next_process_finds_everything_and_goes_on(opener: Opener) -> None:
    with opener() as first:
        head = first.append("session/a", [event(1), event(2)], expected=0, key="k1")
        first.add(entry("issued", practice=True))
        before = (first.read("session/a"), first.entries(), first.streams())
    with opener() as second:
        assert (second.read("session/a"), second.entries(), second.streams()) == before
        assert second.answer("k1") == head
        assert second.append("session/a", [event(1), event(2)], expected=0, key="k1") == head
        assert second.append("session/a", [event(3)], expected=2, key="k2").seq == 3


def test_what_was_refused_left_nothing_of_itself(journal: Store) -> None:
    journal.append("session/a", [event(1)], expected=0, key="k1")
    with pytest.raises(ConflictError):
        journal.append("session/a", [event(2), event(3)], expected=0, key="k2")
    assert journal.answer("k2") is None
    assert len(journal.read("session/a")) == 1
    assert journal.append("session/a", [event(2), event(3)], expected=1, key="k2").seq == 3


def test_an_erasure_takes_several_bodies_as_one_whole_and_once(journal: Store) -> None:
    journal.append("session/a", [event(1), event(2), event(3)], expected=0, key="k1")
    first = journal.erase("session/a", [1, 3], notice=event(4), key="erase")
    assert journal.erase("session/a", [1, 3], notice=event(4), key="erase") == first
    assert [stored.body is None for stored in journal.read("session/a")] == [True, False, True, False]
    assert first.seq == 4


def test_an_erasure_of_nothing_that_is_there_is_told_all_the_same(journal: Store) -> None:
    assert journal.erase("session/none", [7], notice=event(1), key="erase").seq == 1
    assert journal.faults() == ()


def test_a_whole_journal_knows_of_no_fault(journal: Store) -> None:
    assert journal.faults() == ()
    journal.append("session/a", [event(1), event(2)], expected=0, key="k1")
    journal.append("session/b", [event(1)], expected=0, key="k2")
    journal.erase("session/a", [2], notice=event(4), key="erase")
    journal.add(entry("issued", practice=True))
    assert journal.faults() == ()


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

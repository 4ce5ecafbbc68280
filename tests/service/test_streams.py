from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event as Signal
from threading import Thread

import pytest

from exam.core.chain import Head
from exam.core.events import ActorRef, BodyErased, EventUnknownError, encode
from exam.core.session_events import HandRaised, IrregularityLogged
from exam.journal import SqliteJournal
from exam.service.ports import ConflictError, JournalError, NewEvent
from exam.service.streams import TRIES, BodyLostError, Receipt, Streams
from tests.builders import AT

BY = ActorRef(id="chair", role="examiner")
NAME = "session/session-1"


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[SqliteJournal]:
    with SqliteJournal(tmp_path / "journal.db") as opened:
        yield opened


def add(streams: Streams, *tasks: str, expected: int, key: str) -> Receipt:
    events = [HandRaised(task=task) for task in tasks]
    return streams.append(NAME, events, by=BY, at=AT, expected=expected, key=key)


def test_entries_come_back_as_they_were_appended(journal: SqliteJournal) -> None:
    streams = Streams(journal)
    receipt = add(streams, "a", "b", expected=0, key="k")
    assert receipt == Receipt(stream=NAME, head=journal.head(NAME), at=AT)
    assert [(entry.seq, entry.at, entry.by, entry.event) for entry in streams.entries(NAME)] == [
        (1, AT, BY, HandRaised(task="a")),
        (2, AT, BY, HandRaised(task="b")),
    ]


def test_nothing_to_append_is_answered_with_where_the_stream_ends(journal: SqliteJournal) -> None:
    streams = Streams(journal)
    head = add(streams, "a", expected=0, key="k").head
    assert add(streams, expected=1, key="k2").head == head
    assert streams.head("session/none") == Head()


def test_a_repeated_key_is_answered_as_the_first_time(journal: SqliteJournal) -> None:
    streams = Streams(journal)
    first = add(streams, "a", expected=0, key="k")
    add(streams, "b", expected=1, key="k2")
    assert add(streams, "a", expected=0, key="k").head == first.head


def test_an_erased_body_is_left_out_and_the_others_keep_their_numbers(journal: SqliteJournal) -> None:
    streams = Streams(journal)
    add(streams, "a", "b", expected=0, key="k")
    event = BodyErased(erased=(1,), reason="a request")
    notice = NewEvent(type="BodyErased", version=1, body=encode(event, at=AT, by=BY))
    journal.erase(NAME, [1], notice=notice, key="erase")
    assert [entry.seq for entry in streams.entries(NAME)] == [2, 3]


def test_a_body_that_is_missing_without_a_notice_is_seen(journal: SqliteJournal) -> None:
    streams = Streams(journal)
    add(streams, "a", "b", expected=0, key="k")
    notice = NewEvent(type="HandRaised", version=1, body=encode(HandRaised(task="c"), at=AT, by=BY))
    journal.erase(NAME, [1], notice=notice, key="erase")
    with pytest.raises(BodyLostError):
        streams.entries(NAME)


def test_an_event_of_a_newer_program_is_refused_and_not_skipped(journal: SqliteJournal) -> None:
    journal.append(NAME, [NewEvent(type="HandRaised", version=99, body=b"{}")], expected=0, key="k")
    with pytest.raises(EventUnknownError):
        Streams(journal).entries(NAME)


def test_who_was_late_decides_again_and_gives_up_after_three_tries(journal: SqliteJournal) -> None:
    streams = Streams(journal)
    tries = []

    def late() -> Receipt:
        tries.append(journal.head(NAME).seq)
        return add(streams, "a", expected=99, key=f"late-{len(tries)}")

    with pytest.raises(ConflictError):
        streams.retried(NAME, late)
    assert len(tries) == TRIES == 3


def test_a_conflict_that_passes_is_not_told(journal: SqliteJournal) -> None:
    streams, other = Streams(journal), Streams(journal)
    heads = []

    def attempt() -> Receipt:
        expected = streams.head(NAME).seq
        heads.append(expected)
        if len(heads) == 1:
            add(other, "other", expected=expected, key="other")
        return add(streams, "mine", expected=expected, key="mine")

    assert streams.retried(NAME, attempt).head.seq == 2
    assert heads == [0, 1]
    assert [entry.event for entry in streams.entries(NAME)] == [HandRaised(task="other"), HandRaised(task="mine")]


def test_any_other_refusal_is_told_at_once(journal: SqliteJournal) -> None:
    streams = Streams(journal)
    tries = []

    def refused() -> Receipt:
        tries.append(1)
        raise JournalError(reason="disk")

    with pytest.raises(JournalError):
        streams.retried(NAME, refused)
    assert tries == [1]


def test_a_held_stream_waits_for_nobody_else_and_lets_its_holder_in_again(journal: SqliteJournal) -> None:
    streams = Streams(journal)
    inside = Signal()

    def second() -> None:
        with streams.held(NAME):
            inside.set()

    with streams.held(NAME):
        with streams.held(NAME), streams.held("session/other"):
            thread = Thread(target=second)
            thread.start()
        assert not inside.wait(0.1)
    thread.join(5)
    assert inside.is_set()


def test_a_refusal_lets_the_stream_go(journal: SqliteJournal) -> None:
    streams = Streams(journal)
    with pytest.raises(ZeroDivisionError), streams.held(NAME):
        _ = 1 // 0
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(lambda: add(streams, "a", expected=0, key="k")).result(5).head.seq == 1


def test_many_writers_of_one_stream_lose_nothing(journal: SqliteJournal) -> None:
    streams = Streams(journal)

    def log(number: int) -> None:
        def attempt() -> Receipt:
            event = IrregularityLogged(category="hluk", note=str(number))
            expected = streams.head(NAME).seq
            return streams.append(NAME, [event], by=BY, at=AT, expected=expected, key=str(number))

        streams.retried(NAME, attempt)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(log, range(60)))
    notes = [entry.event.note for entry in streams.entries(NAME) if isinstance(entry.event, IrregularityLogged)]
    assert sorted(notes, key=int) == [str(number) for number in range(60)]

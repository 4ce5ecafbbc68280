"""The one thread that writes: whatever waits is committed as a group, and each caller hears after the commit."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from queue import SimpleQueue
from threading import Lock, Thread
from typing import Any

import apsw

from exam.journal.engine import JournalFullError, release, translated
from exam.service.ports import JournalError

GROUP = 256
Work = Callable[[apsw.Connection], Any]
Attempt = Callable[[Work], Any]


class Answer:
    """What one caller waits for, given once; a bare lock, because a future costs more than writing a row does."""

    __slots__ = ("_given", "_value")

    def __init__(self) -> None:
        self._given = Lock()
        self._given.acquire()
        self._value: Any = None

    def give(self, value: Any) -> None:  # noqa: ANN401 - the work's own answer
        """Answer; an exception is raised where it is taken."""
        self._value = value
        self._given.release()

    def take(self) -> Any:  # noqa: ANN401 - the work's own answer
        """Wait for the answer."""
        with self._given:
            if isinstance(self._value, Exception):
                raise self._value
            return self._value


@dataclass(frozen=True, slots=True)
class Piece:
    """Work that waits, and who waits for it."""

    work: Work
    alone: bool = False
    """Whether it runs outside of any transaction."""
    waiting: Answer = field(default_factory=Answer)


class _UndoneError(Exception):
    """A piece refused after it had written: the group is begun anew, each piece in its own savepoint."""


class Writer:
    """Runs pieces of work on the writing connection, each whole or not at all in a shared transaction."""

    def __init__(self, connection: apsw.Connection, path: Path, relieve: Callable[[], bool]) -> None:
        self._connection = connection
        self._path = path
        self._relieve = relieve
        """Makes room on a full disk; tells whether it made any."""
        self._queue: SimpleQueue[Piece | None] = SimpleQueue()
        self._closing = Lock()
        self._closed = False
        self._thread = Thread(target=self._run, name="journal-writer", daemon=True)
        self._thread.start()

    def do(self, work: Work, *, alone: bool = False) -> Any:  # noqa: ANN401 - the work's own answer
        """Run the work and return its answer once its commit is durable.

        Raises:
            JournalError: it is not kept.
        """
        piece = Piece(work, alone=alone)
        with self._closing:
            if self._closed:
                raise JournalError(reason="closed")
            self._queue.put(piece)
        return piece.waiting.take()

    def close(self) -> None:
        """Finish what waits and stop."""
        with self._closing:
            self._closed = True
            self._queue.put(None)
        self._thread.join()
        release(self._connection)

    def _run(self) -> None:
        while (first := self._queue.get()) is not None:
            group, last = self._gathered(first)
            self._settle([piece for piece in group if not piece.alone])
            for piece in group:
                if piece.alone:
                    self._answer([piece], [self._alone(piece.work)])
            if last:
                return

    def _gathered(self, first: Piece) -> tuple[list[Piece], bool]:
        """Return what waits by now, and whether it is the last."""
        group = [first]
        while len(group) < GROUP and not self._queue.empty():
            following = self._queue.get()
            if following is None:
                return group, True
            group.append(following)
        return group, False

    def _settle(self, group: list[Piece]) -> None:
        """Commit the group and answer everybody; on a full disk once more when room could be made."""
        if not group:
            return
        answers = self._commit(group)
        if isinstance(answers[0], JournalFullError) and self._relieve():
            answers = self._commit(group)
        self._answer(group, answers)

    def _commit(self, group: list[Piece], attempt: Attempt | None = None) -> list[Any]:
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            answers = [(attempt or self._try)(piece.work) for piece in group]
            self._connection.execute("COMMIT")
        except _UndoneError:
            self._roll_back()
            return self._commit(group, self._attempt)
        except apsw.Error as error:
            self._roll_back()
            return [translated(error, self._path) for _ in group]
        return answers

    def _answer(self, group: list[Piece], answers: list[Any]) -> None:
        for piece, answer in zip(group, answers, strict=True):
            piece.waiting.give(answer)

    def _alone(self, work: Work) -> Any:  # noqa: ANN401 - the work's own answer
        try:
            return work(self._connection)
        except apsw.Error as error:
            return translated(error, self._path)
        except Exception as refused:  # noqa: BLE001 - the worker boundary; re-reported to the caller
            return refused

    def _try(self, work: Work) -> Any:  # noqa: ANN401 - the work's own answer
        """Run one piece that is expected to refuse, if at all, before it writes, as an append does."""
        before = self._connection.total_changes()
        try:
            return work(self._connection)
        except apsw.Error:
            raise
        except Exception as refused:
            if self._connection.total_changes() != before:
                raise _UndoneError from refused
            return refused

    def _attempt(self, work: Work) -> Any:  # noqa: ANN401 - the work's own answer
        """Run one piece; what it raises undoes that piece alone, a failing engine undoes the group.

        Whatever a piece raises goes to its caller: a writer that died of it would leave everybody waiting for ever.
        """
        self._connection.execute("SAVEPOINT piece")
        try:
            answer = work(self._connection)
        except apsw.Error:
            raise
        except Exception as refused:  # noqa: BLE001 - the worker boundary; re-reported to the caller
            self._connection.execute("ROLLBACK TO piece")
            answer = refused
        self._connection.execute("RELEASE piece")
        return answer

    def _roll_back(self) -> None:
        """Undo what was begun; where even that fails, the next group is refused by the engine."""
        with suppress(apsw.Error):
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")

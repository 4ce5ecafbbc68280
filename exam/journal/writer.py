"""The one thread that writes: whatever waits is committed as a group, and each caller hears after the commit."""

from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import Any

import apsw

from exam.journal.engine import translated
from exam.problem import ExamError
from exam.service.ports import JournalError

GROUP = 256
Work = Callable[[apsw.Connection], Any]


class Writer:
    """Runs pieces of work on the writing connection, each in its own savepoint of a shared transaction."""

    def __init__(self, connection: apsw.Connection, path: Path) -> None:
        self._connection = connection
        self._path = path
        self._queue: SimpleQueue[tuple[Work, Future[Any]] | None] = SimpleQueue()
        self._thread = Thread(target=self._run, name="journal-writer", daemon=True)
        self._thread.start()

    def do(self, work: Work) -> Any:  # noqa: ANN401 - the work's own answer
        """Run the work and return its answer once its commit is durable.

        Raises:
            JournalError: it is not kept.
        """
        if not self._thread.is_alive():
            raise JournalError(reason="closed")
        waiting: Future[Any] = Future()
        self._queue.put((work, waiting))
        return waiting.result()

    def close(self) -> None:
        """Finish what waits and stop."""
        self._queue.put(None)
        self._thread.join()
        self._connection.close()

    def _run(self) -> None:
        while (first := self._queue.get()) is not None:
            group = [first]
            last = False
            while len(group) < GROUP and not self._queue.empty():
                following = self._queue.get()
                if following is None:
                    last = True
                    break
                group.append(following)
            self._commit(group)
            if last:
                return

    def _commit(self, group: list[tuple[Work, Future[Any]]]) -> None:
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            answers = [self._attempt(work) for work, _ in group]
            self._connection.execute("COMMIT")
        except apsw.Error as error:
            self._roll_back()
            for _, waiting in group:
                waiting.set_exception(translated(error, self._path))
            return
        for (_, waiting), answer in zip(group, answers, strict=True):
            if isinstance(answer, ExamError):
                waiting.set_exception(answer)
            else:
                waiting.set_result(answer)

    def _attempt(self, work: Work) -> Any:  # noqa: ANN401 - the work's own answer
        """Run one piece; a refusal undoes that piece alone, a failing disk undoes the group."""
        self._connection.execute("SAVEPOINT piece")
        try:
            answer = work(self._connection)
        except ExamError as refused:
            self._connection.execute("ROLLBACK TO piece")
            answer = refused
        self._connection.execute("RELEASE piece")
        return answer

    def _roll_back(self) -> None:
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK")

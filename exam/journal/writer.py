"""The one thread that writes: whatever waits is committed as a group, and each caller hears after the commit."""

from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from pathlib import Path
from queue import SimpleQueue
from threading import Lock, Thread
from typing import Any

import apsw

from exam.journal.engine import translated
from exam.service.ports import JournalError

GROUP = 256
Work = Callable[[apsw.Connection], Any]


class Writer:
    """Runs pieces of work on the writing connection, each in its own savepoint of a shared transaction."""

    def __init__(self, connection: apsw.Connection, path: Path) -> None:
        self._connection = connection
        self._path = path
        self._queue: SimpleQueue[tuple[Work, Future[Any]] | None] = SimpleQueue()
        self._closing = Lock()
        self._closed = False
        self._thread = Thread(target=self._run, name="journal-writer", daemon=True)
        self._thread.start()

    def do(self, work: Work) -> Any:  # noqa: ANN401 - the work's own answer
        """Run the work and return its answer once its commit is durable.

        Raises:
            JournalError: it is not kept.
        """
        waiting: Future[Any] = Future()
        with self._closing:
            if self._closed:
                raise JournalError(reason="closed")
            self._queue.put((work, waiting))
        return waiting.result()

    def close(self) -> None:
        """Finish what waits and stop."""
        with self._closing:
            self._closed = True
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
            answers = [translated(error, self._path) for _ in group]
            self._roll_back()
        for (_, waiting), answer in zip(group, answers, strict=True):
            if isinstance(answer, Exception):
                waiting.set_exception(answer)
            else:
                waiting.set_result(answer)

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

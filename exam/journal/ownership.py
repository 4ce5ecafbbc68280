"""Who owns a workspace: a lock that the system lets go of with its process, and in it who holds it since when."""

import fcntl
import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

UNKNOWN = "–"


@dataclass(frozen=True, slots=True)
class Holder:
    """The process that owns a workspace."""

    pid: str = UNKNOWN
    host: str = UNKNOWN
    since: str = UNKNOWN


class HeldError(Exception):
    """Another process holds the lock."""

    def __init__(self, holder: Holder) -> None:
        super().__init__(holder)
        self.holder = holder


@contextmanager
def owned(path: Path, *, since: datetime) -> Iterator[None]:
    """Hold the lock until the end; the system lets go when the process dies, however it dies.

    Raises:
        HeldError: another process holds it.
        OSError: the lock file cannot be made or written.
    """
    path.parent.mkdir(exist_ok=True)
    with path.open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise HeldError(holder(path)) from error
        file.truncate(0)
        json.dump({"pid": os.getpid(), "host": socket.gethostname(), "since": since.isoformat()}, file)
        file.flush()
        yield


def holder(path: Path) -> Holder:
    """Return who wrote himself into the lock; he may be gone, and what cannot be read is unknown."""
    try:
        told = json.loads(path.read_text("utf-8"))
        return Holder(pid=str(told["pid"]), host=str(told["host"]), since=str(told["since"]))
    except (OSError, ValueError, KeyError, TypeError):
        return Holder()

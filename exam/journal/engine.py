"""Opening a database so that what was acknowledged survives a power cut; refuses engines that lose rows."""

import sys
from pathlib import Path
from typing import ClassVar

import apsw

from exam.service.ports import JournalError

FIXED = (3, 51, 3)
BACKPORTS = {(3, 44): 6, (3, 50): 7}
"""Older lines with the repair, by the patch that brought it."""


class EngineRefusedError(JournalError):
    """This SQLite loses acknowledged rows when its write-ahead log is reset."""

    code: ClassVar[str] = "journal-engine-refused"


class JournalFullError(JournalError):
    """The disk is full; nothing was written."""

    code: ClassVar[str] = "journal-disk-full"


class JournalReadOnlyError(JournalError):
    """The journal cannot be written where it lies."""

    code: ClassVar[str] = "journal-read-only"


class JournalDamagedError(JournalError):
    """The file is no database, or a damaged one."""

    code: ClassVar[str] = "journal-damaged"


def is_safe(version: tuple[int, int, int]) -> bool:
    """Tell whether a SQLite of that version is free of the WAL-reset bug (3.7.0 to 3.51.2)."""
    backport = BACKPORTS.get(version[:2])
    return version >= FIXED or (backport is not None and version[2] >= backport)


def engine_version() -> tuple[int, int, int]:
    """Return the version of the SQLite that apsw brought."""
    major, minor, patch = (int(part) for part in apsw.sqlite_lib_version().split(".")[:3])
    return major, minor, patch


def connect(path: Path, schema: str) -> apsw.Connection:
    """Open the database durably (WAL, synchronous=FULL) and make what is missing of its schema.

    Raises:
        EngineRefusedError: the engine has the WAL-reset bug.
        JournalError: the file cannot be used.
    """
    if not is_safe(engine_version()):
        raise EngineRefusedError(version=apsw.sqlite_lib_version())
    try:
        connection = apsw.Connection(str(path))
        connection.set_busy_timeout(5000)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA secure_delete=ON")
        if sys.platform == "darwin":
            connection.execute("PRAGMA fullfsync=1")
        connection.execute(schema)
    except apsw.Error as error:
        raise translated(error, path) from error
    return connection


def translated(error: apsw.Error, path: Path) -> JournalError:
    """Return the named refusal for what the engine says."""
    if isinstance(error, apsw.FullError):
        return JournalFullError(path=path)
    if isinstance(error, apsw.ReadOnlyError | apsw.CantOpenError):
        return JournalReadOnlyError(path=path)
    if isinstance(error, apsw.NotADBError | apsw.CorruptError):
        return JournalDamagedError(path=path)
    return JournalError(reason=error)

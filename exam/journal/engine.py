"""Opening a database so that what was acknowledged survives a power cut; refuses engines that lose rows."""

import sys
from contextlib import suppress
from pathlib import Path
from typing import ClassVar

import apsw

from exam.service.ports import JournalError

FIXED = (3, 51, 3)
BACKPORTS = {(3, 44): 6, (3, 50): 7}
"""Older lines with the repair, by the patch that brought it."""

LOG_PAGES = 4000
"""Pages that the write-ahead log may hold (16 MB): each move into the file costs two more syncs in somebody's save."""

SMALLEST = 512
"""Bytes of the smallest page that a database can have."""


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


class JournalDeviceError(JournalError):
    """The disk failed while it was written or read; what was asked for is not kept."""

    code: ClassVar[str] = "journal-device"


class JournalLogBusyError(JournalError):
    """Another program reads, so the write-ahead log still holds what was to be cleared from it."""

    code: ClassVar[str] = "journal-log-busy"


class JournalPlaceError(JournalError):
    """The file system cannot hold a write-ahead log, which durability rests on."""

    code: ClassVar[str] = "journal-place"


def is_safe(version: tuple[int, int, int]) -> bool:
    """Tell whether a SQLite of that version is free of the WAL-reset bug (3.7.0 to 3.51.2)."""
    backport = BACKPORTS.get(version[:2])
    return version >= FIXED or (backport is not None and version[2] >= backport)


def engine_version() -> tuple[int, int, int]:
    """Return the version of the SQLite that apsw brought."""
    major, minor, patch = (int(part) for part in apsw.sqlite_lib_version().split(".")[:3])
    return major, minor, patch


def connect(path: Path, schema: str, *, vfs: str | None = None) -> apsw.Connection:
    """Open the database durably (WAL, synchronous=FULL) and make what is missing of its schema.

    `vfs` names another way to the disk than the engine's own; tests give one that fails.

    Raises:
        EngineRefusedError: the engine has the WAL-reset bug.
        JournalError: the file cannot be used.
    """
    if not is_safe(engine_version()):
        raise EngineRefusedError(version=apsw.sqlite_lib_version())
    if path.is_file() and 0 < path.stat().st_size < SMALLEST:
        raise JournalDamagedError(path=path)  # the engine would take it for an empty one and begin anew
    try:
        connection = apsw.Connection(str(path), vfs=vfs)
        _prepare(connection, path, schema)
    except apsw.Error as error:
        raise translated(error, path) from error
    return connection


def _prepare(connection: apsw.Connection, path: Path, schema: str) -> None:
    """Set what durability rests on; a connection that cannot have it is closed again."""
    try:
        connection.set_busy_timeout(5000)
        if connection.pragma("journal_mode", "WAL") != "wal":
            raise JournalPlaceError(path=path)
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA secure_delete=ON")
        connection.execute(f"PRAGMA wal_autocheckpoint={LOG_PAGES}")
        if sys.platform == "darwin":
            connection.execute("PRAGMA fullfsync=1")
        connection.execute(schema)
    except (apsw.Error, JournalError):
        release(connection)
        raise


def clear_log(connection: apsw.Connection) -> None:
    """Move everything from the write-ahead log into the file and empty the log.

    Raises:
        JournalLogBusyError: somebody else read for longer than the engine waits.
    """
    ((busy, _, _),) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    if busy:
        raise JournalLogBusyError(path=connection.filename)


def release(connection: apsw.Connection) -> None:
    """Let the file go; where the disk fails under the last checkpoint, the log keeps it all for the next opening."""
    with suppress(apsw.Error):
        connection.close()


def translated(error: apsw.Error, path: Path) -> JournalError:
    """Return the named refusal for what the engine says."""
    if isinstance(error, apsw.FullError):
        return JournalFullError(path=path)
    if isinstance(error, apsw.ReadOnlyError | apsw.CantOpenError):
        return JournalReadOnlyError(path=path)
    if isinstance(error, apsw.NotADBError | apsw.CorruptError):
        return JournalDamagedError(path=path)
    if isinstance(error, apsw.IOError):
        return JournalDeviceError(path=path, reason=error)
    return JournalError(reason=error)

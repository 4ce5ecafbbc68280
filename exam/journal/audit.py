"""What the store itself knows to be wrong, beside the chains: damaged pages, appends and events that do not agree."""

from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

import apsw

from exam.journal.engine import JournalDamagedError, translated
from exam.service.ports import JournalError

CUT = """
SELECT a.stream, min(a.seq) FROM appends a LEFT JOIN events e USING (stream, seq)
WHERE e.hash IS NOT a.hash GROUP BY a.stream ORDER BY a.stream
"""
ADDED = """
SELECT e.stream, max(e.seq) AS last FROM events e GROUP BY e.stream
HAVING NOT EXISTS (SELECT 1 FROM appends a WHERE a.stream = e.stream AND a.seq = last) ORDER BY e.stream
"""


SCHEMA_OF = "SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'"


class SchemaChangedError(JournalError):
    """Tables or triggers of the file are not those that the program made."""

    code: ClassVar[str] = "journal-schema"


class AppendLostError(JournalError):
    """The journal acknowledged an event that it does not hold any more."""

    code: ClassVar[str] = "journal-cut"


class EventAddedError(JournalError):
    """The journal holds an event that it never acknowledged."""

    code: ClassVar[str] = "journal-added"


def faults(connection: apsw.Connection, path: Path, schema: str) -> Iterator[JournalError]:
    """Yield, as refusals that are not raised, what is wrong with the file and its bookkeeping."""
    try:
        told = connection.execute("PRAGMA integrity_check(1)").fetchall()
        if told != [("ok",)]:
            yield JournalDamagedError(path=path)
            return
        if _changed(connection, schema):
            yield SchemaChangedError(path=path)
        yield from (AppendLostError(stream=row[0], seq=row[1]) for row in connection.execute(CUT).fetchall())
        yield from (EventAddedError(stream=row[0], seq=row[1]) for row in connection.execute(ADDED).fetchall())
    except apsw.Error as error:
        yield translated(error, path)
    except UnicodeDecodeError:
        yield JournalDamagedError(path=path)


def _changed(connection: apsw.Connection, schema: str) -> bool:
    """Tell whether a trigger that keeps events from being changed is not as it was made."""
    fresh = apsw.Connection(":memory:")
    fresh.execute(schema)
    told = [set(opened.execute(SCHEMA_OF).fetchall()) for opened in (connection, fresh)]
    fresh.close()
    return told[0] != told[1]

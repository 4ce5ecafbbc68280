"""A calendar of deadlines (RFC 5545), which any calendar program takes: a whole day each, folded and escaped."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from exam.core.duties import DutyAccount

WIDTH = 75
"""Octets of a line, at most (RFC 5545, 3.1)."""


def calendar(sitting: str, deadlines: "Iterable[tuple[str, DutyAccount, str]]", now: datetime) -> str:
    """Return the calendar of a sitting: an entry for each deadline, under an id that stays the same."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//exam//sitting//CS", "CALSCALE:GREGORIAN"]
    for name, entry, words in deadlines:
        lines += _entry(f"{name}.{sitting}@exam", entry, words, now)
    return "".join(f"{part}\r\n" for line in (*lines, "END:VCALENDAR") for part in _folded(line))


def _entry(uid: str, entry: "DutyAccount", words: str, now: datetime) -> Iterator[str]:
    due = entry.due or date.max
    yield "BEGIN:VEVENT"
    yield f"UID:{uid}"
    yield f"DTSTAMP:{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{due:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{due + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_escaped(words)}"
    yield f"DESCRIPTION:{_escaped(entry.duty.provision)}"
    yield "END:VEVENT"


def _escaped(words: str) -> str:
    r"""Return a text as a value: backslash, comma, semicolon and line end escaped (RFC 5545, 3.3.11)."""
    told = "".join(char for char in words if char.isprintable() or char == "\n")
    for found, said in (("\\", "\\\\"), (",", "\\,"), (";", "\\;"), ("\n", "\\n")):
        told = told.replace(found, said)
    return told


def _folded(line: str) -> Iterator[str]:
    """Yield the line in parts of at most 75 octets, no character cut; each after the first begins with a space."""
    part = ""
    for char in line:
        if len((part + char).encode()) > WIDTH:
            yield part
            part = " "
        part += char
    yield part

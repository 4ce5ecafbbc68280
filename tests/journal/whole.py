"""A journal worth damaging, and whether what is read from a damaged one is still the whole of it."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from exam.core.chain import Head, Link
from exam.journal import SqliteJournal
from exam.problem import ExamError
from exam.service.ports import NewEvent, RegisterEntry

STREAMS = ("session/a", "session/b", "sitting/x")
EVENTS = 24


def entry(revision: str) -> RegisterEntry:
    return RegisterEntry(
        record_id="record-1",
        session_id="a",
        revision=revision,
        sha256="0" * 64,
        length=1,
        practice=True,
        at="2026-11-20T08:00:00+00:00",
    )


@dataclass(frozen=True)
class Whole:
    """What a journal holds."""

    streams: tuple[str, ...]
    events: tuple[tuple[Link, bytes | None, bytes | None], ...]
    heads: tuple[Head, ...]
    lines: tuple[RegisterEntry, ...]


def made(path: Path) -> Path:
    """Make a closed journal of three streams, all in one file."""
    with SqliteJournal(path) as journal:
        for number in range(EVENTS):
            for name in STREAMS:
                body = f'{{"number":{number},"words":"{name * (number % 7)}"}}'.encode()
                event = NewEvent(type="SomethingHappened", version=1, body=body)
                journal.append(name, [event], expected=number, key=f"{name}/{number}")
        for revision in ("issued", "archived"):
            journal.add(entry(revision))
    return path


def read(path: Path) -> Whole:
    """Return all that a journal holds.

    Raises:
        ExamError: the journal says that it is damaged.
    """
    with SqliteJournal(path) as journal:
        for fault in journal.faults():
            raise fault
        streams = journal.streams()
        stored = [found for name in streams for found in journal.read(name)]
        return Whole(
            streams=streams,
            events=tuple((found.link, found.salt, found.body) for found in stored),
            heads=tuple(journal.head(name) for name in streams),
            lines=journal.entries(),
        )


def verdict(path: Path, whole: Whole) -> str:
    """Return `told` where the damage is told by name, `harmless` where nothing is missing, `silent` for the rest."""
    try:
        return "harmless" if read(path) == whole else "silent"
    except ExamError as error:
        return "told" if error.code else "nameless"


def copy(source: Path, target: Path) -> Path:
    for old in target.parent.glob(f"{target.name}*"):
        old.unlink()
    return Path(shutil.copyfile(source, target))

"""From bytes on disk to plain data, with the places of values on demand."""

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from exam.loading.guard import MAX_BYTES, Guard, Node
from exam.problem import Problem, SourceLocation

Keys = tuple[str | int, ...]
_Mark = tuple[int, int]
"""Line and column, counted from 1."""


class Source(NamedTuple):
    """One file that passed the guard."""

    path: str
    text: str
    data: Any


class _Place(NamedTuple):
    """Where a value begins, and where what it holds does: with the marks of keys, or in order."""

    mark: _Mark
    inner: "dict[str, tuple[_Mark, _Place]] | list[_Place]"


def read(path: Path, shown: str) -> tuple[Source | None, tuple[Problem, ...]]:
    """Return the file's data, or the problems that keep it from being read; `shown` is its path for people."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        return None, (Problem("K001", SourceLocation(shown), {"reason": error.strerror or type(error).__name__}),)
    if len(raw) > MAX_BYTES:
        found = {"size": str(len(raw)), "limit": str(MAX_BYTES)}
        return None, (Problem("K008", SourceLocation(shown), found),)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None, (Problem("K013", SourceLocation(shown)),)
    return parse(text, shown)


def parse(text: str, shown: str) -> tuple[Source | None, tuple[Problem, ...]]:
    """Return the data that the text spells, or its problems; it never raises."""
    guard = Guard(shown)
    data = guard.read(text)
    return (None, tuple(guard.problems)) if guard.problems else (Source(shown, text, data), ())


def locate(source: Source, keys: Keys, *, at_key: bool = False) -> SourceLocation:
    """Return the place of what `keys` lead to, or of the last thing on the way that the file holds.

    Parts that the file does not hold (a union's tag) are passed over. With `at_key` the place is the key's own.
    """
    place = _places(source.text)
    mark = place.mark if place else (0, 0)
    for number, key in enumerate(keys):
        step = _step(place, key)
        if step is None:
            continue
        key_mark, place = step
        mark = key_mark if at_key and number == len(keys) - 1 else place.mark
    return SourceLocation(source.path, *mark)


@lru_cache(maxsize=1)
def _places(text: str) -> _Place | None:
    """Find every place of a harmless text, once for all the problems of its file."""
    events = iter(yaml.CSafeLoader(text).get_event, None)
    first = next((event for event in events if isinstance(event, Node)), None)
    return _place(first, events) if first else None


def _place(event: yaml.Event, events: Iterator[yaml.Event]) -> _Place:
    if isinstance(event, yaml.MappingStartEvent):
        named: dict[str, tuple[_Mark, _Place]] = {}
        while isinstance(key := next(events), yaml.ScalarEvent):
            named[key.value] = _mark(key), _place(next(events), events)
        return _Place(_mark(event), named)
    if isinstance(event, yaml.SequenceStartEvent):
        listed: list[_Place] = []
        while not isinstance(entry := next(events), yaml.SequenceEndEvent):
            listed.append(_place(entry, events))
        return _Place(_mark(event), listed)
    return _Place(_mark(event), {})


def _mark(event: yaml.Event) -> _Mark:
    mark = event.start_mark
    return (mark.line + 1, mark.column + 1) if mark else (0, 0)


def _step(place: _Place | None, key: str | int) -> tuple[_Mark, _Place] | None:
    if place is None:
        return None
    if isinstance(place.inner, dict):
        return place.inner.get(str(key))
    if isinstance(key, int) and key < len(place.inner):
        return place.inner[key].mark, place.inner[key]
    return None

"""What happened: frozen, past tense, versioned; a stored event is never rewritten, only lifted by an upcaster on read.

An event's body in the journal is the canonical JSON of `{"at", "by", "data"}`. No event holds a name: people appear
by account id, identities by salted reference.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import ClassVar, TypeVar

from pydantic import create_model

from exam.core.canonical import canonical_json
from exam.core.chain import Head
from exam.core.model import Frozen
from exam.problem import ExamError


class EventUnknownError(ExamError):
    """The journal holds an event that this program is too old for, or never knew."""

    code: ClassVar[str] = "event-unknown"


class Event(Frozen):
    """Something that happened; subclasses are the payloads."""

    VERSION: ClassVar[int] = 1


class ActorRef(Frozen):
    """Who did it, by account and the role in which he did."""

    id: str
    role: str


@dataclass(frozen=True, slots=True)
class Entry:
    """An event with its place and circumstances."""

    seq: int
    at: datetime
    by: ActorRef
    event: Event


E = TypeVar("E", bound=type[Event])
Upcaster = Callable[[dict[str, object]], dict[str, object]]

_TYPES: dict[str, type[Event]] = {}
UPCASTERS: Mapping[tuple[str, int], Upcaster] = {("SubmissionStored", 1): lambda data: data | {"kind": "workbook"}}
"""From (type, version) to the function that lifts its data to the next version."""


def stored(event_type: E) -> E:
    """Register an event class under its name."""
    _TYPES[event_type.__name__] = event_type
    return event_type


@stored
class BodyErased(Event):
    """What these events of this stream said was removed; that they happened stays, and the chain still proves it."""

    erased: tuple[int, ...]
    """Sequence numbers."""
    reason: str


@stored
class WorkspaceResumed(Event):
    """The workspace went on from its second copy; a folder whose stream lacks this event does not go on."""

    resumption: str
    """The same in every stream that went on together."""
    copied: Head
    """Where the stream ended in the copy; what the first folder kept after it is not here."""


def event_types() -> Mapping[str, type[Event]]:
    """Return every event class by name."""
    return dict(_TYPES)


def encode(event: Event, *, at: datetime, by: ActorRef) -> bytes:
    """Return the canonical body of an event."""
    data = event.model_dump(mode="json")
    return canonical_json({"at": at.isoformat(), "by": by.model_dump(), "data": data})


def decode(
    event_type: str,
    version: int,
    body: bytes,
    *,
    seq: int,
    upcasters: Mapping[tuple[str, int], Upcaster] = UPCASTERS,
) -> Entry:
    """Return the entry that `body` spells.

    Raises:
        EventUnknownError: the type is unknown, its version is newer than this program, or nothing lifts it.
    """
    found = _TYPES.get(event_type)
    if found is None or version > found.VERSION:
        raise EventUnknownError(type=event_type, version=version)
    if version < found.VERSION:
        body = _lifted(event_type, range(version, found.VERSION), body, upcasters)
    told = _body_of(found).model_validate_json(body)
    return Entry(seq=seq, at=datetime.fromisoformat(told.at), by=told.by, event=told.data)


class _Body(Frozen):
    """What is stored of an event."""

    at: str
    by: ActorRef
    data: Event


@cache
def _body_of(event_type: type[Event]) -> type[_Body]:
    """Return the form of an event's body, so that one pass over its bytes checks all of it."""
    return create_model("_Body", __base__=_Body, data=(event_type, ...))


def _lifted(event_type: str, versions: range, body: bytes, upcasters: Mapping[tuple[str, int], Upcaster]) -> bytes:
    """Return the body as the newest version would have been stored."""
    told = json.loads(body)
    for step in versions:
        if (event_type, step) not in upcasters:
            raise EventUnknownError(type=event_type, version=versions.start)
        told["data"] = upcasters[event_type, step](told["data"])
    return json.dumps(told).encode()

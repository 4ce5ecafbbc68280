"""What a replay rests on: two streams, the bytes that they name, and identities; wherever these came from."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from pydantic import TypeAdapter, ValidationError

from exam.core.blob_names import blob_names
from exam.core.canonical import digest, digest_of
from exam.core.chain import ChainBrokenError, Head, follow, salted_digest
from exam.core.events import Entry, Event, decode
from exam.core.exam_record import ExtractEntry
from exam.core.identity import IdentityVersion
from exam.core.item import AssessmentItem, Item, SpreadsheetItem
from exam.core.paper import PaperItem
from exam.core.session_events import IdentityVerified, SessionOpened
from exam.core.session_values import ItemOutcome
from exam.core.spreadsheet import SpreadsheetData
from exam.core.standard import AssessmentStandard

Compare = Callable[[SpreadsheetItem, SpreadsheetData, bytes], tuple[ItemOutcome, ...]]
"""What marks a workbook: item, table and the bytes handed in; it knows a format that the core does not."""

_ITEM: TypeAdapter[Item] = TypeAdapter(Item)


@dataclass(frozen=True, slots=True)
class Evidence:
    """A candidate session with everything that its record is a function of."""

    session: tuple[ExtractEntry, ...]
    """The whole stream; salt and body are none where they were erased."""
    sitting: tuple[ExtractEntry, ...]
    blobs: Mapping[str, bytes]
    """By digest; what was erased is missing."""
    identities: Mapping[str, IdentityVersion]
    """By reference."""

    def blob(self, name: str) -> bytes | None:
        """Return the bytes of a digest, None where they are missing or not what the digest says."""
        data = self.blobs.get(name)
        return data if data is not None and digest(data) == name else None

    def item(self, pinned: PaperItem) -> AssessmentItem | None:
        """Return the item that a paper pins, None where the bytes of its digest are not that item, canonical."""
        try:
            found = _ITEM.validate_json(self.blob(pinned.digest) or b"")
        except ValidationError:
            return None
        same = (found.id, found.version, digest_of(found)) == (pinned.item, pinned.version, pinned.digest)
        return found if same else None

    def table(self, name: str) -> SpreadsheetData | None:
        """Return the table of a digest, None where its bytes are missing or none."""
        try:
            return SpreadsheetData.model_validate_json(self.blob(name) or b"")
        except ValidationError:
            return None

    def standard(self, name: str) -> AssessmentStandard | None:
        """Return the standard of a digest, None where its bytes are none."""
        try:
            return AssessmentStandard.model_validate_json(self.blob(name) or b"")
        except ValidationError:
            return None


def verified(kept: Iterable[ExtractEntry], stream: str) -> Head:
    """Check a stream's chain and every body that is still there, and return its head.

    Raises:
        ChainBrokenError: a link does not follow, or a body is not the one that its link holds.
    """
    entries = tuple(kept)
    head = follow(entry.link for entry in entries)
    for entry in entries:
        if entry.link.stream != stream or not _is_its_body(entry):
            raise ChainBrokenError(stream=stream, seq=entry.link.seq)
    return head


def told(kept: Iterable[ExtractEntry]) -> Iterator[tuple[ExtractEntry, Entry | None]]:
    """Yield each entry with what its body spells, None where it was erased.

    Raises:
        EventUnknownError: an event is of a newer program.
    """
    for entry in kept:
        link = entry.link
        if entry.body is None:
            yield entry, None
        else:
            yield entry, decode(link.type, link.version, entry.body.encode(), seq=link.seq)


def named_blobs(events: Iterable[Event]) -> tuple[str, ...]:
    """Return the digests of everything that the events name, each once, sorted."""
    return tuple(sorted({name for event in events for name in blob_names(event)}))


def named_identities(events: Iterable[Event]) -> tuple[str, ...]:
    """Return the references of everybody whom the record of these events names, each once, sorted."""
    found: set[str] = set()
    for event in events:
        if isinstance(event, SessionOpened):
            found |= {member.identity for member in event.members}
        elif isinstance(event, IdentityVerified):
            found.add(event.identity)
    return tuple(sorted(found))


def inventory_digest(events: Iterable[Event], session: Head, sitting: Head) -> str:
    """Return the digest of what the evidence of a record holds: two heads, and all that the events name.

    Heads pin every event, digests every byte; so any pack can be held against the record that signs this one digest.
    """
    kept = tuple(events)
    return digest_of(
        {
            "schema": "exam/evidence/1",
            "session": session,
            "sitting": sitting,
            "blobs": named_blobs(kept),
            "identities": named_identities(kept),
        }
    )


def _is_its_body(entry: ExtractEntry) -> bool:
    """Tell whether salt and body are the link's own, or both erased."""
    if entry.salt is None or entry.body is None:
        return entry.salt is entry.body
    try:
        salt = bytes.fromhex(entry.salt)
    except ValueError:
        return False
    return salted_digest(salt, entry.body.encode()) == entry.link.body_digest

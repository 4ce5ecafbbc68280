"""What happens to records in custody (úschova): one chained stream, the register of an archive.

The desk of an authorising body and the archive of an authorised person write the same events. As everywhere no event
holds a name: people stand under the salted references that the records themselves carry.
"""

from datetime import date
from enum import StrEnum

from exam.core.events import Event, stored
from exam.core.facts import Way
from exam.core.model import Frozen
from exam.core.verdict import Result

ARCHIVE = "archive"
"""The stream."""


class RecordPointer(Frozen):
    """Another record, by its number and the digest of its data."""

    record: str
    data: str
    """SHA-256."""


class RecordFacts(Frozen):
    """What the register says of a record, as its attached data say it; of a file to be returned it proves nothing."""

    record: str
    data: str
    """SHA-256 of its data."""
    qualification: str
    """Its code."""
    held_on: date
    issued_on: date
    result: Result
    candidate: str
    """Salted reference."""
    examiners: tuple[str, ...]
    """Salted references, the chair's first."""
    authorisations: tuple[str, ...]
    """Their numbers, in the same order."""
    practice: bool
    supersedes: RecordPointer | None = None


class ReviewDecision(StrEnum):
    """How the authorising body decided a review; what either means in law is told in its reason."""

    CONFIRMED = "confirmed"
    """The course and the result stand."""
    REPEATED = "repeated"
    """The exam is to be held again, before somebody else."""


@stored
class RecordReceived(Event):
    """A file came in; nothing is known of it but its bytes."""

    number: int
    """Its line in the register, counted from 1."""
    file: str
    """The blob."""
    length: int


@stored
class RecordChecked(Event):
    """The file was verified."""

    number: int
    verdict: str
    """ACCEPT, DECIDE, PRACTICE or RETURN."""
    codes: tuple[str, ...]
    """Without their arguments, which may hold names; another verification tells them again."""
    facts: RecordFacts | None
    program: str
    """The version of the program that verified."""


@stored
class RecordAccepted(Event):
    """The record was taken into the archive."""

    number: int
    retention: str
    """The class."""
    keep_until: date


@stored
class OwnRecordEntered(Event):
    """A record that was issued and archived in this workspace was entered into the register."""

    number: int
    session: str
    file: str
    length: int
    facts: RecordFacts
    retention: str
    keep_until: date


@stored
class RecordReturned(Event):
    """The file went back to its sender, with a reason and a letter."""

    number: int
    reason: str
    letter: str
    """The blob."""
    retention: str
    keep_until: date


@stored
class RecordRenewed(Event):
    """The file of a kept record has grown: signatures or stamps were added, and the old file is its exact beginning."""

    number: int
    file: str
    length: int
    joined: int | None
    """The line under which it came in; none when it was renewed here."""


@stored
class ReviewRequested(Event):
    """Somebody asked the authorising body to review the course and the result of an exam (§ 20)."""

    number: int
    review: int
    """Counted from 1 for each record."""
    requested_on: date
    grounds: str
    decide_by: date


@stored
class ReviewDecided(Event):
    """The authorising body decided."""

    number: int
    review: int
    decision: ReviewDecision
    reason: str


@stored
class DisposalProposed(Event):
    """Somebody proposed to dispose of these, whose time has run out; another person decides."""

    numbers: tuple[int, ...]
    reason: str


@stored
class RecordDisposed(Event):
    """A second person agreed, and file and names are removed; the line stays."""

    number: int
    proposed_by: str
    blobs: tuple[str, ...]
    """What no workspace has to hold any more."""


@stored
class ArchiveHandedOver(Event):
    """The authorised person ends, and everything went to whoever takes it over; the authority was told before (§ 8)."""

    document: str
    """The blob that says who, to whom, when, and what stayed open."""
    letter: str
    """The blob of the letter to the authorising body."""
    told_on: date
    told_way: Way
    proof: str = ""
    """The blob that proves that it was told."""
    records: int
    sittings: int
    open_duties: int
    inventory: str
    """SHA-256 of the inventory that lists every file."""


@stored
class ArchiveExported(Event):
    """The archive, or a part of it, was written out for somebody else."""

    records: int
    inventory: str
    """SHA-256 of the inventory that lists every file."""

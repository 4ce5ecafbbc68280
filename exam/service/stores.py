"""What the use cases ask of the stores: journal, blobs, register, archive, and the disk below all of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Protocol

from exam.core.chain import Head, Link
from exam.core.model import Frozen
from exam.problem import ExamError


class JournalError(ExamError):
    """The journal could not keep or find what it was asked for; the root of its refusals."""

    code: ClassVar[str] = "journal-failed"


class ConflictError(JournalError):
    """Somebody else appended to the stream first; load again and decide again."""

    code: ClassVar[str] = "journal-conflict"


class BlobMissingError(JournalError):
    """No blob of that digest is kept, or its bytes no longer have that digest."""

    code: ClassVar[str] = "blob-missing"


class RoomLowError(ExamError):
    """The disk has too little room left to begin with another candidate."""

    code: ClassVar[str] = "room-low"


@dataclass(frozen=True, slots=True)
class NewEvent:
    """An event on its way into the journal: its canonical body as bytes."""

    type: str
    version: int
    body: bytes


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """An event as the journal holds it; salt and body are None once erased."""

    link: Link
    salt: bytes | None
    body: bytes | None


class Journal(Protocol):
    """Append-only streams of hash-chained events."""

    def append(self, stream: str, events: Sequence[NewEvent], *, expected: int, key: str) -> Head:
        """Append all or none after sequence number `expected`; return only once they are durable.

        A repeated `key` answers as the first time and appends nothing.

        Raises:
            ConflictError: the stream does not end at `expected`.
            JournalError: the events are not kept.
        """
        ...

    def answer(self, key: str) -> Head | None:
        """Return what the append with that key answered, None where there was none."""
        ...

    def read(self, stream: str) -> tuple[StoredEvent, ...]:
        """Return the whole stream, its chain verified; empty for an unknown stream.

        Raises:
            ChainBrokenError: the stored events do not follow from one another, or a body is not its digest's.
        """
        ...

    def head(self, stream: str) -> Head:
        """Return where the stream ends."""
        ...

    def streams(self, prefix: str = "") -> tuple[str, ...]:
        """Return the names of the streams that start with `prefix`, sorted."""
        ...

    def faults(self) -> tuple[JournalError, ...]:
        """Return, as refusals that are not raised, what the store knows to be wrong beside its chains."""
        ...

    def erase(self, stream: str, seqs: Sequence[int], *, notice: NewEvent, key: str) -> Head:
        """Append `notice` and delete salts and bodies of the events `seqs`, in one transaction; the chain stays whole.

        Raises:
            JournalError: they are not erased, or not from every file yet; the same call again goes on.
        """
        ...


class Blobs(Protocol):
    """Bytes kept under their SHA-256."""

    def put(self, data: bytes) -> str:
        """Keep `data` durably and return its hexadecimal SHA-256; an event may name it only after this.

        Raises:
            JournalError: they are not kept.
        """
        ...

    def get(self, digest: str) -> bytes:
        """Return the bytes of `digest`, checked against it.

        Raises:
            BlobMissingError: they are not there or no longer what they were.
        """
        ...

    def names(self) -> tuple[str, ...]:
        """Return the digests of everything that is kept, sorted."""
        ...

    def remove(self, digest: str) -> None:
        """Remove the bytes of `digest` durably; that they are not there is fine.

        Raises:
            JournalError: they are still there.
        """
        ...


class RegisterEntry(Frozen):
    """One line of the register of issued records; lines are only ever added."""

    record_id: str
    session_id: str
    revision: str
    """What the file is at this line: `issued`, `signed:<field>`, `archived`."""
    sha256: str
    length: int
    practice: bool
    at: str
    """UTC, ISO 8601."""


class Register(Protocol):
    """The register of records, practice and official apart."""

    def add(self, entry: RegisterEntry) -> None:
        """Add a line durably; the same line again changes nothing."""
        ...

    def entries(self, *, practice: bool | None = None) -> tuple[RegisterEntry, ...]:
        """Return the lines in order; of both registers when `practice` is None."""
        ...


class Archive(Protocol):
    """Where final records are kept for decades."""

    def names(self, *, practice: bool) -> tuple[str, ...]:
        """Return the names of the files that lie there, sorted."""
        ...

    def get(self, name: str, *, practice: bool) -> bytes:
        """Return the bytes of a file.

        Raises:
            ExamError: it cannot be read.
        """
        ...

    def renew(self, name: str, pdf: bytes, *, practice: bool) -> str:
        """Put a file in the place of its own beginning and return where it lies; the same file again is fine.

        Raises:
            ExamError: what lies there is not its beginning, or the archive does not take the file.
        """
        ...

    def remove(self, name: str, *, practice: bool) -> None:
        """Remove a file durably; that it is not there is fine.

        Raises:
            ExamError: it is still there.
        """
        ...

    def keep(self, name: str, pdf: bytes, *, practice: bool) -> str:
        """Keep the file durably under its name and return where it lies; the same file again is fine.

        Raises:
            ExamError: another file has that name, or the archive does not take it.
        """
        ...


class Room(Protocol):
    """The disk on which the stores lie."""

    reserve: int
    """Bytes below which no exam begins; those that run go on."""

    def free(self) -> int:
        """Return the bytes that are left."""
        ...

    def relieve(self) -> bool:
        """Give up the ballast on a full disk and tell whether there was any."""
        ...

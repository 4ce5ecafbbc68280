"""What the use cases ask of the world; adapters satisfy these Protocols and `bootstrap` joins them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Protocol

from exam.core.chain import Head, Link
from exam.core.exam_record import ExamRecord, Extract
from exam.core.identity import Identity, IdentityVersion
from exam.core.item import Item, SpreadsheetItem
from exam.core.model import Frozen
from exam.core.rubric import CriterionRubric
from exam.core.session_events import ItemOutcome
from exam.core.standard import AssessmentStandard
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


class SignInRefusedError(ExamError):
    """No account of that name has that PIN."""

    code: ClassVar[str] = "sign-in-refused"


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

    def erase(self, stream: str, seq: int, *, notice: NewEvent, key: str) -> Head:
        """Append `notice` and delete salt and body of event `seq`, in one transaction; the chain stays whole."""
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


class Account(Frozen):
    """Who may sign in, and as what."""

    id: str
    role: str
    """A value of `exam.service.access.Role`."""
    identity: str
    """The reference of the person's identity."""


class People(Protocol):
    """Accounts with PINs, and identities behind their references."""

    def add_identity(self, identity: Identity) -> str:
        """Keep a new immutable identity version under a fresh salt and return its reference."""
        ...

    def identity(self, reference: str) -> IdentityVersion | None:
        """Return the version, or None when it was erased or never kept."""
        ...

    def add_account(self, account: Account, pin: str) -> None:
        """Keep an account and the argon2 hash of its PIN; a second account of that id is refused."""
        ...

    def accounts(self) -> tuple[Account, ...]:
        """Return every account, sorted by id."""
        ...

    def authenticate(self, account_id: str, pin: str) -> Account:
        """Return the account whose PIN this is.

        Raises:
            SignInRefusedError: unknown account or wrong PIN; the two are not told apart.
        """
        ...


class Clock(Protocol):
    """Wall time for people, monotonic time for the candidate's account."""

    def now(self) -> datetime:
        """Return the wall time, with its zone."""
        ...

    def monotonic_ms(self) -> int:
        """Return milliseconds that only ever grow."""
        ...


class Randomness(Protocol):
    """Where ids and seeds come from; every draw made from a seed is journalled with it."""

    def identifier(self, kind: str) -> str:
        """Return a fresh id such as `session-7K2M9Q4TXB`."""
        ...

    def seed(self) -> str:
        """Return 32 fresh hexadecimal digits."""
        ...


class Library(Protocol):
    """The loaded standards and banks; nothing with an error in it is in here."""

    def standard(self, standard_id: str) -> AssessmentStandard:
        """Return the standard.

        Raises:
            ExamError: it is not loaded, or its files have errors.
        """
        ...

    def bank(self, standard_id: str, bank_id: str) -> tuple[Item, ...]:
        """Return every item of the bank, whatever its status.

        Raises:
            ExamError: it is not loaded.
        """
        ...

    def standards(self) -> tuple[AssessmentStandard, ...]:
        """Return every standard under which an exam can be held: complete, and its files without an error."""
        ...

    def anchors(self, standard_id: str, criterion: str) -> CriterionRubric | None:
        """Return how a criterion is judged, None where no rubric tells it."""
        ...


class Workbooks(Protocol):
    """Workbooks that are handed out and handed in."""

    def make(self, item: SpreadsheetItem, seed: str) -> bytes:
        """Return the workbook that the seed draws; the same bytes each time."""
        ...

    def compare(self, item: SpreadsheetItem, seed: str, data: bytes) -> tuple[ItemOutcome, ...]:
        """Return the score of each cell asked for.

        Raises:
            ExamError: the file is not one that may be opened; its code says why.
        """
        ...


class Publisher(Protocol):
    """Draws the record."""

    def draw(self, record: ExamRecord, extract: Extract, standard: bytes) -> bytes:
        """Return the unsigned file: pages, empty signature fields, the three documents attached."""
        ...


class Signatures(Protocol):
    """Signs with the keys of this workspace."""

    def certificate(self, who: str) -> str:
        """Return the SHA-256 of the signer's certificate."""
        ...

    def is_practice(self, who: str) -> bool:
        """Tell whether the signer's certificate is a practice one."""
        ...

    def sign(self, pdf: bytes, *, field: str, who: str, passphrase: str, at: datetime, certify: bool) -> bytes:
        """Return the file with one more signature.

        Raises:
            ExamError: no such key, wrong passphrase, or the file does not take the signature.
        """
        ...


class Archive(Protocol):
    """Where final records are kept for decades."""

    def keep(self, name: str, pdf: bytes, *, practice: bool) -> str:
        """Keep the file durably under its name and return where it lies; the same file again is fine.

        Raises:
            ExamError: another file has that name, or the archive does not take it.
        """
        ...


@dataclass(frozen=True, slots=True)
class Ports:
    """The world, as `bootstrap` joined it."""

    journal: Journal
    blobs: Blobs
    people: People
    register: Register
    clock: Clock
    randomness: Randomness
    library: Library
    workbooks: Workbooks
    publisher: Publisher
    signatures: Signatures
    archive: Archive
    program: str
    """The program's version."""

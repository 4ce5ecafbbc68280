"""What the use cases ask of the world; adapters satisfy these Protocols and `bootstrap` joins them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import ClassVar, Protocol

from exam.core.identity import Identity, IdentityVersion
from exam.core.item import Item, SpreadsheetItem
from exam.core.model import Frozen
from exam.core.presentation import Outline
from exam.core.retention import DEFAULT_CLASSES, RetentionClass
from exam.core.rubric import CriterionRubric
from exam.core.spreadsheet import SpreadsheetData
from exam.core.spreadsheet_marks import WorkbookMarking
from exam.core.standard import AssessmentStandard
from exam.core.system_rules import SystemRules
from exam.problem import ExamError
from exam.service.checking import Check, unchecked
from exam.service.drawing import PrintWords, Publisher
from exam.service.mirroring import Mirror, NoMirror
from exam.service.planners import Planner, plain_planner
from exam.service.signing import AddedSignature, Signatures
from exam.service.stamping import NoTimestamps, Timestamps
from exam.service.stores import (
    Archive,
    BlobMissingError,
    Blobs,
    ConflictError,
    Journal,
    JournalError,
    NewEvent,
    Register,
    RegisterEntry,
    Room,
    RoomLowError,
    StoredEvent,
)

__all__ = [
    "Account",
    "AddedSignature",
    "Archive",
    "BlobMissingError",
    "Blobs",
    "Clock",
    "ConflictError",
    "Journal",
    "JournalError",
    "Library",
    "Mirror",
    "NewEvent",
    "People",
    "Planner",
    "Ports",
    "PrintWords",
    "Publisher",
    "Randomness",
    "Register",
    "RegisterEntry",
    "Room",
    "RoomLowError",
    "SignInRefusedError",
    "Signatures",
    "StoredEvent",
    "Timestamps",
    "Workbooks",
    "Workdays",
]


class SignInRefusedError(ExamError):
    """No account of that name has that PIN."""

    code: ClassVar[str] = "sign-in-refused"


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

    def keep_identities(self, versions: Sequence[IdentityVersion]) -> None:
        """Keep identity versions that somebody else salted, as records hold them; those that are there already stay."""
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

    def forget(self, account_id: str, references: Sequence[str]) -> None:
        """Remove the account and these identities from every file; that they are not there is fine.

        Raises:
            JournalError: they are still there.
        """
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

    def listed(self) -> tuple[tuple[AssessmentStandard, int], ...]:
        """Return every standard that is loaded, with how many errors its files have."""
        ...

    def standards(self) -> tuple[AssessmentStandard, ...]:
        """Return every standard under which an exam can be held: complete, and its files without an error."""
        ...

    def anchors(self, standard_id: str, criterion: str) -> CriterionRubric | None:
        """Return how a criterion is judged, None where no rubric tells it."""
        ...

    def rules(self, system: str) -> SystemRules | None:
        """Return the rules of a system of qualifications, None where no file tells them."""
        ...


class Workdays(Protocol):
    """The public calendar."""

    def working(self, country: str, day: date) -> bool:
        """Tell whether people of a country (ISO 3166) work on a day: neither weekend nor public holiday."""
        ...


class Workbooks(Protocol):
    """Workbooks that are handed out and handed in, and the presentations beside them."""

    def make(self, item: SpreadsheetItem, table: SpreadsheetData) -> bytes:
        """Return the workbook with this table; the same bytes each time."""
        ...

    def mark(self, item: SpreadsheetItem, table: SpreadsheetData, data: bytes) -> WorkbookMarking:
        """Return the marking of a workbook that was handed out with this table.

        Raises:
            ExamError: the file is not one that may be opened; its code says why.
        """
        ...

    def outline(self, data: bytes) -> Outline:
        """Return what a presentation shows, as text.

        Raises:
            ExamError: the file is not one that may be opened; its code says why.
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
    workdays: Workdays
    workbooks: Workbooks
    publisher: Publisher
    signatures: Signatures
    archive: Archive
    room: Room
    program: str
    """The program's version."""
    host: str = ""
    """This computer's name."""
    grace_ms: int = 0
    """How long after zero an answer is still taken that came in before and had to wait for its turn."""
    mirror: Mirror = field(default_factory=NoMirror)
    timestamps: Timestamps = field(default_factory=NoTimestamps)
    check: Check = unchecked
    """What a record file is worth, with the certificates that this workspace trusts."""
    retention: tuple[RetentionClass, ...] = DEFAULT_CLASSES
    planner: Planner = plain_planner

"""What custody asks of whoever verifies files: a verdict, and the record in it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar, Protocol

from exam.core.discrepancy import Discrepancy
from exam.core.exam_record import ExamRecord
from exam.problem import ExamError


class CheckerMissingError(ExamError):
    """Nobody here can verify a file."""

    code: ClassVar[str] = "checker-missing"


class Checked(Protocol):
    """What a file is worth."""

    @property
    def verdict(self) -> str:
        """ACCEPT, DECIDE, PRACTICE or RETURN."""
        ...

    @property
    def record(self) -> ExamRecord | None:
        """The record as attached; of a file to be returned it proves nothing."""
        ...

    @property
    def codes(self) -> Sequence[Discrepancy]:
        """Everything that is wrong with the file."""
        ...

    @property
    def notes(self) -> Sequence[Discrepancy]:
        """What the reader should know and is no fault."""
        ...


@dataclass(frozen=True, slots=True)
class Fault:
    """A verdict on a file that could not be verified at all."""

    codes: tuple[Discrepancy, ...]
    verdict: str = "RETURN"
    record: ExamRecord | None = None
    notes: tuple[Discrepancy, ...] = ()


CheckMany = Callable[[Sequence[str]], Iterator[Checked]]
"""Verifies blobs by name, in their order."""


class Check(Protocol):
    """Verifies a file."""

    def __call__(self, data: bytes) -> Checked:
        """Return the verdict; no bytes make it raise."""
        ...


def unchecked(data: bytes) -> Checked:
    """Refuse to verify, where nobody was joined who can.

    Raises:
        CheckerMissingError: always.
    """
    raise CheckerMissingError(length=len(data))

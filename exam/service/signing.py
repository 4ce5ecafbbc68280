"""What the use cases ask of the keys of this workspace, and of files that were signed elsewhere."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol

from exam.core.model import Frozen
from exam.problem import ExamError


class AddedSignature(Frozen):
    """What somebody added to a file elsewhere."""

    field: str
    certificate: str
    """SHA-256 of the signer's certificate."""


class Signatures(Protocol):
    """Signs with the keys of this workspace."""

    def added(self, before: bytes, after: bytes, *, at: datetime) -> AddedSignature:
        """Return the one signature that was added to a file, and nothing else, elsewhere.

        Raises:
            ExamError: the file before is not its beginning, or something else was added, or nothing.
        """
        ...

    def certificate(self, who: str) -> str:
        """Return the SHA-256 of the signer's certificate."""
        ...

    def is_practice(self, who: str) -> bool:
        """Tell whether the signer's certificate is a practice one."""
        ...

    def keys(self) -> int:
        """Return how many keys there are."""
        ...

    def faults(self) -> Sequence[ExamError]:
        """Return, as refusals that are not raised, which keys cannot be read, or by others than their owner, too."""
        ...

    def sign(
        self,
        pdf: bytes,
        *,
        field: str,
        who: str,
        passphrase: str,
        at: datetime,
        certify: bool,
        stamp: Callable[[bytes], bytes] | None = None,
    ) -> bytes:
        """Return the file with one more signature, with a time stamp over it where `stamp` gives one.

        Raises:
            ExamError: no such key, wrong passphrase, the file does not take the signature, or there is no stamp.
        """
        ...

"""What the use cases ask of a time-stamp authority (RFC 3161), and how it refuses; an exam goes on without one."""

from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar, Protocol

from exam.core.model import Frozen
from exam.problem import ExamError


class TimestampError(ExamError):
    """No time stamp, or one that does not hold; the root of these refusals, and never the end of an exam."""

    code: ClassVar[str] = "timestamp-failed"


class AuthorityMissingError(TimestampError):
    """The settings name no time-stamp authority."""

    code: ClassVar[str] = "timestamp-authority-none"


class Notice(Frozen):
    """Something that somebody should know of, although what he asked for was done."""

    code: str
    arguments: Mapping[str, str] = {}


class Stamp(Frozen):
    """What a token says."""

    at: datetime
    authority: str
    """The name in its certificate."""
    until: datetime
    """When that certificate ends."""


class Timestamps(Protocol):
    """The time-stamp authority of the settings, and tokens of any."""

    @property
    def name(self) -> str:
        """Return where the authority is reached, nothing where the settings name none."""
        ...

    def stamp(self, imprint: bytes) -> bytes:
        """Return a token over the SHA-256 `imprint`, checked; waits a few seconds at most.

        Raises:
            TimestampError: no authority, no answer, or one that does not hold.
        """
        ...

    def read(self, token: bytes, imprint: bytes) -> Stamp:
        """Return what a token over `imprint` says; needs no network.

        Raises:
            TimestampError: it is none, or not of an authority that the workspace trusts.
        """
        ...

    def seal(self, pdf: bytes) -> bytes:
        """Return a signed file with what makes it last behind it: revocation data, and a stamp over all of it.

        Raises:
            TimestampError: no authority, no answer, or a certificate in the file that nobody proves.
        """
        ...

    def lasts_until(self, pdf: bytes) -> datetime | None:
        """Return when the certificate of the last stamp over a file ends, None where no stamp is over it.

        Raises:
            TimestampError: the file cannot be read.
        """
        ...


class NoTimestamps:
    """Stands where the settings name no authority."""

    name = ""

    def stamp(self, imprint: bytes) -> bytes:
        """Refuse."""
        raise AuthorityMissingError(imprint=imprint.hex())

    def read(self, token: bytes, imprint: bytes) -> Stamp:
        """Refuse."""
        raise AuthorityMissingError(imprint=imprint.hex(), length=len(token))

    def seal(self, pdf: bytes) -> bytes:
        """Refuse."""
        raise AuthorityMissingError(length=len(pdf))

    def lasts_until(self, pdf: bytes) -> datetime | None:
        """Refuse."""
        raise AuthorityMissingError(length=len(pdf))

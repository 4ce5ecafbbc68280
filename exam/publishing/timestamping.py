"""Asks a time-stamp authority (RFC 3161) and believes nothing that it cannot check.

The nonce is no draw of the exam: it decides nothing, and is gone with the answer.
"""

import secrets
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import ClassVar, Protocol

from asn1crypto import tsp, x509

from exam.publishing.online import AuthorityRefusedError, AuthoritySilentError, post
from exam.publishing.tokens import HASH, CheckedToken, TokenBrokenError, TokenUnusableError, check_token
from exam.service.stamping import AuthorityMissingError, Stamp, TimestampError

SECONDS = 5
"""How long an answer is waited for."""
QUIET_MS = 60_000
"""How long a silent authority is not asked again: nobody waits twice for the same silence."""
SLACK = timedelta(minutes=5)
GRANTED = ("granted", "granted_with_mods")


class TokenTimeError(TimestampError):
    """The authority's clock and the computer's are minutes apart; one of them is wrong."""

    code: ClassVar[str] = "timestamp-time"


class Watch(Protocol):
    """The service's clock."""

    def now(self) -> datetime:
        """Return the wall time."""
        ...

    def monotonic_ms(self) -> int:
        """Return milliseconds that only ever grow."""
        ...


class TimestampAuthority:
    """The authority under one address, trusted by the roots of the workspace."""

    def __init__(
        self, url: str, roots: Callable[[], Sequence[x509.Certificate]], clock: Watch, *, seconds: float = SECONDS
    ) -> None:
        self._url = url
        self.roots = roots
        self.clock = clock
        self._seconds = seconds
        self._quiet_until = 0

    @property
    def name(self) -> str:
        """Return the address."""
        return self._url

    def stamp(self, imprint: bytes) -> bytes:
        """Return a token over the SHA-256 `imprint`, in the program's own form.

        Raises:
            TimestampError: no authority, no answer in time, or one that does not hold.
        """
        return self.checked(imprint).exact()

    def checked(self, imprint: bytes) -> CheckedToken:
        """Return the token over `imprint` with what was found out about it.

        Raises:
            TimestampError: as `stamp`.
        """
        if not self._url:
            raise AuthorityMissingError
        nonce = secrets.randbits(63)
        answer = self._answer(_question(imprint, nonce))
        found = check_token(_token(answer, self._url), imprint, self.roots())
        if found.info["nonce"].native != nonce:
            raise TokenBrokenError(authority=found.stamp.authority)
        if abs(found.stamp.at - self.clock.now()) > SLACK:
            raise TokenTimeError(
                at=found.stamp.at.isoformat(timespec="seconds"), now=self.clock.now().isoformat(timespec="seconds")
            )
        return found

    def read(self, token: bytes, imprint: bytes) -> Stamp:
        """Return what a token over `imprint` says, from the token and the trusted roots alone.

        Raises:
            TimestampError: it does not hold.
        """
        return check_token(token, imprint, self.roots()).stamp

    def _answer(self, question: bytes) -> bytes:
        if self.clock.monotonic_ms() < self._quiet_until:
            raise AuthoritySilentError(authority=self._url, reason="timed out")
        try:
            return post(self._url, question, "application/timestamp-query", self._seconds)
        except AuthoritySilentError:
            self._quiet_until = self.clock.monotonic_ms() + QUIET_MS
            raise


def _question(imprint: bytes, nonce: int) -> bytes:
    asked = tsp.TimeStampReq(
        {
            "version": "v1",
            "message_imprint": {"hash_algorithm": {"algorithm": HASH}, "hashed_message": imprint},
            "nonce": nonce,
            "cert_req": True,
        }
    )
    return bytes(asked.dump())


def _token(answer: bytes, url: str) -> bytes:
    """Return the token in an answer."""
    try:
        found = tsp.TimeStampResp.load(answer, strict=True)
        status = found["status"]["status"].native
        if status in GRANTED:
            return bytes(found["time_stamp_token"].dump())
        fault = found["status"]["fail_info"].native or ()
    except (ValueError, TypeError, KeyError) as error:
        raise TokenUnusableError(reason=type(error).__name__) from error
    raise AuthorityRefusedError(authority=url, reason=", ".join([str(status), *sorted(fault)]))

"""One signature with a time stamp over it; an authority that fails costs the stamp, never the signature."""

import dataclasses
from dataclasses import dataclass
from datetime import datetime

from exam.service.ports import Ports
from exam.service.stamping import Notice, TimestampError

Signed = tuple[bytes, tuple[Notice, ...]]
"""The file, and what somebody should know of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signing:
    """Who signs where, and when; never printed with the word that opens his key."""

    field: str
    who: str
    passphrase: str = dataclasses.field(repr=False)
    at: datetime
    certify: bool


def signed(ports: Ports, pdf: bytes, signing: Signing) -> Signed:
    """Return the file with the signature, stamped where the settings name an authority that answers.

    Raises:
        ExamError: no such key, wrong passphrase, or the file does not take the signature.
    """
    authority = ports.timestamps
    notices: tuple[Notice, ...] = ()
    if authority.name:
        try:
            return _signed(ports, pdf, signing, stamped=True), ()
        except TimestampError as error:
            told = {"authority": authority.name, "reason": str(error)}
            notices = (Notice(code="stamp-waits", arguments=told),)
    return _signed(ports, pdf, signing, stamped=False), notices


def _signed(ports: Ports, pdf: bytes, signing: Signing, *, stamped: bool) -> bytes:
    return ports.signatures.sign(
        pdf,
        field=signing.field,
        who=signing.who,
        passphrase=signing.passphrase,
        at=signing.at,
        certify=signing.certify,
        stamp=ports.timestamps.stamp if stamped else None,
    )

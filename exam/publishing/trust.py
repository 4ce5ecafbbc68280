"""The certificates that a reader or a workspace trusts: files of a folder, and nothing that the machine knows."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import ClassVar

from asn1crypto import pem, x509

from exam.publishing.signing import SignatureError


class TrustRootUnreadableError(SignatureError):
    """Something given as a trusted certificate is none."""

    code: ClassVar[str] = "trust-root-unreadable"


def trust_files(folder: Path) -> tuple[bytes, ...]:
    """Return what lies in a folder of certificates, sorted by name; nothing where there is none."""
    if not folder.is_dir():
        return ()
    return tuple(path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file())


def parsed(given: Sequence[bytes]) -> list[x509.Certificate]:
    """Return the certificates that were given as PEM or DER.

    Raises:
        TrustRootUnreadableError: one is neither.
    """
    return [root for number, data in enumerate(given, 1) for root in _parsed(number, data)]


def _parsed(number: int, given: bytes) -> Iterator[x509.Certificate]:
    try:
        found = [der for _, _, der in pem.unarmor(given, multiple=True)] if pem.detect(given) else [given]
        for der in found:
            certificate = x509.Certificate.load(der, strict=True)
            certificate.native  # noqa: B018 - parses the whole of it, now rather than later
            yield certificate
    except (ValueError, TypeError) as error:
        raise TrustRootUnreadableError(number=number) from error

"""The keys of a workspace: `keys/<account>.p12`, encrypted, and beside each its certificate, which needs no word."""

import re
import stat
from datetime import datetime
from pathlib import Path
from typing import ClassVar

from cryptography import x509

from exam.publishing.certificates import fingerprint, is_practice
from exam.publishing.signing import KeyMissingError, KeyUnusableError, SignatureError, load_p12, sign

SEAL = "seal"
"""The account name under which the authorised person's seal is kept."""
_ACCOUNT = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


def key_path(folder: Path, who: str) -> Path:
    """Return where a signer's key is kept.

    Raises:
        KeyMissingError: the account's name is none that a file could have.
    """
    if not _ACCOUNT.fullmatch(who):
        raise KeyMissingError(path=who)
    return folder / f"{who}.p12"


def certificate_path(folder: Path, who: str) -> Path:
    """Return where a signer's certificate is kept."""
    return key_path(folder, who).with_name(f"{who}.crt")


class KeyOpenError(SignatureError):
    """Others than its owner may read the key."""

    code: ClassVar[str] = "key-open"


class KeyUnreadableError(SignatureError):
    """The key's file cannot be read."""

    code: ClassVar[str] = "key-unreadable"


class KeyFolder:
    """Signs with the keys of one folder: the service's `Signatures`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def certificate(self, who: str) -> str:
        """Return the SHA-256 of the signer's certificate.

        Raises:
            KeyMissingError: the signer has none here.
            KeyUnusableError: the file is no certificate.
        """
        return fingerprint(self._certificate(who))

    def is_practice(self, who: str) -> bool:
        """Tell whether the signer's certificate is a practice one."""
        return is_practice(self._certificate(who))

    def sign(self, pdf: bytes, *, field: str, who: str, passphrase: str, at: datetime, certify: bool) -> bytes:
        """Return the file with one more signature.

        Raises:
            SignatureError: no such key, wrong passphrase, another certificate than the one that is shown for the
                signer, or the file does not take the signature.
        """
        key = load_p12(key_path(self._folder, who), passphrase)
        if key.fingerprint != self.certificate(who):
            raise KeyUnusableError(path=key_path(self._folder, who))
        return sign(pdf, field=field, key=key, at=at, certify=certify)

    def keys(self) -> int:
        """Return how many keys lie here."""
        return len(self._keys())

    def faults(self) -> tuple[SignatureError, ...]:
        """Return, as refusals that are not raised, which keys cannot be read, or by others than their owner, too."""
        return tuple(fault for path in self._keys() if (fault := _fault(path)) is not None)

    def _keys(self) -> list[Path]:
        return sorted(self._folder.glob("*.p12"))

    def _certificate(self, who: str) -> x509.Certificate:
        path = certificate_path(self._folder, who)
        try:
            data = path.read_bytes()
        except OSError as error:
            raise KeyMissingError(path=path) from error
        try:
            return x509.load_pem_x509_certificate(data)
        except ValueError as error:
            raise KeyUnusableError(path=path) from error


def _fault(path: Path) -> SignatureError | None:
    try:
        mode = stat.S_IMODE(path.stat().st_mode)
        path.read_bytes()
    except OSError as error:
        return KeyUnreadableError(path=path, reason=error.strerror or type(error).__name__)
    return KeyOpenError(path=path, mode=f"{mode:04o}") if mode & 0o077 else None

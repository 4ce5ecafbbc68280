"""The keys of a workspace: `keys/<account>.p12`, encrypted, or which device keeps one; beside each its certificate."""

import os
import re
import stat
from datetime import datetime
from pathlib import Path
from typing import ClassVar

from cryptography import x509

from exam.publishing.acceptance import added_signature
from exam.publishing.certificates import common_name, fingerprint, is_practice
from exam.publishing.hardware_keys import read_hardware_key, sign_with_hardware
from exam.publishing.signing import (
    KeyMissingError,
    KeyUnusableError,
    SignatureError,
    Signing,
    Stamp,
    load_p12,
    sign,
)
from exam.publishing.trust import trust_files
from exam.service.ports import AddedSignature

SEAL = "seal"
"""The account name under which the authorised person's seal is kept."""
DEVICE = ".device.json"
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


def device_path(folder: Path, who: str) -> Path:
    """Return where it is kept which device holds a signer's key."""
    return key_path(folder, who).with_name(f"{who}{DEVICE}")


def chain_path(folder: Path, who: str) -> Path:
    """Return where the certificates above a signer's own are kept, where no PKCS#12 file holds them."""
    return key_path(folder, who).with_name(f"{who}.chain.crt")


def keep_private(path: Path, data: bytes) -> None:
    """Write a file that only its owner may read, whole or not at all."""
    fresh = path.with_name(f"{path.name}.new")
    fresh.unlink(missing_ok=True)
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
    fresh.replace(path)


class KeyOpenError(SignatureError):
    """Others than its owner may read the key."""

    code: ClassVar[str] = "key-open"


class KeyUnreadableError(SignatureError):
    """The key's file cannot be read."""

    code: ClassVar[str] = "key-unreadable"


class KeyFolder:
    """Signs with the keys of one folder: the service's `Signatures`."""

    def __init__(self, folder: Path, trust: Path | None = None) -> None:
        self._folder = folder
        self._trust = trust

    def added(self, before: bytes, after: bytes, *, at: datetime) -> AddedSignature:
        """Return the one signature that was added to a file elsewhere; `verify` would find nothing new wrong with it.

        Raises:
            ForeignRevisionError: the file before is not its beginning, or something else was added, or nothing.
        """
        return added_signature(before, after, roots=trust_files(self._trust) if self._trust else (), at=at)

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

    def sign(
        self,
        pdf: bytes,
        *,
        field: str,
        who: str,
        passphrase: str,
        at: datetime,
        certify: bool,
        stamp: Stamp | None = None,
    ) -> bytes:
        """Return the file with one more signature, stamped where there is somebody who stamps.

        Raises:
            SignatureError: no such key, wrong passphrase, another certificate than the one that is shown for the
                signer, or the file does not take the signature.
            TimestampError: there is no stamp for it.
        """
        device = read_hardware_key(device_path(self._folder, who))
        if device is not None:
            certificates = (self._certificate(who), *self._above(who))
            return sign_with_hardware(device, passphrase, certificates, pdf, Signing(field, at, certify, stamp))
        key = load_p12(key_path(self._folder, who), passphrase)
        if key.fingerprint != self.certificate(who):
            raise KeyUnusableError(path=key_path(self._folder, who))
        return sign(pdf, field=field, key=key, at=at, certify=certify, stamp=stamp)

    def keys(self) -> int:
        """Return how many keys lie here."""
        return len(self._keys())

    def told(self) -> list[dict[str, str]]:
        """Return for each key whose it is, where it is kept, and how long its certificate lasts.

        Raises:
            KeyUnusableError: a certificate cannot be read.
        """
        found = []
        for path in self._keys():
            who = path.name.removesuffix(DEVICE).removesuffix(".p12")
            certificate = self._certificate(who)
            found.append(
                {
                    "account": who,
                    "name": common_name(certificate),
                    "kept": "device" if path.name.endswith(DEVICE) else "file",
                    "until": certificate.not_valid_after_utc.date().isoformat(),
                    "practice": str(is_practice(certificate)).lower(),
                    "sha256": fingerprint(certificate),
                }
            )
        return found

    def faults(self) -> tuple[SignatureError, ...]:
        """Return, as refusals that are not raised, which keys cannot be read, or by others than their owner, too."""
        return tuple(fault for path in self._keys() if (fault := _fault(path)) is not None)

    def _keys(self) -> list[Path]:
        return sorted((*self._folder.glob("*.p12"), *self._folder.glob(f"*{DEVICE}")))

    def _above(self, who: str) -> list[x509.Certificate]:
        try:
            data = chain_path(self._folder, who).read_bytes()
            return x509.load_pem_x509_certificates(data) if data else []
        except FileNotFoundError:
            return []
        except (OSError, ValueError) as error:
            raise KeyUnusableError(path=chain_path(self._folder, who)) from error

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

"""Puts the key of a signer into the keys of a workspace: a PKCS#12 file, or where a device keeps it."""

from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.serialization import Encoding

from exam.core.canonical import canonical_json
from exam.publishing.certificates import fingerprint
from exam.publishing.hardware_keys import HardwareKey, certificate_on, prove_hardware
from exam.publishing.key_folder import certificate_path, chain_path, device_path, keep_private, key_path
from exam.publishing.signing import KeyMissingError, KeyUnusableError, load_p12


def add_p12(folder: Path, who: str, file: Path, passphrase: str) -> str:
    """Keep a copy of a PKCS#12 file that opens with the passphrase, and return its certificate's SHA-256.

    Raises:
        SignatureError: the account's name is none, the file is no key, or it does not open.
    """
    target = key_path(folder, who)
    key = load_p12(file, passphrase)
    device_path(folder, who).unlink(missing_ok=True)
    keep_private(certificate_path(folder, who), key.certificate.public_bytes(Encoding.PEM))
    keep_private(target, file.read_bytes())
    return key.fingerprint


def add_hardware(folder: Path, who: str, key: HardwareKey, pin: str, certificates: Path | None) -> str:
    """Keep where a device keeps a key, once it was seen to sign, and return its certificate's SHA-256.

    `certificates` are the signer's own one and those above it (PEM); without it, the device's own copy is read.

    Raises:
        SignatureError: no such device, no certificate, the PIN is wrong, or the key is another one's.
    """
    chain = certificates_of(key, certificates)
    try:
        prove_hardware(key, pin, chain[0])
    except InvalidSignature as error:
        raise KeyUnusableError(path=f"{key.token}/{key.key}") from error
    key_path(folder, who).unlink(missing_ok=True)
    keep_private(chain_path(folder, who), b"".join(one.public_bytes(Encoding.PEM) for one in chain[1:]))
    keep_private(certificate_path(folder, who), chain[0].public_bytes(Encoding.PEM))
    keep_private(device_path(folder, who), canonical_json(key))
    return fingerprint(chain[0])


def certificates_of(key: HardwareKey, file: Path | None) -> list[x509.Certificate]:
    """Return the certificate of a key on a device and those above it: from a file (PEM), or the device's own copy.

    Raises:
        SignatureError: there is none, or the file holds none.
    """
    if file is None:
        found = certificate_on(key)
        if found is None:
            raise KeyMissingError(path=f"{key.token}/{key.key}")
        return [found]
    try:
        return x509.load_pem_x509_certificates(file.read_bytes())
    except OSError as error:
        raise KeyMissingError(path=file) from error
    except ValueError as error:
        raise KeyUnusableError(path=file) from error

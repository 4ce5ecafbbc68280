"""Keys that never leave their device (PKCS#11: cards, tokens, HSMs): where one is kept, and a signature made with it.

The optional extra `pkcs11` brings the library, which is imported only here and only when somebody has such a key. The
PIN goes to the device and is kept nowhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from pyhanko.sign.signers import Signer

from exam.core.model import Frozen
from exam.publishing.certificates import common_name, der
from exam.publishing.offline import finished
from exam.publishing.signing import (
    ChainSigner,
    Hand,
    KeyMissingError,
    KeyUnusableError,
    PassphraseWrongError,
    SignatureError,
    Signing,
    sign_by,
)

if TYPE_CHECKING:
    from pkcs11 import Session

PROBE = b"exam: does this key belong to this certificate?"


class HardwareMissingError(SignatureError):
    """The program was installed without what speaks to devices."""

    code: ClassVar[str] = "pkcs11-missing"


class HardwareFailedError(SignatureError):
    """The device, or its module, did not do what it was asked for."""

    code: ClassVar[str] = "pkcs11-failed"


class HardwareKey(Frozen):
    """Where a key is kept: the device's module, the label of the token, the label of the key; never a PIN."""

    module: str
    token: str
    key: str


def sign_with_hardware(
    key: HardwareKey, pin: str, certificates: tuple[x509.Certificate, ...], pdf: bytes, signing: Signing
) -> bytes:
    """Return the file with a signature of the device; the first certificate is the signer's own.

    Raises:
        SignatureError: no such device or key, wrong PIN, or the file does not take the signature.
        TimestampError: there is no stamp for it.
    """
    own = certificates[0]
    with _session(key, pin) as session:
        signer = _DeviceSigner(certificates, _device(session, key, own))
        return sign_by(Hand(common_name(own), signer), pdf, signing)


def certificate_on(key: HardwareKey) -> x509.Certificate | None:
    """Return the certificate that lies beside the key under its label; reading it needs no PIN.

    Raises:
        SignatureError: no such device.
    """
    with _session(key, None) as session:
        from pkcs11 import Attribute, ObjectClass  # noqa: PLC0415 - an optional extra

        wanted = {Attribute.CLASS: ObjectClass.CERTIFICATE, Attribute.LABEL: key.key}
        found = [bytes(one[Attribute.VALUE]) for one in session.get_objects(wanted)]
    return x509.load_der_x509_certificate(found[0]) if found else None


def prove_hardware(key: HardwareKey, pin: str, certificate: x509.Certificate) -> None:
    """Let the device sign something, and check it with the certificate that is to stand for the key.

    Raises:
        SignatureError: no such device or key, or the PIN is wrong.
        InvalidSignature: the certificate belongs to another key.
    """
    with _session(key, pin) as session:
        made = finished(_device(session, key, certificate).async_sign_raw(PROBE, "sha256"))
    public = certificate.public_key()
    if isinstance(public, ec.EllipticCurvePublicKey):
        public.verify(made, PROBE, ec.ECDSA(hashes.SHA256()))
    elif isinstance(public, rsa.RSAPublicKey):
        public.verify(made, PROBE, padding.PKCS1v15(), hashes.SHA256())
    else:
        raise KeyUnusableError(path=f"{key.token}/{key.key}")


class _DeviceSigner(ChainSigner):
    """Lets the device sign; pyHanko's own signer would put whatever lies on the device into the file."""

    def __init__(self, certificates: tuple[x509.Certificate, ...], device: Signer) -> None:
        super().__init__(certificates)
        self._device = device

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:  # noqa: FBT001, FBT002 - pyHanko's signature
        return await self._device.async_sign_raw(data, digest_algorithm, dry_run)


def _device(session: Session, key: HardwareKey, own: x509.Certificate) -> Signer:
    """Return pyHanko's signer for a key; SoftHSM and others sign only a digest with a curve."""
    from pyhanko.sign.pkcs11 import PKCS11Signer  # noqa: PLC0415 - an optional extra

    curve = isinstance(own.public_key(), ec.EllipticCurvePublicKey)
    return PKCS11Signer(session, signing_cert=_asn1(own), key_label=key.key, use_raw_mechanism=curve)


@contextmanager
def _session(key: HardwareKey, pin: str | None) -> Iterator[Session]:
    """Open the device; whatever its library raises is told as one refusal, and never with the PIN."""
    try:
        from pkcs11.exceptions import PinIncorrect, PinInvalid, PinLenRange, PKCS11Error  # noqa: PLC0415 - an optional extra
        from pyhanko.config.pkcs11 import TokenCriteria  # noqa: PLC0415 - an optional extra
        from pyhanko.sign.pkcs11 import open_pkcs11_session  # noqa: PLC0415 - an optional extra
    except ImportError as error:
        raise HardwareMissingError(module=key.module) from error
    if not Path(key.module).is_file():
        raise KeyMissingError(path=key.module)
    try:
        session = open_pkcs11_session(key.module, token_criteria=TokenCriteria(label=key.token), user_pin=pin)
        with session:
            yield session
    except (PinIncorrect, PinInvalid, PinLenRange) as error:
        raise PassphraseWrongError(path=f"{key.token}/{key.key}") from error
    except PKCS11Error as error:
        reason = str(error) or type(error).__name__
        raise HardwareFailedError(module=key.module, token=key.token, key=key.key, reason=reason) from error


def read_hardware_key(path: Path) -> HardwareKey | None:
    """Return what a file says of where a key is kept, None where there is no such file.

    Raises:
        KeyUnusableError: it says something else.
    """
    try:
        return HardwareKey.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise KeyUnusableError(path=path) from error


def _asn1(certificate: x509.Certificate) -> asn1.Certificate:
    return asn1.Certificate.load(der(certificate))

"""Signs a record, PAdES B-B or, with a time stamp over the signature, B-T: one incremental update for each signer.

The pages, fields and metadata stand in the base file. The document information keeps the moment at which the record
was made; when somebody signed is in his signature. Pitfalls and figures: `research/signing.md` § 3 and 4.
"""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import ClassVar

from asn1crypto import cms, x509
from asn1crypto import pkcs12 as pfx
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, pkcs12
from cryptography.x509 import Certificate
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, Signer
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.stamp.noop import NoOpStampStyle
from pyhanko_certvalidator.registry import SimpleCertificateStore

from exam.problem import ExamError
from exam.publishing.certificates import common_name, fingerprint, is_practice
from exam.publishing.offline import finished
from exam.publishing.record_reader import RecordReader
from exam.publishing.tokens import HASH, TOKEN_LIMIT, TokenUnusableError

ATTRIBUTES = 1024
"""More bytes than the signed attributes of a signature and its frame have, apart from the names in them."""
TOKEN_RESERVED = 2 * TOKEN_LIMIT
"""Hexadecimal digits kept free beside it for its time stamp."""

Stamp = Callable[[bytes], bytes]
"""From a SHA-256 to the time-stamp token over it."""
PrivateKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


class SignatureError(ExamError):
    """The file does not take the signature; the root of what signing refuses."""

    code: ClassVar[str] = "signature-failed"


class KeyMissingError(SignatureError):
    """The signer has no key here."""

    code: ClassVar[str] = "key-missing"


class KeyUnusableError(SignatureError):
    """The file holds no key, no certificate, or a kind of key that is not supported."""

    code: ClassVar[str] = "key-unusable"


class PassphraseWrongError(SignatureError):
    """The key does not open with this passphrase."""

    code: ClassVar[str] = "passphrase-wrong"


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A key that is open for signing, with its certificate and those above it; never printed."""

    certificate: Certificate
    chain: tuple[Certificate, ...]
    private: PrivateKey = field(repr=False)

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the certificate."""
        return fingerprint(self.certificate)

    @property
    def is_practice(self) -> bool:
        """Tell whether the certificate is a practice one."""
        return is_practice(self.certificate)


def load_p12(path: Path, passphrase: str) -> SigningKey:
    """Open a PKCS#12 file.

    Raises:
        KeyMissingError: there is no such file.
        PassphraseWrongError: it does not open with the passphrase.
        KeyUnusableError: it is no PKCS#12 file, lacks key or certificate, or the key is neither RSA nor on an
            elliptic curve.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise KeyMissingError(path=path) from error
    try:
        opened = pkcs12.load_pkcs12(data, passphrase.encode())
    except ValueError as error:
        raise (PassphraseWrongError if _is_p12(data) else KeyUnusableError)(path=path) from error
    if opened.cert is None or not isinstance(opened.key, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey):
        raise KeyUnusableError(path=path)
    return SigningKey(
        certificate=opened.cert.certificate,
        chain=tuple(above.certificate for above in opened.additional_certs),
        private=opened.key,
    )


def _is_p12(data: bytes) -> bool:
    """Tell whether only a passphrase can be what is missing."""
    try:
        return bool(pfx.Pfx.load(data, strict=True)["version"].native == "v3")
    except ValueError:
        return False


@dataclass(frozen=True, slots=True)
class Hand:
    """Whoever holds the pen: a signer for pyHanko, and the name in his certificate."""

    name: str
    signer: "ChainSigner"


def sign(pdf: bytes, *, field: str, key: SigningKey, at: datetime, certify: bool, stamp: Stamp | None = None) -> bytes:
    """Return the file with one more signature in a field that it has; the first one certifies (DocMDP P=2).

    Raises:
        SignatureError: no such field, it is signed already, or the file cannot be read.
        TimestampError: there is no stamp for it; without `stamp` it can still be signed.
    """
    return sign_open(key, pdf, Signing(field, at, certify, stamp))


def sign_open(key: SigningKey, pdf: bytes, signing: "Signing") -> bytes:
    """Return the file with a signature of an open key.

    Raises:
        SignatureError: as `sign`.
        TimestampError: as `sign`.
    """
    return sign_by(Hand(common_name(key.certificate), _OpenKeySigner(key)), pdf, signing)


@dataclass(frozen=True, slots=True)
class Signing:
    """One signature as it is to be made."""

    field: str
    at: datetime
    certify: bool
    stamp: Stamp | None = None


def sign_by(hand: Hand, pdf: bytes, signing: Signing) -> bytes:
    """Return the file with the signature of whoever signs.

    Raises:
        SignatureError: as `sign`.
        TimestampError: as `sign`.
    """
    metadata = PdfSignatureMetadata(
        field_name=signing.field,
        md_algorithm="sha256",
        name=hand.name,
        subfilter=SigSeedSubFilter.PADES,
        certify=signing.certify,
        docmdp_permissions=MDPPerm.FILL_FORMS,
    )
    signer = _TimedSigner(metadata, hand.signer, signing)
    reserved = hand.signer.room + (TOKEN_RESERVED if signing.stamp else 0)
    out = io.BytesIO()
    try:
        work = signer.async_sign_pdf(QuietWriter(pdf), existing_fields_only=True, bytes_reserved=reserved, output=out)
        finished(work)
    except (PdfError, SigningError) as error:
        raise SignatureError(field=signing.field, reason=error) from error
    return out.getvalue()


class QuietWriter(IncrementalPdfFileWriter):
    """Leaves metadata alone: pyHanko would write the system's time and its own name into a dated record."""

    def __init__(self, pdf: bytes) -> None:
        reader = RecordReader(pdf)
        super().__init__(reader.stream, prev=reader)

    def _update_meta(self) -> None:
        pass


class _TimedSigner(PdfSigner):
    """States the service's time; pyHanko would ask the system's clock."""

    def __init__(self, metadata: PdfSignatureMetadata, signer: Signer, signing: Signing) -> None:
        stamper = Stamper(signing.stamp) if signing.stamp else None
        super().__init__(metadata, signer, timestamper=stamper, stamp_style=NoOpStampStyle())
        self._at = signing.at

    def init_signing_session(
        self,
        pdf_out: BasePdfFileWriter,
        existing_fields_only: bool = False,  # noqa: FBT001, FBT002 - pyHanko's signature
    ) -> PdfSigningSession:
        session = super().init_signing_session(pdf_out, existing_fields_only)
        session.system_time = self._at
        return session


class Stamper(TimeStamper):
    """Hands what is to be stamped to whoever stamps; pyHanko would ask an authority itself and believe its answer."""

    def __init__(self, stamp: Stamp) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # its constructor has no types
        self._stamp = stamp

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> cms.ContentInfo:
        """Return the token over a SHA-256.

        Raises:
            TimestampError: there is none, or it has more bytes than are kept free.
        """
        if md_algorithm != HASH:
            raise TokenUnusableError(reason=md_algorithm)
        token = self._stamp(message_digest)
        if len(token) > TOKEN_LIMIT:
            raise TokenUnusableError(reason=f"{len(token)} B")
        return cms.ContentInfo.load(token)


class ChainSigner(Signer):
    """A signer who puts these certificates into the file, his own one first, and no others."""

    def __init__(self, certificates: Sequence[Certificate]) -> None:
        own, *chain = [_asn1(found) for found in certificates]
        carried = sum(len(found.dump()) for found in (own, *chain))
        named, made = 2 * len(own.issuer.dump()), 2 * own.public_key.byte_size
        self.room = 2 * (carried + named + made + ATTRIBUTES)
        """Hexadecimal digits kept free for a signature; always as many, because the length of one on a curve varies."""
        above = SimpleCertificateStore()  # type: ignore[no-untyped-call]  # its constructor has no types
        above.register_multiple(chain)
        super().__init__(signing_cert=own, cert_registry=above)


class _OpenKeySigner(ChainSigner):
    """Signs with a key that stays open; pyHanko's own signer parses and checks it at every use (signing.md § 4)."""

    def __init__(self, key: SigningKey) -> None:
        super().__init__((key.certificate, *key.chain))
        self._private = key.private

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:  # noqa: ARG002, FBT001, FBT002 - pyHanko's signature; a trial run costs no more
        if isinstance(self._private, rsa.RSAPrivateKey):
            return self._private.sign(data, padding.PKCS1v15(), hashes.SHA256())
        return self._private.sign(data, ec.ECDSA(hashes.SHA256()))


def _asn1(certificate: Certificate) -> x509.Certificate:
    return x509.Certificate.load(certificate.public_bytes(Encoding.DER))

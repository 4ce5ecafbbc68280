"""Keys for practice: a root and one P-256 key for each signer, all marked by a policy and opened by a published word.

Whoever has this program can make such keys for any name, so they prove that a file is whole and never who made it.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, pkcs12
from cryptography.x509.oid import NameOID

from exam.publishing.certificates import PRACTICE_POLICY
from exam.publishing.key_folder import SEAL, certificate_path, device_path, keep_private, key_path
from exam.publishing.practice_word import PASSPHRASE
from exam.publishing.signing import SigningKey, load_p12

ROOT = "practice-root"
ROOT_NAME = "CVIČNÝ kořen – jen pro cvičné zkoušky"
SEAL_NAME = "Pečeť autorizované osoby"
YEARS = timedelta(days=30 * 365)
_NAME_LIMIT = 64
"""Upper bound of a common name (X.520), in bytes."""


def make_practice_keys(folder: Path, names: Mapping[str, str], *, at: datetime) -> tuple[Path, ...]:
    """Make a key for each account and for the seal, where there is none yet, and return the key files.

    `names` are people's names by account. Keys that exist are left as they are.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    root = practice_root(folder, at)
    wanted = {**names, SEAL: SEAL_NAME}
    for who in sorted(wanted):
        if not (_has_key(folder, who) and certificate_path(folder, who).exists()):
            _make(folder, who, wanted[who], root, at)
    return tuple(key_path(folder, who) for who in sorted(wanted))


def _has_key(folder: Path, who: str) -> bool:
    return key_path(folder, who).exists() or device_path(folder, who).exists()


def practice_root(folder: Path, at: datetime) -> SigningKey:
    """Return the key of the practice authority, made where there is none."""
    if not key_path(folder, ROOT).exists():
        private = ec.generate_private_key(ec.SECP256R1())
        name = _subject(ROOT_NAME)
        built = _builder(name, name, private.public_key(), private.public_key(), at)
        built = built.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        built = built.add_extension(_usage(signing=False), critical=True)
        _keep(folder, ROOT, private, built.sign(private, hashes.SHA256()), above=None)
    return load_p12(key_path(folder, ROOT), PASSPHRASE)


def _make(folder: Path, who: str, name: str, root: SigningKey, at: datetime) -> None:
    private = ec.generate_private_key(ec.SECP256R1())
    issuer = root.certificate
    built = _builder(_subject(f"CVIČNÝ: {name}"), issuer.subject, private.public_key(), root.private.public_key(), at)
    built = built.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    built = built.add_extension(_usage(signing=True), critical=True)
    _keep(folder, who, private, built.sign(root.private, hashes.SHA256()), above=issuer)


def _builder(
    subject: x509.Name,
    issuer: x509.Name,
    public: ec.EllipticCurvePublicKey,
    issuing: ec.EllipticCurvePublicKey | RSAPublicKey,
    at: datetime,
) -> x509.CertificateBuilder:
    built = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - timedelta(days=1))
        .not_valid_after(at + YEARS)
    )
    policy = x509.PolicyInformation(x509.ObjectIdentifier(PRACTICE_POLICY), policy_qualifiers=None)
    extensions: Iterator[x509.ExtensionType] = iter(
        (
            x509.CertificatePolicies([policy]),
            x509.SubjectKeyIdentifier.from_public_key(public),
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuing),
        )
    )
    for extension in extensions:
        built = built.add_extension(extension, critical=False)
    return built


def _subject(name: str) -> x509.Name:
    fitting = name.encode()[:_NAME_LIMIT].decode(errors="ignore")
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, fitting)])


def _usage(*, signing: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=signing,
        content_commitment=signing,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=not signing,
        crl_sign=not signing,
        encipher_only=False,
        decipher_only=False,
    )


def _keep(
    folder: Path,
    who: str,
    private: ec.EllipticCurvePrivateKey,
    certificate: x509.Certificate,
    above: x509.Certificate | None,
) -> None:
    """Write the certificate first: a key whose certificate is missing would be made anew."""
    keep_private(certificate_path(folder, who), certificate.public_bytes(Encoding.PEM))
    encryption = BestAvailableEncryption(PASSPHRASE.encode())
    chain = [above] if above else None
    packed = pkcs12.serialize_key_and_certificates(who.encode(), private, certificate, chain, encryption)
    keep_private(key_path(folder, who), packed)

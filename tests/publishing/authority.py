"""A throwaway certification authority, so that official signatures can be made and led back to a root."""

from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, pkcs12
from cryptography.x509.oid import NameOID

from exam.publishing.certificates import PRACTICE_POLICY
from exam.publishing.signing import PrivateKey, SigningKey
from tests.record_builders import ISSUED

SINCE = ISSUED - timedelta(days=100)
YEAR = timedelta(days=365)


class Authority:
    """A root, and below it an issuing authority; with `practice` everything it issues is marked as practice."""

    def __init__(self, name: str, *, practice: bool = False) -> None:
        self._practice = practice
        self._root_key = ec.generate_private_key(ec.SECP256R1())
        self._key = ec.generate_private_key(ec.SECP256R1())
        above = _name(f"{name} – kořen")
        self.root = self._built(above, above, self._root_key, self._root_key, ca=True)
        self.issuing = self._built(_name(name), above, self._key, self._root_key, ca=True)

    @property
    def pem(self) -> bytes:
        """The root as a reader would trust it."""
        return self.root.public_bytes(Encoding.PEM)

    def issue(
        self,
        name: str,
        *,
        since: datetime = SINCE,
        private: PrivateKey | None = None,
        chain: bool = True,
        practice: bool = False,
    ) -> SigningKey:
        """Return a key with a certificate for a year and, with `chain`, the authority's certificates."""
        own = private or ec.generate_private_key(ec.SECP256R1())
        certificate = self._built(_name(name), self.issuing.subject, own, self._key, since=since, practice=practice)
        return SigningKey(certificate=certificate, chain=(self.issuing, self.root) if chain else (), private=own)

    def _built(
        self,
        subject: x509.Name,
        issuer: x509.Name,
        own: PrivateKey,
        above: ec.EllipticCurvePrivateKey,
        *,
        ca: bool = False,
        since: datetime = SINCE,
        practice: bool = False,
    ) -> x509.Certificate:
        built = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(issuer)
            .public_key(own.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(since)
            .not_valid_after(since + YEAR)
            .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
            .add_extension(_usage(ca=ca), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(own.public_key()), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(above.public_key()), critical=False)
        )
        if practice or self._practice:
            policy = x509.PolicyInformation(x509.ObjectIdentifier(PRACTICE_POLICY), policy_qualifiers=None)
            built = built.add_extension(x509.CertificatePolicies([policy]), critical=False)
        return built.sign(above, hashes.SHA256())


def keep_p12(folder: Path, who: str, key: SigningKey, passphrase: str) -> None:
    """Write key and certificate as a workspace keeps them."""
    (folder / f"{who}.crt").write_bytes(key.certificate.public_bytes(Encoding.PEM))
    encryption = BestAvailableEncryption(passphrase.encode())
    packed = pkcs12.serialize_key_and_certificates(None, key.private, key.certificate, key.chain, encryption)
    (folder / f"{who}.p12").write_bytes(packed)


def rsa_key() -> rsa.RSAPrivateKey:
    """Return a fresh RSA key."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def _name(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _usage(*, ca: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not ca,
        content_commitment=not ca,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=ca,
        crl_sign=ca,
        encipher_only=False,
        decipher_only=False,
    )

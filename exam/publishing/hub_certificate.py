"""The hub's certificate: made anew at each start by the workspace's practice authority.

The authority is carried to the other computers by hand, so it stays the same when the hub goes on at another machine.
"""

import ipaddress
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from exam.publishing.key_folder import keep_private
from exam.publishing.practice_keys import practice_root

LASTS = timedelta(days=60)
"""Before and after the start: the clocks of other computers may be wrong, and there is no network to set them."""


def authority_pem(keys: Path, at: datetime) -> str:
    """Return the certificate of the practice authority, made where there is none."""
    return practice_root(keys, at).certificate.public_bytes(Encoding.PEM).decode()


def make_hub_certificate(keys: Path, out: Path, names: tuple[str, ...], at: datetime) -> None:
    """Write key and certificate of a hub with these names and addresses into one file that only its owner reads."""
    root, private = practice_root(keys, at), ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, names[0])])
    built = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(root.certificate.subject)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(max(at - LASTS, root.certificate.not_valid_before_utc))
        .not_valid_after(at + LASTS)
        .add_extension(x509.SubjectAlternativeName([_named(name) for name in names]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(private.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(root.private.public_key()), critical=False)
    )
    certificate = built.sign(root.private, hashes.SHA256())
    key = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    out.parent.mkdir(mode=0o700, exist_ok=True)
    keep_private(out, key + certificate.public_bytes(Encoding.PEM))


def _named(name: str) -> x509.GeneralName:
    with suppress(ValueError):
        return x509.IPAddress(ipaddress.ip_address(name))
    return x509.DNSName(name)

"""What the program reads in a certificate: whose it is, and whether it is only for practice."""

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding

PRACTICE_POLICY = "2.25.38999474985721163400412581941186279829"
"""The policy that marks a practice certificate: the arc of UUIDs, 1d570692-3eff-4fea-bb31-de84d2463995 (X.667)."""


def fingerprint(certificate: x509.Certificate) -> str:
    """Return the SHA-256 of the certificate in hexadecimal."""
    return certificate.fingerprint(hashes.SHA256()).hex()


def is_practice(certificate: x509.Certificate) -> bool:
    """Tell whether the certificate says that it is for practice only."""
    try:
        policies = certificate.extensions.get_extension_for_class(x509.CertificatePolicies).value
    except x509.ExtensionNotFound:
        return False
    return any(policy.policy_identifier.dotted_string == PRACTICE_POLICY for policy in policies)


def is_practice_der(data: bytes) -> bool:
    """Tell the same of a certificate's bytes."""
    return is_practice(x509.load_der_x509_certificate(data))


def common_name(certificate: x509.Certificate) -> str:
    """Return the name of whom the certificate names, or the whole subject when it has no common name."""
    found = certificate.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
    return str(found[0].value) if found else certificate.subject.rfc4514_string()


def der(certificate: x509.Certificate) -> bytes:
    """Return the certificate's bytes."""
    return certificate.public_bytes(Encoding.DER)

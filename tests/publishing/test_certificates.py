from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from exam.publishing.certificates import common_name, der, fingerprint, is_practice
from tests.publishing.authority import SINCE, YEAR, Authority


def of_a_nameless_office() -> x509.Certificate:
    private = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.ORGANIZATION_NAME, "Úřad")])
    policy = x509.PolicyInformation(x509.ObjectIdentifier("1.2.3.4"), None)
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(private.public_key())
        .serial_number(7)
        .not_valid_before(SINCE)
        .not_valid_after(SINCE + YEAR)
        .add_extension(x509.CertificatePolicies([policy]), critical=False)
        .sign(private, hashes.SHA256())
    )


def test_a_practice_certificate_says_so_by_its_policy(authority: Authority) -> None:
    assert is_practice(authority.issue("Kdokoli", practice=True).certificate)
    assert not is_practice(authority.issue("Kdokoli").certificate)


def test_another_policy_is_not_practice() -> None:
    assert not is_practice(of_a_nameless_office())


def test_a_certificate_is_called_by_its_common_name_or_its_whole_subject(authority: Authority) -> None:
    assert common_name(authority.issue("Žofie Ukázková").certificate) == "Žofie Ukázková"
    assert common_name(of_a_nameless_office()) == "O=Úřad"


def test_a_fingerprint_is_the_digest_of_the_bytes(authority: Authority) -> None:
    digest = hashes.Hash(hashes.SHA256())
    digest.update(der(authority.root))
    assert fingerprint(authority.root) == digest.finalize().hex()

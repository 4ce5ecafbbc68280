"""Whether a signature's container holds nothing but the signature: the one part of a file that no signature covers.

Whatever a validator would read past (padding, other certificates, unsigned attributes, the spelling of hexadecimal
digits) could be changed without breaking the signature, so that one form alone is accepted: the one that PAdES B-B
needs, built anew from its signed parts and compared byte by byte.
"""

from collections.abc import Iterable

from asn1crypto import cms, parser, x509
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature


def is_exact(data: bytes, embedded: EmbeddedPdfSignature, path: Iterable[x509.Certificate] | None) -> bool:
    """Tell whether the container is exactly the signature with certificates of its validated path, each once.

    Where no path was found, any certificates may be there: nothing is led back through them.
    """
    _, length, start, _ = (int(value) for value in embedded.byte_range)
    content = bytes(embedded.pkcs7_content)
    if data[length:start] != b"<" + content.hex().upper().encode() + b">":
        return False
    size = int(parser.peek(content))
    if any(content[size:]) or content[:size] != _rebuilt(embedded):
        return False
    found = [choice.chosen.dump() for choice in embedded.signed_data["certificates"]]
    known = set(found) if path is None else {certificate.dump() for certificate in path}
    return len(set(found)) == len(found) and set(found) <= known


def _rebuilt(embedded: EmbeddedPdfSignature) -> bytes:
    signed, signer = embedded.signed_data, embedded.signer_info
    certificate = embedded.signer_cert
    issuer = cms.IssuerAndSerialNumber({"issuer": certificate.issuer, "serial_number": certificate.serial_number})
    digest_algorithm = {"algorithm": "sha256"}
    built = cms.SignerInfo(
        {
            "version": "v1",
            "sid": cms.SignerIdentifier({"issuer_and_serial_number": issuer}),
            "digest_algorithm": digest_algorithm,
            "signature_algorithm": signer["signature_algorithm"],
            "signed_attrs": signer["signed_attrs"],
            "signature": signer["signature"].native,
        }
    )
    content = cms.SignedData(
        {
            "version": "v1",
            "digest_algorithms": [digest_algorithm],
            "encap_content_info": {"content_type": "data"},
            "certificates": list(signed["certificates"]),
            "signer_infos": [built],
        }
    )
    return bytes(cms.ContentInfo({"content_type": "signed_data", "content": content}).dump())

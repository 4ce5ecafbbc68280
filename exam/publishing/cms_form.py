"""Whether a signature's container holds nothing but the signature: the one part of a file that no signature covers.

Whatever a validator would read past (padding, other certificates, unsigned attributes, the spelling of hexadecimal
digits) could be changed without breaking the signature, so that one form alone is accepted: the one that PAdES needs,
built anew from its signed parts and compared byte by byte. Beside the signature there may be one time stamp over it.
"""

from collections.abc import Iterable

from asn1crypto import cms, parser, x509
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from exam.publishing.tokens import exact_signer, exact_token

TOKEN = "signature_time_stamp_token"  # noqa: S105 - the name of an attribute

Path = Iterable[x509.Certificate] | None
"""The certificates of a validated path; None where there is none, and nothing is led back through any."""


def is_exact(data: bytes, embedded: EmbeddedPdfSignature, path: Path, token_path: Path = None) -> bool:
    """Tell whether the container is exactly the signature with certificates of its validated path, each once."""
    token = token_of(embedded)
    return (
        _alone(data, embedded, _rebuilt(embedded, token))
        and _known(embedded.signed_data, path)
        and (token is None or _known(token, token_path))
    )


def is_exact_stamp(data: bytes, embedded: EmbeddedPdfSignature, path: Path) -> bool:
    """Tell whether the container of a time stamp over the file is exactly its token."""
    found = embedded.signed_data
    built = exact_token(found, [choice.chosen for choice in found["certificates"]])
    return _alone(data, embedded, built) and _known(found, path)


def token_of(embedded: EmbeddedPdfSignature) -> cms.SignedData | None:
    """Return the time stamp over a signature, None where there is none."""
    for attribute in embedded.signer_info["unsigned_attrs"]:
        if attribute["type"].native == TOKEN:
            return attribute["values"][0]["content"]
    return None


def _alone(data: bytes, embedded: EmbeddedPdfSignature, built: bytes) -> bool:
    """Tell whether nothing else stands where no signature covers the file."""
    _, length, start, _ = (int(value) for value in embedded.byte_range)
    content = bytes(embedded.pkcs7_content)
    if data[length:start] != b"<" + content.hex().upper().encode() + b">":
        return False
    size = int(parser.peek(content))
    return not any(content[size:]) and content[:size] == built


def _known(signed: cms.SignedData, path: Path) -> bool:
    found = [choice.chosen.dump() for choice in signed["certificates"]]
    known = set(found) if path is None else {certificate.dump() for certificate in path}
    return len(set(found)) == len(found) and set(found) <= known


def _rebuilt(embedded: EmbeddedPdfSignature, token: cms.SignedData | None) -> bytes:
    signed, signer = embedded.signed_data, exact_signer(embedded.signer_info, [embedded.signer_cert])
    if token is not None:
        exact = cms.ContentInfo.load(exact_token(token, [choice.chosen for choice in token["certificates"]]))
        signer["unsigned_attrs"] = cms.CMSAttributes([cms.CMSAttribute({"type": TOKEN, "values": [exact]})])
    content = cms.SignedData(
        {
            "version": "v1",
            "digest_algorithms": [{"algorithm": "sha256"}],
            "encap_content_info": {"content_type": "data"},
            "certificates": list(signed["certificates"]),
            "signer_infos": [signer],
        }
    )
    return bytes(cms.ContentInfo({"content_type": "signed_data", "content": content}).dump())

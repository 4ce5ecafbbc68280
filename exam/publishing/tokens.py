"""Time-stamp tokens (RFC 3161): whether one holds, and the one form in which the program keeps and takes them.

A token's certificates, lists and unsigned attributes could be changed without breaking it. So it is kept with nothing
but what was signed and the certificates that lead to the reader's root, and a reader takes no other form.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from asn1crypto import cms, core, tsp, x509
from pyhanko.sign.ades.report import AdESIndeterminate
from pyhanko.sign.validation.generic_cms import validate_tst_signed_data
from pyhanko.sign.validation.status import TimestampSignatureStatus
from pyhanko_certvalidator import ValidationContext

from exam.publishing.offline import finished
from exam.service.stamping import Stamp, TimestampError

HASH = "sha256"
TOKEN_LIMIT = 5120
"""Bytes of a token that are kept: its signature and two certificates of RSA-4096 have room."""


class TokenUnusableError(TimestampError):
    """The answer is no token, or one of a form that is not taken."""

    code: ClassVar[str] = "timestamp-unusable"


class TokenBrokenError(TimestampError):
    """The token stamps something else, or its signature is broken."""

    code: ClassVar[str] = "timestamp-broken"


class TokenExpiredError(TimestampError):
    """The authority's certificate was not in force when it stamped."""

    code: ClassVar[str] = "timestamp-expired"


class TokenUntrustedError(TimestampError):
    """The authority's certificate leads to no root that is trusted here."""

    code: ClassVar[str] = "timestamp-untrusted"


@dataclass(frozen=True, slots=True)
class CheckedToken:
    """A token that holds."""

    signed: cms.SignedData
    info: tsp.TSTInfo
    certificates: tuple[x509.Certificate, ...]
    """From the authority's own one up to below the root."""

    @property
    def stamp(self) -> Stamp:
        """What it says."""
        own = self.certificates[0]
        return Stamp(
            at=self.info["gen_time"].native,
            authority=name_of(own),
            until=own.not_valid_after,
        )

    def exact(self) -> bytes:
        """Return the token in its one form."""
        return exact_token(self.signed, self.certificates)


def check_token(token: bytes, imprint: bytes, roots: Sequence[x509.Certificate]) -> CheckedToken:
    """Return the token once it was found to stamp `imprint` under a trusted certificate in force at that moment.

    Raises:
        TimestampError: the named refusal.
    """
    signed, info = parsed_token(token)
    moment: datetime = info["gen_time"].native
    context = ValidationContext(trust_roots=list(roots), allow_fetching=False, moment=moment)
    try:
        told = finished(validate_tst_signed_data(signed, context, expected(imprint)))
    except Exception as error:  # an answer from outside raises anything, and any of it is a refusal
        raise TokenUnusableError(reason=type(error).__name__) from error
    status = TimestampSignatureStatus(**told)
    own = name_of(status.signing_cert)
    if not (status.intact and status.valid):
        raise TokenBrokenError(authority=own)
    if status.trust_problem_indic is AdESIndeterminate.OUT_OF_BOUNDS_NO_POE:
        raise TokenExpiredError(authority=own, at=moment.isoformat(timespec="seconds"))
    if not status.trusted or status.validation_path is None:
        raise TokenUntrustedError(authority=own)
    path = tuple(reversed(list(status.validation_path.iter_certs(include_root=False))))
    return CheckedToken(signed=signed, info=info, certificates=path)


def parsed_token(token: bytes) -> tuple[cms.SignedData, tsp.TSTInfo]:
    """Return the parts of a token.

    Raises:
        TokenUnusableError: these bytes are none.
    """
    try:
        found = cms.ContentInfo.load(token, strict=True)
        signed = found["content"]
        info = signed["encap_content_info"]["content"].parsed
        info.native  # noqa: B018 - parses the whole of it, now rather than later
        (_,) = signed["signer_infos"]
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise TokenUnusableError(reason=type(error).__name__) from error
    if not isinstance(signed, cms.SignedData) or not isinstance(info, tsp.TSTInfo):
        raise TokenUnusableError(reason=found["content_type"].native)
    return signed, info


def expected(imprint: bytes) -> Callable[[str], bytes]:
    """Return what answers which imprint is expected under which hash: ours is a SHA-256, and no other one fits."""
    return lambda algorithm: imprint if algorithm == HASH else b""


def exact_token(signed: cms.SignedData, certificates: Sequence[x509.Certificate]) -> bytes:
    """Return a token built anew from what was signed, with these certificates."""
    (signer,) = signed["signer_infos"]
    told = signed["encap_content_info"]["content"].parsed.dump()
    content = cms.SignedData(
        {
            "version": "v3",
            "digest_algorithms": [_bare(signer)],
            "encap_content_info": {"content_type": "tst_info", "content": core.ParsableOctetString(told)},
            "certificates": list(certificates),
            "signer_infos": [exact_signer(signer, certificates)],
        }
    )
    return bytes(cms.ContentInfo({"content_type": "signed_data", "content": content}).dump())


def exact_signer(signer: cms.SignerInfo, certificates: Sequence[x509.Certificate]) -> cms.SignerInfo:
    """Return the signer's part with nothing that he did not sign, named as his certificate among these spells it."""
    own = _own(signer, certificates)
    named = cms.IssuerAndSerialNumber({"issuer": own.issuer, "serial_number": own.serial_number})
    return cms.SignerInfo(
        {
            "version": "v1",
            "sid": cms.SignerIdentifier({"issuer_and_serial_number": named}),
            "digest_algorithm": _bare(signer),
            "signature_algorithm": signer["signature_algorithm"],
            "signed_attrs": signer["signed_attrs"],
            "signature": signer["signature"].native,
        }
    )


def _bare(signer: cms.SignerInfo) -> dict[str, str]:
    return {"algorithm": signer["digest_algorithm"]["algorithm"].native}


def _own(signer: cms.SignerInfo, certificates: Sequence[x509.Certificate]) -> x509.Certificate:
    """Return the certificate that the signer names by its issuer and number.

    Raises:
        TokenUnusableError: he names it otherwise, or it is not there.
    """
    named = signer["sid"].chosen
    if isinstance(named, cms.IssuerAndSerialNumber):
        for found in certificates:
            if found.serial_number == named["serial_number"].native and found.issuer == named["issuer"]:
                return found
    raise TokenUnusableError(reason=signer["sid"].name)


def name_of(certificate: x509.Certificate) -> str:
    """Return the name in a certificate."""
    told = certificate.subject.native
    return str(told.get("common_name") or certificate.subject.human_friendly)

"""Examines one signature of a record: whole, by whom, led back to which root, and what it covers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from exam.core.model import Frozen
from exam.core.record_check import Discrepancy
from exam.publishing.certificates import common_name, der, fingerprint, is_practice
from exam.publishing.cms_form import is_exact
from exam.publishing.offline import finished


class Coverage(StrEnum):
    """How much of the file a signature covers."""

    FILE = "file"
    REVISION = "revision"
    """All that was there when it was made."""
    NOTHING = "nothing"


class SignatureFacts(Frozen):
    """What is known of one signature."""

    field: str
    signer: str = ""
    """The name in the certificate."""
    signed_at: datetime | None = None
    """As the signer states it; no authority vouches for it."""
    certificate: str = ""
    """SHA-256."""
    intact: bool = False
    """What it covers was not changed."""
    valid: bool = False
    """It was made with the certificate's key."""
    trusted: bool = False
    """Its certificate leads to a root that the reader trusts; never a practice one."""
    practice: bool = False
    covers: Coverage = Coverage.NOTHING


@dataclass(frozen=True, slots=True)
class Trust:
    """Whom the reader trusts, and when he asks."""

    roots: Sequence[asn1.Certificate]
    now: datetime


def examine(
    embedded: EmbeddedPdfSignature, data: bytes, trust: Trust, *, following: EmbeddedPdfSignature | None
) -> tuple[SignatureFacts, tuple[Discrepancy, ...]]:
    """Return the facts of a signature and what is wrong with it; never raises.

    Only the `following` signature may have been added after it, and nothing after the last one.
    """
    field = str(embedded.field_name)
    try:
        return _examined(embedded, data, trust, following)
    except Exception as error:  # noqa: BLE001 - hostile bytes raise anything, and any of it is a verdict
        told = {"field": field, "reason": type(error).__name__}
        return SignatureFacts(field=field), (Discrepancy(code="signature-unreadable", arguments=told),)


def _examined(
    embedded: EmbeddedPdfSignature, data: bytes, trust: Trust, following: EmbeddedPdfSignature | None
) -> tuple[SignatureFacts, tuple[Discrepancy, ...]]:
    certificate = x509.load_der_x509_certificate(embedded.signer_cert.dump())
    practice = is_practice(certificate)
    signed_at = embedded.self_reported_timestamp
    context = _context(embedded, trust, signed_at if practice else None)
    status = finished(async_validate_pdf_signature(embedded, context, ts_validation_context=context))
    facts = SignatureFacts(
        field=str(embedded.field_name),
        signer=common_name(certificate),
        signed_at=signed_at,
        certificate=fingerprint(certificate),
        intact=bool(status.intact),
        valid=bool(status.valid),
        trusted=bool(status.trusted) and not practice,
        practice=practice,
        covers=_coverage(status),
    )
    alone = following is None or following.signed_revision == embedded.signed_revision + 1
    codes = [*_whole(facts, status, last=following is None, alone=alone), *_form(embedded, data, status)]
    codes += _chain(facts, status)
    if not practice:
        codes += _time(facts, certificate, trust.now)
    return facts, tuple(codes)


def _context(embedded: EmbeddedPdfSignature, trust: Trust, practice_moment: datetime | None) -> ValidationContext:
    """Lead a practice certificate to the root in the file at the time that it states; any other to the reader's."""
    practice = practice_moment is not None
    return ValidationContext(
        trust_roots=_practice_roots(embedded) if practice else list(trust.roots),
        allow_fetching=False,
        moment=practice_moment or trust.now,
    )


def _practice_roots(embedded: EmbeddedPdfSignature) -> list[asn1.Certificate]:
    roots = []
    for found in embedded.other_embedded_certs:
        certificate = x509.load_der_x509_certificate(found.dump())
        try:
            certificate.verify_directly_issued_by(certificate)
        except (ValueError, TypeError, InvalidSignature):
            continue
        if is_practice(certificate):
            roots.append(asn1.Certificate.load(der(certificate)))
    return roots


def _coverage(status: PdfSignatureStatus) -> Coverage:
    if status.coverage is SignatureCoverageLevel.ENTIRE_FILE:
        return Coverage.FILE
    return Coverage.REVISION if status.coverage is SignatureCoverageLevel.ENTIRE_REVISION else Coverage.NOTHING


def _whole(facts: SignatureFacts, status: PdfSignatureStatus, *, last: bool, alone: bool) -> Iterator[Discrepancy]:
    """Tell of a signature that is not whole; `alone` says that only a signature came after it."""
    told = {"field": facts.field}
    if not (facts.intact and facts.valid):
        yield Discrepancy(code="signature-broken", arguments=told)
    if facts.covers is Coverage.NOTHING or (last and facts.covers is not Coverage.FILE):
        yield Discrepancy(code="signature-coverage", arguments=told)
    level = status.modification_level
    if not (status.docmdp_ok and alone) or level is None or level > ModificationLevel.FORM_FILLING:
        yield Discrepancy(code="signature-changed-after", arguments=told)


def _form(embedded: EmbeddedPdfSignature, data: bytes, status: PdfSignatureStatus) -> Iterator[Discrepancy]:
    path = status.validation_path
    certificates = list(path.iter_certs(include_root=True)) if path else None
    if not is_exact(data, embedded, certificates):
        yield Discrepancy(code="signature-form", arguments={"field": str(embedded.field_name)})


def _chain(facts: SignatureFacts, status: PdfSignatureStatus) -> Iterator[Discrepancy]:
    if status.trusted or not (facts.intact and facts.valid):
        return  # nobody follows the chain of a broken signature
    code = "practice-chain-broken" if facts.practice else "signature-untrusted"
    yield Discrepancy(code=code, arguments={"field": facts.field, "signer": facts.signer})


def _time(facts: SignatureFacts, certificate: x509.Certificate, now: datetime) -> Iterator[Discrepancy]:
    """A stated time proves nothing, but one before the certificate or after now is false."""
    stated = facts.signed_at
    slack = timedelta(minutes=5)
    if stated is None or not certificate.not_valid_before_utc <= stated <= now + slack:
        yield Discrepancy(code="signature-time-wrong", arguments={"field": facts.field})

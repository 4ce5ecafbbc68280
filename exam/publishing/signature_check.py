"""Examines one signature of a record: whole, by whom, led back to which root, stamped when, and what it covers."""

from collections.abc import Iterator
from datetime import datetime
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
from exam.core.omission import SEAL_FIELD
from exam.core.record_check import Discrepancy
from exam.publishing.certificates import common_name, der, fingerprint, is_practice
from exam.publishing.cms_form import is_exact
from exam.publishing.grounds import SLACK, Grounds
from exam.publishing.offline import finished
from exam.publishing.stamp_check import STAMP, Examined, StampFacts, examine_token, is_unproven

UNTRUSTED = frozenset({"stamp-untrusted", "stamp-unproven", "stamp-expired"})
"""What is no fault of a practice record: who reads one trusts nobody."""


class Coverage(StrEnum):
    """How much of the file a signature covers."""

    FILE = "file"
    REVISION = "revision"
    """All that was there when it was made."""
    NOTHING = "nothing"


class Level(StrEnum):
    """The level of a signature (PAdES, ETSI EN 319 142-1)."""

    B = "B-B"
    T = "B-T"
    """An authority stamped when it was there."""
    LTA = "B-LTA"
    """The file proves it for later readers, under a stamp over the whole of it."""


class SignatureFacts(Frozen):
    """What is known of one signature."""

    field: str
    signer: str = ""
    """The name in the certificate."""
    signed_at: datetime | None = None
    """As the signer states it; no authority vouches for it."""
    level: Level = Level.B
    stamp: StampFacts | None = None
    """The time stamp over it."""
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


def examine(
    embedded: EmbeddedPdfSignature,
    data: bytes,
    grounds: Grounds,
    *,
    following: EmbeddedPdfSignature | None,
    stated: bool = False,
) -> tuple[SignatureFacts, tuple[Discrepancy, ...]]:
    """Return the facts of a signature and what is wrong with it; never raises.

    Only the `following` signature may have been added after it, or what a stamp over the file brings along. Where it is
    `stated` who does not sign, one revision before the seal says so.
    """
    field = str(embedded.field_name)
    try:
        return _examined(embedded, data, grounds, following, stated=stated)
    except Exception as error:  # noqa: BLE001 - hostile bytes raise anything, and any of it is a verdict
        told = {"field": field, "reason": type(error).__name__}
        return SignatureFacts(field=field), (Discrepancy(code="signature-unreadable", arguments=told),)


def _examined(
    embedded: EmbeddedPdfSignature,
    data: bytes,
    grounds: Grounds,
    following: EmbeddedPdfSignature | None,
    *,
    stated: bool,
) -> tuple[SignatureFacts, tuple[Discrepancy, ...]]:
    certificate = x509.load_der_x509_certificate(embedded.signer_cert.dump())
    practice = is_practice(certificate)
    token = examine_token(embedded, grounds)
    context = _context(embedded, grounds, token, practice=practice)
    work = async_validate_pdf_signature(embedded, context, ts_validation_context=context, diff_policy=grounds.updates)
    status = finished(work)
    facts = SignatureFacts(
        field=str(embedded.field_name),
        signer=common_name(certificate),
        signed_at=embedded.self_reported_timestamp,
        level=_level(token, grounds),
        stamp=token.facts if token else None,
        certificate=fingerprint(certificate),
        intact=bool(status.intact),
        valid=bool(status.valid),
        trusted=bool(status.trusted) and not practice,
        practice=practice,
        covers=_coverage(status),
    )
    codes = [*_whole(facts, status, last=following is None, alone=_alone(embedded, following, stated=stated))]
    codes += [*_form(embedded, data, status, token), *_chain(facts, status, grounds)]
    if token is not None:
        codes += [code for code in token.codes if not (practice and code.code in UNTRUSTED)]
    if not practice:
        codes += _time(facts, certificate, grounds.now)
    return facts, tuple(codes)


def _level(token: Examined | None, grounds: Grounds) -> Level:
    if grounds.sealed_at is not None:
        return Level.LTA
    return Level.B if token is None or token.codes else Level.T


def lowered(facts: SignatureFacts) -> SignatureFacts:
    """Return the facts of a signature where the stamp over the file proves nothing."""
    stamped = facts.stamp is not None and facts.stamp.trusted
    return facts.model_copy(update={"level": Level.T if stamped else Level.B})


def _alone(embedded: EmbeddedPdfSignature, following: EmbeddedPdfSignature | None, *, stated: bool) -> bool:
    """Tell whether only the next signature came after it, or the revocation data and the stamp that seal the file.

    Right before the seal, and nowhere else, there is a revision more where it is stated who does not sign.
    """
    if following is None:
        return True
    added = following.signed_revision - embedded.signed_revision
    if stated and following.field_name == SEAL_FIELD:
        return bool(added == 1 + stated)
    return bool(1 <= added <= 1 + (following.sig_object_type == STAMP))


def _context(
    embedded: EmbeddedPdfSignature, grounds: Grounds, token: Examined | None, *, practice: bool
) -> ValidationContext:
    """Lead a practice certificate to the root in the file at the time that it states; any other to the reader's.

    An official one must have been in force when somebody trusted stamped the signature, or else the whole file.
    """
    if practice:
        moment = embedded.self_reported_timestamp or grounds.now
        return ValidationContext(trust_roots=_practice_roots(embedded), allow_fetching=False, moment=moment)
    stamped = token.facts.at if token and not token.codes else None
    return grounds.context(stamped or grounds.sealed_at or grounds.now)


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


def _form(
    embedded: EmbeddedPdfSignature, data: bytes, status: PdfSignatureStatus, token: Examined | None
) -> Iterator[Discrepancy]:
    path = status.validation_path
    certificates = list(path.iter_certs(include_root=True)) if path else None
    if not is_exact(data, embedded, certificates, token.path if token else None):
        yield Discrepancy(code="signature-form", arguments={"field": str(embedded.field_name)})


def _chain(facts: SignatureFacts, status: PdfSignatureStatus, grounds: Grounds) -> Iterator[Discrepancy]:
    if status.trusted or not (facts.intact and facts.valid):
        return  # nobody follows the chain of a broken signature
    unproven = is_unproven(status.trust_problem_indic, grounds)
    code = "signature-unproven" if unproven else "signature-untrusted"
    if facts.practice:
        code = "practice-chain-broken"
    yield Discrepancy(code=code, arguments={"field": facts.field, "signer": facts.signer})


def _time(facts: SignatureFacts, certificate: x509.Certificate, now: datetime) -> Iterator[Discrepancy]:
    """A stated time proves nothing, but one before the certificate, or after now or its stamp, is false."""
    stated, latest = facts.signed_at, now
    if facts.stamp is not None and facts.stamp.at is not None:
        latest = min(now, facts.stamp.at)
    if stated is None or not certificate.not_valid_before_utc <= stated <= latest + SLACK:
        yield Discrepancy(code="signature-time-wrong", arguments={"field": facts.field})

"""Examines the time stamps of a record: those over one signature, and those over the whole file that seal it for years.

A stamp is judged as of the moment that it states, and its certificate must last until the next stamp was made over it,
or until now. That a certificate was revoked afterwards is not seen without a network.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from asn1crypto import cms, x509
from pyhanko.sign.ades.report import AdESIndeterminate
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import async_validate_pdf_timestamp
from pyhanko.sign.validation.generic_cms import validate_tst_signed_data
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import DocumentTimestampStatus, SignatureCoverageLevel, TimestampSignatureStatus

from exam.core.model import Frozen
from exam.core.record_check import Discrepancy
from exam.publishing.cms_form import is_exact_stamp, token_of
from exam.publishing.grounds import SLACK, Grounds
from exam.publishing.offline import finished
from exam.publishing.tokens import expected, name_of, parsed_token

UNPROVEN = frozenset(
    {
        AdESIndeterminate.CERTIFICATE_CHAIN_GENERAL_FAILURE,
        AdESIndeterminate.TRY_LATER,
        AdESIndeterminate.REVOKED_NO_POE,
        AdESIndeterminate.REVOKED_CA_NO_POE,
    }
)


STAMP = "/DocTimeStamp"
ADDED_BY_A_RENEWAL = (1, 2)
"""Revisions: the stamp, and before it the revocation data where there are new ones."""


class StampFacts(Frozen):
    """What is known of one time stamp."""

    field: str
    """Of the signature that it stamps, or its own where it stamps the file."""
    at: datetime | None = None
    authority: str = ""
    """The name in its certificate."""
    until: datetime | None = None
    """When that certificate ends."""
    whole: bool = False
    """It was made with the certificate's key over exactly this."""
    trusted: bool = False
    """Its certificate leads to a root that the reader trusts and was in force."""


@dataclass(frozen=True, slots=True)
class Examined:
    """A stamp with what is wrong with it, and the path that its certificate led along."""

    facts: StampFacts
    codes: tuple[Discrepancy, ...]
    path: tuple[x509.Certificate, ...] | None = None


def stamp_field(number: int) -> str:
    """Return the name of the field of a file's stamp; they count from 1."""
    return f"ArchiveTS{number}"


def stamped_at(embedded: EmbeddedPdfSignature) -> datetime:
    """Return when a stamp over the file was made, as it says itself.

    Raises:
        TokenUnusableError: it is none.
    """
    signed = embedded.signed_data
    _, info = parsed_token(cms.ContentInfo({"content_type": "signed_data", "content": signed}).dump())
    at: datetime = info["gen_time"].native
    return at


def examine_token(embedded: EmbeddedPdfSignature, grounds: Grounds) -> Examined | None:
    """Return the facts of the stamp over a signature, None where it has none; what cannot be read, raises."""
    signed = token_of(embedded)
    if signed is None:
        return None
    field = str(embedded.field_name)
    _, info = parsed_token(cms.ContentInfo({"content_type": "signed_data", "content": signed}).dump())
    imprint = hashlib.sha256(embedded.signer_info["signature"].native).digest()
    work = validate_tst_signed_data(signed, grounds.context(info["gen_time"].native), expected(imprint))
    status = TimestampSignatureStatus(**finished(work))
    facts = _facts(field, status)
    return Examined(facts, tuple(_judged(facts, status, grounds, grounds.sealed_at or grounds.now)), _path(status))


def examine_stamp(
    embedded: EmbeddedPdfSignature, data: bytes, grounds: Grounds, *, following: EmbeddedPdfSignature | None
) -> Examined:
    """Return the facts of a stamp over the file and what is wrong with it; never raises."""
    field = str(embedded.field_name)
    try:
        return _examined(embedded, data, grounds, following)
    except Exception as error:  # noqa: BLE001 - hostile bytes raise anything, and any of it is a verdict
        told = {"field": field, "reason": type(error).__name__}
        return Examined(StampFacts(field=field), (Discrepancy(code="signature-unreadable", arguments=told),))


def _examined(
    embedded: EmbeddedPdfSignature, data: bytes, grounds: Grounds, following: EmbeddedPdfSignature | None
) -> Examined:
    field = str(embedded.field_name)
    context = grounds.context(stamped_at(embedded))
    status = finished(async_validate_pdf_timestamp(embedded, context, diff_policy=grounds.updates))
    facts = _facts(field, status)
    next_one = grounds.now
    if following is not None and following.sig_object_type == STAMP:
        next_one = stamped_at(following)
    codes = [*_covers(field, status, embedded, following), *_judged(facts, status, grounds, next_one)]
    if not is_exact_stamp(data, embedded, _path(status)):
        codes.append(Discrepancy(code="signature-form", arguments={"field": field}))
    return Examined(facts, tuple(codes))


def _facts(field: str, status: TimestampSignatureStatus) -> StampFacts:
    own = status.signing_cert
    return StampFacts(
        field=field,
        at=status.timestamp,
        authority=name_of(own),
        until=own.not_valid_after,
        whole=bool(status.intact and status.valid),
        trusted=bool(status.trusted),
    )


def _path(status: TimestampSignatureStatus) -> tuple[x509.Certificate, ...] | None:
    path = status.validation_path
    return tuple(path.iter_certs(include_root=True)) if path else None


def is_unproven(indication: object, grounds: Grounds) -> bool:
    """Tell whether a file that must prove its certificates by itself lacks the proof of one."""
    return grounds.sealed_at is not None and indication in UNPROVEN


def _judged(
    facts: StampFacts, status: TimestampSignatureStatus, grounds: Grounds, next_one: datetime
) -> Iterator[Discrepancy]:
    """Tell of a stamp that does not hold; `next_one` is when another one was made over it, or now."""
    told = {"field": facts.field, "authority": facts.authority}
    indication = status.trust_problem_indic
    if not facts.whole:
        yield Discrepancy(code="stamp-broken", arguments=told)
    elif indication is AdESIndeterminate.OUT_OF_BOUNDS_NO_POE or (facts.until and facts.until < next_one):
        yield Discrepancy(code="stamp-expired", arguments=told | {"until": str(facts.until and facts.until.date())})
    elif is_unproven(indication, grounds):
        yield Discrepancy(code="stamp-unproven", arguments=told)
    elif not facts.trusted:
        yield Discrepancy(code="stamp-untrusted", arguments=told)
    if facts.at is None or facts.at > next_one + SLACK:
        yield Discrepancy(code="stamp-time", arguments={"field": facts.field})


def _covers(
    field: str,
    status: DocumentTimestampStatus,
    embedded: EmbeddedPdfSignature,
    following: EmbeddedPdfSignature | None,
) -> Iterator[Discrepancy]:
    """Tell of bytes that a stamp over the file does not cover; only what a renewal adds may follow it."""
    told = {"field": field}
    wanted = SignatureCoverageLevel.ENTIRE_FILE if following is None else SignatureCoverageLevel.ENTIRE_REVISION
    if status.coverage < wanted:
        yield Discrepancy(code="signature-coverage", arguments=told)
    renewed = following is None or (
        following.sig_object_type == STAMP
        and following.signed_revision - embedded.signed_revision in ADDED_BY_A_RENEWAL
    )
    level = status.modification_level
    if not renewed or level is None or level > ModificationLevel.LTA_UPDATES:
        yield Discrepancy(code="signature-changed-after", arguments=told)

"""Says what a record file is worth, from the file alone: ACCEPT, PRACTICE or RETURN, with codes for everything wrong.

Needs no network and no journal. ACCEPT means that the file is whole, that it proves its own result, and that every
signature leads to a certificate that the reader trusts. It says nothing about legal effects.
"""

import io
import logging
from collections.abc import Iterator, Sequence
from datetime import datetime
from enum import StrEnum
from itertools import zip_longest
from typing import ClassVar

from asn1crypto import pem
from asn1crypto import x509 as asn1
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation import read_certification_data
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from exam.core.exam_record import ExamRecord
from exam.core.model import Frozen
from exam.core.record_building import practice_reasons
from exam.core.record_check import Discrepancy, check_record
from exam.core.session_values import PlannedSigner, SignatureMode
from exam.publishing.attached import Attached, read_attached
from exam.publishing.signature_check import SignatureFacts, Trust, examine
from exam.publishing.signing import SignatureError

END = b"%%EOF"

for _noisy in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(_noisy).addHandler(logging.NullHandler())  # a broken file is a verdict, not a log line


class VerificationVerdict(StrEnum):
    """What is to be done with a file."""

    ACCEPT = "ACCEPT"
    PRACTICE = "PRACTICE"
    """Whole, and only practice."""
    RETURN = "RETURN"


class Verification(Frozen):
    """The verdict with its grounds."""

    verdict: VerificationVerdict
    record: ExamRecord | None = None
    """As attached; of a file to be returned it proves nothing."""
    signatures: tuple[SignatureFacts, ...] = ()
    codes: tuple[Discrepancy, ...] = ()


class TrustRootUnreadableError(SignatureError):
    """Something given as a trusted certificate is none."""

    code: ClassVar[str] = "trust-root-unreadable"


def verify_pdf(data: bytes, *, trust_roots: Sequence[bytes], now: datetime) -> Verification:
    """Return the verdict on a file; no bytes make it raise.

    Raises:
        TrustRootUnreadableError: a trust root is neither PEM nor DER; that is the reader's fault, not the file's.
    """
    trust = Trust(roots=[root for number, given in enumerate(trust_roots, 1) for root in _root(number, given)], now=now)
    try:
        return _verified(data, trust)
    except Exception as error:  # noqa: BLE001 - hostile bytes raise anything, and any of it is a verdict
        unreadable = Discrepancy(code="record-unreadable", arguments={"reason": type(error).__name__})
        return Verification(verdict=VerificationVerdict.RETURN, codes=(unreadable,))


def _root(number: int, given: bytes) -> Iterator[asn1.Certificate]:
    try:
        found = [der for _, _, der in pem.unarmor(given, multiple=True)] if pem.detect(given) else [given]
        for der in found:
            certificate = asn1.Certificate.load(der, strict=True)
            certificate.native  # noqa: B018 - parses the whole of it, now rather than later
            yield certificate
    except (ValueError, TypeError) as error:
        raise TrustRootUnreadableError(number=number) from error


def _verified(data: bytes, trust: Trust) -> Verification:
    reader = PdfFileReader(io.BytesIO(data))
    attached, codes = read_attached(reader)
    found = list(reader.embedded_signatures)
    examined = [examine(one, data, trust, following=after) for one, after in zip_longest(found, found[1:])]
    facts = tuple(fact for fact, _ in examined)
    grounds = [*_end(data), *codes, *(code for _, wrong in examined for code in wrong)]
    if attached is not None:
        grounds += _against_record(reader, found, facts, attached.record)
        grounds += _undeclared(attached, facts)
        grounds += _proof(attached)
    return Verification(
        verdict=_verdict(attached, facts, grounds),
        record=attached.record if attached else None,
        signatures=facts,
        codes=tuple(grounds),
    )


def _verdict(
    attached: Attached | None, facts: Sequence[SignatureFacts], codes: list[Discrepancy]
) -> VerificationVerdict:
    if codes or attached is None:
        return VerificationVerdict.RETURN
    practice = attached.record.practice or any(fact.practice for fact in facts)
    return VerificationVerdict.PRACTICE if practice else VerificationVerdict.ACCEPT


def _end(data: bytes) -> Iterator[Discrepancy]:
    if not data.removesuffix(b"\n").endswith(END):
        yield Discrepancy(code="bytes-after-end")


def _proof(attached: Attached) -> tuple[Discrepancy, ...]:
    return check_record(attached.record, attached.extract, attached.standard_json, attached.standard)


def _against_record(
    reader: PdfFileReader, found: list[EmbeddedPdfSignature], facts: Sequence[SignatureFacts], record: ExamRecord
) -> Iterator[Discrepancy]:
    planned = [signer for signer in record.signers if signer.mode is SignatureMode.ELECTRONIC]
    yield from _planned(planned, facts)
    if _field_names(reader) != [signer.field for signer in planned]:
        yield Discrepancy(code="form-differs")
    if found and not _certifies(reader, found[0]):
        yield Discrepancy(code="certification-missing", arguments={"field": facts[0].field})


def _undeclared(attached: Attached, facts: Sequence[SignatureFacts]) -> Iterator[Discrepancy]:
    """Refuse a record that calls itself official although its certificates or its own standard allow practice only."""
    record = attached.record
    practice = any(fact.practice for fact in facts)
    reasons = practice_reasons(
        attached.standard, record.started_at.date(), scripted=False, practice_certificate=practice
    )
    if reasons and not record.practice:
        yield Discrepancy(code="practice-undeclared")


def _planned(planned: Sequence[PlannedSigner], facts: Sequence[SignatureFacts]) -> Iterator[Discrepancy]:
    """Compare the signatures with those that the record plans: exactly these, in this order."""
    expected, there = [signer.field for signer in planned], [fact.field for fact in facts]
    for field in expected:
        if field not in there:
            yield Discrepancy(code="signature-missing", arguments={"field": field})
    for field in there:
        if field not in expected:
            yield Discrepancy(code="signature-unexpected", arguments={"field": field})
    if not planned:
        yield Discrepancy(code="signature-none")
    if sorted(expected) == sorted(there) and expected != there:
        yield Discrepancy(code="signature-order")
    certificates = {signer.field: signer.certificate for signer in planned}
    for fact in facts:
        if fact.certificate not in {"", certificates.get(fact.field, fact.certificate)}:
            yield Discrepancy(
                code="signature-other-certificate", arguments={"field": fact.field, "signer": fact.signer}
            )


def _field_names(reader: PdfFileReader) -> list[str]:
    fields = [entry.get_object() for entry in reader.root["/AcroForm"]["/Fields"]]
    return [str(field.get("/T", "")) + "/" * ("/Kids" in field) for field in fields]


def _certifies(reader: PdfFileReader, first: EmbeddedPdfSignature) -> bool:
    certification = read_certification_data(reader)
    if certification is None or certification.permission is not MDPPerm.FILL_FORMS:
        return False
    return bool(certification.author_sig.container_ref == first.sig_object.container_ref)

"""Says what a record file is worth, from the file alone: one of four verdicts, with codes for everything wrong.

Needs no network and no journal. ACCEPT means that the file is whole, that it proves its own result, and that every
signature leads to a certificate that the reader trusts. It says nothing about legal effects.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from enum import StrEnum
from itertools import zip_longest
from typing import NamedTuple

from asn1crypto import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation import read_certification_data
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from exam.core.discrepancy import Discrepancy
from exam.core.exam_record import ExamRecord
from exam.core.model import Frozen
from exam.core.record_building import practice_reasons
from exam.core.session_values import PlannedSigner
from exam.publishing.attached import Attached, read_attached
from exam.publishing.content_check import Content, check_content
from exam.publishing.exact_update import RecordDiffPolicy
from exam.publishing.fields import electronic, form_fields, statement_field
from exam.publishing.first_signature import check_first
from exam.publishing.grounds import Grounds, material_of
from exam.publishing.omission_reading import Told, read_omissions, stated
from exam.publishing.printed import Printer
from exam.publishing.record_reader import RecordReader
from exam.publishing.signature_check import UNTRUSTED, SignatureFacts, examine, lowered
from exam.publishing.stamp_check import STAMP, StampFacts, examine_stamp, stamp_field, stamped_at
from exam.publishing.trust import parsed

END = b"%%EOF"


class VerificationVerdict(StrEnum):
    """What is to be done with a file."""

    ACCEPT = "ACCEPT"
    PRACTICE = "PRACTICE"
    """Whole, and only practice."""
    DECIDE = "DECIDE"
    """Whole, and somebody did not sign: whether that suffices is for whoever receives it."""
    RETURN = "RETURN"


class Verification(Frozen):
    """The verdict with its grounds."""

    verdict: VerificationVerdict
    record: ExamRecord | None = None
    """As attached; of a file to be returned it proves nothing."""
    signatures: tuple[SignatureFacts, ...] = ()
    stamps: tuple[StampFacts, ...] = ()
    """Time stamps over the whole file, in order; each renews the one before."""
    codes: tuple[Discrepancy, ...] = ()
    notes: tuple[Discrepancy, ...] = ()
    """What the reader should know and is no fault."""


class Reading(NamedTuple):
    """Whom the reader trusts, when he asks, and with whose templates he compares the pages."""

    roots: Sequence[x509.Certificate]
    now: datetime
    printer: Printer | None


def verify_pdf(
    data: bytes, *, trust_roots: Sequence[bytes], now: datetime, printer: Printer | None = None
) -> Verification:
    """Return the verdict on a file; no bytes make it raise. Pages are compared where there is a `printer`.

    Raises:
        TrustRootUnreadableError: a trust root is neither PEM nor DER; that is the reader's fault, not the file's.
    """
    reading = Reading(parsed(trust_roots), now, printer)
    try:
        return _verified(data, reading)
    except Exception as error:  # noqa: BLE001 - hostile bytes raise anything, and any of it is a verdict
        unreadable = Discrepancy(code="record-unreadable", arguments={"reason": type(error).__name__})
        return Verification(verdict=VerificationVerdict.RETURN, codes=(unreadable,))


def _verified(data: bytes, reading: Reading) -> Verification:
    reader = RecordReader(data)
    if "/AcroForm" not in reader.root:
        return Verification(verdict=VerificationVerdict.RETURN, codes=(Discrepancy(code="record-absent"),))
    attached, codes = read_attached(reader)
    found = list(reader.embedded_signatures)
    stamps = [one for one in found if one.sig_object_type == STAMP]
    sealed = stamped_at(stamps[0]) if stamps else None
    policy = RecordDiffPolicy(data)
    grounds = Grounds(reading.roots, reading.now, material_of(reader), sealed, policy)
    pairs = list(zip_longest(found, found[1:]))
    said = stated(reader)
    examined = [
        examine(one, data, grounds, following=after, stated=bool(said)) for one, after in pairs if one not in stamps
    ]
    sealing = [examine_stamp(one, data, grounds, following=after) for one, after in pairs if one in stamps]
    facts = tuple(fact if all(not seal.codes for seal in sealing) else lowered(fact) for fact, _ in examined)
    wrong = [*_end(data), *codes, *(code for _, told in examined for code in told)]
    practice = any(fact.practice for fact in facts)
    wrong += [code for seal in sealing for code in seal.codes if not (practice and code.code in UNTRUSTED)]
    content, told = Content(), Told()
    if attached is not None:
        told = read_omissions(data, said, attached.record, facts, reading.printer)
        wrong += told.codes
        wrong += _against_record(reader, found, facts, attached.record, told)
        wrong += _undeclared(attached, facts)
        wrong += check_first(reader, found, policy, stated=bool(said))
        content = check_content(data, attached, reading.printer)
        wrong += content.codes
    return Verification(
        verdict=_verdict(attached, facts, wrong, told),
        record=attached.record if attached else None,
        signatures=facts,
        stamps=tuple(seal.facts for seal in sealing),
        codes=tuple(wrong),
        notes=(*told.notes, *content.notes),
    )


def _verdict(
    attached: Attached | None, facts: Sequence[SignatureFacts], codes: list[Discrepancy], told: Told
) -> VerificationVerdict:
    if codes or attached is None:
        return VerificationVerdict.RETURN
    practice = attached.record.practice or any(fact.practice for fact in facts)
    if practice:
        return VerificationVerdict.PRACTICE
    return VerificationVerdict.DECIDE if told.fields else VerificationVerdict.ACCEPT


def _end(data: bytes) -> Iterator[Discrepancy]:
    if not data.removesuffix(b"\n").endswith(END):
        yield Discrepancy(code="bytes-after-end")


def _against_record(
    reader: PdfFileReader,
    found: list[EmbeddedPdfSignature],
    facts: Sequence[SignatureFacts],
    record: ExamRecord,
    told: Told,
) -> Iterator[Discrepancy]:
    planned = electronic(record)
    yield from _planned([signer for signer in planned if signer.field not in told.fields], facts)
    stamps = sum(one.sig_object_type == STAMP for one in found)
    if not _is_form(_field_names(reader), record, stamps):
        yield Discrepancy(code="form-differs")
    if found and not _certifies(reader, found[0]):
        yield Discrepancy(code="certification-missing", arguments={"field": facts[0].field})


def _undeclared(attached: Attached, facts: Sequence[SignatureFacts]) -> Iterator[Discrepancy]:
    """Refuse a record that calls itself official although its certificates or its own standard allow practice only."""
    record = attached.record
    practice = any(fact.practice for fact in facts)
    reasons = practice_reasons(
        attached.standard,
        record.started_at.date(),
        scripted=False,
        practice_certificate=practice,
        set_on=record.set_on,
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


def _is_form(names: list[str], record: ExamRecord, stamps: int) -> bool:
    """Tell whether the form has the planned fields and no other.

    Records drawn before 0.2 had none for statements, or none for that of the chair (`docs/decisions/0022`).
    """
    stamped = [stamp_field(number) for number in range(1, stamps + 1)]
    whole, bare = form_fields(record), [signer.field for signer in electronic(record)]
    chaired = [name for name in whole if name != statement_field(record.signers[0].field)]
    return names in [[*form, *stamped] for form in (whole, chaired, bare)]


def _field_names(reader: PdfFileReader) -> list[str]:
    fields = [entry.get_object() for entry in reader.root["/AcroForm"]["/Fields"]]
    return [str(field.get("/T", "")) + "/" * ("/Kids" in field) for field in fields]


def _certifies(reader: PdfFileReader, first: EmbeddedPdfSignature) -> bool:
    certification = read_certification_data(reader)
    if certification is None or certification.permission is not MDPPerm.FILL_FORMS:
        return False
    return bool(certification.author_sig.container_ref == first.sig_object.container_ref)

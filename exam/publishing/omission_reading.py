"""Reads what a file says of signatures that do not come, and compares it with its record and with what is shown."""

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import pikepdf
from pydantic import ValidationError
from pyhanko.pdf_utils.reader import PdfFileReader

from exam.core.canonical import canonical_json, digest_of
from exam.core.discrepancy import Discrepancy
from exam.core.exam_record import ExamRecord
from exam.core.omission import SEAL_FIELD, Omissions, omittable
from exam.core.omission_check import check_omissions, notes
from exam.publishing.fields import OMISSIONS, statement_field
from exam.publishing.page_text import appearance_text, marks_of
from exam.publishing.printed import STRANGE, Printer, first_revision, letters
from exam.publishing.signature_check import SignatureFacts

Shown = Mapping[str, tuple[str, str, str]]
"""By field: its value, a digest of what is seen there, and the text of that, nothing where it is none of ours."""


@dataclass(slots=True)
class Told:
    """What was found."""

    document: Omissions | None = None
    codes: list[Discrepancy] = field(default_factory=list)
    notes: list[Discrepancy] = field(default_factory=list)

    @property
    def fields(self) -> frozenset[str]:
        """The fields in which no signature comes."""
        return frozenset(one.field for one in self.document.omissions) if self.document else frozenset()


def stated(reader: PdfFileReader) -> str:
    """Return what the form says, nothing where every signature is to come."""
    for entry in reader.root["/AcroForm"]["/Fields"]:
        found = entry.get_object()
        if found.get("/T") == OMISSIONS:
            return str(found.get("/V", ""))
    return ""


def read_omissions(
    data: bytes, said: str, record: ExamRecord, facts: Sequence[SignatureFacts], printer: Printer | None
) -> Told:
    """Return what the form says, and what is wrong with it or with what is shown."""
    told = Told()
    if said:
        try:
            told.document = Omissions.model_validate_json(said)
        except ValidationError:
            told.document = None
        if told.document is None or canonical_json(told.document).decode() != said:
            told.codes.append(Discrepancy(code="omission-unreadable"))
            return told
        sealed_at = next((fact.signed_at for fact in facts if fact.field == SEAL_FIELD), None)
        signed = [fact.field for fact in facts]
        told.codes += check_omissions(record, digest_of(record), told.document, signed, sealed_at)
        told.notes += notes(record, told.document)
    told.codes += _printed(data, record, told, printer)
    return told


def _printed(data: bytes, record: ExamRecord, told: Told, printer: Printer | None) -> Iterator[Discrepancy]:
    """Tell of a field that shows something else than is said, or anything where nothing is said."""
    base = first_revision(data)
    again = printer.omit_again(base, record, told.document) if printer and told.document else None
    found, empty = shown(data), shown(base)
    expected = shown(again) if again else empty
    for signer in omittable(record.signers):
        name = statement_field(signer.field)
        if found.get(name) == (expected if signer.field in told.fields else empty).get(name):
            continue
        own = signer.field not in told.fields or (printer is not None and printer.is_own(record))
        if own or not _has_words(found.get(name), told, signer.field):
            yield Discrepancy(code="omission-printed", arguments={"field": signer.field})


def _has_words(seen: tuple[str, str, str] | None, told: Told, field_name: str) -> bool:
    """Tell whether a field drawn with other words shows its value, and this the reason and who gave it."""
    if seen is None or told.document is None:
        return False
    omission = next(one for one in told.document.omissions if one.field == field_name)
    value, _, text = seen
    needed = (letters(omission.reason), letters(omission.name))
    return letters(value) == letters(text) and all(part in letters(value) for part in needed)


def shown(pdf: bytes) -> Shown:
    """Return what stands in every field with a place that takes words."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        fields = opened.Root.AcroForm.Fields
        return {
            str(one.T): (str(one.get("/V", "")), marks_of(one.AP.N), _text(one.AP.N))
            for one in fields
            if one.get("/FT") == pikepdf.Name.Tx and "/AP" in one
        }


def _text(form: pikepdf.Object) -> str:
    try:
        return appearance_text(form)
    except STRANGE:
        return ""

"""Reads the attached documents back: each exactly once, canonical, the data with the digest that the file states."""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from pydantic import BaseModel, ValidationError
from pyhanko.pdf_utils.generic import DictionaryObject, StreamObject
from pyhanko.pdf_utils.reader import PdfFileReader

from exam.core.canonical import canonical_json, digest
from exam.core.exam_record import ExamRecord, Extract
from exam.core.record_check import Discrepancy
from exam.core.standard import AssessmentStandard
from exam.publishing.container import DATA_DIGEST_KEY
from exam.publishing.publisher import ATTACHMENTS, EXTRACT, QTI, RECORD, STANDARD

LIMIT = 64 * 1024 * 1024
"""More than any record holds; a compressed bomb stops here."""


class AttachmentError(Exception):
    """An attachment is no plain or deflated stream, or larger than any record."""


@dataclass(frozen=True, slots=True)
class Attached:
    """The attached documents, as they were read."""

    record: ExamRecord
    extract: Extract
    standard: AssessmentStandard
    standard_json: bytes
    qti: bytes


def read_attached(reader: PdfFileReader) -> tuple[Attached | None, tuple[Discrepancy, ...]]:
    """Return the documents, or None, and what is wrong with them."""
    files = _files(reader)
    names = [name for name, _ in files]
    if tuple(names) != ATTACHMENTS or len(reader.root.get("/AF", ())) != len(ATTACHMENTS):
        return None, (Discrepancy(code="attachments-differ", arguments={"found": ", ".join(names) or "–"}),)
    data: dict[str, bytes] = {}
    for name, specification in files:
        try:
            data[name] = _bytes(specification)
        except (AttachmentError, KeyError, zlib.error):
            return None, (_unreadable(name),)
    attached, codes = _parsed(data)
    return attached, (*codes, *_digest_stated(reader, data[RECORD]))


def _files(reader: PdfFileReader) -> list[tuple[str, DictionaryObject]]:
    if "/Names" not in reader.root or "/EmbeddedFiles" not in reader.root["/Names"]:
        return []
    flat = list(reader.root["/Names"]["/EmbeddedFiles"]["/Names"])
    return [(str(flat[place]), flat[place + 1].get_object()) for place in range(0, len(flat), 2)]


def _bytes(specification: DictionaryObject) -> bytes:
    stream = specification["/EF"]["/F"]
    if not isinstance(stream, StreamObject):
        raise AttachmentError
    kind = stream.get("/Filter")
    if kind is None:
        return stream.encoded_data
    if kind != "/FlateDecode" or "/DecodeParms" in stream:
        raise AttachmentError
    inflater = zlib.decompressobj()
    found = inflater.decompress(stream.encoded_data, LIMIT)
    if inflater.unconsumed_tail:
        raise AttachmentError
    return found


def _parsed(data: dict[str, bytes]) -> tuple[Attached | None, tuple[Discrepancy, ...]]:
    models: dict[str, type[BaseModel]] = {RECORD: ExamRecord, EXTRACT: Extract, STANDARD: AssessmentStandard}
    found: dict[str, BaseModel] = {}
    codes: list[Discrepancy] = []
    for name, model in models.items():
        try:
            found[name] = model.model_validate_json(data[name])
        except ValidationError:
            codes.append(_unreadable(name))
            continue
        if canonical_json(found[name]) != data[name]:
            codes.append(Discrepancy(code="attachment-not-canonical", arguments={"name": name}))
    record, extract, standard = (found.get(name) for name in (RECORD, EXTRACT, STANDARD))
    if isinstance(record, ExamRecord) and isinstance(extract, Extract) and isinstance(standard, AssessmentStandard):
        return Attached(record, extract, standard, data[STANDARD], data[QTI]), tuple(codes)
    return None, tuple(codes)


def _digest_stated(reader: PdfFileReader, data: bytes) -> Iterator[Discrepancy]:
    stated = reader.trailer["/Info"].get(DATA_DIGEST_KEY, "")
    if str(stated) != digest(data):
        yield Discrepancy(code="data-digest-differs")


def _unreadable(name: str) -> Discrepancy:
    return Discrepancy(code="attachment-unreadable", arguments={"name": name})

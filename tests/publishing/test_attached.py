import io
import json
import zlib
from collections.abc import Callable, Mapping

import pikepdf
import pytest
from pikepdf import Dictionary, Name, Pdf, String
from pyhanko.pdf_utils.reader import PdfFileReader

from exam.core.canonical import canonical_json
from exam.core.qti_result import qti_result
from exam.publishing.attached import LIMIT, read_attached
from exam.publishing.publisher import ATTACHMENTS, EXTRACT, QTI, RECORD, STANDARD
from tests.publishing.faults import Fault, fault, name
from tests.publishing.office import Office, codes, verified
from tests.publishing.surgery import attachments, rebuilt, replaced, specification, stream
from tests.record_builders import RecordCase


def edited(edit: Callable[[Pdf], object]) -> Callable[[Office], bytes]:
    """Sign a file whose unsigned pages were edited: only the edit is wrong with it."""
    return lambda office: office.sign(rebuilt(office.unsigned, edit))


def exchanged(
    change: Callable[[RecordCase], Mapping[str, bytes]], *, digest_too: bool = True
) -> Callable[[Office], bytes]:
    """Sign a file with other attachments."""
    return lambda office: office.sign(replaced(office.unsigned, change(office.short), digest_too=digest_too))


def without(opened: Pdf) -> None:
    names = opened.Root.Names.EmbeddedFiles.Names
    del names[0:2]
    del opened.Root.AF[0]


def with_another(opened: Pdf) -> None:
    add(opened, "zzz.json", specification(opened, EXTRACT))


def with_two(opened: Pdf) -> None:
    add(opened, RECORD, specification(opened, RECORD))


def add(opened: Pdf, called: str, found: pikepdf.Object) -> None:
    names = opened.Root.Names.EmbeddedFiles.Names
    names.append(String(called))
    names.append(found)
    opened.Root.AF.append(found)


def swapped(opened: Pdf) -> None:
    names = opened.Root.Names.EmbeddedFiles.Names
    names[0], names[2] = names[2], names[0]


def unassociated(opened: Pdf) -> None:
    del opened.Root.AF[0]


def filtered(called: str, data: bytes, kind: str, parameters: Dictionary | None = None) -> Callable[[Pdf], None]:
    def edit(opened: Pdf) -> None:
        stream(opened, called).write(data, filter=Name(kind), decode_parms=parameters)

    return edit


def no_stream(opened: Pdf) -> None:
    specification(opened, EXTRACT).EF.F = Dictionary(Length=1)


def no_file(opened: Pdf) -> None:
    del specification(opened, EXTRACT).EF


def no_names(opened: Pdf) -> None:
    del opened.Root.Names


def no_files(opened: Pdf) -> None:
    del opened.Root.Names.EmbeddedFiles


def no_digest(opened: Pdf) -> None:
    del opened.trailer.Info.ExamRecordSHA256


def indented(case: RecordCase) -> Mapping[str, bytes]:
    return {RECORD: json.dumps(json.loads(canonical_json(case.record)), indent=1).encode()}


def with_a_key_twice(case: RecordCase) -> Mapping[str, bytes]:
    told = canonical_json(case.extract)
    return {EXTRACT: told.replace(b'{"entries"', b'{"entries":[],"entries"', 1)}


def elsewhere(case: RecordCase) -> Mapping[str, bytes]:
    return {RECORD: canonical_json(case.record.model_copy(update={"place": "Jinde"}))}


DIFFER, UNREADABLE, UNCANONICAL = "attachments-differ", "attachment-unreadable", "attachment-not-canonical"
FAULTS = (
    fault("an attachment is missing", edited(without), DIFFER),
    fault("an attachment is one too many", edited(with_another), DIFFER),
    fault("an attachment is there twice", edited(with_two), DIFFER),
    fault("two attachments changed their names", edited(swapped), DIFFER),
    fault("an attachment is not associated", edited(unassociated), DIFFER),
    fault("there are no names", edited(no_names), DIFFER),
    fault("there are no attachments", edited(no_files), DIFFER),
    fault("an attachment has no stream", edited(no_stream), UNREADABLE),
    fault("an attachment has no file", edited(no_file), UNREADABLE),
    fault("an attachment is in hexadecimal", edited(filtered(EXTRACT, b"7b7d>", "/ASCIIHexDecode")), UNREADABLE),
    fault("a stream is no deflated one", edited(filtered(EXTRACT, b"{}", "/FlateDecode")), UNREADABLE),
    fault(
        "a stream has a predictor",
        edited(filtered(EXTRACT, zlib.compress(b"{}"), "/FlateDecode", Dictionary(Predictor=1))),
        UNREADABLE,
    ),
    fault(
        "an attachment is a compressed bomb",
        edited(filtered(EXTRACT, zlib.compress(bytes(LIMIT + 1)), "/FlateDecode")),
        UNREADABLE,
    ),
    fault("an attachment is no JSON", exchanged(lambda _: {EXTRACT: b"\xff"}), UNREADABLE),
    fault("an attachment is something else", exchanged(lambda _: {STANDARD: b"{}"}), UNREADABLE),
    fault("an attachment is a very deep one", exchanged(lambda _: {EXTRACT: b"[" * 99_999}), UNREADABLE),
    fault("an attachment is indented", exchanged(indented), UNCANONICAL),
    fault("a key is there twice", exchanged(with_a_key_twice), UNCANONICAL),
    fault(
        "the data are not those stated",
        exchanged(elsewhere, digest_too=False),
        *("data-digest-differs", "printed-missing"),
    ),
    fault("no digest is stated", edited(no_digest), "data-digest-differs"),
)


@pytest.mark.parametrize("wrong", FAULTS, ids=name)
def test_a_record_is_returned_when(office: Office, wrong: Fault) -> None:
    found = verified(wrong.make(office))
    assert found.verdict == "RETURN"
    assert codes(found) == wrong.codes


def test_attachments_come_back_byte_for_byte(office: Office, signed: bytes) -> None:
    case = office.short
    documents = {
        EXTRACT: canonical_json(case.extract),
        QTI: qti_result(case.record, case.extract),
        RECORD: canonical_json(case.record),
        STANDARD: case.standard_json,
    }
    assert tuple(documents) == ATTACHMENTS
    assert attachments(signed) == documents


def test_the_documents_are_read_back_as_they_were(office: Office, signed: bytes) -> None:
    case = office.short
    found, wrong = read_attached(PdfFileReader(io.BytesIO(signed)))
    assert not wrong
    assert found is not None
    assert (found.record, found.extract, found.standard) == (case.record, case.extract, case.standard)


def test_a_stream_that_is_not_deflated_is_read_too(office: Office) -> None:
    case = office.short
    plain = office.sign(replaced(office.unsigned, {EXTRACT: canonical_json(case.extract)}))
    assert verified(plain).verdict == "PRACTICE"

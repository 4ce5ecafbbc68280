# mypy: disable-error-code="no-untyped-call, no-any-return"
"""What passes as one signature and nothing else; everything beside it is pyHanko's to judge."""

import io
from collections.abc import Callable
from unittest.mock import patch

import pytest
from pyhanko.pdf_utils.generic import (
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NumberObject,
    StreamObject,
    pdf_string,
)
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.diff_analysis import DEFAULT_DIFF_POLICY, DiffResult, StandardDiffPolicy, SuspiciousModification

from exam.publishing.exact_update import RecordDiffPolicy, is_certification, references, signed_field
from exam.publishing.record_reader import RecordReader
from exam.publishing.signing import QuietWriter
from tests.publishing.office import Office
from tests.publishing.test_attacks import changed_with

Edit = Callable[[IncrementalPdfFileWriter], None]


def quietly(pdf: bytes, edit: Edit) -> bytes:
    """Return the file with one more revision, which leaves the document information alone."""
    writer, out = QuietWriter(pdf), io.BytesIO()
    edit(writer)
    writer.write(out)
    return out.getvalue()


def judged(pdf: bytes, revision: int) -> str | None:
    """Return what is said of one revision."""
    reader = RecordReader(pdf)
    old, new = (reader.get_historical_resolver(number) for number in (revision - 1, revision))
    return signed_field(old, new, references(pdf))


def field(writer: IncrementalPdfFileWriter, number: int = -2) -> DictionaryObject:
    return writer.root["/AcroForm"]["/Fields"][number].get_object()


def filled(writer: IncrementalPdfFileWriter, number: int = -2, **more: object) -> DictionaryObject:
    """Put a signature of a forger's making into a field."""
    made = DictionaryObject({NameObject("/Type"): NameObject("/Sig"), NameObject("/M"): pdf_string("D:2026")})
    found = field(writer, number)
    found[NameObject("/V")] = writer.add_object(made)
    for key, value in more.items():
        found[NameObject(f"/{key}")] = value
    writer.update_container(found)
    return made


def nothing_else(writer: IncrementalPdfFileWriter) -> None:
    filled(writer)


def renamed(writer: IncrementalPdfFileWriter) -> None:
    filled(writer, T=pdf_string("Member9"))


def covered(writer: IncrementalPdfFileWriter) -> None:
    filled(
        writer, AP=DictionaryObject({NameObject("/N"): writer.add_object(StreamObject(stream_data=b"0 0 9 9 re f"))})
    )


def with_a_page_more(writer: IncrementalPdfFileWriter) -> None:
    filled(writer)
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    page[NameObject("/Rotate")] = NumberObject(180)
    writer.update_container(page)


def with_an_orphan(writer: IncrementalPdfFileWriter) -> None:
    filled(writer)
    writer.add_object(StreamObject(stream_data=b"nobody refers to this"))


def signed_again(writer: IncrementalPdfFileWriter) -> None:
    filled(writer, 0)


def of_another_type(writer: IncrementalPdfFileWriter) -> None:
    filled(writer)[NameObject("/Type")] = NameObject("/Page")


def used_elsewhere(writer: IncrementalPdfFileWriter) -> None:
    made = filled(writer)
    made[NameObject("/Prop_Build")] = ArrayObject([field(writer).raw_get("/V")])


def with_two_fields(writer: IncrementalPdfFileWriter) -> None:
    filled(writer, Kids=ArrayObject())


def a_stream_as_signature(writer: IncrementalPdfFileWriter) -> None:
    found = field(writer)
    made = StreamObject(DictionaryObject({NameObject("/Type"): NameObject("/Sig")}), b"")
    found[NameObject("/V")] = writer.add_object(made)
    writer.update_container(found)


def with_a_new_root(writer: IncrementalPdfFileWriter) -> None:
    filled(writer)
    writer.update_root()


def test_every_signature_after_the_first_is_one_signature_and_nothing_else(signed: bytes) -> None:
    assert judged(signed, 2) == "Seal"


def test_the_first_signature_changes_more_than_its_field(signed: bytes) -> None:
    assert judged(signed, 1) is None


def test_only_the_form_counts_and_not_what_is_in_the_signature(office: Office) -> None:
    first = office.sign(office.unsigned, ["Member1"])
    assert judged(quietly(first, nothing_else), 2) == "Seal"  # whether it is one is for others to say


@pytest.mark.parametrize(
    "edit",
    [
        renamed,
        covered,
        with_a_page_more,
        with_an_orphan,
        signed_again,
        of_another_type,
        used_elsewhere,
        with_two_fields,
        a_stream_as_signature,
        with_a_new_root,
    ],
)
def test_whatever_is_done_beside_it_is_pyhankos_to_judge(office: Office, edit: Edit) -> None:
    first = office.sign(office.unsigned, ["Member1"])
    assert judged(quietly(first, edit), 2) is None


def test_a_reference_that_waited_for_the_signature_is_pyhankos_to_judge(office: Office) -> None:
    """A page may name an object that is not there yet, and the signature would then become a part of it."""

    def signed_over(awaited: int) -> bytes:
        def waiting(writer: IncrementalPdfFileWriter) -> None:
            page = writer.root["/Pages"]["/Kids"][0].get_object()
            page[NameObject("/Waiting")] = IndirectObject(awaited, 0, writer)
            writer.update_container(page)

        return office.sign(quietly(office.unsigned, waiting))

    harmless = signed_over(99_999)
    seal = RecordReader(harmless).root["/AcroForm"]["/Fields"][-2].raw_get("/V")
    assert (judged(harmless, 3), judged(signed_over(seal.idnum), 3)) == ("Seal", None)


def test_a_locked_field_is_pyhankos_to_judge(signed: bytes) -> None:
    reader = RecordReader(signed)
    old, new = reader.get_historical_resolver(1), reader.get_historical_resolver(2)
    locks = reader.embedded_signatures[1].fieldmdp
    with patch.object(StandardDiffPolicy, "apply", return_value=None) as asked:
        assert RecordDiffPolicy(signed).apply(old, new, locks) is None
    asked.assert_called_once_with(old, new, locks, None)


def test_what_passes_here_passes_with_pyhanko_too(signed: bytes) -> None:
    for policy in (RecordDiffPolicy(signed), DEFAULT_DIFF_POLICY):
        found = policy.review_file(RecordReader(signed), 1)
        assert isinstance(found, DiffResult)
        assert found.changed_form_fields == {"Seal"}


def test_what_pyhanko_refuses_is_refused(office: Office) -> None:
    forged = quietly(office.sign(office.unsigned, ["Member1"]), with_a_page_more)
    assert isinstance(RecordDiffPolicy(forged).review_file(RecordReader(forged), 1), SuspiciousModification)


def test_references_are_counted_and_bytes_that_are_no_file_have_none(signed: bytes) -> None:
    reader = RecordReader(signed)
    seal = reader.root["/AcroForm"]["/Fields"].raw_get(1)
    assert references(signed)[seal.idnum] == 3
    assert references(b"no file") == {}


def test_the_first_signature_that_certifies_and_does_nothing_else_is_known(office: Office) -> None:
    for pdf, certifies in (
        (office.sign(office.unsigned, ("Member1",)), True),
        (office.sign(office.unsigned, ("Member1",), certify=False), False),
        (changed_with(office), False),
        (quietly(office.unsigned, nothing_else), False),
    ):
        reader = RecordReader(pdf)
        old, new = (reader.get_historical_resolver(number) for number in (0, 1))
        assert is_certification(old, new, references(pdf)) is certifies

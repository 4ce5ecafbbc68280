"""Signatures that do not come: written before the seal, shown in their places, and nothing that anybody could fake."""

import io
from collections.abc import Callable
from dataclasses import replace

import pikepdf
import pytest
from pyhanko.pdf_utils.generic import NameObject, TextStringObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader

from exam.core.canonical import canonical_json, digest_of
from exam.core.omission import LONGEST_REASON, Omission, OmissionGround, Omissions
from exam.core.report import ReportTemplate
from exam.publishing.conformance import check_conformance
from exam.publishing.fields import OMISSIONS, statement_field
from exam.publishing.omitting import omit, statement
from exam.publishing.publisher import FieldsMissingError
from exam.publishing.reprinting import Reprinter
from exam.publishing.signing import sign
from exam.publishing.verification import verify_pdf
from tests.publishing.authority import Authority
from tests.publishing.office import (
    NOW,
    REPORTS,
    Office,
    codes,
    drawn,
    official,
    publisher,
    sign_with,
    typesetter,
    verified,
)
from tests.publishing.surgery import appended, rebuilt
from tests.record_builders import ISSUED, NASTY, RecordCase

REASON = "Nesouhlasí s hodnocením kritéria b) a odmítl záznam podepsat i po poradě komise."
NAME = "Mgr. Alžběta Dvořáková-Vzorová"


def statements(case: RecordCase, *fields: str, **changes: object) -> Omissions:
    """Say of the members of these fields that the first refuses and the others are absent."""
    planned = {signer.field: signer.who for signer in case.record.signers}
    told = [
        Omission(
            field=field,
            who=planned[field],
            ground=OmissionGround.ABSENT if number else OmissionGround.REFUSED,
            reason=REASON,
            by="dvorakova",
            name=NAME,
            at=ISSUED,
        ).model_copy(update=changes)
        for number, field in enumerate(fields)
    ]
    return Omissions(record=case.record.record, data_digest=digest_of(case.record), omissions=tuple(told))


def left_out(office: Office, *fields: str, case: RecordCase | None = None, **changes: object) -> bytes:
    """Return a record that chair and seal sign, and in which the members of these fields are left out."""
    case = case or office.case(paper=())
    before = office.sign(drawn(case), ("Member1",))
    told = omit(before, statements(case, *fields, **changes), typesetter())
    return office.sign(told, ("Seal",), certify=False)


def test_a_record_without_two_of_its_signatures_is_whole_and_its_reader_is_told(office: Office) -> None:
    found = verified(left_out(office, "Member2", "Member3"))
    assert (found.verdict, found.codes) == ("PRACTICE", ())
    assert [note.code for note in found.notes[:2]] == ["signer-refused", "signer-absent"]
    assert found.notes[0].arguments["reason"] == REASON


def test_an_official_record_without_a_signature_is_for_its_reader_to_decide(authority: Authority) -> None:
    case, keys = official(authority)
    before = sign_with(drawn(case), keys, ("Member1",))
    told = omit(before, statements(case, "Member2"), typesetter())
    done = sign(told, field="Seal", key=keys["seal"], at=ISSUED, certify=False)
    found = verified(done, authority.pem)
    assert (found.verdict, found.codes) == ("DECIDE", ())


def test_nothing_of_what_a_record_must_be_is_lost(office: Office) -> None:
    assert check_conformance(left_out(office, "Member2", "Member3")) == ()


def test_the_same_statement_gives_the_same_bytes(office: Office) -> None:
    case = office.case(paper=())
    pdf = drawn(case)
    assert omit(pdf, statements(case, "Member2"), typesetter()) == omit(pdf, statements(case, "Member2"), typesetter())


def test_the_words_stand_where_the_signature_would_be(office: Office) -> None:
    with pikepdf.open(io.BytesIO(left_out(office, "Member2"))) as opened:
        fields = {str(one.T): one for one in opened.Root.AcroForm.Fields}
        left, bottom, right, top = (float(side) for side in fields[statement_field("Member2")].Rect)
        above = [float(side) for side in fields["Member2"].Rect]
        assert (left, top, right) == (above[0], above[1], above[2])
        assert above[3] > top > bottom
        value = str(fields[statement_field("Member2")].V)
        assert "/V" not in fields["Member2"]
        assert "/V" not in fields[statement_field("Member3")]
        locked = {str(name) for name in fields["Seal"].Lock.Fields}
    assert value == f"PODPIS ODMÍTNUT\nDůvod: {REASON}\nZaznamenal(a): {NAME}, 20.\xa011.\xa02026, 13:05\xa0h"
    assert locked >= {"Member2", statement_field("Member2"), OMISSIONS}


def test_hostile_words_are_made_visible_and_fit(office: Office) -> None:
    hostile = NASTY[:LONGEST_REASON]
    case = office.case(paper=())
    words = statement(statements(case, "Member2", reason=hostile).omissions[0], typesetter())
    assert words.count("\n") == 2
    found = verified(left_out(office, "Member2", "Member3", reason=hostile))
    assert (found.verdict, found.codes) == ("PRACTICE", ())


def test_nobody_signed_electronically_but_the_seal(office: Office) -> None:
    case = office.case(paper=("dvorakova", "kratky", "holubova"))
    told = omit(drawn(case), statements(case, "Member2"), typesetter())
    found = verified(office.sign(told, ("Seal",)))
    assert (found.verdict, found.codes) == ("PRACTICE", ())


def test_a_file_that_an_older_program_drew_has_no_place_for_it(office: Office) -> None:
    def strip(opened: pikepdf.Pdf) -> None:
        del opened.Root.AcroForm.Fields[-1]

    case = office.case(paper=())
    with pytest.raises(FieldsMissingError):
        publisher().omit(rebuilt(drawn(case), strip), case.record, statements(case, "Member2"))


@pytest.mark.parametrize(("field", "known"), [("Member1", True), ("Member2", False)])
def test_a_form_in_which_the_chair_alone_has_no_place_for_it_is_an_older_one(
    office: Office, field: str, *, known: bool
) -> None:
    def strip(opened: pikepdf.Pdf) -> None:
        form = opened.Root.AcroForm
        gone = next(one for one in form.Fields if str(one.T) == statement_field(field))
        for holder, name in ((form, "/Fields"), (gone.P, "/Annots")):
            holder[name] = pikepdf.Array([one for one in holder[name] if one.objgen != gone.objgen])

    found = verified(
        office.sign(rebuilt(drawn(office.case(paper=())), strip), ("Member1", "Member2", "Member3", "Seal"))
    )
    assert ("form-differs" not in codes(found)) is known


def test_another_program_s_words_are_looked_for(office: Office) -> None:
    case = office.case(paper=())
    other = replace(case, record=case.record.model_copy(update={"program": "0.0.9"}))
    found = verified(left_out(office, "Member2", case=other))
    assert "omission-printed" not in codes(found)
    english = omit(office.sign(drawn(other), ("Member1",)), statements(other, "Member2"), typesetter("en"))
    assert "omission-printed" not in codes(verified(office.sign(english, ("Seal",), certify=False)))


def shown(field: str, value: str) -> Callable[[IncrementalPdfFileWriter], None]:
    """Put a value into a field."""

    def edit(writer: IncrementalPdfFileWriter) -> None:
        for entry in writer.root["/AcroForm"]["/Fields"]:
            if str(entry.get_object()["/T"]) == field:
                entry.get_object()[NameObject("/V")] = TextStringObject(value)
                writer.mark_update(entry)

    return edit


def sealed(office: Office, edit: Callable[[bytes, RecordCase], bytes], *before: str) -> set[str]:
    """Return what is found wrong with a record that was changed before it was sealed."""
    case = office.case(paper=())
    pdf = office.sign(drawn(case), before or ("Member1",))
    return codes(verified(office.sign(edit(pdf, case), ("Seal",), certify=False)))


def test_a_refusal_added_after_the_seal_is_no_refusal(office: Office) -> None:
    case = office.case(paper=())
    signed = office.sign(drawn(case), ("Member1", "Member2", "Seal"))
    faked = omit(signed, statements(case, "Member3"), typesetter())
    assert {"signature-changed-after", "signature-coverage"} <= codes(verified(faked))


def test_a_refusal_without_a_seal_over_it_is_nobody_s_word(office: Office) -> None:
    case = office.case(paper=())
    faked = omit(office.sign(drawn(case), ("Member1",)), statements(case, "Member2", "Member3"), typesetter())
    found = verified(faked)
    assert found.verdict == "RETURN"
    assert "signature-missing" in codes(found)


def test_who_was_left_out_cannot_sign_after_the_seal(office: Office) -> None:
    late = office.sign(left_out(office, "Member2", "Member3"), ("Member2",), certify=False)
    assert {"signature-changed-after", "omission-contradicted"} <= codes(verified(late))


def test_who_signed_cannot_be_left_out(office: Office) -> None:
    assert "omission-contradicted" in sealed(
        office, lambda pdf, case: omit(pdf, statements(case, "Member2", "Member3"), typesetter()), "Member1", "Member2"
    )


def test_a_statement_of_another_record_is_foreign(office: Office) -> None:
    def foreign(pdf: bytes, case: RecordCase) -> bytes:
        told = statements(case, "Member2", "Member3").model_copy(update={"record": "record-another"})
        return omit(pdf, told, typesetter())

    assert "omission-foreign" in sealed(office, foreign)


def test_a_statement_before_another_signature_is_no_statement_of_the_seal(office: Office) -> None:
    case = office.case(paper=())
    early = omit(drawn(case), statements(case, "Member2", "Member3"), typesetter())
    found = codes(verified(office.sign(early, ("Member1", "Seal"))))
    assert "signature-changed-after" in found


@pytest.mark.parametrize("field", [statement_field("Member2"), statement_field("Member3")])
def test_words_without_data_are_found(office: Office, field: str) -> None:
    found = sealed(office, lambda pdf, _: appended(pdf, shown(field, "PODPIS ODMÍTNUT")), "Member1", "Member2")
    assert "omission-printed" in found


def test_other_words_than_the_data_are_found(office: Office) -> None:
    def other(pdf: bytes, case: RecordCase) -> bytes:
        told = omit(pdf, statements(case, "Member2", "Member3", reason="Něco zcela jiného."), typesetter())
        return appended(told, shown(OMISSIONS, canonical_json(statements(case, "Member2", "Member3")).decode()))

    assert "omission-printed" in sealed(office, other)


def test_other_words_than_the_data_are_found_in_another_program_s_file_too(office: Office) -> None:
    case = office.case(paper=())
    case = replace(case, record=case.record.model_copy(update={"program": "0.0.9"}))
    told = omit(office.sign(drawn(case), ("Member1",)), statements(case, "Member2", "Member3"), typesetter())
    told = appended(told, shown(statement_field("Member2"), "PODPIS ODMÍTNUT"))
    assert "omission-printed" in codes(verified(office.sign(told, ("Seal",), certify=False)))


@pytest.mark.parametrize("value", ["odmítl", "{}", '{"schema": "exam/omissions/1"}'])
def test_data_that_are_none_are_found(office: Office, value: str) -> None:
    assert "omission-unreadable" in sealed(office, lambda pdf, _: appended(pdf, shown(OMISSIONS, value)))


def test_data_in_another_spelling_are_found(office: Office) -> None:
    def spelt(pdf: bytes, case: RecordCase) -> bytes:
        told = canonical_json(statements(case, "Member2", "Member3")).decode().replace(":", ": ", 1)
        return appended(pdf, shown(OMISSIONS, told))

    assert "omission-unreadable" in sealed(office, spelt)


def test_nobody_without_a_printer_compares_the_words(office: Office) -> None:
    found = verify_pdf(left_out(office, "Member2", "Member3"), trust_roots=(), now=NOW)
    assert (found.verdict, found.codes) == ("PRACTICE", ())


def test_who_has_no_template_looks_for_the_words(office: Office) -> None:
    nobody: dict[str, ReportTemplate] = {}
    pdf = left_out(office, "Member2", "Member3")
    found = verify_pdf(pdf, trust_roots=(), now=NOW, printer=Reprinter(nobody, REPORTS, "0.1.0"))
    assert codes(found) == {"printed-unknown"}


def test_the_statement_stands_in_a_revision_of_its_own(office: Office) -> None:
    pdf = left_out(office, "Member2", "Member3")
    signed = list(PdfFileReader(io.BytesIO(pdf)).embedded_signatures)
    assert [one.signed_revision for one in signed] == [1, 3]


def chairless(case: RecordCase, *fields: str) -> Omissions:
    """Let the authorised person say of these members, the chair among them, that they do not sign."""
    return statements(case, *fields, by="ao", name="Jan Zástupce")


def test_without_its_chair_a_record_is_certified_by_whoever_signs_first(office: Office) -> None:
    case = office.case(paper=())
    before = office.sign(drawn(case), ("Member2",))
    pdf = office.sign(omit(before, chairless(case, "Member1", "Member3"), typesetter()), ("Seal",), certify=False)
    found = verified(pdf)
    assert (found.verdict, found.codes) == ("PRACTICE", ())
    assert [note.arguments["field"] for note in found.notes[:2]] == ["Member1", "Member3"]
    assert check_conformance(pdf) == ()


def sealed_alone(office: Office) -> bytes:
    case = office.case(paper=())
    told = omit(drawn(case), chairless(case, "Member1", "Member2", "Member3"), typesetter())
    return office.sign(told, ("Seal",))


def test_without_any_member_the_seal_certifies_what_is_said_of_them(office: Office) -> None:
    pdf = sealed_alone(office)
    found = verified(pdf)
    assert (found.verdict, found.codes) == ("PRACTICE", ())
    assert [one.field for one in found.signatures] == ["Seal"]
    assert check_conformance(pdf) == ()


def test_a_seal_that_does_not_certify_is_not_enough(office: Office) -> None:
    case = office.case(paper=())
    told = omit(drawn(case), chairless(case, "Member1", "Member2", "Member3"), typesetter())
    assert codes(verified(office.sign(told, ("Seal",), certify=False))) == {"certification-missing"}


def test_the_chair_s_absence_is_no_word_of_a_member(office: Office) -> None:
    case = office.case(paper=())
    member = case.record.examiners[1]
    told = statements(case, "Member1", by=member.id, name=member.version.identity.full_name)
    before = office.sign(drawn(case), ("Member2", "Member3"))
    assert "omission-wrong" in codes(verified(office.sign(omit(before, told, typesetter()), ("Seal",), certify=False)))


def test_a_member_who_signs_before_a_chair_that_signs_too_is_out_of_order(office: Office) -> None:
    found = codes(verified(office.sign(drawn(office.case(paper=())), ("Member2", "Member1", "Member3", "Seal"))))
    assert found == {"signature-order"}


def test_before_a_seal_that_signs_first_there_is_one_statement_and_nothing_else(office: Office) -> None:
    case = office.case(paper=())
    everybody = chairless(case, "Member1", "Member2", "Member3")
    twice = omit(omit(drawn(case), everybody, typesetter()), everybody, typesetter())
    assert codes(verified(office.sign(twice, ("Seal",)))) == {"changed-before-signing"}
    assert "changed-before-signing" in codes(
        verified(office.sign(omit(drawn(case), everybody, typesetter()), ("Member2", "Seal")))
    )


def test_the_seal_alone_over_the_words_of_one_of_two_misses_a_signature(office: Office) -> None:
    case = office.case(paper=())
    told = omit(drawn(case), chairless(case, "Member1"), typesetter())
    assert "signature-missing" in codes(verified(office.sign(told, ("Seal",))))


def test_the_chair_s_words_added_over_his_signature_are_found(office: Office) -> None:
    case = office.case(paper=())
    signed = office.sign(drawn(case), ("Member1", "Member2", "Member3"))
    told = omit(signed, chairless(case, "Member1"), typesetter())
    assert "omission-contradicted" in codes(verified(office.sign(told, ("Seal",), certify=False)))

import hashlib
import io

import pikepdf
import pytest
from reportlab.pdfgen.canvas import Canvas

from exam.core.canonical import canonical_json, digest
from exam.publishing.container import assemble
from exam.publishing.pages import DrawnPages
from exam.publishing.publisher import EXTRACT, QTI, RECORD, STANDARD
from exam.publishing.structure import root
from exam.publishing.xmp import DocumentFacts
from tests.publishing.office import REPORTS, Office, drawn
from tests.publishing.surgery import specification, stream
from tests.record_builders import FIELDS, ISSUED

FACTS = DocumentFacts(title="T", author="A", subject="S", tool="exam", language="cs", moment=ISSUED)


@pytest.fixture(scope="module")
def opened(office: Office) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(drawn(office.case(paper=()))))


def test_metadata_and_document_information_say_the_same(opened: pikepdf.Pdf, office: Office) -> None:
    told = {key: str(value) for key, value in opened.docinfo.items()}
    with opened.open_metadata() as metadata:
        assert metadata["dc:title"] == told["/Title"] == "Záznam o průběhu a výsledku zkoušky record-2F8K3M9QTX"
        assert metadata["dc:creator"] == [told["/Author"]]
        assert metadata["dc:description"] == told["/Subject"] == "66-029-M"
        assert metadata["pdf:Producer"] == told["/Producer"] == told["/Creator"] == "exam 0.1.0"
        assert metadata["xmp:CreateDate"] == metadata["xmp:ModifyDate"] == "2026-11-20T12:05:00+00:00"
        assert metadata.pdfa_status == "3A"
    assert told["/CreationDate"] == told["/ModDate"] == "D:20261120120500+00'00'"
    assert told["/ExamRecordSHA256"] == digest(canonical_json(office.case(paper=()).record))


def test_colours_are_those_of_the_attached_profile(opened: pikepdf.Pdf) -> None:
    (intent,) = opened.Root.OutputIntents
    assert intent.S == pikepdf.Name.GTS_PDFA1
    assert intent.DestOutputProfile.N == 3
    assert intent.DestOutputProfile.read_bytes() == (REPORTS / "colour" / "sRGB.icc").read_bytes()


def test_every_font_of_every_page_is_embedded(opened: pikepdf.Pdf) -> None:
    fonts = [font for page in opened.pages for font in page.obj.Resources.Font.values()]
    assert fonts
    assert all("/FontFile2" in font.FontDescriptor for font in fonts)


def test_each_attachment_is_data_with_its_size_and_checksum(opened: pikepdf.Pdf) -> None:
    kinds = dict.fromkeys((EXTRACT, RECORD, STANDARD), "/application/json") | {QTI: "/application/xml"}
    for name, kind in kinds.items():
        found, data = specification(opened, name), stream(opened, name)
        assert found.AFRelationship == pikepdf.Name.Data
        assert (str(found.F), str(found.UF), data.Subtype) == (name, name, pikepdf.Name(kind))
        told = hashlib.md5(data.read_bytes(), usedforsecurity=False).digest()
        assert bytes(data.Params.CheckSum) == told
        assert data.Params.Size == len(data.read_bytes())
    assert len(opened.Root.AF) == 4


def test_each_electronic_signer_has_a_field_on_a_page(opened: pikepdf.Pdf) -> None:
    fields = [field for field in opened.Root.AcroForm.Fields if pikepdf.Name.Sig == field.FT]
    assert [str(field.T) for field in fields] == list(FIELDS)
    assert [str(field.TU) for field in fields][1:] == [
        "Ing. Vít Krátký-Příkladný",
        "Jitka Holubová-Ukázková",
        "Pečeť autorizované osoby",
    ]
    for field in fields:
        assert field.F == 132
        assert list(field.AP.keys()) == ["/N"]
        left, bottom, right, top = (float(value) for value in field.Rect)
        assert 0 < left < right < 595.3
        assert 0 < bottom < top < 841.9
        assert field.objgen in {entry.objgen for entry in field.P.Annots}


def test_only_the_seal_has_a_lock(opened: pikepdf.Pdf) -> None:
    locked = [field for field in opened.Root.AcroForm.Fields if "/Lock" in field]
    assert [str(field.T) for field in locked] == ["Seal"]
    assert locked[0].Lock.Action == pikepdf.Name.Include


def test_the_lock_names_every_field_so_that_stamps_may_be_added_later(opened: pikepdf.Pdf) -> None:
    seal = next(field for field in opened.Root.AcroForm.Fields if "/Lock" in field)
    assert [str(name) for name in seal.Lock.Fields] == [str(field.T) for field in opened.Root.AcroForm.Fields]


def test_beside_each_member_lies_an_empty_field_for_words(opened: pikepdf.Pdf) -> None:
    words = [field for field in opened.Root.AcroForm.Fields if pikepdf.Name.Tx == field.FT]
    assert [str(field.T) for field in words] == ["Member1Omission", "Member2Omission", "Member3Omission", "Omissions"]
    for field in words[:3]:
        assert field.AP.N.read_bytes() == b""
        assert field.objgen in {entry.objgen for entry in field.P.Annots}
    assert "/Rect" not in words[3]
    assert "/FontDescriptor" in opened.Root.AcroForm.DR.Font.Text


def test_the_language_and_the_reading_order_are_told(opened: pikepdf.Pdf) -> None:
    assert str(opened.Root.Lang) == "cs"
    assert {str(page.obj.Tabs) for page in opened.pages} == {"/S"}


def test_pages_without_fonts_are_left_as_they_are() -> None:
    with pikepdf.new() as made:
        out = io.BytesIO()
        made.add_blank_page()
        made.save(out)
    profile = (REPORTS / "colour" / "sRGB.icc").read_bytes()
    pdf = assemble(DrawnPages(out.getvalue(), (), root()), {}, facts=FACTS, colour_profile=profile, data_digest="")
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert "/Font" not in opened.pages[0].obj.Resources
        assert len(opened.Root.AcroForm.Fields) == 0


def test_a_font_is_not_replaced_where_no_other_is_embedded() -> None:
    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.drawString(9, 9, "x")
    canvas.save()
    pdf = assemble(DrawnPages(out.getvalue(), (), root()), {}, facts=FACTS, colour_profile=b"", data_digest="")
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        (font,) = opened.pages[0].obj.Resources.Font.values()
        assert font.BaseFont == pikepdf.Name.Helvetica

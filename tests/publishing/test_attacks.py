"""Thirty attacks on a record beside the tamper matrix: each is returned, with the codes that say what was done.

The attacker is somebody of the office: he has the program, the keys of a whole commission, and may sign anew whatever
he changed. What he cannot do is make data, journal, pages and signatures agree on something that did not happen.
"""

import io
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String
from pyhanko.pdf_utils.generic import ArrayObject, NameObject, NumberObject, StreamObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.stamp.noop import NoOpStampStyle

from exam.core.canonical import canonical_json, digest_of
from exam.core.exam_record import ExamRecord
from exam.core.standard import AssessmentStandard
from exam.core.verdict import CompetencyStatus, CriterionStatus, Result
from exam.publishing.key_folder import key_path
from exam.publishing.offline import finished
from exam.publishing.practice_word import PASSPHRASE
from exam.publishing.publisher import EXTRACT, QTI, RECORD, STANDARD
from exam.publishing.signing import QuietWriter
from tests.core.record_alterations import (
    Altering,
    acknowledged,
    competency_told,
    criterion_told,
    examiner_told,
    finding_told,
    recorded,
    renamed,
    standard_told,
    task_told,
    waiver_told,
)
from tests.publishing.office import Office, codes, drawn, templates, verified
from tests.publishing.surgery import appended, attachments, rebuilt, replaced
from tests.record_builders import ENDED, ISSUED, SIGNERS, RecordCase

Attack = Callable[[Office], bytes]


def told(alter: Altering) -> Attack:
    """Draw and sign a record whose data say something else than its journal."""
    return lambda office: office.sign(drawn(alter(office.case(passed=False))))


def own(case: RecordCase) -> RecordCase:
    """The case as this very program draws it with the reader's template."""
    return recorded(template=digest_of(templates()["nsk"]))(case)


def pages_of(says: Altering, data: Altering) -> Attack:
    """Draw one record, attach the data of another one, and sign."""

    def attack(office: Office) -> bytes:
        case = own(office.case(passed=False))
        files = attachments(drawn(data(case)))
        return office.sign(replaced(drawn(says(case)), files))

    return attack


def painted(edit: Callable[[Pdf], object]) -> Attack:
    """Change the drawn file by hand before anybody signs."""
    return lambda office: office.sign(rebuilt(drawn(own(office.case(passed=False))), edit))


def put(content: bytes, *, page: int = 0) -> Callable[[Pdf], None]:
    def edit(opened: Pdf) -> None:
        found = opened.pages[page]
        found.contents_add(b"q " + content + b" Q")

    return edit


def covered(opened: Pdf) -> None:
    """Lay a white box over the middle of a page."""
    put(b"1 1 1 rg 0 300 600 200 re f")(opened)


def note(opened: Pdf) -> None:
    page = opened.pages[0].obj
    box = Stream(opened, b"1 1 1 rg 0 0 300 100 re f")
    box.Type, box.Subtype, box.BBox = Name.XObject, Name.Form, Array([0, 0, 300, 100])
    stamp = Dictionary(Type=Name.Annot, Subtype=Name.Stamp, Rect=Array([100, 400, 400, 500]), F=4)
    stamp.AP = Dictionary(N=opened.make_indirect(box))
    page.Annots = Array([*page.get("/Annots", []), opened.make_indirect(stamp)])


def swapped_appearance(opened: Pdf) -> None:
    field = opened.Root.AcroForm.Fields[0]
    field.AP.N.write(b"0 0 200 60 re f")


def moved_field(opened: Pdf) -> None:
    opened.Root.AcroForm.Fields[0].Rect = Array([0, 0, 595, 842])


def other_font(opened: Pdf) -> None:
    """Let the bold face stand where the regular one was: the same codes show other shapes."""
    found = {str(font.BaseFont): font for page in opened.pages for font in page.obj.Resources.Font.values()}
    regular, bold, *_ = (found[name].FontDescriptor for name in sorted(found))
    assert regular.FontFile2.objgen != bold.FontFile2.objgen
    regular.FontFile2 = bold.FontFile2


def lying_table(opened: Pdf) -> None:
    """Let a copied text say something else than what is seen."""
    for font in opened.pages[0].obj.Resources.Font.values():
        if "/ToUnicode" in font:
            font.ToUnicode.write(font.ToUnicode.read_bytes().replace(b"> <0073>", b"> <0074>"))


def lost_page(opened: Pdf) -> None:
    del opened.pages[-2]


def turned_page(opened: Pdf) -> None:
    opened.pages[0].obj.Rotate = 180


def cropped_page(opened: Pdf) -> None:
    opened.pages[0].obj.CropBox = Array([0, 700, 595, 842])


def action(opened: Pdf) -> None:
    opened.Root.OpenAction = Dictionary(Type=Name.Action, S=Name.JavaScript, JS=String("app.alert(1)"))


def one_more_attachment(opened: Pdf) -> None:
    opened.attachments["note.txt"] = b"Please accept."


def unknown_field(office: Office) -> bytes:
    pdf = drawn(office.case(passed=False))
    data = attachments(pdf)[RECORD].replace(b'{"acknowledgement"', b'{"AAA":"valid","acknowledgement"', 1)
    return office.sign(replaced(pdf, {RECORD: data}))


def changed_before(office: Office) -> bytes:
    """Put another page content into a revision of its own before the first signature, which then covers it."""

    def edit(writer: IncrementalPdfFileWriter) -> None:
        page = writer.root["/Pages"]["/Kids"][0].get_object()
        page["/Contents"] = writer.add_object(StreamObject(stream_data=b"0 0 595 842 re f"))
        writer.update_container(page)

    return office.sign(appended(drawn(office.case(passed=False)), edit))


def another_report(office: Office) -> bytes:
    pdf = drawn(office.case(passed=False))
    other = attachments(pdf)[QTI].replace(b"<value>20.50</value>", b"<value>24</value>")
    return office.sign(replaced(pdf, {QTI: other}))


def changed_with(office: Office) -> bytes:
    """Paint on a page in the very revision that certifies, by a program of one's own."""
    case = office.case(paper=())
    writer = QuietWriter(drawn(case))
    page = writer.root["/Pages"]["/Kids"][0]
    painted = b"/Artifact BMC 0 0 0 rg 60 700 200 20 re f EMC"
    page["/Contents"] = ArrayObject([page.raw_get("/Contents"), writer.add_object(StreamObject(stream_data=painted))])
    writer.update_container(page)
    signer = SimpleSigner.load_pkcs12(str(key_path(office.folder, SIGNERS[0])), passphrase=PASSPHRASE.encode())  # type: ignore[no-untyped-call]
    metadata = PdfSignatureMetadata(
        field_name="Member1",
        subfilter=SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=MDPPerm.FILL_FORMS,
    )
    out = io.BytesIO()
    finished(PdfSigner(metadata, signer, stamp_style=NoOpStampStyle()).async_sign_pdf(writer, output=out))
    return office.sign(out.getvalue(), ("Member2", "Member3", "Seal"), certify=False)


def turned_before(office: Office) -> bytes:
    def edit(writer: IncrementalPdfFileWriter) -> None:
        page = writer.root["/Pages"]["/Kids"][0].get_object()
        page[NameObject("/Rotate")] = NumberObject(180)  # type: ignore[no-untyped-call]  # pyHanko gives it no types
        writer.update_container(page)

    return office.sign(appended(drawn(office.case(passed=False)), edit))


def milder_standard(office: Office) -> bytes:
    """Attach a standard that needs one criterion only, and let the data state its digest."""
    case = office.case(passed=False)
    milder = case.standard_json.replace(b'"kind":"all"', b'"count":1,"including":[],"kind":"at_least"')
    standard = AssessmentStandard.model_validate_json(milder)
    assert canonical_json(standard) == milder
    stated = case.record.standard.model_copy(update={"digest": digest_of(standard)})
    record = case.record.model_copy(update={"standard": stated})
    return office.sign(office_drawn(case, record, milder))


def office_drawn(case: RecordCase, record: ExamRecord, standard: bytes) -> bytes:
    pdf = drawn(case, record)
    return replaced(pdf, {STANDARD: standard})


def cut_extract(office: Office) -> bytes:
    """Cut the journal before the failure, and let the data state the earlier head."""
    case = office.case(passed=False)
    extract = case.extract.model_copy(update={"entries": case.extract.entries[:12]})
    last = extract.entries[-1].link
    head = case.record.session_head.model_copy(update={"seq": last.seq, "hash": last.hash})
    pdf = drawn(case, case.record.model_copy(update={"session_head": head}))
    return office.sign(replaced(pdf, {EXTRACT: canonical_json(extract)}))


def passed_pages(case: RecordCase) -> RecordCase:
    everything = competency_told("sale", status=CompetencyStatus.MET)(recorded(result=Result.PASSED)(case))
    criterion = criterion_told("sale.a", status=CriterionStatus.MET, findings=())
    return criterion(everything)


def same(case: RecordCase) -> RecordCase:
    return case


def stretched(case: RecordCase) -> RecordCase:
    return task_told(1, consumed_ms=1)(case)


DIFFERS = "printed-differs"
ATTACKS: dict[str, tuple[Attack, set[str]]] = {
    "the result alone": (told(recorded(result=Result.PASSED)), {"record-result-differs"}),
    "a competency and the result": (
        told(lambda case: competency_told("sale", status=CompetencyStatus.MET)(recorded(result=Result.PASSED)(case))),
        {"record-result-differs", "record-verdict-differs"},
    ),
    "another candidate": (told(renamed), {"record-identity-differs"}),
    "another reason": (told(finding_told("sale.a", reason="Uchazeč mlčel.")), {"record-reasons-differ"}),
    "no reason": (
        told(finding_told("sale.a", reason="")),
        {"record-reasons-differ", "defect-reason-missing"},
    ),
    "the objection": (
        told(acknowledged(objection="Souhlasím se vším.")),
        {"record-acknowledgement-differs"},
    ),
    "a better certificate": (told(waiver_told(level="C2")), {"record-waivers-differ"}),
    "a friend on the panel": (told(task_told(0, panel=("dvorakova",))), {"record-task-differs"}),
    "a better score": (told(task_told(0, score=Decimal(24))), {"record-task-differs"}),
    "less time used": (told(stretched), {"record-task-time-differs"}),
    "a later end": (told(recorded(ended_at=ENDED + timedelta(minutes=5))), {"record-times-differ"}),
    "issued in the past": (
        told(recorded(issued_at=ISSUED - timedelta(days=30))),
        {"record-times-differ", "defect-times"},
    ),
    "no induction": (told(recorded(induction=())), {"record-induction-differs", "defect-induction-missing"}),
    "a chair of one's own": (
        told(lambda case: examiner_told(0, chair=False)(examiner_told(1, chair=True)(case))),
        {"record-commission-differs"},
    ),
    "a signer left out": (
        told(lambda case: recorded(signers=(case.record.signers[0], case.record.signers[3]))(case)),
        {"record-signers-differ"},
    ),
    "a nobler qualification": (told(standard_told(code="66-030-M")), {"record-standard-differs"}),
    "a milder standard": (milder_standard, {"record-opening-differs"}),
    "the journal cut before the failure": (cut_extract, {"record-result-differs"}),
    "a field that nobody knows": (unknown_field, {"attachment-unreadable"}),
    "another score for other systems": (another_report, {"qti-differs"}),
    "one more attachment": (painted(one_more_attachment), {"attachments-differ"}),
    "pages that say passed": (pages_of(passed_pages, same), {DIFFERS}),
    "pages with another name": (pages_of(renamed, same), {DIFFERS}),
    "pages with another time": (pages_of(recorded(ended_at=ENDED + timedelta(hours=1)), same), {DIFFERS}),
    "a white box over the result": (painted(covered), {DIFFERS}),
    "a stamp over the result": (painted(note), {DIFFERS}),
    "another appearance of a signature": (painted(swapped_appearance), {DIFFERS}),
    "a signature field over the page": (painted(moved_field), {DIFFERS}),
    "another font under the same codes": (painted(other_font), {DIFFERS}),
    "text that is copied otherwise than seen": (painted(lying_table), {DIFFERS}),
    "a page taken out": (painted(lost_page), {DIFFERS}),
    "a page turned round": (painted(turned_page), {DIFFERS}),
    "a page cropped": (painted(cropped_page), {DIFFERS}),
    "a script": (painted(action), {"conformance-action"}),
    "a page changed before the first signature": (changed_before, {"changed-before-signing"}),
    "a page changed together with the first signature": (changed_with, {"changed-before-signing"}),
    "a page turned before the first signature": (turned_before, {"changed-before-signing"}),
}


@pytest.mark.parametrize("name", ATTACKS)
def test_an_attack_is_returned_with_the_code_that_says_what_was_done(office: Office, name: str) -> None:
    attack, expected = ATTACKS[name]
    found = verified(attack(office))
    assert found.verdict == "RETURN"
    assert expected <= codes(found), codes(found)


def test_the_record_that_was_attacked_is_sound(office: Office) -> None:
    pdf = office.sign(drawn(own(office.case(passed=False))))
    found = verified(pdf)
    assert (found.verdict, found.codes, found.notes) == ("PRACTICE", (), ())


def test_thirty_attacks_are_tried() -> None:
    assert len(ATTACKS) >= 30


def test_a_file_may_be_packed_in_another_way(office: Office) -> None:
    with pikepdf.open(io.BytesIO(drawn(own(office.case())))) as opened:
        out = io.BytesIO()
        opened.save(out, deterministic_id=True, force_version="1.7", fix_metadata_version=False)
    found = verified(office.sign(out.getvalue()))
    assert (found.verdict, found.codes, found.notes) == ("PRACTICE", (), ())

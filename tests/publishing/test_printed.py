"""A record that cannot be drawn again is compared word by word, and the reader is told that it was."""

import io
from collections.abc import Callable

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, Stream

from exam.core.judging import Judgement
from exam.core.report import ReportTemplate
from exam.core.verdict import CompetencyStatus, Result
from exam.publishing.page_text import PageStrangeError, inflated, page_text
from exam.publishing.printed import first_revision
from exam.publishing.publisher import RecordPublisher
from exam.publishing.reprinting import Reprinter
from exam.publishing.verification import Verification, verify_pdf
from tests.core.record_alterations import (
    Altering,
    acknowledged,
    competency_told,
    examiner_told,
    finding_told,
    recorded,
    renamed,
    waiver_told,
)
from tests.publishing.office import NOW, ON_PAPER, REPORTS, Office, codes, drawn, templates, verified
from tests.publishing.reading import pages_text
from tests.publishing.surgery import attachments, rebuilt, replaced
from tests.record_builders import RecordCase, record_case

BY_WORDS = "printed-by-words"


def elsewhere() -> RecordPublisher:
    """Return a publisher with another template: its signatures stand before the proof, and it knows one word more."""
    template = templates()["nsk"]
    order = (*template.order[:-3], template.order[-1], template.order[-2], template.order[-3])
    subtitle = template.wording["cs"].model_copy(update={"subtitle": "Zkouška podle vlastní šablony."})
    other = template.model_copy(update={"order": order, "wording": {"cs": subtitle}})
    return RecordPublisher({"nsk": ReportTemplate.model_validate(other.model_dump(by_alias=True))}, REPORTS)


def otherwise(case: RecordCase) -> bytes:
    return elsewhere().draw(case.record, case.extract, case.standard_json)


def notes(found: Verification) -> list[str]:
    return [note.code for note in found.notes]


@pytest.mark.parametrize("passed", [True, False], ids=["passed", "failed"])
def test_a_record_of_another_template_is_compared_by_its_words(office: Office, *, passed: bool) -> None:
    found = verified(office.sign(otherwise(office.case(passed=passed))))
    assert (found.verdict, found.codes, notes(found)) == ("PRACTICE", (), [BY_WORDS])


def test_strange_names_and_endless_words_are_found_too(office: Office) -> None:
    case = record_case(passed=False, nasty=True, certificates=office.certificates, paper=ON_PAPER)
    found = verified(office.sign(otherwise(case)))
    assert (found.codes, notes(found)) == ((), [BY_WORDS])


def test_a_record_of_another_version_of_the_program_is_compared_by_its_words(office: Office) -> None:
    pdf = rebuilt(drawn(recorded(program="0.0.9")(office.case())), _moved)
    assert notes(verified(office.sign(pdf))) == [BY_WORDS]


def _moved(opened: Pdf) -> None:
    opened.pages[0].contents_add(b"1 0 0 1 0 1 cm", prepend=True)


def swapped(says: Altering) -> Callable[[Office], bytes]:
    """Draw something else with another template, and attach the data of the case."""

    def make(office: Office) -> bytes:
        case = office.case(passed=False)
        return office.sign(replaced(otherwise(says(case)), attachments(otherwise(case))))

    return make


def passed_everything(case: RecordCase) -> RecordCase:
    met = competency_told("sale", status=CompetencyStatus.MET)(recorded(result=Result.PASSED)(case))
    return finding_told("sale.a", judgement=Judgement.NOT_MET)(met)


SAID: dict[str, tuple[Altering, set[str]]] = {
    "another result": (recorded(result=Result.PASSED), {"printed-contradicts"}),
    "another status": (competency_told("law", status=CompetencyStatus.NOT_MET), {"printed-contradicts"}),
    "everything passed": (passed_everything, {"printed-contradicts"}),
    "another name": (renamed, {"printed-missing"}),
    "another examiner": (
        lambda case: examiner_told(1, version=case.record.candidate.version)(case),
        {"printed-missing"},
    ),
    "another reason": (finding_told("sale.a", reason="Uchazeč mlčel."), {"printed-missing"}),
    "another place": (recorded(place="Jinde"), {"printed-missing"}),
    "another certificate": (waiver_told(number="C2-1"), {"printed-missing"}),
    "no practice": (recorded(practice=()), {"printed-missing"}),
}


@pytest.mark.parametrize("name", SAID)
def test_pages_of_another_template_that_say_something_else_are_told(office: Office, name: str) -> None:
    says, expected = SAID[name]
    found = verified(swapped(says)(office))
    assert codes(found) == expected


def test_an_objection_that_is_not_printed_is_told(office: Office) -> None:
    case = acknowledged(objection="Hodnocení nebylo spravedlivé.")(office.case())
    pdf = replaced(otherwise(office.case()), attachments(otherwise(case)))
    assert "printed-missing" in codes(verified(office.sign(pdf)))


def test_an_irregularity_that_is_not_printed_is_told_whatever_its_kind_is_called(office: Office) -> None:
    logged = recorded(irregularities=("technical: Vypadl proud.",))(office.case())
    assert codes(verified(office.sign(otherwise(logged)))) == {"record-irregularities-differ"}
    unprinted = replaced(otherwise(office.case()), attachments(otherwise(logged)))
    assert "printed-missing" in codes(verified(office.sign(unprinted)))


def hidden(opened: Pdf) -> None:
    opened.pages[0].contents_add(b"BT 3 Tr ET")


def picture(opened: Pdf) -> None:
    image = Stream(opened, b"\0")
    image.Type, image.Subtype, image.Width, image.Height = Name.XObject, Name.Image, 1, 1
    image.ColorSpace, image.BitsPerComponent = Name.DeviceGray, 8
    opened.pages[0].obj.Resources.XObject = Dictionary(Im0=opened.make_indirect(image))


def note(opened: Pdf) -> None:
    page = opened.pages[0].obj
    page.Annots = Array([*page.get("/Annots", []), opened.make_indirect(Dictionary(Subtype=Name.Stamp))])


def packed(opened: Pdf) -> None:
    content = opened.pages[0].obj.Contents
    content.write(content.read_bytes().hex().encode() + b">", filter=Name.ASCIIHexDecode)


@pytest.mark.parametrize("edit", [hidden, picture, note, packed])
def test_a_page_of_another_template_holds_text_and_lines_and_nothing_else(
    office: Office, edit: Callable[[Pdf], None]
) -> None:
    found = verified(office.sign(rebuilt(otherwise(office.case()), edit)))
    assert "printed-strange" in codes(found)


def test_a_system_without_a_template_cannot_be_compared(office: Office) -> None:
    pdf = office.sign(office.unsigned)
    found = verify_pdf(pdf, trust_roots=(), now=NOW, printer=Reprinter({}, REPORTS, "0.1.0"))
    assert codes(found) == {"printed-unknown"}


def test_nobody_compares_pages_without_a_printer(office: Office) -> None:
    found = verify_pdf(office.sign(otherwise(office.case())), trust_roots=(), now=NOW)
    assert (found.codes, found.notes) == ((), ())


def test_the_first_revision_is_the_drawn_file(office: Office) -> None:
    assert first_revision(office.sign(office.unsigned)) == office.unsigned
    assert first_revision(b"nothing") == b"nothing"


def test_text_is_read_as_a_strangers_program_reads_it(office: Office) -> None:
    with pikepdf.open(io.BytesIO(office.unsigned)) as opened:
        read = ["".join(page_text(page).split()) for page in opened.pages]
    assert read == ["".join(text.split()) for text in pages_text(office.unsigned)]


def test_a_bomb_in_a_page_is_not_inflated() -> None:
    with pikepdf.new() as made:
        bomb = Stream(made, bytes(65 * 1024 * 1024))
        made.Root.Bomb = made.make_indirect(bomb)
        out = io.BytesIO()
        made.save(out, compress_streams=True)
    with pikepdf.open(io.BytesIO(out.getvalue())) as opened, pytest.raises(PageStrangeError):
        inflated(opened.Root.Bomb)  # type: ignore[arg-type]  # it is a stream

import io
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, String

from exam.publishing.conformance import check_conformance
from tests.publishing.faults import Fault, fault, name
from tests.publishing.office import Office, drawn
from tests.publishing.structure_reading import parts
from tests.publishing.surgery import rebuilt, specification, stream
from tests.record_builders import FIELDS, record_case

ACTION, ATTACHMENT, COLOUR = "conformance-action", "conformance-attachment", "conformance-colour"
CONTENT, ENCRYPTED, FIELD, FONT = (
    "conformance-content",
    "conformance-encrypted",
    "conformance-field",
    "conformance-font",
)
IDENTIFIER, METADATA, ORDER = "conformance-identifier", "conformance-metadata", "conformance-order"
STRUCTURE, SYNTAX = "conformance-structure", "conformance-syntax"


def edited(edit: Callable[[Pdf], object]) -> Callable[[Office], bytes]:
    """Return the unsigned file after an edit."""
    return lambda office: rebuilt(office.unsigned, edit)


def xmp(old: bytes, new: bytes) -> Callable[[Pdf], object]:
    """Change a text of the metadata."""

    def edit(opened: Pdf) -> None:
        packet: Any = opened.Root.Metadata
        told = packet.read_bytes()
        assert told.count(old) >= 1
        packet.write(told.replace(old, new))

    return edit


def setting(key: str, value: Callable[[Pdf], object]) -> Callable[[Pdf], object]:
    """Give the catalogue an entry."""

    def edit(opened: Pdf) -> None:
        opened.Root[key] = value(opened)

    return edit


def catalogue(edit: Callable[[Any], object]) -> Callable[[Pdf], object]:
    return lambda opened: edit(opened.Root)


def form(edit: Callable[[Any], object]) -> Callable[[Pdf], object]:
    return lambda opened: edit(opened.Root.AcroForm)


def attached(edit: Callable[[Any], object]) -> Callable[[Pdf], object]:
    return lambda opened: edit(specification(opened, "record.json"))


def profile(edit: Callable[[Any], object]) -> Callable[[Pdf], object]:
    return lambda opened: edit(opened.Root.OutputIntents[0].DestOutputProfile)


def field(edit: Callable[[Any], object]) -> Callable[[Pdf], object]:
    """Edit the first signature field."""
    return lambda opened: edit(opened.Root.AcroForm.Fields[0])


def element(role: str, edit: Callable[[Any], object]) -> Callable[[Pdf], object]:
    """Edit the first structure element of a role."""

    def find(found: Any) -> Any:  # noqa: ANN401 - pikepdf's objects
        if found.get("/S") == Name(f"/{role}"):
            return found
        below = (find(part) for part in parts(found) if not isinstance(part, int) and "/S" in part)
        return next((hit for hit in below if hit is not None), None)

    return lambda opened: edit(find(opened.Root.StructTreeRoot.K))


def overlaid(operators: bytes) -> Callable[[Pdf], object]:
    """Paint something more on the first page."""
    return lambda opened: opened.pages[0].contents_add(operators)


def script(opened: Pdf) -> object:
    return opened.make_indirect(Dictionary(S=Name.JavaScript, JS=String("app.alert(1)")))


def deep(_: Pdf) -> object:
    """Hide an action in what nobody looks at."""
    return Dictionary(Apps=Array([Dictionary(Action=Dictionary(S=Name.Launch, F=String("calc.exe")))]))


def unembedded(opened: Pdf) -> None:
    for font in opened.pages[0].obj.Resources.Font.values():
        del font.FontDescriptor["/FontFile2"]
        break


def in_a_form(opened: Pdf) -> None:
    """Hide a font in a form that a page could draw."""
    form = pikepdf.Stream(opened, b"")
    form.Subtype = Name.Form
    form.Resources = Dictionary(Font=Dictionary(F1=Dictionary(Type=Name.Font, BaseFont=Name.Courier)))
    opened.pages[0].obj.Resources.XObject = Dictionary(X=form, Y=Dictionary(Subtype=Name.Image))


def linked(opened: Pdf) -> None:
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), F=4)
    opened.pages[0].obj.Annots = Array([opened.make_indirect(link)])


def encrypted(password: str) -> Callable[[Office], bytes]:
    def make(office: Office) -> bytes:
        out = io.BytesIO()
        with pikepdf.open(io.BytesIO(office.unsigned)) as opened:
            opened.save(out, encryption=pikepdf.Encryption(owner="x", user=password), fix_metadata_version=False)
        return out.getvalue()

    return make


def misled(opened: Pdf) -> None:
    opened.pages[0].obj.StructParents, opened.pages[1].obj.StructParents = 1, 0


def looped(opened: Pdf) -> None:
    opened.Root.StructTreeRoot.K.K.append(opened.Root.StructTreeRoot.K)


def pressed(found: Any) -> None:  # noqa: ANN401 - pikepdf's objects
    found.AP.D = found.AP.N


def mute(opened: Pdf) -> None:
    for font in opened.pages[0].obj.Resources.Font.values():
        del font["/ToUnicode"]
        break


def damaged(pdf: bytes) -> bytes:
    """Damage what a stream of a page holds."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        raw = opened.pages[0].obj.Contents.read_raw_bytes()
    return pdf.replace(raw, raw[:40] + bytes([raw[40] ^ 255]) + raw[41:])


def cut(pdf: bytes) -> bytes:
    """Cut off the place where the file says where its objects are."""
    return pdf[: pdf.rindex(b"startxref")]


def dropped(key: str) -> Callable[[Any], object]:
    """Return what deletes an entry."""

    def edit(found: Any) -> None:  # noqa: ANN401 - pikepdf's objects
        del found[key]

    return edit


def put(key: str, value: object) -> Callable[[Any], object]:
    """Return what gives an entry another value."""

    def edit(found: Any) -> None:  # noqa: ANN401 - pikepdf's objects
        found[key] = value

    return edit


def page(edit: Callable[[Any], object], number: int = 0) -> Callable[[Pdf], object]:
    return lambda opened: edit(opened.pages[number].obj)


FAULTS = (
    fault("a script runs when it is opened", edited(setting("/OpenAction", script)), ACTION),
    fault("an action lies deep in the file", edited(setting("/PieceInfo", deep)), ACTION),
    fault("a page acts", edited(page(put("/AA", Dictionary()))), ACTION),
    fault("a viewer is to draw the fields", edited(form(put("/NeedAppearances", 1))), ACTION),
    fault("no attachment is associated", edited(setting("/AF", lambda _: Array())), ATTACHMENT),
    fault("an attachment has no relation", edited(attached(dropped("/AFRelationship"))), ATTACHMENT),
    fault("an attachment has one name only", edited(attached(dropped("/UF"))), ATTACHMENT),
    fault("an attachment is of no kind", edited(lambda o: dropped("/Subtype")(stream(o, "record.json"))), ATTACHMENT),
    fault("the profile is missing", edited(catalogue(dropped("/OutputIntents"))), COLOUR),
    fault("the profile is none", edited(profile(lambda found: found.write(b"x" * 200))), COLOUR),
    fault("the profile is of another kind", edited(profile(put("/N", 4))), COLOUR),
    fault("something is painted over the text", edited(overlaid(b" 0 0 9 9 re f ")), CONTENT),
    fault("something is marked that no element has", edited(overlaid(b" /P <</MCID 999>> BDC EMC ")), CONTENT),
    fault("an element lost its content", edited(element("H1", dropped("/K"))), CONTENT),
    fault("content leads to elements of another page", edited(misled), CONTENT),
    fault("it opens with a password only", encrypted("secret"), ENCRYPTED),
    fault("it is encrypted", encrypted(""), ENCRYPTED),
    fault("a field has no name for people", edited(field(dropped("/TU"))), FIELD),
    fault("a field looks different when it is pressed", edited(field(pressed)), FIELD),
    fault("a field is hidden", edited(field(put("/F", 134))), FIELD),
    fault("a field is not printed", edited(field(put("/F", 128))), FIELD),
    fault("a field leads to no element", edited(field(dropped("/StructParent"))), FIELD),
    fault("no element leads to a field", edited(element("Form", dropped("/K"))), FIELD),
    fault("a link lies on a page", edited(linked), FIELD),
    fault("a font is not embedded", edited(unembedded), FONT),
    fault("a font does not say what its signs mean", edited(mute), FONT),
    fault("a font of a form is not embedded", edited(in_a_form), FONT),
    fault("it does not claim the tagged level", edited(xmp(b"conformance>A<", b"conformance>B<")), IDENTIFIER),
    fault("it does not claim to be accessible", edited(xmp(b"<pdfuaid:part>1</pdfuaid:part>", b"")), IDENTIFIER),
    fault("it claims another part", edited(xmp(b"<pdfaid:part>3", b"<pdfaid:part>2")), IDENTIFIER),
    fault("it has two titles", edited(xmp("Záznam o".encode(), b"Z")), METADATA),
    fault("it was made at two times", edited(xmp(b"CreateDate>2026", b"CreateDate>2027")), METADATA),
    fault("it was made at no time", edited(xmp(b"ModifyDate>2026-11-20", b"ModifyDate>yesterday")), METADATA),
    fault("the metadata are missing", edited(catalogue(dropped("/Metadata"))), IDENTIFIER, METADATA),
    fault("a page has another order of fields", edited(page(dropped("/Tabs"), 1)), ORDER),
    fault("it is not marked", edited(catalogue(dropped("/MarkInfo"))), STRUCTURE),
    fault("it has no structure", edited(catalogue(dropped("/StructTreeRoot"))), STRUCTURE),
    fault("it has no language", edited(catalogue(dropped("/Lang"))), STRUCTURE),
    fault("its title is not shown", edited(catalogue(dropped("/ViewerPreferences"))), STRUCTURE),
    fault("a head of a table says not what it heads", edited(element("TH", dropped("/A"))), STRUCTURE),
    fault("a figure is not told", edited(element("Figure", dropped("/Alt"))), STRUCTURE),
    fault("an element is of a kind of its own", edited(element("P", put("/S", Name.Poem))), STRUCTURE),
    fault("the structure has no end", edited(looped), SYNTAX),
    fault("it is no file of this kind", lambda _: b"%PDF-", SYNTAX),
    fault("the table of objects is cut off", lambda office: cut(office.unsigned), SYNTAX),
    fault("a stream is damaged", lambda office: damaged(office.unsigned), SYNTAX),
)


@pytest.mark.parametrize("wrong", FAULTS, ids=name)
def test_a_broken_rule_is_told(office: Office, wrong: Fault) -> None:
    assert {found.code for found in check_conformance(wrong.make(office))} == wrong.codes


def test_an_edit_that_changes_nothing_breaks_nothing(office: Office) -> None:
    assert check_conformance(edited(lambda _: None)(office)) == ()


@pytest.mark.parametrize("language", ["cs", "en"])
@pytest.mark.parametrize("passed", [True, False])
@pytest.mark.parametrize("nasty", [True, False])
def test_every_record_conforms(language: str, *, passed: bool, nasty: bool) -> None:
    case = record_case(passed=passed, nasty=nasty)
    assert check_conformance(drawn(case, case.record.model_copy(update={"language": language}))) == ()


def test_it_still_conforms_when_everybody_has_signed(office: Office) -> None:
    pdf = drawn(office.case(paper=()))
    assert check_conformance(pdf) == ()
    for number, field_name in enumerate(FIELDS):
        pdf = office.sign(pdf, [field_name], certify=number == 0)
        assert check_conformance(pdf) == ()


def test_a_name_that_reads_like_an_action_is_none(office: Office) -> None:
    identity = office.short.record.candidate.version.identity.model_copy(update={"surname": "/JS /OpenAction /Launch"})
    version = office.short.record.candidate.version.model_copy(update={"identity": identity})
    candidate = office.short.record.candidate.model_copy(update={"version": version})
    case = record_case(passed=False)
    pdf = drawn(case, case.record.model_copy(update={"candidate": candidate}))
    renamed = rebuilt(pdf, field(put("/TU", String("/JS /OpenAction /Launch"))))
    assert check_conformance(renamed) == ()


def test_the_field_of_a_timestamp_has_no_place_on_the_page(office: Office) -> None:
    def edit(opened: Pdf) -> None:
        entry = Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Sig,
            T=String("ArchiveTS1"),
            F=132,
            Rect=Array([0, 0, 0, 0]),
            V=opened.make_indirect(Dictionary(Type=Name.DocTimeStamp)),
        )
        widget = opened.make_indirect(entry)
        opened.pages[0].obj.Annots = Array([widget])
        opened.Root.AcroForm.Fields.append(widget)

    assert check_conformance(rebuilt(office.unsigned, edit)) == ()

import io
from collections.abc import Callable

import pikepdf
import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from hypothesis import given
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, Pdf, String
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.stamp.noop import NoOpStampStyle

from exam.publishing.key_folder import key_path
from exam.publishing.offline import finished
from exam.publishing.practice_word import PASSPHRASE
from exam.publishing.trust import TrustRootUnreadableError
from tests.publishing.authority import Authority
from tests.publishing.faults import Fault, fault, name
from tests.publishing.office import ON_PAPER, Office, codes, drawn, official, sign_with, verified
from tests.publishing.surgery import appended, rebuilt
from tests.record_builders import FIELDS, SIGNERS, record_case

UNREADABLE, FORM, COVERAGE = "record-unreadable", "form-differs", "signature-coverage"
FIELD, METADATA, BEFORE = "conformance-field", "conformance-metadata", "changed-before-signing"


def with_field(called: str) -> Callable[[Pdf], None]:
    """Put one more signature field on the first page."""

    def edit(opened: Pdf) -> None:
        page = opened.pages[0].obj
        field = Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Sig, T=String(called), F=132, P=page)
        field.Rect = Array([0, 0, 0, 0])
        found = opened.make_indirect(field)
        page.Annots = Array([found])
        opened.Root.AcroForm.Fields.append(found)

    return edit


def with_kids(opened: Pdf) -> None:
    field = opened.Root.AcroForm.Fields[0]
    field.Kids = Array([opened.make_indirect(Dictionary(Parent=field))])


def without_form(opened: Pdf) -> None:
    for page in opened.pages:
        page.obj.Annots = Array()
    del opened.Root.AcroForm


def rolled_back(office: Office) -> bytes:
    """Cut the file where the last signature's revision began."""
    return office.sign(office.unsigned, ["Member1"])


def emptied(writer: IncrementalPdfFileWriter) -> None:
    """Take the last signature out of its field."""
    field = writer.root["/AcroForm"]["/Fields"][-2].get_object()
    del field["/V"]
    writer.update_container(field)


def certified(permission: MDPPerm) -> Callable[[Office], bytes]:
    """Let the first signature allow something else than filling in forms."""

    def make(office: Office) -> bytes:
        path = key_path(office.folder, SIGNERS[0])
        signer = SimpleSigner.load_pkcs12(str(path), passphrase=PASSPHRASE.encode())  # type: ignore[no-untyped-call]
        metadata = PdfSignatureMetadata(
            field_name=FIELDS[0],
            md_algorithm="sha256",
            subfilter=SigSeedSubFilter.PADES,
            certify=True,
            docmdp_permissions=permission,
        )
        out = io.BytesIO()
        work = PdfSigner(metadata, signer, stamp_style=NoOpStampStyle()).async_sign_pdf(
            IncrementalPdfFileWriter(io.BytesIO(office.unsigned)), output=out, existing_fields_only=True
        )
        finished(work)
        return office.sign(out.getvalue(), ["Seal"], certify=False)

    return make


def followed_by(more: bytes) -> Callable[[Office], bytes]:
    return lambda office: office.sign(office.unsigned) + more


FAULTS = (
    fault("the file is empty", lambda _: b"", UNREADABLE),
    fault("the file is no PDF", lambda _: b"PK\x03\x04" + bytes(999), UNREADABLE),
    fault("the file has a head only", lambda _: b"%PDF-1.7\n%%EOF\n", UNREADABLE),
    fault("the file is truncated", lambda o: o.sign(o.unsigned)[:-2000], UNREADABLE),
    fault("there is no form", lambda o: rebuilt(o.unsigned, without_form), "record-absent"),
    fault("a line end follows", followed_by(b"\n"), "bytes-after-end", COVERAGE),
    fault("a letter follows", followed_by(b"x"), "bytes-after-end", COVERAGE),
    fault("another end follows", followed_by(b"%%EOF\n"), UNREADABLE),
    fault("another file follows", lambda o: o.sign(o.unsigned) * 2, COVERAGE),
    fault("there is one more field", lambda o: o.sign(rebuilt(o.unsigned, with_field("Member9"))), FORM, FIELD),
    fault("a field has parts", lambda o: rebuilt(o.unsigned, with_kids), FORM, "signature-missing"),
    fault("nobody certifies", lambda o: o.sign(o.unsigned, certify=False), "certification-missing"),
    fault(
        "the certification allows annotations", certified(MDPPerm.ANNOTATE), "certification-missing", METADATA, BEFORE
    ),
    fault("nobody has signed", lambda o: o.unsigned, "signature-missing"),
    fault("the last signature was cut off", rolled_back, "signature-missing"),
    fault(
        "the last signature was taken out",
        lambda o: appended(o.sign(o.unsigned), emptied),
        *("signature-missing", COVERAGE, METADATA),
    ),
    fault(
        "somebody else signed too",
        lambda o: o.sign(rebuilt(o.unsigned, with_field("Extra")), ["Member1", "Extra", "Seal"]),
        *(FORM, FIELD, "signature-unexpected"),
    ),
    fault(
        "the members signed in another order",
        lambda o: o.sign(drawn(o.case(paper=())), ["Member2", "Member1", "Member3", "Seal"]),
        "signature-order",
    ),
    fault("all sign on paper", lambda o: drawn(o.case(paper=SIGNERS)), "signature-none"),
    fault("practice is not declared", lambda o: o.sign(drawn(o.case(practice=False))), "practice-undeclared"),
)


@pytest.mark.parametrize("wrong", FAULTS, ids=name)
def test_a_record_is_returned_when(office: Office, wrong: Fault) -> None:
    found = verified(wrong.make(office))
    assert found.verdict == "RETURN"
    assert codes(found) == wrong.codes


@pytest.mark.parametrize("passed", [True, False], ids=["passed", "failed"])
def test_a_record_that_all_signed_is_practice(office: Office, *, passed: bool) -> None:
    case = office.case(passed=passed, paper=())
    found = verified(office.sign(drawn(case), FIELDS))
    assert (found.verdict, found.codes) == ("PRACTICE", ())
    assert found.record == case.record
    assert [facts.field for facts in found.signatures] == list(FIELDS)


def test_an_official_record_is_accepted_by_who_trusts_its_authority(authority: Authority) -> None:
    case, keys = official(authority)
    pdf = sign_with(drawn(case), keys)
    assert case.record.practice == ()
    for root in (authority.pem, authority.root.public_bytes(Encoding.DER)):
        found = verified(pdf, root)
        assert (found.verdict, found.codes, found.record) == ("ACCEPT", (), case.record)


def test_an_official_record_is_returned_by_who_does_not(authority: Authority) -> None:
    case, keys = official(authority)
    found = verified(sign_with(drawn(case), keys))
    assert (found.verdict, codes(found)) == ("RETURN", {"signature-untrusted"})


def test_a_root_may_stand_among_others_in_one_file(authority: Authority) -> None:
    case, keys = official(authority)
    bundle = Authority("Jiná").pem + authority.pem
    assert verified(sign_with(drawn(case), keys), bundle).verdict == "ACCEPT"


def test_one_practice_signature_makes_an_official_record_unfit(office: Office, authority: Authority) -> None:
    case, keys = official(authority)
    keys["seal"] = Authority("Cvičná", practice=True).issue("Pečeť")
    found = verified(sign_with(drawn(case), keys), authority.pem)
    assert codes(found) == {"practice-undeclared", "signature-other-certificate"}
    assert office.certificates["seal"] not in {fact.certificate for fact in found.signatures}


def test_who_hides_that_a_standard_allows_practice_only_is_told(authority: Authority) -> None:
    _, keys = official(authority)
    planned = {who: key.fingerprint for who, key in keys.items()}
    case = record_case(certificates=planned, paper=ON_PAPER)
    assert [reason.code for reason in case.record.practice][:2] == ["derived-content", "standard-not-in-force"]
    pdf = sign_with(drawn(case, case.record.model_copy(update={"practice": ()})), keys)
    found = verified(pdf, authority.pem)
    assert (found.verdict, codes(found)) == ("RETURN", {"practice-undeclared"})


def test_official_signatures_do_not_make_practice_official(authority: Authority, office: Office) -> None:
    case, keys = official(authority)
    planned = case.record.signers
    practice = office.short.record.model_copy(update={"signers": planned})
    pdf = sign_with(drawn(office.short, practice), keys)
    assert verified(pdf, authority.pem).verdict == "PRACTICE"


def test_a_record_to_be_returned_still_shows_what_it_says(office: Office) -> None:
    found = verified(office.unsigned)
    assert found.record == office.short.record
    assert found.signatures == ()


def test_a_file_without_readable_data_shows_its_signatures(office: Office) -> None:
    pdf = office.sign(rebuilt(office.unsigned, lambda opened: opened.Root.__delattr__("Names")))
    found = verified(pdf)
    assert found.record is None
    assert [fact.field for fact in found.signatures] == ["Member1", "Seal"]


@given(st.binary(max_size=2000))
def test_no_bytes_make_it_raise(data: bytes) -> None:
    assert codes(verified(data)) == {UNREADABLE}
    assert codes(verified(b"%PDF-1.7\n" + data)) == {UNREADABLE}


def test_a_file_of_another_program_is_returned() -> None:
    out = io.BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page()
        made.save(out)
    found = verified(out.getvalue())
    assert found.verdict == "RETURN"
    assert codes(found) == {"record-absent"}


def test_an_encrypted_file_is_returned(office: Office) -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(office.unsigned)) as opened:
        opened.save(out, encryption=pikepdf.Encryption(user="", owner="x"))
    assert verified(out.getvalue()).verdict == "RETURN"


@pytest.mark.parametrize(
    "root",
    [
        b"",
        b"no certificate",
        b"-----BEGIN CERTIFICATE-----\n",
        b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
        b"0\x80\x00\x00",
    ],
)
def test_a_trust_root_that_is_none_is_the_readers_fault(signed: bytes, authority: Authority, root: bytes) -> None:
    with pytest.raises(TrustRootUnreadableError) as refused:
        verified(signed, authority.pem, root)
    assert refused.value.arguments == {"number": "2"}


@given(st.binary(max_size=300))
def test_no_trust_root_makes_it_raise_anything_else(data: bytes) -> None:
    with pytest.raises(TrustRootUnreadableError):
        verified(b"", data)

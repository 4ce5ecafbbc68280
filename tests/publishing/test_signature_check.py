from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from asn1crypto import cms
from pyhanko.pdf_utils.generic import NameObject, StreamObject, pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from exam.publishing.signature_check import Coverage
from exam.publishing.signing import SigningKey
from tests.publishing.authority import Authority
from tests.publishing.faults import Fault, fault, name
from tests.publishing.office import NOW, ON_PAPER, Office, codes, drawn, official, sign_with, verified
from tests.publishing.surgery import appended, changed, container, rebuilt, refilled
from tests.record_builders import ISSUED, SIGNERS, record_case

LATER = ISSUED + timedelta(hours=3)


def titled(writer: IncrementalPdfFileWriter) -> None:
    information = writer.trailer["/Info"]
    information[NameObject("/Title")] = pdf_string("Uchazeč vyhověl")
    writer.update_container(information)


def redrawn(writer: IncrementalPdfFileWriter) -> None:
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    page[NameObject("/Contents")] = writer.add_object(StreamObject(stream_data=b""))
    writer.update_container(page)


def between(edit: Callable[[IncrementalPdfFileWriter], object]) -> Callable[[Office], bytes]:
    """Add a revision after the first signature and before the seal."""

    def make(office: Office) -> bytes:
        first = office.sign(office.unsigned, ["Member1"])
        return office.sign(appended(first, edit), ["Seal"], certify=False)

    return make


def after(edit: Callable[[IncrementalPdfFileWriter], object]) -> Callable[[Office], bytes]:
    return lambda office: appended(office.sign(office.unsigned), edit)


def by(issue: Callable[[str], SigningKey]) -> Callable[[Office], bytes]:
    """Sign with keys that the record plans, as an authority issues them."""

    def make(_: Office) -> bytes:
        keys = {who: issue(who) for who in SIGNERS}
        planned = {who: key.fingerprint for who, key in keys.items()}
        return sign_with(drawn(record_case(certificates=planned, paper=ON_PAPER)), keys)

    return make


def no_certificates(office: Office) -> bytes:
    signed = office.sign(office.unsigned)
    found = cms.ContentInfo.load(container(signed))
    del found["content"]["certificates"]
    return refilled(signed, found.dump(force=True))


CHAIN, CHANGED = "practice-chain-broken", "signature-changed-after"
METADATA, CONTENT = "conformance-metadata", "conformance-content"
FAULTS = (
    fault("a byte of the pages is another", lambda o: changed(o.sign(o.unsigned), 12), "signature-broken"),
    fault("the title was changed between signatures", between(titled), CHANGED, METADATA),
    fault("a page was changed between signatures", between(redrawn), CHANGED, METADATA, CONTENT),
    fault("the title was changed after the last signature", after(titled), "signature-coverage", METADATA),
    fault(
        "a page was changed after the last signature",
        after(redrawn),
        *("signature-coverage", CHANGED, METADATA, CONTENT),
    ),
    fault(
        "the file was saved anew",
        lambda o: rebuilt(o.sign(o.unsigned), lambda _: None),
        *("signature-broken", "signature-coverage", "signature-form", CHANGED, "changed-before-signing"),
    ),
    fault("a signature has no certificate", no_certificates, "signature-unreadable"),
    fault(
        "a practice certificate leads nowhere",
        by(lambda who: Authority("Cvičná", practice=True).issue(who, chain=False)),
        CHAIN,
    ),
    fault(
        "a practice certificate comes from an official root",
        by(lambda who: Authority("Úřední").issue(who, practice=True)),
        CHAIN,
    ),
    fault(
        "a practice signature is older than its certificate",
        lambda o: o.sign(o.unsigned, at=ISSUED - timedelta(days=3)),
        CHAIN,
    ),
)


@pytest.mark.parametrize("wrong", FAULTS, ids=name)
def test_a_record_is_returned_when(office: Office, wrong: Fault) -> None:
    found = verified(wrong.make(office))
    assert found.verdict == "RETURN"
    assert codes(found) == wrong.codes


def test_the_facts_of_practice_signatures(office: Office, signed: bytes) -> None:
    first, last = verified(signed).signatures
    assert (first.field, first.signer, first.covers) == ("Member1", "CVIČNÝ: Zkoušející dvorakova", Coverage.REVISION)
    assert (last.field, last.signer, last.covers) == ("Seal", "CVIČNÝ: Pečeť autorizované osoby", Coverage.FILE)
    for facts, who in ((first, "dvorakova"), (last, "seal")):
        assert facts.intact
        assert facts.valid
        assert facts.practice
        assert not facts.trusted
        assert facts.signed_at == ISSUED
        assert facts.certificate == office.certificates[who]


def test_a_practice_certificate_is_never_trusted_not_even_by_its_own_root() -> None:
    practice = Authority("Cvičná", practice=True)
    case, keys = official(practice)
    found = verified(sign_with(drawn(case), keys), practice.pem)
    assert [facts.trusted for facts in found.signatures] == [False, False]
    assert codes(found) == {"practice-undeclared"}


def test_official_signatures_lead_to_the_root_that_the_reader_trusts(authority: Authority) -> None:
    case, keys = official(authority)
    pdf = sign_with(drawn(case), keys)
    facts = verified(pdf, authority.pem).signatures
    assert [(fact.trusted, fact.practice) for fact in facts] == [(True, False)] * 2
    unknown = verified(pdf, Authority("Jiná autorita").pem)
    assert codes(unknown) == {"signature-untrusted"}
    assert {code.arguments["field"] for code in unknown.codes} == {"Member1", "Seal"}
    assert all(fact.intact and fact.valid and not fact.trusted for fact in unknown.signatures)


@pytest.mark.parametrize(
    ("at", "since"),
    [(LATER, ISSUED - timedelta(days=9)), (ISSUED, ISSUED + timedelta(minutes=30))],
    ids=["after now", "before the certificate"],
)
def test_an_official_signature_with_an_impossible_time_is_told(
    authority: Authority, at: datetime, since: datetime
) -> None:
    case, keys = official(authority, since)
    found = verified(sign_with(drawn(case), keys, at=at), authority.pem)
    assert (found.verdict, codes(found)) == ("RETURN", {"signature-time-wrong"})


def test_clocks_may_differ_by_a_few_minutes(authority: Authority) -> None:
    case, keys = official(authority)
    pdf = sign_with(drawn(case), keys, at=NOW + timedelta(minutes=4))
    assert verified(pdf, authority.pem).verdict == "ACCEPT"


def test_an_expired_official_certificate_is_not_trusted_any_more(authority: Authority) -> None:
    case, keys = official(authority)
    found = verified(sign_with(drawn(case), keys), authority.pem, now=NOW + timedelta(days=400))
    assert codes(found) == {"signature-untrusted"}


def test_a_practice_record_can_be_verified_after_years(signed: bytes) -> None:
    assert verified(signed, now=NOW + timedelta(days=9000)).verdict == "PRACTICE"


def test_a_stranger_who_signs_for_the_same_name_is_told(office: Office, stranger: Office) -> None:
    found = verified(stranger.sign(office.unsigned))
    assert codes(found) == {"signature-other-certificate"}

"""Signatures with stamps, and files that last: each level verifies without a network, for years, and after renewal."""

import io
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pikepdf
import pytest
from asn1crypto import cms
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.reader import PdfFileReader
from werkzeug import Response

from exam.publishing import sealing
from exam.publishing.online import AuthoritySilentError
from exam.publishing.practice_word import PASSPHRASE
from exam.publishing.sealing import RevocationMissingError, SealingAuthority, SealingError
from exam.publishing.signing import SigningKey, sign
from exam.publishing.stamp_check import StampFacts
from exam.publishing.tokens import TOKEN_LIMIT, TokenUnusableError
from exam.publishing.trust import parsed
from exam.publishing.verification import Verification
from exam.scripted.world import ScriptedClock
from exam.service.stamping import AuthorityMissingError
from tests.authorities import Estate, answering, served
from tests.publishing.office import BY_FIELD, ON_PAPER, SHORT, Office, codes, drawn, sign_with, verified
from tests.publishing.surgery import appended, changed, container, holes, refilled
from tests.publishing.test_signature_check import redrawn, titled
from tests.record_builders import ISSUED, record_case

MINUTE = timedelta(minutes=1)
YEAR = timedelta(days=365)
RENEWED = ISSUED + 5 * YEAR


@dataclass(frozen=True)
class Files:
    """One official record at every level."""

    estate: Estate
    bare: bytes
    stamped: bytes
    sealed: bytes
    renewed: bytes

    def seen(self, pdf: bytes, after: timedelta = timedelta(hours=1)) -> Verification:
        return verified(pdf, self.estate.root, now=ISSUED + after)


def authority(estate: Estate, label: str = "tsa", at: datetime = ISSUED) -> SealingAuthority:
    estate.now = at
    return SealingAuthority(estate.tsa(label), lambda: parsed([estate.root]), ScriptedClock(at))


def keys(estate: Estate, **others: str) -> dict[str, SigningKey]:
    return {who: estate.key(others.get(who, who)) for who in ("dvorakova", "seal")}


def unsigned(given: dict[str, SigningKey], *, practice: bool = False) -> bytes:
    planned = {who: key.fingerprint for who, key in given.items()}
    return drawn(record_case(practice=practice, certificates=planned, paper=ON_PAPER))


def stamped_by(pdf: bytes, given: dict[str, SigningKey], stamp: Callable[[bytes], bytes]) -> bytes:
    for field in SHORT:
        certify = field == SHORT[0]
        pdf = sign(pdf, field=field, key=given[BY_FIELD[field]], at=ISSUED, certify=certify, stamp=stamp)
    return pdf


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Files]:
    with served(tmp_path_factory.mktemp("estate"), ISSUED) as estate:
        given = keys(estate)
        bare = sign_with(unsigned(given), given)
        stamped = stamped_by(unsigned(given), given, authority(estate).stamp)
        sealed = authority(estate).seal(stamped)
        renewed = authority(estate, "tsa2", RENEWED).seal(sealed)
        yield Files(estate, bare, stamped, sealed, renewed)


def levels(found: Verification) -> list[str]:
    return [str(facts.level) for facts in found.signatures]


def test_every_level_is_accepted_without_a_network(files: Files) -> None:
    for pdf, level in ((files.bare, "B-B"), (files.stamped, "B-T"), (files.sealed, "B-LTA")):
        found = files.seen(pdf)
        assert (found.verdict, found.codes) == ("ACCEPT", ())
        assert levels(found) == [level, level]
    assert files.seen(files.bare).signatures[0].stamp is None
    assert files.seen(files.stamped).signatures[0].stamp == StampFacts(
        field="Member1",
        at=ISSUED,
        authority="Razítka 2032",
        until=datetime.fromisoformat("2032-01-01T00:00:00+00:00"),
        whole=True,
        trusted=True,
    )


def test_each_level_only_adds_to_the_file_before_it(files: Files) -> None:
    assert files.sealed.startswith(files.stamped)
    assert files.renewed.startswith(files.sealed)
    with pikepdf.open(io.BytesIO(files.stamped)) as before, pikepdf.open(io.BytesIO(files.renewed)) as after:
        assert dict(after.docinfo) == dict(before.docinfo)
        assert after.Root.Metadata.read_bytes() == before.Root.Metadata.read_bytes()


def test_a_stamped_signature_outlives_its_certificate_and_a_bare_one_does_not(files: Files) -> None:
    assert files.seen(files.stamped, 4 * YEAR).verdict == "ACCEPT"
    assert codes(files.seen(files.bare, 4 * YEAR)) == {"signature-untrusted"}
    assert codes(files.seen(files.stamped, 6 * YEAR)) >= {"stamp-expired"}


def test_a_sealed_file_lasts_as_long_as_its_last_stamp_and_a_renewed_one_longer(files: Files) -> None:
    assert files.seen(files.sealed, 5 * YEAR).verdict == "ACCEPT"
    assert codes(files.seen(files.sealed, 6 * YEAR)) == {"stamp-expired"}
    for years in (6, 15):
        found = files.seen(files.renewed, years * YEAR)
        assert (found.verdict, found.codes) == ("ACCEPT", ())
        assert [stamp.field for stamp in found.stamps] == ["ArchiveTS1", "ArchiveTS2"]
    assert codes(files.seen(files.renewed, 25 * YEAR)) == {"stamp-expired"}


def test_a_signature_without_a_stamp_can_be_sealed_later(files: Files) -> None:
    found = files.seen(authority(files.estate).seal(files.bare))
    assert (found.verdict, levels(found)) == ("ACCEPT", ["B-LTA", "B-LTA"])
    assert [facts.stamp for facts in found.signatures] == [None, None]


def test_a_practice_record_is_sealed_and_read_by_who_trusts_nobody(files: Files, office: Office) -> None:
    stamp = authority(files.estate).stamp
    pdf = office.unsigned
    for field in SHORT:
        who = BY_FIELD[field]
        pdf = office.keys.sign(
            pdf,
            field=field,
            who=who,
            passphrase=PASSPHRASE,
            at=ISSUED,
            certify=field == SHORT[0],
            stamp=stamp,
        )
    sealed = authority(files.estate).seal(pdf)
    for found in (verified(sealed), files.seen(sealed), verified(sealed, now=ISSUED + 30 * YEAR)):
        assert (found.verdict, found.codes) == ("PRACTICE", ())


def test_when_a_file_must_be_renewed_is_read_from_it(files: Files) -> None:
    asked = authority(files.estate)
    assert asked.lasts_until(files.stamped) is None
    assert str(asked.lasts_until(files.sealed)) == "2032-01-01 00:00:00+00:00"
    assert str(asked.lasts_until(files.renewed)) == "2045-01-01 00:00:00+00:00"
    with pytest.raises(SealingError):
        asked.lasts_until(b"nic")


def test_a_revoked_signer_is_not_sealed(files: Files) -> None:
    given = keys(files.estate, dvorakova="revoked")
    pdf = stamped_by(unsigned(given), given, authority(files.estate).stamp)
    with pytest.raises(RevocationMissingError):
        authority(files.estate).seal(pdf)


def test_a_file_is_not_sealed_while_nobody_tells_of_revocation(files: Files, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = authority(files.estate)
    monkeypatch.setattr(sealing, "SECONDS", 0.0)
    with pytest.raises(RevocationMissingError):
        asked.seal(files.stamped)


def test_without_an_authority_nothing_is_sealed(files: Files) -> None:
    with pytest.raises(AuthorityMissingError):
        SealingAuthority("", lambda: parsed([files.estate.root]), ScriptedClock(ISSUED)).seal(files.stamped)
    with pytest.raises(SealingError):
        authority(files.estate).seal(b"nic")


def test_a_signature_without_its_stamp_can_be_made_anew_without_one(files: Files) -> None:
    given = keys(files.estate)
    with answering(lambda _: Response("", 500)) as url:
        down = SealingAuthority(url, lambda: parsed([files.estate.root]), ScriptedClock(ISSUED))
        with pytest.raises(Exception, match="timestamp-authority-refused"):
            stamped_by(unsigned(given), given, down.stamp)
    with pytest.raises(AuthoritySilentError):
        stamped_by(unsigned(given), given, SealingAuthority(url, down.roots, ScriptedClock(ISSUED)).stamp)
    with pytest.raises(TokenUnusableError):
        stamped_by(unsigned(given), given, lambda _: bytes(TOKEN_LIMIT + 1))


def without_material(files: Files) -> bytes:
    """Stamp the file without the data that prove its certificates."""
    return sealing._stamped(files.stamped, authority(files.estate).stamp)  # noqa: SLF001 - a sealer that forgets half


def between_the_seals(files: Files) -> bytes:
    return authority(files.estate, "tsa2", RENEWED).seal(appended(files.sealed, titled))


def signed_after_the_seal(files: Files) -> bytes:
    given = keys(files.estate)
    first = sign(unsigned(given), field="Member1", key=given["dvorakova"], at=ISSUED, certify=True)
    sealed = authority(files.estate).seal(first)
    return sign(sealed, field="Seal", key=given["seal"], at=ISSUED, certify=False)


def with_anothers_stamp(files: Files) -> bytes:
    """Put the first signature's stamp into the last signature."""
    first = cms.ContentInfo.load(container(files.stamped, 0))
    last = cms.ContentInfo.load(container(files.stamped, 1))
    signers = first["content"]["signer_infos"], last["content"]["signer_infos"]
    signers[1][0]["unsigned_attrs"] = signers[0][0]["unsigned_attrs"]
    return refilled(files.stamped, last.dump(force=True), 1)


def with_a_certificate_in_the_stamp(files: Files) -> bytes:
    found = cms.ContentInfo.load(container(files.stamped, 1))
    (attribute,) = found["content"]["signer_infos"][0]["unsigned_attrs"]
    root = parsed([files.estate.certificate("issuing").public_bytes(Encoding.DER)])
    attribute["values"][0]["content"]["certificates"].append(cms.CertificateChoices("certificate", root[0]))
    return refilled(files.stamped, found.dump(force=True), 1)


def stamped_before_it_was_signed(files: Files) -> bytes:
    given = keys(files.estate)
    stamp = authority(files.estate, at=ISSUED - timedelta(hours=1)).stamp
    return stamped_by(unsigned(given), given, stamp)


def stamped_in_the_future(files: Files) -> bytes:
    return authority(files.estate, at=ISSUED + timedelta(days=2)).seal(files.stamped)


@dataclass(frozen=True)
class Fault:
    """What is wrong with a file that lasts, with exactly the codes that a reader must be told."""

    told: str
    make: Callable[[Files], bytes]
    codes: frozenset[str]
    after: timedelta = timedelta(hours=1)


def fault(told: str, make: Callable[[Files], bytes], *expected: str, after: timedelta = timedelta(hours=1)) -> Fault:
    return Fault(told, make, frozenset(expected), after)


CHANGED = "signature-changed-after"
CONTENT = ("conformance-", "printed-", "file-", "changed-")
"""What is said of pages and form, which other tests hold."""
FAULTS = (
    fault("nothing proves its certificates", without_material, "signature-unproven", "stamp-unproven"),
    fault("the title was changed behind the seal", lambda f: appended(f.sealed, titled), "signature-coverage"),
    fault("a page was changed behind the seal", lambda f: appended(f.sealed, redrawn), "signature-coverage", CHANGED),
    fault("something was added between two seals", between_the_seals, CHANGED, after=RENEWED - ISSUED + MINUTE),
    fault("it was signed after it was sealed", signed_after_the_seal, CHANGED, "signature-unproven"),
    fault("the stamp belongs to another signature", with_anothers_stamp, "stamp-broken"),
    fault("a certificate was put into the stamp", with_a_certificate_in_the_stamp, "signature-form"),
    fault("it was stamped before it was signed", stamped_before_it_was_signed, "signature-time-wrong"),
    fault("it was stamped in the future", stamped_in_the_future, "stamp-time"),
    fault("bytes follow the seal", lambda f: f.sealed + b"\n%more", "bytes-after-end", "signature-coverage"),
    fault("a byte of the pages is another", lambda f: changed(f.sealed, 12), "signature-broken", "stamp-broken"),
    fault("nobody renewed it", lambda f: f.sealed, "stamp-expired", after=6 * YEAR),
)


@pytest.mark.parametrize("wrong", FAULTS, ids=lambda found: found.told.replace(" ", "-"))
def test_a_sealed_record_is_returned_when(files: Files, wrong: Fault) -> None:
    found = files.seen(wrong.make(files), wrong.after)
    assert found.verdict == "RETURN"
    assert {code for code in codes(found) if not code.startswith(CONTENT)} == wrong.codes


def test_an_authority_that_the_reader_does_not_trust_is_told(files: Files) -> None:
    found = verified(files.sealed)
    assert codes(found) == {"signature-untrusted", "stamp-untrusted"}


def test_one_changed_byte_is_told_all_over_a_sealed_file(files: Files) -> None:
    (start, end) = holes(files.sealed)[-1]
    filled = start + 1 + 2 * len(container(files.sealed))
    places = [*range(0, len(files.sealed), len(files.sealed) // 20), *range(start, filled, 499), filled, end - 2]
    unnoticed = [place for place in places if files.seen(changed(files.sealed, place)).verdict != "RETURN"]
    assert unnoticed == []


def test_what_signatures_cannot_show_is_a_cut_back_to_a_lower_level(files: Files) -> None:
    """Every revision was once the whole file; only who knows the newest one's digest (the register) sees the cut."""
    assert files.seen(files.sealed[: len(files.stamped)]).verdict == "ACCEPT"
    reader = PdfFileReader(io.BytesIO(files.sealed))
    for revision in range(1, reader.xrefs.total_revisions):
        ends = [place for place in _ends(files.sealed) if place < len(files.sealed)]
        found = files.seen(files.sealed[: ends[revision - 1]])
        assert found.verdict == ("ACCEPT" if ends[revision - 1] == len(files.stamped) else "RETURN")


def _ends(pdf: bytes) -> list[int]:
    found, place = [], 0
    while (place := pdf.find(b"%%EOF", place)) >= 0:
        place += len(b"%%EOF\n")
        found.append(min(place, len(pdf)))
    return found


@pytest.mark.needs_poppler
def test_another_program_finds_the_same_signatures_valid(files: Files, tmp_path: Path) -> None:
    for pdf in (files.bare, files.stamped, files.sealed, files.renewed):
        (tmp_path / "record.pdf").write_bytes(pdf)
        asked = ["pdfsig", "-nocert", "record.pdf"]
        told = subprocess.run(asked, cwd=tmp_path, capture_output=True, text=True, check=False).stdout  # noqa: S603 - our own words
        assert told.count("Signature Validation: Signature is Valid.") == 2, told
        assert "Not total document signed" in told or pdf in {files.bare, files.stamped}

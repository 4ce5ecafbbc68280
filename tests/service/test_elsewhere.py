"""Each signs at his own machine: what comes back must be the registered file with his signature behind it, no more."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from exam.checking import verify_record
from exam.core.candidate_session.refusals import RecordWrongError, WitnessWrongError
from exam.core.canonical import digest
from exam.core.session_values import SignatureMode
from exam.publishing.acceptance import ForeignRevisionError
from exam.publishing.bare_signing import RecordNotDueError, sign_file
from exam.publishing.key_folder import key_path
from exam.publishing.practice_keys import make_practice_keys
from exam.publishing.practice_word import PASSPHRASE
from exam.publishing.signing import SigningKey, load_p12, sign_open
from exam.scripted.stage import Stage
from exam.service.access import Actor, DeniedError, Role
from exam.service.elsewhere import SignerOtherError
from exam.service.records import RecordMissingError
from tests.publishing.surgery import appended
from tests.publishing.test_signature_check import redrawn, titled
from tests.rims import staged

CHAIR = Actor(id="predseda", role=Role.EXAMINER)
MEMBER = Actor(id="clen", role=Role.EXAMINER)
CANDIDATE = Actor(id="uchazec", role=Role.CANDIDATE)


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    with staged(tmp_path, before="issue_record") as found:
        found.service.issue_record(CHAIR, found.session)
        yield found


def key(folder: Path, who: str) -> SigningKey:
    return load_p12(key_path(folder / "keys", who), PASSPHRASE)


def signed(stage: Stage, folder: Path, who: str, pdf: bytes | None = None) -> bytes:
    """Sign at another machine: nothing but the file and the key."""
    own = key(folder, who)
    given = pdf or stage.service.elsewhere.export(CHAIR, stage.session).pdf
    return sign_file(given, stage.clock.now(), own.fingerprint, lambda signing: sign_open(own, given, signing))


def test_all_sign_elsewhere_and_the_record_verifies(stage: Stage, tmp_path: Path) -> None:
    elsewhere = stage.service.elsewhere
    for who, actor in (("predseda", CHAIR), ("clen", MEMBER), ("seal", CHAIR)):
        assert elsewhere.export(actor, stage.session).who == who
        elsewhere.accept(actor, stage.session, signed(stage, tmp_path, who))
    place = stage.service.records.archive(CHAIR, stage.session)
    found = verify_record(Path(place).read_bytes(), ())
    assert (found.verdict, found.codes) == ("PRACTICE", ())
    assert [line.revision for line in stage.ports.register.entries()][1:4] == [
        "signed:Member1",
        "signed:Member2",
        "signed:Seal",
    ]


def test_the_chair_enters_what_a_member_signed_and_nobody_else_does(stage: Stage, tmp_path: Path) -> None:
    first = signed(stage, tmp_path, "predseda")
    with pytest.raises(RecordWrongError):
        stage.service.elsewhere.accept(MEMBER, stage.session, first)
    stage.service.elsewhere.accept(CHAIR, stage.session, first)
    stage.service.elsewhere.accept(CHAIR, stage.session, signed(stage, tmp_path, "clen"))
    with pytest.raises(DeniedError):
        stage.service.elsewhere.accept(CANDIDATE, stage.session, b"")
    with pytest.raises(DeniedError):
        stage.service.elsewhere.export(CANDIDATE, stage.session)


def twice(pdf: bytes, sign: Callable[[bytes, str], bytes]) -> bytes:
    return sign(sign(pdf, "predseda"), "clen")


@pytest.mark.parametrize(
    "make",
    [
        lambda pdf, _: pdf,
        lambda _, __: b"",
        lambda pdf, sign: sign(pdf, "predseda")[:-1],
        lambda pdf, sign: b"x" + sign(pdf, "predseda"),
        lambda pdf, sign: sign(pdf, "predseda") + b"\n%more",
        lambda pdf, sign: sign(appended(pdf, titled), "predseda"),
        lambda pdf, sign: appended(sign(pdf, "predseda"), redrawn),
        lambda pdf, _: appended(pdf, titled),
        twice,
    ],
    ids=[
        "as it went out",
        "nothing",
        "cut",
        "with something before it",
        "with something behind it",
        "changed before it was signed",
        "changed after it was signed",
        "changed and not signed",
        "signed by two",
    ],
)
def test_a_file_that_is_anything_else_is_not_accepted(
    stage: Stage, tmp_path: Path, make: Callable[[bytes, Callable[[bytes, str], bytes]], bytes]
) -> None:
    given = stage.service.elsewhere.export(CHAIR, stage.session).pdf
    wrong = make(given, lambda pdf, who: signed(stage, tmp_path, who, pdf))
    with pytest.raises(ForeignRevisionError):
        stage.service.elsewhere.accept(CHAIR, stage.session, wrong)
    record = stage.state().record
    assert record is not None
    assert record.signed == ()


def test_a_stale_file_is_not_accepted(stage: Stage, tmp_path: Path) -> None:
    stale = signed(stage, tmp_path, "predseda")
    stage.service.records.sign(CHAIR, stage.session, PASSPHRASE)
    with pytest.raises(ForeignRevisionError):
        stage.service.elsewhere.accept(CHAIR, stage.session, stale)


def test_another_certificate_than_the_registered_one_is_not_accepted(stage: Stage, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    make_practice_keys(tmp_path / "other", {"predseda": "Petra Předsedová"}, at=stage.clock.now())
    other = load_p12(key_path(tmp_path / "other", "predseda"), PASSPHRASE)
    given = stage.service.elsewhere.export(CHAIR, stage.session).pdf
    planned = key(tmp_path, "predseda").fingerprint
    forged = sign_file(given, stage.clock.now(), planned, lambda signing: sign_open(other, given, signing))
    with pytest.raises((SignerOtherError, ForeignRevisionError)):
        stage.service.elsewhere.accept(CHAIR, stage.session, forged)


def test_whoever_is_not_due_cannot_sign_a_file(stage: Stage, tmp_path: Path) -> None:
    with pytest.raises(RecordNotDueError):
        signed(stage, tmp_path, "clen")
    with pytest.raises(RecordNotDueError):
        signed(stage, tmp_path, "predseda", b"nic")
    whole = stage.service.elsewhere.export(CHAIR, stage.session).pdf
    for who in ("predseda", "clen", "seal"):
        whole = signed(stage, tmp_path, who, whole)
    with pytest.raises(RecordNotDueError):
        signed(stage, tmp_path, "seal", whole)


def test_without_a_record_or_a_due_signer_nothing_goes_out(tmp_path: Path) -> None:
    with staged(tmp_path, before="issue_record") as stage:
        with pytest.raises(RecordMissingError):
            stage.service.elsewhere.export(CHAIR, stage.session)
        stage.service.issue_record(CHAIR, stage.session)
        for actor in (CHAIR, MEMBER):
            stage.service.records.sign(actor, stage.session, PASSPHRASE)
        stage.service.records.sign(CHAIR, stage.session, PASSPHRASE, seal=True)
        with pytest.raises(RecordWrongError):
            stage.service.elsewhere.export(CHAIR, stage.session)


def test_a_sheet_that_was_signed_with_ink_is_put_on_file_and_blocks_nothing(tmp_path: Path) -> None:
    with staged(tmp_path, before="issue_record") as stage:
        stage.service.issue_record(CHAIR, stage.session, {"clen": SignatureMode.PAPER})
        stage.service.records.sign(CHAIR, stage.session, PASSPHRASE)
        stage.service.records.sign(CHAIR, stage.session, PASSPHRASE, seal=True)
        elsewhere = stage.service.elsewhere
        with pytest.raises(WitnessWrongError):
            elsewhere.store_paper(CHAIR, stage.session, "Member2", b"scan", "clen")
        with pytest.raises(DeniedError):
            elsewhere.store_paper(MEMBER, stage.session, "Member2", b"scan", "predseda")
        elsewhere.store_paper(CHAIR, stage.session, "Member2", b"scan", "predseda")
        record = stage.state().record
        assert record is not None
        assert record.on_paper == ("Member2",)
        assert stage.ports.blobs.get(digest(b"scan")) == b"scan"
        place = stage.service.records.archive(CHAIR, stage.session)
    found = verify_record(Path(place).read_bytes(), ())
    assert (found.verdict, [facts.field for facts in found.signatures]) == ("PRACTICE", ["Member1", "Seal"])

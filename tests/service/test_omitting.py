"""A whole exam whose record two members do not sign: put down, sealed, archived, and told to whoever verifies it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from exam.checking import verify_record
from exam.core.candidate_session.commands import OmitSignature
from exam.core.candidate_session.record_refusals import (
    ChairOmittedError,
    RecordSealedError,
    SignerOmittedError,
)
from exam.core.candidate_session.refusals import RecordWrongError
from exam.core.omission import OmissionGround
from exam.core.session_values import SignatureMode
from exam.publishing.bare_signing import RecordNotDueError, sign_file
from exam.publishing.key_folder import key_path
from exam.publishing.practice_word import PASSPHRASE
from exam.publishing.signing import load_p12, sign_open
from exam.scripted.stage import Stage
from exam.service.access import Actor, DeniedError, Role
from exam.service.ports import Account
from tests.rims import PIN
from tests.stages import cut, played, shipped

ISSUING = cut(shipped("passed"), before="issue_record")
REFUSES = OmitSignature(who="kratky", ground=OmissionGround.REFUSED, reason="Nesouhlasí s hodnocením.")
ABSENT = OmitSignature(who="holubova", ground=OmissionGround.ABSENT, reason="Je v nemocnici.")


CHAIRLESS = OmitSignature(who="dvorakova", ground=OmissionGround.ABSENT, reason="Po zkoušce vážně onemocněla.")
AO = Actor(id="ao", role=Role.AUTHORISED_PERSON)


def with_authorised_person(stage: Stage) -> str:
    """Give the authorised person an account and return the reference of the identity behind it."""
    reference = stage.ports.people.accounts()[0].identity
    stage.ports.people.add_account(Account(id="ao", role=Role.AUTHORISED_PERSON, identity=reference), PIN)
    return reference


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    with played(tmp_path, ISSUING) as found:
        found.service.issue_record(found.actors["dvorakova"], found.session)
        yield found


def test_the_record_is_sealed_without_them_and_says_so(stage: Stage) -> None:
    chair, session = stage.actors["dvorakova"], stage.session
    stage.service.session(chair, session, ABSENT)
    stage.service.records.sign(chair, session, stage.passphrase)
    stage.service.session(chair, session, REFUSES)
    with pytest.raises(SignerOmittedError):
        stage.service.records.sign(stage.actors["kratky"], session, stage.passphrase)
    stage.service.records.sign(chair, session, stage.passphrase, seal=True)
    with pytest.raises(RecordSealedError):
        stage.service.session(chair, session, REFUSES.model_copy(update={"reason": "Jiný důvod."}))
    found = verify_record(Path(stage.service.records.archive(chair, session)).read_bytes(), ())
    assert (found.verdict, found.codes) == ("PRACTICE", ())
    assert [facts.field for facts in found.signatures] == ["Member1", "Seal"]
    assert [(note.code, note.arguments["reason"]) for note in found.notes] == [
        ("signer-refused", "Nesouhlasí s hodnocením."),
        ("signer-absent", "Je v nemocnici."),
    ]
    assert {note.arguments["by"] for note in found.notes} == {"Mgr. Alžběta Dvořáková-Vzorová"}


def signed_elsewhere(stage: Stage, folder: Path, who: str, pdf: bytes, *, chairless: bool = False) -> bytes:
    key = load_p12(key_path(next(folder.rglob("keys")), who), PASSPHRASE)
    now = stage.clock.now()
    return sign_file(pdf, now, key.fingerprint, lambda signing: sign_open(key, pdf, signing), chairless=chairless)


def test_who_comes_after_them_signs_at_his_own_machine_and_so_does_the_seal(stage: Stage, tmp_path: Path) -> None:
    chair, session, elsewhere = stage.actors["dvorakova"], stage.session, stage.service.elsewhere
    stage.service.records.sign(chair, session, stage.passphrase)
    stage.service.session(chair, session, REFUSES)
    for who in ("holubova", "seal"):
        export = elsewhere.export(chair, session)
        assert export.who == who
        assert export == elsewhere.export(chair, session)
        back = signed_elsewhere(stage, tmp_path, who, export.pdf)
        elsewhere.accept(chair, session, back)
    found = verify_record(Path(stage.service.records.archive(chair, session)).read_bytes(), ())
    assert (found.verdict, found.codes) == ("PRACTICE", ())


def test_only_the_chair_and_the_authorised_person_put_it_down(stage: Stage) -> None:
    for other in ("kratky", "holubova", "svobodova"):
        with pytest.raises(DeniedError):
            stage.service.session(stage.actors[other], stage.session, REFUSES)
    reference = with_authorised_person(stage)
    chair, session = stage.actors["dvorakova"], stage.session
    stage.service.records.sign(chair, session, stage.passphrase)
    for command in (REFUSES, ABSENT):
        stage.service.session(AO, session, command)
    stage.service.records.sign(chair, session, stage.passphrase, seal=True)
    found = verify_record(Path(stage.service.records.archive(chair, session)).read_bytes(), ())
    version = stage.ports.people.identity(reference)
    assert version is not None
    assert {note.arguments["by"] for note in found.notes} == {version.identity.full_name}


def test_where_the_chair_is_not_there_the_next_member_certifies(stage: Stage) -> None:
    with_authorised_person(stage)
    member, session = stage.actors["kratky"], stage.session
    with pytest.raises(RecordWrongError):
        stage.service.records.sign(member, session, stage.passphrase)
    with pytest.raises(ChairOmittedError):
        stage.service.session(stage.actors["dvorakova"], session, CHAIRLESS)
    with pytest.raises(DeniedError):
        stage.service.session(member, session, CHAIRLESS)
    stage.service.session(AO, session, CHAIRLESS)
    stage.service.records.sign(member, session, stage.passphrase)
    with pytest.raises(SignerOmittedError):
        stage.service.records.sign(stage.actors["dvorakova"], session, stage.passphrase)
    stage.service.session(AO, session, ABSENT)
    stage.service.records.sign(member, session, stage.passphrase, seal=True)
    found = verify_record(Path(stage.service.records.archive(AO, session)).read_bytes(), ())
    assert (found.verdict, found.codes) == ("PRACTICE", ())
    assert [facts.field for facts in found.signatures] == ["Member2", "Seal"]
    assert [note.arguments["field"] for note in found.notes] == ["Member1", "Member3"]


def test_where_nobody_of_the_commission_signs_the_seal_certifies_alone(tmp_path: Path) -> None:
    with played(tmp_path, ISSUING) as stage:
        with_authorised_person(stage)
        session, records = stage.session, stage.service.records
        stage.service.issue_record(AO, session, {"kratky": SignatureMode.PAPER})
        for command in (CHAIRLESS, ABSENT):
            stage.service.session(AO, session, command)
        stage.service.elsewhere.store_paper(AO, session, "Member2", b"sken", "holubova")
        with pytest.raises(RecordWrongError):
            records.sign(AO, session, stage.passphrase)
        records.sign(AO, session, stage.passphrase, seal=True)
        found = verify_record(Path(records.archive(AO, session)).read_bytes(), ())
    assert (found.verdict, found.codes) == ("PRACTICE", ())
    assert [facts.field for facts in found.signatures] == ["Seal"]
    assert [note.arguments["field"] for note in found.notes] == ["Member1", "Member3"]


def test_elsewhere_a_member_signs_first_only_when_told_that_the_chair_does_not(stage: Stage, tmp_path: Path) -> None:
    with_authorised_person(stage)
    session, elsewhere = stage.session, stage.service.elsewhere
    stage.service.session(AO, session, CHAIRLESS)
    given = elsewhere.export(AO, session)
    assert given.who == "kratky"
    with pytest.raises(RecordNotDueError):
        signed_elsewhere(stage, tmp_path, "kratky", given.pdf)
    back = signed_elsewhere(stage, tmp_path, "kratky", given.pdf, chairless=True)
    elsewhere.accept(stage.actors["kratky"], session, back)
    stage.service.session(AO, session, ABSENT)
    elsewhere.accept(AO, session, signed_elsewhere(stage, tmp_path, "seal", elsewhere.export(AO, session).pdf))
    found = verify_record(Path(stage.service.records.archive(AO, session)).read_bytes(), ())
    assert (found.verdict, found.codes) == ("PRACTICE", ())


def test_a_seal_that_comes_first_is_set_elsewhere_too(stage: Stage, tmp_path: Path) -> None:
    with_authorised_person(stage)
    session, elsewhere = stage.session, stage.service.elsewhere
    for command in (CHAIRLESS, REFUSES, ABSENT):
        stage.service.session(AO, session, command)
    elsewhere.accept(AO, session, signed_elsewhere(stage, tmp_path, "seal", elsewhere.export(AO, session).pdf))
    found = verify_record(Path(stage.service.records.archive(AO, session)).read_bytes(), ())
    assert (found.verdict, found.codes) == ("PRACTICE", ())


def test_before_the_record_is_issued_nobody_is_left_out(tmp_path: Path) -> None:
    with played(tmp_path, ISSUING) as stage, pytest.raises(RecordWrongError):
        stage.service.session(stage.actors["dvorakova"], stage.session, REFUSES)

"""A whole exam whose record two members do not sign: put down, sealed, archived, and told to whoever verifies it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from exam.checking import verify_record
from exam.core.candidate_session.commands import OmitSignature
from exam.core.candidate_session.record_refusals import RecordSealedError, SignerOmittedError
from exam.core.candidate_session.refusals import RecordWrongError
from exam.core.omission import OmissionGround
from exam.publishing.bare_signing import sign_file
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


def signed_elsewhere(stage: Stage, folder: Path, who: str, pdf: bytes) -> bytes:
    key = load_p12(key_path(next(folder.rglob("keys")), who), PASSPHRASE)
    return sign_file(pdf, stage.clock.now(), key.fingerprint, lambda signing: sign_open(key, pdf, signing))


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
    reference = stage.ports.people.accounts()[0].identity
    stage.ports.people.add_account(Account(id="ao", role=Role.AUTHORISED_PERSON, identity=reference), PIN)
    chair, session = stage.actors["dvorakova"], stage.session
    stage.service.records.sign(chair, session, stage.passphrase)
    for command in (REFUSES, ABSENT):
        stage.service.session(Actor(id="ao", role=Role.AUTHORISED_PERSON), session, command)
    stage.service.records.sign(chair, session, stage.passphrase, seal=True)
    found = verify_record(Path(stage.service.records.archive(chair, session)).read_bytes(), ())
    version = stage.ports.people.identity(reference)
    assert version is not None
    assert {note.arguments["by"] for note in found.notes} == {version.identity.full_name}


def test_before_the_record_is_issued_nobody_is_left_out(tmp_path: Path) -> None:
    with played(tmp_path, ISSUING) as stage, pytest.raises(RecordWrongError):
        stage.service.session(stage.actors["dvorakova"], stage.session, REFUSES)

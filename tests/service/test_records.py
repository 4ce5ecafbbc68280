from pathlib import Path

import pytest

from exam.checking import verify_record
from exam.core.candidate_session.refusals import NotAnnouncedError, RecordWrongError
from exam.core.session_values import SignatureMode
from exam.service.access import DeniedError
from exam.service.records import RecordMissingError
from tests.stages import cut, played, shipped

ANNOUNCING = cut(shipped("passed"), before="announce_result")
ISSUING = cut(shipped("passed"), before="issue_record")


def test_no_record_is_issued_before_the_candidate_knows_the_result(tmp_path: Path) -> None:
    with played(tmp_path, ANNOUNCING) as stage, pytest.raises(NotAnnouncedError):
        stage.service.issue_record(stage.actors["dvorakova"], stage.session)


def test_only_the_chair_issues(tmp_path: Path) -> None:
    with played(tmp_path, ISSUING) as stage:
        for other in ("kratky", "svobodova"):
            with pytest.raises(DeniedError):
                stage.service.issue_record(stage.actors[other], stage.session)


def test_nothing_is_signed_before_it_is_issued(tmp_path: Path) -> None:
    with played(tmp_path, ISSUING) as stage, pytest.raises(RecordMissingError):
        stage.service.records.sign(stage.actors["dvorakova"], stage.session, stage.passphrase)


def test_signatures_follow_the_planned_order(tmp_path: Path) -> None:
    with played(tmp_path, ISSUING) as stage:
        stage.service.issue_record(stage.actors["dvorakova"], stage.session)
        with pytest.raises(RecordWrongError):
            stage.service.records.sign(stage.actors["kratky"], stage.session, stage.passphrase)
        stage.service.records.sign(stage.actors["dvorakova"], stage.session, stage.passphrase)
        record = stage.state().record
    assert record is not None
    assert record.signed == ("Member1",)


def test_a_record_is_issued_once(tmp_path: Path) -> None:
    with played(tmp_path, ISSUING) as stage:
        stage.service.issue_record(stage.actors["dvorakova"], stage.session)
        with pytest.raises(RecordWrongError):
            stage.service.issue_record(stage.actors["dvorakova"], stage.session)


def test_nothing_is_archived_while_a_signature_is_due(tmp_path: Path) -> None:
    with played(tmp_path, ISSUING) as stage:
        stage.service.issue_record(stage.actors["dvorakova"], stage.session)
        with pytest.raises(RecordWrongError):
            stage.service.records.archive(stage.actors["dvorakova"], stage.session)


def test_a_member_may_sign_with_ink_and_the_record_still_verifies(tmp_path: Path) -> None:
    with played(tmp_path, ISSUING) as stage:
        chair = stage.actors["dvorakova"]
        stage.service.issue_record(chair, stage.session, {"kratky": SignatureMode.PAPER})
        for who in ("dvorakova", "holubova"):
            stage.service.records.sign(stage.actors[who], stage.session, stage.passphrase)
        stage.service.records.sign(chair, stage.session, stage.passphrase, seal=True)
        path = stage.service.records.archive(chair, stage.session)
    found = verify_record(Path(path).read_bytes(), ())
    assert found.verdict == "PRACTICE", found.codes
    assert [facts.field for facts in found.signatures] == ["Member1", "Member3", "Seal"]


def test_the_register_holds_every_revision_of_a_practice_record(tmp_path: Path) -> None:
    with played(tmp_path, shipped("passed")) as stage:
        lines = stage.ports.register.entries(practice=True)
        official = stage.ports.register.entries(practice=False)
    assert [line.revision for line in lines] == [
        "issued",
        "signed:Member1",
        "signed:Member2",
        "signed:Member3",
        "signed:Seal",
        "archived",
    ]
    assert official == ()

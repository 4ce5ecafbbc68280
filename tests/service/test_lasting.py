"""Signatures with stamps in a whole exam: an outage costs the level, which is added later, each time as a revision."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from werkzeug import Response

from exam.checking import verify_record
from exam.core.candidate_session.commands import ApproveRecordCorrection, ProposeRecordCorrection
from exam.core.candidate_session.refusals import RecordWrongError
from exam.publishing.practice_word import PASSPHRASE
from exam.publishing.sealing import SealingAuthority, workspace_authority
from exam.publishing.trust import parsed
from exam.scripted.stage import Stage
from exam.service.access import Actor, Role
from exam.service.diagnosis import Diagnosis
from exam.service.exam_service import ExamService
from exam.service.lasting import Lasting, RevisionWrongError
from exam.service.pen import Signing
from exam.service.ports import Ports
from exam.service.records import RecordMissingError
from exam.service.stamping import AuthorityMissingError, TimestampError
from exam.service.streams import Receipt
from tests.authorities import Estate, answering, served
from tests.rims import mini_exam, staged
from tests.service.test_crashes import WHOLE

CHAIR = Actor(id="predseda", role=Role.EXAMINER)
MEMBER = Actor(id="clen", role=Role.EXAMINER)


@pytest.fixture(scope="module")
def estate(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Estate]:
    with served(tmp_path_factory.mktemp("estate"), mini_exam().starts_at) as found:
        yield found


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    with staged(tmp_path, before="issue_record") as found:
        yield found


def stamping(ports: Ports, url: str, estate: Estate) -> Ports:
    estate.now = ports.clock.now()
    return replace(ports, timestamps=SealingAuthority(url, lambda: parsed([estate.root]), ports.clock))


def signed(service: ExamService, session: str) -> list[str]:
    """Sign and archive, and return the codes of what was told."""
    service.issue_record(CHAIR, session)
    return finished(service, session)


def finished(service: ExamService, session: str) -> list[str]:
    """Sign and archive what was issued, and return the codes of what was told."""
    receipts = [service.records.sign(actor, session, PASSPHRASE) for actor in (CHAIR, MEMBER)]
    receipts.append(service.records.sign(CHAIR, session, PASSPHRASE, seal=True))
    service.records.archive(CHAIR, session)
    return [notice.code for receipt in receipts for notice in receipt.notices]


def issued(service: ExamService, session: str) -> str:
    """Return the record that is in force."""
    return service.sessions.state(session).records[-1].record


def refresh(service: ExamService, session: str) -> None:
    service.lasting.refresh(session, issued(service, session))


def levels(ports: Ports, estate: Estate) -> list[str]:
    (name,) = ports.archive.names(practice=True)
    found = verify_record(ports.archive.get(name, practice=True), (estate.root,))
    assert found.verdict == "PRACTICE", found.codes
    return [str(facts.level) for facts in found.signatures]


def revisions(ports: Ports) -> list[str]:
    return [line.revision.partition(":")[0] for line in ports.register.entries(practice=True)]


def test_with_an_authority_a_record_lasts_from_the_archive_on(stage: Stage, estate: Estate) -> None:
    ports = stamping(stage.ports, estate.tsa(), estate)
    service = ExamService(ports)
    assert signed(service, stage.session) == []
    assert levels(ports, estate) == ["B-T", "B-T", "B-T"]
    assert service.lasting.archived(stage.session) == ()
    assert levels(ports, estate) == ["B-LTA", "B-LTA", "B-LTA"]
    assert revisions(ports) == [*(name.partition(":")[0] for name in WHOLE), "refreshed"]
    (told,) = service.lasting.records()
    assert (told.standing, str(told.until)) == (Lasting.GOOD, "2032-01-01 00:00:00+00:00")
    assert service.records.archive(CHAIR, stage.session).endswith(".pdf")


def test_an_outage_costs_the_level_and_never_the_signature(stage: Stage, estate: Estate) -> None:
    with answering(lambda _: Response("", 500)) as url:
        down = stamping(stage.ports, url, estate)
        service = ExamService(down)
        assert signed(service, stage.session) == ["stamp-waits"] * 3
        assert [notice.code for notice in service.lasting.archived(stage.session)] == ["level-waits"]
        codes = {found.code for found in Diagnosis(down, lambda _: None).findings()}
        assert {"doctor.levels-wait", "doctor.anchors-wait"} <= codes
    assert levels(stage.ports, estate) == ["B-B", "B-B", "B-B"]
    ports = stamping(stage.ports, estate.tsa(), estate)
    later = ExamService(ports).lasting
    assert [one.standing for one in later.records()] == [Lasting.BARE]
    refresh(ExamService(ports), stage.session)
    assert levels(ports, estate) == ["B-LTA", "B-LTA", "B-LTA"]


def test_a_folder_of_trust_that_cannot_be_read_costs_stamps_and_stops_nobody(
    stage: Stage, estate: Estate, tmp_path: Path
) -> None:
    trust = tmp_path / "trusted"
    trust.mkdir()
    (trust / "letter.txt").write_text("no certificate", "utf-8")
    ports = replace(stage.ports, timestamps=workspace_authority(estate.tsa(), trust, stage.ports.clock))
    service = ExamService(ports)
    told = [notice.code for notice in service.issue_record(CHAIR, stage.session).notices]
    told += [notice.code for who in (CHAIR, MEMBER) for notice in _sign(service, who, stage.session).notices]
    told += [notice.code for notice in _sign(service, CHAIR, stage.session, seal=True).notices]
    assert told == ["anchor-waits", *["stamp-waits"] * 3]
    assert service.archive_record(CHAIR, stage.session).endswith(".pdf")
    assert levels(ports, estate) == ["B-B", "B-B", "B-B"]


def test_archiving_makes_a_record_last_at_once(stage: Stage, estate: Estate) -> None:
    ports = stamping(stage.ports, estate.tsa(), estate)
    service = ExamService(ports)
    signed(service, stage.session)
    service.archive_record(CHAIR, stage.session)
    assert levels(ports, estate) == ["B-LTA", "B-LTA", "B-LTA"]


def _sign(service: ExamService, who: Actor, session: str, *, seal: bool = False) -> Receipt:
    return service.records.sign(who, session, PASSPHRASE, seal=seal)


def test_each_renewal_is_a_revision_that_begins_with_the_file_before(stage: Stage, estate: Estate) -> None:
    ports = stamping(stage.ports, estate.tsa(), estate)
    service = ExamService(ports)
    signed(service, stage.session)
    refresh(service, stage.session)
    again = stamping(stage.ports, estate.tsa("tsa2"), estate)
    assert [one.standing for one in service.lasting.records(days=366 * 6)] == [Lasting.DUE]
    refresh(ExamService(again), stage.session)
    assert [one.standing for one in service.lasting.records(days=366 * 6)] == [Lasting.GOOD]
    lines = ports.register.entries(practice=True)
    files = [ports.blobs.get(line.sha256) for line in lines]
    assert all(after.startswith(before) for before, after in pairwise(files))
    assert revisions(ports)[-2:] == ["refreshed", "refreshed"]
    assert {found.health for found in Diagnosis(again, lambda data: verify_record(data, ()).record).findings()} == {
        "good"
    }
    assert levels(ports, estate) == ["B-LTA"] * 3


def test_a_crash_between_event_and_archive_is_healed(stage: Stage, estate: Estate, tmp_path: Path) -> None:
    ports = stamping(stage.ports, estate.tsa(), estate)
    service = ExamService(ports)
    signed(service, stage.session)
    (name,) = ports.archive.names(practice=True)
    shutil.copyfile(tmp_path / "archive" / "practice" / name, tmp_path / "before.pdf")
    refresh(service, stage.session)
    shutil.copyfile(tmp_path / "before.pdf", tmp_path / "archive" / "practice" / name)
    assert levels(ports, estate) == ["B-T"] * 3
    service.lasting.heal(stage.session, issued(service, stage.session))
    assert levels(ports, estate) == ["B-LTA"] * 3


def test_only_what_is_archived_is_refreshed_and_only_by_who_can(stage: Stage, estate: Estate) -> None:
    service = ExamService(stamping(stage.ports, estate.tsa(), estate))
    for asking in (service.lasting.refresh, service.lasting.heal):
        with pytest.raises(RecordMissingError):
            asking(stage.session, "record-none")
    service.issue_record(CHAIR, stage.session)
    with pytest.raises(RecordMissingError):
        refresh(service, stage.session)
    finished(service, stage.session)
    assert stage.service.lasting.archived(stage.session) == ()
    with pytest.raises(AuthorityMissingError):
        refresh(stage.service, stage.session)
    with pytest.raises(RecordWrongError):
        service.records.sign(CHAIR, stage.session, PASSPHRASE)


@pytest.mark.parametrize("make", [lambda pdf: pdf, lambda pdf: pdf[:-1], lambda pdf: b"x" + pdf])
def test_what_is_not_the_file_with_something_behind_it_is_not_kept(
    stage: Stage, estate: Estate, monkeypatch: pytest.MonkeyPatch, make: object
) -> None:
    ports = stamping(stage.ports, estate.tsa(), estate)
    service = ExamService(ports)
    signed(service, stage.session)
    monkeypatch.setattr(ports.timestamps, "seal", make)
    with pytest.raises(RevisionWrongError):
        refresh(service, stage.session)
    assert "refreshed" not in revisions(ports)


def test_the_word_that_opens_a_key_is_never_printed(stage: Stage) -> None:
    told = repr(Signing(field="Seal", who="seal", passphrase=PASSPHRASE, at=stage.clock.now(), certify=True))
    assert PASSPHRASE not in told
    assert issubclass(AuthorityMissingError, TimestampError)


def test_a_record_that_was_superseded_is_stamped_as_well_and_stays_superseded(stage: Stage, estate: Estate) -> None:
    ports = stamping(stage.ports, estate.tsa(), estate)
    service, session = ExamService(ports), stage.session
    signed(service, session)
    old = issued(service, session)
    service.session(MEMBER, session, ProposeRecordCorrection(reason="Místo konání bylo zapsáno chybně."))
    service.session(CHAIR, session, ApproveRecordCorrection())
    assert [(one.record, one.standing) for one in service.lasting.records()] == [(old, Lasting.BARE)]
    assert service.lasting.refresh(session, old).endswith(f"{old}.pdf")
    assert service.sessions.state(session).record is None
    signed(service, session)
    new = issued(service, session)
    standing = {one.record: one.standing for one in service.lasting.records()}
    assert standing == {old: Lasting.GOOD, new: Lasting.BARE}
    service.lasting.refresh(session, old)
    in_force = service.sessions.state(session).record
    assert in_force is not None
    assert ports.blobs.get(in_force.pdf) == ports.archive.get(f"{new}.pdf", practice=True)
    found = verify_record(ports.archive.get(f"{old}.pdf", practice=True), (estate.root,))
    assert (found.verdict, len(found.stamps)) == ("PRACTICE", 2)
    codes = {one.health for one in Diagnosis(ports, lambda data: verify_record(data, ()).record).findings()}
    assert codes == {"good", "warning"}
    refresh(service, session)
    assert service.replays.replay(session).differences == ()

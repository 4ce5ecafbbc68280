"""Records from outside get another time stamp in time, as a longer form of the same line."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from exam.checking import verify_record
from exam.core.custody import LineState
from exam.publishing.sealing import SealingAuthority
from exam.publishing.trust import parsed
from exam.scripted.world import ScriptedClock
from exam.service.exam_service import ExamService
from exam.service.lasting import Lasting, RevisionWrongError
from exam.service.ports import Ports
from tests.authorities import Estate, served
from tests.rims import mini_exam, rim, staged
from tests.service.custodies import CLERK, PERSON
from tests.service.test_lasting import issued, signed


@pytest.fixture(scope="module")
def estate(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Estate]:
    with served(tmp_path_factory.mktemp("estate"), mini_exam().starts_at) as found:
        yield found


@pytest.fixture
def archived(tmp_path: Path) -> Iterator[tuple[Ports, ExamService, str, ScriptedClock]]:
    """Yield the workspace of an authorised person whose record is archived."""
    (tmp_path / "made").mkdir()
    with staged(tmp_path / "made", before="issue_record") as stage:
        service = ExamService(stage.ports)
        signed(service, stage.session)
        yield stage.ports, service, stage.session, stage.clock


def stamped(ports: Ports, estate: Estate) -> ExamService:
    estate.now = ports.clock.now()
    authority = SealingAuthority(estate.tsa(), lambda: parsed([estate.root]), ports.clock)
    return ExamService(replace(ports, timestamps=authority, check=lambda data: verify_record(data, (estate.root,))))


def test_a_record_from_outside_is_stamped_and_its_line_keeps_the_form_before(
    tmp_path: Path, estate: Estate, archived: tuple[Ports, ExamService, str, ScriptedClock]
) -> None:
    ports, _, _, clock = archived
    (name,) = ports.archive.names(practice=True)
    pdf = ports.archive.get(name, practice=True)
    (tmp_path / "body").mkdir()
    with rim(tmp_path / "body", clock) as other:
        service = stamped(other, estate)
        service.intake.receive(CLERK, [pdf])
        list(service.intake.check(CLERK))
        service.intake.accept(CLERK, 1)
        (told,) = service.kept_lasting.records()
        assert (told.session, told.standing) == ("archive/1", Lasting.BARE)
        service.kept_lasting.refresh(told.session, told.record)
        (told,) = service.kept_lasting.records()
        assert told.standing is Lasting.GOOD
        assert next(service.kept_lasting.records(days=4_000)).standing is Lasting.DUE
        line = service.custody.line(1)
        assert len(line.earlier) == 1
        kept = other.archive.get(name, practice=True)
        assert kept.startswith(pdf)
        assert other.blobs.get(line.file) == kept
        assert verify_record(kept, (estate.root,)).verdict == "PRACTICE"
        (again,) = service.intake.receive(CLERK, [kept])
        assert (again.number, again.known) == (1, True)


def test_only_what_is_kept_is_stamped(
    tmp_path: Path, estate: Estate, archived: tuple[Ports, ExamService, str, ScriptedClock]
) -> None:
    ports, _, _, clock = archived
    (name,) = ports.archive.names(practice=True)
    (tmp_path / "body").mkdir()
    with rim(tmp_path / "body", clock) as other:
        service = stamped(other, estate)
        service.intake.receive(CLERK, [ports.archive.get(name, practice=True)])
        assert list(service.kept_lasting.records()) == []
        with pytest.raises(RevisionWrongError):
            service.kept_lasting.refresh("archive/1", name)


def test_a_record_of_this_workspace_is_stamped_where_it_was_issued_and_none_that_was_disposed_of(
    estate: Estate, archived: tuple[Ports, ExamService, str, ScriptedClock]
) -> None:
    ports, _, session, clock = archived
    service = stamped(ports, estate)
    service.custody.enter_own()
    service.kept_lasting.refresh(session, issued(service, session))
    service.custody.enter_own()
    (told,) = service.kept_lasting.records()
    assert (told.session, told.standing) == (session, Lasting.GOOD)
    assert len(service.custody.line(1).earlier) == 1
    clock.pass_minutes(3 * 24 * 60)
    service.disposals.propose(PERSON, [1], "Doba uplynula.")
    service.disposals.dispose(CLERK, [1])
    assert service.custody.line(1).state is LineState.DISPOSED
    assert list(service.kept_lasting.records()) == []

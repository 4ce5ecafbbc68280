"""Reviews and disposal: two people, only in time, and nothing left of a name; the line stays and the chain is whole."""

from pathlib import Path

import pytest

from exam.core.custody import LineState
from exam.core.custody_events import ReviewDecision
from exam.core.custody_refusals import RetentionRunsError, ReviewWrongError, SecondPersonError
from exam.core.custody_search import Query
from exam.service.access import Actor, DeniedError, Role
from exam.service.diagnosis import Diagnosis
from exam.service.exam_service import ExamService
from exam.service.findings import Finding, Health
from exam.service.ports import BlobMissingError
from exam.service.resuming import named_blobs
from tests.rims import staged
from tests.service.custodies import CLERK, PERSON, SECOND, TAIL, YEARS_LATER, Body, body, files

EXAMINER = Actor(id="predseda", role=Role.EXAMINER)
REASON = "Uplynula doba uchovávání."


def faults(desk: Body) -> list[Finding]:
    found = Diagnosis(desk.ports, lambda data: desk.ports.check(data).record).findings()
    return [one for one in found if one.health is Health.BAD]


def test_a_review_is_asked_for_decided_and_stands_on_the_line(tmp_path: Path) -> None:
    with body(tmp_path) as desk:
        (number,) = desk.kept(files().first)
        line = desk.service.reviews.request(PERSON, number, "Měření času.")
        row = desk.service.register.row(line)
        assert row.review_due is not None
        with pytest.raises(DeniedError):
            desk.service.reviews.decide(PERSON, number, ReviewDecision.CONFIRMED, "V pořádku.")
        desk.service.reviews.decide(CLERK, number, ReviewDecision.REPEATED, "Čas běžel při výpadku.")
        (review,) = desk.service.custody.line(number).reviews
        assert (review.decision, review.decided_by) == (ReviewDecision.REPEATED, CLERK.id)


def test_who_keeps_no_records_neither_reviews_nor_disposes(tmp_path: Path) -> None:
    with body(tmp_path) as desk:
        (number,) = desk.kept(files().first)
        with pytest.raises(DeniedError):
            desk.service.reviews.request(EXAMINER, number, "Měření času.")
        with pytest.raises(DeniedError):
            desk.service.disposals.propose(EXAMINER, [number], REASON)
        with pytest.raises(DeniedError):
            desk.service.disposals.dispose(EXAMINER, [number])
        with pytest.raises(DeniedError):
            desk.service.register.search(EXAMINER, Query())


def test_two_people_dispose_of_what_was_kept_long_enough(tmp_path: Path) -> None:
    with body(tmp_path) as desk:
        (number,) = desk.kept(files().first)
        with pytest.raises(RetentionRunsError):
            desk.service.disposals.propose(CLERK, [number], REASON)
        desk.clock.pass_minutes(YEARS_LATER)
        name = desk.service.custody.line(number).name
        desk.service.disposals.propose(CLERK, [number], REASON)
        with pytest.raises(SecondPersonError):
            desk.service.disposals.dispose(CLERK, [number])
        (line,) = desk.service.disposals.dispose(SECOND, [number])
        assert line.state is LineState.DISPOSED
        assert name not in desk.ports.archive.names(practice=False)
        with pytest.raises(BlobMissingError):
            desk.ports.blobs.get(line.file)
        assert line.facts is not None
        assert desk.ports.people.identity(line.facts.candidate) is None
        row = desk.service.register.row(line)
        assert (row.candidate, row.record) == ("", line.facts.record)
        assert faults(desk) == []
        assert line.file not in named_blobs(desk.ports.journal)


def test_a_disposal_that_a_crash_cut_off_is_finished_and_done_once(tmp_path: Path) -> None:
    with body(tmp_path) as desk:
        (number,) = desk.kept(files().first)
        desk.clock.pass_minutes(YEARS_LATER)
        line = desk.service.custody.line(number)
        desk.service.disposals.propose(CLERK, [number], REASON)
        desk.service.disposals.dispose(SECOND, [number])
        desk.ports.blobs.put(files().first)
        desk.ports.archive.keep(line.name, files().first, practice=False)
        assert faults(desk) == []
        desk.service.disposals.dispose(SECOND, [number])
        assert desk.ports.archive.names(practice=False) == ()
        assert line.file not in desk.ports.blobs.names()
        types = [stored.link.type for stored in desk.ports.journal.read("archive")]
        assert types.count("RecordDisposed") == 1
        desk.ports.blobs.put(files().first)
        desk.service.disposals.heal()
        assert line.file not in desk.ports.blobs.names()


def test_people_whom_another_record_names_stay(tmp_path: Path) -> None:
    with body(tmp_path) as desk:
        first, second = desk.kept(files().first, files().second)
        desk.clock.pass_minutes(YEARS_LATER)
        desk.service.disposals.propose(CLERK, [first], REASON)
        desk.service.disposals.dispose(SECOND, [first])
        row = desk.service.register.row(desk.service.custody.line(second))
        assert row.candidate == files().case.record.candidate.version.identity.full_name
        facts = desk.service.custody.line(second).facts
        assert facts is not None
        assert desk.ports.people.identity(facts.candidate) is not None


def test_a_returned_file_is_disposed_of_and_the_kept_record_of_its_number_is_not(tmp_path: Path) -> None:
    with body(tmp_path) as desk:
        (kept,) = desk.kept(files().first)
        (other,) = desk.taken(files().other_data)
        desk.service.intake.give_back(CLERK, other, "Jiný soubor téhož čísla.", "Dopis.")
        desk.clock.pass_minutes(2 * 366 * 24 * 60)
        desk.service.disposals.propose(CLERK, [other], REASON)
        desk.service.disposals.dispose(SECOND, [other])
        line = desk.service.custody.line(kept)
        assert desk.ports.archive.get(line.name, practice=False) == files().first
        assert faults(desk) == []


def test_every_form_of_a_disposed_record_goes(tmp_path: Path) -> None:
    with body(tmp_path) as desk:
        (number,) = desk.kept(files().first)
        desk.kept(files().first + TAIL)
        desk.clock.pass_minutes(YEARS_LATER)
        desk.service.disposals.propose(CLERK, [number], REASON)
        desk.service.disposals.dispose(SECOND, [number])
        assert desk.ports.blobs.names() == ()


def test_an_open_review_holds_a_record(tmp_path: Path) -> None:
    with body(tmp_path) as desk:
        (number,) = desk.kept(files().first)
        desk.service.reviews.request(CLERK, number, "Měření času.")
        desk.clock.pass_minutes(YEARS_LATER)
        with pytest.raises(ReviewWrongError):
            desk.service.disposals.propose(CLERK, [number], REASON)


def test_a_record_that_was_archived_here_is_in_the_register_and_is_disposed_of_with_its_data(tmp_path: Path) -> None:
    with staged(tmp_path) as stage:
        service = ExamService(stage.ports)
        service.custody.enter_own()
        service.custody.enter_own()
        (line,) = service.custody.register().lines.values()
        assert (line.state, line.session, line.retention) == (LineState.KEPT, stage.session, "practice")
        assert stage.ports.archive.get(line.name, practice=True) == stage.ports.blobs.get(line.file)
        row = service.register.row(line)
        assert row.candidate
        assert [found.number for found in service.register.everything(Query(person=row.candidate))] == [1]
        record = service.sessions.state(stage.session).record
        assert record is not None
        stage.clock.pass_minutes(2 * 24 * 60)
        service.disposals.propose(PERSON, [1], REASON)
        (gone,) = service.disposals.dispose(CLERK, [1])
        assert {record.pdf, record.data_digest} <= set(gone.blobs)
        assert not {record.pdf, record.data_digest} & set(stage.ports.blobs.names())
        desk = Body(ports=stage.ports, service=service, clock=stage.clock)
        assert [one.code for one in faults(desk)] == []
        service.custody.enter_own()
        assert len(service.custody.register().lines) == 1


def test_a_form_that_was_renewed_here_is_entered_with_the_next_step(tmp_path: Path) -> None:
    with staged(tmp_path) as stage:
        service = ExamService(stage.ports)
        service.custody.enter_own()
        (entry,) = [one for one in stage.ports.register.entries() if one.revision == "archived"]
        longer = stage.ports.blobs.get(entry.sha256) + TAIL
        sha256 = stage.ports.blobs.put(longer)
        told = {"revision": "refreshed:x", "sha256": sha256, "length": len(longer)}
        stage.ports.register.add(entry.model_copy(update=told))
        service.custody.enter_own()
        line = service.custody.line(1)
        assert (line.file, line.earlier) == (sha256, (entry.sha256,))

"""The intake: hostile files, wrong roles, other files under a known number, and crashes between two steps."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from exam.archive import ArchiveError
from exam.core.canonical import digest
from exam.core.custody import LineState
from exam.core.custody_refusals import (
    LineWrongError,
    NotAcceptableError,
    RecordTakenError,
    RevisionOlderError,
)
from exam.core.discrepancy import Discrepancy
from exam.service.access import Actor, DeniedError, Role
from exam.service.checking import CheckerMissingError, Fault
from exam.service.exam_service import ExamService
from exam.service.intake import LARGEST
from tests.rims import rim
from tests.service.custodies import CLERK, PERSON, TAIL, Body, body, files

STRANGERS = [Role.EXAMINER, Role.CANDIDATE, Role.INVIGILATOR]


def altered(data: bytes) -> bytes:
    changed = bytearray(data)
    changed[len(changed) // 2] ^= 1
    return bytes(changed)


def test_a_record_is_received_verified_accepted_and_lies_in_the_archive(tmp_path: Path) -> None:
    with body(tmp_path) as desk:
        (number,) = desk.kept(files().first)
        line = desk.service.custody.line(number)
        assert (line.state, line.verdict, line.retention) == (LineState.KEPT, "ACCEPT", "received")
        assert desk.ports.archive.get(line.name, practice=False) == files().first
        row = desk.service.register.row(line)
        assert row.candidate == files().case.record.candidate.version.identity.full_name
        assert row.authorised[0].startswith("Mgr. Alžběta")


def test_the_same_bytes_are_one_line_whenever_they_come_again(tmp_path: Path) -> None:
    with body(tmp_path) as desk:
        first, second = desk.service.intake.receive(CLERK, [files().first, files().first])
        assert (first.number, first.known, second.number, second.known) == (1, False, 1, True)
        (again,) = desk.service.intake.receive(CLERK, [files().first])
        assert (again.number, again.known) == (1, True)
        assert len(desk.ports.journal.read("archive")) == 1


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "record-no-pdf"),
        (b"Dear authority", "record-no-pdf"),
        (b"PK\x03\x04" + bytes(2_000) + b"%PDF-1.7", "record-no-pdf"),
        (b"%PDF-1.7" + bytes(LARGEST), "record-too-large"),
    ],
)
def test_what_is_no_record_at_all_leaves_no_line_and_no_blob(tmp_path: Path, data: bytes, code: str) -> None:
    with body(tmp_path) as desk:
        bad, good = desk.service.intake.receive(CLERK, [data, files().first])
        assert bad.fault is not None
        assert (bad.number, bad.fault.code) == (0, code)
        assert good.number == 1
        assert desk.ports.blobs.names() == (digest(files().first),)


def test_hostile_bytes_become_a_line_to_be_returned(tmp_path: Path) -> None:
    with body(tmp_path) as desk:
        numbers = desk.taken(b"%PDF-1.7 nothing", altered(files().first))
        lines = [desk.service.custody.line(number) for number in numbers]
        assert [line.verdict for line in lines] == ["RETURN", "RETURN"]
        for number in numbers:
            with pytest.raises(NotAcceptableError):
                desk.service.intake.accept(CLERK, number)
        assert desk.ports.archive.names(practice=False) == ()


def test_a_verifier_that_crashed_is_a_reason_to_return(tmp_path: Path) -> None:
    with body(tmp_path) as desk:
        desk.service.intake.receive(CLERK, [files().first])
        crash = Fault(codes=(Discrepancy(code="verifier-crashed"),))
        (line,) = desk.service.intake.check(CLERK, lambda names: iter([crash for _ in names]))
        assert (line.verdict, line.codes, line.facts) == ("RETURN", ("verifier-crashed",), None)


def test_another_file_under_a_kept_number_is_refused_and_the_kept_one_stays(tmp_path: Path) -> None:
    with body(tmp_path) as desk:
        (first,) = desk.kept(files().first)
        (other,) = desk.taken(files().other_data)
        assert desk.service.custody.line(other).facts is not None
        with pytest.raises((RecordTakenError, NotAcceptableError)):
            desk.service.intake.accept(CLERK, other)
        line = desk.service.custody.line(first)
        assert desk.ports.archive.get(line.name, practice=False) == files().first


@pytest.mark.parametrize("newer_first", [False, True])
def test_a_record_is_superseded_whichever_arrives_first(tmp_path: Path, newer_first: bool) -> None:  # noqa: FBT001 - a case
    with body(tmp_path) as desk:
        order = (files().second, files().first) if newer_first else (files().first, files().second)
        first, second = desk.kept(*order)
        rows = {number: desk.service.register.row(desk.service.custody.line(number)) for number in (first, second)}
        old, new = (second, first) if newer_first else (first, second)
        assert (rows[old].superseded_by, rows[new].superseded_by) == (new, 0)
        assert len(desk.ports.archive.names(practice=False)) == 2


def test_a_longer_file_takes_the_place_of_its_beginning_and_a_shorter_one_is_refused(tmp_path: Path) -> None:
    with body(tmp_path) as desk:
        longer = files().first + TAIL
        (first,) = desk.kept(files().first)
        (joined,) = desk.kept(longer)
        line = desk.service.custody.line(first)
        assert desk.line(joined) is LineState.JOINED
        assert (line.file, line.earlier) == (digest(longer), (digest(files().first),))
        assert desk.ports.archive.get(line.name, practice=False) == longer
        assert desk.service.intake.accept(CLERK, joined).state is LineState.JOINED


def test_an_older_form_of_a_kept_record_is_not_accepted(tmp_path: Path) -> None:
    with body(tmp_path) as desk:
        desk.kept(files().first + TAIL)
        (older,) = desk.taken(files().first)
        with pytest.raises(RevisionOlderError):
            desk.service.intake.accept(CLERK, older)


def test_a_returned_file_has_its_letter_once_and_for_all(tmp_path: Path) -> None:
    with body(tmp_path) as desk:
        (number,) = desk.taken(altered(files().first))
        desk.service.intake.give_back(CLERK, number, "Podpis nesouhlasí.", "Vážený pane, …\n")
        desk.service.intake.give_back(CLERK, number, "Něco jiného.", "Jiný dopis\n")
        assert desk.service.intake.letter(CLERK, number) == "Vážený pane, …\n"
        assert desk.service.custody.line(number).reason == "Podpis nesouhlasí."
        with pytest.raises(LineWrongError):
            desk.service.intake.accept(CLERK, number)


def test_a_file_that_was_not_returned_has_no_letter(tmp_path: Path) -> None:
    with body(tmp_path) as desk:
        (number,) = desk.taken(files().first)
        with pytest.raises(LineWrongError):
            desk.service.intake.letter(CLERK, number)
        assert desk.service.intake.file(CLERK, number) == files().first
        read = desk.service.intake.read(CLERK, number)
        assert (str(read.checked.verdict), read.line.number) == ("ACCEPT", number)


@pytest.mark.parametrize("role", STRANGERS)
def test_who_keeps_no_records_does_nothing_here(tmp_path: Path, role: Role) -> None:
    who = Actor(id="predseda", role=role)
    with body(tmp_path) as desk:
        (number,) = desk.taken(files().first)
        deeds: list[Callable[[], object]] = [
            lambda: desk.service.intake.receive(who, [files().second]),
            lambda: list(desk.service.intake.check(who)),
            lambda: desk.service.intake.read(who, number),
            lambda: desk.service.intake.file(who, number),
            lambda: desk.service.intake.accept(who, number),
            lambda: desk.service.intake.give_back(who, number, "Důvod.", "Dopis."),
            lambda: desk.service.intake.letter(who, number),
        ]
        for deed in deeds:
            with pytest.raises(DeniedError):
                deed()
        assert len(desk.ports.journal.read("archive")) == 2


def test_an_authorised_person_receives_and_reads_but_decides_nothing(tmp_path: Path) -> None:
    with body(tmp_path) as desk:
        (number,) = desk.taken(files().first)
        assert desk.service.intake.read(PERSON, number).line.number == number
        with pytest.raises(DeniedError):
            desk.service.intake.accept(PERSON, number)
        with pytest.raises(DeniedError):
            desk.service.intake.give_back(PERSON, number, "Důvod.", "Dopis.")


# Crashes


def reopen(desk: Body, folder: Path) -> None:
    assert (folder / "journal.db").exists()
    desk.service = ExamService(desk.ports)


def test_what_was_received_before_a_crash_is_verified_by_the_next_call(tmp_path: Path) -> None:
    with body(tmp_path) as desk:
        desk.service.intake.receive(CLERK, [files().first, files().second])
    with body(tmp_path) as desk:
        assert [line.number for line in desk.service.intake.check(CLERK)] == [1, 2]
        assert list(desk.service.intake.check(CLERK)) == []
        assert all(desk.line(number) is LineState.CHECKED for number in (1, 2))


def test_a_blob_without_its_event_is_received_by_the_next_call(tmp_path: Path) -> None:
    with body(tmp_path) as desk:
        desk.ports.blobs.put(files().first)
        (received,) = desk.service.intake.receive(CLERK, [files().first])
        assert (received.number, received.known) == (1, False)


def test_a_crash_before_the_archive_holds_the_file_is_finished_by_accepting_again(tmp_path: Path) -> None:
    class Failing:
        def keep(self, name: str, pdf: bytes, *, practice: bool) -> str:
            raise ArchiveError(path=name, reason=f"{len(pdf)} {practice}")

    with body(tmp_path) as desk:
        (number,) = desk.taken(files().first)
        whole = desk.ports
        broken = ExamService(replace(whole, archive=Failing()))  # type: ignore[arg-type]
        with pytest.raises(ArchiveError):
            broken.intake.accept(CLERK, number)
        assert whole.archive.names(practice=False) == ()
        reopen(desk, tmp_path)
        line = desk.service.intake.accept(CLERK, number)
        assert whole.archive.get(line.name, practice=False) == files().first
        assert [stored.link.type for stored in whole.journal.read("archive")].count("RecordAccepted") == 1


def test_two_processes_see_what_the_other_did(tmp_path: Path) -> None:
    with body(tmp_path) as one, body(tmp_path) as two:
        one.taken(files().first)
        assert two.taken(files().second) == (2,)
        one.service.intake.accept(CLERK, 2)
        assert two.line(2) is LineState.KEPT
        assert two.service.intake.accept(CLERK, 2).decided_by == CLERK.id


def test_without_a_verifier_nothing_is_verified(tmp_path: Path) -> None:
    with body(tmp_path) as desk, rim(tmp_path, desk.clock) as ports:
        service = ExamService(ports)
        service.intake.receive(CLERK, [files().first])
        with pytest.raises(CheckerMissingError):
            list(service.intake.check(CLERK))

"""A candidate asks to be forgotten: not a byte of his words and name is left, and every chain still proves itself."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from exam.core.candidate_session import commands as asked
from exam.core.events import BodyErased
from exam.core.facts import Way
from exam.core.session_events import SubmissionStored
from exam.core.session_values import Ending, SubmissionKind
from exam.core.sitting import DataHeldError, LiftHold, PlaceHold, ProposeLift, ReviewOpenError
from exam.scripted.stage import Stage
from exam.scripted.world import ScriptedClock
from exam.service.access import Actor, DeniedError, Role
from exam.service.diagnosis import Diagnosis
from exam.service.erasure import PERSONAL, ErasureTooEarlyError
from exam.service.findings import Health
from exam.service.ports import BlobMissingError, JournalError
from exam.service.sessions import session_stream
from exam.service.sittings import CandidateUnknownError
from exam.service.streams import Streams
from tests.rims import Returned, mini_exam, reopened, staged, step

AUTHORITY = Actor(id="osoba", role=Role.AUTHORISED_PERSON)
CHAIR = Actor(id="predseda", role=Role.EXAMINER)
CANDIDATE = Actor(id="uchazec", role=Role.CANDIDATE)
REASON = "Žádost uchazeče ze dne 1. 12. 2026."
SURNAME = b"Neexistuj"
WORDS = "Naprosto osobní výhrada".encode()


@contextmanager
def staged_again(folder: Path) -> Iterator[Returned]:
    """Open the folder some hours later."""
    clock = ScriptedClock(mini_exam().starts_at)
    clock.pass_minutes(600)
    with reopened(folder, clock) as again:
        yield again


def objecting(folder: Path) -> None:
    """Play the small exam to its end with a candidate who objects and hands in a file."""
    objection = step("uchazec", "acknowledge_reasons", acknowledged=False, objection=WORDS.decode())
    whole = mini_exam().steps
    place = next(number for number, entry in enumerate(whole) if entry.action == "acknowledge_reasons")
    with staged(folder, before="acknowledge_reasons", after=(objection, *whole[place + 1 :])):
        pass


def test_what_an_examiner_noted_of_a_candidate_goes_with_him(tmp_path: Path) -> None:
    called = step("predseda", "open_task", task="practice-call", panel=["predseda", "clen"], figurant="clen")
    noted = step("predseda", "take_note", task="practice-call", text=f"{SURNAME.decode()}: {WORDS.decode()}")
    ended = step("predseda", "end_session", ending="withdrew", reason="Odstoupil.")
    with staged(tmp_path, before="open_task", after=(called, noted, ended)) as stage:
        assert left(tmp_path, WORDS)
        stage.service.erasure.erase_candidate(AUTHORITY, "uchazec", REASON)
    assert left(tmp_path, WORDS) == set()


def left(folder: Path, needle: bytes) -> set[str]:
    """Return the files of the stores, beside issued records, in which these bytes stand."""
    records = {path for path in (folder / "blobs").iterdir() if path.read_bytes().startswith((b"%PDF", b'{"acknow'))}
    files = [path for path in folder.rglob("*") if path.is_file() and "archive" not in path.parts]
    return {path.name for path in files if path not in records and needle in path.read_bytes()}


def test_words_and_name_are_gone_from_every_store_and_the_chains_are_whole(tmp_path: Path) -> None:
    objecting(tmp_path)
    assert left(tmp_path, WORDS)
    assert left(tmp_path, SURNAME)
    with staged_again(tmp_path) as again:
        stream = session_stream(again.session)
        before = again.service.sessions.state(again.session)
        assert again.service.erasure.erase_candidate(AUTHORITY, "uchazec", REASON) == (again.session,)
        assert left(tmp_path, WORDS) == set()
        assert left(tmp_path, SURNAME) == set()
        stored = again.ports.journal.read(stream)
        assert {found.link.type for found in stored if found.body is None} <= PERSONAL
        assert not any(found.link.type in PERSONAL and found.body for found in stored)
        notice = Streams(again.ports.journal).entries(stream)[-1]
        assert isinstance(notice.event, BodyErased)
        assert (notice.event.reason, notice.by.id) == (REASON, "osoba")
        after = again.service.sessions.state(again.session)
        assert (after.result, after.record, after.findings()) == (before.result, before.record, before.findings())
        assert "uchazec" not in {account.id for account in again.ports.people.accounts()}
        found = list(Diagnosis(again.ports, lambda _data: None).findings())
        assert [entry.code for entry in found if entry.health is Health.BAD] == []


def test_an_erasure_that_was_interrupted_is_finished_by_the_same_call_and_told_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    objecting(tmp_path)
    with staged_again(tmp_path) as again:
        stream = session_stream(again.session)

        def crash(_account: str, _references: Sequence[str]) -> None:
            raise JournalError(reason="a crash before the name is forgotten")

        with monkeypatch.context() as patch:
            patch.setattr(again.ports.people, "forget", crash)
            with pytest.raises(JournalError):
                again.service.erasure.erase_candidate(AUTHORITY, "uchazec", REASON)
        assert left(tmp_path, SURNAME)
        again.service.erasure.erase_candidate(AUTHORITY, "uchazec", REASON)
        assert left(tmp_path, SURNAME) == set()
        again.service.erasure.erase_candidate(AUTHORITY, "uchazec", REASON)
        assert sum(found.link.type == "BodyErased" for found in again.ports.journal.read(stream)) == 1


def test_a_file_that_another_candidate_handed_in_too_is_kept_for_him(tmp_path: Path) -> None:
    with staged(tmp_path, before="submit_task") as stage:
        shared = stage.ports.blobs.put(b"the same workbook")
        alone = stage.ports.blobs.put(b"his own workbook")
        for blob in (shared, alone):
            submit(stage, stage.session, blob)
        submit(stage, "session-other", shared)
        end(stage)
        stage.service.erasure.erase_candidate(AUTHORITY, "uchazec", REASON)
        assert stage.ports.blobs.get(shared) == b"the same workbook"
        with pytest.raises(BlobMissingError):
            stage.ports.blobs.get(alone)


def submit(stage: Stage, session: str, blob: str) -> None:
    """Write that a file was handed in, as the service does."""
    streams = Streams(stage.ports.journal)
    event = SubmissionStored(
        task="theory-test", name="a.xlsx", blob=blob, length=1, elapsed_ms=0, kind=SubmissionKind.WORKBOOK
    )
    stream = session_stream(session)
    by = Streams(stage.ports.journal).entries(session_stream(stage.session))[-1].by
    streams.append(
        stream, [event], by=by, at=stage.clock.now(), expected=streams.head(stream).seq, key=f"{session}{blob}"
    )


def end(stage: Stage) -> None:
    command = asked.EndSession(ending=Ending.WITHDREW, reason="Uchazeč odstoupil pro nevolnost.")
    stage.service.session(CHAIR, stage.session, command)


@pytest.mark.parametrize("before", ["submit_task", "sign_record", "archive_record"])
def test_nobody_is_forgotten_while_his_exam_needs_him(tmp_path: Path, before: str) -> None:
    with staged(tmp_path, before=before) as stage:
        head = stage.ports.journal.head(session_stream(stage.session))
        with pytest.raises(ErasureTooEarlyError):
            stage.service.erasure.erase_candidate(AUTHORITY, "uchazec", REASON)
        assert stage.ports.journal.head(session_stream(stage.session)) == head


@pytest.mark.parametrize("actor", [CHAIR, CANDIDATE, Actor(id="dozor", role=Role.INVIGILATOR)])
def test_only_the_authorised_person_erases(tmp_path: Path, actor: Actor) -> None:
    with staged(tmp_path, before="open_sitting") as stage, pytest.raises(DeniedError):
        stage.service.erasure.erase_candidate(actor, "uchazec", REASON)


def test_a_candidate_who_never_came_is_forgotten_and_examiners_and_strangers_are_not(tmp_path: Path) -> None:
    with staged(tmp_path, before="open_sitting") as stage:
        assert stage.service.erasure.erase_candidate(AUTHORITY, "jiny", REASON) == ()
        assert "jiny" not in {account.id for account in stage.ports.people.accounts()}
        for who in ("predseda", "nobody"):
            with pytest.raises(CandidateUnknownError):
                stage.service.erasure.erase_candidate(AUTHORITY, who, REASON)


def test_a_hold_keeps_everything_until_two_people_lift_it(tmp_path: Path) -> None:
    with staged(tmp_path, before="submit_task") as stage:
        end(stage)
        head = stage.ports.journal.head(session_stream(stage.session))
        stage.service.sitting(AUTHORITY, stage.sitting, PlaceHold(session=stage.session, reason="Žaloba 12 C 4/2027."))
        with pytest.raises(DataHeldError) as held:
            stage.service.erasure.erase_candidate(AUTHORITY, "uchazec", REASON)
        assert held.value.arguments["reason"] == "Žaloba 12 C 4/2027."
        assert stage.ports.journal.head(session_stream(stage.session)) == head
        (hold,) = stage.service.sittings.state(stage.sitting).holds
        stage.service.sitting(AUTHORITY, stage.sitting, ProposeLift(hold=hold.seq, reason="Soud rozhodl."))
        with pytest.raises(DataHeldError):
            stage.service.erasure.erase_candidate(AUTHORITY, "uchazec", REASON)
        stage.service.sitting(CHAIR, stage.sitting, LiftHold(hold=hold.seq))
        assert stage.service.erasure.erase_candidate(AUTHORITY, "uchazec", REASON) == (stage.session,)


def test_a_hold_of_a_sitting_covers_a_candidate_who_never_came(tmp_path: Path) -> None:
    with staged(tmp_path, before="open_sitting") as stage:
        stage.service.sitting(AUTHORITY, stage.sitting, PlaceHold(reason="Kontrola."))
        with pytest.raises(DataHeldError):
            stage.service.erasure.erase_candidate(AUTHORITY, "uchazec", REASON)


def test_a_review_that_waits_for_its_answer_holds_like_a_hold(tmp_path: Path) -> None:
    with staged(tmp_path, before="submit_task") as stage:
        end(stage)
        note = stage.service.facts.note
        today = stage.clock.now().date()
        note(AUTHORITY, stage.sitting, "ReviewAsked", on=today, way=Way.POST, session=stage.session)
        with pytest.raises(ReviewOpenError):
            stage.service.erasure.erase_candidate(AUTHORITY, "uchazec", REASON)
        told = "Výsledek potvrzen."
        note(AUTHORITY, stage.sitting, "ReviewAnswered", on=today, way=Way.POST, session=stage.session, note=told)
        assert stage.service.erasure.erase_candidate(AUTHORITY, "uchazec", REASON) == (stage.session,)

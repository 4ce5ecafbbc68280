from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from exam.core.sitting import (
    AppointCommission,
    CloseSitting,
    OpenSitting,
    PlanSitting,
    RegisterCandidate,
    SittingWrongError,
)
from exam.core.sitting_events import Member
from exam.problem import ExamError
from exam.scripted.runner import run
from exam.scripted.stage import Stage
from exam.service.access import DeniedError
from exam.service.exam_service import ExamService
from exam.service.library import ContentFaultyError, ContentLibrary, StandardUnknownError
from exam.service.sessions import session_stream
from exam.service.sittings import CandidateUnknownError, sitting_stream
from tests.rims import ON, content, reopened, rim, staged, step


def plan(sitting: str = "sitting-1", standard: str = "mini-1") -> PlanSitting:
    return PlanSitting(sitting=sitting, standard=standard, place="Nikdeškov", starts_on=ON)


def events(stage: Stage, sitting: str) -> list[str]:
    return [stored.link.type for stored in stage.ports.journal.read(sitting_stream(sitting))]


def test_a_sitting_is_planned_staffed_filled_opened_and_closed(tmp_path: Path) -> None:
    with staged(tmp_path) as stage:
        state = stage.service.sittings.state(stage.sitting)
        assert events(stage, stage.sitting) == [
            "SittingPlanned",
            "CommissionAppointed",
            "CandidateRegistered",
            "SittingOpened",
            "SittingClosed",
        ]
    assert state.closed
    assert state.sessions == {stage.session: "uchazec"}


def test_the_receipt_is_the_journals_word(tmp_path: Path) -> None:
    with staged(tmp_path, before="plan_sitting") as stage:
        receipt = stage.service.sitting(stage.actors["osoba"], "sitting-1", plan())
        assert receipt.head == stage.ports.journal.head("sitting/sitting-1")
        assert receipt.at == stage.clock.now()


def test_a_plan_is_kept_under_its_own_name_only(tmp_path: Path) -> None:
    with staged(tmp_path, before="plan_sitting") as stage:
        with pytest.raises(SittingWrongError):
            stage.service.sitting(stage.actors["osoba"], "sitting-2", plan("sitting-1"))
        assert stage.ports.journal.streams() == ()


def test_a_sitting_is_planned_once(tmp_path: Path) -> None:
    with staged(tmp_path, before="plan_sitting") as stage:
        stage.service.sitting(stage.actors["osoba"], "sitting-1", plan())
        with pytest.raises(SittingWrongError):
            stage.service.sitting(stage.actors["osoba"], "sitting-1", plan())
        assert events(stage, "sitting-1") == ["SittingPlanned"]


@pytest.mark.parametrize("standard", ["no-such-standard", "../mini-1", ""])
def test_nothing_is_planned_under_a_standard_that_is_not_there(tmp_path: Path, standard: str) -> None:
    with staged(tmp_path, before="plan_sitting") as stage:
        with pytest.raises(StandardUnknownError if standard else ValueError, match="standard"):
            stage.service.sitting(stage.actors["osoba"], "sitting-1", plan(standard=standard))
        assert stage.ports.journal.streams() == ()


def test_nothing_is_planned_under_a_standard_whose_files_have_errors(tmp_path: Path) -> None:
    with staged(tmp_path, before="plan_sitting") as stage:
        service = ExamService(replace(stage.ports, library=ContentLibrary(content(), {"mini-1": 2})))
        with pytest.raises(ContentFaultyError):
            service.sitting(stage.actors["osoba"], "sitting-1", plan())


def test_what_entitles_a_commission_never_comes_from_a_face(tmp_path: Path) -> None:
    forged = Member(id="nobody", identity="0" * 64, chair=True, authorised_until=date(2099, 1, 1))
    with staged(tmp_path, before="open_sitting") as stage:
        before = events(stage, stage.sitting)
        for who in stage.actors.values():
            with pytest.raises(DeniedError):
                stage.service.sitting(who, stage.sitting, AppointCommission(members=(forged,)))
        assert events(stage, stage.sitting) == before


@pytest.mark.parametrize("command", [OpenSitting(), CloseSitting()])
def test_a_sitting_that_nobody_planned_takes_no_command(tmp_path: Path, command: OpenSitting | CloseSitting) -> None:
    with staged(tmp_path, before="plan_sitting") as stage:
        with pytest.raises(SittingWrongError):
            stage.service.sitting(stage.actors["predseda"], "sitting-9", command)
        assert stage.ports.journal.streams() == ()


def test_a_denied_command_leaves_no_event(tmp_path: Path) -> None:
    with staged(tmp_path, before="open_sitting") as stage:
        before = events(stage, stage.sitting)
        for who in ("uchazec", "jiny", "dozor"):
            for command in (plan(), OpenSitting(), RegisterCandidate(candidate="jiny", session="session-9")):
                with pytest.raises(DeniedError):
                    stage.service.sitting(stage.actors[who], stage.sitting, command)
        assert events(stage, stage.sitting) == before


@pytest.mark.parametrize("who", ["predseda", "nikdo"])
def test_only_somebody_with_a_candidates_account_is_registered(tmp_path: Path, who: str) -> None:
    command = RegisterCandidate(candidate=who, session="session-9")
    with staged(tmp_path, before="register_candidate") as stage, pytest.raises(CandidateUnknownError):
        stage.service.sitting(stage.actors["osoba"], stage.sitting, command)


def test_an_examiner_of_another_commission_changes_nothing_in_this_sitting(tmp_path: Path) -> None:
    with staged(tmp_path, before="open_sitting") as stage:
        stranger = stage.actors["cizi"]
        with pytest.raises(DeniedError):
            stage.service.preparation.appoint(stranger, stage.sitting, "cizi", ["clen"])
        with pytest.raises(DeniedError):
            stage.service.sitting(stranger, stage.sitting, OpenSitting())


@pytest.mark.parametrize("who", ["clen", "cizi", "uchazec", "osoba", "dozor"])
def test_only_the_chair_opens_a_candidate_session(tmp_path: Path, who: str) -> None:
    with staged(tmp_path, before="open_session") as stage:
        with pytest.raises(DeniedError):
            stage.service.sessions.open(stage.actors[who], stage.sitting, stage.session)
        assert stage.ports.journal.streams("session/") == ()


def test_a_session_is_opened_in_its_own_opened_sitting_only(tmp_path: Path) -> None:
    with staged(tmp_path, before="open_sitting") as stage:
        chair = stage.actors["predseda"]
        with pytest.raises(DeniedError):
            stage.service.sessions.open(chair, stage.sitting, stage.session)
        stage.service.sitting(chair, stage.sitting, OpenSitting())
        for sitting, session in (("sitting-9", stage.session), (stage.sitting, "session-9"), ("", "")):
            with pytest.raises(DeniedError):
                stage.service.sessions.open(chair, sitting, session)
        stage.service.sessions.open(chair, stage.sitting, stage.session)
        with pytest.raises(ExamError, match="session-already-open"):
            stage.service.sessions.open(chair, stage.sitting, stage.session)


def test_a_sitting_with_an_unfinished_session_stays_open_whatever_the_command_says(tmp_path: Path) -> None:
    with staged(tmp_path, before="open_task") as stage:
        chair = stage.actors["predseda"]
        with pytest.raises(SittingWrongError):
            stage.service.sitting(chair, stage.sitting, CloseSitting(unfinished=()))
        assert not stage.service.sittings.state(stage.sitting).closed
        run(
            stage.scenario.model_copy(
                update={"steps": (step("predseda", "end_session", ending="withdrew", reason="Odstoupil."),)}
            ),
            stage,
        )
        stage.service.sitting(chair, stage.sitting, CloseSitting())
        assert stage.service.sittings.state(stage.sitting).closed


def test_a_sitting_whose_candidate_never_came_stays_open_until_that_is_said(tmp_path: Path) -> None:
    with staged(tmp_path, before="open_session") as stage, pytest.raises(SittingWrongError):
        stage.service.sitting(stage.actors["predseda"], stage.sitting, CloseSitting())


def test_nothing_is_opened_in_a_closed_sitting(tmp_path: Path) -> None:
    with staged(tmp_path) as stage, pytest.raises(DeniedError):
        stage.service.sessions.open(stage.actors["predseda"], stage.sitting, stage.session)


def test_two_services_on_one_folder_see_each_others_sittings(tmp_path: Path) -> None:
    with staged(tmp_path, before="plan_sitting") as stage, rim(tmp_path, stage.clock, seed="other") as ports:
        other = ExamService(ports)
        stage.service.sitting(stage.actors["osoba"], "sitting-1", plan())
        with pytest.raises(SittingWrongError):
            other.sitting(stage.actors["osoba"], "sitting-1", plan())
        command = RegisterCandidate(candidate="uchazec", session="session-1")
        stage.service.sitting(stage.actors["osoba"], "sitting-1", command)
        assert other.sittings.state("sitting-1").sessions == {"session-1": "uchazec"}
        with pytest.raises(SittingWrongError):
            other.sitting(stage.actors["osoba"], "sitting-1", command)


def test_a_sitting_is_the_same_after_the_program_was_started_again(tmp_path: Path) -> None:
    with staged(tmp_path, before="open_session") as stage:
        before = stage.service.sittings.state(stage.sitting)
    with reopened(tmp_path, stage.clock) as again:
        assert again.service.sittings.state(again.sitting) == before
        again.service.sessions.open(stage.actors["predseda"], again.sitting, stage.session)
        assert again.ports.journal.head(session_stream(stage.session)).seq == 1

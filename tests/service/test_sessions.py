from pathlib import Path

import pytest

from exam.core.candidate_session import TaskStatus
from exam.core.candidate_session import commands as asked
from exam.core.candidate_session.refusals import TaskNotOpenError
from exam.core.judging import Judgement
from exam.core.session_events import Interrupted, ResponseSaved
from exam.core.session_values import ChoiceResponse
from exam.scripted.stage import Stage
from exam.service.access import Actor, DeniedError, Role
from exam.service.exam_service import ExamService
from exam.service.sessions import session_stream
from exam.service.streams import Streams
from tests.stages import cut, played, shipped

SUBMITTING_THE_TEST = cut(shipped("passed"), before="submit_task", task="law-test")
ANSWERING_THE_TEST = cut(shipped("passed"), before="answer_test")


def first_part(stage: Stage) -> tuple[str, ChoiceResponse]:
    pinned = stage.state().papers["law-test"][0]
    return pinned.item, ChoiceResponse(option=pinned.order[0])


def save(stage: Stage, *, key: str = "") -> None:
    part, response = first_part(stage)
    command = asked.SaveResponse(task="law-test", part=part, response=response)
    stage.service.session(stage.actors["svobodova"], stage.session, command, key=key)


def test_time_that_ran_out_submits_the_last_saved_responses_and_refuses_later_ones(tmp_path: Path) -> None:
    with played(tmp_path, SUBMITTING_THE_TEST) as stage:
        saved = dict(stage.state().tasks["law-test"].responses)
        stage.clock.pass_minutes(60)
        with pytest.raises(TaskNotOpenError):
            save(stage)
        task = stage.state().tasks["law-test"]
    assert task.status is TaskStatus.SUBMITTED
    assert task.responses == saved
    assert task.scored is not None


def test_a_repeated_key_saves_once(tmp_path: Path) -> None:
    with played(tmp_path, ANSWERING_THE_TEST) as stage:
        save(stage, key="the-same")
        before = stage.ports.journal.head(session_stream(stage.session))
        save(stage, key="the-same")
        assert stage.ports.journal.head(session_stream(stage.session)) == before


def test_a_repeated_key_answers_as_the_first_time_even_when_the_command_would_now_be_refused(tmp_path: Path) -> None:
    with played(tmp_path, SUBMITTING_THE_TEST) as stage:
        submit = asked.SubmitTask(task="law-test")
        candidate = stage.actors["svobodova"]
        first = stage.service.session(candidate, stage.session, submit, key="once")
        stage.clock.pass_minutes(3)
        assert stage.service.session(candidate, stage.session, submit, key="once") == first
        with pytest.raises(TaskNotOpenError):
            stage.service.session(candidate, stage.session, submit)


def test_a_new_process_notes_the_gap_and_charges_nothing_for_it(tmp_path: Path) -> None:
    with played(tmp_path, ANSWERING_THE_TEST) as stage:
        save(stage)
        consumed = stage.state().tasks["law-test"].clock.consumed_ms
        stage.clock.pass_minutes(20)
        stage.service = ExamService(stage.ports)
        save(stage)
        entries = Streams(stage.ports.journal).entries(session_stream(stage.session))
        task = stage.state().tasks["law-test"]
    (gap,) = [entry.event for entry in entries if isinstance(entry.event, Interrupted)]
    assert gap.gap_ms == 20 * 60_000
    assert task.clock.consumed_ms == consumed


def test_time_counts_from_one_saved_response_to_the_next(tmp_path: Path) -> None:
    with played(tmp_path, ANSWERING_THE_TEST) as stage:
        stage.clock.pass_minutes(7)
        save(stage)
        assert stage.state().tasks["law-test"].clock.consumed_ms == 7 * 60_000


def test_nobody_but_the_candidate_answers(tmp_path: Path) -> None:
    with played(tmp_path, ANSWERING_THE_TEST) as stage:
        part, response = first_part(stage)
        command = asked.SaveResponse(task="law-test", part=part, response=response)
        for stranger in (stage.actors["dvorakova"], Actor(id="jiny", role=Role.CANDIDATE)):
            with pytest.raises(DeniedError):
                stage.service.session(stranger, stage.session, command)


def test_a_candidate_judges_nothing_and_ends_nothing(tmp_path: Path) -> None:
    with played(tmp_path, ANSWERING_THE_TEST) as stage:
        candidate = stage.actors["svobodova"]
        for command in (
            asked.JudgeCriterion(task="role-oral", criterion="role.a", judgement=Judgement.MET),
            asked.DetermineResult(),
            asked.ExtendTime(task="law-test", minutes=5, reason="prosím"),
        ):
            with pytest.raises(DeniedError):
                stage.service.session(candidate, stage.session, command)


def test_a_refused_command_leaves_no_event(tmp_path: Path) -> None:
    with played(tmp_path, ANSWERING_THE_TEST) as stage:
        before = stage.ports.journal.head(session_stream(stage.session))
        with pytest.raises(DeniedError):
            stage.service.session(stage.actors["svobodova"], stage.session, asked.AnnounceResult())
        assert stage.ports.journal.head(session_stream(stage.session)) == before


def test_scoring_uses_the_pinned_items_whatever_became_of_the_bank(tmp_path: Path) -> None:
    with played(tmp_path, SUBMITTING_THE_TEST) as stage:
        pinned = stage.items("law-test")
        stage.service.session(stage.actors["svobodova"], stage.session, asked.SubmitTask(task="law-test"))
        scored = stage.state().tasks["law-test"].scored
    assert scored is not None
    assert {outcome.item for outcome in scored.items} == {item.id for item in pinned}
    assert sum(outcome.score for outcome in scored.items) == len(pinned) - 2


def test_no_event_of_a_session_names_anybody(tmp_path: Path) -> None:
    with played(tmp_path, SUBMITTING_THE_TEST) as stage:
        bodies = b"".join(
            stored.body or b"" for stored in stage.ports.journal.read(session_stream(stage.session))
        ).decode()
    for name in ("Svobodová", "Magdaléna", "Dvořáková", "Krátký"):
        assert name not in bodies


def test_every_saved_response_is_in_the_journal(tmp_path: Path) -> None:
    with played(tmp_path, SUBMITTING_THE_TEST) as stage:
        entries = Streams(stage.ports.journal).entries(session_stream(stage.session))
        saved = {entry.event.part for entry in entries if isinstance(entry.event, ResponseSaved)}
        assert saved == {pinned.item for pinned in stage.state().papers["law-test"]}

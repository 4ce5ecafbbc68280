"""One decision that stops every clock of a sitting, and the one that starts them again."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from exam.core.candidate_session import SessionState
from exam.core.candidate_session import commands as asked
from exam.core.session_events import ClockPaused
from exam.core.timing import MINUTE_MS
from exam.scripted.runner import run
from exam.scripted.scenario import Step
from exam.scripted.stage import Stage
from exam.service.access import Actor, DeniedError, Role
from exam.service.local_console import LocalConsole
from exam.service.pausing import NoClockError
from exam.service.sessions import session_stream
from exam.service.streams import Streams
from tests.rims import mini_exam, reopened, step, unplayed

TEST, CALL = "theory-test", "practice-call"
CHAIR = Actor(id="predseda", role=Role.EXAMINER)
INVIGILATOR = Actor(id="dozor", role=Role.INVIGILATOR)
ALARM = "požární poplach"


def begun(candidate: str) -> tuple[Step, ...]:
    return (
        step("predseda", "open_session"),
        step("clen", "verify_identity", document="pas"),
        step(candidate, "acknowledge_induction", topics=["bozp"]),
        step("predseda", "open_task", task=TEST),
    )


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    """Two candidates at the test, the second also in a call."""
    steps = (
        *mini_exam().steps[:2],
        step("osoba", "register_candidate", candidate="uchazec"),
        step("predseda", "open_sitting"),
        *begun("uchazec"),
        step("osoba", "register_candidate", candidate="jiny"),
        *begun("jiny"),
        step("predseda", "open_task", task=CALL, figurant="clen"),
    )
    scenario = mini_exam().model_copy(update={"steps": steps})
    with unplayed(tmp_path, scenario) as opened:
        run(scenario, opened)
        yield opened


def sessions(stage: Stage) -> tuple[SessionState, SessionState]:
    first, second = stage.service.sittings.state(stage.sitting).sessions
    return stage.service.sessions.state(first), stage.service.sessions.state(second)


def standing(stage: Stage) -> list[bool]:
    return [task.clock.paused for state in sessions(stage) for task in state.tasks.values()]


def pass_minutes(stage: Stage, minutes: int) -> None:
    stage.clock.pass_minutes(minutes)
    stage.service.tick()


@pytest.mark.parametrize("who", ["predseda", "clen", "dozor"])
def test_one_decision_stops_every_clock_and_one_starts_them(stage: Stage, who: str) -> None:
    actor = stage.actors[who]
    pass_minutes(stage, 3)
    assert len(stage.service.pausing.pause_all(actor, stage.sitting, ALARM)) == 3
    assert standing(stage) == [True, True, True]
    pass_minutes(stage, 240)
    assert len(stage.service.pausing.resume_all(actor, stage.sitting, ALARM)) == 3
    assert standing(stage) == [False, False, False]
    spent = {task.clock.consumed_ms for state in sessions(stage) for task in state.tasks.values()}
    assert spent == {3 * MINUTE_MS}


def test_a_console_stops_and_starts_them(stage: Stage) -> None:
    console = LocalConsole(stage.service, CHAIR)
    console.pause_all(stage.sitting, ALARM)
    assert standing(stage) == [True, True, True]
    console.resume_all(stage.sitting, ALARM)
    assert standing(stage) == [False, False, False]


def test_the_one_reason_stands_in_every_stream_with_who_decided(stage: Stage) -> None:
    stage.service.pausing.pause_all(INVIGILATOR, stage.sitting, ALARM)
    told = [
        (entry.by.id, entry.event.task, entry.event.reason)
        for state in sessions(stage)
        for entry in Streams(stage.ports.journal).entries(session_stream(state.session))
        if isinstance(entry.event, ClockPaused)
    ]
    assert told == [("dozor", TEST, ALARM), ("dozor", TEST, ALARM), ("dozor", CALL, ALARM)]


def test_a_clock_that_stood_for_another_reason_goes_on_standing(stage: Stage) -> None:
    first, _ = sessions(stage)
    stage.service.session(CHAIR, first.session, asked.PauseClock(task=TEST, reason="nevolnost"))
    stage.service.pausing.pause_all(CHAIR, stage.sitting, ALARM)
    stage.service.pausing.resume_all(CHAIR, stage.sitting, ALARM)
    assert standing(stage) == [True, False, False]


def test_a_decision_that_a_crash_cut_in_two_is_finished_by_the_same_call(stage: Stage, tmp_path: Path) -> None:
    first, _ = sessions(stage)
    stage.service.session(CHAIR, first.session, asked.PauseClock(task=TEST, reason=ALARM))
    with reopened(tmp_path, stage.clock) as again:
        assert len(again.service.pausing.pause_all(CHAIR, stage.sitting, ALARM)) == 2
        assert len(again.service.pausing.resume_all(CHAIR, stage.sitting, ALARM)) == 3


def test_nothing_to_stop_or_to_start_is_told(stage: Stage) -> None:
    with pytest.raises(NoClockError):
        stage.service.pausing.resume_all(CHAIR, stage.sitting, ALARM)
    stage.service.pausing.pause_all(CHAIR, stage.sitting, ALARM)
    with pytest.raises(NoClockError):
        stage.service.pausing.pause_all(CHAIR, stage.sitting, ALARM)
    with pytest.raises(NoClockError):
        stage.service.pausing.resume_all(CHAIR, stage.sitting, "jiný důvod")
    with pytest.raises(NoClockError):
        stage.service.pausing.pause_all(CHAIR, "sitting-9", ALARM)


def test_a_time_that_is_over_is_submitted_and_not_paused(stage: Stage) -> None:
    stage.clock.pass_minutes(20)
    stage.service.pausing.pause_all(CHAIR, stage.sitting, ALARM)
    first, second = sessions(stage)
    assert [state.tasks[TEST].status for state in (first, second)] == ["submitted", "submitted"]
    assert second.pause_of(CALL) is not None


@pytest.mark.parametrize("who", ["cizi", "uchazec", "jiny", "osoba"])
def test_nobody_else_stops_or_starts_a_sittings_clocks(stage: Stage, who: str) -> None:
    with pytest.raises(DeniedError):
        stage.service.pausing.pause_all(stage.actors[who], stage.sitting, ALARM)
    stage.service.pausing.pause_all(CHAIR, stage.sitting, ALARM)
    with pytest.raises(DeniedError):
        stage.service.pausing.resume_all(stage.actors[who], stage.sitting, ALARM)
    assert standing(stage) == [True, True, True]


def test_a_script_stops_and_starts_the_clocks_of_its_sitting(stage: Stage) -> None:
    steps = (
        step("dozor", "pause_all", reason=ALARM),
        step("predseda", "resume_all", reason="jiný").model_copy(update={"refused": "no-such-clock"}),
        step("predseda", "resume_all", reason=ALARM),
    )
    run(stage.scenario.model_copy(update={"steps": steps}), stage)
    assert standing(stage) == [False, False, False]

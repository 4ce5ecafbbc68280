"""The clocks of a machine against a candidate's account: jumps, sleeps, interruptions, another process at work."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from threading import Event, Thread
from zoneinfo import ZoneInfo

import pytest

from exam.core.candidate_session import TaskState, TaskStatus
from exam.core.candidate_session import commands as asked
from exam.core.candidate_session.refusals import TaskNotOpenError, TimeOverError
from exam.core.events import Entry
from exam.core.session_events import ClockJumped, Interrupted
from exam.core.session_values import ChoiceResponse
from exam.core.timing import MINUTE_MS
from exam.scripted.stage import Stage
from exam.service.access import Actor, Role
from exam.service.exam_service import ExamService
from exam.service.local_console import LocalConsole
from exam.service.sessions import session_stream
from exam.service.streams import Streams
from tests.clocks import reboot, run, set_wall, suspend
from tests.rims import reopened, rim, staged, step

TEST, CALL = "theory-test", "practice-call"
CANDIDATE = Actor(id="uchazec", role=Role.CANDIDATE)
CHAIR = Actor(id="predseda", role=Role.EXAMINER)
CALLING = (step("predseda", "open_task", task=CALL, figurant="clen"),)


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    with staged(tmp_path, before="answer_test") as opened:
        yield opened


def saving(stage: Stage, number: int = 0) -> asked.SaveResponse:
    pinned = stage.state().papers[TEST][number]
    return asked.SaveResponse(task=TEST, part=pinned.item, response=ChoiceResponse(option=pinned.order[0]))


def save(stage: Stage, number: int = 0) -> None:
    stage.service.session(CANDIDATE, stage.session, saving(stage, number))


def task_of(stage: Stage, task: str = TEST) -> TaskState:
    return stage.state().tasks[task]


def entries(stage: Stage) -> tuple[Entry, ...]:
    return Streams(stage.ports.journal).entries(session_stream(stage.session))


def jumps(stage: Stage) -> list[int]:
    return [entry.event.seconds for entry in entries(stage) if isinstance(entry.event, ClockJumped)]


def seconds(stage: Stage, many: int) -> None:
    """Let so many seconds pass, ticking each."""
    for _ in range(many):
        run(stage.clock, 1_000)
        stage.service.tick()


# The wall clock


@pytest.mark.parametrize("moved", [-7_200, -300, -6, 6, 300, 7_200])
def test_a_step_of_the_wall_clock_is_journalled_once_and_takes_no_time(stage: Stage, moved: int) -> None:
    seconds(stage, 3)
    set_wall(stage.clock, moved)
    seconds(stage, 12)
    save(stage)
    assert jumps(stage) == [moved]
    assert task_of(stage).clock.consumed_ms == 15_000


@pytest.mark.parametrize("moved", [-5, -1, 1, 5])
def test_a_step_of_up_to_five_seconds_is_nothing_to_tell(stage: Stage, moved: int) -> None:
    set_wall(stage.clock, moved)
    seconds(stage, 6)
    assert jumps(stage) == []


def test_a_machine_that_slept_is_a_jump_and_the_sleep_costs_nothing(stage: Stage) -> None:
    seconds(stage, 3)
    suspend(stage.clock, 3_600)
    seconds(stage, 3)
    save(stage)
    assert jumps(stage) == [3_600]
    assert task_of(stage).clock.consumed_ms == 6_000


def test_a_wall_clock_that_drifts_is_no_jump(stage: Stage) -> None:
    for _ in range(20):
        run(stage.clock, 30_000)
        set_wall(stage.clock, 1)
        stage.service.tick()
    assert jumps(stage) == []
    assert task_of(stage).clock.consumed_ms == 600_000


def test_the_end_of_summer_time_is_no_jump(stage: Stage) -> None:
    zone = ZoneInfo("Europe/Prague")
    stage.clock._now = datetime(2026, 10, 25, 2, 59, 58, tzinfo=zone)  # noqa: SLF001 - no script goes back
    stage.service = ExamService(stage.ports)
    stage.service.tick()
    told = jumps(stage)
    stage.clock._now = datetime(2026, 10, 25, 2, 0, 1, tzinfo=zone, fold=1)  # noqa: SLF001
    stage.clock._ms += 3_000  # noqa: SLF001
    stage.service.tick()
    assert jumps(stage) == told


def test_a_wall_clock_found_before_the_last_event_at_a_restart_was_set_back(stage: Stage, tmp_path: Path) -> None:
    seconds(stage, 10)
    reboot(stage.clock, -1_800)
    with reopened(tmp_path, stage.clock) as again:
        again.service.tick()
        again.service.tick()
        state = again.service.sessions.state(stage.session)
    assert [(fact.kind, fact.ms) for fact in state.time_facts] == [("jumped", -1_800_000), ("interrupted", 0)]
    assert state.tasks[TEST].clock.consumed_ms == 10_000


def test_each_process_tells_of_a_jump_that_it_sees(stage: Stage, tmp_path: Path) -> None:
    seconds(stage, 3)
    with rim(tmp_path, stage.clock, seed="other") as ports:
        other = ExamService(ports)
        other.tick()
        set_wall(stage.clock, 60)
        other.session(CANDIDATE, stage.session, saving(stage))
        save(stage)
    assert jumps(stage) == [60, 60]


# Interruptions


def test_every_open_task_is_told_of_a_gap_with_its_whole_length(tmp_path: Path) -> None:
    with staged(tmp_path, before="answer_test", after=CALLING) as stage:
        seconds(stage, 5)
    run(stage.clock, 90_000)
    with reopened(tmp_path, stage.clock) as again:
        again.service.tick()
        gaps = {
            entry.event.task: entry.event.gap_ms
            for entry in Streams(again.ports.journal).entries(session_stream(stage.session))
            if isinstance(entry.event, Interrupted)
        }
        board = LocalConsole(again.service, CHAIR).board(stage.session)
    assert gaps == {TEST: 90_000, CALL: 90_000}
    assert [(fact.kind, fact.task, fact.ms, fact.by) for fact in board.time_facts] == [
        ("interrupted", TEST, 90_000, "clock"),
        ("interrupted", CALL, 90_000, "clock"),
    ]


def test_a_paused_clock_is_not_interrupted_and_counts_again_when_it_is_resumed(stage: Stage, tmp_path: Path) -> None:
    seconds(stage, 4)
    stage.service.session(CHAIR, stage.session, asked.PauseClock(task=TEST, reason="poplach"))
    run(stage.clock, 600_000)
    with reopened(tmp_path, stage.clock) as again:
        again.service.tick()
        again.service.session(CHAIR, stage.session, asked.ResumeClock(task=TEST))
        run(stage.clock, 7_000)
        again.service.tick()
        state = again.service.sessions.state(stage.session)
    assert [fact.kind for fact in state.time_facts] == ["paused", "resumed"]
    assert state.tasks[TEST].clock.consumed_ms == 11_000


def test_the_board_names_who_stopped_the_clock(stage: Stage) -> None:
    stage.service.session(CHAIR, stage.session, asked.PauseClock(task=TEST, reason="poplach"))
    (fact,) = LocalConsole(stage.service, CHAIR).board(stage.session).time_facts
    assert (fact.by, fact.reason) == ("Pavla Smyšlená", "poplach")


# Two processes


def test_two_processes_do_not_charge_the_same_seconds_twice(stage: Stage, tmp_path: Path) -> None:
    with rim(tmp_path, stage.clock, seed="other") as ports:
        other = ExamService(ports)
        for _ in range(60):
            run(stage.clock, 1_000)
            stage.service.tick()
            other.tick()
        other.session(CANDIDATE, stage.session, saving(stage))
        save(stage, 1)
    assert 55_000 <= task_of(stage).clock.consumed_ms <= 60_000


# Grace


def graced(stage: Stage, grace_ms: int) -> None:
    """Let the same process go on with a grace."""
    stage.service.sessions._ports = replace(stage.ports, grace_ms=grace_ms)  # noqa: SLF001 - one setting


@pytest.mark.parametrize(("late_ms", "taken"), [(0, True), (3_000, True), (4_999, True), (5_000, False)])
def test_an_answer_that_waited_behind_a_slow_disk_counts_as_of_when_it_came_in(
    stage: Stage, late_ms: int, *, taken: bool
) -> None:
    graced(stage, 5_000)
    run(stage.clock, 20 * MINUTE_MS - 1)
    refused: list[Exception] = []
    stream = session_stream(stage.session)
    command = saving(stage)
    with stage.service.sessions._streams.held(stream):  # noqa: SLF001 - a slow append holds it so
        thread = Thread(target=lambda: attempt(stage, command, refused))
        thread.start()
        until_it_waits(stage, stream)
        run(stage.clock, late_ms + 1)
        stage.service.tick()
        assert (task_of(stage).status is TaskStatus.OPEN) is taken
    thread.join()
    assert (not refused) is taken
    stage.service.tick()
    task = task_of(stage)
    assert (task.status, len(task.responses)) == (TaskStatus.SUBMITTED, int(taken))
    assert task.clock.consumed_ms == 20 * MINUTE_MS


def attempt(stage: Stage, command: asked.Command, refused: list[Exception]) -> None:
    try:
        stage.service.session(CANDIDATE, stage.session, command)
    except (TimeOverError, TaskNotOpenError) as error:
        refused.append(error)


def until_it_waits(stage: Stage, stream: str) -> None:
    while stage.service.sessions._time._inbox.oldest(stream, TEST) is None:  # noqa: SLF001 - the only sign of it
        Event().wait(0.001)

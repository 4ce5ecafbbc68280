"""Time passes for everybody although one stream is damaged: the others are served, and every failure is told."""

from pathlib import Path

import apsw
import pytest

from exam.core.candidate_session import TaskStatus
from exam.core.chain import ChainBrokenError
from exam.core.timing import MINUTE_MS
from exam.scripted.runner import run
from exam.scripted.stage import Stage
from exam.service.access import Actor, Role
from exam.service.console_view import Step
from exam.service.exam_service import ExamService
from exam.service.local_console import LocalConsole
from exam.service.timekeeper import TimeNotKeptError
from tests import clocks
from tests.rims import mini_exam, reopened, step, unplayed
from tests.service.test_pausing import TEST, begun

CHAIR = Actor(id="predseda", role=Role.EXAMINER)


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    """Two candidates at the test; the program has ended."""
    steps = (
        *mini_exam().steps[:2],
        step("osoba", "register_candidate", candidate="uchazec"),
        step("predseda", "open_sitting"),
        *begun("uchazec"),
        step("osoba", "register_candidate", candidate="jiny"),
        *begun("jiny"),
    )
    scenario = mini_exam().model_copy(update={"steps": steps})
    with unplayed(tmp_path, scenario) as opened:
        run(scenario, opened)
    return opened


def damage(folder: Path, *damaged: str) -> None:
    """Change what an event of each session says, past the program."""
    connection = apsw.Connection(str(folder / "journal.db"))
    connection.execute("DROP TRIGGER bodies_stay")
    for session in damaged:
        connection.execute("UPDATE bodies SET body = x'7b7d' WHERE stream = ? AND seq = 3", (f"session/{session}",))
    connection.close()


def sessions(service: ExamService, stage: Stage) -> tuple[str, ...]:
    return tuple(service.sittings.state(stage.sitting).sessions)


@pytest.mark.parametrize("place", [0, 1])
def test_a_damaged_stream_keeps_nobody_elses_time_and_is_told_by_name(stage: Stage, tmp_path: Path, place: int) -> None:
    with reopened(tmp_path, stage.clock) as again:
        both = sessions(again.service, stage)
    torn, whole = both[place], both[1 - place]
    damage(tmp_path, torn)
    with reopened(tmp_path, stage.clock) as again:
        for minutes in (0, 19, 1):
            clocks.run(stage.clock, minutes * MINUTE_MS)
            with pytest.raises(TimeNotKeptError) as failed:
                again.service.tick()
            (failure,) = failed.value.failures.items()
            assert (failure[0], type(failure[1])) == (torn, ChainBrokenError)
            assert failed.value.arguments == {"sessions": torn}
        task = again.service.sessions.state(whole).tasks[TEST]
    assert (task.status, task.clock.remaining_ms) == (TaskStatus.SUBMITTED, 0)


def test_every_session_whose_time_is_not_kept_is_told(stage: Stage, tmp_path: Path) -> None:
    with reopened(tmp_path, stage.clock) as again:
        both = sessions(again.service, stage)
    damage(tmp_path, *both)
    with reopened(tmp_path, stage.clock) as again, pytest.raises(TimeNotKeptError) as failed:
        again.service.tick()
    assert sorted(failed.value.failures) == sorted(both)


def test_one_session_that_cannot_be_read_hides_no_other_on_the_list_and_says_why_when_it_is_opened(
    stage: Stage, tmp_path: Path
) -> None:
    with reopened(tmp_path, stage.clock) as again:
        torn, whole = sessions(again.service, stage)
    damage(tmp_path, torn)
    with reopened(tmp_path, stage.clock) as again:
        console = LocalConsole(again.service, CHAIR)
        (line,) = console.home()
        found = {entry.session: (entry.candidate, entry.step) for entry in console.outlook(line.sitting).sessions}
        assert found == {
            torn: ("Bohdan Neexistující", Step.UNREADABLE),
            whole: ("Jindřich Neskutečný", Step.TASKS),
        }
        assert console.board(whole).candidate == "Jindřich Neskutečný"
        with pytest.raises(ChainBrokenError):
            console.board(torn)

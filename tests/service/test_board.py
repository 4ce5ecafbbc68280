"""The board and the sheet of the shipped exam: what is on them at each moment."""

from pathlib import Path

import pytest

from exam.core.candidate_session import SessionState, TaskState
from exam.core.candidate_session import commands as asked
from exam.core.session_values import Ending
from exam.core.standard import TaskKind
from exam.core.timing import TaskClock
from exam.service.board import board_of, step_of, task_line
from exam.service.console_view import Step
from exam.service.local_console import LocalConsole
from exam.view import CardStatus
from tests.builders import AT, Desk, task
from tests.rims import staged


def name(account: str) -> str:
    return account.title()


def test_a_planned_an_excused_and_a_running_task_are_told_apart() -> None:
    described = task("role-call", TaskKind.ROLE_PLAY, "call.a")
    planned = task_line(described, None, 0, name, excused=False)
    excused = task_line(described, None, 0, name, excused=True)
    assert (planned.status, excused.status) == (CardStatus.PLANNED, CardStatus.EXCUSED)
    assert (planned.clock, planned.panel, planned.to_judge) == (None, (), 1)
    running = TaskState(opened_at=AT, clock=TaskClock(base_ms=60_000), panel=("chair", "second"), figurant="second")
    line = task_line(described, running, 0, name, excused=False)
    assert (line.status, line.figurant, line.panel, line.judged) == (CardStatus.OPEN, "Second", ("chair", "second"), 0)


def test_an_early_end_without_a_result_is_done_once_it_is_announced() -> None:
    desk = Desk().admitted()
    desk.do(asked.EndSession(ending=Ending.EXCUSED, reason="Nemoc doložena."))
    assert step_of(desk.state, desk.standard) is Step.ANNOUNCE
    desk.do(asked.AnnounceResult())
    assert step_of(desk.state, desk.standard) is Step.DONE


def test_a_session_that_was_not_opened_waits_for_the_identity() -> None:
    assert step_of(SessionState(), Desk().standard) is Step.VERIFY_IDENTITY


def test_the_board_counts_who_has_judged_and_what_is_agreed(tmp_path: Path) -> None:
    counted = []
    for before in ("end_performance", "reveal", "agree", "determine_result"):
        folder = tmp_path / before
        folder.mkdir()
        with staged(folder, before=before) as stage:
            board = LocalConsole(stage.service, stage.actors["clen"]).board(stage.session)
            line = next(line for entry in board.competencies for line in entry.tasks if line.task == "practice-call")
            counted.append((line.judged, line.revealed, line.agreed, line.to_judge))
    assert counted == [(0, False, 0, 1), (2, False, 0, 1), (2, True, 0, 1), (2, True, 1, 1)]


def test_the_board_names_the_chair_first_and_what_was_granted(tmp_path: Path) -> None:
    with staged(tmp_path, before="open_task") as stage:
        mine = LocalConsole(stage.service, stage.actors["clen"])
        mine.do(stage.session, asked.GrantAccommodation(extra_percent=50))
        mine.do(stage.session, asked.LogIrregularity(category="other", note="Vrtačka"))
        board = mine.board(stage.session)
        loaded = stage.service.sessions.load(f"session/{stage.session}")
        assert board_of(loaded, {}, stage.service.people.name).members == board.members
    assert [account for account, _ in board.members] == ["predseda", "clen"]
    assert (board.extra_percent, board.candidate) == (50, "Bohdan Neexistující")
    assert "Vrtačka" in board.irregularities[0]


@pytest.mark.parametrize(
    ("before", "at_desk", "on_panel"), [("answer_test", True, True), ("end_performance", False, True)]
)
def test_a_sheet_says_whether_its_task_lies_at_the_desk_and_who_judges(
    tmp_path: Path, before: str, *, at_desk: bool, on_panel: bool
) -> None:
    with staged(tmp_path, before=before) as stage:
        opened = list(stage.state().tasks)[-1]
        sheet = LocalConsole(stage.service, stage.actors["clen"]).sheet(stage.session, opened)
    assert (sheet.at_desk, sheet.on_panel, sheet.status, sheet.goals) == (at_desk, on_panel, CardStatus.OPEN, ())

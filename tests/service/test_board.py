"""The board and the sheet of the shipped exam: what is on them at each moment."""

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from exam.core.candidate_session import SessionState, TaskState
from exam.core.candidate_session import commands as asked
from exam.core.session_values import Ending
from exam.core.standard import TaskKind
from exam.core.timing import TaskClock
from exam.scripted.stage import Stage
from exam.service.board import board_of, step_of, task_line
from exam.service.console_view import LATE_S, Board, Step
from exam.service.exam_service import ExamService
from exam.service.local_console import LocalConsole
from exam.service.mirroring import MirrorStanding, MirrorState
from exam.service.receipts import AnchorLostError
from exam.view import CardStatus
from tests.builders import AT, Desk, task
from tests.clocks import run
from tests.rims import rim, staged, step


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
        assert board_of(loaded, {}, stage.service.people.name, MirrorState()).members == board.members
    assert [account for account, _ in board.members] == ["predseda", "clen"]
    assert (board.extra_percent, board.candidate) == (50, "Bohdan Neexistující")
    assert "Vrtačka" in board.irregularities[0]


@pytest.mark.parametrize(
    ("category", "note", "told"),
    [
        ("panel-release", "practice-call: clen: Odjel: nemoc", "Hovor · {clen} · Odjel: nemoc"),
        ("line-dropped", "practice-call", "Hovor"),
        ("decision-changed", "practice-call: practice.a: Omyl", "Hovor · practice.a · Omyl"),
        (
            "paper-judgements",
            "practice-call: clen: 2026-11-20 09:02 → 2026-11-20 09:40, clen, clen, SHA-256 00ff",
            "Hovor · {clen} · 2026-11-20 09:02 → 2026-11-20 09:40, {clen}, {clen}",
        ),
        ("key-correction", "law-1/1: Překlep", "law-1/1 · Překlep"),
        ("other", "practice-call: clen: Hluk", "practice-call: clen: Hluk"),
    ],
)
def test_what_the_program_noted_calls_tasks_and_people_by_name(
    tmp_path: Path, category: str, note: str, told: str
) -> None:
    with staged(tmp_path, before="open_task") as stage:
        mine = LocalConsole(stage.service, stage.actors["predseda"])
        mine.do(stage.session, asked.LogIrregularity(category=category, note=note))
        told = told.format(clen=stage.service.people.name("clen"))
        assert mine.board(stage.session).irregularities == (f"{category}: {told}",)
        timeline = stage.service.sitting_board.board(stage.actors["predseda"], stage.sitting).happenings
    (noted,) = (entry for entry in timeline if entry.code == "happening.irregularity")
    assert noted.arguments == {"category": category, "note": told}


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


# The second copy and the time


@dataclass(frozen=True, slots=True)
class Standing:
    """A second copy that stands still."""

    at: MirrorState

    def state(self) -> MirrorState:
        return self.at


def board_with(stage: Stage, copy: MirrorState) -> Board:
    service = ExamService(replace(stage.ports, mirror=Standing(copy)))
    return LocalConsole(service, stage.actors["clen"]).board(stage.session)


LOST = MirrorState(
    standing=MirrorStanding.LOST,
    events=7,
    seconds=90,
    since=datetime(2026, 11, 20, 8, 30, tzinfo=ZoneInfo("Europe/Prague")),
    fault=AnchorLostError(stream="s", seq=1, found=0, source="x"),
)


def test_the_board_says_how_the_second_copy_stands_and_a_workspace_without_one_has_none(tmp_path: Path) -> None:
    with staged(tmp_path, before="open_task") as stage:
        without = LocalConsole(stage.service, stage.actors["clen"]).board(stage.session).copy
        assert without.standing is MirrorStanding.OFF
        assert board_with(stage, LOST).copy == LOST


@pytest.mark.parametrize(
    ("standing", "seconds", "late"),
    [
        (MirrorStanding.OK, 0, False),
        (MirrorStanding.LAGGING, LATE_S - 1, False),
        (MirrorStanding.LAGGING, LATE_S, True),
        (MirrorStanding.LOST, LATE_S, False),
        (MirrorStanding.OFF, 0, False),
    ],
)
def test_a_second_copy_is_late_when_it_lacks_something_for_a_minute(
    tmp_path: Path, standing: MirrorStanding, seconds: int, *, late: bool
) -> None:
    with staged(tmp_path, before="open_task") as stage:
        assert board_with(stage, MirrorState(standing=standing, events=3, seconds=seconds)).copy_late is late


def test_a_crash_is_one_interruption_however_many_clocks_it_stopped(tmp_path: Path) -> None:
    call = step("predseda", "open_task", task="practice-call", figurant="clen")
    with staged(tmp_path, before="answer_test", after=(call,)) as stage:
        mine = LocalConsole(stage.service, stage.actors["clen"])
        assert mine.board(stage.session).interruptions == ()
    boards = []
    for away in (90_000, 5_000):
        run(stage.clock, away)
        with rim(tmp_path, stage.clock, seed=str(away)) as ports:
            service = ExamService(ports)
            service.tick()
            boards.append(LocalConsole(service, stage.actors["clen"]).board(stage.session))
    assert [[fact.ms for fact in board.interruptions] for board in boards] == [[90_000], [90_000, 5_000]]
    assert [len(board.time_facts) for board in boards] == [2, 4]

"""The board of a sitting: who is where, plan and course, what blocks the end, what happened."""

from datetime import timedelta
from pathlib import Path

import pytest

from exam.core.candidate_session import commands as asked
from exam.core.session_values import Ending
from exam.core.sitting import ApproveAccommodation, CheckEquipment, NotePresence
from exam.core.sitting_events import Equipment
from exam.core.timetable.day import Day, Room, Use
from exam.scripted.scenario import Scenario
from exam.scripted.stage import Stage
from exam.service.access import DeniedError
from exam.service.console_view import Step
from exam.service.sitting_view import SittingBoard
from tests.clocks import run
from tests.rims import staged, step
from tests.stages import cut, played, shipped

PASSED = shipped("passed")
DAY = Day.model_validate(
    {
        "schema": "exam/day/1",
        "starts": "08:00",
        "rooms": (Room(id="201", use=(Use.WRITING,), invigilators=("dozor",)), Room(id="202", use=(Use.SPEAKING,))),
        "computers": 1,
    }
)


def board(stage: Stage, who: str = "") -> SittingBoard:
    actor = stage.actors[who or ("predseda" if "predseda" in stage.actors else "dvorakova")]
    return stage.service.sitting_board.board(actor, stage.sitting)


@pytest.mark.parametrize(
    ("who", "sees"),
    [("predseda", True), ("clen", True), ("osoba", True), ("cizi", False), ("uchazec", False), ("dozor", False)],
)
def test_a_sitting_is_shown_to_who_holds_it_and_to_nobody_else(tmp_path: Path, who: str, *, sees: bool) -> None:
    with staged(tmp_path, before="open_sitting") as stage:
        if not sees:
            with pytest.raises(DeniedError):
                board(stage, who)
            return
        found = board(stage, who)
    assert (found.place, found.standing, found.may_lead) == ("Nikdeškov", "planned", who in {"predseda", "clen"})
    assert [(seat.candidate, seat.step) for seat in found.seats] == [("Bohdan Neexistující", Step.OPEN_SITTING)]
    assert found.blocks == ()


@pytest.mark.parametrize(
    ("before", "code"),
    [
        ("open_session", "block.not-opened"),
        ("open_task", "block.tasks-left"),
        ("determine_result", "block.ending"),
        ("announce_result", None),
    ],
)
def test_what_blocks_the_end_is_told_for_each_candidate(tmp_path: Path, before: str, code: str | None) -> None:
    with staged(tmp_path, before=before) as stage:
        assert [block.code for block in board(stage).blocks] == ([code] if code else [])


def last_task(scenario: Scenario, action: str) -> Scenario:
    """Return the scenario up to the last step with this action."""
    place = max(number for number, entry in enumerate(scenario.steps) if entry.action == action)
    return scenario.model_copy(update={"steps": scenario.steps[:place]})


def test_the_last_task_blocks_while_it_runs_and_until_it_is_agreed(tmp_path: Path) -> None:
    with played(tmp_path, last_task(PASSED, "end_performance")) as stage:
        assert [block.code for block in board(stage).blocks] == ["block.running"]
    (tmp_path / "later").mkdir()
    with played(tmp_path / "later", last_task(PASSED, "judge")) as stage:
        found = board(stage)
    assert [block.code for block in found.blocks] == ["block.judging"]
    assert [line.to_judge for line in found.members].count(1) == 1


def test_what_runs_is_told_with_its_clock_and_who_is_busy(tmp_path: Path) -> None:
    with played(
        tmp_path, cut(shipped("failed-one-criterion"), before="end_performance", task="complaint-call")
    ) as stage:
        run(stage.clock, 60_000)
        found = board(stage)
        (seat,) = found.seats
        (line,) = seat.running
        assert (line.task, line.at_desk) == ("complaint-call", False)
        assert line.clock is not None
        assert not line.clock.paused
        assert found.clocks == (1, 0)
        assert [member.busy for member in found.members] == [("Reklamace po telefonu",)] * 3
        stage.service.pausing.pause_all(stage.actors["dvorakova"], stage.sitting, "Poplach")
        assert (board(stage).clocks, board(stage).pauses) == ((0, 1), ("Poplach",))


def test_who_has_yet_to_judge_is_named_until_the_judgements_are_revealed(tmp_path: Path) -> None:
    with staged(tmp_path, before="judge", after=(step("predseda", "judge", task="practice-call"),)) as stage:
        (entry,) = board(stage).seats[0].judging
        assert (entry.task, entry.waiting, entry.revealed) == ("practice-call", ("Radek Vymyšlený",), False)
        assert [line.to_judge for line in board(stage).members] == [0, 1]
    (tmp_path / "later").mkdir()
    with staged(tmp_path / "later", before="agree") as stage:
        (entry,) = board(stage).seats[0].judging
    assert (entry.waiting, entry.revealed, entry.agreed) == ((), True, 0)


def test_a_kept_timetable_is_compared_with_what_happens(tmp_path: Path) -> None:
    with staged(tmp_path, before="open_task") as stage:
        days, actor = stage.service.days, stage.actors["predseda"]
        assert board(stage).seats[0].planned is None
        made = days.plan(stage.sitting, DAY)
        days.keep(actor, stage.sitting, DAY, [part.plan for part in made.days])
        ahead = board(stage).seats[0].planned
        assert ahead is not None
        assert ahead.opened_at is None
        assert (ahead.room, ahead.starts.date()) in {
            ("201", stage.clock.now().date()),
            ("202", stage.clock.now().date()),
        }
        moment = ahead.starts + timedelta(minutes=12)
        assert (ahead.delay(moment), ahead.delay(ahead.starts - timedelta(minutes=3))) == (12, 0)
        panel = ("predseda", "clen")
        stage.service.session(actor, stage.session, asked.OpenTask(task=ahead.task, panel=panel))
        begun = board(stage).seats[0].planned
        assert begun is not None
        assert (begun.task, begun.opened_at) == (ahead.task, stage.clock.now())
        assert begun.delay(moment) == round((stage.clock.now() - begun.starts).total_seconds() / 60)


def test_approved_time_is_told_until_it_is_granted(tmp_path: Path) -> None:
    with staged(tmp_path, before="open_task") as stage:
        actor, today = stage.actors["predseda"], stage.clock.now().date()
        command = ApproveAccommodation(session=stage.session, extra_percent=25, approved_by="osoba", approved_on=today)
        stage.service.sitting(actor, stage.sitting, command)
        assert (board(stage).seats[0].approved_percent, board(stage).seats[0].extra_percent) == (25, 0)
        stage.service.session(actor, stage.session, asked.GrantAccommodation(extra_percent=25))
        assert (board(stage).seats[0].approved_percent, board(stage).seats[0].extra_percent) == (0, 25)


def test_time_that_was_approved_before_the_exam_is_granted_as_it_opens(tmp_path: Path) -> None:
    with staged(tmp_path, before="open_session") as stage:
        actor, today = stage.actors["predseda"], stage.clock.now().date()
        command = ApproveAccommodation(session=stage.session, extra_percent=25, approved_by="osoba", approved_on=today)
        stage.service.sitting(actor, stage.sitting, command)
        assert (board(stage).seats[0].approved_percent, board(stage).seats[0].extra_percent) == (25, 0)
        stage.service.sessions.open(actor, stage.sitting, stage.session)
        assert (board(stage).seats[0].approved_percent, board(stage).seats[0].extra_percent) == (0, 25)


def test_what_happened_stands_in_order_with_who_and_why_and_the_unusual_is_loud(tmp_path: Path) -> None:
    with staged(tmp_path, before="end_performance") as stage:
        actor = stage.actors["predseda"]
        stage.service.sitting(actor, stage.sitting, NotePresence(who="clen", present=True, note="o 5 minut"))
        things = (Equipment(thing="telefon", present=False), Equipment(thing="stůl", present=True))
        stage.service.sitting(actor, stage.sitting, CheckEquipment(equipment=things))
        stage.service.session(actor, stage.session, asked.PauseClock(task="practice-call", reason="Poplach"))
        run(stage.clock, 60_000)
        stage.service.session(actor, stage.session, asked.ResumeClock(task="practice-call"))
        stage.service.session(actor, stage.session, asked.LogIrregularity(category="technical", note="Praskl kabel"))
        run(stage.clock, 60_000)
        ending = asked.EndSession(ending=Ending.WITHDREW, reason="Odešel.")
        stage.service.session(actor, stage.session, ending)
        found = board(stage)
    codes = [entry.code.removeprefix("happening.") for entry in found.happenings]
    assert codes.index("session-opened") < codes.index("paused") < codes.index("resumed") < codes.index("ended")
    assert {"came", "equipment-missing", "task-opened", "irregularity"} <= set(codes)
    told = next(entry for entry in found.happenings if entry.code == "happening.irregularity")
    assert (told.arguments, told.by, told.loud) == (
        {"category": "technical", "note": "Praskl kabel"},
        "Pavla Smyšlená",
        True,
    )
    resumed = next(entry for entry in found.happenings if entry.code == "happening.resumed")
    assert resumed.arguments["length"] == "1:00"
    assert found.seats[0].ending == "withdrew"
    assert [line.present for line in found.members] == [False, True]


def test_changes_of_commission_and_guests_are_told(tmp_path: Path) -> None:
    changes = {"day-morning", "day-expired-examiner", "day-inspector", "day-two-days"}
    codes: set[str] = set()
    for name in sorted(changes):
        (tmp_path / name).mkdir()
        with played(tmp_path / name, shipped(name)) as stage:
            codes |= {entry.code for entry in board(stage).happenings}
    assert {"happening.replaced", "happening.visitor"} <= codes

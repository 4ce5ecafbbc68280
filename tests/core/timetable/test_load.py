"""What limits a day, and what no plan can help."""

import pytest

from exam.core.timetable.day import CandidateDay, Presence, Room
from exam.core.timetable.load import loads
from exam.core.timetable.obstacles import obstacles
from exam.core.timetable.plain import plain_plan
from exam.core.timetable.plan import Plan
from exam.core.timetable.problem import DayProblem
from tests.core.timetable.days import BOTH, LOUD, QUIET, problem


def test_the_commission_is_the_bottleneck_of_many_candidates() -> None:
    first, *_ = loads(problem(4, admission=0))
    assert (first.what, first.minutes) == ("commission", 4 * 30)


def test_one_shared_computer_is_the_bottleneck_of_few() -> None:
    first, *_ = loads(problem(2, admission=0, computers=1, scoring="shared"))
    assert (first.what, first.minutes) == ("computers", 2 * 50)


def test_the_only_room_is_needed_for_what_is_spoken_and_then_for_what_is_written() -> None:
    only = problem(2, admission=0, rooms=(Room(id="only", use=BOTH, seats=1),))
    assert (loads(only)[0].what, loads(only)[0].minutes) == ("room", 2 * 30 + 2 * 30)


def test_a_candidate_alone_is_his_own_bottleneck_and_nothing_has_no_load() -> None:
    first, *_ = loads(problem(1, phones=0))
    assert (first.what, first.minutes) == ("c0", 70)
    assert loads(problem(0, rooms=(Room(id="only", use=BOTH),)))[0].minutes == 0


def test_no_plan_is_shorter_than_the_greatest_load() -> None:
    for told in (
        problem(3),
        problem(3, computers=1, scoring="shared"),
        problem(2, rooms=(Room(id="only", use=BOTH, seats=2),)),
    ):
        assert plain_plan(told).ends >= told.span.starts + loads(told)[0].minutes


def test_an_empty_plan_ends_at_once() -> None:
    assert Plan().ends == 0


@pytest.mark.parametrize(
    ("told", "code"),
    [
        (problem(1, rooms=(LOUD,)), "obstacle.no-quiet-room"),
        (problem(1, rooms=(QUIET,)), "obstacle.no-speaking-room"),
        (problem(1, computers=0), "obstacle.computers"),
        (problem(1, phones=1), "obstacle.phones"),
        (problem(1, people={"second": Presence(leaves="08:05")}), "obstacle.panel"),
        (problem({"c0": CandidateDay(leaves="08:05")}), "obstacle.candidate"),
        (
            problem(1, people={name: Presence(leaves="08:05") for name in ("chair", "second", "watch")}),
            "obstacle.watch",
        ),
    ],
)
def test_each_obstacle_is_named_with_the_steps_that_it_hinders(told: DayProblem, code: str) -> None:
    found = {obstacle.code: obstacle.steps for obstacle in obstacles(told)}
    assert found[code]
    assert set(found[code]) <= set(plain_plan(told).unplaced)


def test_a_usual_day_has_no_obstacle() -> None:
    assert obstacles(problem()) == ()

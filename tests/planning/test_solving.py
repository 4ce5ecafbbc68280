"""The solver's plans hold as the core's checker sees it, are never longer than the plain one, and come out alike."""

import subprocess
import sys

import pytest
from hypothesis import HealthCheck, given, settings

from bench.days import problems
from exam.core.timetable.check import conflicts
from exam.core.timetable.day import Break, CandidateDay, Closure, Presence, Room, Use
from exam.core.timetable.load import loads
from exam.core.timetable.plain import Kept, plain_plan
from exam.core.timetable.plan import Maker, Plan
from exam.core.timetable.problem import DayProblem
from exam.core.timetable.replanning import gone_on
from exam.planning import planner
from exam.planning.solving import solved_plan
from exam.service.planners import plain_planner
from tests.core.timetable.days import BOTH, LOUD, QUIET, any_problem, problem

LITTLE = 0.05


def solved(told: DayProblem, kept: Kept | None = None, effort: float = 0.5) -> Plan:
    return solved_plan(told, kept or Kept(), effort=effort)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(any_problem())
def test_every_plan_holds_and_is_no_longer_than_the_plain_one(told: DayProblem) -> None:
    plan, plain = solved(told, effort=LITTLE), plain_plan(told)
    assert {found.code for found in conflicts(told, plan)} <= {"plan.rest"}
    assert len(plan.unplaced) <= len(plain.unplaced)
    assert plan.unplaced or plain.unplaced or plan.ends <= plain.ends


def test_a_day_is_proven_shortest_and_comes_out_alike_again() -> None:
    told = problem(3, judging=5)
    first, second = solved(told), solved(told)
    assert first == second
    assert (first.made_by, first.shortest, first.unplaced) == (Maker.SOLVER, True, ())
    assert conflicts(told, first) == ()
    assert told.span.starts + loads(told)[0].minutes <= first.ends < plain_plan(told).ends


def test_a_candidate_with_half_more_time_has_it() -> None:
    told = problem({"slow": CandidateDay(extra_percent=50), "c1": CandidateDay()})
    plan = solved(told)
    minutes = {slot.step: slot.minutes for slot in plan.slots}
    assert (minutes["slow/law-test/writing"], minutes["c1/law-test/writing"]) == (15, 10)
    assert conflicts(told, plan) == ()


def test_a_member_who_leaves_has_done_his_part_before() -> None:
    told = problem(2, people={"second": Presence(leaves="09:25")})
    plan = solved(told)
    assert (plan.unplaced, conflicts(told, plan)) == ((), ())
    assert all(slot.ends <= 565 for slot in plan.slots if "second" in slot.examiners)


def test_some_of_the_examiners_judge_while_another_watches() -> None:
    rooms = (QUIET.model_copy(update={"invigilators": ()}), LOUD)
    breaks = (Break(after="08:30", before="10:00", minutes=15),)
    away = {"third": Presence(arrives="08:20")}
    told = problem(2, ("chair", "second", "third"), rooms=rooms, panel=2, breaks=breaks, people=away)
    plan = solved(told)
    assert (plan.made_by, plan.unplaced, conflicts(told, plan)) == (Maker.SOLVER, (), ())


def test_in_one_room_nobody_writes_while_somebody_speaks() -> None:
    told = problem(2, rooms=(Room(id="only", use=BOTH, seats=2),), closed=(Closure(after="08:20", before="08:40"),))
    plan = solved(told)
    assert (plan.unplaced, conflicts(told, plan)) == ((), ())


def test_without_a_quiet_room_the_plan_names_what_is_left_out() -> None:
    plan = solved(problem(1, rooms=(LOUD,)))
    assert plan.made_by is Maker.PLAIN
    assert "c0/law-test/writing" in plan.unplaced


def test_a_plan_is_gone_on_with_and_what_was_done_stays() -> None:
    told = problem(3, breaks=(Break(after="08:30", before="10:00", minutes=15),))
    former = solved(told)
    cut = told.model_copy(update={"closed": problem(1, closed=(Closure(after="08:47", before="09:20"),)).closed})
    left, kept = gone_on(cut, former, 527)
    plan = solved(left, kept)
    assert (plan.unplaced, conflicts(left, plan)) == ((), ())
    assert set(kept.plan.slots) <= set(plan.slots)
    assert set(kept.plan.rests) <= set(plan.rests)


def test_two_invigilators_take_turns() -> None:
    room = Room(id="quiet", use=(Use.WRITING,), seats=4, invigilators=("watch", "other"))
    told = problem(2, rooms=(room, LOUD), breaks=(Break(after="08:30", before="10:00", minutes=20),))
    plan = solved(told)
    assert (plan.unplaced, conflicts(told, plan)) == ((), ())


def test_the_solver_plans_where_it_is_installed_and_is_loaded_by_nothing_else() -> None:
    assert planner() is solved_plan
    code = "import sys, exam.cli.sitting_plan, exam.service.day_planning; print('ortools' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603 - our own words
    assert told.stdout.strip() == "False"


def test_without_the_solver_the_plain_plan_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("exam.planning.find_spec", lambda _name: None)
    assert planner() is plain_planner
    assert plain_planner(problem(1), Kept(), effort=1.0) == plain_plan(problem(1))


def test_the_set_ups_of_the_bench_show_what_rooms_and_computers_are_worth() -> None:
    plans = [(plain_plan(told), loads(told)[0].what) for _, told in problems()]
    assert [plan.unplaced for plan, _ in plans] == [()] * 5
    lengths = [plan.ends for plan, _ in plans]
    assert lengths == sorted(lengths, reverse=True)
    assert [what for _, what in plans] == ["computers", "room", "computers", "computers", "commission"]

"""Going on from the journal: what is done is not planned again, what runs stays, a mere plan counts for nothing."""

from exam.core.timetable.check import conflicts
from exam.core.timetable.day import Closure
from exam.core.timetable.journalled import Happened, as_it_went, as_marked
from exam.core.timetable.plain import plain_plan
from exam.core.timetable.plan import Plan, Rest, Slot
from exam.core.timetable.problem import DayProblem
from exam.core.timetable.replanning import Part, shared_out
from tests.core.timetable.days import problem

ADMITTED = Happened(step="c0/admission", starts=480, ends=490)
TESTED = Happened(step="c0/law-test/writing", starts=492, ends=499)


def replanned(
    told: DayProblem, *happened: Happened, at: int, over: tuple[str, ...] = (), former: Plan | None = None
) -> Part:
    left, kept, marks = as_it_went(told, happened, over, former or Plan(), at)
    made = plain_plan(left, kept)
    return Part(left, made.model_copy(update={"done": marks.done, "minutes": marks.minutes, "over": marks.over}))


def places(plan: Plan) -> dict[str, tuple[int, int]]:
    return {slot.step: (slot.starts, slot.minutes) for slot in plan.slots}


def test_what_is_done_is_kept_as_it_was_and_not_planned_again() -> None:
    part = replanned(problem(2), ADMITTED, TESTED, at=505)
    assert [(slot.step, slot.starts, slot.minutes) for slot in part.plan.done] == [
        ("c0/admission", 480, 10),
        ("c0/law-test/writing", 492, 7),
    ]
    assert not {"c0/admission", "c0/law-test/writing"} & places(part.plan).keys()
    assert all(slot.starts >= 505 for slot in part.plan.slots)
    assert (part.plan.unplaced, conflicts(part.problem, part.plan)) == ((), ())
    known = part.problem.known("c0/law-test/writing")
    assert known is not None
    assert part.problem.step("c0/law-test/writing") is None
    assert part.problem.known("c0/nothing") is None


def test_what_was_planned_and_did_not_happen_is_planned_again() -> None:
    former = plain_plan(problem(2))
    part = replanned(problem(2), at=520, former=former)
    assert places(part.plan).keys() == {slot.step for slot in former.slots}
    assert all(slot.starts >= 520 for slot in part.plan.slots)


def test_what_runs_goes_on_where_it_is_for_what_is_left_of_it() -> None:
    former = Plan(slots=(Slot(step="c0/law-test/writing", starts=495, minutes=10, room="quiet"),))
    runs = Happened(step="c0/law-test/writing", starts=497, left=9)
    part = replanned(problem(2), ADMITTED, runs, at=505, former=former)
    assert places(part.plan)["c0/law-test/writing"] == (497, 17)
    assert next(slot.room for slot in part.plan.slots if slot.starts == 497) == "quiet"
    assert (part.plan.unplaced, conflicts(part.problem, part.plan)) == ((), ())


def test_a_call_that_runs_keeps_its_panel_and_its_preparation_is_over() -> None:
    prepared = Happened(step="c0/call/preparation", starts=490, ends=500)
    runs = Happened(step="c0/call/performance", starts=500, left=6, panel=("second", "chair", "somebody"))
    part = replanned(problem(1), ADMITTED, prepared, runs, at=504)
    (slot,) = (slot for slot in part.plan.slots if slot.starts == 500)
    assert (slot.room, slot.examiners, slot.minutes) == ("loud", ("second", "chair"), 10)
    assert conflicts(part.problem, part.plan) == ()


def test_a_call_whose_candidate_still_prepares_follows_when_it_can() -> None:
    part = replanned(problem(1), ADMITTED, Happened(step="c0/call/preparation", starts=493, left=4), at=499)
    assert places(part.plan)["c0/call/preparation"] == (493, 10)
    assert places(part.plan)["c0/call/performance"][0] >= 503
    assert (part.plan.unplaced, conflicts(part.problem, part.plan)) == ((), ())


def test_a_clock_that_stands_leaves_the_rest_of_what_is_written_and_the_whole_of_what_is_spoken() -> None:
    writes = Happened(step="c0/law-test/writing", starts=490, left=4, stands=True)
    speaks = Happened(step="c0/talk/performance", starts=490, left=4, stands=True)
    part = replanned(problem(1), ADMITTED, writes, speaks, at=500)
    assert places(part.plan)["c0/law-test/writing"][1] == 4
    assert places(part.plan)["c0/talk/performance"][1] == 10
    assert all(slot.starts >= 500 for slot in part.plan.slots)


def test_the_power_that_is_off_stops_what_runs_and_what_is_left_waits() -> None:
    shut = problem(1, closed=(Closure(after="08:25", before="09:00"),))
    writes = Happened(step="c0/law-test/writing", starts=497, left=7)
    at_once = replanned(shut, ADMITTED, writes, at=505)
    assert places(at_once.plan)["c0/law-test/writing"] == (540, 7)
    announced = replanned(shut, ADMITTED, writes, at=501)
    assert places(announced.plan)["c0/law-test/writing"] == (540, 3)
    early = replanned(shut, ADMITTED, writes.model_copy(update={"left": 4}), at=501)
    assert places(early.plan)["c0/law-test/writing"] == (497, 8)


def test_whoever_ended_is_planned_no_more_and_needs_no_break() -> None:
    part = replanned(
        problem(2), ADMITTED, Happened(step="c0/law-test/writing", starts=490, left=3), at=505, over=("c0",)
    )
    assert {step.candidate for step in part.problem.steps} == {"c1"}
    assert {slot.step for slot in part.plan.done} == {"c0/admission"}
    assert "c0" not in {due.who for due in part.problem.breaks}
    standing = Happened(step="c0/law-test/writing", starts=490, left=3, stands=True)
    assert replanned(problem(2), standing, at=505, over=("c0",)).plan.minutes == {}


def test_breaks_that_were_taken_stay_and_strange_steps_are_passed_over() -> None:
    former = Plan(rests=(Rest(who="c0", starts=490, minutes=15), Rest(who="c0", starts=700, minutes=15)))
    strange = Happened(step="c9/law-test/writing", starts=480, ends=490)
    part = replanned(problem(1), strange, at=505, former=former)
    assert next(rest.starts for rest in part.plan.rests if rest.who == "c0") == 490
    assert part.plan.done == ()


def test_a_plan_that_names_what_is_done_is_checked_without_it() -> None:
    part = replanned(problem(2), ADMITTED, TESTED, at=505, over=("c1",))
    (again,) = shared_out(as_marked(problem(2), part.plan), [part.plan])
    assert conflicts(again.problem, again.plan) == ()
    (other,) = shared_out(problem(2), [part.plan])
    assert "plan.count" in {found.code for found in conflicts(other.problem, other.plan)}

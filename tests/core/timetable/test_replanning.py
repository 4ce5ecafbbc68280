"""A plan that is gone on with keeps what happened; what does not fit into one day is shared out over two."""

from exam.core.timetable.check import conflicts
from exam.core.timetable.day import Break, CandidateDay, Closure
from exam.core.timetable.plain import Kept, plain_plan
from exam.core.timetable.plan import Plan, Slot
from exam.core.timetable.problem import DayProblem
from exam.core.timetable.replanning import Part, gone_on, in_pieces, shared_out, two_days
from tests.core.timetable.days import problem

LUNCH_EARLY = (Break(after="09:00", before="10:00", minutes=15),)
LUNCH = (Break(after="11:00", before="12:00", minutes=30),)


def replanned(told: DayProblem, former: Plan, at: int) -> Part:
    left, kept = gone_on(told, former, at)
    return Part(left, plain_plan(left, kept))


def places(plan: Plan) -> dict[str, int]:
    return {slot.step: slot.starts for slot in plan.slots}


def test_what_began_stays_where_it_was() -> None:
    told = problem(3, breaks=LUNCH)
    former = plain_plan(told)
    part = replanned(told, former, 520)
    assert conflicts(part.problem, part.plan) == ()
    kept = {slot.step: slot.starts for slot in former.slots if slot.starts < 520}
    assert kept.items() <= places(part.plan).items()
    assert all(slot.starts >= 520 for slot in part.plan.slots if slot.step not in kept)


def test_a_candidate_who_comes_late_begins_late_and_the_others_do_not_wait() -> None:
    former = plain_plan(problem(2))
    late = problem({"c0": CandidateDay(arrives="08:25"), "c1": CandidateDay()})
    part = replanned(late, former, 485)
    assert conflicts(part.problem, part.plan) == ()
    assert part.plan.unplaced == ()
    assert places(part.plan)["c0/admission"] >= 505
    assert places(part.plan)["c1/admission"] == 480


def test_a_power_cut_cuts_what_is_written_and_repeats_what_is_spoken() -> None:
    told = problem(1, admission=0, deliberation=0)
    former = Plan(
        slots=(
            Slot(step="c0/talk/performance", starts=480, minutes=10, room="loud", examiners=("chair", "second")),
            Slot(step="c0/law-test/writing", starts=490, minutes=10, room="quiet"),
        ),
        unplaced=tuple(step.id for step in told.steps if step.task not in {"talk", "law-test"}),
    )
    cut = told.model_copy(update={"closed": problem(1, closed=(Closure(after="08:13", before="08:40"),)).closed})
    part = replanned(cut, former, 493)
    assert conflicts(part.problem, part.plan) == ()
    assert part.plan.unplaced == ()
    pieces = {slot.step: (slot.starts, slot.minutes) for slot in part.plan.slots if "law-test" in slot.step}
    assert pieces["c0/law-test/writing/1"] == (490, 3)
    assert pieces["c0/law-test/writing"][1] == 7
    assert pieces["c0/law-test/writing"][0] >= 520
    earlier = told.model_copy(update={"closed": problem(1, closed=(Closure(after="08:05", before="08:40"),)).closed})
    assert places(replanned(earlier, former, 493).plan)["c0/talk/performance"] >= 520


def test_a_step_that_was_cut_twice_is_in_three_pieces() -> None:
    told = problem(1, admission=0)
    slots = (Slot(step="c0/law-test/writing", starts=480, minutes=10, room="quiet"),)
    once = told.model_copy(update={"closed": problem(1, closed=(Closure(after="08:03", before="08:20"),)).closed})
    first = replanned(once, Plan(slots=slots), 483)
    start = places(first.plan)["c0/law-test/writing"]
    twice = once.model_copy(
        update={"closed": (*once.closed, once.closed[0].model_copy(update={"starts": start + 2, "ends": start + 30}))}
    )
    second = replanned(twice, first.plan, start + 2)
    assert conflicts(second.problem, second.plan) == ()
    assert [slot.minutes for slot in second.plan.slots if "law-test" in slot.step] == [3, 2, 5]
    assert conflicts(in_pieces(twice, second.plan), second.plan) == ()


def test_what_stopped_as_it_began_begins_again_and_an_unknown_step_is_dropped() -> None:
    told = problem(1, admission=0, closed=(Closure(after="08:00", before="08:20"),))
    former = Plan(
        slots=(
            Slot(step="c0/law-test/writing", starts=480, minutes=10, room="quiet"),
            Slot(step="c9/law-test/writing", starts=480, minutes=10, room="quiet"),
            Slot(step="c0/unknown/1", starts=480, minutes=10, room="quiet"),
        )
    )
    left, kept = gone_on(told, former, 481)
    assert kept.plan.slots == ()
    assert left.steps == told.steps


def test_a_call_whose_preparation_was_before_the_break_need_not_follow_at_once() -> None:
    told = problem(1, admission=0, closed=(Closure(after="08:10", before="08:30"),))
    former = Plan(slots=(Slot(step="c0/call/preparation", starts=480, minutes=10, room="quiet"),))
    part = replanned(told, former, 490)
    assert part.plan.unplaced == ()
    assert conflicts(part.problem, part.plan) == ()


def test_two_days_hold_whole_candidates() -> None:
    told = problem(4, ends="10:00")
    assert plain_plan(told).unplaced
    parts = two_days(told, plain_plan)
    assert [part.plan.unplaced for part in parts] == [(), ()]
    assert all(conflicts(part.problem, part.plan) == () for part in parts)
    first, second = (part.problem.candidates for part in parts)
    assert (*first, *second) == told.candidates


def test_a_plan_of_two_days_is_checked_day_by_day() -> None:
    told = problem(4, ends="10:00", breaks=LUNCH_EARLY)
    days = two_days(told, plain_plan)
    parts = shared_out(told, [part.plan for part in days])
    assert [conflicts(part.problem, part.plan) for part in parts] == [(), ()]
    less = days[1].plan.model_copy(update={"slots": days[1].plan.slots[1:]})
    first, second = shared_out(told, [days[0].plan, less])
    assert {found.code for found in conflicts(first.problem, first.plan)} >= {"plan.count"}
    assert conflicts(second.problem, second.plan) == ()


def test_exams_of_which_no_day_holds_one_are_held_in_two_parts() -> None:
    told = problem(2, ends="08:55")
    first, second = two_days(told, plain_plan)
    assert conflicts(first.problem, first.plan) == conflicts(second.problem, second.plan) == ()
    assert second.plan.unplaced == ()
    assert {step.id for step in (*first.problem.steps, *second.problem.steps)} == {step.id for step in told.steps}


def test_a_day_that_has_begun_keeps_what_was_done_and_leaves_the_rest_to_another() -> None:
    told = problem(2, ends="10:00")
    former = plain_plan(told)
    shorter = problem(2, ends="09:00")
    left, kept = gone_on(shorter, former, 500)
    first, second = two_days(left, plain_plan, kept)
    assert set(kept.plan.slots) <= set(first.plan.slots)
    assert {slot.step for slot in (*first.plan.slots, *second.plan.slots)} == {step.id for step in told.steps}


def test_a_day_that_is_over_is_gone_on_from_without_a_change() -> None:
    told = problem(1)
    former = plain_plan(told)
    assert replanned(told, former, 700).plan == former


def test_nothing_is_kept_where_nothing_was_planned() -> None:
    assert plain_plan(problem(), Kept()) == plain_plan(problem())

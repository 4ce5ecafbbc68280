"""The plan without a library: whatever the day, it holds."""

from hypothesis import given, settings

from exam.core.timetable.check import conflicts
from exam.core.timetable.day import Break, Closure, Presence, Room, Use
from exam.core.timetable.plain import Kept, plain_plan
from exam.core.timetable.plan import Maker, Plan, Rest, Slot
from exam.core.timetable.problem import DayProblem
from tests.core.timetable.days import BOTH, LOUD, QUIET, any_problem, problem


def without_rests(told: DayProblem, plan: Plan) -> set[str]:
    """Return the conflicts but for breaks: on a day that has no room for a break, none is planned and it is told."""
    return {found.code for found in conflicts(told, plan)} - {"plan.rest"}


@settings(max_examples=60, deadline=None)
@given(any_problem())
def test_every_plain_plan_holds(told: DayProblem) -> None:
    plan = plain_plan(told)
    assert without_rests(told, plan) == set()
    assert {slot.step for slot in plan.slots} | set(plan.unplaced) == {step.id for step in told.steps}


def test_a_usual_day_has_a_place_for_everything_and_says_who_made_the_plan() -> None:
    plan = plain_plan(problem(4, breaks=(Break(after="08:30", before="10:00", minutes=15),)))
    assert (plan.unplaced, plan.made_by, plan.shortest) == ((), Maker.PLAIN, False)
    assert len(plan.rests) == 7


def test_without_a_quiet_room_everything_written_is_left_out_and_what_rests_on_it_too() -> None:
    plan = plain_plan(problem(1, rooms=(LOUD,)))
    assert set(plan.unplaced) == {
        "c0/law-test/writing",
        "c0/call/preparation",
        "c0/call/performance",
        "c0/picks/writing",
        "c0/picks/performance",
    }


def test_a_room_without_an_invigilator_is_watched_by_an_examiner_who_is_free() -> None:
    room = QUIET.model_copy(update={"invigilators": ()})
    alone = plain_plan(problem(2, ("chair",), rooms=(room, LOUD)))
    shared = plain_plan(problem(2, ("chair",)))
    assert alone.unplaced == shared.unplaced == ()
    assert alone.ends > shared.ends


def test_a_member_who_leaves_at_noon_leaves_out_what_would_come_later() -> None:
    told = problem(4, people={"second": Presence(leaves="09:00")})
    plan = plain_plan(told)
    assert plan.unplaced
    assert all(slot.ends <= 540 for slot in plan.slots if slot.examiners == ("chair", "second"))


def test_in_one_room_nobody_writes_while_somebody_speaks() -> None:
    told = problem(2, rooms=(Room(id="only", use=BOTH, seats=4, invigilators=("watch",)),))
    plan = plain_plan(told)
    uses = {step.id: step.use for step in told.steps}
    spoken = [slot for slot in plan.slots if uses[slot.step] is Use.SPEAKING]
    written = [slot for slot in plan.slots if uses[slot.step] is Use.WRITING]
    assert not any(one.starts < other.ends and other.starts < one.ends for one in spoken for other in written)


def test_what_is_kept_stays_and_nothing_new_begins_before() -> None:
    told = problem(1, breaks=(Break(after="08:00", before="10:00", minutes=15),))
    kept = Plan(
        slots=(Slot(step="c0/admission", starts=483, minutes=10, examiners=("second",)),),
        rests=(Rest(who="watch", starts=480, minutes=15),),
    )
    plan = plain_plan(told, Kept(kept, since=491))
    assert conflicts(told, plan) == ()
    assert plan.slots[0] == kept.slots[0]
    assert all(slot.starts >= 495 for slot in plan.slots[1:])
    assert kept.rests[0] in plan.rests


def test_a_break_that_finds_no_time_is_not_planned() -> None:
    told = problem(1, breaks=(Break(after="08:00", before="08:20", minutes=20),))
    busy = Plan(slots=(Slot(step="c0/admission", starts=480, minutes=10, examiners=("chair",)),))
    plan = plain_plan(told, Kept(busy, since=480))
    assert {rest.who for rest in plan.rests} == {"second", "watch"}
    assert {found.who for found in conflicts(told, plan)} == {"chair", "c0"}


def test_the_commission_deliberates_when_the_candidate_is_done() -> None:
    told = problem(2, deliberation=20)
    plan = plain_plan(told)
    assert conflicts(told, plan) == ()
    for name in told.candidates:
        own = [slot for slot in plan.slots if slot.step.startswith(name)]
        assert max(own, key=lambda slot: slot.starts).step == f"{name}/deliberation"


def test_nothing_runs_while_the_day_is_closed() -> None:
    told = problem(2, closed=(Closure(after="08:20", before="09:00"),))
    plan = plain_plan(told)
    assert conflicts(told, plan) == ()
    assert not any(slot.ends > 500 and slot.starts < 540 for slot in plan.slots)

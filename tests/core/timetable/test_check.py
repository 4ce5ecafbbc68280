"""The checker finds every way in which a plan does not hold, and nothing in one that does."""

from collections.abc import Callable

import pytest

from exam.core.timetable.check import conflicts
from exam.core.timetable.day import Break, CandidateDay, Closure, Presence, Room, Use
from exam.core.timetable.plain import plain_plan
from exam.core.timetable.plan import Plan, Slot
from exam.core.timetable.problem import DayProblem
from tests.core.timetable.days import LOUD, QUIET, problem

LUNCH = (Break(after="11:00", before="12:00", minutes=30),)


def good() -> tuple[DayProblem, Plan]:
    told = problem(breaks=LUNCH)
    return told, plain_plan(told)


def codes(told: DayProblem, plan: Plan) -> set[str]:
    return {found.code for found in conflicts(told, plan)}


def moved(plan: Plan, name: str, **changes: object) -> Plan:
    slots = (slot.model_copy(update=changes) if slot.step == name else slot for slot in plan.slots)
    return plan.model_copy(update={"slots": tuple(slots)})


def slot_of(plan: Plan, step: str) -> Slot:
    return next(slot for slot in plan.slots if slot.step == step)


def test_a_plan_that_holds_has_no_conflict() -> None:
    assert conflicts(*good()) == ()


def test_two_candidates_in_one_slot_are_found() -> None:
    told, plan = good()
    other = slot_of(plan, "c1/talk/performance")
    both = moved(plan, "c0/talk/performance", starts=other.starts)
    assert {"plan.twice", "plan.quiet"} <= codes(told, both)


CHANGES: list[tuple[str, Callable[[Plan], Plan]]] = [
    ("plan.unknown", lambda plan: moved(plan, "c0/law-test/writing", step="c0/nothing")),
    ("plan.unknown", lambda plan: plan.model_copy(update={"unplaced": ("c0/nothing",)})),
    ("plan.count", lambda plan: plan.model_copy(update={"slots": plan.slots[:-1]})),
    ("plan.count", lambda plan: plan.model_copy(update={"unplaced": ("c0/admission",)})),
    ("plan.minutes", lambda plan: moved(plan, "c0/law-test/writing", minutes=9)),
    ("plan.panel", lambda plan: moved(plan, "c0/talk/performance", examiners=("chair",))),
    ("plan.panel", lambda plan: moved(plan, "c0/talk/performance", examiners=("chair", "stranger"))),
    ("plan.outside", lambda plan: moved(plan, "c0/law-test/writing", starts=0)),
    ("plan.room", lambda plan: moved(plan, "c0/law-test/writing", room="loud")),
    ("plan.room", lambda plan: moved(plan, "c0/law-test/writing", room="")),
    ("plan.order", lambda plan: moved(plan, "c0/picks/performance", starts=480)),
    ("plan.at-once", lambda plan: moved(plan, "c0/call/performance", starts=900)),
    ("plan.rest", lambda plan: plan.model_copy(update={"rests": plan.rests[1:]})),
    (
        "plan.rest",
        lambda plan: plan.model_copy(
            update={"rests": tuple(rest.model_copy(update={"minutes": 5}) for rest in plan.rests)}
        ),
    ),
    ("plan.twice", lambda plan: moved(plan, "c0/law-test/writing", starts=660)),
]


@pytest.mark.parametrize(("code", "change"), CHANGES)
def test_each_change_for_the_worse_is_found(code: str, change: Callable[[Plan], Plan]) -> None:
    told, plan = good()
    assert code in codes(told, change(plan))


def test_a_step_before_which_nothing_was_placed_is_out_of_order() -> None:
    told, plan = good()
    left = plan.model_copy(
        update={
            "slots": tuple(slot for slot in plan.slots if slot.step != "c0/picks/writing"),
            "unplaced": ("c0/picks/writing",),
        }
    )
    assert codes(told, left) == {"plan.order"}


def other_day(**changes: object) -> set[str]:
    """Return what is wrong with a good plan on a day that has become another."""
    _, plan = good()
    return codes(problem(2, ("chair", "second"), breaks=LUNCH, **changes), plan)


def test_a_closure_an_absence_or_a_missing_thing_makes_a_good_plan_wrong() -> None:
    assert "plan.closed" in other_day(closed=(Closure(after="08:05", before="08:10"),))
    assert "plan.absent" in other_day(people={"second": Presence(arrives="09:00")})
    assert "plan.computers" in other_day(computers=0)
    assert "plan.phones" in other_day(phones=1)
    assert "plan.seats" in other_day(rooms=(QUIET.model_copy(update={"seats": 1}), LOUD))


def test_a_candidate_who_is_not_there_yet_is_found() -> None:
    told, plan = good()
    assert {found.who for found in conflicts(told, plan)} == set()
    late = problem({"c0": CandidateDay(), "c1": CandidateDay(arrives="09:00")}, breaks=LUNCH)
    assert ("plan.absent", "c1") in {(found.code, found.who) for found in conflicts(late, plan)}


def test_writers_whom_nobody_watches_are_found() -> None:
    rooms = (QUIET.model_copy(update={"invigilators": ()}), LOUD)
    _, plan = good()
    assert "plan.watch" in codes(problem(breaks=LUNCH, rooms=rooms), Plan(slots=plan.slots, rests=plan.rests))


def test_an_invigilator_who_leaves_while_somebody_writes_is_found() -> None:
    told = problem(1, ("chair",), admission=0)
    plan = plain_plan(told)
    first = plan.slots[0]
    gone = problem(
        1, ("chair",), admission=0, people={"watch": Presence(leaves="08:05"), "chair": Presence(leaves="08:05")}
    )
    assert first.step == "c0/law-test/writing"
    assert ("plan.watch", 485) in {(found.code, found.at) for found in conflicts(gone, plan)}


def test_one_examiner_watches_one_room() -> None:
    rooms = tuple(Room(id=name, use=(Use.WRITING,)) for name in ("left", "right"))
    told = problem(2, ("chair",), admission=0, rooms=(*rooms, LOUD))
    slots = tuple(
        Slot(step=f"c{number}/law-test/writing", starts=480, minutes=10, room=room.id)
        for number, room in enumerate(rooms)
    )
    rest = tuple(step.id for step in told.steps if step.id not in {slot.step for slot in slots})
    assert codes(told, Plan(slots=slots, unplaced=rest)) == {"plan.watch"}

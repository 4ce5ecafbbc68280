"""Going on from a plan after something went otherwise, and sharing out over two days what does not fit into one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from exam.core.timetable.plain import Kept, plain_plan
from exam.core.timetable.plan import Plan, Slot
from exam.core.timetable.problem import ALONE, DayProblem, Step

Planner = Callable[[DayProblem, Kept], Plan]


@dataclass(frozen=True, slots=True)
class Part:
    """One day with what it has to hold."""

    problem: DayProblem
    plan: Plan


def in_pieces(problem: DayProblem, plan: Plan) -> DayProblem:
    """Return the problem with those steps cut that the plan holds in pieces, `<step>/1`, `<step>/2`, the rest last."""
    for slot in plan.slots:
        whole, _, piece = slot.step.rpartition("/")
        if piece.isdecimal() and problem.step(slot.step) is None and problem.step(whole) is not None:
            problem = _cut(problem, whole, slot.step, slot.minutes)
    return problem


def gone_on(problem: DayProblem, former: Plan, at: int) -> tuple[DayProblem, Kept]:
    """Return what has to be fitted together at a moment of a plan, and what stays.

    What began stays where it was, unless its candidate had not come yet. Where the day stopped while it ran, what was
    written stays and the rest of its minutes waits; what was spoken is repeated whole, because nobody goes on with
    half a call.
    """
    problem = in_pieces(problem, former)
    kept: list[Slot] = []
    for slot in former.slots:
        step = problem.step(slot.step)
        if step is None or slot.starts >= at or slot.starts < problem.presence[step.candidate].starts:
            continue
        stop = _stop(problem, slot)
        if stop is None:
            kept.append(slot)
        elif stop > slot.starts and step.stage in ALONE:
            name = _next_piece(problem, step.id)
            problem = _cut(problem, step.id, name, stop - slot.starts)
            kept.append(slot.model_copy(update={"step": name, "minutes": stop - slot.starts}))
    problem = _loosened(problem, {slot.step for slot in kept})
    rests = tuple(rest for rest in former.rests if rest.starts < at)
    return problem, Kept(Plan(slots=tuple(kept), rests=rests), since=at)


def two_days(problem: DayProblem, planner: Planner, kept: Kept | None = None) -> tuple[Part, Part]:
    """Return two days instead of one: the first candidates whole on the first day, the others on the second.

    Where not even one candidate fits into a day, or the day has begun, exams are held in two parts.
    """
    names = problem.candidates
    for count in range(len(names) - 1, 0, -1) if kept is None else ():
        if not plain_plan(problem.only(names[:count])).unplaced:
            return _planned(problem.only(names[:count]), planner), _planned(problem.only(names[count:]), planner)
    plan = planner(problem, kept or Kept())
    done = {slot.step for slot in plan.slots}
    held = tuple(step for step in problem.steps if step.id in done)
    left = tuple(freed(step, done) for step in problem.steps if step.id not in done)
    first = Part(problem.model_copy(update={"steps": held}), plan.model_copy(update={"unplaced": ()}))
    return first, _planned(problem.model_copy(update={"steps": left}), planner)


def shared_out(problem: DayProblem, plans: Sequence[Plan]) -> tuple[Part, ...]:
    """Return each day of a plan with what it has to hold; what no day names is missing from the first.

    What the first day names as done is nobody's any more: the caller takes it out of the problem.
    """
    for plan in plans:
        problem = in_pieces(problem, plan)
    named = [{slot.step for slot in plan.slots} | set(plan.unplaced) for plan in plans]
    named[0] |= {step.id for step in problem.steps}.difference(*named)
    return tuple(Part(_of_day(problem, own), plan) for own, plan in zip(named, plans, strict=True))


def _of_day(problem: DayProblem, own: set[str]) -> DayProblem:
    """Return the problem of the steps of one day; who has none of them needs no break on it."""
    elsewhere = {step.id for step in problem.steps} - own
    steps = tuple(freed(step, elsewhere) for step in problem.steps if step.id in own)
    present = {step.candidate for step in steps}
    return problem.only([name for name in problem.candidates if name in present]).model_copy(update={"steps": steps})


def _planned(problem: DayProblem, planner: Planner) -> Part:
    return Part(problem, planner(problem, Kept()))


def _loosened(problem: DayProblem, done: set[str]) -> DayProblem:
    """Return the problem in which what was prepared for before the break no longer has to follow at once."""
    steps = tuple(
        step.model_copy(update={"follows": ""}) if step.follows in done and step.id not in done else step
        for step in problem.steps
    )
    return problem.model_copy(update={"steps": steps})


def _stop(problem: DayProblem, slot: Slot) -> int | None:
    """Return when a slot was stopped, None where it ran through."""
    return next((shut.starts for shut in problem.closed if shut.touches(slot.starts, slot.minutes)), None)


def _next_piece(problem: DayProblem, step_id: str) -> str:
    taken = sum(step.id.rpartition("/")[0] == step_id for step in problem.steps)
    return f"{step_id}/{taken + 1}"


def _cut(problem: DayProblem, whole: str, piece: str, minutes: int) -> DayProblem:
    """Return the problem with the first minutes of a step as a step of their own, before the rest of it."""
    steps: list[Step] = []
    for step in problem.steps:
        if step.id == whole:
            rest = {"minutes": step.minutes - minutes, "after": (*step.after, piece)}
            steps += [step.model_copy(update={"id": piece, "minutes": minutes}), step.model_copy(update=rest)]
        else:
            steps.append(step)
    return problem.model_copy(update={"steps": tuple(steps)})


def freed(step: Step, done: set[str]) -> Step:
    """Return the step as it waits once others are done."""
    after = tuple(before for before in step.after if before not in done)
    return step.model_copy(update={"after": after, "follows": "" if step.follows in done else step.follows})

"""Going on from what the journal says of a day: what is done is done, what runs goes on, the rest is planned anew.

Of what was said about a task that was handed in, the journal knows only its judgements; the former plan tells the rest.
"""

from collections.abc import Mapping, Sequence

from exam.core.model import Frozen
from exam.core.timetable.plain import Kept
from exam.core.timetable.plan import Plan, Slot
from exam.core.timetable.problem import ALONE, DayProblem, Step
from exam.core.timetable.replanning import freed


class Happened(Frozen):
    """One step as it went."""

    step: str
    starts: int
    ends: int | None = None
    """None for what is not over."""
    left: int = 0
    """Minutes that remain of it."""
    stands: bool = False
    """Whether its clock stands."""
    panel: tuple[str, ...] = ()


def as_it_went(
    problem: DayProblem, happened: Sequence[Happened], over: Sequence[str], former: Plan, at: int
) -> tuple[DayProblem, Kept, Plan]:
    """Return what is left, what runs on, and an empty plan that names what is done.

    `over` are the candidates whose exam has ended. What ran when something closed goes on afterwards with the minutes
    that were left; what was spoken is repeated.
    """
    done: list[Slot] = []
    running: list[Slot] = []
    minutes: dict[str, int] = {}
    for told, step in ((told, problem.step(told.step)) for told in happened):
        if step is None:
            continue
        if told.ends is not None:
            done.append(_placed(problem, step, told, told.ends - told.starts, former))
        elif step.candidate not in over and (stop := _stopped(problem, told, at)) is None:
            minutes[step.id] = at - told.starts + told.left
            running.append(_placed(problem, step, told, minutes[step.id], former))
        elif step.candidate not in over and step.stage in ALONE and stop is not None:
            minutes[step.id] = max(told.left - (stop - at), 1)
    marks = Plan(done=tuple(done), minutes=minutes, over=tuple(over))
    left = _loosened(as_marked(problem, marks), {slot.step for slot in running})
    rests = tuple(rest for rest in former.rests if rest.starts < at)
    return left, Kept(Plan(slots=tuple(running), rests=rests), since=at), marks


def as_marked(problem: DayProblem, plan: Plan) -> DayProblem:
    """Return the problem without what a plan names as done or over, and with the minutes that the journal left."""
    names = {slot.step for slot in plan.done}
    gone = names | {step.id for step in problem.steps if step.candidate in plan.over}
    lengths: Mapping[str, int] = plan.minutes
    left = tuple(
        freed(step, gone).model_copy(update={"minutes": lengths.get(step.id, step.minutes)})
        for step in problem.steps
        if step.id not in gone
    )
    present = {step.candidate for step in left}
    idle = {name for name in problem.candidates if name not in present}
    return problem.model_copy(
        update={
            "steps": left,
            "done": (*problem.done, *(step for step in problem.steps if step.id in names)),
            "breaks": tuple(due for due in problem.breaks if due.who not in idle),
        }
    )


def _stopped(problem: DayProblem, told: Happened, at: int) -> int | None:
    """Return when what runs stops, None where it runs on."""
    if told.stands:
        return at
    shut = (max(span.starts, at) for span in problem.closed if span.touches(at, max(told.left, 1)))
    return min(shut, default=None)


def _placed(problem: DayProblem, step: Step, told: Happened, minutes: int, former: Plan) -> Slot:
    """Return a step where it was; in which room the journal does not know, so the former plan says it."""
    planned = next((slot for slot in (*former.done, *former.slots) if slot.step == step.id), None)
    fitting = [room.id for room in problem.rooms if step.use in room.use]
    room = planned.room if planned else next(iter(fitting), "")
    known = [*told.panel, *(planned.examiners if planned else ()), *problem.examiners]
    panel = [who for who in dict.fromkeys(known) if who in problem.examiners][: step.examiners]
    return Slot(step=step.id, starts=told.starts, minutes=minutes, room=room, examiners=tuple(panel))


def _loosened(problem: DayProblem, running: set[str]) -> DayProblem:
    """Return the problem in which what runs waits for nothing, and nothing has to follow it at once."""
    free = {"after": (), "follows": ""}
    steps = (
        step.model_copy(update=free if step.id in running else {"follows": ""})
        if step.id in running or step.follows in running
        else step
        for step in problem.steps
    )
    return problem.model_copy(update={"steps": tuple(steps)})

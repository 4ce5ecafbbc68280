"""What limits a day: the load of everything that cannot be shared; no plan, whoever makes it, can be shorter."""

from collections.abc import Iterator

from exam.core.model import Frozen
from exam.core.timetable.day import Use
from exam.core.timetable.problem import DayProblem, Step


class Load(Frozen):
    """How long one thing is needed, were it never idle."""

    what: str
    """`commission`, `computers`, `phones`, `room` (the only one), or a candidate."""
    minutes: int


def loads(problem: DayProblem) -> tuple[Load, ...]:
    """Return every load, the greatest first."""
    return tuple(sorted(_loads(problem), key=lambda load: -load.minutes))


def _loads(problem: DayProblem) -> Iterator[Load]:
    steps = problem.steps
    yield _shared("commission", sum(step.minutes * step.examiners for step in steps), len(problem.examiners))
    yield _shared("computers", sum(step.minutes * step.computers for step in steps), problem.computers)
    yield _shared("phones", sum(step.minutes * step.phones for step in steps), problem.phones)
    for name in problem.candidates:
        yield Load(what=name, minutes=_own(problem, name))
    if len(problem.rooms) == 1:
        yield Load(what="room", minutes=_only_room(problem))


def _only_room(problem: DayProblem) -> int:
    """Return how long the only room is needed: what is spoken empties it, and what is written comes on top."""
    written = [step for step in problem.steps if step.use is Use.WRITING]
    spoken = sum(step.minutes for step in problem.steps if step.use is Use.SPEAKING)
    desks = _shared("", sum(step.minutes * step.computers for step in written), problem.computers)
    seats = _shared("", sum(step.minutes for step in written), problem.rooms[0].seats)
    longest = max((_total(written, name) for name in problem.candidates), default=0)
    return spoken + max(desks.minutes, seats.minutes, longest)


def _own(problem: DayProblem, candidate: str) -> int:
    return sum(step.present for step in problem.steps if step.candidate == candidate)


def _total(steps: list[Step], candidate: str) -> int:
    return sum(step.minutes for step in steps if step.candidate == candidate)


def _shared(what: str, load: int, among: int) -> Load:
    return Load(what=what, minutes=-(-load // among) if among else 0)

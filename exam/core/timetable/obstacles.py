"""What no plan can help: a step that fits nowhere, whatever else happens on the day."""

from collections.abc import Iterator
from dataclasses import dataclass

from exam.core.timetable.day import Use
from exam.core.timetable.problem import DayProblem, Span, Step


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why steps cannot be placed."""

    code: str
    steps: tuple[str, ...]


def obstacles(problem: DayProblem) -> tuple[Obstacle, ...]:
    """Return everything that has to be changed in the day before any plan can hold all of its steps."""
    found: dict[str, list[str]] = {}
    for step in problem.steps:
        for code in _against(problem, step):
            found.setdefault(code, []).append(step.id)
    return tuple(Obstacle(code, tuple(steps)) for code, steps in found.items())


def _against(problem: DayProblem, step: Step) -> Iterator[str]:
    rooms = [room for room in problem.rooms if step.use in room.use]
    if step.use is not None and not rooms:
        yield "obstacle.no-quiet-room" if step.use is Use.WRITING else "obstacle.no-speaking-room"
    if step.computers > problem.computers:
        yield "obstacle.computers"
    if step.phones > problem.phones:
        yield "obstacle.phones"
    if step.examiners > sum(_long_enough(problem.presence[who], step) for who in problem.examiners):
        yield "obstacle.panel"
    there = problem.presence[step.candidate]
    if not there.holds(there.starts, step.present):
        yield "obstacle.candidate"
    watchers = (*problem.examiners, *problem.invigilators)
    if step.use is Use.WRITING and not any(_long_enough(problem.presence[who], step) for who in watchers):
        yield "obstacle.watch"


def _long_enough(there: Span, step: Step) -> bool:
    return there.holds(there.starts, step.minutes)

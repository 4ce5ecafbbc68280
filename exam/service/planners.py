"""What plans days, as the use cases ask for it, and what does it where nothing else is installed."""

from typing import Protocol

from exam.core.timetable.plain import Kept, plain_plan
from exam.core.timetable.plan import Plan
from exam.core.timetable.problem import DayProblem


class Planner(Protocol):
    """Fits a day together."""

    def __call__(self, problem: DayProblem, kept: Kept, *, effort: float) -> Plan:
        """Return a plan that holds, with what found no place; `effort` is how long it is searched for."""
        ...


def plain_planner(problem: DayProblem, kept: Kept, *, effort: float) -> Plan:
    """Return the plan that needs no library; it takes no effort."""
    del effort
    return plain_plan(problem, kept)

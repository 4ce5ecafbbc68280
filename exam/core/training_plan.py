"""How the goals of a training plan lie in its weeks: what a panel asks about, told as facts, judged by nobody here."""

from collections.abc import Sequence
from dataclasses import dataclass

from exam.core.session_values import PlannedGoal

MANY = 3
"""A week with no more goals than these is not overloaded, however few the plan has."""


@dataclass(frozen=True, slots=True)
class PlannedWeek:
    """One week of the time there is."""

    week: int
    goals: tuple[int, ...]
    """Their numbers in the plan, from 1."""
    overloaded: bool
    """Whether it holds more than half of all goals, and many."""


@dataclass(frozen=True, slots=True)
class PlanOverview:
    """A plan, week by week."""

    weeks: tuple[PlannedWeek, ...]
    without_week: tuple[int, ...]
    """Goals that no week is given."""
    too_late: tuple[int, ...]
    """Goals of which some week lies outside of the time there is."""

    @property
    def gaps(self) -> tuple[int, ...]:
        """The weeks in which nothing is planned."""
        return tuple(week.week for week in self.weeks if not week.goals)

    @property
    def overloaded(self) -> tuple[int, ...]:
        """The weeks into which most of the plan was put."""
        return tuple(week.week for week in self.weeks if week.overloaded)


def overview(goals: Sequence[PlannedGoal], weeks: int) -> PlanOverview:
    """Return how the goals lie in so many weeks."""
    numbered = list(enumerate(goals, start=1))
    held = {week: tuple(number for number, goal in numbered if week in goal.weeks) for week in range(1, weeks + 1)}
    return PlanOverview(
        weeks=tuple(PlannedWeek(week, found, _is_overloaded(found, goals)) for week, found in held.items()),
        without_week=tuple(number for number, goal in numbered if not goal.weeks),
        too_late=tuple(number for number, goal in numbered if not set(goal.weeks) <= held.keys()),
    )


def _is_overloaded(found: Sequence[int], goals: Sequence[PlannedGoal]) -> bool:
    return len(found) > max(MANY, len(goals) // 2)

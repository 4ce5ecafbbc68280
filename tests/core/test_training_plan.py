import pytest

from exam.core.session_values import PlannedGoal
from exam.core.training_plan import overview


def goals(*weeks: tuple[int, ...]) -> tuple[PlannedGoal, ...]:
    return tuple(PlannedGoal(text=f"Cíl {number}", weeks=held) for number, held in enumerate(weeks, start=1))


def test_each_week_has_its_goals_and_gaps_and_strays_are_told() -> None:
    plan = overview(goals((1, 2), (2, 2), (), (4, 5)), 4)
    assert [week.goals for week in plan.weeks] == [(1,), (1, 2), (), (4,)]
    assert (plan.gaps, plan.without_week, plan.too_late, plan.overloaded) == ((3,), (3,), (4,), ())


@pytest.mark.parametrize(
    ("count", "in_first", "overloaded"),
    [(3, 3, False), (4, 4, True), (8, 4, False), (8, 5, True), (9, 5, True), (20, 10, False)],
)
def test_a_week_is_overloaded_with_many_goals_and_more_than_half_of_all(
    count: int, in_first: int, *, overloaded: bool
) -> None:
    plan = overview(goals(*[(1,)] * in_first, *[(2,)] * (count - in_first)), 2)
    assert (1 in plan.overloaded) is overloaded


def test_a_plan_without_goals_is_all_gaps() -> None:
    assert overview((), 4).gaps == (1, 2, 3, 4)

from collections.abc import Mapping
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from exam.core.scale import Mark, Points, Scale, ScalePart, Score, award

NAMES = ("x.a", "x.b", "x.c")
WORTH = {"x.a": 3, "x.b": 2, "x.c": 1}
STEPS = ((0, False), (30, False), (50, True), (80, True))


def marks(*steps: tuple[int, bool]) -> tuple[Mark, ...]:
    return tuple(
        Mark(mark=str(at), title=f"t{least}", least=least, passes=ok) for at, (least, ok) in enumerate(steps, 1)
    )


def theory(floor: str = "0.5") -> ScalePart:
    return ScalePart(id="theory", title="Theory", points=40, floor=Decimal(floor), tests=("test",))


def practice(floor: str = "0.5") -> ScalePart:
    return ScalePart(id="practice", title="Practice", points=60, floor=Decimal(floor), criteria=WORTH)


def scale(*parts: ScalePart, steps: tuple[tuple[int, bool], ...] = STEPS) -> Scale:
    own = parts or (theory(), practice())
    return Scale(sentence="S.", parts=own, marks=marks(*steps), verified=False, source="§")


def score(reached: int, most: int = 20) -> Mapping[str, Score]:
    return {"test": Score(Decimal(reached), Decimal(most))}


def told(found: Points) -> tuple[str, str, bool]:
    return str(found.total), found.mark, found.passes


def test_the_parts_bring_points_and_their_sum_is_a_mark() -> None:
    found = award(scale(), {"x.a", "x.b"}, score(15))
    assert [(part.part, str(part.points), part.most) for part in found.parts] == [
        ("theory", "30.00", 40),
        ("practice", "50.00", 60),
    ]
    assert (*told(found), found.most, found.title) == ("80.00", "4", True, 100, "t80")


@pytest.mark.parametrize(
    ("met", "reached", "expected"),
    [
        ((), 0, ("0.00", "1", False)),
        (NAMES, 20, ("100.00", "4", True)),
        (("x.a",), 10, ("50.00", "3", True)),
        (("x.b",), 20, ("60.00", "2", False)),
        (NAMES, 9, ("78.00", "2", False)),
    ],
)
def test_no_mark_passes_while_a_part_is_below_its_floor(
    met: tuple[str, ...], reached: int, expected: tuple[str, str, bool]
) -> None:
    assert told(award(scale(), met, score(reached))) == expected


def test_points_are_cut_never_rounded_up() -> None:
    found = award(scale(theory("0")), (), score(2, 3))
    assert str(found.total) == "26.66"


def test_a_test_without_a_score_brings_nothing() -> None:
    assert award(scale(theory("0")), (), {}).total == 0
    both = ScalePart(id="both", title="Both", points=40, tests=("test", "other"))
    assert award(scale(both), (), score(20)).total == 0


def test_a_score_out_of_nothing_brings_nothing() -> None:
    assert award(scale(theory("0")), (), score(0, 0)).total == 0


def test_a_part_may_count_scores_and_criteria_together() -> None:
    mixed = ScalePart(id="mixed", title="Mixed", points=100, tests=("test",), criteria={"x.a": 20})
    assert str(award(scale(mixed), {"x.a"}, score(10)).total) == "75.00"


@pytest.mark.parametrize(
    "steps",
    [
        ((1, False), (50, True)),
        ((0, False), (50, True), (50, True)),
        ((0, False), (60, True), (50, True)),
        ((0, True), (50, False), (60, True)),
        ((0, True), (50, True)),
        ((0, False), (50, False)),
    ],
)
def test_marks_that_do_not_rise_from_failing_to_passing_are_refused(steps: tuple[tuple[int, bool], ...]) -> None:
    with pytest.raises(ValidationError, match="marks rise from 0"):
        scale(steps=steps)


RANK = {str(at): at for at in range(1, 5)}
FLOORS = st.sampled_from(["0", "0.25", "0.5", "1"])


@given(FLOORS, FLOORS, st.sets(st.sampled_from(NAMES)), st.integers(0, 20), st.sampled_from(NAMES), st.integers(0, 5))
def test_more_criteria_or_a_higher_score_never_lower_the_mark(
    first: str, second: str, met: set[str], reached: int, more: str, better: int
) -> None:
    described = scale(theory(first), practice(second))
    before = award(described, met, score(reached))
    after = award(described, met | {more}, score(min(20, reached + better)))
    assert (after.total, after.passes, RANK[after.mark]) >= (before.total, before.passes, RANK[before.mark])
    assert after.passes >= before.passes
    assert RANK[after.mark] >= RANK[before.mark]


@given(st.sets(st.sampled_from(NAMES)), st.integers(0, 20), st.integers(1, 7))
def test_a_mark_depends_on_shares_not_on_how_much_a_test_is_worth(met: set[str], reached: int, times: int) -> None:
    assert award(scale(), met, score(reached)) == award(scale(), met, score(reached * times, 20 * times))


@given(st.sets(st.sampled_from(NAMES)), st.integers(0, 20))
def test_points_lie_between_nothing_and_the_most(met: set[str], reached: int) -> None:
    found = award(scale(), met, score(reached))
    assert all(0 <= part.points <= part.most for part in found.parts)
    assert 0 <= found.total <= found.most

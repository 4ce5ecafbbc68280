import hashlib
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exam.core.chance import Draw

SEED = "0123456789abcdef"
SEEDS = st.text(alphabet="0123456789abcdef", min_size=32, max_size=32)
LIMITS = st.integers(1, 2**64)


def blocks(seed: str, purpose: str) -> list[int]:
    """The first numbers behind a draw, as its description says, without the code that is tested."""
    spelt = [f"{seed}/{purpose}/{number}".encode() for number in range(64)]
    return [int(hashlib.sha256(block).hexdigest()[:16], 16) for block in spelt]


def test_numbers_are_those_that_sha256sum_and_bc_give() -> None:
    # for n in 0 1 2 3 4 5: printf "$seed/order/$n" | sha256sum | cut -c1-16, hexadecimal, modulo ten
    draw = Draw(SEED, "order")
    assert [draw.below(10) for _ in range(6)] == [6, 4, 3, 6, 3, 9]


def test_an_order_can_be_drawn_again_on_paper() -> None:
    # The same blocks, modulo 5, 4, 3, 2, are 1, 2, 2, 0: abcde → aecdb → aedcb → aedcb → eadcb.
    assert Draw(SEED, "order").shuffled("abcde") == tuple("eadcb")


@given(SEEDS, st.text(max_size=20), LIMITS)
def test_a_draw_depends_on_seed_and_purpose_alone(seed: str, purpose: str, limit: int) -> None:
    first, second = Draw(seed, purpose), Draw(seed, purpose)
    assert [first.below(limit) for _ in range(5)] == [second.below(limit) for _ in range(5)]


def test_another_seed_or_purpose_is_another_draw() -> None:
    numbers = {tuple(Draw(*given).shuffled(range(20))) for given in ((SEED, "a"), (SEED, "b"), (SEED[::-1], "a"))}
    assert len(numbers) == 3


@given(SEEDS, LIMITS)
def test_a_number_lies_below_its_limit(seed: str, limit: int) -> None:
    assert 0 <= Draw(seed, "x").below(limit) < limit


def test_every_number_is_about_as_likely_as_the_others() -> None:
    draw = Draw(SEED, "dice")
    counts = Counter(draw.below(6) for _ in range(6_000))
    assert sorted(counts) == list(range(6))
    assert all(900 < count < 1_100 for count in counts.values())


@pytest.mark.parametrize("purpose", [f"tail-{number}" for number in range(8)])
def test_numbers_of_the_biased_tail_are_drawn_again(purpose: str) -> None:
    limit = 2**63 + 1
    fair = [number for number in blocks(SEED, purpose) if number < limit]
    draw = Draw(SEED, purpose)
    assert [draw.below(limit) for _ in range(10)] == fair[:10]


def test_some_of_those_draws_did_meet_the_biased_tail() -> None:
    assert any(blocks(SEED, f"tail-{number}")[0] > 2**63 for number in range(8))


@given(SEEDS, st.lists(st.integers(), max_size=12))
def test_a_drawn_order_loses_and_doubles_nothing(seed: str, entries: list[int]) -> None:
    assert sorted(Draw(seed, "order").shuffled(entries)) == sorted(entries)


def test_every_order_can_be_drawn() -> None:
    orders = Counter(Draw(f"{number}", "order").shuffled("abc") for number in range(600))
    assert len(orders) == 6
    assert all(60 < count < 140 for count in orders.values())

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exam.core.item import ChoiceItem
from exam.core.paper import PaperImpossibleError, PaperItem, draw_one, draw_test, pin
from tests.builders import BLUEPRINT, SEED, choice, oral, training, transcripts

CRITERIA = ("law.a", "law.b", "law.c")
SEEDS = st.text(alphabet="0123456789abcdef", min_size=32, max_size=32)
BANK = tuple(choice(f"q-{about[-1]}{number}", about) for about in ("law.a", "law.b") for number in range(5))
BY_ID = {item.id: item for item in BANK}


def drawn(items: Sequence[ChoiceItem], seed: str = SEED) -> tuple[PaperItem, ...]:
    return draw_test(BLUEPRINT, CRITERIA, items, seed)


def chain_of_enemies() -> tuple[ChoiceItem, ...]:
    """q-a0 excludes q-b0 by its own word, q-b1 excludes q-a1 by its own."""
    return (
        choice("q-a0", "law.a", enemies=("q-b0",)),
        choice("q-a1", "law.a"),
        choice("q-a2", "law.a"),
        choice("q-b0", "law.b"),
        choice("q-b1", "law.b", enemies=("q-a1",)),
        choice("q-b2", "law.b"),
    )


def enemies() -> tuple[ChoiceItem, ...]:
    """Two items of each criterion, and the two exclude each other."""
    pairs = [(f"q-{letter}{number}", letter, f"q-{letter}{1 - number}") for letter in "ab" for number in (0, 1)]
    return tuple(choice(name, f"law.{letter}", enemies=(other,)) for name, letter, other in pairs)


@given(SEEDS)
def test_a_test_has_so_many_items_for_each_criterion_and_none_twice(seed: str) -> None:
    paper = drawn(BANK, seed)
    about = [BY_ID[pinned.item].criteria for pinned in paper]
    assert [about.count(("law.a",)), about.count(("law.b",))] == [2, 2]
    assert len({pinned.item for pinned in paper}) == len(paper) == 4


@given(SEEDS, st.permutations(BANK))
def test_the_same_seed_draws_the_same_paper_however_the_bank_is_ordered(seed: str, shuffled: list[ChoiceItem]) -> None:
    assert drawn(shuffled, seed) == drawn(BANK, seed)


def test_another_seed_draws_another_paper() -> None:
    assert len({drawn(BANK, f"{number:032x}") for number in range(20)}) == 20


def test_the_paper_of_a_seed_is_the_same_for_ever() -> None:
    # Drawn once by a script that knows only what `exam/core/chance.py` says in words.
    paper = [(pinned.item, "".join(pinned.order)) for pinned in drawn(BANK)]
    assert paper == [("q-b0", "bca"), ("q-a4", "abc"), ("q-a0", "abc"), ("q-b4", "bca")]


def test_every_item_of_the_bank_can_be_drawn_and_stand_anywhere() -> None:
    papers = [drawn(BANK, f"{number:032x}") for number in range(200)]
    assert {pinned.item for paper in papers for pinned in paper} == BY_ID.keys()
    assert {paper[0].item for paper in papers} == BY_ID.keys()


def test_the_right_option_stands_in_every_place_about_as_often() -> None:
    orders = [pinned.order for number in range(150) for pinned in drawn(BANK, f"{number:032x}")]
    places = [order.index("b") for order in orders]
    assert all(150 < places.count(place) < 250 for place in range(3))


@given(SEEDS)
def test_enemies_never_stand_together_whoever_names_the_other(seed: str) -> None:
    names = {pinned.item for pinned in drawn(chain_of_enemies(), seed)}
    assert not {"q-a0", "q-b0"} <= names
    assert not {"q-a1", "q-b1"} <= names


@given(SEEDS)
def test_an_item_of_two_criteria_counts_for_one_of_them(seed: str) -> None:
    both = choice("q-ab", "law.a").model_copy(update={"criteria": ("law.a", "law.b")})
    paper = drawn((*BANK[:2], *BANK[5:6], both), seed)
    assert sorted(pinned.item for pinned in paper) == ["q-a0", "q-a1", "q-ab", "q-b0"]


@pytest.mark.parametrize(
    "items",
    [
        (),
        BANK[:6],
        enemies(),
    ],
    ids=["empty", "too few", "all enemies"],
)
def test_a_paper_that_cannot_be_filled_is_refused(items: tuple[ChoiceItem, ...]) -> None:
    with pytest.raises(PaperImpossibleError) as told:
        drawn(items)
    assert told.value.arguments == {"needed": "4", "found": str(len(items))}


@given(SEEDS)
def test_what_others_were_given_is_drawn_only_where_the_bank_has_nothing_else(seed: str) -> None:
    first = {pinned.item for pinned in drawn(BANK)}
    second = {pinned.item for pinned in draw_test(BLUEPRINT, CRITERIA, BANK, seed, first)}
    assert not first & second
    scarce = {item.id for item in BANK} - {"q-a0"}
    third = {pinned.item for pinned in draw_test(BLUEPRINT, CRITERIA, BANK, seed, scarce)}
    assert "q-a0" in third
    assert len(third) == 4


@given(SEEDS)
def test_what_others_were_given_never_makes_a_paper_impossible(seed: str) -> None:
    fresh = choice("q-a9", "law.a", enemies=tuple(item.id for item in BANK if "law.b" in item.criteria))
    bank = (fresh, *(item for item in BANK if item.id in {"q-a0", "q-a1", "q-b0", "q-b1"}))
    others = {item.id for item in bank} - {"q-a9"}
    assert {pinned.item for pinned in draw_test(BLUEPRINT, CRITERIA, bank, seed, others)} == others


@given(SEEDS)
def test_no_scenario_is_drawn_twice_while_there_is_another(seed: str) -> None:
    sets = [oral("oral-1"), oral("oral-2")]
    assert draw_one(sets, seed, {"oral-1"}).item == "oral-2"
    assert draw_one(sets, seed, {"oral-1", "oral-2"}) == draw_one(sets, seed)


@given(SEEDS)
def test_one_item_is_drawn_whatever_the_order_of_the_bank(seed: str) -> None:
    sets = [oral("oral-1"), oral("oral-2"), oral("oral-3")]
    assert draw_one(sets, seed) == draw_one(sets[::-1], seed)


def test_each_item_of_a_bank_can_be_the_one() -> None:
    sets = [oral("oral-1"), oral("oral-2"), oral("oral-3")]
    found = [draw_one(sets, f"{number:032x}").item for number in range(90)]
    assert all(20 <= found.count(name) <= 40 for name in ("oral-1", "oral-2", "oral-3"))


def test_nothing_is_drawn_from_an_empty_bank() -> None:
    with pytest.raises(PaperImpossibleError) as told:
        draw_one((), SEED)
    assert told.value.arguments == {"needed": "1", "found": "0"}
    with pytest.raises(PaperImpossibleError) as told:
        draw_test(BLUEPRINT, ("law.a",), (), SEED)
    assert told.value.arguments == {"needed": "2", "found": "0"}


def test_options_that_must_not_be_shuffled_keep_their_order() -> None:
    assert all(pin(choice("q", "law.a", shuffle=False), f"{n:x}").order == ("a", "b", "c") for n in range(20))
    assert len({pin(choice("q", "law.a"), f"{n:x}").order for n in range(60)}) == 6


def test_transcripts_are_shuffled_and_prompts_are_not() -> None:
    assert len({pin(transcripts(), f"{n:x}").order for n in range(60)}) == 6
    assert pin(oral(), SEED).order == pin(training(), SEED).order == ()


def test_a_pinned_item_is_that_item_in_that_wording() -> None:
    item = choice("q-1", "law.a")
    pinned = pin(item, SEED)
    assert (pinned.item, pinned.version, pinned.digest) == ("q-1", 1, item.digest)
    assert pin(item.model_copy(update={"stem": "Co neplatí?"}), SEED).digest != pinned.digest

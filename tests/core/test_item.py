from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from exam.core.canonical import canonical_json
from exam.core.item import AssessmentItem, Basis, Item, Status
from tests.builders import choice, oral, training, transcripts

FIRST, LAST = date(2020, 1, 1), date(2026, 6, 30)
BASIS = Basis(kind="law", act="z. č. 0/2020 Sb.", provision="§ 1", valid_from=FIRST, valid_to=LAST)
ITEMS: tuple[AssessmentItem, ...] = (choice("q-1", "law.a"), transcripts(), oral(), training())


@pytest.mark.parametrize(
    ("on", "holds"),
    [(date(2019, 12, 31), False), (FIRST, True), (date(2023, 5, 5), True), (LAST, True), (date(2026, 7, 1), False)],
)
def test_a_basis_is_in_force_on_its_first_and_its_last_day(on: date, *, holds: bool) -> None:
    assert BASIS.in_force(on) is holds


def test_a_basis_without_a_last_day_stays_in_force() -> None:
    assert BASIS.model_copy(update={"valid_to": None}).in_force(date(2999, 1, 1))


def test_an_item_is_in_force_while_every_basis_is() -> None:
    later = BASIS.model_copy(update={"valid_from": date(2021, 1, 1)})
    item = choice("q-1", "law.a").model_copy(update={"basis": (BASIS, later)})
    assert [item.in_force(date(year, 5, 1)) for year in (2020, 2021, 2027)] == [False, True, False]
    assert item.model_copy(update={"basis": ()}).in_force(date(1900, 1, 1))


@pytest.mark.parametrize("status", list(Status))
def test_only_an_approved_item_in_force_is_given_to_a_candidate(status: Status) -> None:
    item = choice("q-1", "law.a").model_copy(update={"status": status, "basis": (BASIS,)})
    assert item.eligible(LAST) is (status is Status.APPROVED)
    assert not item.eligible(date(2026, 7, 1))


def test_the_key_is_the_right_option_or_transcript() -> None:
    assert (choice("q-1", "law.a").key, transcripts().key) == ("b", "c")


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.id)
def test_an_item_read_back_from_its_pinned_bytes_is_the_same_item(item: AssessmentItem) -> None:
    read: AssessmentItem = TypeAdapter[Item](Item).validate_json(canonical_json(item))
    assert (read, read.digest) == (item, item.digest)


def test_any_change_of_an_item_changes_its_digest() -> None:
    item = choice("q-1", "law.a")
    changes: tuple[dict[str, object], ...] = (
        {"version": 2},
        {"stem": "Jinak?"},
        {"shuffle": False},
        {"points": Decimal(2)},
    )
    assert len({item.digest, *(item.model_copy(update=change).digest for change in changes)}) == 5


@given(st.text(alphabet="ab1-.A ", min_size=1, max_size=8))
def test_an_id_is_small_words_joined_by_hyphens(spelt: str) -> None:
    words = spelt.split("-")
    right = all(word and set(word) <= set("ab1") for word in words)
    try:
        choice(spelt, "law.a")
    except ValidationError:
        assert not right
    else:
        assert right


@pytest.mark.parametrize(("count", "fits"), [(2, False), (3, True), (5, True), (6, False)])
def test_a_choice_has_three_to_five_options(count: int, *, fits: bool) -> None:
    item = choice("q-1", "law.a")
    options = tuple(item.options[0].model_copy(update={"id": letter}) for letter in "abcdef"[:count])
    assert taken(item, options=options) is fits


@pytest.mark.parametrize(("count", "fits"), [(2, False), (3, True), (4, False)])
def test_a_set_has_three_transcripts(count: int, *, fits: bool) -> None:
    item = transcripts()
    assert taken(item, transcripts=(*item.transcripts, item.transcripts[0])[:count]) is fits


@pytest.mark.parametrize(("weeks", "fits"), [(0, False), (1, True), (12, True), (13, False)])
def test_a_training_lasts_one_to_twelve_weeks(weeks: int, *, fits: bool) -> None:
    assert taken(training(), weeks=weeks) is fits


def test_an_item_has_a_criterion_and_a_version_from_one() -> None:
    assert not taken(choice("q-1", "law.a"), criteria=())
    assert not taken(choice("q-1", "law.a"), version=0)
    assert taken(choice("q-1", "law.a"), version=1, id="a" * 64)
    assert not taken(choice("q-1", "law.a"), id="a" * 65)


def taken(item: AssessmentItem, **changes: object) -> bool:
    """Whether an item with these changes is one."""
    try:
        type(item).model_validate({name: getattr(item, name) for name in type(item).model_fields} | changes)
    except ValidationError:
        return False
    return True

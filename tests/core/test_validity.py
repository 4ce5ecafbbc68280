from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exam.core.canonical import canonical_json
from exam.core.validity import Transition, Validity

LATE = Transition(set_before=date(2024, 5, 28), until=date(2024, 6, 28), source="the new standard's page")
REPLACED = Validity(since=date(2020, 1, 1), until=date(2024, 5, 27), transition=LATE)
DAYS = st.dates(date(2019, 1, 1), date(2026, 1, 1))


@pytest.mark.parametrize(
    ("on", "set_on", "holds"),
    [
        (date(2024, 5, 27), None, True),
        (date(2024, 5, 28), None, False),
        (date(2024, 6, 28), date(2024, 5, 27), True),
        (date(2024, 6, 28), date(2024, 5, 28), False),
        (date(2024, 6, 29), date(2024, 5, 27), False),
        (date(2019, 12, 31), date(2019, 1, 1), False),
    ],
)
def test_a_replaced_standard_may_be_used_for_a_date_that_was_set_early_enough(
    on: date, set_on: date | None, *, holds: bool
) -> None:
    assert REPLACED.holds(on, set_on=set_on) is holds


def test_without_a_transition_the_day_of_setting_changes_nothing() -> None:
    plain = Validity(since=date(2020, 1, 1), until=date(2024, 5, 27))
    assert not plain.holds(date(2024, 5, 28), set_on=date(2020, 1, 2))


@given(DAYS, DAYS, st.integers(0, 900))
def test_setting_the_date_earlier_never_takes_a_standard_away(on: date, set_on: date, earlier: int) -> None:
    if REPLACED.holds(on, set_on=set_on):
        assert REPLACED.holds(on, set_on=set_on - timedelta(days=earlier))


def test_what_has_no_transition_is_spelt_as_before_there_was_one() -> None:
    assert canonical_json(Validity(since=date(2020, 1, 1))) == b'{"since":"2020-01-01","until":null}'

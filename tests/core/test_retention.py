from datetime import date

import pytest

from exam.core.retention import DEFAULT_CLASSES, Keeping, RetentionMissingError, class_for, last_day


def test_every_kind_has_a_class_that_names_its_ground_and_says_whether_it_is_verified() -> None:
    assert {found.keeps for found in DEFAULT_CLASSES} == set(Keeping)
    assert all(found.ground for found in DEFAULT_CLASSES)
    assert {found.keeps for found in DEFAULT_CLASSES if found.verified} == {Keeping.OWN}


def test_a_kind_without_a_class_is_refused_by_name() -> None:
    with pytest.raises(RetentionMissingError) as told:
        class_for(Keeping.OWN, DEFAULT_CLASSES[:1])
    assert told.value.arguments == {"keeps": "own"}
    assert class_for(Keeping.OWN, DEFAULT_CLASSES).years == 5


@pytest.mark.parametrize(
    ("since", "years", "last"),
    [
        (date(2026, 11, 20), 5, date(2031, 11, 20)),
        (date(2028, 2, 29), 1, date(2029, 3, 1)),
        (date(2028, 2, 29), 4, date(2032, 2, 29)),
        (date(2026, 1, 1), 0, date(2026, 1, 1)),
    ],
)
def test_years_end_on_the_same_day_and_a_leap_day_on_the_next(since: date, years: int, last: date) -> None:
    assert last_day(since, years) == last

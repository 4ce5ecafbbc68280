from datetime import date

import pytest

from exam.workdays import PublicWorkdays


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (date(2026, 11, 16), True),
        (date(2026, 11, 17), False),
        (date(2026, 11, 21), False),
        (date(2026, 11, 22), False),
        (date(2026, 12, 24), False),
        (date(2026, 12, 31), True),
        (date(2027, 1, 1), False),
        (date(2027, 3, 26), False),
        (date(2027, 3, 29), False),
        (date(2038, 9, 28), False),
    ],
)
def test_czech_weekends_and_holidays_are_no_working_days(day: date, *, working: bool) -> None:
    assert PublicWorkdays().working("CZ", day) is working


def test_another_country_has_its_own_holidays() -> None:
    assert PublicWorkdays().working("LV", date(2026, 11, 17))
    assert not PublicWorkdays().working("LV", date(2026, 11, 18))

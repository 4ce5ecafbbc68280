"""The public calendar: which days are holidays, from the one library that keeps every country's; nothing of exams."""

from datetime import date
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container

SATURDAY = 5


class PublicWorkdays:
    """Satisfies `exam.service.ports.Workdays`."""

    def working(self, country: str, day: date) -> bool:
        """Tell whether people of a country work on a day: neither weekend nor public holiday."""
        return day.weekday() < SATURDAY and day not in _holidays(country)


@cache
def _holidays(country: str) -> "Container[date]":
    """Return a country's public holidays of every year; the library takes a third of a second to come."""
    from holidays import country_holidays  # noqa: PLC0415 - see above

    return country_holidays(country)

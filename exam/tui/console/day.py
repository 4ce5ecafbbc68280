"""A day as somebody types it: 2026-11-25 or 25. 11. 2026."""

from datetime import date
from typing import ClassVar

from exam.problem import ExamError
from exam.text import typed_day


class DayWrongError(ExamError):
    """That is not a day."""

    code: ClassVar[str] = "day-wrong"


def read_day(text: str) -> date:
    """Return the day that somebody typed.

    Raises:
        DayWrongError: it is none.
    """
    try:
        return typed_day(text)
    except ValueError as error:
        raise DayWrongError(day=text.strip()) from error

"""A day as somebody types it: 2026-11-25 or 25. 11. 2026."""

import re
from datetime import date
from typing import ClassVar

from exam.problem import ExamError

CZECH = re.compile(r"(\d{1,2})\.\s*(\d{1,2})\.\s*(\d{4})")


class DayWrongError(ExamError):
    """That is not a day."""

    code: ClassVar[str] = "day-wrong"


def read_day(text: str) -> date:
    """Return the day that somebody typed.

    Raises:
        DayWrongError: it is none.
    """
    told = text.strip()
    try:
        if match := CZECH.fullmatch(told):
            return date(int(match[3]), int(match[2]), int(match[1]))
        return date.fromisoformat(told)
    except ValueError as error:
        raise DayWrongError(day=told) from error

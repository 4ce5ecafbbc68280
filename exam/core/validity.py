"""For which days a standard holds, and how long exams that were announced in time may still follow it."""

from datetime import date
from typing import Annotated

from pydantic import Field

from exam.core.item import Words
from exam.core.model import Frozen, absent


class Transition(Frozen):
    """Until when a standard that another one replaced may be used for an exam whose date was set early enough."""

    set_before: date
    until: date
    source: Words


class Validity(Frozen):
    """The days for which a standard holds, both included; open when `until` is missing."""

    since: date
    until: date | None = None
    transition: Annotated[Transition | None, Field(exclude_if=absent)] = None

    def holds(self, on: date, *, set_on: date | None = None) -> bool:
        """Tell whether an exam of that day, whose date was set on the other, may follow the standard."""
        if on < self.since:
            return False
        if self.until is None or on <= self.until:
            return True
        late = self.transition
        return late is not None and set_on is not None and set_on < late.set_before and on <= late.until

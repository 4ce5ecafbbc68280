"""A plan: when and where each step happens, before whom, and what found no place."""

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from exam.core.model import Frozen


class Maker(StrEnum):
    """What made a plan."""

    SOLVER = "solver"
    PLAIN = "plain"


class Slot(Frozen):
    """A step in its place."""

    step: str
    starts: int
    minutes: int
    room: str = ""
    examiners: tuple[str, ...] = ()

    @property
    def ends(self) -> int:
        """The first minute after it."""
        return self.starts + self.minutes


class Rest(Frozen):
    """A break of one person."""

    who: str
    starts: int
    minutes: int

    @property
    def ends(self) -> int:
        """The first minute after it."""
        return self.starts + self.minutes


class Plan(Frozen):
    """The timetable of one day."""

    slots: tuple[Slot, ...] = ()
    rests: tuple[Rest, ...] = ()
    unplaced: tuple[str, ...] = ()
    """Steps that do not fit."""
    made_by: Maker = Maker.PLAIN
    shortest: bool = False
    """Whether it is proven that no plan of these steps is shorter."""
    done: tuple[Slot, ...] = ()
    """What the journal says was over when the plan was made, where and as long as it was."""
    minutes: Mapping[str, int] = {}
    """By step, the minutes that the journal left of it, where these are others than planned."""
    over: tuple[str, ...] = ()
    """Candidates whose exam had ended; nothing of theirs is to be held any more."""

    @property
    def ends(self) -> int:
        """The minute at which everything is over; 0 for an empty plan."""
        return max((slot.ends for slot in self.slots), default=0)


class PlanFile(Frozen):
    """A plan as it is kept in a file, to be gone on from, checked or printed; times are minutes of the day."""

    schema_: Annotated[Literal["exam/plan/1"], Field(alias="schema")]
    sitting: str
    on: date
    days: Annotated[tuple[Plan, ...], Field(min_length=1, max_length=2)]
    """One, or two where one does not hold everything."""


def ordered(slots: Iterable[Slot]) -> tuple[Slot, ...]:
    """Return the slots as a reader meets them."""
    return tuple(sorted(slots, key=lambda slot: (slot.starts, slot.ends, slot.step)))

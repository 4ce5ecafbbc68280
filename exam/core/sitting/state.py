"""The state of a sitting: what it holds, and what can be told from it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from exam.core.events import Entry
from exam.core.facts import Fact, ReviewAnswered, ReviewAsked
from exam.core.judging import JudgingMode
from exam.core.sitting.refusals import SittingWrongError
from exam.core.sitting_events import (
    AccommodationApproved,
    Attendant,
    DayArranged,
    Equipment,
    Member,
    SittingPart,
    SittingPlanned,
)
from exam.core.standard import AssessmentStandard


class SittingEnding(StrEnum):
    """How a sitting ended without being held."""

    CANCELLED = "cancelled"
    NOT_HELD = "not_held"


@dataclass(frozen=True, slots=True)
class NotedFact:
    """A fact with who wrote it down."""

    seq: int
    by: str
    fact: Fact


@dataclass(frozen=True, slots=True)
class Hold:
    """A legal hold that stands."""

    seq: int
    placed_on: date
    placed_by: str
    reason: str
    session: str = ""
    """Of the candidate whom it concerns, empty for the whole sitting."""
    lift_proposed_by: str = ""
    lift_reason: str = ""


@dataclass(frozen=True, slots=True)
class SittingState:
    """One sitting as it stands."""

    planned: SittingPlanned | None = None
    planned_by: str = ""
    """The account that planned it."""
    set_on: date | None = None
    """When its date was set."""
    parts: tuple[SittingPart, ...] = ()
    """Empty for a sitting of one day."""
    members: tuple[Member, ...] = ()
    judging: JudgingMode = JudgingMode.SEALED
    attendants: tuple[Attendant, ...] = ()
    """Who is there beside the commission, or has a part to come."""
    present: frozenset[str] = frozenset()
    """Members whose coming was written down on `present_on`, and not their leaving."""
    present_on: date | None = None
    """The day of the last coming or leaving; each part of a sitting has its own presence."""
    equipment: tuple[Equipment, ...] = ()
    sessions: Mapping[str, str] = field(default_factory=dict)
    """Candidate by session."""
    accommodations: Mapping[str, AccommodationApproved] = field(default_factory=dict)
    """More time that was approved, by session."""
    arranged: DayArranged | None = None
    """The timetable that the day is held by, where one was kept."""
    facts: tuple[NotedFact, ...] = ()
    """Those that stand, in the order in which they were written down."""
    holds: tuple[Hold, ...] = ()
    changes: tuple[Entry, ...] = ()
    """Moves, replacements, checks, comings and goings, holds, in order."""
    opened: bool = False
    opened_on: date | None = None
    closed: bool = False
    ending: SittingEnding | None = None
    ending_reason: str = ""
    ended_on: date | None = None
    """When it was cancelled or not held."""

    def plan(self) -> SittingPlanned:
        """Return what was planned, as it was moved since.

        Raises:
            SittingWrongError: nothing was.
        """
        if self.planned is None:
            raise SittingWrongError(sitting="–")
        return self.planned

    @property
    def standing(self) -> str:
        """How it stands, as one word."""
        if self.ending is not None:
            return str(self.ending)
        if self.closed:
            return "closed"
        return "opened" if self.opened else "planned"

    @property
    def days(self) -> tuple[date, ...]:
        """The days on which it is held, one for each part."""
        return tuple(part.day for part in self.parts) or (self.plan().starts_on,)

    @property
    def chair(self) -> str:
        """The account of the commission's chair."""
        return next((member.id for member in self.members if member.chair), "")

    def there(self, day: date) -> frozenset[str]:
        """Return the members who are there on a day."""
        return self.present if self.present_on == day else frozenset()

    def holds_on(self, session: str) -> tuple[Hold, ...]:
        """Return the holds that concern a candidate."""
        return tuple(hold for hold in self.holds if hold.session in {"", session})

    def under_review(self, session: str) -> bool:
        """Tell whether a review of a candidate's exam waits for its answer; each answer settles one request."""
        told = [noted.fact for noted in self.facts if noted.fact.session == session]
        return sum(isinstance(fact, ReviewAsked) - isinstance(fact, ReviewAnswered) for fact in told) > 0

    def lapsing(self) -> tuple[str, ...]:
        """Return the members whose authorisation ends before the last part."""
        return tuple(member.id for member in self.members if member.authorised_until < self.days[-1])


@dataclass(frozen=True, slots=True)
class SittingCase:
    """What a decision about a sitting rests on."""

    state: SittingState
    standard: AssessmentStandard
    today: date
    by: str = ""
    """The account that asks."""

"""The state of a sitting: only ever a fold of its events."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from functools import singledispatch

from exam.core.events import Entry, Event
from exam.core.facts import Fact, FactWithdrawn, ReviewAnswered, ReviewAsked
from exam.core.hold_events import HoldLifted, HoldLiftProposed, HoldPlaced
from exam.core.judging import JudgingMode
from exam.core.sitting.refusals import SittingWrongError
from exam.core.sitting_events import (
    AccommodationApproved,
    Attendant,
    AttendantLeft,
    AttendantNamed,
    AuthorisationsChecked,
    CandidateRegistered,
    CommissionAppointed,
    DayArranged,
    Equipment,
    EquipmentChecked,
    JudgingModeSet,
    Member,
    MemberReplaced,
    PartsPlanned,
    PresenceNoted,
    SittingCancelled,
    SittingClosed,
    SittingMoved,
    SittingNotHeld,
    SittingOpened,
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


def fold_sitting(entries: Iterable[Entry]) -> SittingState:
    """Return the state to which the entries lead."""
    state = SittingState()
    for entry in entries:
        state = _evolve(entry.event, state, entry)
    return state


@singledispatch
def _evolve(_event: Event, state: SittingState, _entry: Entry) -> SittingState:
    return state


@_evolve.register
def _(event: SittingPlanned, state: SittingState, entry: Entry) -> SittingState:
    return replace(state, planned=event, planned_by=entry.by.id, set_on=entry.at.date())


@_evolve.register
def _(event: PartsPlanned, state: SittingState, _entry: Entry) -> SittingState:
    return replace(state, parts=event.parts)


@_evolve.register
def _(event: CommissionAppointed, state: SittingState, _entry: Entry) -> SittingState:
    return replace(state, members=event.members)


@_evolve.register
def _(event: MemberReplaced, state: SittingState, entry: Entry) -> SittingState:
    members = tuple(event.joining if member.id == event.leaving else member for member in state.members)
    return replace(state, members=members, changes=(*state.changes, entry))


@_evolve.register
def _(event: JudgingModeSet, state: SittingState, _entry: Entry) -> SittingState:
    return replace(state, judging=event.mode)


@_evolve.register
def _(event: AttendantNamed, state: SittingState, entry: Entry) -> SittingState:
    return replace(state, attendants=(*state.attendants, event.attendant), changes=(*state.changes, entry))


@_evolve.register
def _(event: AttendantLeft, state: SittingState, entry: Entry) -> SittingState:
    left = tuple(attendant for attendant in state.attendants if attendant.identity != event.identity)
    return replace(state, attendants=left, changes=(*state.changes, entry))


@_evolve.register
def _(event: PresenceNoted, state: SittingState, entry: Entry) -> SittingState:
    there, day = state.there(entry.at.date()), entry.at.date()
    present = there | {event.who} if event.present else there - {event.who}
    return replace(state, present=present, present_on=day, changes=(*state.changes, entry))


@_evolve.register
def _(event: EquipmentChecked, state: SittingState, entry: Entry) -> SittingState:
    return replace(state, equipment=event.equipment, changes=(*state.changes, entry))


@_evolve.register
def _(event: CandidateRegistered, state: SittingState, _entry: Entry) -> SittingState:
    return replace(state, sessions={**state.sessions, event.session: event.candidate})


@_evolve.register
def _(event: AccommodationApproved, state: SittingState, entry: Entry) -> SittingState:
    told = {**state.accommodations, event.session: event}
    return replace(state, accommodations=told, changes=(*state.changes, entry))


@_evolve.register
def _(event: DayArranged, state: SittingState, entry: Entry) -> SittingState:
    return replace(state, arranged=event, changes=(*state.changes, entry))


@_evolve.register
def _(_event: AuthorisationsChecked, state: SittingState, entry: Entry) -> SittingState:
    return replace(state, changes=(*state.changes, entry))


@_evolve.register
def _(event: SittingMoved, state: SittingState, entry: Entry) -> SittingState:
    moved = state.plan().model_copy(update={"starts_on": event.starts_on, "place": event.place})
    return replace(state, planned=moved, parts=(), set_on=entry.at.date(), changes=(*state.changes, entry))


@_evolve.register
def _(event: SittingCancelled, state: SittingState, entry: Entry) -> SittingState:
    return _ended(state, entry, SittingEnding.CANCELLED, event.reason)


@_evolve.register
def _(event: SittingNotHeld, state: SittingState, entry: Entry) -> SittingState:
    return _ended(state, entry, SittingEnding.NOT_HELD, event.reason)


def _ended(state: SittingState, entry: Entry, ending: SittingEnding, reason: str) -> SittingState:
    return replace(
        state,
        ending=ending,
        ending_reason=reason,
        ended_on=entry.at.date(),
        closed=True,
        changes=(*state.changes, entry),
    )


@_evolve.register
def _(event: SittingOpened, state: SittingState, _entry: Entry) -> SittingState:
    return replace(state, opened=True, opened_on=event.on)


@_evolve.register
def _(_event: SittingClosed, state: SittingState, _entry: Entry) -> SittingState:
    return replace(state, closed=True)


@_evolve.register
def _(event: Fact, state: SittingState, entry: Entry) -> SittingState:
    return replace(state, facts=(*state.facts, NotedFact(seq=entry.seq, by=entry.by.id, fact=event)))


@_evolve.register
def _(event: FactWithdrawn, state: SittingState, _entry: Entry) -> SittingState:
    return replace(state, facts=tuple(noted for noted in state.facts if noted.seq != event.seq))


@_evolve.register
def _(event: HoldPlaced, state: SittingState, entry: Entry) -> SittingState:
    placed = Hold(entry.seq, entry.at.date(), entry.by.id, event.reason, event.session)
    return replace(state, holds=(*state.holds, placed), changes=(*state.changes, entry))


@_evolve.register
def _(event: HoldLiftProposed, state: SittingState, entry: Entry) -> SittingState:
    holds = tuple(
        replace(hold, lift_proposed_by=entry.by.id, lift_reason=event.reason) if hold.seq == event.seq else hold
        for hold in state.holds
    )
    return replace(state, holds=holds, changes=(*state.changes, entry))


@_evolve.register
def _(event: HoldLifted, state: SittingState, entry: Entry) -> SittingState:
    holds = tuple(hold for hold in state.holds if hold.seq != event.seq)
    return replace(state, holds=holds, changes=(*state.changes, entry))

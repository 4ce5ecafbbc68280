"""From state and event to state: total over every event of a sitting, and it never refuses."""

from collections.abc import Iterable
from dataclasses import replace
from functools import singledispatch

from exam.core.events import Entry, Event
from exam.core.facts import Fact, FactWithdrawn
from exam.core.hold_events import HoldLifted, HoldLiftProposed, HoldPlaced
from exam.core.sitting.state import Hold, NotedFact, SittingEnding, SittingState
from exam.core.sitting_events import (
    AccommodationApproved,
    AttendantLeft,
    AttendantNamed,
    AuthorisationsChecked,
    CandidateRegistered,
    CommissionAppointed,
    DayArranged,
    EquipmentChecked,
    JudgingModeSet,
    MemberReplaced,
    PartsPlanned,
    PresenceNoted,
    SittingCancelled,
    SittingClosed,
    SittingMoved,
    SittingNotHeld,
    SittingOpened,
    SittingPlanned,
)


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

"""The sitting (termín): planned under a standard, staffed by a commission, opened when its gates hold, closed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import singledispatch
from typing import ClassVar

from pydantic import Field

from exam.core.events import Entry, Event
from exam.core.item import Words
from exam.core.judging import AgreementRule
from exam.core.model import Frozen
from exam.core.sitting_events import (
    CandidateRegistered,
    CommissionAppointed,
    Member,
    SittingClosed,
    SittingOpened,
    SittingPlanned,
)
from exam.core.standard import AssessmentStandard
from exam.problem import ExamError


class SittingWrongError(ExamError):
    """The sitting is not in the state that the command needs."""

    code: ClassVar[str] = "sitting-wrong"


class CommissionWrongError(ExamError):
    """The commission does not fit: its size, its chair, somebody twice, a candidate among it."""

    code: ClassVar[str] = "commission-wrong"


class AuthorisationExpiredError(ExamError):
    """An examiner's authorisation does not cover the day of the sitting."""

    code: ClassVar[str] = "authorisation-expired"


class StandardIncompleteError(ExamError):
    """No exam can be held under a standard that lacks something."""

    code: ClassVar[str] = "standard-incomplete"


class SittingCommand(Frozen):
    """Something that an actor wants to happen to a sitting."""


class PlanSitting(SittingCommand):
    """Plan a sitting under a standard."""

    sitting: Words
    standard: Words
    place: Words
    starts_on: date
    agreement: AgreementRule = AgreementRule.DISCUSSION
    scripted: bool = False


class AppointCommission(SittingCommand):
    """Appoint the commission; the chair is among its members."""

    members: tuple[Member, ...]


class RegisterCandidate(SittingCommand):
    """Give a candidate a session of the sitting."""

    candidate: Words
    session: Words


class OpenSitting(SittingCommand):
    """Begin the day."""


class CloseSitting(SittingCommand):
    """End the sitting; `unfinished` names the sessions without an ending."""

    unfinished: tuple[str, ...] = Field(default=())


@dataclass(frozen=True, slots=True)
class SittingState:
    """One sitting as it stands."""

    planned: SittingPlanned | None = None
    planned_by: str = ""
    """The account that planned it."""
    members: tuple[Member, ...] = ()
    sessions: Mapping[str, str] = field(default_factory=dict)
    """Candidate by session."""
    opened: bool = False
    closed: bool = False

    def plan(self) -> SittingPlanned:
        """Return what was planned.

        Raises:
            SittingWrongError: nothing was.
        """
        if self.planned is None:
            raise SittingWrongError(sitting="–")
        return self.planned


@dataclass(frozen=True, slots=True)
class SittingCase:
    """What a decision about a sitting rests on."""

    state: SittingState
    standard: AssessmentStandard
    today: date


def fold_sitting(entries: Iterable[Entry]) -> SittingState:
    """Return the state to which the entries lead."""
    state = SittingState()
    for entry in entries:
        state = _evolve(state, entry)
    return state


def _evolve(state: SittingState, entry: Entry) -> SittingState:
    event = entry.event
    if isinstance(event, SittingPlanned):
        return replace(state, planned=event, planned_by=entry.by.id)
    if isinstance(event, CommissionAppointed):
        return replace(state, members=event.members)
    if isinstance(event, CandidateRegistered):
        return replace(state, sessions={**state.sessions, event.session: event.candidate})
    if isinstance(event, SittingOpened):
        return replace(state, opened=True)
    return replace(state, closed=True) if isinstance(event, SittingClosed) else state


@singledispatch
def decide_sitting(command: SittingCommand, case: SittingCase) -> tuple[Event, ...]:
    """Return the events that the command leads to, or raise the named refusal."""
    raise SittingWrongError(sitting=type(command).__name__, case=case.today)


@decide_sitting.register
def _(command: PlanSitting, case: SittingCase) -> tuple[Event, ...]:
    if case.state.planned is not None:
        raise SittingWrongError(sitting=command.sitting)
    if case.standard.missing:
        raise StandardIncompleteError(standard=case.standard.id, missing="; ".join(case.standard.missing))
    return (SittingPlanned.model_validate(command.model_dump()),)


@decide_sitting.register
def _(command: AppointCommission, case: SittingCase) -> tuple[Event, ...]:
    plan = _unopened(case).plan()
    rule, ids = case.standard.commission, [member.id for member in command.members]
    size = rule.minimum.value <= len(ids) <= rule.maximum.value
    chairs = sum(member.chair for member in command.members)
    if not size or chairs != 1 or len(set(ids)) != len(ids) or set(ids) & set(case.state.sessions.values()):
        raise CommissionWrongError(
            found=len(ids), minimum=rule.minimum.value, maximum=rule.maximum.value, chairs=chairs
        )
    _require_authorised(command.members, plan.starts_on)
    return (CommissionAppointed(members=command.members),)


@decide_sitting.register
def _(command: RegisterCandidate, case: SittingCase) -> tuple[Event, ...]:
    state = case.state
    plan = state.plan()
    taken = command.session in state.sessions or command.candidate in state.sessions.values()
    if state.closed or taken:
        raise SittingWrongError(sitting=plan.sitting)
    if command.candidate in {member.id for member in state.members}:
        raise CommissionWrongError(found=len(state.members), minimum="–", maximum="–", chairs=1)
    return (CandidateRegistered(candidate=command.candidate, session=command.session),)


@decide_sitting.register
def _(_command: OpenSitting, case: SittingCase) -> tuple[Event, ...]:
    state = _unopened(case)
    plan = state.plan()
    if not state.members or plan.starts_on > case.today:
        raise SittingWrongError(sitting=plan.sitting)
    _require_authorised(state.members, case.today)
    return (SittingOpened(on=case.today),)


@decide_sitting.register
def _(command: CloseSitting, case: SittingCase) -> tuple[Event, ...]:
    plan = case.state.plan()
    if not case.state.opened or case.state.closed or command.unfinished:
        raise SittingWrongError(sitting=plan.sitting)
    return (SittingClosed(),)


def _unopened(case: SittingCase) -> SittingState:
    if case.state.opened:
        raise SittingWrongError(sitting=case.state.plan().sitting)
    return case.state


def _require_authorised(members: Iterable[Member], on: date) -> None:
    for member in members:
        if member.authorised_until < on:
            raise AuthorisationExpiredError(who=member.id, until=member.authorised_until, on=on)

"""Decisions from the plan to the last day: plan, parts, commission, candidates, opening, closing."""

from collections.abc import Iterable
from datetime import date

from exam.core.events import Event
from exam.core.judging import JudgingMode
from exam.core.sitting.commands import (
    AppointCommission,
    CloseSitting,
    OpenSitting,
    PlanParts,
    PlanSitting,
    RegisterCandidate,
    SetJudging,
)
from exam.core.sitting.refusals import (
    AuthorisationExpiredError,
    ChangeWrongError,
    CommissionWrongError,
    PartsWrongError,
    SittingWrongError,
    StandardIncompleteError,
)
from exam.core.sitting.state import SittingCase, SittingState
from exam.core.sitting_events import (
    CandidateRegistered,
    CommissionAppointed,
    JudgingModeSet,
    Member,
    PartsPlanned,
    SittingClosed,
    SittingOpened,
    SittingPlanned,
)


def plan_sitting(command: PlanSitting, case: SittingCase) -> tuple[Event, ...]:
    """Plan a sitting once, under a complete standard."""
    if case.state.planned is not None:
        raise SittingWrongError(sitting=command.sitting)
    if case.standard.missing:
        raise StandardIncompleteError(standard=case.standard.id, missing="; ".join(case.standard.missing))
    planned = SittingPlanned.model_validate(command.model_dump(exclude={"judging"}))
    joint = command.judging is not JudgingMode.SEALED
    return (planned, JudgingModeSet(mode=command.judging)) if joint else (planned,)


def set_judging(command: SetJudging, case: SittingCase) -> tuple[Event, ...]:
    """Let the panels of an unopened sitting judge in another mode."""
    state = unopened(case)
    if command.judging is state.judging:
        raise ChangeWrongError(sitting=state.plan().sitting)
    return (JudgingModeSet(mode=command.judging),)


def plan_parts(command: PlanParts, case: SittingCase) -> tuple[Event, ...]:
    """Plan parts on rising days, the first on the sitting's own, each task at most once."""
    plan = unopened(case).plan()
    days = [part.day for part in command.parts]
    tasks = [task for part in command.parts for task in part.tasks]
    known = {task.id for task in case.standard.tasks()}
    rising = days == sorted(set(days)) and days[:1] == [plan.starts_on]
    if not rising or len(set(tasks)) < len(tasks) or not known.issuperset(tasks):
        raise PartsWrongError(sitting=plan.sitting, starts_on=plan.starts_on)
    require_authorised(case.state.members, days[-1])
    return (PartsPlanned(parts=command.parts),)


def appoint_commission(command: AppointCommission, case: SittingCase) -> tuple[Event, ...]:
    """Appoint a commission of its size with one chair, each authorised on every day of the sitting."""
    state = unopened(case)
    require_commission(command.members, case)
    require_authorised(command.members, state.days[-1])
    return (CommissionAppointed(members=command.members),)


def require_commission(members: tuple[Member, ...], case: SittingCase) -> None:
    """Refuse a commission of the wrong size, without its one chair, with somebody twice or a candidate.

    Raises:
        CommissionWrongError: it is such.
    """
    rule, ids = case.standard.commission, [member.id for member in members]
    size = rule.minimum.value <= len(ids) <= rule.maximum.value
    chairs = sum(member.chair for member in members)
    if not size or chairs != 1 or len(set(ids)) != len(ids) or set(ids) & set(case.state.sessions.values()):
        raise CommissionWrongError(
            found=len(ids), minimum=rule.minimum.value, maximum=rule.maximum.value, chairs=chairs
        )


def register_candidate(command: RegisterCandidate, case: SittingCase) -> tuple[Event, ...]:
    """Register somebody once who is not of the commission, until the sitting is closed."""
    state = case.state
    plan = state.plan()
    taken = command.session in state.sessions or command.candidate in state.sessions.values()
    if state.closed or taken:
        raise SittingWrongError(sitting=plan.sitting)
    if command.candidate in {member.id for member in state.members}:
        raise CommissionWrongError(found=len(state.members), minimum="–", maximum="–", chairs=1)
    return (CandidateRegistered(candidate=command.candidate, session=command.session),)


def open_sitting(_command: OpenSitting, case: SittingCase) -> tuple[Event, ...]:
    """Open a staffed sitting on its day or later, while the authorisations last to its end."""
    state = unopened(case)
    plan = state.plan()
    if not state.members or plan.starts_on > case.today:
        raise SittingWrongError(sitting=plan.sitting)
    require_authorised(state.members, max(case.today, state.days[-1]))
    return (SittingOpened(on=case.today),)


def close_sitting(command: CloseSitting, case: SittingCase) -> tuple[Event, ...]:
    """Close an opened sitting once every candidate has an ending."""
    plan = case.state.plan()
    if not case.state.opened or case.state.closed or command.unfinished:
        raise SittingWrongError(sitting=plan.sitting)
    return (SittingClosed(),)


def unopened(case: SittingCase) -> SittingState:
    """Return the state of a planned sitting that was neither opened nor given up.

    Raises:
        SittingWrongError: it is not such.
    """
    plan = case.state.plan()
    if case.state.opened or case.state.closed:
        raise SittingWrongError(sitting=plan.sitting)
    return case.state


def require_authorised(members: Iterable[Member], on: date) -> None:
    """Refuse a member whose authorisation ends before that day.

    Raises:
        AuthorisationExpiredError: it does.
    """
    for member in members:
        if member.authorised_until < on:
            raise AuthorisationExpiredError(who=member.id, until=member.authorised_until, on=on)

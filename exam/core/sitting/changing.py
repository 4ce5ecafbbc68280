"""Decisions when the plan does not hold: a member replaced, the sitting moved, cancelled, not held; each says why."""

from exam.core.events import Event
from exam.core.sitting.commands import (
    CancelSitting,
    CheckAuthorisations,
    MoveSitting,
    NotHoldSitting,
    ReplaceMember,
)
from exam.core.sitting.planning import require_authorised, require_commission, unopened
from exam.core.sitting.refusals import ChangeWrongError
from exam.core.sitting.state import SittingCase
from exam.core.sitting_events import (
    AuthorisationsChecked,
    MemberReplaced,
    SittingCancelled,
    SittingMoved,
    SittingNotHeld,
)
from exam.text import has_substance


def replace_member(command: ReplaceMember, case: SittingCase) -> tuple[Event, ...]:
    """Replace a member before the opening; who joins is authorised, and the chair's seat stays the chair's."""
    state = unopened(case)
    leaving = next((member for member in state.members if member.id == command.leaving), None)
    if leaving is None:
        raise ChangeWrongError(sitting=state.plan().sitting)
    _require_reason(command.reason, case)
    joining = command.joining.model_copy(update={"chair": leaving.chair})
    members = tuple(joining if member.id == leaving.id else member for member in state.members)
    require_commission(members, case)
    require_authorised((joining,), max(case.today, state.days[-1]))
    return (MemberReplaced(leaving=leaving.id, joining=joining, reason=command.reason),)


def check_authorisations(_command: CheckAuthorisations, case: SittingCase) -> tuple[Event, ...]:
    """Keep that the authorisations were compared with the days, and whose end too early."""
    state = unopened(case)
    if not state.members:
        raise ChangeWrongError(sitting=state.plan().sitting)
    return (AuthorisationsChecked(on=case.today, lapsing=state.lapsing()),)


def move_sitting(command: MoveSitting, case: SittingCase) -> tuple[Event, ...]:
    """Move an unopened sitting to a day that is not past; parts are planned anew."""
    state = unopened(case)
    plan = state.plan()
    same = (command.starts_on, command.place) == (plan.starts_on, plan.place)
    if same or command.starts_on < case.today:
        raise ChangeWrongError(sitting=plan.sitting)
    _require_reason(command.reason, case)
    return (SittingMoved(starts_on=command.starts_on, place=command.place, reason=command.reason),)


def cancel_sitting(command: CancelSitting, case: SittingCase) -> tuple[Event, ...]:
    """Cancel an unopened sitting."""
    unopened(case)
    _require_reason(command.reason, case)
    return (SittingCancelled(reason=command.reason),)


def not_hold_sitting(command: NotHoldSitting, case: SittingCase) -> tuple[Event, ...]:
    """Not hold a sitting for want of members of its commission."""
    state = unopened(case)
    if not {member.id for member in state.members}.issuperset(command.missing):
        raise ChangeWrongError(sitting=state.plan().sitting)
    _require_reason(command.reason, case)
    return (SittingNotHeld(missing=command.missing, reason=command.reason),)


def _require_reason(reason: str, case: SittingCase) -> None:
    if not has_substance(reason):
        raise ChangeWrongError(sitting=case.state.plan().sitting)

"""Decisions about legal holds: one person places one, two lift it; it outlives the sitting's end."""

from exam.core.events import Event
from exam.core.hold_events import HoldLifted, HoldLiftProposed, HoldPlaced
from exam.core.sitting.commands import LiftHold, PlaceHold, ProposeLift
from exam.core.sitting.refusals import DataHeldError, HoldSamePersonError, HoldWrongError, ReviewOpenError
from exam.core.sitting.state import Hold, SittingCase, SittingState
from exam.text import has_substance


def place_hold(command: PlaceHold, case: SittingCase) -> tuple[Event, ...]:
    """Place a hold on a planned sitting, or on one of its candidates, with a reason."""
    case.state.plan()
    known = not command.session or command.session in case.state.sessions
    if not known or not has_substance(command.reason):
        raise HoldWrongError(hold=command.session or "–")
    return (HoldPlaced(session=command.session, reason=command.reason),)


def propose_lift(command: ProposeLift, case: SittingCase) -> tuple[Event, ...]:
    """Propose to lift a hold that stands, with a reason; the last proposal counts."""
    _standing(command.hold, case)
    if not has_substance(command.reason):
        raise HoldWrongError(hold=command.hold)
    return (HoldLiftProposed(seq=command.hold, reason=command.reason),)


def lift_hold(command: LiftHold, case: SittingCase) -> tuple[Event, ...]:
    """Lift a hold that somebody else proposed to lift."""
    hold = _standing(command.hold, case)
    if not hold.lift_proposed_by:
        raise HoldWrongError(hold=command.hold)
    if hold.lift_proposed_by == case.by:
        raise HoldSamePersonError(hold=command.hold, who=case.by)
    return (HoldLifted(seq=hold.seq, reason=hold.lift_reason, proposed_by=hold.lift_proposed_by),)


def require_free(state: SittingState, session: str) -> None:
    """Refuse to let a candidate's data go while a hold stands, or a review waits for its answer.

    Raises:
        DataHeldError: a hold stands.
        ReviewOpenError: a review waits.
    """
    for hold in state.holds_on(session):
        raise DataHeldError(session=session, hold=hold.seq, on=hold.placed_on, who=hold.placed_by, reason=hold.reason)
    if state.under_review(session):
        raise ReviewOpenError(session=session)


def _standing(seq: int, case: SittingCase) -> Hold:
    for hold in case.state.holds:
        if hold.seq == seq:
            return hold
    raise HoldWrongError(hold=seq)

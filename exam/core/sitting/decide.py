"""The one entrance to the rules of a sitting: command and case in, events out, or a named refusal."""

from functools import singledispatch

from exam.core.events import Event
from exam.core.sitting import attending, changing, noting, planning
from exam.core.sitting.commands import (
    AppointCommission,
    CancelSitting,
    CheckAuthorisations,
    CheckEquipment,
    CloseSitting,
    MoveSitting,
    NameAttendant,
    NoteFact,
    NoteLeaving,
    NotePresence,
    NotHoldSitting,
    OpenSitting,
    PlanParts,
    PlanSitting,
    RegisterCandidate,
    ReplaceMember,
    SittingCommand,
    WithdrawFact,
)
from exam.core.sitting.refusals import SittingWrongError
from exam.core.sitting.state import SittingCase


@singledispatch
def decide_sitting(command: SittingCommand, case: SittingCase) -> tuple[Event, ...]:
    """Return the events that the command leads to, or raise the named refusal."""
    raise SittingWrongError(sitting=type(command).__name__, case=case.today)


decide_sitting.register(PlanSitting, planning.plan_sitting)
decide_sitting.register(PlanParts, planning.plan_parts)
decide_sitting.register(AppointCommission, planning.appoint_commission)
decide_sitting.register(RegisterCandidate, planning.register_candidate)
decide_sitting.register(OpenSitting, planning.open_sitting)
decide_sitting.register(CloseSitting, planning.close_sitting)
decide_sitting.register(ReplaceMember, changing.replace_member)
decide_sitting.register(CheckAuthorisations, changing.check_authorisations)
decide_sitting.register(MoveSitting, changing.move_sitting)
decide_sitting.register(CancelSitting, changing.cancel_sitting)
decide_sitting.register(NotHoldSitting, changing.not_hold_sitting)
decide_sitting.register(NoteFact, noting.note_fact)
decide_sitting.register(WithdrawFact, noting.withdraw_fact)
decide_sitting.register(NameAttendant, attending.name_attendant)
decide_sitting.register(NoteLeaving, attending.note_leaving)
decide_sitting.register(NotePresence, attending.note_presence)
decide_sitting.register(CheckEquipment, attending.check_equipment)

"""The one entrance to the rules of a sitting: command and case in, events out, or a named refusal."""

from functools import singledispatch

from exam.core.events import Event
from exam.core.sitting import arranging, attending, changing, commands, holding, noting, planning
from exam.core.sitting.refusals import SittingWrongError
from exam.core.sitting.state import SittingCase


@singledispatch
def decide_sitting(command: commands.SittingCommand, case: SittingCase) -> tuple[Event, ...]:
    """Return the events that the command leads to, or raise the named refusal."""
    raise SittingWrongError(sitting=type(command).__name__, case=case.today)


decide_sitting.register(commands.PlanSitting, planning.plan_sitting)
decide_sitting.register(commands.PlanParts, planning.plan_parts)
decide_sitting.register(commands.SetJudging, planning.set_judging)
decide_sitting.register(commands.AppointCommission, planning.appoint_commission)
decide_sitting.register(commands.RegisterCandidate, planning.register_candidate)
decide_sitting.register(commands.OpenSitting, planning.open_sitting)
decide_sitting.register(commands.CloseSitting, planning.close_sitting)
decide_sitting.register(commands.ReplaceMember, changing.replace_member)
decide_sitting.register(commands.CheckAuthorisations, changing.check_authorisations)
decide_sitting.register(commands.MoveSitting, changing.move_sitting)
decide_sitting.register(commands.CancelSitting, changing.cancel_sitting)
decide_sitting.register(commands.NotHoldSitting, changing.not_hold_sitting)
decide_sitting.register(commands.NoteFact, noting.note_fact)
decide_sitting.register(commands.WithdrawFact, noting.withdraw_fact)
decide_sitting.register(commands.NameAttendant, attending.name_attendant)
decide_sitting.register(commands.NoteLeaving, attending.note_leaving)
decide_sitting.register(commands.NotePresence, attending.note_presence)
decide_sitting.register(commands.CheckEquipment, attending.check_equipment)
decide_sitting.register(commands.PlaceHold, holding.place_hold)
decide_sitting.register(commands.ProposeLift, holding.propose_lift)
decide_sitting.register(commands.LiftHold, holding.lift_hold)
decide_sitting.register(commands.ApproveAccommodation, arranging.approve_accommodation)
decide_sitting.register(commands.ArrangeDay, arranging.arrange_day)

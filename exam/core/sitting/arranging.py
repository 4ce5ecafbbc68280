"""Decisions about the day before it comes: more time that somebody approved, and the timetable that is held."""

from exam.core.events import Event
from exam.core.sitting.commands import ApproveAccommodation, ArrangeDay
from exam.core.sitting.refusals import AccommodationWrongError, SittingWrongError
from exam.core.sitting.state import SittingCase
from exam.core.sitting_events import AccommodationApproved, DayArranged


def approve_accommodation(command: ApproveAccommodation, case: SittingCase) -> tuple[Event, ...]:
    """Approve more time for a candidate of the sitting, not by himself and not from a day to come."""
    state = case.state
    sitting = state.plan().sitting
    if state.closed:
        raise SittingWrongError(sitting=sitting)
    candidate = state.sessions.get(command.session)
    if candidate is None or command.approved_by in state.sessions.values() or command.approved_on > case.today:
        raise AccommodationWrongError(sitting=sitting)
    return (AccommodationApproved.model_validate(command.model_dump()),)


def arrange_day(command: ArrangeDay, case: SittingCase) -> tuple[Event, ...]:
    """Hold the day by a timetable, until the sitting is closed."""
    if case.state.closed:
        raise SittingWrongError(sitting=case.state.plan().sitting)
    return (DayArranged(day=command.day, plan=command.plan),)

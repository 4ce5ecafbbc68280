"""Decisions about who is there: people beside the commission, visitors, presence of members; and what is there."""

from exam.core.events import Event
from exam.core.sitting.commands import CheckEquipment, NameAttendant, NoteLeaving, NotePresence
from exam.core.sitting.planning import require_authorised
from exam.core.sitting.refusals import AttendantWrongError, SittingWrongError
from exam.core.sitting.state import SittingCase, SittingState
from exam.core.sitting_events import (
    Attendant,
    AttendantLeft,
    AttendantNamed,
    EquipmentChecked,
    Member,
    Part,
    PresenceNoted,
)
from exam.text import has_substance


def name_attendant(command: NameAttendant, case: SittingCase) -> tuple[Event, ...]:
    """Name somebody who is neither examiner nor candidate here; a visitor has a mandate, a substitute a valid right."""
    state, attendant = _unclosed(case), command.attendant
    taken = {member.id for member in state.members} | set(state.sessions.values())
    there = {entry.identity for entry in state.attendants} | {member.identity for member in state.members}
    if attendant.account in taken or attendant.identity in there:
        raise AttendantWrongError(part=attendant.part)
    if attendant.part is Part.VISITOR and not has_substance(attendant.mandate):
        raise AttendantWrongError(part=attendant.part)
    if attendant.part is Part.SUBSTITUTE:
        require_authorised((_as_member(attendant),), max(case.today, state.days[-1]))
    return (AttendantNamed(attendant=attendant),)


def _as_member(attendant: Attendant) -> Member:
    if attendant.authorised_until is None:
        raise AttendantWrongError(part=attendant.part)
    return Member(id=attendant.account, identity=attendant.identity, authorised_until=attendant.authorised_until)


def note_leaving(command: NoteLeaving, case: SittingCase) -> tuple[Event, ...]:
    """Write down once that somebody left."""
    if command.identity not in {entry.identity for entry in _unclosed(case).attendants}:
        raise AttendantWrongError(part="–")
    return (AttendantLeft(identity=command.identity),)


def note_presence(command: NotePresence, case: SittingCase) -> tuple[Event, ...]:
    """Write down that a member came or left, where that is not known yet of this day."""
    state = _unclosed(case)
    members = {member.id for member in state.members}
    if command.who not in members or (command.who in state.there(case.today)) is command.present:
        raise AttendantWrongError(part=command.who)
    return (PresenceNoted(who=command.who, present=command.present, note=command.note),)


def check_equipment(command: CheckEquipment, case: SittingCase) -> tuple[Event, ...]:
    """Keep what was ticked off; the last list counts."""
    _unclosed(case)
    return (EquipmentChecked(equipment=command.equipment),)


def _unclosed(case: SittingCase) -> SittingState:
    plan = case.state.plan()
    if case.state.closed:
        raise SittingWrongError(sitting=plan.sitting)
    return case.state

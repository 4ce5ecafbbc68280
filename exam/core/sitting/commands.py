"""What can be asked of a sitting; commands say what is wanted, never what the world supplies."""

from datetime import date
from typing import Annotated

from pydantic import Field

from exam.core.facts import Proof, Way
from exam.core.item import Words
from exam.core.judging import AgreementRule, JudgingMode
from exam.core.model import Frozen
from exam.core.sitting_events import Attendant, Equipment, Member, SittingPart


class SittingCommand(Frozen):
    """Something that an actor wants to happen to a sitting."""


class PlanSitting(SittingCommand):
    """Plan a sitting under a standard."""

    sitting: Words
    standard: Words
    place: Words
    starts_on: date
    agreement: AgreementRule = AgreementRule.DISCUSSION
    judging: JudgingMode = JudgingMode.SEALED
    scripted: bool = False


class PlanParts(SittingCommand):
    """Hold the sitting in parts on several days."""

    parts: tuple[SittingPart, ...]


class SetJudging(SittingCommand):
    """Say how the panels judge, before the sitting is opened."""

    judging: JudgingMode


class AppointCommission(SittingCommand):
    """Appoint the commission; the chair is among its members."""

    members: tuple[Member, ...]


class ReplaceMember(SittingCommand):
    """Put another examiner on a member's seat; he keeps the chair where it was the chair's."""

    leaving: Words
    joining: Member
    reason: str


class NameAttendant(SittingCommand):
    """Give somebody beside the commission a part, or let a visitor in."""

    attendant: Attendant


class NoteLeaving(SittingCommand):
    """Write down that somebody beside the commission left."""

    identity: Words


class NotePresence(SittingCommand):
    """Write down that a member of the commission came or left."""

    who: Words
    present: bool
    note: str = ""


class CheckEquipment(SittingCommand):
    """Tick off rooms and equipment."""

    equipment: tuple[Equipment, ...] = Field(min_length=1)


class RegisterCandidate(SittingCommand):
    """Give a candidate a session of the sitting."""

    candidate: Words
    session: Words


class ApproveAccommodation(SittingCommand):
    """Approve more time for a candidate before the day."""

    session: Words
    extra_percent: Annotated[int, Field(ge=1, le=200)]
    approved_by: Words
    approved_on: date


class ArrangeDay(SittingCommand):
    """Hold the day by a timetable; both are kept as blobs already."""

    day: Words
    plan: Words


class CheckAuthorisations(SittingCommand):
    """Compare the commission's authorisations with the days of the sitting, and keep what was found."""


class MoveSitting(SittingCommand):
    """Hold the sitting on another day, or elsewhere."""

    starts_on: date
    place: Words
    reason: str


class CancelSitting(SittingCommand):
    """Cancel the sitting before it is opened."""

    reason: str


class NotHoldSitting(SittingCommand):
    """Not hold the sitting, because these of the commission are missing or not entitled."""

    missing: tuple[Words, ...] = Field(min_length=1)
    reason: str


class OpenSitting(SittingCommand):
    """Begin the day."""


class CloseSitting(SittingCommand):
    """End the sitting; `unfinished` names the sessions without an ending."""

    unfinished: tuple[str, ...] = Field(default=())


class NoteFact(SittingCommand):
    """Write down a fact with its day, its way and its proof."""

    fact: Words
    on: date
    way: Way
    session: str = ""
    proof: Proof | None = None
    note: str = ""


class WithdrawFact(SittingCommand):
    """Take back a fact that was written down wrongly."""

    seq: int
    reason: str


class PlaceHold(SittingCommand):
    """Forbid to erase or dispose of anything of the sitting, or of one candidate in it."""

    session: str = ""
    reason: str


class ProposeLift(SittingCommand):
    """Propose to lift a hold."""

    hold: int
    """Its place in the sitting's stream."""
    reason: str


class LiftHold(SittingCommand):
    """Lift a hold that another person proposed to lift."""

    hold: int

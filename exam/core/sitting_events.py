"""What happens to a sitting (termín): planned, staffed, changed, opened, closed."""

from datetime import date
from enum import StrEnum

from exam.core.events import Event, stored
from exam.core.judging import AgreementRule, JudgingMode
from exam.core.model import Frozen


class Member(Frozen):
    """One examiner of a commission."""

    id: str
    """The account."""
    identity: str
    """Salted reference."""
    chair: bool = False
    authorised_until: date


class Part(StrEnum):
    """What somebody does at a sitting who is not of its commission; none of these judges."""

    SUBSTITUTE = "substitute"
    """An examiner who may take a member's seat."""
    ASSESSOR = "assessor"
    """Přísedící: speaks with a candidate, never judges (NSK guide, `nsk.md` 1.2)."""
    INVIGILATOR = "invigilator"
    VISITOR = "visitor"


class Attendant(Frozen):
    """Somebody at a sitting beside its commission and its candidates."""

    identity: str
    """Salted reference."""
    part: Part
    account: str = ""
    """Empty for somebody without one."""
    mandate: str = ""
    """By what right a visitor is there."""
    authorised_until: date | None = None
    """Of a substitute."""


class Equipment(Frozen):
    """One thing that the standard asks for, ticked off."""

    thing: str
    present: bool
    note: str = ""


class SittingPart(Frozen):
    """One part of a sitting that has several, on its own day."""

    day: date
    tasks: tuple[str, ...] = ()
    """What is held on that day; nothing where the plan does not say."""


@stored
class SittingPlanned(Event):
    """A sitting was planned under a standard."""

    sitting: str
    standard: str
    place: str
    starts_on: date
    agreement: AgreementRule
    scripted: bool = False
    """Whether a script plays the people; such an exam is practice."""


@stored
class PartsPlanned(Event):
    """The sitting is held in parts; the first is on the day on which it starts."""

    parts: tuple[SittingPart, ...]


@stored
class JudgingModeSet(Event):
    """How the panels of the sitting judge, where not sealed."""

    mode: JudgingMode


@stored
class CommissionAppointed(Event):
    """The chair picked the commission."""

    members: tuple[Member, ...]


@stored
class MemberReplaced(Event):
    """Another examiner took a member's seat before the sitting was opened."""

    leaving: str
    joining: Member
    reason: str


@stored
class AttendantNamed(Event):
    """Somebody beside the commission has a part in the sitting, or came to visit it."""

    attendant: Attendant


@stored
class AttendantLeft(Event):
    """Somebody beside the commission left the sitting."""

    identity: str


@stored
class PresenceNoted(Event):
    """A member of the commission came or left."""

    who: str
    present: bool
    note: str = ""


@stored
class EquipmentChecked(Event):
    """Rooms and equipment were ticked off."""

    equipment: tuple[Equipment, ...]


@stored
class AccommodationApproved(Event):
    """Somebody approved more time for a candidate before the day; the reason is kept elsewhere."""

    session: str
    extra_percent: int
    approved_by: str
    """The account."""
    approved_on: date


@stored
class DayArranged(Event):
    """The day is to be held by this timetable; a later one takes its place."""

    day: str
    """The blob of what was known of the day."""
    plan: str
    """The blob of the timetable."""


@stored
class CandidateRegistered(Event):
    """A candidate was given a candidate session of this sitting."""

    candidate: str
    """The account."""
    session: str


@stored
class AuthorisationsChecked(Event):
    """Somebody compared the commission's authorisations with the days of the sitting."""

    on: date
    lapsing: tuple[str, ...]
    """Members whose authorisation ends before the last part."""


@stored
class SittingMoved(Event):
    """The sitting is held on another day, or elsewhere."""

    starts_on: date
    place: str
    reason: str


@stored
class SittingCancelled(Event):
    """The sitting was cancelled before its day."""

    reason: str


@stored
class SittingNotHeld(Event):
    """The sitting was not held because somebody of the commission was missing or not entitled."""

    missing: tuple[str, ...]
    reason: str


@stored
class SittingOpened(Event):
    """The sitting began: commission complete, authorisations valid."""

    on: date


@stored
class SittingClosed(Event):
    """Every candidate has a result."""

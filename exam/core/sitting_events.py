"""What happens to a sitting (termín): planned, staffed, changed, opened, closed."""

from datetime import date

from exam.core.events import Event, stored
from exam.core.judging import AgreementRule
from exam.core.model import Frozen


class Member(Frozen):
    """One examiner of a commission."""

    id: str
    """The account."""
    identity: str
    """Salted reference."""
    chair: bool = False
    authorised_until: date


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

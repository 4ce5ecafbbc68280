"""What happens to a sitting (termín): planned, staffed, opened, closed."""

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
class CommissionAppointed(Event):
    """The chair picked the commission."""

    members: tuple[Member, ...]


@stored
class CandidateRegistered(Event):
    """A candidate was given a candidate session of this sitting."""

    candidate: str
    """The account."""
    session: str


@stored
class SittingOpened(Event):
    """The sitting began: commission complete, authorisations valid."""

    on: date


@stored
class SittingClosed(Event):
    """Every candidate has a result."""

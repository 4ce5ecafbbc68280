"""Facts of a sitting on paper: what came in, went out or was paid, each with its day, its way and its proof.

A fact happened outside of the program; somebody writes it down afterwards. What was written down wrongly is withdrawn
with a reason and written down anew.
"""

from datetime import date
from enum import StrEnum
from typing import Annotated, ClassVar, TypeVar

from pydantic import Field

from exam.core.events import Event, stored
from exam.core.item import Words
from exam.core.model import Frozen


class Way(StrEnum):
    """How something came or went."""

    IN_PERSON = "in_person"
    POST = "post"
    DATA_BOX = "data_box"
    EMAIL = "email"
    ISKA = "iska"
    WEB = "web"
    BANK = "bank"
    PHONE = "phone"


class Proof(Frozen):
    """The file that proves a fact; its bytes lie in the blobs."""

    blob: str
    name: str
    length: Annotated[int, Field(ge=0)]


class Fact(Event):
    """Something that happened around a sitting."""

    PER_CANDIDATE: ClassVar[bool] = True
    """Whether it concerns one candidate; otherwise the whole sitting."""
    NEEDS_NOTE: ClassVar[bool] = False
    """Whether it says nothing without its note."""
    UNDOES: ClassVar[str] = ""
    """The kind of fact that has to happen again after it."""

    on: date
    """When it happened, by the calendar of the place."""
    way: Way
    session: str = ""
    """Of the candidate it concerns, empty for the whole sitting."""
    proof: Proof | None = None
    note: str = ""


FACTS: dict[str, type[Fact]] = {}
"""Every fact by name."""


F = TypeVar("F", bound=type[Fact])


def fact(event_type: F) -> F:
    """Register a fact as a stored event."""
    FACTS[event_type.__name__] = event_type
    return stored(event_type)


@fact
class ApplicationReceived(Fact):
    """The candidate's application was delivered to the authorised person."""


@fact
class InvitationSent(Fact):
    """The invitation was sent to the candidate."""


@fact
class InvitationCopied(Fact):
    """The authorising body got the invitation's copy, or the date was entered in ISKA in its place."""


@fact
class InvitationDelivered(Fact):
    """The invitation reached the candidate."""


@fact
class FeePaid(Fact):
    """The candidate paid the fee."""


@fact
class LaterFeeAgreed(Fact):
    """A later day for the fee was agreed; the note says which."""

    NEEDS_NOTE = True


@fact
class LaterDateAgreed(Fact):
    """Candidate and authorised person agreed on another date; the note says which."""

    NEEDS_NOTE = True


@fact
class MoveRequested(Fact):
    """The candidate asked in writing for another date."""


@fact
class RecognitionRequested(Fact):
    """The candidate asked for parts met in another qualification to be recognised."""


@fact
class FeeReduced(Fact):
    """The fee was cut in proportion to what is recognised."""


@fact
class NoticeDelivered(Fact):
    """The written notice of the result was handed over or sent."""


@fact
class CertificateDelivered(Fact):
    """The certificate was handed over or sent."""


@fact
class RecordDispatched(Fact):
    """The original of the record went to the authorising body, with what belongs to it."""


@fact
class DispatchAccepted(Fact):
    """The authorising body took what was sent."""


@fact
class DispatchReturned(Fact):
    """The authorising body sent it back; the note says why."""

    NEEDS_NOTE = True
    UNDOES = "RecordDispatched"


@fact
class ReviewAsked(Fact):
    """The candidate asked the authorising body to review course and result."""


@fact
class ReviewAnswered(Fact):
    """The authorising body told the outcome of the review; the note says which."""

    NEEDS_NOTE = True


@fact
class SittingPublished(Fact):
    """The date was published by remote access."""

    PER_CANDIDATE = False


@fact
class AuthorityInformed(Fact):
    """The authorising body was told that the sitting was moved, cancelled or not held."""

    PER_CANDIDATE = False


@fact
class SubstituteDateSet(Fact):
    """Another date was set for a sitting that was not held; the note says which."""

    NEEDS_NOTE = True
    PER_CANDIDATE = False


@fact
class AuthorisationChanged(Fact):
    """Data of an authorisation changed."""

    PER_CANDIDATE = False


@fact
class ChangeReported(Fact):
    """The change was reported to the authorising body."""

    PER_CANDIDATE = False


@stored
class FactWithdrawn(Event):
    """A fact was written down wrongly and does not count."""

    seq: Annotated[int, Field(ge=1)]
    """Its place in the sitting's stream."""
    reason: Words

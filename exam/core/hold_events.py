"""A legal hold: nothing of a sitting, or of one candidate in it, is erased or disposed of until two people lift it."""

from typing import Annotated

from pydantic import Field

from exam.core.events import Event, stored
from exam.core.item import Words


@stored
class HoldPlaced(Event):
    """Somebody ordered that nothing of it may be erased: a review, a court, an inspection."""

    session: str = ""
    """Of the candidate whom it concerns, empty for the whole sitting."""
    reason: Words


@stored
class HoldLiftProposed(Event):
    """Somebody proposed to lift a hold; another person decides."""

    seq: Annotated[int, Field(ge=1)]
    """The hold's place in the sitting's stream."""
    reason: Words


@stored
class HoldLifted(Event):
    """A second person agreed, and the hold is over."""

    seq: Annotated[int, Field(ge=1)]
    reason: Words
    proposed_by: str

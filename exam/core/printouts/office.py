"""What the authorised person writes down for printing, because no event may hold it (`exam/office/1`).

Birth numbers and addresses stay in this file: they are printed on the sheets of those who need them, and kept nowhere.
"""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from exam.core.item import Words
from exam.core.model import Frozen
from exam.core.timetable.day import Clock


class Fee(Frozen):
    """What the exam costs, and how it is paid."""

    amount: Words
    account_number: str = ""
    symbol: str = ""
    """Variabilní symbol, digits."""
    due: date | None = None


class OfficeCandidate(Frozen):
    """What a letter and the certificate need to know of one candidate."""

    address: str = ""
    born: date | None = None
    born_in: str = ""
    birth_number: str = ""
    """Rodné číslo; on the sheet for ISKA alone."""


class Office(Frozen):
    """The authorised person of a sitting, and what its letters say."""

    schema_: Annotated[Literal["exam/office/1"], Field(alias="schema")]
    contact: str = ""
    """Who answers questions."""
    phone: str = ""
    email: str = ""
    data_box: str = ""
    web: str = ""
    """Where the sitting is published."""
    starts: Clock | None = None
    file_number: str = ""
    """Of the decision on the authorisation; ISKA prints no certificate without it."""
    form: Literal["1", "2", "3", ""] = ""
    """Which form of the certificate: 1 natural person or entrepreneur, 2 legal person, 3 commission."""
    held_in: str = ""
    """The place of the exam as it stands in a sentence, declined: `v Nikdeškově`."""
    issued_in: str = ""
    """The place of issue, declined."""
    fee: Fee | None = None
    candidates: Mapping[Words, OfficeCandidate] = {}
    """By account."""

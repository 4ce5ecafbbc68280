"""How long records are kept, by class: data that name their legal ground, and say where nobody has verified it.

A record is kept through its last day; only after it may two people dispose of it.
"""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import Field

from exam.core.model import Frozen
from exam.problem import ExamError


class RetentionMissingError(ExamError):
    """The settings name no class for records of that kind, so nobody knows how long they are kept."""

    code: ClassVar[str] = "retention-missing"


class Keeping(StrEnum):
    """What a class of retention is for."""

    RECEIVED = "received"
    """Official records that an authorising body accepted."""
    OWN = "own"
    """Official records that the authorised person issued itself."""
    PRACTICE = "practice"
    RETURNED = "returned"
    """Files that were returned; they are no records."""


class RetentionClass(Frozen):
    """One class of retention."""

    keeps: Keeping
    years: Annotated[int, Field(ge=0, le=200)]
    """Counted from the day on which the record was issued; for a returned file from the day of its return."""
    ground: str
    """The provision that asks for it, in words."""
    verified: bool
    """Whether somebody has read that provision; what is unverified is shown as such wherever the class is shown."""


DEFAULT_CLASSES = (
    RetentionClass(
        keeps=Keeping.RECEIVED,
        years=55,
        ground="Autorizující orgán uchovává stejnopis osvědčení 55 let; že totéž platí pro záznam, není ověřeno.",
        verified=False,
    ),
    RetentionClass(
        keeps=Keeping.OWN,
        years=5,
        ground="§ 8 vyhlášky č. 208/2007 Sb.: autorizovaná osoba uchovává stejnopis záznamu 5 let od vydání.",
        verified=True,
    ),
    RetentionClass(
        keeps=Keeping.PRACTICE,
        years=0,
        ground="Žádný: cvičný záznam není záznamem o zkoušce.",
        verified=False,
    ),
    RetentionClass(
        keeps=Keeping.RETURNED,
        years=1,
        ground="Žádný nalezený předpis: vrácený soubor není záznamem; lhůta je volba tohoto pracoviště.",
        verified=False,
    ),
)
"""Where the settings say nothing else; what is known of each ground stands with it."""


def class_for(keeps: Keeping, classes: Sequence[RetentionClass]) -> RetentionClass:
    """Return the class of what is to be kept.

    Raises:
        RetentionMissingError: there is none.
    """
    for found in classes:
        if found.keeps is keeps:
            return found
    raise RetentionMissingError(keeps=keeps)


def last_day(since: date, years: int) -> date:
    """Return the last day on which something must be kept; what began on 29 February ends on 1 March."""
    try:
        return since.replace(year=since.year + years)
    except ValueError:
        return date(since.year + years, 3, 1)

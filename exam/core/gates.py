"""Numbers on which an exam rests, each with where it comes from and whether it was confirmed."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Generic, TypeVar

from pydantic import Field

from exam.core.item import Words
from exam.core.model import Frozen

Share = Annotated[Decimal, Field(ge=0, le=1)]


Count = Annotated[int, Field(ge=1)]


T = TypeVar("T")


class Confirmation(Frozen):
    """The authorised person's word that a derived text or unverified value is the authority's own."""

    by: Words
    on: date
    source: Words


class Claim(Frozen):
    """Something on which an exam rests, with where it comes from."""

    verified: bool
    source: Words
    confirmation: Confirmation | None = None

    @property
    def is_official(self) -> bool:
        """Tell whether an official exam may rest on it."""
        return self.verified or self.confirmation is not None


class GateValue(Claim, Generic[T]):
    """A number that decides."""

    value: T

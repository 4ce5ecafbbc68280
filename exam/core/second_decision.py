"""A second body that decides on what the commission proposes: which one a standard names, and what it decided."""

from datetime import date

from exam.core.gates import Claim
from exam.core.item import Words
from exam.core.model import Frozen


class SecondDecision(Claim):
    """That a result is only proposed until another body has decided on it."""

    body: Words
    """What the body is called, in the language of the standard."""
    sentence: Words


class RecordedDecision(Frozen):
    """What the body decided, as its minutes say."""

    body: Words
    confirmed: bool
    minutes: Words
    """Number or name of the minutes."""
    decided_on: date
    reason: str = ""

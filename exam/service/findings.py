"""What a look at the workspace found: one thing each, with a code whose sentence says how to mend it."""

from collections.abc import Mapping
from enum import StrEnum

from exam.core.chain import ChainBrokenError
from exam.core.model import Frozen
from exam.problem import ExamError
from exam.service.ports import JournalError


class Health(StrEnum):
    """How something was found."""

    GOOD = "good"
    WARNING = "warning"
    BAD = "bad"


class Finding(Frozen):
    """One thing that was looked at; the code's sentence says how to mend it."""

    check: str
    health: Health
    code: str
    arguments: Mapping[str, str] = {}
    damaged: bool = False
    """Whether the journal, or what it rests on, is not what it was."""


def good(check: str, code: str, **arguments: object) -> Finding:
    """Return a finding that needs nobody."""
    return Finding(check=check, health=Health.GOOD, code=code, arguments={k: str(v) for k, v in arguments.items()})


def bad(check: str, error: ExamError) -> Finding:
    """Return a finding from the refusal that the program would meet."""
    damaged = isinstance(error, JournalError | ChainBrokenError)
    return Finding(check=check, health=Health.BAD, code=error.code, arguments=error.arguments, damaged=damaged)


def warning(check: str, code: str, **arguments: object) -> Finding:
    """Return a finding that somebody should know of."""
    return Finding(check=check, health=Health.WARNING, code=code, arguments={k: str(v) for k, v in arguments.items()})


def fault(check: str, code: str, **arguments: object) -> Finding:
    """Return a finding of something that is not as it must be."""
    return good(check, code, **arguments).model_copy(update={"health": Health.BAD})


def damage(check: str, code: str, **arguments: object) -> Finding:
    """Return a finding that the journal, or what it rests on, is not what it was."""
    return good(check, code, **arguments).model_copy(update={"health": Health.BAD, "damaged": True})

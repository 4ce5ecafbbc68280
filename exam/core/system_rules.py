"""What a system of qualifications asks around a sitting: duties with their days, and how an early ending counts.

All of it is data with its source; what nobody has verified says so wherever it is shown.
"""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from exam.core.duties import Duty
from exam.core.item import Identifier, Words
from exam.core.model import Frozen
from exam.core.session_values import Ending
from exam.core.verdict import Result


class EndingEffect(Frozen):
    """How an exam that ended before it was fully run counts."""

    ending: Ending
    result: Result | None = None
    """None where it counts as no exam at all, so that nobody failed."""
    entry: str
    """What is entered for the candidate in the system's register (in the Czech one, ISKA); empty for nothing."""
    verified: bool
    source: Words


def _each_once(effects: tuple[EndingEffect, ...]) -> tuple[EndingEffect, ...]:
    """Return the effects of every early ending, none of them passed and none told twice."""
    told = [effect.ending for effect in effects]
    early = [ending for ending in Ending if ending is not Ending.FULLY_RUN]
    if sorted(told) != sorted(early) or any(effect.result is Result.PASSED for effect in effects):
        allowed = ", ".join(early)
        raise PydanticCustomError("endings_wrong", "each once, and none passed: {allowed}", {"allowed": allowed})
    return effects


class SystemRules(Frozen):
    """The rules of one system of qualifications."""

    schema_: Annotated[Literal["exam/rules/1"], Field(alias="schema")]
    system: Identifier
    holidays: Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
    """The country whose public holidays count (ISO 3166)."""
    endings: Annotated[tuple[EndingEffect, ...], AfterValidator(_each_once)]
    duties: Annotated[tuple[Duty, ...], Field(min_length=1)]

    def effect(self, ending: Ending) -> EndingEffect:
        """Return how an early ending counts."""
        return next(effect for effect in self.endings if effect.ending is ending)

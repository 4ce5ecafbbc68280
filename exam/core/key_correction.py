"""A key that turned out wrong: what is corrected, as the file of a correction and the events say it."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from exam.core.item import Identifier
from exam.core.model import Frozen


class Cancellation(StrEnum):
    """What becomes of an item that nobody can be judged by."""

    FULL_SCORE = "full_score"
    """Everybody has its full score."""
    TAKEN_OUT = "taken_out"
    """It counts neither for nor against anybody."""


class CorrectedKey(Frozen):
    """One item of one version with its right key, or cancelled, as it was once decided and is read for ever."""

    item: str
    version: int
    key: str | None = None
    cancelled: Cancellation | None = None


class KeyCorrection(CorrectedKey):
    """One item of one version with its right key, or cancelled, as somebody asks for it: exactly one of the two."""

    item: Identifier
    version: Annotated[int, Field(ge=1)]
    key: Annotated[str, Field(pattern=r"^[a-z]$")] | None = None
    """The option or transcript that is right."""
    cancelled: Cancellation | None = None

    def decided(self) -> CorrectedKey:
        """Return the correction as events hold it."""
        return CorrectedKey.model_validate(self.model_dump())

    @model_validator(mode="after")
    def _one_of_two(self) -> Self:
        if (self.key is None) is (self.cancelled is None):
            raise ValueError("key / cancelled: 1")
        return self


class KeyFix(Frozen):
    """A file that says which keys are corrected; `exam replay --with-key` shows what would follow."""

    schema_: Annotated[Literal["exam/key-correction/1"], Field(alias="schema")]
    corrections: Annotated[tuple[KeyCorrection, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        if len(standing(self.corrections)) < len(self.corrections):
            raise ValueError("item / version: 1")
        return self


def standing(corrections: Iterable[CorrectedKey]) -> dict[tuple[str, int], CorrectedKey]:
    """Return the correction that stands for each item and version: the last one."""
    return {(correction.item, correction.version): correction for correction in corrections}

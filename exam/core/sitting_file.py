"""A sitting as somebody writes it down before it is planned; people are named by their accounts."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from exam.core.item import Words
from exam.core.judging import AgreementRule, JudgingMode
from exam.core.model import Frozen
from exam.core.sitting_events import SittingPart


class SittingFile(Frozen):
    """All that a sitting starts from."""

    schema_: Annotated[Literal["exam/sitting/1"], Field(alias="schema")]
    standard: Words
    place: Words
    starts_on: date
    chair: Words
    members: Annotated[tuple[Words, ...], Field(min_length=1)]
    """Without the chair."""
    candidates: tuple[Words, ...] = ()
    parts: tuple[SittingPart, ...] = ()
    """Empty for a sitting of one day."""
    agreement: AgreementRule | None = None
    """As the settings say where it is missing."""
    judging: JudgingMode | None = None
    """Sealed or joint; as the settings say where it is missing."""

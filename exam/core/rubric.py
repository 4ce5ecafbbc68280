"""How a criterion is judged: what met and not met look like, and the phrases in which examiners give reasons."""

from typing import Annotated, Literal

from pydantic import Field

from exam.core.item import Identifier, Words
from exam.core.model import Frozen
from exam.core.rules import Letter


class CriterionRubric(Frozen):
    """The anchors of one criterion."""

    id: Letter
    met: Annotated[tuple[Words, ...], Field(min_length=1)]
    not_met: Annotated[tuple[Words, ...], Field(min_length=1)]
    phrases: tuple[Words, ...] = ()
    """Ready reasons for one not met; the examiner makes them concrete."""


class Rubric(Frozen):
    """One file in `rubrics/<standard>/` beside `standard.yaml`."""

    schema_: Annotated[Literal["exam/rubric/1"], Field(alias="schema")]
    standard: Words
    competency: Identifier
    criteria: Annotated[tuple[CriterionRubric, ...], Field(min_length=1)]

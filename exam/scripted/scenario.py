"""A scenario file: who takes part, and step by step what they do; see `docs/scenarios.md`."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, Field

from exam.core.identity import Identity
from exam.core.item import Identifier, Words
from exam.core.model import Frozen
from exam.service.access import Role


class ScriptedPerson(Frozen):
    """Somebody who takes part; every name is plainly fictitious."""

    id: Identifier
    role: Role
    identity: Identity


class Step(Frozen):
    """One thing that somebody does."""

    actor: Identifier
    action: Annotated[str, Field(pattern=r"^[a-z]+(_[a-z]+)*$")]
    arguments: Mapping[str, Any] = {}
    minutes: Annotated[int, Field(ge=0, le=600)] = 0
    """How much time passes before the step."""
    refused: str = ""
    """The code of the refusal that the step must meet; empty when it must succeed."""


class Scenario(Frozen):
    """A whole scripted exam."""

    schema_: Annotated[Literal["exam/scenario/1"], Field(alias="schema")]
    title: Words
    standard: Words
    starts_at: AwareDatetime
    seed: Words
    """Everything drawn in the scenario follows from it."""
    without_record: bool = False
    """Whether it ends without an archived record: an excused candidate, a sitting that is not held."""
    people: Annotated[tuple[ScriptedPerson, ...], Field(min_length=2)]
    steps: Annotated[tuple[Step, ...], Field(min_length=1)]

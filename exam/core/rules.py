"""The rules by which criteria make a competency, as data beside the standard's own sentence."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field

from exam.core.item import Words
from exam.core.model import Frozen

Letter = Annotated[str, Field(pattern=r"^[a-z]$")]


class AllRule(Frozen):
    """Every binding criterion must be met."""

    kind: Literal["all"]
    sentence: Words


class AtLeastRule(Frozen):
    """So many criteria must be met, these among them."""

    kind: Literal["at_least"]
    sentence: Words
    count: Annotated[int, Field(ge=1)]
    including: tuple[Letter, ...] = ()


class PointsRule(Frozen):
    """Each met criterion brings its points, and so many are needed."""

    kind: Literal["points"]
    sentence: Words
    points: Mapping[Letter, Annotated[int, Field(ge=0)]]
    threshold: Annotated[int, Field(ge=1)]


Rule = Annotated[AllRule | AtLeastRule | PointsRule, Field(discriminator="kind")]

"""A scale: the parts of an exam bring points, their sum is a mark, and the mark is the result; every number is data."""

from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Annotated, NamedTuple

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from exam.core.gates import Claim, Share
from exam.core.item import CriterionRef, Identifier, Words
from exam.core.model import Frozen

HUNDREDTH = Decimal("0.01")
Worth = Annotated[int, Field(ge=1)]


class Score(NamedTuple):
    """What somebody reached in a task, and what could be reached."""

    reached: Decimal
    most: Decimal


class ScalePart(Frozen):
    """A part of the exam: its points come from scored tests, or from criteria that people judge."""

    id: Identifier
    title: Words
    points: Worth
    """The most that it can bring."""
    floor: Share = Decimal(0)
    """The share of its points without which no mark passes."""
    tests: tuple[Identifier, ...] = ()
    """Tasks whose scores count."""
    criteria: Mapping[CriterionRef, Worth] = {}
    """What each criterion weighs against the others."""


class Mark(Frozen):
    """One step of the scale."""

    mark: Words
    title: str = ""
    least: Annotated[int, Field(ge=0)]
    """How many points of all parts it takes."""
    passes: bool


def _rising(marks: tuple[Mark, ...]) -> tuple[Mark, ...]:
    """Return marks that rise from no points at all, those that fail before those that pass, some of each."""
    steps, passing = [mark.least for mark in marks], [mark.passes for mark in marks]
    some_of_each = (passing[0], passing[-1]) == (False, True)
    if steps[0] != 0 or steps != sorted(set(steps)) or passing != sorted(passing) or not some_of_each:
        raise PydanticCustomError("marks_wrong", "marks rise from 0 and fail before they pass", {})
    return marks


class Scale(Claim):
    """How points make the result where it does not simply follow from the competencies."""

    sentence: Words
    parts: Annotated[tuple[ScalePart, ...], Field(min_length=1)]
    marks: Annotated[tuple[Mark, ...], Field(min_length=2), AfterValidator(_rising)]


class PartPoints(Frozen):
    """What a part brought."""

    part: Identifier
    title: Words
    points: Decimal
    most: int


class Points(Frozen):
    """What all parts brought, and which mark that is."""

    parts: tuple[PartPoints, ...]
    total: Decimal
    most: int
    mark: Words
    title: str
    passes: bool


def award(scale: Scale, met: Collection[str], scores: Mapping[str, Score]) -> Points:
    """Return points and mark for the criteria met and the scores of tests; points are cut to hundredths.

    More criteria or a higher score never lower a mark.
    """
    parts = tuple(_brought(part, met, scores) for part in scale.parts)
    total = sum((part.points for part in parts), Decimal(0))
    reached = [mark for mark in scale.marks if mark.least <= total]
    floors = all(found.points >= part.floor * part.points for part, found in zip(scale.parts, parts, strict=True))
    mark = next(step for step in reversed(reached) if floors or not step.passes)
    return Points(
        parts=parts,
        total=total,
        most=sum(part.points for part in scale.parts),
        mark=mark.mark,
        title=mark.title,
        passes=mark.passes,
    )


def _brought(part: ScalePart, met: Collection[str], scores: Mapping[str, Score]) -> PartPoints:
    tests = [scores[test] for test in part.tests if test in scores]
    weighed = Decimal(sum(worth for name, worth in part.criteria.items() if name in met))
    reached = sum((score.reached for score in tests), weighed)
    most = sum((score.most for score in tests), Decimal(sum(part.criteria.values())))
    whole = len(tests) == len(part.tests) and most
    hundredths = 100 * part.points * reached // most if whole else Decimal(0)
    return PartPoints(part=part.id, title=part.title, points=hundredths * HUNDREDTH, most=part.points)

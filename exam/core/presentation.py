"""What a presentation shows, as text for those who judge it; nothing here says whether any of it is right."""

from typing import Annotated, Literal

from pydantic import Field

from exam.core.model import Frozen

MAX_SLIDES = 200
MAX_TEXT = 200_000
"""Characters of the whole presentation; nobody reads more in front of a panel."""


class Line(Frozen):
    """A line of a slide, and how far it is indented."""

    text: str
    level: int = 0


class Chart(Frozen):
    """A chart, by what it says of itself."""

    kind: str
    title: str = ""
    series: tuple[str, ...] = ()


class Picture(Frozen):
    """A picture, by what stands for it where it cannot be seen."""

    name: str
    description: str = ""


class Slide(Frozen):
    """One slide, in reading order."""

    title: str = ""
    hidden: bool = False
    lines: tuple[Line, ...] = ()
    tables: tuple[tuple[tuple[str, ...], ...], ...] = ()
    """Rows of cells."""
    charts: tuple[Chart, ...] = ()
    pictures: tuple[Picture, ...] = ()
    notes: tuple[str, ...] = ()
    """What the speaker wrote for himself."""


class Outline(Frozen):
    """The whole presentation."""

    schema_: Annotated[Literal["exam/presentation-outline/1"], Field(alias="schema")] = "exam/presentation-outline/1"
    slides: tuple[Slide, ...]
    left_out: bool = False
    """Whether there was more than is told here."""

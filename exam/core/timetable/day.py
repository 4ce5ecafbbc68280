"""What the authorised person writes down about a day: rooms, people, things, minutes (`exam/day/1`)."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from exam.core.item import Identifier, Words
from exam.core.model import Frozen

HOUR = 60
Clock = Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
"""A time of the day, `08:30`."""
Minutes = Annotated[int, Field(ge=0, le=600)]
Amount = Annotated[int, Field(ge=0, le=100)]


def minute_of(clock: str) -> int:
    """Return the minute of the day."""
    hours, _, minutes = clock.partition(":")
    return int(hours) * HOUR + int(minutes)


def clock_of(minute: int) -> str:
    """Spell a minute of the day; one after midnight goes on counting hours."""
    return f"{minute // HOUR:02}:{minute % HOUR:02}"


class Use(StrEnum):
    """What a room is fit for; who writes needs quiet, so both never happen in one room at once."""

    WRITING = "writing"
    SPEAKING = "speaking"


class Room(Frozen):
    """A room, and who watches those who write in it."""

    id: Words
    use: Annotated[tuple[Use, ...], Field(min_length=1)]
    seats: Annotated[int, Field(ge=1, le=100)] = 1
    """Candidates who can write there at once."""
    invigilators: tuple[Words, ...] = ()
    """Accounts or names; a room without one needs an examiner who is free."""


class Presence(Frozen):
    """From when until when somebody is there; all day without either."""

    arrives: Clock | None = None
    leaves: Clock | None = None


class Break(Frozen):
    """Everybody who is there for the whole span has so many minutes to himself within it."""

    after: Clock
    before: Clock
    minutes: Annotated[int, Field(ge=1, le=240)]


class Closure(Frozen):
    """A span in which nothing runs: a power cut, a fire drill."""

    after: Clock
    before: Clock


class TaskDay(Frozen):
    """What a day needs for one task beyond what the standard says."""

    minutes: Minutes | None = None
    """Before the commission, for what is handed in and then spoken about; the standard gives one time for both."""
    judging: Minutes | None = None
    """Afterwards, without the candidate."""
    paper: bool = False
    """Whether what is handed in is written on paper, so that no computer is needed."""
    phones: Amount | None = None


class CandidateDay(Frozen):
    """What is known of one candidate before the day."""

    extra_percent: Annotated[int, Field(ge=0, le=200)] = 0
    skips: tuple[Identifier, ...] = ()
    """Tasks that he need not do: a certificate or a recognised competency stands for them."""
    arrives: Clock | None = None
    leaves: Clock | None = None


class Day(Frozen):
    """One day of a sitting."""

    schema_: Annotated[Literal["exam/day/1"], Field(alias="schema")]
    starts: Clock = "08:00"
    ends: Clock | None = None
    """Without it the day is as long as it takes."""
    rooms: Annotated[tuple[Room, ...], Field(min_length=1)]
    computers: Amount
    phones: Amount = 2
    scoring: Literal["paper", "shared"] = "paper"
    """Whether the commission scores at one of the candidates' computers."""
    panel: Annotated[int, Field(ge=1)] | None = None
    """Examiners before whom each task is performed; all of them without it."""
    grid: Annotated[int, Field(ge=1, le=60)] = 5
    """Everything begins at a multiple of so many minutes."""
    admission: Minutes = 10
    """Identity, induction and rules, before each candidate's first task."""
    deliberation: Minutes = 0
    """The commission alone, after each candidate's last task."""
    judging: Minutes = 0
    """The commission alone, after each performance."""
    tasks: Mapping[Identifier, TaskDay] = {}
    people: Mapping[Words, Presence] = {}
    """Examiners and invigilators who are not there all day."""
    candidates: Mapping[Words, CandidateDay] = {}
    """By account or session."""
    breaks: tuple[Break, ...] = ()
    closed: tuple[Closure, ...] = ()

"""What stands on the board of a sitting: people, what they do, plan and course, and what is in the way of the end."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from exam.core.sitting_events import Equipment
from exam.service.console_view import Step, TaskLine


@dataclass(frozen=True, slots=True)
class MemberLine:
    """One of the commission."""

    account: str
    name: str
    chair: bool
    present: bool
    lapses: bool
    """Whether his authorisation ends before the last part."""
    busy: tuple[str, ...] = ()
    """Tasks that are performed before him now."""
    to_judge: int = 0
    """Closed tasks that he has yet to judge."""


@dataclass(frozen=True, slots=True)
class AttendantLine:
    """Somebody beside the commission."""

    name: str
    part: str


@dataclass(frozen=True, slots=True)
class PlannedTask:
    """One task in the timetable, and when it really began."""

    task: str
    title: str
    starts: datetime
    ends: datetime
    room: str
    opened_at: datetime | None

    def delay(self, now: datetime) -> int:
        """Return by how many minutes it began late, or is late now; negative for early, 0 while it is to come."""
        if self.opened_at is not None:
            return round((self.opened_at - self.starts).total_seconds() / 60)
        return max(0, int((now - self.starts).total_seconds() // 60))


@dataclass(frozen=True, slots=True)
class JudgedBy:
    """A closed task before its panel."""

    task: str
    title: str
    waiting: tuple[str, ...]
    """Names of those who have yet to judge."""
    revealed: bool
    agreed: int
    of: int


@dataclass(frozen=True, slots=True)
class SeatLine:
    """One candidate on the day."""

    session: str
    candidate: str
    step: Step
    running: tuple[TaskLine, ...]
    hands: tuple[TaskLine, ...]
    """The tasks in which he asks for an examiner; one that was handed in meanwhile is among them."""
    done: int
    """Tasks that are closed."""
    tasks: int
    """Tasks that there are, without what is excused."""
    judging: tuple[JudgedBy, ...]
    """Closed tasks that are not agreed."""
    planned: PlannedTask | None
    """What runs by the timetable, or comes next."""
    extra_percent: int
    approved_percent: int
    """More time that was approved before the day and is not granted yet."""
    result: str | None
    ending: str | None
    ending_reason: str


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that happened: a code of the catalogues with its arguments."""

    at: datetime
    code: str
    arguments: Mapping[str, str]
    candidate: str = ""
    by: str = ""
    loud: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """Why the sitting cannot be closed: a code of the catalogues, about whom, and how much of it."""

    code: str
    candidate: str = ""
    count: int = 0


@dataclass(frozen=True, slots=True)
class SittingBoard:
    """One sitting at a glance."""

    sitting: str
    code: str
    place: str
    days: tuple[date, ...]
    standing: str
    now: datetime
    may_lead: bool
    """Whether whoever asks is of the commission."""
    members: tuple[MemberLine, ...]
    attendants: tuple[AttendantLine, ...]
    equipment: tuple[Equipment, ...]
    seats: tuple[SeatLine, ...]
    blocks: tuple[Block, ...]
    happenings: tuple[Happening, ...]
    """In order."""
    planned: bool
    """Whether a timetable is kept."""
    pauses: tuple[str, ...]
    """Reasons for which clocks stand now."""

    @property
    def clocks(self) -> tuple[int, int]:
        """How many clocks run and how many stand."""
        stand = [bool(line.clock and line.clock.paused) for seat in self.seats for line in seat.running]
        return stand.count(False), stand.count(True)

"""What happens around a scene before the panel: the call, whoever is stopped, help, a break, and notes."""

from enum import StrEnum
from typing import Literal

from exam.core.events import stored
from exam.core.session_events import TaskEvent

Dialler = Literal["candidate", "figurant"]
Stopper = Literal["candidate", "examiner"]


class HoldGround(StrEnum):
    """Why the clock of a scene stands, as the reason of its pause; any other reason is somebody's own words."""

    LINE_DROPPED = "line-dropped"
    ABUSIVE_CALLER = "abusive-caller"
    HELP = "help"
    HARD_SCENE = "hard-scene"


@stored
class CallAwaited(TaskEvent):
    """A task by telephone was opened; its clock stands until somebody picks up."""


@stored
class CallPrepared(TaskEvent):
    """The line was told: its number, who dials, and whether a test call worked."""

    number: str
    dialled_by: Dialler
    tested: bool


@stored
class CallPickedUp(TaskEvent):
    """Somebody who watches saw the call picked up; the clock runs from here."""


@stored
class CallerStopped(TaskEvent):
    """A caller who became abusive was stopped: the candidate used his right, or an examiner did it for him."""

    who: Stopper


@stored
class HandAnswered(TaskEvent):
    """An examiner came to a candidate who had asked for one."""


@stored
class BreakAsked(TaskEvent):
    """The candidate asked for a short break after a hard scene."""


@stored
class BreakBegun(TaskEvent):
    """The candidate has a short break after a hard scene; it costs no time."""


@stored
class BreakEnded(TaskEvent):
    """The break is over."""


@stored
class NoteTaken(TaskEvent):
    """An examiner wrote something down for himself while he watched; the panel reads it once it has judged."""

    text: str
    criterion: str | None
    """What it is about, where he said so."""
    clock_ms: int
    """How much of the task's time had run."""

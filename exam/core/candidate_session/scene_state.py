"""What is known of a scene before the panel beside its judging: the call, the notes, a break after it."""

from dataclasses import dataclass
from datetime import datetime

from exam.core.scene_events import CallPrepared


@dataclass(frozen=True, slots=True)
class Note:
    """What an examiner wrote down while he watched."""

    at: datetime
    by: str
    text: str
    criterion: str | None
    clock_ms: int
    """How much of the task's time had run."""


@dataclass(frozen=True, slots=True)
class SceneState:
    """The scene of one task."""

    awaited: bool = False
    """Whether it is by telephone and nobody has picked up yet."""
    call: CallPrepared | None = None
    picked_up_at: datetime | None = None
    picked_up_by: str = ""
    notes: tuple[Note, ...] = ()
    break_asked: bool = False
    """Whether the raised hand asks for a break."""


@dataclass(frozen=True, slots=True)
class Break:
    """A short break after a hard scene."""

    task: str
    since: datetime

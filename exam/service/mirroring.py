"""The second copy as the use cases see it: how far it is behind, never a reason for an exam to stop."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from exam.problem import ExamError


class MirrorStanding(StrEnum):
    """How the second copy stands."""

    OFF = "off"
    """The settings name none."""
    OK = "ok"
    LAGGING = "lagging"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class MirrorState:
    """The second copy at one moment."""

    standing: MirrorStanding = MirrorStanding.OFF
    events: int = 0
    """How many events it lacks."""
    seconds: int = 0
    """For how long it has lacked something, at most."""
    since: datetime | None = None
    """Since when it is lost."""
    fault: ExamError | None = None
    """Why it is lost, as a refusal that is not raised."""
    same_device: bool = False
    """Whether it lies on the workspace's own device, so that both would be lost together."""


class Mirror(Protocol):
    """Whoever keeps the second copy."""

    def state(self) -> MirrorState:
        """Return how it stands; never raises and never waits for the copy's device."""
        ...


class NoMirror:
    """No second copy."""

    def state(self) -> MirrorState:
        """Return that there is none."""
        return MirrorState()

"""The second copy that runs along: a thread of its own, which nobody waits for and which stops nobody.

It looks twice a second whether somebody committed. Between two copies it rests nine times as long as the last one took,
so that it never takes more than a tenth of either disk's time; how far it is behind is told at any moment.
"""

import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from threading import Event, Lock, Thread
from types import TracebackType
from typing import Self

from exam.copies.faults import CopyInsideError, MirrorAheadError, MirrorFailedError
from exam.copies.files import Sources
from exam.copies.writing import MirrorWriter
from exam.problem import ExamError
from exam.service.mirroring import MirrorStanding, MirrorState

POLL_S = 0.5
FILES_EVERY = 20
"""Polls after which files are looked at although nobody committed: keys, banks, settings."""
RETRY_S = 2.0
REST = 9
PATIENCE_S = 20.0
"""How long a closing workspace waits for the last turn."""


class RunningMirror:
    """Keeps a second copy while the workspace is open."""

    def __init__(self, writer: MirrorWriter, sources: Sources, now: Callable[[], datetime]) -> None:
        self._writer = writer
        self._sources = sources
        self._now = now
        self._guard = Lock()
        self._version: tuple[int, ...] = ()
        self._copied = 0
        self._even_at = time.monotonic()
        self._since: datetime | None = None
        self._fault: ExamError | None = None
        self._same_device = False
        self._polls = 0
        self._stop = Event()
        self._thread = Thread(target=self._run, name="second-copy", daemon=True)

    def __enter__(self) -> Self:
        """Begin.

        Raises:
            MirrorAheadError: the copy holds events that the workspace does not; going on here would make two histories.
        """
        self._guarded(self._writer.connect)
        if isinstance(self._fault, MirrorAheadError):
            self._writer.leave()
            raise self._fault
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Bring the copy up to date once more and stop; a device that hangs is not waited for."""
        self._stop.set()
        self._thread.join(PATIENCE_S)

    def state(self) -> MirrorState:
        """Return how the copy stands; never raises and never waits for its device."""
        try:
            events, version = self._sources.events(), self._sources.version()
        except ExamError:
            events, version = self._copied, self._version
        with self._guard:
            behind = max(0, events - self._copied)
            uneven = bool(behind) or version != self._version or self._fault is not None
            standing = MirrorStanding.LAGGING if uneven else MirrorStanding.OK
            return MirrorState(
                standing=MirrorStanding.LOST if self._fault else standing,
                events=behind,
                seconds=int(time.monotonic() - self._even_at) if uneven else 0,
                since=self._since,
                fault=self._fault,
                same_device=self._same_device,
            )

    def _run(self) -> None:
        while not self._stop.is_set():
            began = time.monotonic()
            self._guarded(self._turn)
            taken = time.monotonic() - began
            self._stop.wait(max(RETRY_S if self._fault else POLL_S, REST * taken))
        self._polls = 0
        self._guarded(self._turn)
        self._writer.leave()

    def _guarded(self, work: Callable[[], None]) -> None:
        """Do it; whatever goes wrong is the copy's state, and the next turn begins anew."""
        try:
            work()
        except ExamError as fault:
            self._lose(fault)
        except OSError as error:
            self._lose(MirrorFailedError(folder=self._writer.folder, reason=error.strerror or type(error).__name__))
        except Exception as error:  # noqa: BLE001 - the worker boundary; re-reported as the copy's state
            self._lose(MirrorFailedError(folder=self._writer.folder, reason=type(error).__name__))

    def _turn(self) -> None:
        """Copy what changed; after a loss, or when somebody else wrote there, everything is looked at again."""
        connected = self._writer.connected
        if not connected:
            self._writer.connect()
        version, events, began = self._sources.version(), self._sources.events(), time.monotonic()
        changed = not connected or version != self._version
        if changed or self._polls % FILES_EVERY == 0:
            self._writer.turn(self._now(), databases=changed)
        self._polls += 1
        devices = {place.stat().st_dev for place in (self._writer.folder, self._writer.workspace)}
        with self._guard:
            self._version, self._copied, self._even_at = version, events, began
            self._since = self._fault = None
            self._same_device = len(devices) == 1

    def _lose(self, fault: ExamError) -> None:
        self._writer.leave()
        with self._guard:
            self._fault = fault
            self._since = self._since or self._now()


def copy_place(workspace: Path, named: str) -> Path:
    """Return the folder that the settings name for the second copy.

    Raises:
        CopyInsideError: it lies inside the workspace, or the workspace inside of it.
    """
    place = (workspace / Path(named).expanduser()).resolve()
    if place.is_relative_to(workspace) or workspace.is_relative_to(place):
        raise CopyInsideError(folder=place, workspace=workspace)
    return place

"""Whole workspaces on their way: gone on from a second copy, kept in a backup, put back from one.

What is brought lies in a hidden folder below its place until all of it was checked; then it takes its names, the
settings last, so that half a workspace is none.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from exam import __version__
from exam.bootstrap import (
    LOCK,
    WorkspaceExistsError,
    WorkspaceUnwritableError,
    open_workspace,
    own,
)
from exam.checking import verify_record
from exam.machine import SystemClock
from exam.problem import ExamError
from exam.service.ports import JournalError

if TYPE_CHECKING:
    from pathlib import Path

    from exam.bootstrap import Workspace
    from exam.service.findings import Finding
    from exam.service.ports import Clock, Randomness

STAGE = ".new"
KEYS = "keys"
"""A folder that every workspace has, also where it holds nothing that could be copied."""
CHECKED = frozenset({"journal", "blobs", "archive"})


class CopyDamagedError(JournalError):
    """What was brought is not whole; nothing was put in its place. What was found is told one by one."""

    code: ClassVar[str] = "copy-damaged"

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__(count=len(findings))
        self.findings = findings


@dataclass(frozen=True, slots=True)
class Moved:
    """A workspace that was brought and checked."""

    folder: Path
    at: str
    """As of when the copy was."""
    streams: int
    events: int
    blobs: int
    sessions: tuple[str, ...] = ()
    """The candidate sessions that go on."""
    resumption: str = ""
    refused: ExamError | None = None
    """Why the second copy could not be told that the workspace goes on elsewhere."""


def back_up(folder: Path, target: Path) -> int:
    """Write a backup, read it back against its own list, and return how many files it holds.

    Raises:
        ExamError: there is no workspace, or it cannot be copied; a file that was not good is removed again.
        OSError: the target's folder does not take it.
    """
    from exam.copies.backup import write_backup  # noqa: PLC0415 - only those who copy need it
    from exam.copies.restoring import unpack_backup  # noqa: PLC0415 - see above
    from exam.journal.snapshot import Databases  # noqa: PLC0415 - see above

    with open_workspace(folder, owning=False) as workspace, Databases(workspace.folder) as databases:
        at = workspace.ports.clock.now().isoformat()
        write_backup(workspace.folder, target, databases, at=at, program=__version__)
    try:
        return len(unpack_backup(target, None).files)
    except (ExamError, OSError):
        target.unlink(missing_ok=True)
        raise


def restore(backup: Path, folder: Path) -> Moved:
    """Put a backup into an empty folder once every file, chain and blob was found whole.

    Raises:
        ExamError: the folder is not empty, or the backup is none or not whole; nothing is put into the folder.
        OSError: the backup cannot be read, or the folder does not take it.
    """
    from exam.copies.restoring import unpack_backup  # noqa: PLC0415 - only those who copy need it

    with _staged(folder) as stage:
        manifest = unpack_backup(backup, stage)
        with open_workspace(stage, mirrored=False) as workspace:
            found = _checked(workspace, manifest.at)
    return replace(found, folder=folder.resolve())


def resume(mirror: Path, folder: Path, *, clock: Clock | None = None, randomness: Randomness | None = None) -> Moved:
    """Go on from a second copy in an empty folder: copy, check, journal the move, and tell the second copy.

    Raises:
        ExamError: it is no second copy, a running process writes it, or it is not whole; or the folder is not empty.
        OSError: a device fails.
    """
    from exam.copies.marker import read_marker  # noqa: PLC0415 - only those who copy need it
    from exam.service.resuming import journal_resumption  # noqa: PLC0415 - see above

    source = mirror.resolve()
    with ExitStack() as held:
        used = clock or SystemClock()
        marker = read_marker(source)
        with suppress(WorkspaceUnwritableError):  # a copy that cannot be written is nobody's
            own(source, used.now(), held)
        with _staged(folder) as stage:
            _fetch(source, stage)
            with open_workspace(stage, clock=clock, randomness=randomness, mirrored=False) as workspace:
                found = _checked(workspace, marker.at)
                move = journal_resumption(workspace.ports, workspace.service)
    place = folder.resolve()
    return replace(
        found, folder=place, sessions=move.sessions, resumption=move.id, refused=_told(place, source, used.now())
    )


@contextmanager
def _staged(folder: Path) -> Iterator[Path]:
    """Give a hidden folder to fill; what is in it takes its place in the end, or is removed when something is refused.

    Raises:
        WorkspaceExistsError: the folder is not empty, or is a file.
        WorkspaceUnwritableError: it cannot be made.
    """
    from exam.settings import FILE  # noqa: PLC0415 - as in bootstrap

    place = folder.resolve()
    stage = place / STAGE
    try:
        if place.is_file() or (place.exists() and any(place.iterdir())):
            raise WorkspaceExistsError(folder=place)
        stage.mkdir(parents=True, mode=0o700)
    except OSError as error:
        raise WorkspaceUnwritableError(folder=place, reason=error.strerror or error) from error
    try:
        (stage / KEYS).mkdir(mode=0o700)
        yield stage
        shutil.rmtree(stage / LOCK.parent)
        for entry in sorted(stage.iterdir(), key=lambda found: found.name == FILE):
            entry.rename(place / entry.name)
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _fetch(source: Path, stage: Path) -> None:
    """Bring every file of a second copy; one that is not there any more was erased."""
    from exam.copies.files import DATABASES, put_copy, walked  # noqa: PLC0415 - only those who copy need it
    from exam.journal.snapshot import copy_database  # noqa: PLC0415 - see above

    for name in walked(source):
        put_copy(source / name, stage, name)
    for name in DATABASES:
        copy_database(source / name, stage / name)


def _checked(workspace: Workspace, at: str) -> Moved:
    """Return what a workspace holds, every chain, blob and archived record looked at.

    Raises:
        CopyDamagedError: something is not what it was.
    """
    from exam.service.diagnosis import Diagnosis  # noqa: PLC0415 - as in bootstrap
    from exam.service.findings import Health  # noqa: PLC0415 - as in bootstrap
    from exam.service.resuming import named_blobs  # noqa: PLC0415 - see above

    journal = workspace.ports.journal
    findings = Diagnosis(workspace.ports, lambda data: verify_record(data, ()).record).findings()
    faults = tuple(found for found in findings if found.check in CHECKED and found.health is Health.BAD)
    if faults:
        raise CopyDamagedError(faults)
    names = journal.streams()
    return Moved(
        folder=workspace.folder,
        at=at,
        streams=len(names),
        events=sum(journal.head(name).seq for name in names),
        blobs=len(named_blobs(journal)),
    )


def _told(folder: Path, mirror: Path, now: datetime) -> ExamError | None:
    """Bring the second copy up to date with the resumption, so that the first folder meets it there."""
    from exam.copies.faults import MirrorFailedError  # noqa: PLC0415 - only those who copy need it
    from exam.copies.writing import MirrorWriter  # noqa: PLC0415 - see above
    from exam.journal.snapshot import Databases  # noqa: PLC0415 - see above

    try:
        with Databases(folder) as databases:
            writer = MirrorWriter(
                folder, mirror, databases, hold=lambda copy, held: own(copy, now, held), named=frozenset
            )
            writer.connect()
            writer.turn(now, databases=True)
            writer.leave()
    except ExamError as refused:
        return refused
    except OSError as error:
        return MirrorFailedError(folder=mirror, reason=error.strerror or error)
    return None

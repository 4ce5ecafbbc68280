"""The only place that builds clock, ids, randomness, stores, signer and publisher, and joins them to a service.

Each function imports what it builds: `exam check` needs no PDF library, `exam verify` no journal. A workspace opens
without the libraries of records, spreadsheets and signatures; they come when somebody first asks for them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from exam import __version__
from exam.garbage import undisturbed
from exam.machine import SystemClock, SystemRandomness, host_name
from exam.problem import ExamError

if TYPE_CHECKING:
    from exam.core.key_correction import CorrectedKey
    from exam.core.replay import Replayed
    from exam.service.exam_service import ExamService
    from exam.service.ports import Clock, Mirror, Ports, Randomness, Room, Workbooks
    from exam.settings import Settings

CONTENT = ("item_banks", "rubrics", "reports")
LOCK = Path(".run") / "lock"


class WorkspaceExistsError(ExamError):
    """The folder holds a workspace, or something else."""

    code: ClassVar[str] = "workspace-exists"


class WorkspaceMissingError(ExamError):
    """The folder holds no workspace."""

    code: ClassVar[str] = "workspace-missing"


class WorkspaceInsideError(ExamError):
    """The folder lies inside the content that would be copied into it, without end."""

    code: ClassVar[str] = "workspace-inside"


class WorkspaceUnwritableError(ExamError):
    """The folder does not take what a workspace needs."""

    code: ClassVar[str] = "workspace-unwritable"


class WorkspaceIsCopyError(ExamError):
    """The folder is a second copy, in which nobody works: it is gone on from, elsewhere."""

    code: ClassVar[str] = "workspace-is-copy"


class WorkspaceBusyError(ExamError):
    """Another process owns the workspace."""

    code: ClassVar[str] = "workspace-busy"


def system_clock() -> Clock:
    """Return the machine's clock in the default zone."""
    return SystemClock()


@dataclass(frozen=True, slots=True)
class Workspace:
    """An opened workspace."""

    folder: Path
    settings: Settings
    ports: Ports
    service: ExamService

    def make_practice_keys(self, who: Sequence[str]) -> tuple[Path, ...]:
        """Make practice keys for these signers and the seal, where they have none; return the files."""
        from exam.publishing.practice_keys import make_practice_keys  # noqa: PLC0415 - see above

        names = {account: self._name(account) for account in who}
        return make_practice_keys(self.folder / "keys", names, at=self.ports.clock.now())

    def sessions(self) -> tuple[str, ...]:
        """Return the ids of all candidate sessions."""
        return tuple(name.removeprefix("session/") for name in self.ports.journal.streams("session/"))

    def _name(self, account_id: str) -> str:
        for account in self.ports.people.accounts():
            version = self.ports.people.identity(account.identity) if account.id == account_id else None
            if version is not None:
                return version.identity.full_name
        return account_id


def is_workspace(folder: Path) -> bool:
    """Tell whether the folder is a workspace; a checkout, which has settings too, is none."""
    if not (folder / "keys").is_dir():
        return False
    return (folder / "exam.toml").is_file()


@contextmanager
def open_workspace(
    folder: Path | None,
    *,
    clock: Clock | None = None,
    randomness: Randomness | None = None,
    owning: bool = True,
    mirrored: bool = True,
) -> Iterator[Workspace]:
    """Open the workspace in `folder`, or in this one, and close it again.

    Whoever runs exams owns it: two processes would each charge the candidate the same minutes. `owning` is false for
    those who only look. The owner keeps the second copy that the settings name, unless `mirrored` is false.

    Raises:
        WorkspaceMissingError: there is none.
        WorkspaceIsCopyError: it is a second copy.
        WorkspaceBusyError: another process owns it.
        ExamError: its settings, content or journal cannot be used.
    """
    from exam.journal.room import DiskRoom  # noqa: PLC0415 - see above
    from exam.service.exam_service import ExamService  # noqa: PLC0415 - see above
    from exam.service.sessions import MEGABYTE  # noqa: PLC0415 - see above
    from exam.settings import read_settings  # noqa: PLC0415 - see above

    place = (folder or Path.cwd()).resolve()
    _require_workspace(place)
    settings = read_settings(place)
    with ExitStack() as stack:
        used = clock or SystemClock(settings.timezone)
        room = DiskRoom(place, reserve=settings.reserve_mb * MEGABYTE)
        if owning:
            own(place, used.now(), stack)
            room.hold()
        ports = _ports(place, settings, used, randomness or SystemRandomness(), room, stack)
        if owning and mirrored and settings.second_copy:
            ports = replace(ports, mirror=_mirror(place, settings.second_copy, ports, stack))
        yield Workspace(folder=place, settings=settings, ports=ports, service=ExamService(ports))


def _require_workspace(place: Path) -> None:
    from exam.copies.files import MARKER  # noqa: PLC0415 - see above

    if (place / MARKER).exists():
        raise WorkspaceIsCopyError(folder=place)
    if not is_workspace(place):
        raise WorkspaceMissingError(folder=place)


def own(place: Path, now: datetime, stack: ExitStack) -> None:
    """Own a workspace, or a copy of one, until the stack closes.

    Raises:
        WorkspaceBusyError: another process owns it.
        WorkspaceUnwritableError: it takes no lock.
    """
    from exam.journal.ownership import HeldError, owned  # noqa: PLC0415 - see above

    try:
        stack.enter_context(owned(place / LOCK, since=now))
    except HeldError as held:
        who = held.holder
        raise WorkspaceBusyError(folder=place, pid=who.pid, host=who.host, since=who.since) from held
    except OSError as error:
        raise WorkspaceUnwritableError(folder=place, reason=error.strerror) from error


def _mirror(place: Path, named: str, ports: Ports, stack: ExitStack) -> Mirror:
    """Keep the second copy until the stack closes, which it does before the stores."""
    from exam.copies.mirror import RunningMirror, copy_place  # noqa: PLC0415 - see above
    from exam.copies.writing import MirrorWriter  # noqa: PLC0415 - see above
    from exam.journal.snapshot import Databases  # noqa: PLC0415 - see above
    from exam.service.resuming import named_blobs  # noqa: PLC0415 - see above

    databases = stack.enter_context(Databases(place))
    writer = MirrorWriter(
        place,
        copy_place(place, named),
        databases,
        hold=lambda folder, held: own(folder, ports.clock.now(), held),
        named=lambda: named_blobs(ports.journal),
    )
    return stack.enter_context(RunningMirror(writer, databases, ports.clock.now))


@undisturbed()
def _ports(
    place: Path, settings: Settings, clock: Clock, randomness: Randomness, room: Room, stack: ExitStack
) -> Ports:
    from exam.archive import FolderArchive  # noqa: PLC0415 - see above
    from exam.blobs import FolderBlobs  # noqa: PLC0415 - see above
    from exam.journal import SqliteJournal  # noqa: PLC0415 - see above
    from exam.loading import load_content  # noqa: PLC0415 - see above
    from exam.loading.library import library_of  # noqa: PLC0415 - see above
    from exam.people import SqlitePeople  # noqa: PLC0415 - see above
    from exam.planning import planner  # noqa: PLC0415 - see above
    from exam.publishing.late import Late, WorkspacePublishing  # noqa: PLC0415 - see above
    from exam.service.ports import Ports  # noqa: PLC0415 - see above
    from exam.workdays import PublicWorkdays  # noqa: PLC0415 - see above

    loaded = load_content(place, clock.now().date())
    publishing = WorkspacePublishing(place, loaded.content, clock, settings.trust, settings.timestamp_authority)
    journal = stack.enter_context(SqliteJournal(place / "journal.db", relieve=room.relieve))
    return Ports(
        journal=journal,
        blobs=FolderBlobs(place / "blobs", relieve=room.relieve),
        people=stack.enter_context(SqlitePeople(place / "people.db")),
        register=journal,
        clock=clock,
        randomness=randomness,
        library=library_of(loaded),
        workdays=PublicWorkdays(),
        workbooks=Late(partial(_workbooks, settings)),
        publisher=Late(publishing.publisher),
        check=Late(publishing.check),
        signatures=Late(publishing.signatures),
        timestamps=Late(publishing.timestamps),
        archive=FolderArchive(place / "archive"),
        room=room,
        program=__version__,
        host=host_name(),
        grace_ms=settings.grace_seconds * 1000,
        retention=settings.retention,
        planner=Late(planner),
    )


def _workbooks(settings: Settings) -> Workbooks:
    from exam.workbook import XlsxWorkbooks  # noqa: PLC0415 - see above
    from exam.workbook.engines import Engine  # noqa: PLC0415 - see above

    return XlsxWorkbooks(Engine(settings.recalculation), open_document=settings.open_document)


def make_workspace(folder: Path) -> Path:
    """Make a workspace with the shipped content and return where it lies.

    Raises:
        WorkspaceExistsError: the folder is not empty, or is a file.
        WorkspaceInsideError: it lies inside of what would be copied.
        WorkspaceUnwritableError: it cannot be made or filled.
    """
    from exam.loading import content_root  # noqa: PLC0415 - see above

    place = folder.resolve()
    if any(place.is_relative_to(content_root() / part) for part in CONTENT):
        raise WorkspaceInsideError(folder=place)
    try:
        if place.is_file() or (place.exists() and any(place.iterdir())):
            raise WorkspaceExistsError(folder=place)
        _fill(place)
    except OSError as error:
        raise WorkspaceUnwritableError(folder=place, reason=error.strerror or error) from error
    return place


def _fill(place: Path) -> None:
    """Fill the folder; the settings come last, so that half a workspace is none."""
    import shutil  # noqa: PLC0415 - see above

    from exam.loading import content_root  # noqa: PLC0415 - see above
    from exam.settings import FILE  # noqa: PLC0415 - see above

    place.mkdir(parents=True, exist_ok=True)
    for part in CONTENT:
        shutil.copytree(content_root() / part, place / part)
    (place / "keys").mkdir(mode=0o700)
    shutil.copyfile(content_root() / FILE, place / FILE)


def default_folder() -> Path:
    """Return the folder for practice workspaces in the person's data folder."""
    import platformdirs  # noqa: PLC0415 - only without a workspace

    return platformdirs.user_data_path("exam", appauthor=False)


def practice_passphrase() -> str:
    """Return the published passphrase of practice keys."""
    from exam.publishing.practice_word import PASSPHRASE  # noqa: PLC0415 - see above

    return PASSPHRASE


def replay_pack(path: Path, corrections: Sequence[CorrectedKey] = ()) -> Replayed:
    """Return what the replay of an evidence pack leads to; it needs no workspace."""
    from exam.packs import read_pack  # noqa: PLC0415 - see above
    from exam.service.replay import replay_evidence  # noqa: PLC0415 - see above
    from exam.workbook import XlsxWorkbooks  # noqa: PLC0415 - see above

    return replay_evidence(read_pack(path), XlsxWorkbooks(), corrections)

"""The only place that builds clock, ids, randomness, stores, signer and publisher, and joins them to a service.

Each function imports what it builds: `exam check` needs no PDF library, `exam verify` no journal.
"""

from __future__ import annotations

import secrets
import shutil
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar
from zoneinfo import ZoneInfo

from exam import __version__
from exam.problem import ExamError

if TYPE_CHECKING:
    from exam.core.content import Sourced
    from exam.core.standard import AssessmentStandard
    from exam.loading import Loaded
    from exam.publishing.verification import Verification
    from exam.service.exam_service import ExamService
    from exam.service.library import ContentLibrary
    from exam.service.ports import Clock, Ports, Randomness
    from exam.settings import Settings

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
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


class WorkspaceBusyError(ExamError):
    """Another process owns the workspace."""

    code: ClassVar[str] = "workspace-busy"


class SystemClock:
    """The machine's clocks."""

    def __init__(self, zone: str = "Europe/Prague") -> None:
        self._zone = ZoneInfo(zone)

    def now(self) -> datetime:
        """Return the wall time in the workspace's zone."""
        return datetime.now(self._zone)  # noqa: TID251 - this is the port

    def monotonic_ms(self) -> int:
        """Return milliseconds that only ever grow."""
        return time.monotonic_ns() // 1_000_000


class SystemRandomness:
    """Fresh ids and seeds from the operating system."""

    def identifier(self, kind: str) -> str:
        """Return an id of that kind with 50 random bits, without letters that look alike."""
        return f"{kind}-{''.join(secrets.choice(ALPHABET) for _ in range(10))}"

    def seed(self) -> str:
        """Return 32 hexadecimal digits."""
        return secrets.token_hex(16)


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
    from exam.settings import FILE  # noqa: PLC0415 - see above

    return (folder / FILE).is_file() and (folder / "keys").is_dir()


@contextmanager
def open_workspace(
    folder: Path | None, *, clock: Clock | None = None, randomness: Randomness | None = None, owning: bool = True
) -> Iterator[Workspace]:
    """Open the workspace in `folder`, or in this one, and close it again.

    Whoever runs exams owns it: two processes would each charge the candidate the same minutes. `owning` is false for
    those who only look.

    Raises:
        WorkspaceMissingError: there is none.
        WorkspaceBusyError: another process owns it.
        ExamError: its settings, content or journal cannot be used.
    """
    from exam.service.exam_service import ExamService  # noqa: PLC0415 - see above
    from exam.settings import read_settings  # noqa: PLC0415 - see above

    place = (folder or Path.cwd()).resolve()
    if not is_workspace(place):
        raise WorkspaceMissingError(folder=place)
    settings = read_settings(place)
    with ExitStack() as stack:
        if owning:
            stack.enter_context(_owned(place))
        ports = _ports(place, clock or SystemClock(settings.timezone), randomness or SystemRandomness(), stack)
        yield Workspace(folder=place, settings=settings, ports=ports, service=ExamService(ports))


@contextmanager
def _owned(place: Path) -> Iterator[None]:
    """Own the workspace until the end; the system lets go when the process dies, however it dies."""
    import fcntl  # noqa: PLC0415 - not on every system, and only owners need it

    try:
        (place / LOCK).parent.mkdir(exist_ok=True)
        file = (place / LOCK).open("ab")
    except OSError as error:
        raise WorkspaceUnwritableError(folder=place, reason=error.strerror) from error
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise WorkspaceBusyError(folder=place) from error
        yield


def _ports(place: Path, clock: Clock, randomness: Randomness, stack: ExitStack) -> Ports:
    from exam.archive import FolderArchive  # noqa: PLC0415 - see above
    from exam.blobs import FolderBlobs  # noqa: PLC0415 - see above
    from exam.journal import SqliteJournal  # noqa: PLC0415 - see above
    from exam.loading import load_content  # noqa: PLC0415 - see above
    from exam.people import SqlitePeople  # noqa: PLC0415 - see above
    from exam.publishing.key_folder import KeyFolder  # noqa: PLC0415 - see above
    from exam.publishing.publisher import RecordPublisher  # noqa: PLC0415 - see above
    from exam.service.ports import Ports  # noqa: PLC0415 - see above
    from exam.workbook import XlsxWorkbooks  # noqa: PLC0415 - see above

    loaded = load_content(place, clock.now().date())
    journal = stack.enter_context(SqliteJournal(place / "journal.db"))
    return Ports(
        journal=journal,
        blobs=FolderBlobs(place / "blobs"),
        people=stack.enter_context(SqlitePeople(place / "people.db")),
        register=journal,
        clock=clock,
        randomness=randomness,
        library=_library(loaded),
        workbooks=XlsxWorkbooks(),
        publisher=RecordPublisher(
            {found.value.system: found.value for found in loaded.content.reports}, place / "reports"
        ),
        signatures=KeyFolder(place / "keys"),
        archive=FolderArchive(place / "archive"),
        program=__version__,
    )


def _library(loaded: Loaded) -> ContentLibrary:
    """Return the library with the errors counted that concern each standard."""
    from exam.service.library import ContentLibrary  # noqa: PLC0415 - see above

    places = [problem.location.path for problem in loaded.errors]
    errors = Counter(Path(place).parts[1] for place in places)
    for found in loaded.content.standards:
        errors[found.value.id] = sum(_concerns(place, found, loaded) for place in places)
    return ContentLibrary(loaded.content, errors)


def _concerns(place: str, standard: Sourced[AssessmentStandard], loaded: Loaded) -> bool:
    """Tell whether a faulty file is a standard's: by its folder, by what it names, or as its record's words."""
    kind, folder, *_ = Path(place).parts
    if kind == "reports":
        return folder == standard.value.system
    banks = {found.path: found.value.standard for found in loaded.content.banks}
    rubrics = {found.path: found.value.standard for found in loaded.content.rubrics}
    named = banks.get(place) or rubrics.get(place)
    return standard.value.id in {folder, named} or folder == Path(standard.path).parts[1]


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
    from exam.publishing.practice_keys import PASSPHRASE  # noqa: PLC0415 - see above

    return PASSPHRASE


def verify_record(data: bytes, roots: Sequence[bytes]) -> Verification:
    """Return the verdict on a file, trusting these root certificates for official records."""
    from exam.publishing.verification import verify_pdf  # noqa: PLC0415 - see above

    return verify_pdf(data, trust_roots=roots, now=SystemClock().now())

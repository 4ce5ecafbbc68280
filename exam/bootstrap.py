"""The only place that builds clock, ids, randomness, stores, signer and publisher, and joins them to a service."""

import secrets
import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import ClassVar
from zoneinfo import ZoneInfo

from exam import __version__
from exam.problem import ExamError
from exam.service.exam_service import ExamService
from exam.service.ports import Clock, Ports, Randomness
from exam.settings import FILE, Settings, read_settings

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
CONTENT = ("item_banks", "rubrics", "reports")


class WorkspaceExistsError(ExamError):
    """The folder holds a workspace, or something else."""

    code: ClassVar[str] = "workspace-exists"


class WorkspaceMissingError(ExamError):
    """The folder holds no workspace."""

    code: ClassVar[str] = "workspace-missing"


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
        from exam.publishing.practice_keys import make_practice_keys  # noqa: PLC0415

        names = {account: self._name(account) for account in who}
        return tuple(make_practice_keys(self.folder / "keys", names, at=self.ports.clock.now()))

    def sessions(self) -> tuple[str, ...]:
        """Return the ids of all candidate sessions."""
        return tuple(name.removeprefix("session/") for name in self.ports.journal.streams("session/"))

    def _name(self, account_id: str) -> str:
        for account in self.ports.people.accounts():
            version = self.ports.people.identity(account.identity) if account.id == account_id else None
            if version is not None:
                return version.identity.full_name
        return account_id


@contextmanager
def open_workspace(
    folder: Path | None, *, clock: Clock | None = None, randomness: Randomness | None = None
) -> Iterator[Workspace]:
    """Open the workspace in `folder`, or in this one, and close it again.

    Raises:
        WorkspaceMissingError: there is none.
        ExamError: its settings, content or journal cannot be used.
    """
    place = (folder or Path.cwd()).resolve()
    if not (place / FILE).is_file():
        raise WorkspaceMissingError(folder=place)
    settings = read_settings(place)
    with ExitStack() as stack:
        ports = _ports(place, clock or SystemClock(settings.timezone), randomness or SystemRandomness(), stack)
        yield Workspace(folder=place, settings=settings, ports=ports, service=ExamService(ports))

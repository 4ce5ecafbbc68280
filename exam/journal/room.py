"""Room on the disk below a workspace: how much is left, and a ballast that a full disk can be relieved of."""

import os
import shutil
import sys
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from exam.service.ports import JournalError

BALLAST = 16_000_000
"""Room for the rest of a running exam: its events, its workbooks, its record in five revisions."""
CHUNK = 1_000_000


class DiskRoom:
    """The disk on which a folder lies."""

    def __init__(self, folder: Path, *, reserve: int) -> None:
        self._folder = folder
        self._ballast = folder / ".run" / "ballast"
        self.reserve = reserve

    def free(self) -> int:
        """Return the bytes that are left.

        Raises:
            JournalError: the folder is not there any more.
        """
        try:
            return shutil.disk_usage(self._folder).free
        except OSError as error:
            raise JournalError(reason=error) from error

    def hold(self, size: int = BALLAST) -> bool:
        """Keep a ballast where the disk has room for it beside the reserve, and tell whether one is kept."""
        if self._ballast.exists() and self._ballast.stat().st_size >= size:
            return True
        self.relieve()
        if self.free() < self.reserve + size:
            return False
        try:
            self._ballast.parent.mkdir(exist_ok=True)
            with self._ballast.open("wb") as file:
                _fill(file, size)
                file.flush()
                os.fsync(file.fileno())
        except OSError:
            self.relieve()
            return False
        return True

    def relieve(self) -> bool:
        """Give up the ballast and tell whether there was any."""
        with suppress(OSError):
            self._ballast.unlink()
            return True
        return False


def _fill(file: BinaryIO, size: int) -> None:
    """Make the file take its room in full; one with holes would hold nothing."""
    if sys.platform == "linux":
        os.posix_fallocate(file.fileno(), 0, size)
        return
    file.writelines(b"\0" * min(CHUNK, size - start) for start in range(0, size, CHUNK))

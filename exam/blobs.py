"""Bytes under their SHA-256, in a folder; durable before anybody may name them."""

import os
import secrets
from collections.abc import Callable
from errno import ENOSPC
from pathlib import Path
from typing import ClassVar

from exam.core.canonical import digest
from exam.service.ports import BlobMissingError, JournalError


class BlobsFullError(JournalError):
    """The disk is full; nothing was kept."""

    code: ClassVar[str] = "blobs-disk-full"


class FolderBlobs:
    """Blobs as files whose name is their digest."""

    def __init__(self, root: Path, *, relieve: Callable[[], bool] = lambda: False) -> None:
        self._root = root
        self._relieve = relieve
        """Makes room on a full disk; tells whether it made any."""
        try:
            root.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise JournalError(reason=error) from error

    def put(self, data: bytes) -> str:
        """Keep `data` durably and return its digest; the same bytes again change nothing but what was damaged.

        Raises:
            BlobsFullError: the disk is full.
            JournalError: the folder does not take them.
        """
        name = digest(data)
        try:
            if not self._holds(name):
                self._write_or_relieve(name, data)
        except OSError as error:
            if error.errno == ENOSPC:
                raise BlobsFullError(path=self._root) from error
            raise JournalError(reason=error) from error
        return name

    def get(self, name: str) -> bytes:
        """Return the bytes of a digest, checked against it.

        Raises:
            BlobMissingError: they are not there, or no longer what they were.
        """
        try:
            data = (self._root / Path(name).name).read_bytes()
        except (OSError, ValueError) as error:
            raise BlobMissingError(digest=name) from error
        if digest(data) != name:
            raise BlobMissingError(digest=name)
        return data

    def names(self) -> tuple[str, ...]:
        """Return the digests of everything that is kept, sorted.

        Raises:
            JournalError: the folder cannot be read.
        """
        try:
            return tuple(sorted(path.name for path in self._root.iterdir() if not path.name.startswith(".")))
        except OSError as error:
            raise JournalError(reason=error) from error

    def remove(self, name: str) -> None:
        """Remove the bytes of a digest durably; that they are not there is fine.

        Raises:
            JournalError: they are still there.
        """
        try:
            (self._root / Path(name).name).unlink(missing_ok=True)
            self._sync_folder()
        except (OSError, ValueError) as error:
            raise JournalError(reason=error) from error

    def _holds(self, name: str) -> bool:
        path = self._root / name
        return path.is_file() and digest(path.read_bytes()) == name

    def _write_or_relieve(self, name: str, data: bytes) -> None:
        """Write, on a full disk once more when room could be made."""
        try:
            self._write(name, data)
        except OSError as error:
            if error.errno != ENOSPC or not self._relieve():
                raise
            self._write(name, data)

    def _write(self, name: str, data: bytes) -> None:
        fresh = self._root / f".{name}.{secrets.token_hex(4)}"
        try:
            with fresh.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            fresh.replace(self._root / name)
        finally:
            fresh.unlink(missing_ok=True)
        self._sync_folder()

    def _sync_folder(self) -> None:
        descriptor = os.open(self._root, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

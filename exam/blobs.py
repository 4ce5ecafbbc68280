"""Bytes under their SHA-256, in a folder; durable before anybody may name them."""

import os
import secrets
from pathlib import Path

from exam.core.canonical import digest
from exam.service.ports import BlobMissingError, JournalError


class FolderBlobs:
    """Blobs as files whose name is their digest."""

    def __init__(self, root: Path) -> None:
        self._root = root
        try:
            root.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise JournalError(reason=error) from error

    def put(self, data: bytes) -> str:
        """Keep `data` durably and return its digest; the same bytes again change nothing but what was damaged.

        Raises:
            JournalError: the folder does not take them.
        """
        name = digest(data)
        try:
            if not self._holds(name):
                self._write(name, data)
        except OSError as error:
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

    def _holds(self, name: str) -> bool:
        path = self._root / name
        return path.is_file() and digest(path.read_bytes()) == name

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

"""Bytes under their SHA-256, in a folder; durable before anybody may name them."""

import os
import secrets
from pathlib import Path

from exam.core.canonical import digest
from exam.service.ports import BlobMissingError


class FolderBlobs:
    """Blobs as files whose name is their digest."""

    def __init__(self, root: Path) -> None:
        self._root = root
        root.mkdir(parents=True, exist_ok=True)

    def put(self, data: bytes) -> str:
        """Keep `data` durably and return its digest; the same bytes again change nothing."""
        name = digest(data)
        path = self._root / name
        if not path.exists():
            fresh = self._root / f".{name}.{secrets.token_hex(4)}"
            with fresh.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            fresh.replace(path)
            self._sync_folder()
        return name

    def get(self, name: str) -> bytes:
        """Return the bytes of a digest, checked against it.

        Raises:
            BlobMissingError: they are not there, or no longer what they were.
        """
        try:
            data = (self._root / Path(name).name).read_bytes()
        except OSError as error:
            raise BlobMissingError(digest=name) from error
        if digest(data) != name:
            raise BlobMissingError(digest=name)
        return data

    def _sync_folder(self) -> None:
        descriptor = os.open(self._root, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

"""Final records as files, practice and official apart; a file is never overwritten by another one."""

import os
import re
from pathlib import Path
from typing import ClassVar

from exam.core.canonical import digest
from exam.problem import ExamError

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}\.pdf")


class ArchiveError(ExamError):
    """The archive cannot keep the file."""

    code: ClassVar[str] = "archive-failed"


class ArchiveOccupiedError(ArchiveError):
    """Another file lies under that name already."""

    code: ClassVar[str] = "archive-occupied"


class RevisionForeignError(ArchiveError):
    """The file that lies there is not the beginning of the new one."""

    code: ClassVar[str] = "archive-revision-foreign"


class FolderArchive:
    """An archive in a folder; the register says what must lie here."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def keep(self, name: str, pdf: bytes, *, practice: bool) -> str:
        """Keep the file durably and return its path; the same file again is fine.

        Raises:
            ArchiveOccupiedError: another file has that name.
            ArchiveError: the name is none of a record, or the folder does not take the file.
        """
        if not _NAME.fullmatch(name):
            raise ArchiveError(path=name, reason="name")
        path = self._folder(practice=practice) / name
        try:
            self._keep(path, pdf)
        except OSError as error:
            raise ArchiveError(path=path, reason=error.strerror or type(error).__name__) from error
        return str(path)

    def renew(self, name: str, pdf: bytes, *, practice: bool) -> str:
        """Put a file in the place of its own beginning, durably, and return its path; the same file again is fine.

        Raises:
            RevisionForeignError: what lies there is not its beginning.
            ArchiveError: nothing lies there, or the folder does not take the file.
        """
        path = self._folder(practice=practice) / Path(name).name
        try:
            old = path.read_bytes()
            if not pdf.startswith(old):
                raise RevisionForeignError(path=path)
            if len(old) < len(pdf):
                _put(path, pdf)
        except OSError as error:
            raise ArchiveError(path=path, reason=error.strerror or type(error).__name__) from error
        return str(path)

    def remove(self, name: str, *, practice: bool) -> None:
        """Remove a file durably; that it is not there is fine.

        Raises:
            ArchiveError: it is still there.
        """
        path = self._folder(practice=practice) / Path(name).name
        try:
            path.unlink(missing_ok=True)
            if path.parent.exists():
                _settle(path.parent)
        except OSError as error:
            raise ArchiveError(path=path, reason=error.strerror or type(error).__name__) from error

    def names(self, *, practice: bool) -> tuple[str, ...]:
        """Return the names of the files that lie there, sorted.

        Raises:
            ArchiveError: the folder cannot be read.
        """
        folder = self._folder(practice=practice)
        try:
            return tuple(sorted(path.name for path in folder.iterdir())) if folder.exists() else ()
        except OSError as error:
            raise ArchiveError(path=folder, reason=error.strerror or type(error).__name__) from error

    def get(self, name: str, *, practice: bool) -> bytes:
        """Return the bytes of a file.

        Raises:
            ArchiveError: it cannot be read.
        """
        path = self._folder(practice=practice) / Path(name).name
        try:
            return path.read_bytes()
        except OSError as error:
            raise ArchiveError(path=path, reason=error.strerror or type(error).__name__) from error

    def _folder(self, *, practice: bool) -> Path:
        return self._root / ("practice" if practice else "official")

    def _keep(self, path: Path, pdf: bytes) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists():
            if digest(path.read_bytes()) != digest(pdf):
                raise ArchiveOccupiedError(path=path)
            return
        _put(path, pdf)


def _put(path: Path, pdf: bytes) -> None:
    """Write a file beside its place and move it there, whole or not at all."""
    fresh = path.with_suffix(".new")
    with fresh.open("wb") as file:
        file.write(pdf)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
    _settle(path.parent)


def _settle(folder: Path) -> None:
    """Make durable what the folder lists."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

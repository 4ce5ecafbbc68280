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
        fresh = path.with_suffix(".new")
        with fresh.open("wb") as file:
            file.write(pdf)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
        descriptor = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

"""Final records as files, practice and official apart; a file is never overwritten by another one."""

import os
from pathlib import Path
from typing import ClassVar

from exam.core.canonical import digest
from exam.problem import ExamError


class ArchiveOccupiedError(ExamError):
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
        """
        folder = self._root / ("practice" if practice else "official")
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / name
        if path.exists():
            if digest(path.read_bytes()) != digest(pdf):
                raise ArchiveOccupiedError(path=path)
            return str(path)
        fresh = path.with_suffix(".new")
        with fresh.open("wb") as file:
            file.write(pdf)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        return str(path)

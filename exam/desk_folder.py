"""The folder beside a desk, through which workbooks pass: handed out into it, handed in from it."""

from pathlib import Path
from typing import ClassVar

from exam.problem import ExamError

NOT_THE_CANDIDATES = (".", "~$")
"""How the names of files begin that an editor keeps beside an open one."""
SIZE_LIMIT = 50 * 1024 * 1024
"""Larger files are not read; the service has a smaller limit of its own."""


class FolderFailedError(ExamError):
    """The hand-over folder cannot be read or written."""

    code: ClassVar[str] = "folder-failed"


def put(folder: Path, name: str, data: bytes) -> tuple[Path, bool]:
    """Write a new file whole or not at all; return its path, and False where one is there and stays.

    Raises:
        FolderFailedError: it cannot be written.
    """
    path = folder / Path(name).name
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return path, _put(path, data)
    except OSError as error:
        raise FolderFailedError(folder=folder, reason=error.strerror or error) from error


def candidates_files(folder: Path) -> list[Path]:
    """Return the files that could be handed in, by name.

    Raises:
        FolderFailedError: the folder cannot be read.
    """
    try:
        found = folder.iterdir() if folder.is_dir() else ()
        return sorted(path for path in found if path.is_file() and not path.name.startswith(NOT_THE_CANDIDATES))
    except OSError as error:
        raise FolderFailedError(folder=folder, reason=error.strerror or error) from error


def taken(path: Path) -> bytes:
    """Return the bytes of a file that is handed in.

    Raises:
        FolderFailedError: it cannot be read, or is larger than any workbook.
    """
    try:
        with path.open("rb") as file:
            data = file.read(SIZE_LIMIT + 1)
    except OSError as error:
        raise FolderFailedError(folder=path, reason=error.strerror or error) from error
    if len(data) > SIZE_LIMIT:
        raise FolderFailedError(folder=path, reason=f"> {SIZE_LIMIT // 1024 // 1024} MB")
    return data


def _put(path: Path, data: bytes) -> bool:
    try:
        file = path.open("xb")
    except FileExistsError:
        return False
    try:
        with file:
            file.write(data)
    except OSError:
        path.unlink(missing_ok=True)
        raise
    return True

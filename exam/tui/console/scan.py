"""The picture of a paper, from a file that somebody names."""

from pathlib import Path
from typing import ClassVar

from exam.desk_folder import FolderFailedError, taken
from exam.problem import ExamError


class ScanWrongError(ExamError):
    """The picture cannot be read."""

    code: ClassVar[str] = "scan-wrong"


def read_scan(path: str) -> bytes:
    """Return the picture of a paper.

    Raises:
        ScanWrongError: it cannot be read.
    """
    try:
        return taken(Path(path).expanduser())
    except FolderFailedError as error:
        raise ScanWrongError(path=path, reason=error.arguments["reason"]) from error
    except (RuntimeError, ValueError) as error:  # whose home is meant, nobody knows; a path that is none
        raise ScanWrongError(path=path, reason=error) from error


def read_scan_or_none(path: str) -> bytes:
    """Return the picture, nothing where the line is empty."""
    return read_scan(path) if path else b""

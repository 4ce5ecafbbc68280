"""Candidates from a file on this computer: a CSV, or the first sheet of an XLSX that is opened under guard."""

import stat
from pathlib import Path
from typing import TYPE_CHECKING

from exam.service.newcomers import PeopleFileError, read_people, rows_of_text

if TYPE_CHECKING:
    from exam.service.newcomers import ReadPeople

ZIP = b"PK\x03\x04"
LIMIT = 10 * 2**20


def people_of(path: str) -> "ReadPeople":
    """Return the candidates of a file.

    Raises:
        ExamError: it cannot be read, or holds no table of people.
    """
    data = _read(path)
    if not data.startswith(ZIP):
        return read_people(rows_of_text(data))
    from exam.workbook.looking import table_of  # noqa: PLC0415 - only for a workbook

    return read_people(table_of(data))


def _read(named: str) -> bytes:
    """Return what a plain file holds; what never ends, as a pipe or a device does, is not opened."""
    try:
        path = Path(named).expanduser()
        if not stat.S_ISREG(path.stat().st_mode):
            raise PeopleFileError
        with path.open("rb") as file:
            data = file.read(LIMIT + 1)
    except (OSError, ValueError, RuntimeError) as error:
        raise PeopleFileError from error
    if len(data) > LIMIT:
        raise PeopleFileError
    return data

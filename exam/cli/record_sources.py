"""Where records come from: files, folders, and ZIP archives that are read member by member and never unpacked."""

import stat
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import ClassVar

from exam.cli.exits import UsageError
from exam.problem import ExamError

LIMIT = 64 * 1024 * 1024
"""More bytes than any record has."""
MAX_MEMBERS = 20_000
MAX_UNPACKED = 8 * 1024**3
"""More than all records of an archive take together."""
ENCRYPTED = 0x1
COVERING = "letter.pdf"
"""What `exam dispatch` calls the letter that it puts beside a record."""
UNREADABLE = (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, ValueError, KeyError)


class RecordsMissingError(UsageError):
    """The folder holds no record."""

    code: ClassVar[str] = "records-missing"


class PathMissingError(UsageError):
    """Nothing has that name."""

    code: ClassVar[str] = "path-missing"


class SourceError(ExamError):
    """A file or a member cannot be taken; its code says why."""


class FileTooLargeError(SourceError):
    """It is larger than any record."""

    code: ClassVar[str] = "file-too-large"


class FileUnreadableError(SourceError):
    """It cannot be opened."""

    code: ClassVar[str] = "file-unreadable"


class ZipUnreadableError(SourceError):
    """The archive, or the member, is damaged."""

    code: ClassVar[str] = "zip-unreadable"


class ZipTooLargeError(SourceError):
    """The archive claims more than all records together can have."""

    code: ClassVar[str] = "zip-too-large"


class ZipEncryptedError(SourceError):
    """The member is encrypted."""

    code: ClassVar[str] = "zip-encrypted"


class ZipNestedError(SourceError):
    """The member is an archive itself."""

    code: ClassVar[str] = "zip-nested"


class ZipEmptyError(SourceError):
    """The archive holds no record."""

    code: ClassVar[str] = "zip-empty"


@dataclass(frozen=True, slots=True)
class Source:
    """One record: a file, or a member of an archive by its place in it."""

    path: Path
    member: int | None = None
    name: str = ""
    """Of the member, as the archive spells it."""

    def __str__(self) -> str:
        """Spell where the record is."""
        return str(self.path) if self.member is None else f"{self.path}/{self.name}"


def sources(paths: Sequence[Path]) -> Iterator[Source]:
    """Yield every record of the paths; an archive that cannot be opened stands for itself, so that it is told.

    The covering letter of a dispatch, found beside a record, is passed over; a letter that was named is not.

    Raises:
        RecordsMissingError: a folder holds no record.
    """
    for path in paths:
        found = _below(path) if path.is_dir() else [path]
        for file in found:
            yield from _members(file) if _is_archive(file) else [Source(file)]


def read(source: Source) -> bytes:
    """Return the bytes of a record.

    Raises:
        SourceError: it cannot be read, or is larger than any record.
    """
    try:
        return _member(source) if _is_archive(source.path) else _file(source.path)
    except OSError as error:
        raise FileUnreadableError(reason=error.strerror or type(error).__name__) from error


def _file(path: Path) -> bytes:
    found = path.stat()
    if not stat.S_ISREG(found.st_mode):
        raise FileUnreadableError(reason="no file")
    if found.st_size > LIMIT:
        raise FileTooLargeError(size=found.st_size, limit=LIMIT)
    return path.read_bytes()


def _member(source: Source) -> bytes:
    try:
        archive = _opened(source.path)
        entries = archive.infolist()
        _inspect(source.path, entries)
        if source.member is None:
            raise ZipEmptyError(path=source.path)
        entry = entries[source.member]
        if entry.flag_bits & ENCRYPTED:
            raise ZipEncryptedError
        if entry.file_size > LIMIT:
            raise FileTooLargeError(size=entry.file_size, limit=LIMIT)
        with archive.open(entry) as stream:
            data = stream.read(LIMIT + 1)
    except UNREADABLE as error:
        raise ZipUnreadableError(reason=type(error).__name__) from error
    if len(data) > LIMIT:
        raise FileTooLargeError(size=len(data), limit=LIMIT)
    if data.startswith(b"PK\x03\x04"):
        raise ZipNestedError
    return data


def _members(path: Path) -> Iterator[Source]:
    """Yield the records of an archive; one without any, or that is none, yields itself and is told when it is read."""
    try:
        entries = _opened(path).infolist()
        _inspect(path, entries)
    except (*UNREADABLE, OSError, SourceError):
        yield Source(path)
        return
    found = [
        Source(path, number, entry.filename)
        for number, entry in enumerate(entries)
        if not entry.is_dir() and Path(entry.filename).suffix.lower() in {".pdf", ".zip"}
    ]
    yield from [source for source in found if not _is_covering(source)] or found or [Source(path)]


def _inspect(path: Path, entries: Sequence[zipfile.ZipInfo]) -> None:
    if len(entries) > MAX_MEMBERS or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise ZipTooLargeError(path=path)


@lru_cache(maxsize=1)
def _opened(path: Path) -> zipfile.ZipFile:
    """Keep the last archive open: its directory is read once, not once for each member."""
    return zipfile.ZipFile(path)


def _is_archive(path: Path) -> bool:
    return path.suffix.lower() == ".zip"


def _below(folder: Path) -> list[Path]:
    """Return the records below a folder, whichever case their names have; none is told, never passed over."""
    records = sorted(path for path in folder.rglob("*") if path.suffix.lower() in {".pdf", ".zip"} and path.is_file())
    if not records:
        raise RecordsMissingError(path=folder)
    return [path for path in records if not _is_covering(Source(path))] or records


def _is_covering(source: Source) -> bool:
    """Tell whether it is the letter of a dispatch: a PDF of that name in which nobody signed, so never a record."""
    if Path(source.name or source.path.name).name != COVERING:
        return False
    try:
        data = read(source)
    except SourceError:
        return False
    return data.startswith(b"%PDF-") and b"/ByteRange" not in data

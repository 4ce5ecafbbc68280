"""Reading a backup that may come from anybody: its sizes are looked at before anything is built from it."""

import struct
import zipfile
from collections.abc import Iterable
from errno import EINVAL
from pathlib import Path
from typing import BinaryIO

from pydantic import ValidationError

from exam.copies.backup import MANIFEST, MAX_FILES, MAX_NAME_BYTES, Kept, Manifest, copy_counted, fits, free_below
from exam.copies.faults import (
    BackupDigestError,
    BackupNameError,
    BackupTooLargeError,
    BackupUnreadableError,
)
from exam.copies.files import DATABASES, SETTINGS, make_room, put

END = struct.Struct("<4s4H2LH")
"""The last bytes of a ZIP without a comment: mark, disks, numbers of members, size and place of the directory."""
LOCATOR = struct.Struct("<4sLQL")
LARGE_END = struct.Struct("<4sQ2H2L4Q")
"""The same for a large ZIP: mark, own size, versions, disks, numbers of members, size and place of the directory."""
MAX_ENTRY = MAX_NAME_BYTES + 46 + 32
"""Bytes of one member in the directory: its name, its fixed fields, its large sizes."""
MAX_DIRECTORY = (MAX_FILES + 1) * MAX_ENTRY
MAX_MANIFEST = (MAX_FILES + 1) * (MAX_NAME_BYTES + 130)
NONE16, NONE32 = 0xFFFF, 0xFFFF_FFFF
ENCRYPTED = 0x1
ALWAYS = frozenset({*DATABASES, SETTINGS})
UNREADABLE = (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, ValueError, struct.error)


def unpack_backup(path: Path, folder: Path | None) -> Manifest:
    """Check a backup against its list and, where a folder is given, put its files below it; return the list.

    Raises:
        BackupError: it is damaged, too large, or no backup at all; what was put below the folder is to be removed.
        OSError: the file cannot be read, or the folder does not take its files.
    """
    with path.open("rb") as file:
        size = file.seek(0, 2)
        _require_small_directory(file, size)
        try:
            with zipfile.ZipFile(file) as archive:
                entries = archive.infolist()
                _inspect(entries, size)
                if folder is not None and size > free_below(folder):
                    raise BackupTooLargeError(size=size, limit=free_below(folder))
                found = [_member(archive, entry, folder) for entry in entries if entry.filename != MANIFEST]
                return _require_listed(archive, found)
        except UNREADABLE as error:
            raise BackupUnreadableError(name=path.name) from error
        except OSError as error:
            if error.errno != EINVAL:
                raise
            raise BackupUnreadableError(name=path.name) from error  # a place before the file's beginning


def _require_small_directory(file: BinaryIO, size: int) -> None:
    """Look at the directory's size before anything is built from it."""
    try:
        file.seek(size - END.size)
        mark, _, _, _, count, directory, place, comment = END.unpack(file.read())
        if mark != b"PK\5\6" or comment:
            raise BackupUnreadableError(name="zip")
        if count == NONE16 or NONE32 in {directory, place}:
            file.seek(size - END.size - LOCATOR.size)
            _, _, where, _ = LOCATOR.unpack(file.read(LOCATOR.size))
            file.seek(where)
            _, _, _, _, _, _, _, count, directory, _ = LARGE_END.unpack(file.read(LARGE_END.size))
    except (OSError, ValueError, OverflowError, struct.error) as error:
        raise BackupUnreadableError(name="zip") from error
    if count > MAX_FILES + 1 or directory > MAX_DIRECTORY:
        raise BackupTooLargeError(size=directory, limit=MAX_DIRECTORY)


def _inspect(entries: list[zipfile.ZipInfo], size: int) -> None:
    """Let pass only what a backup is made of: plain names, each once, stored, together no larger than the file."""
    claimed = sum(entry.file_size for entry in entries)
    if len(entries) > MAX_FILES + 1 or claimed > size:
        raise BackupTooLargeError(size=claimed, limit=size)
    seen: set[str] = set()
    for entry in entries:
        plain = entry.compress_type == zipfile.ZIP_STORED and entry.file_size == entry.compress_size
        known = entry.filename == entry.orig_filename and fits(entry.filename)
        if not plain or not known or entry.filename.casefold() in seen or entry.flag_bits & ENCRYPTED:
            raise BackupNameError(name=entry.filename)
        seen.add(entry.filename.casefold())


def _member(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, folder: Path | None) -> Kept:
    """Read a file to its end, where a folder is given into it, and return what was found."""
    found: list[tuple[str, int]] = []
    if folder is None:
        with archive.open(entry) as member:
            found.append(copy_counted(member, None))
    else:

        def write(fresh: Path) -> None:
            with archive.open(entry) as member, fresh.open("wb") as target:
                found.append(copy_counted(member, target))

        make_room(folder, entry.filename)
        put(folder / entry.filename, write)
    sha256, length = found[0]
    return Kept(name=entry.filename, sha256=sha256, length=length)


def _require_listed(archive: zipfile.ZipFile, found: Iterable[Kept]) -> Manifest:
    """Return the list of a backup that holds exactly what it lists.

    Raises:
        BackupDigestError: a file is missing, was added, or is another one.
        BackupUnreadableError: there is no list.
    """
    try:
        if archive.getinfo(MANIFEST).file_size > MAX_MANIFEST:
            raise BackupUnreadableError(name=MANIFEST)
        manifest = Manifest.model_validate_json(archive.read(MANIFEST))
    except (KeyError, ValidationError) as error:
        raise BackupUnreadableError(name=MANIFEST) from error
    listed, there = {kept.name: kept for kept in manifest.files}, {kept.name: kept for kept in found}
    for name in sorted({*listed, *there, *ALWAYS}):
        if name not in there or listed.get(name) != there[name]:
            raise BackupDigestError(name=name)
    return manifest

"""A backup: the whole workspace in one ZIP, databases as of one moment, with a list of what has to be in it.

Everything is stored, nothing compressed: a backup is never larger unpacked than it is itself. Names are sorted and all
times are the same, so that the same workspace makes the same file but for the moment in its list.
"""

import hashlib
import io
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Annotated, Literal

from pydantic import Field

from exam.copies.faults import BackupNameError, BackupOccupiedError, BackupTooLargeError, CopyInsideError
from exam.copies.files import DATABASES, Sources, put, walked
from exam.core.canonical import canonical_json
from exam.core.model import Frozen

MANIFEST = "backup.json"
MAX_FILES = 200_000
MAX_NAME_BYTES = 400
MAX_DEPTH = 12
MOMENT = (1980, 1, 1, 0, 0, 0)
"""The one time of every member: the earliest that the format knows."""
UNIX = 3
CHUNK = 1 << 20


class Kept(Frozen):
    """One file as the list states it."""

    name: str
    sha256: str
    length: int


class Manifest(Frozen):
    """What a backup holds."""

    schema_: Annotated[Literal["exam/backup/1"], Field(alias="schema")] = "exam/backup/1"
    program: str
    """The version of the program that made it."""
    at: str
    """When its databases were copied, with zone."""
    files: tuple[Kept, ...]

    model_config = Frozen.model_config | {"serialize_by_alias": True}


def fits(name: str) -> bool:
    """Tell whether a backup takes a file of that name: it leads nowhere else and shows what it is."""
    parts = name.split("/")
    plain = name.isprintable() and "\\" not in name
    return plain and len(parts) <= MAX_DEPTH and all(part and part[0] != "." for part in parts) and _is_short(name)


def _is_short(name: str) -> bool:
    return len(name.encode("utf-8", "surrogatepass")) <= MAX_NAME_BYTES


def write_backup(workspace: Path, target: Path, sources: Sources, *, at: str, program: str) -> Manifest:
    """Write a backup of a workspace, whether a process owns it or not, and return its list.

    Raises:
        BackupOccupiedError: something lies under that name.
        CopyInsideError: the file would lie in the workspace.
        BackupNameError, BackupTooLargeError: nobody could read it back.
        OSError: the folder does not take it.
    """
    place = target.resolve()
    if place.exists():
        raise BackupOccupiedError(path=place)
    if place.is_relative_to(workspace):
        raise CopyInsideError(folder=place, workspace=workspace)
    made: list[Manifest] = []
    with tempfile.TemporaryDirectory(prefix=".exam-backup-", dir=place.parent) as held:
        copies = Path(held)
        for name in DATABASES:
            sources.copy(name, copies / name)
        put(place, lambda fresh: made.append(_written(fresh, dict(_listed(workspace, copies)), at, program)))
    return made[0]


def _listed(workspace: Path, copies: Path) -> Iterator[tuple[str, Path]]:
    """Yield name and place of everything that belongs into the backup, sorted by name."""
    found = {name: copies / name for name in DATABASES} | {name: workspace / name for name in walked(workspace)}
    folded: set[str] = set()
    for name in sorted(found):
        if not fits(name) or name == MANIFEST or name.casefold() in folded:
            raise BackupNameError(name=name)
        folded.add(name.casefold())
        yield name, found[name]


def _written(path: Path, files: dict[str, Path], at: str, program: str) -> Manifest:
    if len(files) > MAX_FILES:
        raise BackupTooLargeError(size=len(files), limit=MAX_FILES)
    kept: list[Kept] = []
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for name, place in files.items():
            try:
                source = place.open("rb")
            except FileNotFoundError:  # erased or tidied since it was listed
                continue
            with source:
                kept.append(_add(archive, name, source))
        manifest = Manifest(program=program, at=at, files=tuple(kept))
        _add(archive, MANIFEST, io.BytesIO(canonical_json(manifest)))
    return manifest


def _add(archive: zipfile.ZipFile, name: str, source: IO[bytes]) -> Kept:
    entry = zipfile.ZipInfo(name, MOMENT)
    entry.create_system = UNIX
    entry.external_attr = 0o600 << 16
    with archive.open(entry, "w", force_zip64=True) as member:
        sha256, length = copy_counted(source, member)
    return Kept(name=name, sha256=sha256, length=length)


def copy_counted(source: IO[bytes], target: IO[bytes] | None) -> tuple[str, int]:
    """Copy, or only read, and return digest and length."""
    found, length = hashlib.sha256(), 0
    while block := source.read(CHUNK):
        found.update(block)
        length += len(block)
        if target is not None:
            target.write(block)
    return found.hexdigest(), length


def free_below(folder: Path) -> int:
    """Return the bytes that are left where a folder lies."""
    return shutil.disk_usage(folder).free

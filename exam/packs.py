"""Evidence packs: one file with a session's streams and all that they name; the same evidence makes the same bytes.

A pack is a ZIP with stored members in order of their names and one fixed time. It comes from elsewhere, so it is read
member by member, within limits, and only under the names that a pack has; nothing is ever unpacked into a folder.
"""

import io
import os
import re
import struct
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, ClassVar, Literal, TypeVar

from pydantic import Field, ValidationError

from exam.core.canonical import canonical_json, digest
from exam.core.chain import Head
from exam.core.exam_record import ExtractEntry
from exam.core.identity import IdentityVersion
from exam.core.model import Frozen
from exam.core.replay import Evidence, named_blobs, named_identities
from exam.core.replay.evidence import told
from exam.problem import ExamError

M = TypeVar("M", bound=Frozen)
MAX_BYTES = 500_000_000
MAX_MEMBERS = 10_000
MAX_DIRECTORY = MAX_MEMBERS * 256
END = struct.Struct("<4s4H2LH")
"""The last bytes of a ZIP without a comment: mark, disks, numbers of members, size and place of the directory."""
MANIFEST = "manifest.json"
SESSION = "streams/session.jsonl"
SITTING = "streams/sitting.jsonl"
IDENTITIES = "identities.jsonl"
BLOBS = "blobs/"
ALWAYS = frozenset({SESSION, SITTING, IDENTITIES})
NAME = re.compile(r"manifest\.json|identities\.jsonl|streams/(session|sitting)\.jsonl|blobs/[0-9a-f]{64}")
MOMENT = (1980, 1, 1, 0, 0, 0)
"""The one time of every member: the earliest that the format knows."""
UNIX = 3
ENCRYPTED = 0x1
UNREADABLE = (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, RuntimeError, ValueError)


class PackError(ExamError):
    """The file is no evidence pack, or not whole."""


class PackUnreadableError(PackError):
    """The file, or a part of it, cannot be read as what it should be."""

    code: ClassVar[str] = "pack-unreadable"


class PackTooLargeError(PackError):
    """The pack, or what it claims to hold, is larger than any session."""

    code: ClassVar[str] = "pack-too-large"


class PackNameError(PackError):
    """A member has a name that no pack has, stands twice, or is packed in a way that no pack is."""

    code: ClassVar[str] = "pack-name"


class PackDigestError(PackError):
    """A member is missing, or is not what the manifest says."""

    code: ClassVar[str] = "pack-digest"


class PackOccupiedError(PackError):
    """Another file lies under that name already."""

    code: ClassVar[str] = "pack-occupied"


class Member(Frozen):
    """One member as the manifest states it."""

    name: str
    sha256: str
    length: int


class Manifest(Frozen):
    """What a pack holds, and what it could not hold."""

    schema_: Annotated[Literal["exam/pack/1"], Field(alias="schema")] = "exam/pack/1"
    program: str
    """The version of the program that made it."""
    session: Head
    sitting: Head
    files: tuple[Member, ...]
    missing: tuple[str, ...]
    """Blobs that the events name and nobody has any more."""
    withheld: tuple[str, ...]
    """References of identities that were erased."""

    model_config = Frozen.model_config | {"serialize_by_alias": True}


def pack(evidence: Evidence, program: str) -> bytes:
    """Return the evidence as a pack.

    Raises:
        PackTooLargeError: nobody could read it back.
    """
    members = {
        SESSION: _lines(evidence.session),
        SITTING: _lines(evidence.sitting),
        IDENTITIES: _lines(evidence.identities[name] for name in sorted(evidence.identities)),
        **{f"{BLOBS}{name}": data for name, data in evidence.blobs.items()},
    }
    members[MANIFEST] = canonical_json(_manifest(evidence, members, program))
    size = sum(map(len, members.values()))
    if size > MAX_BYTES or len(members) > MAX_MEMBERS:
        raise PackTooLargeError(size=size, limit=MAX_BYTES)
    return bundle(members)


def bundle(members: Mapping[str, bytes]) -> bytes:
    """Return a ZIP of these members: stored, in order of their names, all of one time."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(members):
            entry = zipfile.ZipInfo(name, MOMENT)
            entry.create_system = UNIX
            entry.external_attr = 0o600 << 16
            archive.writestr(entry, members[name])
    return file.getvalue()


def keep_pack(path: Path, data: bytes) -> None:
    """Keep a pack durably, readable for its owner alone: it holds keys and names; the same bytes again are fine.

    Raises:
        PackOccupiedError: another file has that name.
    """
    if path.exists():
        if not path.is_file() or digest(path.read_bytes()) != digest(data):
            raise PackOccupiedError(path=path)
        return
    fresh = path.with_name(f".{path.name}.new")
    fresh.unlink(missing_ok=True)
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


def read_pack(path: Path) -> Evidence:
    """Return the evidence of a file; one that is too large is not read at all.

    Raises:
        PackError: it is damaged, too large, or no pack at all.
    """
    size = path.stat().st_size
    if size > MAX_BYTES:
        raise PackTooLargeError(size=size, limit=MAX_BYTES)
    return unpack(path.read_bytes())


def unpack(data: bytes) -> Evidence:
    """Return the evidence of a pack whose members are those of its manifest; its chains are for the replay to check.

    Raises:
        PackError: it is damaged, too large, or no pack at all.
    """
    _require_small_directory(data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _inspect(archive.infolist(), len(data))
            members = {entry.filename: archive.read(entry) for entry in archive.infolist()}
    except UNREADABLE as error:
        raise PackUnreadableError(name="zip") from error
    _require_listed(members)
    identities = _parsed(IDENTITIES, members[IDENTITIES], IdentityVersion)
    return Evidence(
        session=_parsed(SESSION, members[SESSION], ExtractEntry),
        sitting=_parsed(SITTING, members[SITTING], ExtractEntry),
        blobs={name.removeprefix(BLOBS): kept for name, kept in members.items() if name.startswith(BLOBS)},
        identities={version.reference: version for version in identities},
    )


def _manifest(evidence: Evidence, members: Mapping[str, bytes], program: str) -> Manifest:
    events = [entry.event for _, entry in told(evidence.session) if entry is not None]
    return Manifest(
        program=program,
        session=_head(evidence.session),
        sitting=_head(evidence.sitting),
        files=tuple(
            Member(name=name, sha256=digest(members[name]), length=len(members[name])) for name in sorted(members)
        ),
        missing=tuple(name for name in named_blobs(events) if name not in evidence.blobs),
        withheld=tuple(name for name in named_identities(events) if name not in evidence.identities),
    )


def _head(stream: tuple[ExtractEntry, ...]) -> Head:
    return Head(seq=stream[-1].link.seq, hash=stream[-1].link.hash) if stream else Head()


def _lines(values: Iterable[Frozen]) -> bytes:
    return b"".join(canonical_json(value) + b"\n" for value in values)


def _require_small_directory(data: bytes) -> None:
    """Look at the directory's size before anything is built from it."""
    if len(data) < END.size:
        raise PackUnreadableError(name="zip")
    mark, _, _, _, count, directory, _, comment = END.unpack(data[-END.size :])
    if mark != b"PK\5\6" or comment:
        raise PackUnreadableError(name="zip")
    if count > MAX_MEMBERS or directory > MAX_DIRECTORY:
        raise PackTooLargeError(size=directory, limit=MAX_DIRECTORY)


def _inspect(entries: list[zipfile.ZipInfo], size: int) -> None:
    """Let pass only what a pack is made of: known names, each once, stored, and together no larger than the file."""
    claimed = sum(entry.file_size for entry in entries)
    if len(entries) > MAX_MEMBERS or claimed > size:
        raise PackTooLargeError(size=claimed, limit=size)
    seen: set[str] = set()
    for entry in entries:
        plain = entry.compress_type == zipfile.ZIP_STORED and entry.file_size == entry.compress_size
        fits = NAME.fullmatch(entry.filename) and entry.filename not in seen
        if not plain or not fits or entry.flag_bits & ENCRYPTED:
            raise PackNameError(name=entry.filename)
        seen.add(entry.filename)


def _require_listed(members: Mapping[str, bytes]) -> None:
    """Refuse a pack that does not hold exactly what its manifest lists."""
    try:
        manifest = Manifest.model_validate_json(members[MANIFEST])
    except (KeyError, ValidationError) as error:
        raise PackUnreadableError(name=MANIFEST) from error
    listed = {member.name: member for member in manifest.files}
    for name in sorted({*members, *listed, *ALWAYS} - {MANIFEST}):
        found, stated = members.get(name), listed.get(name)
        if found is None or stated is None or (digest(found), len(found)) != (stated.sha256, stated.length):
            raise PackDigestError(name=name)


def _parsed(name: str, data: bytes, model: type[M]) -> tuple[M, ...]:
    try:
        return tuple(model.model_validate_json(line) for line in data.splitlines())
    except ValidationError as error:
        raise PackUnreadableError(name=name) from error

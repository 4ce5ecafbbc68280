"""What an archive is handed over as: a folder or a ZIP with an inventory that lists the digest of every file.

It proves itself without this program: `sha256sum -c` reads the inventory. Whoever has the program checks the register's
chain in it, too. Nothing that is there already is written over, and half of it never has its name.
"""

import shutil
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import ClassVar, Protocol

from pydantic import ValidationError

from exam.core.canonical import digest
from exam.core.chain import ChainBrokenError, follow, salted_digest
from exam.core.custody import LineState, fold_register
from exam.core.discrepancy import Discrepancy
from exam.core.events import EventUnknownError, decode
from exam.core.exam_record import Extract
from exam.problem import ExamError

INVENTORY = "SHA256SUMS"
CHAIN = "register-chain.json"
RECORDS = "records/"
SUFFIX = ".zip"
LARGEST = 512 * 1024 * 1024
"""Bytes of one member; only a hostile transfer has more."""
MOMENT = (1980, 1, 1, 0, 0, 0)


class TransferOccupiedError(ExamError):
    """Something has that name already."""

    code: ClassVar[str] = "transfer-occupied"


class TransferUnreadableError(ExamError):
    """That is no transfer, or it is damaged."""

    code: ClassVar[str] = "transfer-unreadable"


class _Place(Protocol):
    """Where members are put."""

    def put(self, name: str, data: bytes) -> None:
        """Put one."""
        ...

    def close(self) -> None:
        """Finish."""
        ...


class _Folder:
    def __init__(self, root: Path) -> None:
        self._root = root
        root.mkdir(mode=0o700)

    def put(self, name: str, data: bytes) -> None:
        path = self._root / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)

    def close(self) -> None:
        """A folder needs no end."""


class _Zip:
    def __init__(self, path: Path) -> None:
        self._zip = zipfile.ZipFile(path, "x", zipfile.ZIP_STORED)

    def put(self, name: str, data: bytes) -> None:
        self._zip.writestr(zipfile.ZipInfo(name, MOMENT), data)

    def close(self) -> None:
        self._zip.close()


def write_transfer(out: Path, members: Iterable[tuple[str, bytes]]) -> str:
    """Write the members and their inventory, and return the inventory's SHA-256; the name says folder or ZIP.

    Raises:
        TransferOccupiedError: something has that name.
        OSError: the disk does not take it.
    """
    if out.exists():
        raise TransferOccupiedError(path=out)
    fresh = out.with_name(f".{out.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.unlink(missing_ok=True)
    place: _Place = _Zip(fresh) if out.suffix.lower() == SUFFIX else _Folder(fresh)
    with closing(place):
        sums = []
        for name, data in members:
            place.put(name, data)
            sums.append(f"{digest(data)}  {name}\n")
        inventory = "".join(sums).encode()
        place.put(INVENTORY, inventory)
    fresh.rename(out)
    return digest(inventory)


def check_transfer(path: Path) -> tuple[str, tuple[Discrepancy, ...]]:
    """Return the inventory's SHA-256 and everything that does not agree: members, chain, and the records it keeps.

    Raises:
        TransferUnreadableError: there is no inventory, or the file is damaged.
    """
    try:
        kept: dict[str, bytes] = {}
        found: dict[str, str] = {}
        for name, data in _members(path):
            found[name] = digest(data)
            if name in {INVENTORY, CHAIN}:
                kept[name] = data
        del found[INVENTORY]
        lines = [line.split("  ", 1) for line in kept[INVENTORY].decode().splitlines()]
        wrong = [*_differences({name: sha256 for sha256, name in lines}, found), *_chain(kept[CHAIN], found)]
    except (OSError, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise TransferUnreadableError(path=path, reason=type(error).__name__) from error
    return digest(kept[INVENTORY]), tuple(wrong)


def _members(path: Path) -> Iterator[tuple[str, bytes]]:
    if path.is_dir():
        for file in sorted(path.rglob("*")):
            if file.is_file():
                yield file.relative_to(path).as_posix(), file.read_bytes()
        return
    with zipfile.ZipFile(path) as archive:
        for entry in archive.infolist():
            if entry.file_size > LARGEST:
                raise ValueError(entry.filename)
            yield entry.filename, archive.read(entry)


def _differences(told: dict[str, str], found: dict[str, str]) -> Iterator[Discrepancy]:
    for name in sorted(told.keys() | found.keys()):
        if name not in found:
            yield Discrepancy(code="transfer-member-missing", arguments={"name": name})
        elif name not in told:
            yield Discrepancy(code="transfer-member-unknown", arguments={"name": name})
        elif told[name] != found[name]:
            yield Discrepancy(code="transfer-member-differs", arguments={"name": name})


def _chain(data: bytes, found: dict[str, str]) -> Iterator[Discrepancy]:
    """Follow the register's chain, and compare each record with what the register keeps under its number."""
    try:
        entries = Extract.model_validate_json(data).entries
        follow(entry.link for entry in entries)
        bodies = [(one.link, bytes.fromhex(one.salt or ""), (one.body or "").encode()) for one in entries]
        if any(salted_digest(salt, body) != told.body_digest for told, salt, body in bodies):
            yield Discrepancy(code="transfer-chain-broken")
            return
        register = fold_register(decode(told.type, told.version, body, seq=told.seq) for told, _, body in bodies)
    except (ValidationError, ChainBrokenError, EventUnknownError, LookupError):
        yield Discrepancy(code="transfer-chain-broken")
        return
    kept = {line.number: line.file for line in register.lines.values() if line.state is LineState.KEPT}
    for name, sha256 in found.items():
        if name.startswith(RECORDS) and kept.get(_number(name)) != sha256:
            yield Discrepancy(code="transfer-record-differs", arguments={"name": name})


def _number(name: str) -> int:
    return int(name.removeprefix(RECORDS).removesuffix(".pdf"))

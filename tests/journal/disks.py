"""Disks that fail: an SQLite file layer that drops unsynced writes at a power cut, or refuses the nth operation."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random  # noqa: TID251 - the seed is the test's parameter

import apsw

SECTOR = 512
Fault = Callable[[str, int], None]
"""Called before each operation with its kind (write, sync, truncate) and number; raises what the disk says."""


@dataclass
class Held:
    """One file as a power cut would find it: what was synced, and what was only written since."""

    durable: bytearray | None = None
    """None until the first sync: the file itself may be gone."""
    pending: list[tuple[int, bytes | None]] = field(default_factory=list)
    """Offset and bytes, or a new length and None."""


class Disk(apsw.VFS):
    """The machine's disk behind a layer that counts, fails and remembers what was synced."""

    def __init__(self, *, fault: Fault = lambda _kind, _number: None, lies: bool = False) -> None:
        self.name = f"disk-{secrets.token_hex(6)}"
        super().__init__(self.name, base="")
        self.fault = fault
        self.lies = lies
        """Whether a sync does nothing, as on a disk that answers too early."""
        self.operations = 0
        self.files: dict[str, Held] = {}

    def xOpen(self, name: str | apsw.URIFilename | None, flags: list[int]) -> "DiskFile":  # noqa: N802 - apsw's name
        return DiskFile(self, name, flags)

    def xDelete(self, filename: str, syncdir: bool) -> None:  # noqa: N802, FBT001 - apsw's
        self.files.pop(filename, None)
        super().xDelete(filename, syncdir)

    def before(self, kind: str) -> None:
        """Count an operation and let it fail."""
        self.operations += 1
        self.fault(kind, self.operations)

    def cut(self, folder: Path, dice: Random) -> None:
        """Write into `folder` what the disk holds when the power is gone now."""
        survives = dice.choice([0.0, 0.2, 0.5, 0.8, 1.0])
        for name, held in self.files.items():
            if held.durable is None and dice.random() >= survives:
                continue
            image = bytearray(held.durable or b"")
            for offset, data in held.pending:
                _settle(image, offset, data, survives, dice)
            (folder / Path(name).name).write_bytes(image)


class DiskFile(apsw.VFSFile):
    """A file on such a disk."""

    def __init__(self, disk: Disk, name: str | apsw.URIFilename | None, flags: list[int]) -> None:
        super().__init__("", name, flags)
        self._disk = disk
        spelt = name.filename() if isinstance(name, apsw.URIFilename) else str(name)
        self._held = disk.files.setdefault(spelt, Held())

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802 - apsw's name
        self._disk.before("write")
        super().xWrite(data, offset)
        self._held.pending.append((offset, bytes(data)))

    def xTruncate(self, newsize: int) -> None:  # noqa: N802 - apsw's name
        self._disk.before("truncate")
        super().xTruncate(newsize)
        self._held.pending.append((newsize, None))

    def xSync(self, flags: int) -> None:  # noqa: N802 - apsw's name
        self._disk.before("sync")
        super().xSync(flags)
        if self._disk.lies:
            return
        image = self._held.durable if self._held.durable is not None else bytearray()
        for offset, data in self._held.pending:
            _write(image, offset, data)
        self._held.durable, self._held.pending = image, []


def _write(image: bytearray, offset: int, data: bytes | None) -> None:
    if data is None:
        del image[offset:]
        return
    if len(image) < offset:
        image.extend(bytes(offset - len(image)))
    image[offset : offset + len(data)] = data


def _settle(image: bytearray, offset: int, data: bytes | None, survives: float, dice: Random) -> None:
    """Let each sector of a write reach the platter or not, and some of them torn."""
    if data is None:
        if dice.random() < survives:
            _write(image, offset, None)
        return
    place = offset
    while place < offset + len(data):
        end = min((place // SECTOR + 1) * SECTOR, offset + len(data))
        if dice.random() < survives:
            whole = data[place - offset : end - offset]
            torn = dice.random() < 0.05
            _write(image, place, whole[: dice.randrange(len(whole) + 1)] if torn else whole)
        place = end

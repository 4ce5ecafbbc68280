"""Stores in memory: one disk that outlives processes, and journals on it that fail and crash where they are told to."""

import hashlib
from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Self

from exam.core.canonical import digest
from exam.core.chain import ChainBrokenError, Head, follow, link, salted_digest
from exam.core.identity import Identity, IdentityVersion
from exam.service.ports import (
    Account,
    BlobMissingError,
    ConflictError,
    JournalError,
    NewEvent,
    RegisterEntry,
    StoredEvent,
)


@dataclass
class Disk:
    """What is left when every process is gone."""

    streams: dict[str, list[StoredEvent]] = field(default_factory=dict)
    answers: dict[str, tuple[str, Head]] = field(default_factory=dict)
    register: list[RegisterEntry] = field(default_factory=list)
    blobs: dict[str, bytes] = field(default_factory=dict)
    accounts: dict[str, Account] = field(default_factory=dict)
    identities: dict[str, IdentityVersion] = field(default_factory=dict)
    salts: "count[int]" = field(default_factory=count)
    lock: Lock = field(default_factory=Lock)

    def copied(self) -> "Disk":
        """Return another disk with the same on it."""
        return Disk(
            streams={name: list(events) for name, events in self.streams.items()},
            answers=dict(self.answers),
            blobs=dict(self.blobs),
            accounts=dict(self.accounts),
            identities=dict(self.identities),
            salts=copy(self.salts),
        )


_DISKS: dict[Path, Disk] = {}


class MemoryJournal:
    """Journal and register on a disk; `before` and `after` are told of every append and may raise."""

    def __init__(self, disk: Disk) -> None:
        self._disk = disk
        self.before: Callable[[Sequence[NewEvent]], None] = lambda _events: None
        self.after: Callable[[Sequence[NewEvent]], None] = lambda _events: None

    @classmethod
    def in_folder(cls, folder: Path) -> Self:
        """Return a journal on the disk of that folder's name: opened again, it is the next process on the same disk."""
        return cls(_DISKS.setdefault(folder, Disk()))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        pass

    def append(self, stream: str, events: Sequence[NewEvent], *, expected: int, key: str) -> Head:
        self.before(events)
        with self._disk.lock:
            head = self._append(stream, events, expected, key)
        self.after(events)
        return head

    def erase(self, stream: str, seqs: Sequence[int], *, notice: NewEvent, key: str) -> Head:
        with self._disk.lock:
            head = self._append(stream, [notice], self.head(stream).seq, key)
            kept = self._disk.streams[stream]
            kept[:] = [StoredEvent(e.link, None, None) if e.link.seq in seqs else e for e in kept]
        return head

    def answer(self, key: str) -> Head | None:
        found = self._disk.answers.get(key)
        return found[1] if found else None

    def read(self, stream: str) -> tuple[StoredEvent, ...]:
        stored = tuple(self._disk.streams.get(stream, ()))
        follow(event.link for event in stored)
        for event in stored:
            if event.body is not None and salted_digest(event.salt or b"", event.body) != event.link.body_digest:
                raise ChainBrokenError(stream=stream, seq=event.link.seq)
        return stored

    def head(self, stream: str) -> Head:
        stored = self._disk.streams.get(stream)
        return Head(seq=stored[-1].link.seq, hash=stored[-1].link.hash) if stored else Head()

    def streams(self, prefix: str = "") -> tuple[str, ...]:
        return tuple(sorted(name for name in self._disk.streams if name.startswith(prefix)))

    def faults(self) -> tuple[JournalError, ...]:
        return ()

    def add(self, entry: RegisterEntry) -> None:
        if entry not in self._disk.register:
            self._disk.register.append(entry)

    def entries(self, *, practice: bool | None = None) -> tuple[RegisterEntry, ...]:
        return tuple(line for line in self._disk.register if practice is None or line.practice is practice)

    def _append(self, stream: str, events: Sequence[NewEvent], expected: int, key: str) -> Head:
        if key in self._disk.answers:
            found, told = self._disk.answers[key]
            if found != stream:
                raise JournalError(reason=key)
            return told
        head = self.head(stream)
        if head.seq != expected:
            raise ConflictError(stream=stream, expected=expected, found=head.seq)
        kept = self._disk.streams.setdefault(stream, [])
        for event in events:
            salt = hashlib.sha256(str(next(self._disk.salts)).encode()).digest()[:16]
            kept.append(_stored(event, stream, head, salt))
            head = self.head(stream)
        self._disk.answers[key] = (stream, head)
        return head


def _stored(event: NewEvent, stream: str, head: Head, salt: bytes) -> StoredEvent:
    body_digest = salted_digest(salt, event.body)
    new = link(head=head, stream=stream, event_type=event.type, version=event.version, body_digest=body_digest)
    return StoredEvent(link=new, salt=salt, body=event.body)


class MemoryBlobs:
    """Blobs on a disk."""

    def __init__(self, disk: Disk) -> None:
        self._disk = disk

    def put(self, data: bytes) -> str:
        self._disk.blobs[digest(data)] = data
        return digest(data)

    def get(self, name: str) -> bytes:
        if name not in self._disk.blobs:
            raise BlobMissingError(digest=name)
        return self._disk.blobs[name]


class MemoryPeople:
    """Accounts and identities on a disk; nobody has to sign in."""

    def __init__(self, disk: Disk) -> None:
        self._disk = disk

    def add_identity(self, identity: Identity) -> str:
        version = IdentityVersion(salt=f"{next(self._disk.salts):032x}", identity=identity)
        self._disk.identities[version.reference] = version
        return version.reference

    def identity(self, reference: str) -> IdentityVersion | None:
        return self._disk.identities.get(reference)

    def add_account(self, account: Account, _pin: str) -> None:
        self._disk.accounts[account.id] = account

    def accounts(self) -> tuple[Account, ...]:
        return tuple(self._disk.accounts[name] for name in sorted(self._disk.accounts))

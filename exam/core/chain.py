"""The hash chain of a stream: written once here, used by the journal, by replay and by the offline verifier.

`hash = H(tag ‖ prev ‖ stream ‖ seq ‖ type ‖ version ‖ H(salt ‖ body))`, each field behind its length in four bytes.
A body can be withheld or erased and the chain still proves itself, because it holds the digest of the salted body.
"""

import hashlib
import re
from collections.abc import Iterable
from typing import ClassVar

from exam.core.model import Frozen
from exam.problem import ExamError

TAG = b"exam/journal/1"
GENESIS = "0" * 64
"""The `prev` of the first event of a stream."""

_DIGEST = re.compile(r"[0-9a-f]{64}")


class ChainBrokenError(ExamError):
    """The events of a stream do not follow from one another."""

    code: ClassVar[str] = "chain-broken"


class Link(Frozen):
    """The hash material of one event: all that is needed to check the chain without any body."""

    stream: str
    seq: int
    """Counts from 1 in each stream."""
    type: str
    version: int
    body_digest: str
    """Hexadecimal SHA-256 over salt and body."""
    prev: str
    hash: str


class Head(Frozen):
    """Where a stream ends: its last sequence number (0 when empty) and that event's hash."""

    seq: int = 0
    hash: str = GENESIS


def salted_digest(salt: bytes, body: bytes) -> str:
    """Return the hexadecimal SHA-256 over salt and body, the salt behind its length."""
    return hashlib.sha256(len(salt).to_bytes(4, "big") + salt + body).hexdigest()


def link(*, head: Head, stream: str, event_type: str, version: int, body_digest: str) -> Link:
    """Return the link that follows `head`."""
    seq = head.seq + 1
    return Link(
        stream=stream,
        seq=seq,
        type=event_type,
        version=version,
        body_digest=body_digest,
        prev=head.hash,
        hash=link_hash(head.hash, stream, seq, event_type, version, body_digest),
    )


def follow(links: Iterable[Link], *, after: Head | None = None) -> Head:
    """Check that each link follows from the one before and return the head they lead to.

    Raises:
        ChainBrokenError: a link is missing, moved, altered or from another stream.
    """
    head = after or Head()
    seq, prev, stream = head.seq, head.hash, None
    for found in links:
        stream = found.stream if stream is None else stream
        seq += 1
        if not _follows(found, stream, seq, prev):
            raise ChainBrokenError(stream=stream, seq=seq)
        prev = found.hash
    return Head(seq=seq, hash=prev)


def _follows(found: Link, stream: str, seq: int, prev: str) -> bool:
    """Tell whether a link is the one that follows; a digest spelt in any other way is another digest."""
    if not _DIGEST.fullmatch(found.body_digest):
        return False
    if (found.stream, found.seq, found.prev) != (stream, seq, prev):
        return False
    return found.hash == link_hash(prev, stream, seq, found.type, found.version, found.body_digest)


def link_hash(prev: str, stream: str, seq: int, event_type: str, version: int, body_digest: str) -> str:
    """Return the hash of a link; `prev` and `body_digest` are hexadecimal."""
    fields = (
        TAG,
        bytes.fromhex(prev),
        stream.encode(),
        str(seq).encode(),
        event_type.encode(),
        str(version).encode(),
        bytes.fromhex(body_digest),
    )
    return hashlib.sha256(b"".join([len(field).to_bytes(4, "big") + field for field in fields])).hexdigest()

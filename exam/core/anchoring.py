"""Anchors: heads of streams with a time stamp of somebody outside over them (RFC 3161).

Whoever rewrites a history can hash it anew from end to end; what he cannot make is an older stamp over the new heads.
An anchor is one document that proves itself: the heads, and the token over their canonical form.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, ValidationError

from exam.core.canonical import canonical_json, digest
from exam.core.chain import Head
from exam.core.events import Event, stored
from exam.core.model import Frozen

ANCHORS = "anchors"
"""The stream of anchorings; each anchor holds where it stood before, so that they prove one another."""
PREFIX = b'{"heads":['


class AnchoredHead(Frozen):
    """Where one stream ended."""

    stream: str
    head: Head


class Anchor(Frozen):
    """Heads, and the token over them; one blob."""

    schema_: Annotated[Literal["exam/anchor/1"], Field(alias="schema")] = "exam/anchor/1"
    heads: tuple[AnchoredHead, ...]
    token: Annotated[str, Field(pattern=r"^([0-9a-f]{2})+$")]
    """The time-stamp token, DER in hexadecimal."""

    model_config = Frozen.model_config | {"serialize_by_alias": True}


@stored
class HeadsAnchored(Event):
    """An authority stamped the heads of these streams."""

    anchor: str
    """The blob of the anchor."""
    authority: str
    """Its name in the certificate."""
    stamped_at: datetime
    """As the authority says."""
    streams: int
    """How many heads it stamped."""


def imprint(heads: Sequence[AnchoredHead]) -> str:
    """Return the SHA-256 over the heads' canonical JSON: what is stamped."""
    return digest(canonical_json({"heads": [head.model_dump(mode="json") for head in heads]}))


def read_anchor(data: bytes) -> Anchor | None:
    """Return the anchor that these bytes are, None where they are something else."""
    if not data.startswith(PREFIX):
        return None
    try:
        return Anchor.model_validate_json(data)
    except ValidationError:
        return None


def moved(heads: Mapping[str, Head], anchored: Mapping[str, Head]) -> tuple[AnchoredHead, ...]:
    """Return the heads that no anchor holds yet, and with them where the stream of anchorings stands."""
    new = [name for name in sorted(heads) if name != ANCHORS and heads[name] != anchored.get(name)]
    if new and ANCHORS in heads:
        new.append(ANCHORS)
    return tuple(AnchoredHead(stream=name, head=heads[name]) for name in new)


def newest(anchors: Sequence[Anchor]) -> dict[str, Head]:
    """Return for each stream the furthest head that an anchor holds."""
    found: dict[str, Head] = {}
    for anchor in anchors:
        for one in anchor.heads:
            if one.head.seq >= found.get(one.stream, Head()).seq:
                found[one.stream] = one.head
    return found

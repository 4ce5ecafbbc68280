"""Rebuilds a candidate session from its events alone and tells where that leads elsewhere than the journal says."""

from exam.core.replay.comparing import Replayed, replay
from exam.core.replay.evidence import Compare, Evidence, inventory_digest, named_blobs, named_identities, verified
from exam.core.replay.what_if import Change, WhatIf, what_if

__all__ = [
    "Change",
    "Compare",
    "Evidence",
    "Replayed",
    "WhatIf",
    "inventory_digest",
    "named_blobs",
    "named_identities",
    "replay",
    "verified",
    "what_if",
]

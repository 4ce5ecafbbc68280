"""A signature that is not coming: a member of the commission refuses to sign, or is not there.

The chair or the authorised person puts it down with a reason before the seal, and the seal covers it: these data stand
in a field of the form and, as words, where the signature would be. Whether such a record suffices is for whoever
receives it to decide: what could be verified of the law names neither a signature nor a consequence (`nsk.md` 1.3,
item 7, unverified).
"""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from exam.core.model import Frozen
from exam.core.session_values import PlannedSigner

SEAL_FIELD = "Seal"
"""The seal locks the record and vouches for what is said here; it alone cannot be left out."""
LONGEST_REASON = 300
"""Characters; so many fit into the place of a signature."""


class OmissionGround(StrEnum):
    """Why a signature is not coming."""

    REFUSED = "refused"
    ABSENT = "absent"


class Omission(Frozen):
    """One signature that is not coming."""

    field: str
    who: str
    ground: OmissionGround
    reason: str
    by: str
    """The account of who put it down."""
    name: str = ""
    """His name, as it is printed."""
    at: datetime


class Omissions(Frozen):
    """What the form of a sealed record holds of signatures that are not coming."""

    schema_: Annotated[Literal["exam/omissions/1"], Field(alias="schema")] = "exam/omissions/1"
    record: str
    data_digest: str
    """SHA-256 of the record's data."""
    omissions: Annotated[tuple[Omission, ...], Field(min_length=1)]

    model_config = Frozen.model_config | {"serialize_by_alias": True}


def omittable(signers: Sequence[PlannedSigner]) -> tuple[PlannedSigner, ...]:
    """Return the signers without whom a record can be sealed: every member of the commission."""
    return tuple(signer for signer in signers if signer.field != SEAL_FIELD)

"""The note in a second copy: that it is one, and as of when."""

import secrets
from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, ValidationError

from exam.copies.faults import NoCopyError
from exam.copies.files import MARKER
from exam.core.canonical import canonical_json
from exam.core.model import Frozen


class Marker(Frozen):
    """What a second copy says of itself."""

    schema_: Annotated[Literal["exam/second-copy/1"], Field(alias="schema")] = "exam/second-copy/1"
    at: str
    """When its databases were copied, with zone."""
    events: int
    """How many appends it holds, counted as the workspace does."""
    turn: str
    """Tells this writing from every other one."""

    model_config = Frozen.model_config | {"serialize_by_alias": True}


def marker(at: datetime, events: int) -> bytes:
    """Return a fresh note."""
    return canonical_json(Marker(at=at.isoformat(), events=events, turn=secrets.token_hex(8)))


def read_marker(folder: Path) -> Marker:
    """Return the note of a second copy.

    Raises:
        NoCopyError: there is none, or it cannot be read.
    """
    try:
        return Marker.model_validate_json((folder / MARKER).read_bytes())
    except (OSError, ValidationError) as error:
        raise NoCopyError(folder=folder) from error

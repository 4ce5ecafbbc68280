"""What a standard lists beside its competencies (skills, knowledge, duties), word for word, with its flaws flagged."""

from typing import Annotated, Literal

from pydantic import Field

from exam.core.item import Identifier, Words
from exam.core.model import Frozen

EntryRef = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*\.[0-9A-Za-z.-]+$")]
"""An entry of a list anywhere in the standard: `<list>.<number>`."""


class ListEntry(Frozen):
    """One entry; a flaw of the source is flagged and never repaired, and nothing is examined on it."""

    number: Annotated[str, Field(pattern=r"^[0-9A-Za-z.-]+$")]
    text: Words
    flaw: Literal["doubtful", "foreign", "numbered-twice"] | None = None
    note: str = ""


class Listing(Frozen):
    """One list of the standard."""

    id: Identifier
    title: Words
    entries: Annotated[tuple[ListEntry, ...], Field(min_length=1)]

"""What waits for a second person, and what somebody logged: parts of a session's state."""

from dataclasses import dataclass
from datetime import datetime

from exam.core.key_correction import CorrectedKey


@dataclass(frozen=True, slots=True)
class KeyProposal:
    """A correction of a key that waits for a second person."""

    correction: CorrectedKey
    reason: str
    by: str
    """The account that proposed."""


@dataclass(frozen=True, slots=True)
class RecordProposal:
    """A correction of the record that waits for a second person."""

    reason: str
    by: str
    """The account that proposed."""


@dataclass(frozen=True, slots=True)
class Incident:
    """Something unusual, with when it was written down and by whom."""

    at: datetime
    by: str
    """The account."""
    category: str
    note: str

    @property
    def told(self) -> str:
        """The line that the record has of it."""
        return f"{self.category}: {self.note}"

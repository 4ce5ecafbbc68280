"""How the key of an item is corrected for one candidate session: one proposes with a reason, another one approves."""

from exam.core.events import Event, stored
from exam.core.key_correction import CorrectedKey


@stored
class KeyCorrectionProposed(Event):
    """Somebody proposed that an item be scored by another key, or by none."""

    correction: CorrectedKey
    reason: str


@stored
class KeyCorrected(Event):
    """A second person approved; what the machine had scored by the old key follows as scored anew."""

    correction: CorrectedKey
    reason: str
    proposed_by: str
    """The account that proposed."""
    approved_by: str
    """Another account."""

"""How a key, or the record of a candidate session, is corrected: one proposes with a reason, another one approves."""

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


@stored
class RecordCorrectionProposed(Event):
    """Somebody proposed that the record be superseded by a corrected one."""

    record: str
    reason: str


@stored
class RecordCorrected(Event):
    """A second person approved: the record is superseded by the one that is issued next."""

    record: str
    data_digest: str
    practice: bool
    reason: str
    proposed_by: str
    """The account that proposed."""
    approved_by: str
    """Another account."""

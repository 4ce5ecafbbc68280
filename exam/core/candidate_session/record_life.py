"""What becomes of an issued record: signed or not, put on file as paper, archived, stamped again."""

from exam.core.candidate_session.state import IssuedRecord, SessionState
from exam.core.events import Entry
from exam.core.model import changed
from exam.core.omission import Omission
from exam.core.record_events import (
    PaperSignatureStored,
    RecordArchived,
    RecordIssued,
    RecordRefreshed,
    RecordSigned,
    SignatureOmitted,
)

RecordLife = RecordSigned | PaperSignatureStored | SignatureOmitted | RecordArchived | RecordRefreshed


def issued(event: RecordIssued) -> IssuedRecord:
    """Return the record as it was issued."""
    return IssuedRecord(
        record=event.record,
        data_digest=event.data_digest,
        pdf=event.pdf,
        practice=event.practice,
        signers=event.signers,
    )


def after(event: RecordLife, state: SessionState, entry: Entry) -> SessionState:
    """Return the state after one more event of a record's life; a superseded one lives on in the archive."""
    if state.record is not None and state.record.record == event.record:
        return changed(state, record=_after(event, state.record, entry))
    former = tuple(_after(event, one, entry) if one.record == event.record else one for one in state.superseded)
    return state if former == state.superseded else changed(state, superseded=former)


def _after(event: RecordLife, record: IssuedRecord, entry: Entry) -> IssuedRecord:
    if isinstance(event, SignatureOmitted):
        return changed(record, omitted=(*record.omitted, _omission(event, record, entry)))
    if isinstance(event, PaperSignatureStored):
        return changed(record, on_paper=(*record.on_paper, event.field))
    if isinstance(event, RecordSigned):
        return changed(record, pdf=event.pdf, signed=(*record.signed, event.field))
    return changed(record, pdf=event.pdf, archived=True)


def _omission(event: SignatureOmitted, record: IssuedRecord, entry: Entry) -> Omission:
    return Omission(
        field=event.field,
        who=next((signer.who for signer in record.signers if signer.field == event.field), ""),
        ground=event.ground,
        reason=event.reason,
        by=entry.by.id,
        at=entry.at,
    )

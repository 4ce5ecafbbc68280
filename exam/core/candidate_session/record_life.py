"""What becomes of an issued record: signed or not, put on file as paper, archived, stamped again."""

from exam.core.candidate_session.state import IssuedRecord
from exam.core.events import Entry
from exam.core.model import changed
from exam.core.omission import Omission
from exam.core.record_events import PaperSignatureStored, RecordRefreshed, SignatureOmitted
from exam.core.session_events import RecordArchived, RecordIssued, RecordSigned

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


def after(event: RecordLife, record: IssuedRecord, entry: Entry) -> IssuedRecord:
    """Return the record after one more event of its life."""
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

"""What becomes of an issued record: signed, put on file as paper, archived, stamped again."""

from exam.core.candidate_session.state import IssuedRecord
from exam.core.model import changed
from exam.core.record_events import PaperSignatureStored, RecordRefreshed
from exam.core.session_events import RecordArchived, RecordSigned

RecordLife = RecordSigned | PaperSignatureStored | RecordArchived | RecordRefreshed


def after(event: RecordLife, record: IssuedRecord) -> IssuedRecord:
    """Return the record after one more event of its life."""
    if isinstance(event, PaperSignatureStored):
        return changed(record, on_paper=(*record.on_paper, event.field))
    if isinstance(event, RecordSigned):
        return changed(record, pdf=event.pdf, signed=(*record.signed, event.field))
    return changed(record, pdf=event.pdf, archived=True)

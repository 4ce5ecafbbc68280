"""Which stored bytes an event names by digest; a blob that no event names is nobody's."""

from functools import singledispatch

from exam.core.anchoring import HeadsAnchored
from exam.core.correction_events import RecordCorrected
from exam.core.course_events import PaperTyped, WaiverRefused
from exam.core.custody_events import ArchiveHandedOver, OwnRecordEntered, RecordReceived, RecordRenewed, RecordReturned
from exam.core.events import Event
from exam.core.facts import Fact
from exam.core.marking_events import MarkingConfirmed, MarkingOverridden, PresentationRead, WorkbookMarked
from exam.core.record_events import PaperSignatureStored, RecordArchived, RecordIssued, RecordRefreshed, RecordSigned
from exam.core.session_events import PaperDrawn, SessionOpened, SubmissionStored, TableDrawn, WaiverAccepted
from exam.core.sitting_events import DayArranged


@singledispatch
def blob_names(_event: Event) -> tuple[str, ...]:
    """Return the digests of the blobs that an event names."""
    return ()


@blob_names.register
def _(event: SessionOpened) -> tuple[str, ...]:
    return (event.standard_digest,)


@blob_names.register
def _(event: PaperDrawn) -> tuple[str, ...]:
    return tuple(pinned.digest for pinned in event.items)


@blob_names.register
def _(event: TableDrawn) -> tuple[str, ...]:
    return (event.table,)


@blob_names.register
def _(event: PresentationRead) -> tuple[str, ...]:
    return tuple(filter(None, (event.submission, event.outline)))


@blob_names.register
def _(event: SubmissionStored) -> tuple[str, ...]:
    return (event.blob,)


@blob_names.register
def _(event: WorkbookMarked) -> tuple[str, ...]:
    return tuple(filter(None, (event.submission, event.marking)))


@blob_names.register(MarkingOverridden)
@blob_names.register(MarkingConfirmed)
def _(event: MarkingOverridden | MarkingConfirmed) -> tuple[str, ...]:
    return (event.submission,)


@blob_names.register
def _(event: RecordCorrected) -> tuple[str, ...]:
    return (event.data_digest,)


@blob_names.register
def _(event: PaperTyped) -> tuple[str, ...]:
    return (event.scan,)


@blob_names.register(WaiverAccepted)
@blob_names.register(WaiverRefused)
def _(event: WaiverAccepted | WaiverRefused) -> tuple[str, ...]:
    return (event.certificate.scan,) if event.certificate.scan else ()


@blob_names.register
def _(event: RecordIssued) -> tuple[str, ...]:
    return (event.data_digest, event.pdf)


@blob_names.register
def _(event: PaperSignatureStored) -> tuple[str, ...]:
    return (event.scan,)


@blob_names.register(RecordSigned)
@blob_names.register(RecordArchived)
@blob_names.register(RecordRefreshed)
def _(event: RecordSigned | RecordArchived | RecordRefreshed) -> tuple[str, ...]:
    return (event.pdf,)


@blob_names.register(RecordReceived)
@blob_names.register(OwnRecordEntered)
@blob_names.register(RecordRenewed)
def _(event: RecordReceived | OwnRecordEntered | RecordRenewed) -> tuple[str, ...]:
    return (event.file,)


@blob_names.register
def _(event: RecordReturned) -> tuple[str, ...]:
    return (event.letter,)


@blob_names.register
def _(event: HeadsAnchored) -> tuple[str, ...]:
    return (event.anchor,)


@blob_names.register
def _(event: DayArranged) -> tuple[str, ...]:
    return (event.day, event.plan)


@blob_names.register
def _(event: Fact) -> tuple[str, ...]:
    return (event.proof.blob,) if event.proof else ()


@blob_names.register
def _(event: ArchiveHandedOver) -> tuple[str, ...]:
    return tuple(filter(None, (event.document, event.letter, event.proof)))

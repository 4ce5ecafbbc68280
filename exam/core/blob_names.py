"""Which stored bytes an event names by digest; a blob that no event names is nobody's."""

from functools import singledispatch

from exam.core.events import Event
from exam.core.session_events import (
    PaperDrawn,
    RecordArchived,
    RecordIssued,
    RecordSigned,
    SessionOpened,
    SubmissionStored,
    WaiverAccepted,
)


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
def _(event: SubmissionStored) -> tuple[str, ...]:
    return (event.blob,)


@blob_names.register
def _(event: WaiverAccepted) -> tuple[str, ...]:
    return (event.certificate.scan,) if event.certificate.scan else ()


@blob_names.register
def _(event: RecordIssued) -> tuple[str, ...]:
    return (event.data_digest, event.pdf)


@blob_names.register(RecordSigned)
@blob_names.register(RecordArchived)
def _(event: RecordSigned | RecordArchived) -> tuple[str, ...]:
    return (event.pdf,)

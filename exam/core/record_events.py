"""What happens to a record: issued, signed, archived; paper on file, signatures not coming, stamps that last."""

from exam.core.events import Event, stored
from exam.core.omission import OmissionGround
from exam.core.session_values import PlannedSigner


@stored
class RecordIssued(Event):
    """The record was made; its data and its unsigned file are pinned."""

    record: str
    data_digest: str
    pdf: str
    """The blob of the unsigned file."""
    practice: bool
    signers: tuple[PlannedSigner, ...]


@stored
class RecordSigned(Event):
    """One signer signed."""

    record: str
    field: str
    pdf: str
    """The blob of the file after this signature."""


@stored
class RecordArchived(Event):
    """The final file was put into the archive."""

    record: str
    pdf: str


@stored
class PaperSignatureStored(Event):
    """A sheet that somebody signed with ink was put on file."""

    record: str
    field: str
    scan: str
    """The blob of its copy."""
    witness: str
    """The account of who saw it signed."""


@stored
class SignatureOmitted(Event):
    """Somebody put down that a member of the commission does not sign."""

    record: str
    field: str
    ground: OmissionGround
    reason: str


@stored
class RecordRefreshed(Event):
    """The archived file was given a stamp that makes it last, or another one before the last one ran out."""

    record: str
    pdf: str
    """The blob of the file; the one before is its exact beginning."""

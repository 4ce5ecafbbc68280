"""What happens to an issued record beside its signatures: paper on file, signatures not coming, stamps that last."""

from exam.core.events import Event, stored
from exam.core.omission import OmissionGround


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

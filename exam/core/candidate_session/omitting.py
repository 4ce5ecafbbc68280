"""The decision that a member does not sign: the chair puts it down before the seal, or the authorised person.

That the chair does not sign is for the authorised person alone; whoever signs first then certifies, else the seal.
"""

from exam.core.candidate_session.case import Case
from exam.core.candidate_session.commands import OmitSignature
from exam.core.candidate_session.record_refusals import (
    ChairOmittedError,
    OmissionReasonError,
    RecordSealedError,
    SelfOmittedError,
    SignerSettledError,
    SignerUnknownError,
)
from exam.core.candidate_session.refusals import (
    RecordWrongError,
)
from exam.core.candidate_session.state import IssuedRecord
from exam.core.events import Event
from exam.core.omission import LONGEST_REASON, SEAL_FIELD, omittable
from exam.core.record_events import SignatureOmitted
from exam.core.session_values import PlannedSigner, SignatureMode
from exam.text import has_substance


def omit_signature(command: OmitSignature, case: Case) -> tuple[Event, ...]:
    """Put down once that a member refuses, or is absent; the same again is no other statement."""
    record = case.state.record
    if record is None:
        raise RecordWrongError(record="–")
    signer = _member(command, case, record)
    if not _can_be_sealed(record):
        raise RecordSealedError(record=record.record)
    if not has_substance(command.reason) or len(command.reason) > LONGEST_REASON:
        raise OmissionReasonError(who=command.who, longest=LONGEST_REASON)
    before = next((one for one in record.omitted if one.field == signer.field), None)
    if before is not None and (before.ground, before.reason) == (command.ground, command.reason):
        return ()
    if before is not None or signer.field in (*record.signed, *record.on_paper):
        raise SignerSettledError(who=command.who)
    return (SignatureOmitted(record=record.record, field=signer.field, ground=command.ground, reason=command.reason),)


def _member(command: OmitSignature, case: Case, record: IssuedRecord) -> PlannedSigner:
    """Return the planned signature of somebody else; no member of the commission puts down that of its chair."""
    if command.who == case.state.chair and case.by.id in {member.id for member in case.state.members}:
        raise ChairOmittedError(who=command.who)
    signer = next((one for one in omittable(record.signers) if one.who == command.who), None)
    if signer is None:
        raise SignerUnknownError(who=command.who)
    if command.who == case.by.id:
        raise SelfOmittedError(who=command.who)
    return signer


def _can_be_sealed(record: IssuedRecord) -> bool:
    """Tell whether the seal is still to come, and electronic: it alone covers what is said here."""
    seal = next((signer for signer in record.signers if signer.field == SEAL_FIELD), None)
    return seal is not None and seal.mode is SignatureMode.ELECTRONIC and seal.field not in record.signed

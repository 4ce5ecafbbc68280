"""Decisions about a record that has to say something else: one proposes with a reason, another one approves.

Then the record is superseded, keys may be corrected again, and a new one is issued, signed and archived as any other.
It names the old one and the reason; both are kept. What was judged is no evident error: that is for a review.
"""

from exam.core.candidate_session.case import Case
from exam.core.candidate_session.commands import ApproveRecordCorrection, IssueRecord, ProposeRecordCorrection
from exam.core.candidate_session.proposals import RecordProposal
from exam.core.candidate_session.record_refusals import (
    CorrectionPracticeError,
    CorrectionReasonError,
    CorrectionSamePersonError,
    CorrectionUnproposedError,
)
from exam.core.candidate_session.refusals import RecordWrongError
from exam.core.candidate_session.state import IssuedRecord, SessionState
from exam.core.correction_events import RecordCorrected, RecordCorrectionProposed
from exam.core.events import Entry, Event
from exam.core.exam_record import SupersededRecord
from exam.core.model import changed
from exam.text import has_substance

Correction = RecordCorrectionProposed | RecordCorrected


def propose_correction(command: ProposeRecordCorrection, case: Case) -> tuple[Event, ...]:
    """Take a proposal with its reason; a later one takes its place."""
    record = _issued(case)
    if not has_substance(command.reason):
        raise CorrectionReasonError(record=record.record)
    return (RecordCorrectionProposed(record=record.record, reason=command.reason),)


def approve_correction(_command: ApproveRecordCorrection, case: Case) -> tuple[Event, ...]:
    """Let the record be superseded, as another person proposed."""
    record, proposal = _issued(case), case.state.correction
    if proposal is None:
        raise CorrectionUnproposedError(record=record.record)
    if proposal.by == case.by.id:
        raise CorrectionSamePersonError(who=case.by.id, record=record.record)
    return (
        RecordCorrected(
            record=record.record,
            data_digest=record.data_digest,
            practice=record.practice,
            reason=proposal.reason,
            proposed_by=proposal.by,
            approved_by=case.by.id,
        ),
    )


def require_same_kind(command: IssueRecord, state: SessionState) -> None:
    """Refuse a corrected record that is practice where the old one was official, or the other way round.

    Raises:
        CorrectionPracticeError: it is.
    """
    if state.superseded and state.superseded[-1].practice is not command.practice:
        raise CorrectionPracticeError(record=state.superseded[-1].record)


def after_correction(event: Correction, state: SessionState, entry: Entry) -> SessionState:
    """Return the state with a proposal that waits, or without the record that was superseded."""
    if isinstance(event, RecordCorrectionProposed):
        return changed(state, correction=RecordProposal(reason=event.reason, by=entry.by.id))
    former = SupersededRecord(record=event.record, data_digest=event.data_digest, reason=event.reason)
    old = state.record or IssuedRecord(
        record=event.record, data_digest=event.data_digest, pdf="", practice=event.practice, signers=()
    )
    return changed(state, record=None, correction=None, superseded=(*state.superseded, old), supersedes=former)


def _issued(case: Case) -> IssuedRecord:
    if case.state.record is None:
        raise RecordWrongError(record="–")
    return case.state.record

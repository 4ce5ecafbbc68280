"""Decisions at the end: the result, early endings, announcement, acknowledgement, and the record's life."""

from exam.core.candidate_session.case import Case
from exam.core.candidate_session.commands import (
    AcknowledgeReasons,
    AnnounceResult,
    ArchiveRecord,
    DetermineResult,
    EndSession,
    IssueRecord,
    RefreshRecord,
    SignRecord,
    StorePaperSignature,
)
from exam.core.candidate_session.record_refusals import SignerOmittedError
from exam.core.candidate_session.refusals import (
    EndingWrongError,
    NotAnnouncedError,
    NotEndedError,
    RecordWrongError,
    UnverifiedCriteriaError,
    WitnessWrongError,
)
from exam.core.candidate_session.second import require_decided
from exam.core.candidate_session.state import IssuedRecord, SessionState
from exam.core.candidate_session.superseding import require_same_kind
from exam.core.course_events import EndingWeighed
from exam.core.events import Event
from exam.core.record_events import PaperSignatureStored, RecordArchived, RecordIssued, RecordRefreshed, RecordSigned
from exam.core.session_events import ReasonsAcknowledged, ResultAnnounced, ResultDetermined, SessionEnded
from exam.core.session_values import Ending, SignatureMode
from exam.text import has_substance

BEFORE_THE_FIRST_TASK = frozenset({Ending.ABSENT, Ending.EXCUSED, Ending.NOT_ADMITTED})
"""Endings of an exam that did not begin; whoever began withdrew, or was ended."""


def determine_result(_command: DetermineResult, case: Case) -> tuple[Event, ...]:
    """Close a session of an admitted candidate in which every criterion is verified (NSK guide, `nsk.md` 1.2)."""
    state = case.admitted()
    verdict = state.verdict(case.standard)
    if verdict.unverified:
        raise UnverifiedCriteriaError(criteria=", ".join(verdict.unverified))
    return (ResultDetermined(result=verdict.result),)


def end_session(command: EndSession, case: Case) -> tuple[Event, ...]:
    """End a session early, with a reason; what is open stays not verified."""
    state = case.running()
    too_late = command.ending in BEFORE_THE_FIRST_TASK and bool(state.tasks)
    if command.ending is Ending.FULLY_RUN or too_late or not has_substance(command.reason):
        raise EndingWrongError(ending=command.ending)
    ended = SessionEnded(ending=command.ending, reason=command.reason)
    effect = case.effect
    if effect is None:
        return (ended,)
    return (ended, EndingWeighed(result=effect.result, entry=effect.entry, verified=effect.verified))


def announce_result(_command: AnnounceResult, case: Case) -> tuple[Event, ...]:
    """Tell the candidate, once the session has ended; once is enough."""
    return () if _ended(case).announced else (ResultAnnounced(),)


def acknowledge_reasons(command: AcknowledgeReasons, case: Case) -> tuple[Event, ...]:
    """Take down whether the candidate took note, before the record is issued."""
    state = _ended(case)
    if not state.announced:
        raise NotAnnouncedError
    if state.record is not None:
        raise RecordWrongError(record=state.record.record)
    return (ReasonsAcknowledged(acknowledged=command.acknowledged, objection=command.objection),)


def issue_record(command: IssueRecord, case: Case) -> tuple[Event, ...]:
    """Issue the one record of a session whose result was announced; one that was superseded is none any more."""
    state = _ended(case)
    if not state.announced:
        raise NotAnnouncedError
    if state.record is not None or state.result is None or not command.signers:
        raise RecordWrongError(record=command.record)
    require_decided(case)
    require_same_kind(command, state)
    return (RecordIssued.model_validate(command.model_dump()),)


def sign_record(command: SignRecord, case: Case) -> tuple[Event, ...]:
    """Take the signature that is due, in the planned order; the chair enters what others signed elsewhere."""
    record = _issued(case)
    due = record.next_signer
    entitled = due is not None and (due.who in {case.by.id, "seal"} or case.by.id == case.state.chair)
    if due is None or due.field != command.field or not entitled:
        raise RecordWrongError(record=record.record)
    return (RecordSigned(record=record.record, field=command.field, pdf=command.pdf),)


def store_paper_signature(command: StorePaperSignature, case: Case) -> tuple[Event, ...]:
    """Take a sheet once from each who was to sign with ink; another member of the commission saw him do it."""
    record = _issued(case)
    due = [one for one in record.signers if one.field == command.field and one.mode is SignatureMode.PAPER]
    if not due or command.field in record.on_paper:
        raise RecordWrongError(record=record.record)
    if command.field in {omission.field for omission in record.omitted}:
        raise SignerOmittedError(who=due[0].who)
    if command.witness not in {member.id for member in case.state.members} - {due[0].who}:
        raise WitnessWrongError(witness=command.witness, field=command.field)
    return (
        PaperSignatureStored(record=record.record, field=command.field, scan=command.scan, witness=command.witness),
    )


def archive_record(command: ArchiveRecord, case: Case) -> tuple[Event, ...]:
    """Archive the record once, when nobody's signature is due any more."""
    record = _issued(case)
    if record.archived or record.next_signer is not None or command.pdf != record.pdf:
        raise RecordWrongError(record=record.record)
    return (RecordArchived(record=record.record, pdf=command.pdf),)


def refresh_record(command: RefreshRecord, case: Case) -> tuple[Event, ...]:
    """Take an archived record with one more stamp over it; whether the rest is as it was is for who stamped to say.

    One that was superseded is kept as long, and so is stamped as well.
    """
    record = next((one for one in case.state.records if one.record == command.record), None)
    if record is None or not record.archived or command.pdf == record.pdf:
        raise RecordWrongError(record=command.record)
    return (RecordRefreshed(record=record.record, pdf=command.pdf),)


def _ended(case: Case) -> SessionState:
    if case.state.ending is None:
        raise NotEndedError(session=case.state.session)
    return case.state


def _issued(case: Case) -> IssuedRecord:
    if case.state.record is None:
        raise RecordWrongError(record="–")
    return case.state.record

"""Decisions at the end: the result, early endings, announcement, acknowledgement, and the record's life."""

from exam.core.candidate_session.case import Case
from exam.core.candidate_session.commands import (
    AcknowledgeReasons,
    AnnounceResult,
    ArchiveRecord,
    DetermineResult,
    EndSession,
    IssueRecord,
    SignRecord,
)
from exam.core.candidate_session.refusals import (
    EndingWrongError,
    NotAnnouncedError,
    NotEndedError,
    RecordWrongError,
    UnverifiedCriteriaError,
)
from exam.core.candidate_session.state import IssuedRecord, SessionState
from exam.core.events import Event
from exam.core.session_events import (
    ReasonsAcknowledged,
    RecordArchived,
    RecordIssued,
    RecordSigned,
    ResultAnnounced,
    ResultDetermined,
    SessionEnded,
)
from exam.core.session_values import Ending
from exam.core.verdict import determine
from exam.text import has_substance

BEFORE_THE_FIRST_TASK = frozenset({Ending.ABSENT, Ending.EXCUSED, Ending.NOT_ADMITTED})
"""Endings of an exam that did not begin; whoever began withdrew, or was ended."""


def determine_result(_command: DetermineResult, case: Case) -> tuple[Event, ...]:
    """Close a session of an admitted candidate in which every criterion is verified (NSK guide, `nsk.md` 1.2)."""
    state = case.admitted()
    verdict = determine(case.standard, state.findings(), state.excused)
    if verdict.unverified:
        raise UnverifiedCriteriaError(criteria=", ".join(verdict.unverified))
    return (ResultDetermined(result=verdict.result),)


def end_session(command: EndSession, case: Case) -> tuple[Event, ...]:
    """End a session early, with a reason; what is open stays not verified."""
    state = case.running()
    too_late = command.ending in BEFORE_THE_FIRST_TASK and bool(state.tasks)
    if command.ending is Ending.FULLY_RUN or too_late or not has_substance(command.reason):
        raise EndingWrongError(ending=command.ending)
    return (SessionEnded(ending=command.ending, reason=command.reason),)


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
    """Issue the one record of a session whose result was announced."""
    state = _ended(case)
    if not state.announced:
        raise NotAnnouncedError
    if state.record is not None or state.result is None or not command.signers:
        raise RecordWrongError(record=command.record)
    return (RecordIssued.model_validate(command.model_dump()),)


def sign_record(command: SignRecord, case: Case) -> tuple[Event, ...]:
    """Take the signature that is due, in the planned order."""
    record = _issued(case)
    due = record.next_signer
    if due is None or due.field != command.field or due.who not in {case.by.id, "seal"}:
        raise RecordWrongError(record=record.record)
    return (RecordSigned(record=record.record, field=command.field, pdf=command.pdf),)


def archive_record(command: ArchiveRecord, case: Case) -> tuple[Event, ...]:
    """Archive the record once, when nobody's signature is due any more."""
    record = _issued(case)
    if record.archived or record.next_signer is not None or command.pdf != record.pdf:
        raise RecordWrongError(record=record.record)
    return (RecordArchived(record=record.record, pdf=command.pdf),)


def _ended(case: Case) -> SessionState:
    if case.state.ending is None:
        raise NotEndedError(session=case.state.session)
    return case.state


def _issued(case: Case) -> IssuedRecord:
    if case.state.record is None:
        raise RecordWrongError(record="–")
    return case.state.record

"""Decisions before the first task: opening, identity, induction, accommodation, waiver, recognition."""

from exam.core.candidate_session import refusals
from exam.core.candidate_session.case import Case
from exam.core.candidate_session.commands import (
    AcceptWaiver,
    AcknowledgeInduction,
    GrantAccommodation,
    LogIrregularity,
    OpenSession,
    RecogniseCompetency,
    RecognitionPaper,
    VerifyIdentity,
)
from exam.core.candidate_session.course_commands import DocumentRecognition, RefuseWaiver
from exam.core.candidate_session.deciding import require_because
from exam.core.candidate_session.refusals import (
    AlreadyOpenError,
    CompetencyJudgedError,
    CompetencyUnknownError,
    TopicsMissingError,
)
from exam.core.course_events import RecognitionDocumented, WaiverRefused
from exam.core.events import Event
from exam.core.session_events import (
    AccommodationGranted,
    CompetencyRecognised,
    IdentityVerified,
    InductionAcknowledged,
    IrregularityLogged,
    SessionOpened,
    WaiverAccepted,
)
from exam.core.session_values import Certificate
from exam.core.standard import Competency, WaiverPolicy
from exam.core.verdict import CompetencyStatus

LEVELS = ("A1", "A2", "B1", "B2", "C1", "C2")
"""The Common European Framework's levels, rising."""


def open_session(command: OpenSession, case: Case) -> tuple[Event, ...]:
    """Open a session once, with the time that was approved for its candidate."""
    if case.state.session:
        raise AlreadyOpenError(session=case.state.session)
    opened = SessionOpened.model_validate(command.model_dump(exclude={"approved"}))
    if command.approved is None:
        return (opened,)
    extra, who = command.approved.extra_percent, command.approved.approved_by
    return (opened, AccommodationGranted(extra_percent=extra, approved_by=who))


def verify_identity(command: VerifyIdentity, case: Case) -> tuple[Event, ...]:
    """Tie the candidate's identity to the session."""
    case.running()
    return (IdentityVerified(identity=case.identity, document=command.document),)


def acknowledge_induction(command: AcknowledgeInduction, case: Case) -> tuple[Event, ...]:
    """Accept only an induction into every topic of the standard."""
    case.running()
    missing = [topic.id for topic in case.standard.induction if topic.id not in command.topics]
    if missing:
        raise TopicsMissingError(topics=", ".join(missing))
    return (InductionAcknowledged(topics=command.topics),)


def grant_accommodation(command: GrantAccommodation, case: Case) -> tuple[Event, ...]:
    """Give more time in every task opened from now on."""
    case.running()
    return (AccommodationGranted(extra_percent=command.extra_percent, approved_by=case.by.id),)


def accept_waiver(command: AcceptWaiver, case: Case) -> tuple[Event, ...]:
    """Accept a certificate that the standard's policy allows and that is valid today."""
    competency = _open_competency(command.competency, case)
    refused = refusal_of(competency.waiver, command.certificate, case)
    if refused is not None:
        raise refused(competency=competency.id)
    return (WaiverAccepted(competency=competency.id, certificate=command.certificate),)


def refuse_waiver(command: RefuseWaiver, case: Case) -> tuple[Event, ...]:
    """Keep why a certificate was not taken; the competency's tasks are held like all others."""
    competency = _open_competency(command.competency, case)
    if competency.waiver is None:
        raise refusals.WaiverNotForeseenError(competency=competency.id)
    require_because(command.reason, competency.id)
    return (WaiverRefused(competency=competency.id, certificate=command.certificate, reason=command.reason),)


def document_recognition(command: DocumentRecognition, case: Case) -> tuple[Event, ...]:
    """Keep the paper of a competency that was recognised, once its original was seen and not before its issue."""
    if case.running().excused.get(command.competency) is not CompetencyStatus.RECOGNISED:
        raise CompetencyUnknownError(competency=command.competency)
    return (_documented(command.competency, command, case),)


def _documented(competency: str, paper: RecognitionPaper, case: Case) -> RecognitionDocumented:
    if not paper.original_seen:
        raise refusals.WaiverUnseenError(competency=competency)
    if paper.issued_on > case.at.date():
        raise refusals.WaiverNotIssuedError(competency=competency)
    return RecognitionDocumented.model_validate({**paper.model_dump(), "competency": competency})


def refusal_of(
    policy: WaiverPolicy | None, certificate: Certificate, case: Case
) -> type[refusals.WaiverRefusedError] | None:
    """Return why the certificate is not enough, or None."""
    if policy is None:
        return refusals.WaiverNotForeseenError
    if certificate.language != policy.language:
        return refusals.WaiverLanguageError
    if LEVELS.index(certificate.level) < LEVELS.index(policy.minimum_level):
        return refusals.WaiverLevelError
    if certificate.issued_on > case.at.date():
        return refusals.WaiverNotIssuedError
    if certificate.valid_until is not None and certificate.valid_until < case.at.date():
        return refusals.WaiverExpiredError
    return None if certificate.original_seen else refusals.WaiverUnseenError


def recognise_competency(command: RecogniseCompetency, case: Case) -> tuple[Event, ...]:
    """Recognise a competency met elsewhere, with its paper where it is at hand."""
    competency, paper = _open_competency(command.competency, case), command.paper
    told = {"qualification": command.qualification, "evidence": command.evidence}
    recognised = CompetencyRecognised(competency=competency.id, **told)
    return (recognised, _documented(competency.id, paper, case)) if paper else (recognised,)


def log_irregularity(command: LogIrregularity, case: Case) -> tuple[Event, ...]:
    """Write down something unusual."""
    case.running()
    return (IrregularityLogged(category=command.category, note=command.note),)


def _open_competency(competency_id: str, case: Case) -> Competency:
    state = case.running()
    found = case.standard.competency(competency_id)
    if found is None or competency_id in state.excused:
        raise CompetencyUnknownError(competency=competency_id)
    if any(finding.criterion.startswith(f"{found.id}.") for finding in state.findings().values()):
        raise CompetencyJudgedError(competency=competency_id)
    return found

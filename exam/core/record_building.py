"""From the finished session to the record's data: a function of its prefix, the pinned standard and the identities."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import ClassVar

from exam.core.candidate_session.state import SessionState, TaskState
from exam.core.canonical import digest_of
from exam.core.chain import Head
from exam.core.exam_record import (
    ExamRecord,
    PracticeReason,
    RecordedCompetency,
    RecordedContent,
    RecordedCriterion,
    RecordedExaminer,
    RecordedFinding,
    RecordedPerson,
    RecordedStandard,
    RecordedTask,
    RecordedTopic,
)
from exam.core.identity import IdentityVersion
from exam.core.session_values import Ending, PlannedSigner
from exam.core.standard import AssessmentStandard, Competency, Criterion
from exam.core.verdict import CompetencyVerdict, CriterionVerdict, Verdict, evidence_tasks
from exam.problem import ExamError


class IdentityWithheldError(ExamError):
    """A person of the record has no identity any more."""

    code: ClassVar[str] = "identity-withheld"


class RecordIncompleteError(ExamError):
    """The session lacks something that every record must hold."""

    code: ClassVar[str] = "record-incomplete"


@dataclass(frozen=True, slots=True)
class RecordFrame:
    """What a record holds beside its session."""

    record: str
    place: str
    issued_at: datetime
    session_head: Head
    signers: tuple[PlannedSigner, ...]
    practice: tuple[PracticeReason, ...]
    program: str
    template: str = ""
    evidence: str = ""
    set_on: date | None = None
    """When the date of the exam was set, where the standard's transition asks for it."""


def practice_reasons(
    standard: AssessmentStandard,
    on: date,
    *,
    scripted: bool,
    practice_certificate: bool,
    set_on: date | None = None,
    within_reach: bool = False,
) -> tuple[PracticeReason, ...]:
    """Return why an exam of that day, whose date was set on the other, is practice; nothing for an official one."""
    reasons: list[PracticeReason] = []
    if unofficial := standard.unofficial():
        reasons.append(PracticeReason(code="derived-content", detail=str(unofficial)))
    if not standard.validity.holds(on, set_on=set_on):
        reasons.append(PracticeReason(code="standard-not-in-force", detail=on.isoformat()))
    if scripted:
        reasons.append(PracticeReason(code="scripted"))
    if practice_certificate:
        reasons.append(PracticeReason(code="practice-certificate"))
    if within_reach:
        reasons.append(PracticeReason(code="keys-within-reach"))
    return tuple(reasons)


def build_record(
    state: SessionState,
    standard: AssessmentStandard,
    identities: Mapping[str, IdentityVersion],
    frame: RecordFrame,
) -> ExamRecord:
    """Return the data of the record; `identities` are keyed by reference.

    Raises:
        IdentityWithheldError: a person's identity was erased.
        RecordIncompleteError: the session has no result or was never opened.
    """
    if state.result is None or state.ending is None or state.ended_at is None or state.opened_at is None:
        raise RecordIncompleteError(session=state.session)
    verdict = state.verdict(standard)
    return _framed(frame)(
        language=standard.language,
        standard=recorded_standard(standard),
        candidate=RecordedPerson(id=state.candidate, version=_person(identities, state.identity or "")),
        examiners=_examiners(state, identities),
        sitting=state.sitting,
        session=state.session,
        started_at=min((task.opened_at for task in state.tasks.values()), default=state.opened_at),
        ended_at=state.ended_at,
        identity_document=state.document,
        induction=tuple(_topic(standard, topic) for topic in state.induction),
        ending=state.ending,
        ending_reason=state.ending_reason,
        result=state.result,
        competencies=_competencies(state, standard, verdict),
        tasks=tuple(_task(state, standard, task_id, task) for task_id, task in state.tasks.items()),
        waivers=state.waivers,
        irregularities=state.irregularities,
        acknowledgement=state.acknowledgement,
        supersedes=state.supersedes,
        decision=state.decision,
        points=verdict.points if state.ending is Ending.FULLY_RUN else None,
        sitting_head=state.sitting_head,
    )


def _framed(frame: RecordFrame) -> partial[ExamRecord]:
    """Return the record as far as its frame goes; the session's part follows."""
    return partial(
        ExamRecord,
        record=frame.record,
        practice=frame.practice,
        place=frame.place,
        issued_at=frame.issued_at,
        signers=frame.signers,
        session_head=frame.session_head,
        program=frame.program,
        template=frame.template,
        evidence=frame.evidence,
        set_on=frame.set_on,
    )


def recorded_standard(standard: AssessmentStandard) -> RecordedStandard:
    """Return what a record says of its standard."""
    validity = standard.validity
    return RecordedStandard(
        id=standard.id,
        system=standard.system,
        code=standard.code,
        title=standard.title,
        authority=standard.authority,
        level=standard.level,
        digest=digest_of(standard),
        valid_since=validity.since.isoformat(),
        valid_until=validity.until.isoformat() if validity.until else None,
    )


def _person(identities: Mapping[str, IdentityVersion], reference: str) -> IdentityVersion:
    found = identities.get(reference)
    if found is None:
        raise IdentityWithheldError(reference=reference[:12] or "–")
    return found


def _examiners(state: SessionState, identities: Mapping[str, IdentityVersion]) -> tuple[RecordedExaminer, ...]:
    return tuple(
        RecordedExaminer(id=member.id, chair=member.chair, version=_person(identities, member.identity))
        for member in state.members
    )


def _topic(standard: AssessmentStandard, topic_id: str) -> RecordedTopic:
    """Return a topic with its text; one that the standard lacks was told beyond it and stands by its id."""
    text = next((topic.text for topic in standard.induction if topic.id == topic_id), topic_id)
    return RecordedTopic(topic=topic_id, text=text)


def _competencies(
    state: SessionState, standard: AssessmentStandard, verdict: Verdict
) -> tuple[RecordedCompetency, ...]:
    pairs = zip(standard.competencies, verdict.competencies, strict=True)
    return tuple(_competency(state, standard, competency, found) for competency, found in pairs)


def _competency(
    state: SessionState, standard: AssessmentStandard, competency: Competency, verdict: CompetencyVerdict
) -> RecordedCompetency:
    pairs = zip(competency.criteria, verdict.criteria, strict=True)
    return RecordedCompetency(
        competency=competency.id,
        title=competency.title,
        level=competency.level,
        rule=competency.rule.sentence,
        status=verdict.status,
        basis=state.basis.get(competency.id, ""),
        criteria=tuple(_criterion(state, standard, criterion, found) for criterion, found in pairs),
    )


def _criterion(
    state: SessionState, standard: AssessmentStandard, criterion: Criterion, verdict: CriterionVerdict
) -> RecordedCriterion:
    tasks = evidence_tasks(standard, verdict.criterion)
    found = (_finding(task_id, state.tasks[task_id], verdict.criterion) for task_id in tasks if task_id in state.tasks)
    return RecordedCriterion(
        criterion=verdict.criterion,
        text=criterion.text,
        origin=criterion.origin,
        status=verdict.status,
        findings=tuple(finding for finding in found if finding is not None),
    )


def _finding(task_id: str, task: TaskState, criterion: str) -> RecordedFinding | None:
    agreement = task.agreed.get(criterion)
    if agreement is not None:
        return RecordedFinding(
            task=task_id,
            judgement=agreement.judgement,
            reason=agreement.reason,
            rule=agreement.rule,
            unanimous=agreement.unanimous,
        )
    outcomes = task.scored.criteria if task.scored else ()
    decided = next((outcome for outcome in outcomes if outcome.criterion == criterion), None)
    if decided is None:
        return None
    return RecordedFinding(task=task_id, judgement=decided.judgement, reason=decided.reason)


def _task(state: SessionState, standard: AssessmentStandard, task_id: str, task: TaskState) -> RecordedTask:
    described = standard.task(task_id)
    scores = task.outcomes()
    paper = state.papers.get(task_id, ())
    return RecordedTask(
        task=task_id,
        title=described.title if described else task_id,
        opened_at=task.opened_at,
        closed_at=task.closed_at,
        granted_ms=task.clock.granted_ms,
        extra_ms=task.clock.extra_ms,
        consumed_ms=task.clock.consumed_ms,
        panel=task.panel,
        figurant=task.figurant,
        score=_total(outcome.score for outcome in scores) if scores else None,
        max_score=_total(outcome.max_score for outcome in scores) if scores else None,
        content=tuple(RecordedContent(item=item.item, version=item.version, digest=item.digest) for item in paper),
        submissions=_blobs(task),
    )


def _blobs(task: TaskState) -> tuple[str, ...]:
    return tuple(submission.blob for submission in task.submissions)


def _total(scores: Iterable[Decimal]) -> Decimal:
    return sum(scores, Decimal(0))


def identity_references(state: SessionState) -> Sequence[str]:
    """Return the references of everybody whom the record names."""
    return [reference for reference in (state.identity, *(member.identity for member in state.members)) if reference]

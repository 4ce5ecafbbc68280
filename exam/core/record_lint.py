"""The frequent defects of records as pure rules: run before a record is issued, and again by whoever receives it.

What the guides and inspections name (`nsk.md` §§ 1.3, 1.4, 4, 5): fields left empty, remnants of templates, a criterion
not met without a concrete reason, a criterion nobody verified, an authorisation that has run out, a commission that the
standard does not allow, a waiver without its evidence. Each rule reads the record and its standard, nothing else.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date

from exam.core.discrepancy import Discrepancy
from exam.core.exam_record import ExamRecord
from exam.core.identity import Authorisation, AuthorisedPersonKind
from exam.core.judging import Judgement
from exam.core.session_values import Ending
from exam.core.standard import AssessmentStandard
from exam.core.verdict import CompetencyStatus, CriterionStatus
from exam.text import has_substance

Rule = Callable[[ExamRecord, AssessmentStandard], Iterator[Discrepancy]]
LEVELS = ("A1", "A2", "B1", "B2", "C1", "C2")
REMNANT = re.compile(r"\bX{3,}\b|_{3,}|\.{5,}|\{\w*\}|<<|>>|\bdoplň|\bTODO\b|\blorem ipsum\b|\bvzor textu\b")
"""What templates leave behind when nobody filled them in."""


def lint_record(record: ExamRecord, standard: AssessmentStandard) -> tuple[Discrepancy, ...]:
    """Return every defect of a record under its standard."""
    return tuple(defect for rule in RULES for defect in rule(record, standard))


def reasons(record: ExamRecord, _standard: AssessmentStandard) -> Iterator[Discrepancy]:
    """A criterion not met has a concrete reason, which is not its own text; an early ending has one too."""
    for competency in record.competencies:
        for criterion in competency.criteria:
            told = [found.reason for found in criterion.findings if found.judgement is Judgement.NOT_MET]
            if not all(map(has_substance, told)):
                yield _about("defect-reason-missing", criterion=criterion.criterion)
            elif criterion.text.strip() in {reason.strip() for reason in told}:
                yield _about("defect-reason-repeats", criterion=criterion.criterion)
    if record.ending is not Ending.FULLY_RUN and not has_substance(record.ending_reason):
        yield _about("defect-ending-reason", ending=record.ending)


def open_criteria(record: ExamRecord, _standard: AssessmentStandard) -> Iterator[Discrepancy]:
    """Every criterion of an exam that was fully run was verified; it must not be a sample (`nsk.md` 1.2)."""
    if record.ending is not Ending.FULLY_RUN:
        return
    for competency in record.competencies:
        for criterion in competency.criteria:
            if criterion.status is CriterionStatus.NOT_VERIFIED:
                yield _about("defect-criterion-open", criterion=criterion.criterion)


def authorisations(record: ExamRecord, _standard: AssessmentStandard) -> Iterator[Discrepancy]:
    """Every examiner has an authorisation as his kind of authorised person demands, valid until the last day."""
    for examiner in record.examiners:
        held = examiner.version.identity.authorisation
        if held is None or not _is_complete(held):
            yield _about("defect-authorisation-incomplete", who=examiner.id)
        if held is not None and held.valid_until < record.ended_at.date():
            yield _about("defect-authorisation-expired", who=examiner.id, until=held.valid_until.isoformat())


def commission(record: ExamRecord, standard: AssessmentStandard) -> Iterator[Discrepancy]:
    """The commission has the size that the standard allows and one chair; nobody sits twice, or examines himself."""
    rule, found = standard.commission, record.examiners
    if not rule.minimum.value <= len(found) <= rule.maximum.value:
        allowed = f"{rule.minimum.value}–{rule.maximum.value}"
        yield _about("defect-commission-size", found=str(len(found)), allowed=allowed)
    if sum(examiner.chair for examiner in found) != 1:
        yield _about("defect-commission-chair")
    people = [examiner.version.reference for examiner in found]
    if len(set(people)) != len(people) or len({examiner.id for examiner in found}) != len(found):
        yield _about("defect-commission-twice")
    if record.candidate.id in {examiner.id for examiner in found}:
        yield _about("defect-commission-candidate", who=record.candidate.id)


def panels(record: ExamRecord, _standard: AssessmentStandard) -> Iterator[Discrepancy]:
    """Who judged a task, or played somebody in it, is of the commission."""
    members = {examiner.id for examiner in record.examiners}
    for task in record.tasks:
        if not task.panel or not members.issuperset(task.panel) or (task.figurant or task.panel[0]) not in members:
            yield _about("defect-panel", task=task.task)


def waivers(record: ExamRecord, standard: AssessmentStandard) -> Iterator[Discrepancy]:
    """A competency is waived only by a certificate that its standard takes, seen in the original and valid."""
    for competency in record.competencies:
        if competency.status is CompetencyStatus.RECOGNISED and not has_substance(competency.basis):
            yield _about("defect-recognition-evidence", competency=competency.competency)
        if competency.status is CompetencyStatus.WAIVED and not _has_evidence(record, standard, competency.competency):
            yield _about("defect-waiver-evidence", competency=competency.competency)


def fields(record: ExamRecord, _standard: AssessmentStandard) -> Iterator[Discrepancy]:
    """Nothing that the decree asks for is empty, and no template shows through."""
    identity = record.candidate.version.identity
    wanted = {
        "given_names": identity.given_names,
        "surname": identity.surname,
        "place": record.place,
        "code": record.standard.code,
    }
    if record.tasks:
        wanted["identity_document"] = record.identity_document
    for name, text in wanted.items():
        if not has_substance(text):
            yield _about("defect-field-empty", field=name)
    for name, text in _typed(record):
        if REMNANT.search(text):
            yield _about("defect-template-remnant", field=name)


def induction(record: ExamRecord, standard: AssessmentStandard) -> Iterator[Discrepancy]:
    """A candidate who began was made familiar with every topic of the standard (BOZP, PO)."""
    told = {topic.topic for topic in record.induction}
    for topic in standard.induction:
        if record.tasks and topic.id not in told:
            yield _about("defect-induction-missing", topic=topic.id)


def times(record: ExamRecord, _standard: AssessmentStandard) -> Iterator[Discrepancy]:
    """Start, end and issue follow one another; a task is closed after it was opened, within its time."""
    if not record.started_at <= record.ended_at <= record.issued_at:
        yield _about("defect-times")
    for task in record.tasks:
        closed = task.closed_at or task.opened_at
        open_in_the_end = task.closed_at is None and record.ending is Ending.FULLY_RUN
        if closed < task.opened_at or open_in_the_end:
            yield _about("defect-task-times", task=task.task)


RULES: tuple[Rule, ...] = (
    reasons,
    open_criteria,
    authorisations,
    commission,
    panels,
    waivers,
    fields,
    induction,
    times,
)


def _about(code: str, **arguments: str) -> Discrepancy:
    return Discrepancy(code=code, arguments=arguments)


def _is_complete(held: Authorisation) -> bool:
    """Tell whether an authorisation holds what § 6a asks for its kind (`nsk.md` 1.3, item 3)."""
    needed = [held.number]
    if held.kind is not AuthorisedPersonKind.NATURAL_PERSON:
        needed.append(held.holder)
    if held.kind is AuthorisedPersonKind.LEGAL_PERSON:
        needed += [held.seat, held.company_id]
    return all(map(has_substance, needed))


def _has_evidence(record: ExamRecord, standard: AssessmentStandard, competency_id: str) -> bool:
    competency = standard.competency(competency_id)
    policy = competency.waiver if competency else None
    if policy is None:
        return False
    day = record.started_at.date()
    shown = [waiver.certificate for waiver in record.waivers if waiver.competency == competency_id]
    return any(
        certificate.original_seen
        and has_substance(certificate.number)
        and has_substance(certificate.issuer)
        and certificate.language == policy.language
        and LEVELS.index(certificate.level) >= LEVELS.index(policy.minimum_level)
        and certificate.issued_on <= day <= (certificate.valid_until or date.max)
        for certificate in shown
    )


def _typed(record: ExamRecord) -> Iterator[tuple[str, str]]:
    """Yield what people typed into the record, by the name of its field."""
    for person in (record.candidate, *record.examiners):
        identity = person.version.identity
        yield person.id, f"{identity.given_names} {identity.surname} {identity.title_before} {identity.title_after}"
        if identity.authorisation is not None:
            held = identity.authorisation
            yield person.id, f"{held.number} {held.holder} {held.seat} {held.company_id}"
    yield "place", record.place
    yield "identity_document", record.identity_document
    yield "ending_reason", record.ending_reason
    for competency in record.competencies:
        yield competency.competency, competency.basis
        for criterion in competency.criteria:
            for finding in criterion.findings:
                yield criterion.criterion, finding.reason

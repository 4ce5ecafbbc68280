"""The verdict: criteria make a competency by its rule, competencies make the result; pure, and blind to order.

A criterion judged in several tasks is met when it is met in each. A waived or recognised competency needs no criteria.
A competency is splnil or nesplnil; the exam is vyhověl only when every competency is met, waived or recognised
(uniform text "Výsledné hodnocení", `nsk.md` 1.4).
"""

from collections.abc import Mapping
from enum import StrEnum

from exam.core.judging import Judgement
from exam.core.model import Frozen
from exam.core.standard import AllRule, AssessmentStandard, AtLeastRule, Competency, TaskKind


class CriterionStatus(StrEnum):
    """What is known of a criterion in the end."""

    MET = "met"
    NOT_MET = "not_met"
    NOT_VERIFIED = "not_verified"
    COVERED = "covered"
    """A waiver or recognition stands for its competency."""


class CompetencyStatus(StrEnum):
    """How a competency ended; the last two count as met."""

    MET = "met"
    NOT_MET = "not_met"
    WAIVED = "waived"
    RECOGNISED = "recognised"


class Result(StrEnum):
    """Vyhověl, nevyhověl."""

    PASSED = "passed"
    FAILED = "failed"


class Finding(Frozen):
    """What one task settled about one criterion."""

    task: str
    criterion: str
    judgement: Judgement
    reason: str = ""


class CriterionVerdict(Frozen):
    """A criterion with all that was found."""

    criterion: str
    status: CriterionStatus
    reasons: tuple[str, ...] = ()


class CompetencyVerdict(Frozen):
    """A competency with its criteria."""

    competency: str
    status: CompetencyStatus
    criteria: tuple[CriterionVerdict, ...]


class Verdict(Frozen):
    """The whole exam."""

    result: Result
    competencies: tuple[CompetencyVerdict, ...]

    @property
    def unverified(self) -> tuple[str, ...]:
        """The criteria that nobody has judged and nothing covers."""
        return tuple(
            criterion.criterion
            for competency in self.competencies
            for criterion in competency.criteria
            if criterion.status is CriterionStatus.NOT_VERIFIED
        )


def determine(
    standard: AssessmentStandard,
    findings: Mapping[tuple[str, str], Finding],
    excused: Mapping[str, CompetencyStatus],
) -> Verdict:
    """Return the verdict on these findings, keyed by (task, criterion), and waived or recognised competencies."""
    competencies = tuple(
        _competency(standard, competency, findings, excused.get(competency.id)) for competency in standard.competencies
    )
    passed = all(competency.status is not CompetencyStatus.NOT_MET for competency in competencies)
    return Verdict(result=Result.PASSED if passed else Result.FAILED, competencies=competencies)


def evidence_tasks(standard: AssessmentStandard, criterion: str) -> tuple[str, ...]:
    """Return the tasks that must settle a criterion; a certificate settles none, it only waives."""
    return tuple(
        task.id for task in standard.tasks() if criterion in task.criteria and task.kind is not TaskKind.CERTIFICATE
    )


def _competency(
    standard: AssessmentStandard,
    competency: Competency,
    findings: Mapping[tuple[str, str], Finding],
    excused: CompetencyStatus | None,
) -> CompetencyVerdict:
    criteria = tuple(
        _criterion(standard, competency.reference(criterion), findings, covered=excused is not None)
        for criterion in competency.criteria
    )
    met = CompetencyStatus.MET if _fulfilled(competency, criteria) else CompetencyStatus.NOT_MET
    return CompetencyVerdict(competency=competency.id, status=excused or met, criteria=criteria)


def _criterion(
    standard: AssessmentStandard,
    reference: str,
    findings: Mapping[tuple[str, str], Finding],
    *,
    covered: bool,
) -> CriterionVerdict:
    tasks = evidence_tasks(standard, reference)
    found = [findings[task, reference] for task in tasks if (task, reference) in findings]
    reasons = tuple(entry.reason for entry in found if entry.judgement is Judgement.NOT_MET)
    return CriterionVerdict(
        criterion=reference,
        status=CriterionStatus.COVERED if covered else _status(found, len(tasks)),
        reasons=() if covered else reasons,
    )


def _status(found: list[Finding], needed: int) -> CriterionStatus:
    if any(entry.judgement is Judgement.NOT_MET for entry in found):
        return CriterionStatus.NOT_MET
    return CriterionStatus.MET if found and len(found) == needed else CriterionStatus.NOT_VERIFIED


def _fulfilled(competency: Competency, criteria: tuple[CriterionVerdict, ...]) -> bool:
    met = {
        criterion.id
        for criterion, verdict in zip(competency.criteria, criteria, strict=True)
        if verdict.status is CriterionStatus.MET
    }
    rule = competency.rule
    if isinstance(rule, AllRule):
        return all(criterion.id in met for criterion in competency.criteria if criterion.binding)
    if isinstance(rule, AtLeastRule):
        return len(met) >= rule.count and met.issuperset(rule.including)
    return sum(rule.points.get(letter, 0) for letter in met) >= rule.threshold

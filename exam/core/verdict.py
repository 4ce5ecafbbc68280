"""The verdict: criteria make a competency by its rule, competencies make the result; pure, and blind to order.

A criterion judged in several tasks is met when it is met in each. A waived or recognised competency needs no criteria.
A competency is splnil or nesplnil; the exam is vyhověl only when every competency is met, waived or recognised
(uniform text "Výsledné hodnocení", `nsk.md` 1.4), or, under a standard with a scale, when the mark passes. A task that
a criterion not met bars is not held, and what it alone could show is barred.
"""

from collections.abc import Collection, Mapping
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import Annotated

from pydantic import Field

from exam.core.judging import Judgement
from exam.core.model import Frozen, absent
from exam.core.rules import AllRule, AtLeastRule
from exam.core.scale import Points, Scale, Score, award
from exam.core.standard import AssessmentStandard, Competency, TaskKind


class CriterionStatus(StrEnum):
    """What is known of a criterion in the end."""

    MET = "met"
    NOT_MET = "not_met"
    NOT_VERIFIED = "not_verified"
    COVERED = "covered"
    """A waiver or recognition stands for its competency."""
    BARRED = "barred"
    """Not examined any more: what had to be met before its task is not."""


FULFILLED = frozenset({CriterionStatus.MET, CriterionStatus.COVERED})
UNFULFILLED = frozenset(CriterionStatus) - FULFILLED


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
    points: Annotated[Points | None, Field(exclude_if=absent)] = None
    """Of a standard with a scale."""

    def fulfilled(self) -> frozenset[str]:
        """Return the criteria that are met or need not be."""
        criteria = (criterion for competency in self.competencies for criterion in competency.criteria)
        return frozenset(criterion.criterion for criterion in criteria if criterion.status in FULFILLED)

    @property
    def unverified(self) -> tuple[str, ...]:
        """The criteria that nobody has judged and nothing covers."""
        return tuple(
            criterion.criterion
            for competency in self.competencies
            for criterion in competency.criteria
            if criterion.status is CriterionStatus.NOT_VERIFIED
        )


Findings = Mapping[tuple[str, str], Finding]
"""By task and criterion."""
NO_SCORES: Mapping[str, Score] = MappingProxyType({})


def determine(
    standard: AssessmentStandard,
    findings: Findings,
    excused: Mapping[str, CompetencyStatus],
    scores: Mapping[str, Score] = NO_SCORES,
) -> Verdict:
    """Return the verdict on these findings and what is waived or recognised; `scores`, by task, are for a scale."""
    barred = _barred(standard, findings, excused)
    competencies = tuple(
        _competency(standard, competency, findings, excused.get(competency.id), barred)
        for competency in standard.competencies
    )
    passed = all(competency.status is not CompetencyStatus.NOT_MET for competency in competencies)
    verdict = Verdict(result=Result.PASSED if passed else Result.FAILED, competencies=competencies)
    return verdict if standard.scale is None else _marked(standard, standard.scale, verdict, scores)


def evidence_tasks(standard: AssessmentStandard, criterion: str) -> tuple[str, ...]:
    """Return the tasks that must settle a criterion; a certificate settles none, it only waives."""
    return tuple(
        task.id for task in standard.tasks() if criterion in task.criteria and task.kind is not TaskKind.CERTIFICATE
    )


def _marked(standard: AssessmentStandard, scale: Scale, verdict: Verdict, scores: Mapping[str, Score]) -> Verdict:
    """Return the verdict as the scale makes it; a test of which everything is excused counts in full."""
    fulfilled = verdict.fulfilled()
    covered = {
        criterion.criterion
        for competency in verdict.competencies
        for criterion in competency.criteria
        if criterion.status is CriterionStatus.COVERED
    }
    full = {task.id: Score(Decimal(1), Decimal(1)) for task in standard.tasks() if covered.issuperset(task.criteria)}
    points = award(scale, fulfilled, {**scores, **full})
    return verdict.model_copy(update={"points": points, "result": Result.PASSED if points.passes else Result.FAILED})


def _barred(
    standard: AssessmentStandard, findings: Findings, excused: Mapping[str, CompetencyStatus]
) -> frozenset[str]:
    """Return the tasks that a criterion not met bars; a criterion that only barred tasks could show bars others."""
    barred: set[str] = set()
    for task in standard.tasks():
        if any(_is_lost(standard, needed, findings, excused, barred) for needed in task.requires):
            barred.add(task.id)
    return frozenset(barred)


def _is_lost(
    standard: AssessmentStandard,
    criterion: str,
    findings: Findings,
    excused: Mapping[str, CompetencyStatus],
    barred: Collection[str],
) -> bool:
    competency, _, _ = criterion.partition(".")
    status, _ = _settle(criterion, evidence_tasks(standard, criterion), findings, barred)
    return competency not in excused and status in {CriterionStatus.NOT_MET, CriterionStatus.BARRED}


def _competency(
    standard: AssessmentStandard,
    competency: Competency,
    findings: Findings,
    excused: CompetencyStatus | None,
    barred: Collection[str],
) -> CompetencyVerdict:
    criteria = tuple(
        _criterion(standard, competency.reference(criterion), findings, barred, covered=excused is not None)
        for criterion in competency.criteria
    )
    met = CompetencyStatus.MET if _fulfilled(competency, criteria) else CompetencyStatus.NOT_MET
    return CompetencyVerdict(competency=competency.id, status=excused or met, criteria=criteria)


def _criterion(
    standard: AssessmentStandard, reference: str, findings: Findings, barred: Collection[str], *, covered: bool
) -> CriterionVerdict:
    if covered:
        return CriterionVerdict(criterion=reference, status=CriterionStatus.COVERED)
    status, found = _settle(reference, evidence_tasks(standard, reference), findings, barred)
    reasons = tuple(entry.reason for entry in found if entry.judgement is Judgement.NOT_MET)
    return CriterionVerdict(criterion=reference, status=status, reasons=reasons)


def _settle(
    reference: str, tasks: tuple[str, ...], findings: Findings, barred: Collection[str]
) -> tuple[CriterionStatus, list[Finding]]:
    """Return how a criterion stands that is not excused, and what its tasks found."""
    found = [findings[task, reference] for task in tasks if (task, reference) in findings]
    missing = [task for task in tasks if (task, reference) not in findings]
    if any(entry.judgement is Judgement.NOT_MET for entry in found):
        return CriterionStatus.NOT_MET, found
    if missing and all(task in barred for task in missing):
        return CriterionStatus.BARRED, found
    return CriterionStatus.MET if found and not missing else CriterionStatus.NOT_VERIFIED, found


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

"""Judging: each criterion is met or not met, alone and sealed at first; then the commission agrees.

The law names no rule for a commission that disagrees (`nsk.md` 1.2: unverified), so the rule is a setting, it is
recorded with each agreement, and a decision against a colleague's judgement states its reason.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import ClassVar

from exam.core.model import Frozen
from exam.problem import ExamError
from exam.text import has_substance


class Judgement(StrEnum):
    """Splnil, nesplnil."""

    MET = "met"
    NOT_MET = "not_met"


class AgreementRule(StrEnum):
    """How a commission of differing minds decides."""

    DISCUSSION = "discussion"
    """The commission talks and the chair records its decision."""
    MAJORITY = "majority"
    """The decision must be the majority's; a tie is discussed."""
    STRICT = "strict"
    """One examiner's not met is the commission's."""


class JudgingMode(StrEnum):
    """How a panel judges."""

    SEALED = "sealed"
    """Each member alone, unseen by the others until all have judged."""
    JOINT = "joint"
    """All together, at one keyboard."""


class ReasonMissingError(ExamError):
    """A criterion not met, or a decision against a colleague, states no concrete reason."""

    code: ClassVar[str] = "reason-missing"


class MinimumNotReachedError(ExamError):
    """The criterion cannot be met with so few."""

    code: ClassVar[str] = "minimum-not-reached"


class AgainstRuleError(ExamError):
    """The agreement rule in force does not allow this decision."""

    code: ClassVar[str] = "against-agreement-rule"


class GivenJudgement(Frozen):
    """What one examiner judged, and why."""

    judgement: Judgement
    reason: str = ""
    shown: int | None = None
    """How many the candidate showed, where the criterion has a minimum."""


class Agreement(Frozen):
    """What the commission decided about one criterion in one task."""

    judgement: Judgement
    reason: str = ""
    rule: AgreementRule
    unanimous: bool


class DecisionProposal(Frozen):
    """Another decision on an agreed criterion, which waits for a second person."""

    judgement: Judgement
    reason: str
    because: str
    """Why the first one was wrong."""
    by: str
    """The account that proposed."""


def require_reason(criterion: str, judgement: Judgement, reason: str) -> None:
    """Refuse a criterion not met that has no concrete reason (decree 208/2007, § 6a).

    Raises:
        ReasonMissingError: the reason says nothing.
    """
    if judgement is Judgement.NOT_MET and not has_substance(reason):
        raise ReasonMissingError(criterion=criterion)


def agree(
    criterion: str,
    given: Mapping[str, GivenJudgement],
    rule: AgreementRule,
    judgement: Judgement,
    reason: str,
) -> Agreement:
    """Return the commission's agreement on what its panel judged.

    Raises:
        ReasonMissingError: not met, or decided against somebody, without a reason.
        AgainstRuleError: the rule in force forbids the decision.
    """
    marks = [entry.judgement for entry in given.values()]
    unanimous = len(set(marks)) == 1
    permitted = allowed(marks, rule)
    if judgement not in permitted:
        raise AgainstRuleError(criterion=criterion, rule=rule)
    if not unanimous and not has_substance(reason):
        raise ReasonMissingError(criterion=criterion)
    stated = reason or _joined(given)
    require_reason(criterion, judgement, stated)
    kept = stated if judgement is Judgement.NOT_MET else reason
    return Agreement(judgement=judgement, reason=kept, rule=rule, unanimous=unanimous)


def allowed(marks: list[Judgement], rule: AgreementRule) -> frozenset[Judgement]:
    """Return the decisions that these judgements permit; a unanimous panel permits only its own."""
    if len(set(marks)) == 1:
        return frozenset(marks)
    not_met = sum(mark is Judgement.NOT_MET for mark in marks)
    if rule is AgreementRule.STRICT:
        return frozenset({Judgement.NOT_MET})
    if rule is AgreementRule.MAJORITY and 2 * not_met != len(marks):
        return frozenset({Judgement.NOT_MET if 2 * not_met > len(marks) else Judgement.MET})
    return frozenset(Judgement)


def _joined(given: Mapping[str, GivenJudgement]) -> str:
    """Put the examiners' reasons together, each once, in the order of their ids."""
    reasons = (given[judge].reason.strip() for judge in sorted(given))
    return " ".join(dict.fromkeys(reason for reason in reasons if reason))

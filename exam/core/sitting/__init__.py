"""The sitting (termín): planned under a standard, staffed, changed, opened when its gates hold, closed; its facts."""

from exam.core.sitting.commands import (
    AppointCommission,
    CancelSitting,
    CheckAuthorisations,
    CloseSitting,
    MoveSitting,
    NoteFact,
    NotHoldSitting,
    OpenSitting,
    PlanParts,
    PlanSitting,
    RegisterCandidate,
    ReplaceMember,
    SittingCommand,
    WithdrawFact,
)
from exam.core.sitting.decide import decide_sitting
from exam.core.sitting.refusals import (
    AuthorisationExpiredError,
    CommissionWrongError,
    FactWrongError,
    SittingWrongError,
    StandardIncompleteError,
)
from exam.core.sitting.state import NotedFact, SittingCase, SittingEnding, SittingState, fold_sitting

__all__ = [
    "AppointCommission",
    "AuthorisationExpiredError",
    "CancelSitting",
    "CheckAuthorisations",
    "CloseSitting",
    "CommissionWrongError",
    "FactWrongError",
    "MoveSitting",
    "NotHoldSitting",
    "NoteFact",
    "NotedFact",
    "OpenSitting",
    "PlanParts",
    "PlanSitting",
    "RegisterCandidate",
    "ReplaceMember",
    "SittingCase",
    "SittingCommand",
    "SittingEnding",
    "SittingState",
    "SittingWrongError",
    "StandardIncompleteError",
    "WithdrawFact",
    "decide_sitting",
    "fold_sitting",
]

"""Decisions about facts: written down with their day, withdrawn with a reason; also after the sitting was closed."""

from exam.core.events import Event
from exam.core.facts import FACTS, FactWithdrawn
from exam.core.sitting.commands import NoteFact, WithdrawFact
from exam.core.sitting.refusals import FactUnsaidError, FactWrongError
from exam.core.sitting.state import SittingCase
from exam.text import has_substance


def note_fact(command: NoteFact, case: SittingCase) -> tuple[Event, ...]:
    """Note a known fact of the past, about a candidate of the sitting or about all of it, as its kind asks."""
    state, kind = case.state, FACTS.get(command.fact)
    state.plan()
    named = command.session in state.sessions if command.session else not (kind and kind.PER_CANDIDATE)
    misplaced = bool(command.session) and not (kind and kind.PER_CANDIDATE)
    if kind is None or not named or misplaced or command.on > case.today:
        raise FactWrongError(fact=command.fact, on=command.on, session=command.session or "–")
    if kind.NEEDS_NOTE and not has_substance(command.note):
        raise FactUnsaidError(fact=command.fact)
    return (kind.model_validate(command.model_dump(exclude={"fact"})),)


def withdraw_fact(command: WithdrawFact, case: SittingCase) -> tuple[Event, ...]:
    """Withdraw a fact that stands, with a reason."""
    standing = {noted.seq for noted in case.state.facts}
    if command.seq not in standing or not has_substance(command.reason):
        raise FactWrongError(fact=command.seq, on=case.today, session="–")
    return (FactWithdrawn(seq=command.seq, reason=command.reason),)

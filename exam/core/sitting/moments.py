"""The dates of a sitting that duties are counted from and end with: its facts, and what follows from its course."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from exam.core.duties import Duty, DutyAccount, IsWorking, account
from exam.core.facts import AuthorityInformed, Fact, SittingPublished
from exam.core.sitting.state import SittingEnding, SittingState
from exam.core.sitting_events import AuthorisationsChecked, SittingCancelled, SittingMoved, SittingNotHeld

TURNS = (SittingMoved, SittingCancelled, SittingNotHeld)
ANEW = (SittingPublished, AuthorityInformed)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a candidate session ended, as far as duties ask."""

    ended_on: date
    passed: bool


def duty_accounts(
    duties: Sequence[Duty],
    state: SittingState,
    outcomes: Mapping[str, Outcome],
    today: date,
    working: IsWorking,
) -> tuple[DutyAccount, ...]:
    """Return how every duty of a sitting stands, those of the sitting first, then candidate by candidate."""
    shared = sitting_moments(state)
    told = [(duty, "", shared) for duty in duties if duty.per == "sitting"]
    for session in state.sessions:
        known = shared | candidate_moments(state, session, outcomes.get(session))
        told += [(duty, session, known) for duty in duties if duty.per == "candidate"]
    found = (account(duty, session, known, today, working) for duty, session, known in told)
    return tuple(entry for entry in found if entry is not None)


def sitting_moments(state: SittingState) -> dict[str, date]:
    """Return the first date of everything that concerns the whole sitting; one not held has no day of exam.

    One that is moved or given up has to be published, checked and told anew: what was noted before counts no more.
    """
    turn = max((entry.seq for entry in state.changes if isinstance(entry.event, TURNS)), default=0)
    known = _first(
        noted.fact
        for noted in state.facts
        if not noted.fact.session and (noted.seq > turn or not isinstance(noted.fact, ANEW))
    )
    if state.ended_on is None:
        known |= {"Exam": state.days[0], "LastPart": state.days[-1]}
    else:
        name = "Cancelled" if state.ending is SittingEnding.CANCELLED else "NotHeld"
        known[name] = state.ended_on
    if state.opened_on is not None:
        known["Opened"] = state.opened_on
    for entry in state.changes:
        if isinstance(entry.event, AuthorisationsChecked) and entry.seq > turn:
            known["AuthorisationsChecked"] = entry.event.on
        if isinstance(entry.event, SittingMoved):
            known["Moved"] = entry.at.date()
    return known


def candidate_moments(state: SittingState, session: str, outcome: Outcome | None) -> dict[str, date]:
    """Return the first date of what concerns one candidate; his last part is the last one until his exam ended."""
    known = _first(noted.fact for noted in state.facts if noted.fact.session == session)
    if outcome is not None:
        attended = [day for day in state.days if day <= outcome.ended_on]
        known |= {"Ended": outcome.ended_on, "LastPart": attended[-1] if attended else state.days[0]}
        if outcome.passed:
            known["Passed"] = outcome.ended_on
    return known


def _first(facts: Iterable[Fact]) -> dict[str, date]:
    """Return the first date of each kind of fact since it was last undone."""
    known: dict[str, date] = {}
    for fact in sorted(facts, key=lambda fact: fact.on):
        known.pop(fact.UNDOES, None)
        known.setdefault(type(fact).__name__, fact.on)
    return known

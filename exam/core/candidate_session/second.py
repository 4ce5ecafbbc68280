"""Decisions where the commission only proposes: a second body decides, and somebody outside the commission says so."""

from typing import ClassVar

from exam.core.candidate_session.case import Case
from exam.core.candidate_session.course_commands import DecideProposal
from exam.core.candidate_session.refusals import SessionRefusal
from exam.core.course_events import ProposalDecided
from exam.core.events import Event
from exam.core.judging import ReasonMissingError
from exam.core.second_decision import RecordedDecision
from exam.core.session_values import Ending
from exam.text import has_substance


class DecisionNotForeseenError(SessionRefusal):
    """Under this standard the commission's result stands, or there is none to decide on."""

    code: ClassVar[str] = "second-decision-not-foreseen"


class DecisionByCommissionError(SessionRefusal):
    """Who is of the commission does not decide on its proposal."""

    code: ClassVar[str] = "second-decision-by-commission"


class DecisionDayError(SessionRefusal):
    """The second body decides after the exam, and not in the future."""

    code: ClassVar[str] = "second-decision-day"


class DecisionAwaitedError(SessionRefusal):
    """No record is made before the second body has decided."""

    code: ClassVar[str] = "second-decision-awaited"


def decide_proposal(command: DecideProposal, case: Case) -> tuple[Event, ...]:
    """Take the second body's decision on the result of an exam that was fully run and has no record yet."""
    state, second = case.state, case.standard.second_decision
    if second is None or state.ending is not Ending.FULLY_RUN or state.ended_at is None or state.record is not None:
        raise DecisionNotForeseenError(standard=case.standard.id)
    if case.by.id in {member.id for member in state.members}:
        raise DecisionByCommissionError(who=case.by.id)
    if not state.ended_at.date() <= command.decided_on <= case.at.date():
        raise DecisionDayError(day=command.decided_on)
    if not command.confirmed and not has_substance(command.reason):
        raise ReasonMissingError(criterion=second.body)
    decision = RecordedDecision(
        body=second.body,
        confirmed=command.confirmed,
        minutes=command.minutes,
        decided_on=command.decided_on,
        reason=command.reason,
    )
    return (ProposalDecided(decision=decision),)


def require_decided(case: Case) -> None:
    """Refuse a record of a proposal that nobody has decided on.

    Raises:
        DecisionAwaitedError: the standard asks for a second decision and there is none.
    """
    second, state = case.standard.second_decision, case.state
    if second is not None and state.ending is Ending.FULLY_RUN and state.decision is None:
        raise DecisionAwaitedError(body=second.body)

"""Where the commission only proposes, a second body decides, and no record is made before it has."""

from datetime import timedelta

import pytest

from exam.core.candidate_session import commands as asked
from exam.core.candidate_session.course_commands import ApproveDecision, DecideProposal, ProposeDecision
from exam.core.candidate_session.second import (
    DecisionAwaitedError,
    DecisionByCommissionError,
    DecisionDayError,
    DecisionNotForeseenError,
)
from exam.core.course_events import ProposalDecided
from exam.core.exam_record import ExamRecord
from exam.core.judging import Judgement, ReasonMissingError
from exam.core.second_decision import RecordedDecision, SecondDecision
from exam.core.session_values import Ending
from tests.builders import ON, REASON, Desk, standard, whole
from tests.core.recorded_desks import SIGNERS, desk, ended, record_of
from tests.core.test_marked_records import files

COUNCIL = SecondDecision(body="kutsekomisjon", sentence="The committee proposes.", verified=True, source="§")
YES = DecideProposal(confirmed=True, minutes="nr 7", decided_on=ON)
NO = DecideProposal(confirmed=False, minutes="nr 7", decided_on=ON, reason="The evidence is of another person.")
ISSUE = asked.IssueRecord(record="record-1", data_digest="d" * 64, pdf="e" * 64, practice=True, signers=SIGNERS)


def proposed() -> Desk:
    played = whole(desk(standard(second_decision=COUNCIL)))
    played.do(asked.AnnounceResult())
    return played


def decided(command: DecideProposal = YES) -> Desk:
    played = proposed()
    played.do(command, by="office")
    return played


@pytest.mark.parametrize("command", [YES, NO])
def test_the_record_tells_the_decision_of_the_second_body_and_proves_it(command: DecideProposal) -> None:
    played = decided(command)
    told = RecordedDecision(body=COUNCIL.body, **command.model_dump())
    assert played.entries[-1].event == ProposalDecided(decision=told)
    assert record_of(played).decision == told
    assert files(played) == ()
    assert played.do(ISSUE)


def test_no_record_is_made_before_the_second_body_has_decided() -> None:
    with pytest.raises(DecisionAwaitedError) as awaited:
        proposed().do(ISSUE)
    assert awaited.value.arguments == {"body": "kutsekomisjon"}


def test_a_record_without_the_decision_is_told() -> None:
    assert files(proposed()) == ("record-decision-missing",)


def test_another_decision_than_the_journals_is_told() -> None:
    played = decided()
    told = record_of(played).decision
    assert told is not None
    assert files(played, decision=told.model_copy(update={"confirmed": False})) == ("record-decision-differs",)


@pytest.mark.parametrize("who", ["chair", "second"])
def test_nobody_of_the_commission_writes_the_decision_down(who: str) -> None:
    with pytest.raises(DecisionByCommissionError):
        proposed().do(YES, by=who)


@pytest.mark.parametrize("days", [-1, 1])
def test_it_is_decided_after_the_exam_and_not_in_the_future(days: int) -> None:
    with pytest.raises(DecisionDayError):
        proposed().do(YES.model_copy(update={"decided_on": ON + timedelta(days=days)}), by="office")


@pytest.mark.parametrize("reason", ["", " – "])
def test_a_proposal_that_is_not_confirmed_needs_a_reason(reason: str) -> None:
    with pytest.raises(ReasonMissingError):
        proposed().do(NO.model_copy(update={"reason": reason}), by="office")


def test_there_is_nothing_to_decide_without_a_second_body_a_result_or_after_the_record() -> None:
    issued = decided()
    issued.do(ISSUE)
    early = desk(standard(second_decision=COUNCIL)).admitted()
    for played in (whole(desk()), early, issued):
        with pytest.raises(DecisionNotForeseenError):
            played.do(YES, by="office")


def test_an_exam_that_ended_early_has_a_record_without_a_second_decision() -> None:
    early = ended(Ending.WITHDREW)
    early.standard = standard(second_decision=COUNCIL)
    early.do(asked.AnnounceResult())
    assert early.do(ISSUE)


def test_a_result_that_is_determined_anew_is_decided_on_anew() -> None:
    played = decided()
    about = {"task": "role-call", "criterion": "call.a"}
    played.do(ProposeDecision(**about, judgement=Judgement.NOT_MET, reason=REASON, because="A slip of the pen."))
    played.do(ApproveDecision(**about), by="second")
    assert played.state.decision is None


def test_a_record_under_another_standard_has_no_such_key() -> None:
    assert "decision" not in ExamRecord.model_validate(record_of(whole(desk())).model_dump(by_alias=True)).model_dump()

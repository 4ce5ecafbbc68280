"""What a commission decided beside the plain course is derived again like everything else."""

from collections.abc import Callable

import pytest

from exam.core.candidate_session import commands as asked
from exam.core.candidate_session import course_commands as beside
from exam.core.course_events import CriterionJudgedJointly, DecisionChanged, DecisionChangeProposed
from exam.core.events import Event
from exam.core.judging import AgreementRule, GivenJudgement, Judgement, JudgingMode
from exam.core.replay import Evidence
from exam.core.session_events import CriterionAgreed
from exam.core.verdict import Result
from tests.builders import AT, REASON, Desk, whole
from tests.core.replayed_desks import (
    Change,
    change_of,
    codes,
    erased,
    evidence_of,
    first,
    forged,
    issued,
    notices,
    replayable,
    replayed,
)

MET, NOT_MET = Judgement.MET, Judgement.NOT_MET
SLIP = "Omylem zapsáno naopak."


def redecided() -> Desk:
    played = whole(replayable())
    about = {"task": "role-call", "criterion": "call.a"}
    played.do(beside.ProposeDecision(**about, judgement=NOT_MET, reason=REASON, because=SLIP))
    played.do(beside.ApproveDecision(**about), by="second")
    return played


def jointly() -> Desk:
    played = replayable()
    played.judging = JudgingMode.JOINT
    played.admitted().tested()
    for task, criterion, figurant in (
        ("role-call", "call.a", "second"),
        ("stress", "call.b", None),
        ("english-call", "english.a", None),
    ):
        played.open(task, figurant=figurant)
        played.do(asked.EndPerformance(task=task))
        played.do(beside.JudgeJointly(task=task, criterion=criterion, judgement=MET, shown=3))
    played.do(asked.DetermineResult())
    return played


def with_a_released_member() -> Desk:
    played = replayable().admitted()
    played.tested()
    played.performed("role-call", "call.a")
    played.open("stress")
    played.do(asked.EndPerformance(task="stress"))
    played.do(beside.ReleaseFromPanel(task="stress", who="second", reason="Je jinde."))
    played.do(asked.JudgeCriterion(task="stress", criterion="call.b", judgement=MET, shown=3))
    played.do(asked.RevealJudgements(task="stress"))
    played.do(asked.AgreeCriterion(task="stress", criterion="call.b", judgement=MET))
    played.performed("english-call", "english.a")
    played.do(asked.DetermineResult())
    return played


def from_paper() -> Desk:
    played = replayable().admitted().open("law-test")
    played.do(asked.SubmitTask(task="law-test"), by="candidate")
    option = {pinned.item: "b" for pinned in played.state.papers["law-test"]}
    responses = {item: {"kind": "choice", "option": chosen} for item, chosen in option.items()}
    paper = beside.Paper(made_at=AT, checker="second", scan="0" * 64)
    played.do(beside.TypeResponses.model_validate({"task": "law-test", "responses": responses, "paper": paper}))
    for task, criterion in (("role-call", "call.a"), ("stress", "call.b"), ("english-call", "english.a")):
        played.performed(task, criterion)
    played.do(asked.DetermineResult())
    return played


@pytest.mark.parametrize(
    ("played", "result"),
    [(redecided, Result.FAILED), (jointly, Result.PASSED), (with_a_released_member, Result.PASSED)],
)
def test_an_exam_beside_the_plain_course_is_rebuilt_with_its_record(played: Callable[[], Desk], result: Result) -> None:
    evidence = issued(played())
    found = replayed(evidence)
    assert found.differences == ()
    assert found.record
    assert found.state.result is result


def test_a_test_from_paper_is_scored_again_and_its_missing_scan_is_told() -> None:
    evidence = issued(from_paper())
    assert codes(evidence) == ["replay-blob-missing"]
    assert replayed(evidence).state.result is Result.PASSED


@pytest.mark.parametrize(
    "change",
    [
        change_of(DecisionChanged, because="Jinak."),
        change_of(DecisionChanged, approved_by="chair"),
        change_of(DecisionChanged, proposed_by="second"),
        change_of(DecisionChangeProposed, judgement=MET),
    ],
    ids=["another cause", "approved by himself", "proposed by another", "another proposal"],
)
def test_a_changed_decision_follows_from_its_proposal_by_two_people(change: Change) -> None:
    assert "replay-agreement-differs" in codes(forged(issued(redecided()), change))


def test_a_changed_decision_is_under_the_rule_of_its_sitting() -> None:
    evidence = issued(redecided())
    told = first(evidence, DecisionChanged).agreement.model_copy(update={"rule": AgreementRule.STRICT})
    assert "replay-agreement-differs" in codes(forged(evidence, change_of(DecisionChanged, agreement=told)))


def test_what_is_agreed_after_a_change_is_what_was_approved() -> None:
    evidence = issued(redecided())
    approved = first(evidence, DecisionChanged).agreement

    def change(event: Event) -> Event:
        mine = isinstance(event, CriterionAgreed) and event.agreement == approved
        other = approved.model_copy(update={"reason": "Jiný důvod."})
        return event.model_copy(update={"agreement": other}) if mine else event

    assert "replay-agreement-differs" in codes(forged(evidence, change))


def test_a_change_that_nobody_proposed_or_in_a_task_that_was_never_opened_is_found() -> None:
    evidence = issued(redecided())
    assert "replay-agreement-differs" in codes(forged(evidence, change_of(DecisionChanged, criterion="call.b")))
    assert "replay-agreement-differs" in codes(forged(evidence, change_of(DecisionChanged, task="stress")))
    assert "replay-agreement-differs" in codes(forged(evidence, change_of(DecisionChanged, task="nowhere")))


def test_a_joint_judgement_is_what_was_agreed() -> None:
    given = GivenJudgement(judgement=NOT_MET, reason=REASON)
    forgery = forged(issued(jointly()), change_of(CriterionJudgedJointly, given=given))
    assert "replay-agreement-differs" in codes(forgery)


@pytest.mark.parametrize("kind", ["DecisionChangeProposed", "CriterionJudgedJointly"])
def test_where_it_was_erased_nothing_of_it_is_called_a_difference(kind: str) -> None:
    evidence: Evidence = issued(redecided() if kind.startswith("Decision") else jointly())
    gone = erased(evidence, kind)
    assert codes(gone) == []
    assert "replay-event-erased" in notices(gone)


def test_without_an_issued_record_the_course_is_compared_too() -> None:
    assert codes(evidence_of(redecided())) == []

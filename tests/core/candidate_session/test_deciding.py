"""What a commission decides beside the plain course: released members, joint judging, changed decisions."""

import pytest

from exam.core.candidate_session import commands as asked
from exam.core.candidate_session import course_commands as beside
from exam.core.candidate_session import refusals as refused
from exam.core.judging import (
    AgainstRuleError,
    AgreementRule,
    Judgement,
    JudgingMode,
    MinimumNotReachedError,
    ReasonMissingError,
)
from exam.core.session_events import CriterionAgreed, ResultDetermined
from exam.core.session_values import PlannedSigner, SignatureMode
from exam.core.standard import TaskKind
from exam.core.verdict import Result
from tests.builders import REASON, Desk, competency, criterion, standard, task, whole

MET, NOT_MET = Judgement.MET, Judgement.NOT_MET
ELSEWHERE = "Je u jiného uchazeče."
STRESS = {"task": "stress", "criterion": "call.b"}
SLIP = "Omylem zapsáno naopak."


def closed(judging: JudgingMode = JudgingMode.SEALED) -> Desk:
    """Return a desk on which a performed task waits for its judgements."""
    desk = Desk(judging=judging).admitted().open("stress")
    desk.do(asked.EndPerformance(task="stress"))
    return desk


def judge(desk: Desk, by: str, judgement: Judgement = MET) -> None:
    reason = REASON if judgement is NOT_MET else ""
    desk.do(asked.JudgeCriterion(**STRESS, judgement=judgement, reason=reason, shown=3), by=by)


def release(who: str = "second", reason: str = ELSEWHERE) -> beside.ReleaseFromPanel:
    return beside.ReleaseFromPanel(task="stress", who=who, reason=reason)


def test_the_others_judge_without_a_member_who_was_released_and_the_record_says_so() -> None:
    desk = closed()
    judge(desk, "chair")
    with pytest.raises(refused.NotAllJudgedError):
        desk.do(asked.RevealJudgements(task="stress"))
    desk.do(release())
    desk.do(asked.RevealJudgements(task="stress"))
    desk.do(asked.AgreeCriterion(**STRESS, judgement=MET))
    state = desk.state.tasks["stress"]
    assert (state.panel, state.judges, state.agreed["call.b"].unanimous) == (("chair", "second"), ("chair",), True)
    assert desk.state.irregularities == (f"panel-release: stress: second: {ELSEWHERE}",)


def test_what_a_released_member_had_judged_does_not_count_and_he_judges_no_more() -> None:
    desk = closed()
    judge(desk, "second", NOT_MET)
    judge(desk, "chair")
    desk.do(release())
    with pytest.raises(refused.NotOnPanelError):
        judge(desk, "second")
    assert list(desk.state.tasks["stress"].given("call.b")) == ["chair"]


@pytest.mark.parametrize(
    ("command", "refusal"),
    [
        (release("third"), refused.NotOnPanelError),
        (release(reason=" – "), refused.ChangeReasonMissingError),
    ],
)
def test_only_a_member_of_the_panel_is_released_and_with_a_reason(
    command: beside.ReleaseFromPanel, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        closed().do(command)


def test_somebody_other_than_the_figurant_is_left_and_nobody_is_released_twice() -> None:
    desk = closed()
    desk.do(release())
    with pytest.raises(refused.PanelWrongError):
        desk.do(release("chair"))
    with pytest.raises(refused.NotOnPanelError):
        desk.do(release())
    scene = Desk().admitted().open("role-call", figurant="second")
    with pytest.raises(refused.PanelWrongError):
        scene.do(beside.ReleaseFromPanel(task="role-call", who="chair", reason=ELSEWHERE))


def test_nobody_is_released_once_the_judgements_are_open() -> None:
    desk = closed()
    judge(desk, "chair")
    judge(desk, "second")
    desk.do(asked.RevealJudgements(task="stress"))
    with pytest.raises(refused.AlreadyRevealedError):
        desk.do(release())


def jointly(judgement: Judgement = MET, reason: str = "", shown: int | None = 3) -> beside.JudgeJointly:
    return beside.JudgeJointly(**STRESS, judgement=judgement, reason=reason, shown=shown)


@pytest.mark.parametrize(("judgement", "reason"), [(MET, ""), (NOT_MET, REASON)])
def test_a_panel_that_judges_jointly_decides_at_one_keyboard(judgement: Judgement, reason: str) -> None:
    desk = closed(JudgingMode.JOINT)
    kinds = [type(event).__name__ for event in desk.do(jointly(judgement, reason), by="second")]
    assert kinds == ["JudgementsRevealed", "CriterionJudgedJointly", "CriterionAgreed"]
    state = desk.state.tasks["stress"]
    assert {who: given.judgement for who, given in state.given("call.b").items()} == dict.fromkeys(
        ("chair", "second"), judgement
    )
    agreed = state.agreed["call.b"]
    assert (state.revealed, agreed.judgement, agreed.reason) == (True, judgement, reason)
    with pytest.raises(refused.AlreadyAgreedError):
        desk.do(jointly())


def test_the_second_joint_decision_of_a_task_reveals_nothing_again() -> None:
    course = standard(competency("x", [criterion("a"), criterion("b")], [task("talk", TaskKind.ORAL, "x.a", "x.b")]))
    desk = Desk(course, judging=JudgingMode.JOINT).admitted().open("talk")
    desk.do(asked.EndPerformance(task="talk"))
    desk.do(beside.JudgeJointly(task="talk", criterion="x.a", judgement=MET))
    kinds = [
        type(event).__name__ for event in desk.do(beside.JudgeJointly(task="talk", criterion="x.b", judgement=MET))
    ]
    assert kinds == ["CriterionJudgedJointly", "CriterionAgreed"]


def test_sealed_and_joint_judging_are_not_mixed() -> None:
    with pytest.raises(refused.JudgingModeError):
        judge(closed(JudgingMode.JOINT), "chair")
    with pytest.raises(refused.JudgingModeError):
        closed().do(jointly())


def test_a_joint_decision_keeps_every_rule_of_a_judgement() -> None:
    with pytest.raises(refused.TooEarlyToJudgeError):
        Desk(judging=JudgingMode.JOINT).admitted().open("stress").do(jointly())
    with pytest.raises(refused.NotOnPanelError):
        closed(JudgingMode.JOINT).do(jointly(), by="third")
    with pytest.raises(MinimumNotReachedError):
        closed(JudgingMode.JOINT).do(jointly(shown=2))
    with pytest.raises(MinimumNotReachedError):
        closed(JudgingMode.JOINT).do(jointly(shown=None))
    with pytest.raises(ReasonMissingError):
        closed(JudgingMode.JOINT).do(jointly(NOT_MET))


def proposal(judgement: Judgement = NOT_MET, reason: str = REASON, because: str = SLIP) -> beside.ProposeDecision:
    about = {"task": "role-call", "criterion": "call.a"}
    return beside.ProposeDecision(**about, judgement=judgement, reason=reason, because=because)


APPROVAL = beside.ApproveDecision(task="role-call", criterion="call.a")


def test_a_decision_is_changed_by_two_people_and_the_result_follows() -> None:
    desk = whole()
    desk.do(asked.AnnounceResult())
    desk.do(asked.AcknowledgeReasons(acknowledged=True), by="candidate")
    desk.do(proposal())
    assert desk.state.result is Result.PASSED
    events = desk.do(APPROVAL, by="second")
    assert isinstance(events[-1], ResultDetermined)
    state = desk.state
    agreed = state.tasks["role-call"].agreed["call.a"]
    assert (agreed.judgement, agreed.reason, agreed.unanimous) == (NOT_MET, REASON, False)
    assert (state.result, state.announced, state.acknowledgement) == (Result.FAILED, False, None)
    assert state.irregularities == (f"decision-changed: role-call: call.a: {SLIP}",)
    assert state.tasks["role-call"].decisions == {}


def test_a_decision_changed_before_the_end_brings_no_result() -> None:
    desk = Desk(agreement=AgreementRule.MAJORITY).admitted()
    desk.performed("role-call", "call.a")
    desk.do(proposal())
    events = desk.do(APPROVAL, by="second")
    (agreed,) = [event for event in events if isinstance(event, CriterionAgreed)]
    assert agreed.agreement.rule is AgreementRule.MAJORITY
    assert desk.state.result is None


def test_nobody_approves_what_he_proposed_himself_or_what_nobody_did() -> None:
    desk = whole()
    with pytest.raises(refused.DecisionUnchangedError):
        desk.do(APPROVAL)
    desk.do(proposal())
    with pytest.raises(refused.DecisionSamePersonError):
        desk.do(APPROVAL)
    desk.do(APPROVAL, by="second")
    with pytest.raises(refused.DecisionUnchangedError):
        desk.do(APPROVAL)


@pytest.mark.parametrize(
    ("command", "refusal"),
    [
        (proposal(MET, ""), refused.DecisionUnchangedError),
        (proposal(NOT_MET, ""), ReasonMissingError),
        (proposal(because="."), refused.ChangeReasonMissingError),
        (
            beside.ProposeDecision(task="law-test", criterion="law.a", judgement=MET, because=SLIP),
            refused.CriterionWrongError,
        ),
    ],
    ids=["the same", "no reason", "no cause", "the machine's"],
)
def test_a_proposal_differs_says_why_and_is_about_what_people_judge(
    command: beside.ProposeDecision, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        whole().do(command)


def test_what_was_not_agreed_is_not_changed() -> None:
    with pytest.raises(refused.DecisionUnchangedError):
        Desk().admitted().do(proposal())
    with pytest.raises(refused.DecisionUnchangedError):
        Desk().admitted().open("role-call", figurant="second").do(proposal())


SIGNERS = (PlannedSigner(field="Member1", who="chair", mode=SignatureMode.ELECTRONIC),)
ISSUE = asked.IssueRecord(record="record-1", data_digest="d" * 64, pdf="e" * 64, practice=True, signers=SIGNERS)


def test_an_issued_record_stands() -> None:
    desk = whole()
    desk.do(asked.AnnounceResult())
    desk.do(ISSUE)
    for command in (proposal(), APPROVAL):
        with pytest.raises(refused.RecordStandsError):
            desk.do(command)


def test_against_the_rule_nothing_is_agreed_jointly_that_was_not_judged_so() -> None:
    desk = closed()
    judge(desk, "chair")
    judge(desk, "second", NOT_MET)
    desk.agreement = AgreementRule.STRICT
    desk.do(asked.RevealJudgements(task="stress"))
    with pytest.raises(AgainstRuleError):
        desk.do(asked.AgreeCriterion(**STRESS, judgement=MET, reason=REASON))

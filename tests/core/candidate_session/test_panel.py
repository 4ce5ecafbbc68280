"""Judging alone and sealed, revealing, agreeing: one refusal or consequence at a time."""

import pytest

from exam.core.candidate_session import commands as asked
from exam.core.candidate_session import refusals as refused
from exam.core.judging import AgreementRule, Judgement, MinimumNotReachedError, ReasonMissingError
from exam.core.session_events import CriterionJudged
from exam.core.session_values import PlannedGoal, PlanResponse
from exam.core.standard import TaskKind
from tests.builders import REASON, Desk, competency, criterion, standard, task

MET, NOT_MET = Judgement.MET, Judgement.NOT_MET


def judged(name: str, judgement: Judgement, reason: str = "", shown: int | None = None) -> asked.JudgeCriterion:
    where = {"call.a": "role-call", "call.b": "stress", "english.a": "english-call", "law.a": "law-test"}[name]
    return asked.JudgeCriterion(task=where, criterion=name, judgement=judgement, reason=reason, shown=shown)


def test_only_the_panel_judges_and_only_what_people_judge() -> None:
    desk = Desk().admitted()
    desk.tested()
    desk.do(asked.OpenTask(task="stress", panel=("chair",)))
    with pytest.raises(refused.NotOnPanelError):
        desk.do(judged("call.b", MET, shown=3), by="second")
    with pytest.raises(refused.CriterionWrongError):
        desk.do(judged("law.a", MET))


def test_nobody_judges_a_certificate() -> None:
    desk = Desk().admitted().open("certificate")
    desk.do(asked.EndPerformance(task="certificate"))
    command = asked.JudgeCriterion(task="certificate", criterion="english.a", judgement=MET)
    with pytest.raises(refused.CriterionWrongError):
        desk.do(command)


def test_a_panel_of_some_members_judges_for_the_commission() -> None:
    desk = Desk().admitted()
    desk.do(asked.OpenTask(task="stress", panel=("second",)))
    desk.do(asked.EndPerformance(task="stress"))
    desk.do(judged("call.b", MET, shown=3), by="second")
    desk.do(asked.RevealJudgements(task="stress"))
    assert desk.state.tasks["stress"].revealed


def test_a_judgement_may_be_changed_until_it_is_revealed_and_the_last_one_counts() -> None:
    desk = Desk().admitted().open("role-call", figurant="second")
    desk.do(judged("call.a", NOT_MET, REASON))
    desk.do(asked.EndPerformance(task="role-call"))
    desk.do(judged("call.a", MET))
    desk.do(judged("call.a", MET), by="second")
    desk.do(asked.RevealJudgements(task="role-call"))
    marks = {judge: given.judgement for judge, given in desk.state.tasks["role-call"].given("call.a").items()}
    assert marks == {"chair": MET, "second": MET}
    assert sum(isinstance(entry.event, CriterionJudged) for entry in desk.entries) == 3


def test_a_judgement_of_what_was_not_opened_or_is_not_in_the_standard_is_refused() -> None:
    desk = Desk().admitted()
    with pytest.raises(refused.TaskNotOpenError):
        desk.do(judged("call.b", MET, shown=3))
    with pytest.raises(refused.TaskUnknownError):
        desk.do(asked.JudgeCriterion(task="nic", criterion="call.b", judgement=MET))


def test_a_colleague_judges_live_and_the_figurant_after_the_scene() -> None:
    desk = Desk().admitted().open("role-call", figurant="second")
    desk.do(judged("call.a", MET), by="chair")
    with pytest.raises(refused.TooEarlyToJudgeError):
        desk.do(judged("call.a", MET), by="second")
    desk.do(asked.EndPerformance(task="role-call"))
    desk.do(judged("call.a", MET), by="second")
    assert len(desk.state.tasks["role-call"].judgements) == 2


def test_a_desk_task_is_judged_once_it_is_handed_in() -> None:
    course = standard(competency("x", [criterion("a")], [task("mail", TaskKind.WRITTEN_REPLY, "x.a")]))
    desk = Desk(course).admitted().open("mail")
    judgement = asked.JudgeCriterion(task="mail", criterion="x.a", judgement=MET)
    with pytest.raises(refused.TooEarlyToJudgeError):
        desk.do(judgement)
    desk.do(asked.SubmitTask(task="mail"), by="candidate")
    assert desk.do(judgement)


@pytest.mark.parametrize("reason", ["", "  ", "-", "\n.\n"])
def test_not_met_needs_a_reason_that_says_something(reason: str) -> None:
    desk = Desk().admitted().open("stress")
    with pytest.raises(ReasonMissingError):
        desk.do(judged("call.b", NOT_MET, reason))


@pytest.mark.parametrize("shown", [None, 0, 2])
def test_fewer_than_the_minimum_can_never_be_met(shown: int | None) -> None:
    desk = Desk().admitted().open("stress")
    with pytest.raises(MinimumNotReachedError):
        desk.do(judged("call.b", MET, shown=shown))


def test_a_commission_cannot_agree_to_what_nobody_counted() -> None:
    desk = Desk().admitted().open("stress")
    desk.do(asked.EndPerformance(task="stress"))
    for judge in ("chair", "second"):
        desk.do(judged("call.b", NOT_MET, REASON, shown=2), by=judge)
    desk.do(asked.RevealJudgements(task="stress"))
    with pytest.raises(MinimumNotReachedError):
        desk.do(asked.AgreeCriterion(task="stress", criterion="call.b", judgement=MET, reason=REASON))


def test_too_few_is_a_reason_for_not_met_and_no_minimum_stands_in_its_way() -> None:
    desk = Desk().admitted().open("stress")
    desk.do(asked.EndPerformance(task="stress"))
    desk.judged("stress", "call.b", NOT_MET, REASON)
    assert desk.state.tasks["stress"].agreed["call.b"].judgement is NOT_MET


def test_whoever_saw_enough_lets_the_commission_agree_on_met() -> None:
    desk = Desk().admitted().open("stress")
    desk.do(asked.EndPerformance(task="stress"))
    desk.do(judged("call.b", MET, shown=3))
    desk.do(judged("call.b", NOT_MET, REASON), by="second")
    desk.do(asked.RevealJudgements(task="stress"))
    desk.do(asked.AgreeCriterion(task="stress", criterion="call.b", judgement=MET, reason="Třetí byla slyšet."))
    assert desk.state.tasks["stress"].agreed["call.b"].judgement is MET


def test_what_nobody_counted_is_nothing() -> None:
    course = standard(competency("call", [criterion("b", minimum=1)], [task("stress", TaskKind.ORAL, "call.b")]))
    desk = Desk(course).admitted().open("stress")
    with pytest.raises(MinimumNotReachedError):
        desk.do(judged("call.b", MET))
    assert desk.do(judged("call.b", MET, shown=1))


def test_judgements_stay_sealed_until_the_whole_panel_has_judged() -> None:
    desk = Desk().admitted().open("role-call", figurant="second")
    reveal = asked.RevealJudgements(task="role-call")
    with pytest.raises(refused.NotAllJudgedError):
        desk.do(reveal)
    desk.do(asked.EndPerformance(task="role-call"))
    desk.do(judged("call.a", MET), by="chair")
    with pytest.raises(refused.NotAllJudgedError):
        desk.do(reveal)
    agreeing = asked.AgreeCriterion(task="role-call", criterion="call.a", judgement=MET)
    with pytest.raises(refused.NotRevealedError):
        desk.do(agreeing)
    desk.do(judged("call.a", MET), by="second")
    desk.do(reveal)
    for again in (judged("call.a", NOT_MET, REASON), reveal):
        with pytest.raises(refused.AlreadyRevealedError):
            desk.do(again)
    desk.do(agreeing)
    with pytest.raises(refused.AlreadyAgreedError):
        desk.do(agreeing)


def test_the_rule_of_the_sitting_binds_the_commission() -> None:
    desk = Desk(agreement=AgreementRule.STRICT).admitted().open("role-call", figurant="second")
    desk.do(asked.EndPerformance(task="role-call"))
    desk.do(judged("call.a", MET), by="chair")
    desk.do(judged("call.a", NOT_MET, REASON), by="second")
    desk.do(asked.RevealJudgements(task="role-call"))
    decided = asked.AgreeCriterion(task="role-call", criterion="call.a", judgement=NOT_MET, reason="Shoda po poradě.")
    desk.do(decided)
    agreement = desk.state.tasks["role-call"].agreed["call.a"]
    assert (agreement.rule, agreement.unanimous, agreement.reason) == (AgreementRule.STRICT, False, "Shoda po poradě.")


def test_a_plan_is_revealed_only_once_its_goal_was_chosen() -> None:
    course = standard(competency("x", [criterion("a")], [task("plan", TaskKind.TRAINING_PLAN, "x.a")]))
    desk = Desk(course).admitted().open("plan")
    plan = PlanResponse(goals=(PlannedGoal(text="Zná systém", weeks=(1,)),))
    desk.do(asked.SaveResponse(task="plan", part="oral-1", response=plan), by="candidate")
    desk.do(asked.SubmitTask(task="plan"), by="candidate")
    for judge in ("chair", "second"):
        desk.do(asked.JudgeCriterion(task="plan", criterion="x.a", judgement=Judgement.MET), by=judge)
    with pytest.raises(refused.GoalMissingError):
        desk.do(asked.RevealJudgements(task="plan"))
    desk.do(asked.SelectGoal(task="plan", goal=0))
    assert desk.do(asked.RevealJudgements(task="plan"))

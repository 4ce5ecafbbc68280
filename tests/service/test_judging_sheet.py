"""One examiner's sheet: his own judgements, his colleagues' once revealed, the machine's, and the goals that wait."""

from collections.abc import Callable

from exam.core.candidate_session import commands as asked
from exam.core.judging import Judgement
from exam.core.rubric import CriterionRubric
from exam.core.session_values import PlannedGoal, PlanResponse
from exam.core.standard import TaskKind
from exam.service.judging_sheet import Judging, SheetMaker
from exam.service.judging_view import JudgingSheet
from exam.view import CardStatus
from tests.builders import REASON, Desk, competency, criterion, oral, standard, task, training
from tests.core.test_candidate_view import OneItemDesk

NOT_MET = Judgement.NOT_MET


def sheet(
    desk: Desk,
    task_id: str,
    judge: str = "chair",
    anchors: Callable[[str], CriterionRubric | None] = lambda _reference: None,
) -> JudgingSheet:
    judging = Judging(desk.judging, desk.agreement)
    maker = SheetMaker(desk.standard, judge, lambda account: account.title(), anchors, judging)
    described = desk.standard.task(task_id)
    assert described is not None
    return maker.make(described, desk.state, (oral(),), 0)


def judge(desk: Desk, by: str, judgement: Judgement = Judgement.MET, reason: str = "") -> None:
    command = asked.JudgeCriterion(task="stress", criterion="call.b", judgement=judgement, reason=reason, shown=3)
    desk.do(command, by=by)


def test_a_sheet_holds_ones_own_judgement_and_nobody_elses_before_the_reveal() -> None:
    desk = Desk().admitted().open("stress")
    desk.do(asked.EndPerformance(task="stress"))
    judge(desk, "chair", NOT_MET, REASON)
    mine, theirs = sheet(desk, "stress"), sheet(desk, "stress", "second")
    assert mine.criteria[0].mine is not None
    assert mine.criteria[0].mine.reason == REASON
    assert (theirs.criteria[0].mine, theirs.criteria[0].given) == (None, ())
    assert REASON not in repr(theirs)
    judge(desk, "second")
    assert REASON not in repr(sheet(desk, "stress", "second"))
    desk.do(asked.RevealJudgements(task="stress"))
    (line,) = sheet(desk, "stress", "second").criteria
    assert [who for who, _ in line.given] == ["Chair", "Second"]
    assert line.divided


def test_one_who_is_not_on_the_panel_is_told_so() -> None:
    desk = Desk().admitted().open("stress")
    assert not sheet(desk, "stress", "stranger").on_panel
    assert sheet(desk, "stress").on_panel
    assert sheet(desk, "stress").status is CardStatus.OPEN


def test_anchors_and_phrases_come_from_the_rubric_where_there_is_one() -> None:
    desk = Desk().admitted().open("stress")
    rubric = CriterionRubric(id="b", met=("Klid.",), not_met=("Křik.",), phrases=("Křičel.",))
    (with_anchors,) = sheet(desk, "stress", anchors=lambda _reference: rubric).criteria
    (without,) = sheet(desk, "stress").criteria
    assert (with_anchors.met, with_anchors.not_met, with_anchors.phrases) == (("Klid.",), ("Křik.",), ("Křičel.",))
    assert (without.met, without.not_met, without.phrases) == ((), (), ())
    assert without.minimum is not None


def test_what_the_machine_decided_stands_apart() -> None:
    desk = Desk().admitted()
    desk.tested(wrong=4)
    found = sheet(desk, "law-test")
    assert found.decided
    assert {entry.judgement for entry in found.decided} == {NOT_MET}
    assert all(entry.reason for entry in found.decided)
    assert found.at_desk


def test_the_goals_of_a_submitted_plan_wait_until_one_is_chosen() -> None:
    item = training("item-1", "x.a")
    course = standard(competency("x", [criterion("a")], [task("work", TaskKind.TRAINING_PLAN, "x.a")]))
    desk = OneItemDesk(course, pool=(item,)).admitted().open("work")
    plan = PlanResponse(goals=(PlannedGoal(text="Jedna", weeks=(1,)), PlannedGoal(text="Dvě", weeks=(2,))))
    desk.do(asked.SaveResponse(task="work", part="item-1", response=plan), by="candidate")
    assert sheet(desk, "work").goals == ()
    desk.do(asked.SubmitTask(task="work"), by="candidate")
    assert sheet(desk, "work").goals == ("Jedna", "Dvě")
    desk.do(asked.SelectGoal(task="work", goal=0))
    assert sheet(desk, "work").goals == ()

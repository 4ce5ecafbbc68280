"""One examiner's sheet: his own judgements, his colleagues' once revealed, the machine's, and the goals that wait."""

from collections.abc import Callable

from exam.core.candidate_session import commands as asked
from exam.core.candidate_session import course_commands as beside
from exam.core.candidate_session import scene_commands as scene
from exam.core.candidate_session.commands import AcceptWaiver
from exam.core.candidate_session.course_commands import RefuseWaiver, TypedJudgement
from exam.core.judging import AgreementRule, Judgement, JudgingMode
from exam.core.rubric import CriterionRubric
from exam.core.scene_events import HoldGround
from exam.core.session_values import Certificate, PlannedGoal, PlanResponse
from exam.core.standard import TaskKind
from exam.service.console_wire import bound, methods
from exam.service.judging_sheet import Judging, SheetMaker
from exam.service.judging_view import JudgingSheet
from exam.service.typing_in import Sheet
from exam.view import CardStatus
from tests.builders import AT, REASON, Desk, competency, criterion, oral, standard, task, training
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


# The scene


def called() -> Desk:
    desk = Desk().admitted()
    desk.do(asked.OpenTask(task="role-call", panel=("chair", "second"), figurant="second", by_phone=True))
    return desk


def test_a_sheet_tells_who_plays_who_watches_and_what_the_call_waits_for() -> None:
    desk = called()
    mine, theirs = sheet(desk, "role-call"), sheet(desk, "role-call", "second")
    assert (mine.scene.acts, mine.scene.watches, mine.scene.i_act) == ("Second", ("Chair",), False)
    assert theirs.scene.i_act
    assert mine.too_early
    assert mine.scene.picked_up_at is None
    desk.do(scene.PrepareCall(task="role-call", number="117", dialled_by="figurant", tested=True))
    desk.do(scene.PickUp(task="role-call"))
    desk.do(scene.HoldScene(task="role-call", ground=HoldGround.LINE_DROPPED))
    mine, theirs = sheet(desk, "role-call"), sheet(desk, "role-call", "second")
    assert mine.scene.call is not None
    assert (mine.scene.picked_up_by, mine.scene.held) == ("Chair", "line-dropped")
    assert (mine.too_early, theirs.too_early) == (False, True)
    desk.do(scene.BeginBreak(task="role-call"))
    assert sheet(desk, "role-call").scene.rests
    desk.do(asked.EndPerformance(task="role-call"))
    assert sheet(desk, "role-call").scene.held == ""


def test_notes_are_their_authors_until_the_judgements_are_revealed() -> None:
    desk = called()
    desk.do(scene.PickUp(task="role-call"))
    desk.do(scene.TakeNote(task="role-call", text="Bez pozdravu.", criterion="call.a"))
    desk.do(asked.EndPerformance(task="role-call"))
    assert [note.text for note in sheet(desk, "role-call").notes] == ["Bez pozdravu."]
    assert sheet(desk, "role-call", "second").notes == ()
    for judge_id in ("chair", "second"):
        desk.do(asked.JudgeCriterion(task="role-call", criterion="call.a", judgement=Judgement.MET), by=judge_id)
    desk.do(asked.RevealJudgements(task="role-call"))
    (note,) = sheet(desk, "role-call", "second").notes
    assert (note.by, note.criterion) == ("Chair", "call.a")


def test_what_is_missing_and_who_is_waited_for_is_counted_and_the_rule_says_what_may_be_decided() -> None:
    desk = Desk(agreement=AgreementRule.STRICT).admitted().open("stress")
    desk.do(asked.EndPerformance(task="stress"))
    assert (sheet(desk, "stress").missing, sheet(desk, "stress").panel.waits_for) == ((0,), ("Chair", "Second"))
    judge(desk, "chair", NOT_MET, REASON)
    assert (sheet(desk, "stress").missing, sheet(desk, "stress").panel.waits_for) == ((), ("Second",))
    assert sheet(desk, "stress").criteria[0].allowed == frozenset()
    judge(desk, "second")
    desk.do(asked.RevealJudgements(task="stress"))
    told = sheet(desk, "stress")
    assert told.missing == (0,)
    assert told.criteria[0].allowed == {NOT_MET}
    assert (told.panel.i_chair, sheet(desk, "stress", "second").panel.i_chair) == (True, False)
    assert told.panel.others == (("second", "Second"),)


def test_a_proposed_decision_waits_for_somebody_else_and_a_released_member_is_named() -> None:
    desk = Desk().admitted().open("stress")
    desk.do(asked.EndPerformance(task="stress"))
    judge(desk, "chair")
    desk.do(beside.ReleaseFromPanel(task="stress", who="second", reason="Odešel."))
    desk.do(asked.RevealJudgements(task="stress"))
    desk.do(asked.AgreeCriterion(task="stress", criterion="call.b", judgement=Judgement.MET))
    proposed = {"task": "stress", "criterion": "call.b", "judgement": NOT_MET, "reason": REASON, "because": "Omyl."}
    desk.do(beside.ProposeDecision.model_validate(proposed))
    told = sheet(desk, "stress")
    (line,) = told.criteria
    assert line.proposal is not None
    assert (line.proposal.by, line.proposed_by_me) == ("Chair", True)
    assert not sheet(desk, "stress", "second").criteria[0].proposed_by_me
    assert told.panel.released == ("Second",)


def test_a_joint_panel_misses_what_it_has_not_decided() -> None:
    desk = Desk(judging=JudgingMode.JOINT).admitted().open("stress")
    assert sheet(desk, "stress").joint
    assert sheet(desk, "stress").too_early
    desk.do(asked.EndPerformance(task="stress"))
    assert sheet(desk, "stress").missing == (0,)
    joint = {"task": "stress", "criterion": "call.b", "judgement": NOT_MET, "reason": REASON}
    desk.do(beside.JudgeJointly.model_validate(joint))
    assert sheet(desk, "stress").missing == ()


def test_a_sheet_comes_over_the_line_as_it_was() -> None:
    desk = called()
    desk.do(scene.PrepareCall(task="role-call", number="117", dialled_by="candidate", tested=True))
    desk.do(scene.PickUp(task="role-call"))
    desk.do(scene.TakeNote(task="role-call", text="Klid.", criterion=None))
    answer = methods()["sheet"][1]
    told = sheet(desk, "role-call")
    again = answer.model_validate_json(answer.model_validate({"value": told}).model_dump_json())
    assert again.value == told  # type: ignore[attr-defined]
    asked_for = bound("do", ("session-1", scene.StopCaller(task="role-call", who="candidate")), {})
    assert b"StopCaller" in asked_for


def test_a_picture_of_any_bytes_comes_over_the_line_as_it_was() -> None:
    paper = Sheet(made_at=AT, checker="second", scan=b"\xff\xd8\x00")
    typed = (TypedJudgement(criterion="call.b", judgement=Judgement.MET, shown=3),)
    body = bound("type_judgements", ("session-1", "stress", "chair", typed, paper), {})
    again = methods()["type_judgements"][0].model_validate_json(body)
    assert (again.sheet, again.judgements) == (paper, typed)  # type: ignore[attr-defined]
    shown = Certificate(
        issuer="Ústav", number="A-1", language="en", level="B2", issued_on=AT.date(), original_seen=True
    )
    for command in (
        AcceptWaiver(competency="english", certificate=shown),
        RefuseWaiver(competency="english", certificate=shown, reason="Jen kopie."),
    ):
        body = bound("decide_certificate", ("session-1", command, b"\xff\xd8\x00"), {})
        again = methods()["decide_certificate"][0].model_validate_json(body)
        assert (again.command, again.scan) == (command, b"\xff\xd8\x00")  # type: ignore[attr-defined]

"""Paper that is typed in later: when it was made, who typed it, who checked it."""

from datetime import UTC, datetime, timedelta

import pytest

from exam.core.blob_names import blob_names
from exam.core.candidate_session import commands as asked
from exam.core.candidate_session import course_commands as beside
from exam.core.candidate_session import refusals as refused
from exam.core.candidate_session.refusals import ResponseWrongError
from exam.core.course_events import PaperTyped
from exam.core.judging import Judgement, JudgingMode, MinimumNotReachedError, ReasonMissingError
from exam.core.session_values import ChoiceResponse, PlannedGoal, PlanResponse, TextResponse
from exam.core.standard import TaskKind
from tests.builders import AT, REASON, Desk, competency, criterion, standard, task

MET, NOT_MET = Judgement.MET, Judgement.NOT_MET
SCAN = "e5" * 32


def paper(made_at: datetime, checker: str = "second") -> beside.Paper:
    return beside.Paper(made_at=made_at, checker=checker, scan=SCAN)


def sat() -> Desk:
    """Return a desk whose test was written on paper for ten minutes and closed without a saved response."""
    desk = Desk().admitted().open("law-test")
    desk.wait(10)
    desk.do(asked.SubmitTask(task="law-test"), by="candidate")
    desk.wait(60)
    return desk


def answers(desk: Desk, option: str = "b") -> dict[str, ChoiceResponse]:
    return {pinned.item: ChoiceResponse(option=option) for pinned in desk.state.papers["law-test"]}


def typed(desk: Desk, made_at: datetime, checker: str = "second") -> beside.TypeResponses:
    return beside.TypeResponses(task="law-test", responses=answers(desk), paper=paper(made_at, checker))


def marks(desk: Desk) -> list[Judgement]:
    scored = desk.state.tasks["law-test"].scored
    assert scored is not None
    return [outcome.judgement for outcome in scored.criteria]


def test_a_test_from_paper_is_scored_and_the_record_tells_times_typist_checker_and_scan() -> None:
    desk = sat()
    assert set(marks(desk)) == {NOT_MET}
    events = desk.do(typed(desk, AT + timedelta(minutes=9)))
    assert set(marks(desk)) == {MET}
    assert blob_names(events[0]) == (SCAN,)
    assert events[0] == PaperTyped(
        task="law-test",
        what="responses",
        whose="candidate",
        made_at=AT + timedelta(minutes=9),
        checker="second",
        scan=SCAN,
    )
    note = "law-test: candidate: 2026-11-20 09:09 → 2026-11-20 10:10, chair, second, SHA-256 "
    assert desk.state.irregularities == (f"paper-responses: {note}{SCAN}",)


@pytest.mark.parametrize(
    ("minutes", "checker"), [(-1, "second"), (11, "second"), (200, "second"), (5, "chair"), (5, "candidate")]
)
def test_paper_is_of_the_time_of_its_task_and_checked_by_another_member(minutes: int, checker: str) -> None:
    desk = sat()
    with pytest.raises(refused.PaperWrongError):
        desk.do(typed(desk, AT + timedelta(minutes=minutes), checker))


def test_paper_made_and_typed_in_other_zones_is_compared_by_its_moment() -> None:
    desk = sat()
    made = (AT + timedelta(minutes=9)).astimezone(UTC)
    assert desk.do(typed(desk, made))


def test_nothing_is_typed_into_a_task_that_is_open_revealed_or_performed() -> None:
    desk = Desk().admitted().open("law-test")
    with pytest.raises(refused.PaperWrongError):
        desk.do(typed(desk, AT))
    empty = sat()
    with pytest.raises(refused.TaskNotOpenError):
        empty.do(beside.TypeResponses(task="law-test", responses={}, paper=paper(AT)))
    spoken = Desk().admitted().open("stress")
    spoken.do(asked.EndPerformance(task="stress"))
    words = {"oral-1": TextResponse(text="x")}
    with pytest.raises(refused.TaskNotOpenError):
        spoken.do(beside.TypeResponses(task="stress", responses=words, paper=paper(AT)))


def test_a_response_from_paper_fits_the_paper_that_was_drawn() -> None:
    desk = sat()
    wrong = {"q-x9": ChoiceResponse(option="b")}
    with pytest.raises(ResponseWrongError):
        desk.do(beside.TypeResponses(task="law-test", responses=wrong, paper=paper(AT)))


def test_a_task_that_the_machine_does_not_score_takes_responses_all_the_same() -> None:
    course = standard(competency("x", [criterion("a")], [task("plan", TaskKind.TRAINING_PLAN, "x.a")]))
    desk = Desk(course).admitted().open("plan")
    desk.do(asked.SubmitTask(task="plan"), by="candidate")
    (pinned,) = desk.state.papers["plan"]
    plan = PlanResponse(goals=(PlannedGoal(text="Zná nabídku.", weeks=(1,)),))
    desk.do(beside.TypeResponses(task="plan", responses={pinned.item: plan}, paper=paper(AT)))
    assert desk.state.tasks["plan"].planned_goals() == plan.goals


def performed(judging: JudgingMode = JudgingMode.SEALED) -> Desk:
    desk = Desk(judging=judging).admitted().open("stress")
    desk.do(asked.EndPerformance(task="stress"))
    desk.wait(30)
    return desk


def sheet(judge: str = "chair", /, **changed: object) -> beside.TypeJudgements:
    line = {"criterion": "call.b", "judgement": MET, "shown": 3} | changed
    entry = beside.TypedJudgement.model_validate(line)
    made = paper(AT + timedelta(minutes=2), "chair")
    return beside.TypeJudgements(task="stress", judge=judge, judgements=(entry,), paper=made)


def test_a_score_sheet_counts_as_its_examiners_judgement() -> None:
    desk = performed()
    desk.do(sheet(), by="second")
    desk.do(sheet("second", judgement=NOT_MET, reason=REASON), by="second")
    given = {who: entry.judgement for who, entry in desk.state.tasks["stress"].given("call.b").items()}
    assert given == {"chair": MET, "second": NOT_MET}
    assert len(desk.state.irregularities) == 2
    assert desk.state.irregularities[0].startswith("paper-judgements: stress: chair: 2026-11-20 09:02 → ")
    desk.do(asked.RevealJudgements(task="stress"))
    with pytest.raises(refused.AlreadyRevealedError):
        desk.do(sheet(), by="second")


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"shown": 2}, MinimumNotReachedError),
        ({"shown": None}, MinimumNotReachedError),
        ({"judgement": NOT_MET}, ReasonMissingError),
        ({"criterion": "law.a"}, refused.CriterionWrongError),
    ],
)
def test_a_score_sheet_keeps_every_rule_of_a_judgement(changed: dict[str, object], refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        performed().do(sheet("chair", **changed), by="second")


def test_a_score_sheet_is_of_the_panel_and_of_a_sitting_that_judges_sealed() -> None:
    with pytest.raises(refused.NotOnPanelError):
        performed().do(sheet("third"), by="second")
    with pytest.raises(refused.JudgingModeError):
        performed(JudgingMode.JOINT).do(sheet(), by="second")

"""Which response fits which paper."""

import pytest

from exam.core.candidate_session import commands as asked
from exam.core.candidate_session import refusals as refused
from exam.core.session_values import ChoiceResponse, PlannedGoal, PlanResponse, ReplyResponse, Response, TextResponse
from exam.core.standard import TaskKind
from tests.builders import Desk, competency, criterion, standard, task


def saved(part: str, option: str = "a") -> asked.SaveResponse:
    return asked.SaveResponse(task="law-test", part=part, response=ChoiceResponse(option=option))


def test_only_responses_that_the_paper_has_a_place_for_are_saved() -> None:
    desk = Desk().admitted().open("law-test")
    part = desk.state.papers["law-test"][0].item
    wrong = [
        saved("other"),
        saved(part, "z"),
        saved(f"{part}/x"),
        asked.SaveResponse(task="law-test", part=part, response=TextResponse(text="b")),
    ]
    for command in wrong:
        with pytest.raises(refused.ResponseWrongError):
            desk.do(command, by="candidate")
    desk.do(saved(part, "b"), by="candidate")
    assert desk.state.tasks["law-test"].responses == {part: ChoiceResponse(option="b")}


@pytest.mark.parametrize(
    ("kind", "response", "fits"),
    [
        (TaskKind.WRITTEN_REPLY, ReplyResponse(to="a", subject="b", body="c"), True),
        (TaskKind.WRITTEN_REPLY, ReplyResponse(to="a", subject="b", body="c" * 100_001), False),
        (TaskKind.WRITTEN_REPLY, TextResponse(text="x" * 100_001), False),
        (TaskKind.TRAINING_PLAN, PlanResponse(goals=(PlannedGoal(text="x", weeks=(1,)),)), True),
        (TaskKind.TRAINING_PLAN, PlanResponse(goals=(PlannedGoal(text="x" * 100_001, weeks=(1,)),)), False),
        (TaskKind.WRITTEN_REPLY, TextResponse(text="x"), True),
        (TaskKind.TRAINING_PLAN, TextResponse(text="x"), False),
        (TaskKind.TRAINING_PLAN, PlanResponse(goals=(PlannedGoal(text="x", weeks=(1,)),) * 61), False),
        (TaskKind.TRAINING_PLAN, PlanResponse(goals=(PlannedGoal(text="x", weeks=tuple(range(61))),)), False),
    ],
)
def test_each_kind_of_task_takes_its_kind_of_response(kind: TaskKind, response: Response, *, fits: bool) -> None:
    desk = Desk(standard(competency("x", [criterion("a")], [task("x-task", kind, "x.a")]))).admitted().open("x-task")
    part = "oral-1/reply" if isinstance(response, ReplyResponse) else "oral-1"
    command = asked.SaveResponse(task="x-task", part=part, response=response)
    if fits:
        assert desk.do(command, by="candidate")
    else:
        with pytest.raises(refused.ResponseWrongError):
            desk.do(command, by="candidate")


@pytest.mark.parametrize(
    ("part", "response"),
    [
        ("oral-1/reply", ReplyResponse(to="a", subject="b", body="c")),
        ("oral-1/p1", TextResponse(text="Protože.")),
        ("oral-1", TextResponse(text="Protože.")),
    ],
)
def test_words_answer_a_part_of_their_item(part: str, response: Response) -> None:
    course = standard(competency("x", [criterion("a")], [task("mail", TaskKind.WRITTEN_REPLY, "x.a")]))
    desk = Desk(course).admitted().open("mail")
    desk.do(asked.SaveResponse(task="mail", part=part, response=response), by="candidate")
    assert desk.state.tasks["mail"].responses == {part: response}
    with pytest.raises(refused.ResponseWrongError):
        desk.do(asked.SaveResponse(task="mail", part=f"other/{part}", response=response), by="candidate")


@pytest.mark.parametrize("part", ["oral-1/x", "oral-1/", "other"])
def test_a_candidate_has_one_plan_and_it_stands_for_the_whole_item(part: str) -> None:
    course = standard(competency("x", [criterion("a")], [task("plan", TaskKind.TRAINING_PLAN, "x.a")]))
    desk = Desk(course).admitted().open("plan")
    plan = PlanResponse(goals=(PlannedGoal(text="druhý plán", weeks=(1,)),))
    with pytest.raises(refused.ResponseWrongError):
        desk.do(asked.SaveResponse(task="plan", part=part, response=plan), by="candidate")


def test_a_performed_task_takes_no_response() -> None:
    desk = Desk().admitted().open("stress")
    with pytest.raises(refused.ResponseWrongError):
        desk.do(asked.SaveResponse(task="stress", part="oral-1", response=TextResponse(text="b")), by="candidate")


def test_words_do_not_take_the_place_of_the_reply() -> None:
    course = standard(competency("x", [criterion("a")], [task("mail", TaskKind.WRITTEN_REPLY, "x.a")]))
    desk = Desk(course).admitted().open("mail")
    for part, response in (
        ("oral-1/reply", TextResponse(text="x")),
        ("oral-1", ReplyResponse(to="", subject="", body="")),
    ):
        with pytest.raises(refused.ResponseWrongError):
            desk.do(asked.SaveResponse(task="mail", part=part, response=response), by="candidate")


def test_a_task_has_room_for_a_hundred_parts() -> None:
    course = standard(competency("x", [criterion("a")], [task("mail", TaskKind.WRITTEN_REPLY, "x.a")]))
    desk = Desk(course).admitted().open("mail")
    for number in range(100):
        desk.do(
            asked.SaveResponse(task="mail", part=f"oral-1/p{number}", response=TextResponse(text="x")), by="candidate"
        )
    more = asked.SaveResponse(task="mail", part="oral-1/p100", response=TextResponse(text="x"))
    with pytest.raises(refused.ResponseWrongError):
        desk.do(more, by="candidate")
    desk.do(asked.SaveResponse(task="mail", part="oral-1/p1", response=TextResponse(text="y")), by="candidate")

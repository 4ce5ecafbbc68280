"""Opening, clocks, handing in, choosing a goal: one refusal or consequence at a time."""

from dataclasses import replace

import pytest

from exam.core.candidate_session import TaskStatus
from exam.core.candidate_session import commands as asked
from exam.core.candidate_session import refusals as refused
from exam.core.session_events import GoalSelected, Interrupted, TimeSpent
from exam.core.session_values import ChoiceResponse, PlannedGoal, PlanResponse
from exam.core.standard import TaskKind
from tests.builders import Desk, competency, criterion, standard, task


def saved(part: str, option: str = "a") -> asked.SaveResponse:
    return asked.SaveResponse(task="law-test", part=part, response=ChoiceResponse(option=option))


def test_a_task_that_the_standard_lacks_is_refused() -> None:
    with pytest.raises(refused.TaskUnknownError):
        Desk().admitted().open("nic")
    with pytest.raises(refused.TaskUnknownError):
        Desk().admitted().do(asked.RaiseHand(task="nic"), by="candidate")


def test_a_task_is_given_once() -> None:
    desk = Desk().admitted().open("law-test")
    with pytest.raises(refused.TaskAlreadyOpenedError):
        desk.open("law-test")


@pytest.mark.parametrize("panel", [("chair", "stranger"), ("chair", "chair")])
def test_a_panel_is_of_the_commission_and_names_nobody_twice(panel: tuple[str, ...]) -> None:
    with pytest.raises(refused.PanelWrongError):
        Desk().admitted().do(asked.OpenTask(task="law-test", panel=panel))


@pytest.mark.parametrize(
    ("task_id", "figurant"),
    [("role-call", None), ("role-call", ""), ("role-call", "stranger"), ("stress", "second"), ("stress", "")],
)
def test_a_figurant_is_an_examiner_and_only_where_there_is_one(task_id: str, figurant: str | None) -> None:
    with pytest.raises(refused.FigurantWrongError):
        Desk().admitted().open(task_id, figurant)


def test_a_certificate_task_draws_nothing() -> None:
    desk = Desk().admitted().open("certificate")
    assert "certificate" not in desk.state.papers


def test_the_last_response_to_a_part_is_the_one_that_counts() -> None:
    desk = Desk().admitted().open("law-test")
    desk.answer(wrong=4)
    desk.answer()
    desk.do(asked.SubmitTask(task="law-test"), by="candidate")
    scored = desk.state.tasks["law-test"].scored
    assert scored is not None
    assert sum(outcome.score for outcome in scored.items) == 4


def test_nothing_is_taken_after_the_time_or_while_the_clock_stands() -> None:
    desk = Desk().admitted().open("law-test")
    part = desk.state.papers["law-test"][0].item
    handed_in = asked.StoreSubmission(task="law-test", name="a.xlsx", blob="c" * 64, length=1)
    desk.do(asked.PauseClock(task="law-test", reason="výpadek"))
    for command in (saved(part), handed_in):
        with pytest.raises(refused.TimeOverError):
            desk.do(command, by="candidate")
    desk.do(asked.ResumeClock(task="law-test"))
    with pytest.raises(refused.ResponseWrongError):
        desk.do(handed_in, by="candidate")
    desk.wait(10)
    for command in (saved(part), handed_in):
        with pytest.raises(refused.TimeOverError):
            desk.do(command, by="candidate")


def test_nobody_is_judged_by_the_figurant_alone() -> None:
    with pytest.raises(refused.PanelWrongError):
        Desk().admitted().do(asked.OpenTask(task="role-call", panel=("second",), figurant="second"))


def test_a_paused_clock_stands_and_cannot_be_paused_or_resumed_twice() -> None:
    desk = Desk().admitted().open("law-test")
    desk.wait(2)
    desk.do(asked.PauseClock(task="law-test", reason="výpadek"))
    with pytest.raises(refused.ClockWrongError):
        desk.do(asked.PauseClock(task="law-test", reason="výpadek"))
    desk.wait(30)
    assert desk.do(asked.Tick(task="law-test")) == ()
    desk.do(asked.ResumeClock(task="law-test"))
    with pytest.raises(refused.ClockWrongError):
        desk.do(asked.ResumeClock(task="law-test"))
    assert desk.state.tasks["law-test"].clock.consumed_ms == 120_000


def test_an_extension_gives_time_to_a_running_task() -> None:
    desk = Desk().admitted().open("law-test")
    desk.wait(9)
    desk.do(asked.ExtendTime(task="law-test", minutes=5, reason="hluk"))
    assert desk.state.tasks["law-test"].clock.remaining_ms == 15 * 60_000
    assert desk.state.tasks["law-test"].clock.extra_ms == 5 * 60_000


@pytest.mark.parametrize("silent_ms", [4_001, 5_000, 90_000])
def test_a_heartbeat_is_told_before_another_tick_would_make_the_silence_longer_than_five_seconds(
    silent_ms: int,
) -> None:
    desk = Desk().admitted().open("law-test")
    desk.elapsed_ms = 4_000
    assert desk.do(asked.Tick(task="law-test")) == ()
    desk.elapsed_ms = silent_ms
    assert desk.do(asked.Tick(task="law-test")) == (TimeSpent(task="law-test", elapsed_ms=silent_ms),)


def test_time_that_is_over_submits_a_desk_task_and_not_a_call() -> None:
    desk = Desk().admitted().open("law-test").open("stress")
    desk.wait(10)
    desk.do(asked.Tick(task="stress"))
    desk.wait(10)
    desk.do(asked.Tick(task="law-test"))
    assert desk.state.tasks["law-test"].status is TaskStatus.SUBMITTED
    assert desk.state.tasks["stress"].status is TaskStatus.OPEN


def test_a_desk_task_is_submitted_and_a_performance_is_ended() -> None:
    desk = Desk().admitted().open("law-test").open("stress")
    for command in (asked.SubmitTask(task="stress"), asked.EndPerformance(task="law-test")):
        with pytest.raises(refused.TaskNotOpenError):
            desk.do(command)
    desk.wait(2)
    desk.do(asked.EndPerformance(task="stress"))
    closed = desk.state.tasks["stress"]
    assert (closed.status, closed.closed_at) == (TaskStatus.SUBMITTED, desk.at)
    assert (closed.clock.consumed_ms, closed.clock.paused) == (120_000, True)
    with pytest.raises(refused.TaskNotOpenError):
        desk.do(asked.EndPerformance(task="stress"))
    with pytest.raises(refused.TaskNotOpenError):
        desk.do(asked.RaiseHand(task="english-call"))


ABOUT_OPEN_TASKS: dict[str, asked.TaskCommand] = {
    "save": saved("q-a0", "b"),
    "store": asked.StoreSubmission(task="law-test", name="a.xlsx", blob="c" * 64, length=1),
    "submit": asked.SubmitTask(task="law-test"),
    "tick": asked.Tick(task="law-test"),
    "pause": asked.PauseClock(task="law-test", reason="hluk"),
    "resume": asked.ResumeClock(task="law-test"),
    "extend": asked.ExtendTime(task="law-test", minutes=5, reason="hluk"),
    "note": asked.NoteInterruption(task="law-test", gap_ms=90_000),
    "hand": asked.RaiseHand(task="law-test"),
}


@pytest.mark.parametrize("command", ABOUT_OPEN_TASKS.values(), ids=ABOUT_OPEN_TASKS)
def test_nothing_happens_in_a_task_before_it_is_opened_or_after_it_is_closed(command: asked.TaskCommand) -> None:
    desk = Desk().admitted()
    with pytest.raises(refused.TaskNotOpenError):
        desk.do(command, by="candidate")
    desk.tested()
    with pytest.raises(refused.TaskNotOpenError):
        desk.do(command, by="candidate")


def test_a_gap_costs_the_candidate_nothing() -> None:
    desk = Desk().admitted().open("law-test")
    before = desk.state.tasks["law-test"]
    assert desk.do(asked.NoteInterruption(task="law-test", gap_ms=90_000)) == (
        Interrupted(task="law-test", gap_ms=90_000),
    )
    assert desk.state.tasks["law-test"] == replace(before, counted=len(desk.entries))


def test_a_raised_hand_is_kept_with_its_moment_and_changes_no_account() -> None:
    desk = Desk().admitted().open("law-test")
    before = desk.state.tasks["law-test"]
    desk.wait(1)
    desk.do(asked.RaiseHand(task="law-test"), by="candidate")
    after = desk.state.tasks["law-test"]
    assert (after.hand_raised_at, after.clock) == (desk.at, before.clock)


def test_the_commission_chooses_one_goal_of_the_submitted_plan_once() -> None:
    plan = PlanResponse(goals=(PlannedGoal(text="první", weeks=(1,)), PlannedGoal(text="druhý", weeks=(2,))))
    course = standard(competency("x", [criterion("a")], [task("plan", TaskKind.TRAINING_PLAN, "x.a")]))
    desk = Desk(course).admitted().open("plan")
    desk.do(asked.SaveResponse(task="plan", part="oral-1", response=plan), by="candidate")
    with pytest.raises(refused.TaskNotSubmittedError):
        desk.do(asked.SelectGoal(task="plan", goal=1))
    desk.do(asked.SubmitTask(task="plan"), by="candidate")
    with pytest.raises(refused.GoalWrongError) as told:
        desk.do(asked.SelectGoal(task="plan", goal=2))
    assert told.value.arguments == {"task": "plan", "goal": "3"}
    assert desk.do(asked.SelectGoal(task="plan", goal=1)) == (GoalSelected(task="plan", goal=1),)
    with pytest.raises(refused.GoalWrongError):
        desk.do(asked.SelectGoal(task="plan", goal=0))


def test_a_plan_that_was_never_written_has_no_goals() -> None:
    course = standard(competency("x", [criterion("a")], [task("plan", TaskKind.TRAINING_PLAN, "x.a")]))
    desk = Desk(course).admitted().open("plan")
    assert desk.state.tasks["plan"].planned_goals() == ()

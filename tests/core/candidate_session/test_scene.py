"""A scene before the panel: who starts its clock, what stops it, notes nobody else reads, and a break that is free."""

from datetime import timedelta

import pytest

from exam.core.candidate_session import TaskStatus
from exam.core.candidate_session import commands as asked
from exam.core.candidate_session import refusals as refused
from exam.core.candidate_session import scene_commands as scene
from exam.core.candidate_session import scene_refusals as unstaged
from exam.core.judging import Judgement
from exam.core.scene_events import CallAwaited, CallPickedUp, HoldGround
from exam.core.session_events import ClockResumed
from exam.core.timing import MINUTE_MS, TimeFactKind
from tests.builders import AT, REASON, Desk

CALL = "role-call"
PANEL = ("chair", "second")


def called(desk: Desk | None = None) -> Desk:
    """A call that waits for somebody to pick up; the second examiner plays."""
    seen = desk or Desk().admitted()
    seen.do(asked.OpenTask(task=CALL, panel=PANEL, figurant="second", by_phone=True))
    return seen


def begun() -> Desk:
    seen = called()
    seen.do(scene.PickUp(task=CALL))
    return seen


def consumed(desk: Desk) -> int:
    return desk.state.tasks[CALL].clock.consumed_ms


def facts(desk: Desk) -> list[TimeFactKind]:
    return [fact.kind for fact in desk.state.time_facts]


# The call


def test_the_clock_of_a_call_stands_until_somebody_who_watches_sees_it_picked_up() -> None:
    desk = called()
    assert isinstance(desk.entries[-1].event, CallAwaited)
    desk.wait(10)
    desk.do(asked.Tick(task=CALL))
    assert consumed(desk) == 0
    with pytest.raises(unstaged.ObserverNeededError):
        desk.do(scene.PickUp(task=CALL), by="second")
    events = desk.do(scene.PickUp(task=CALL))
    assert events == (ClockResumed(task=CALL), CallPickedUp(task=CALL))
    told = desk.state.tasks[CALL].scene
    assert (told.awaited, told.picked_up_by, told.picked_up_at) == (False, "chair", AT + timedelta(minutes=10))
    assert facts(desk) == [TimeFactKind.PICKED_UP]
    desk.wait(2)
    desk.do(asked.EndPerformance(task=CALL))
    assert consumed(desk) == 2 * MINUTE_MS


def test_nothing_is_judged_ended_or_resumed_before_somebody_picked_up() -> None:
    desk = called()
    marked = asked.JudgeCriterion(task=CALL, criterion="call.a", judgement=Judgement.MET)
    for command in (
        asked.EndPerformance(task=CALL),
        asked.ResumeClock(task=CALL),
        marked,
        scene.HoldScene(task=CALL, ground=HoldGround.LINE_DROPPED),
        scene.StopCaller(task=CALL, who="candidate"),
    ):
        with pytest.raises(unstaged.CallAwaitedError):
            desk.do(command)
    desk.do(scene.PickUp(task=CALL))
    desk.do(marked)


def test_a_call_is_picked_up_once_and_its_card_is_told_before() -> None:
    desk = called()
    card = scene.PrepareCall(task=CALL, number="117", dialled_by="figurant", tested=False)
    desk.do(card)
    desk.do(card.model_copy(update={"tested": True}))
    call = desk.state.tasks[CALL].scene.call
    assert call is not None
    assert (call.number, call.dialled_by, call.tested) == ("117", "figurant", True)
    desk.do(scene.PickUp(task=CALL))
    for command in (card, scene.PickUp(task=CALL)):
        with pytest.raises(unstaged.CallNotAwaitedError):
            desk.do(command)


def test_a_task_at_the_desk_never_waits_for_a_call() -> None:
    desk = Desk().admitted()
    desk.do(asked.OpenTask(task="law-test", panel=PANEL, by_phone=True))
    assert desk.state.tasks["law-test"].ticking


# What stops a scene


def test_a_dropped_line_stops_the_clock_and_stands_in_the_record() -> None:
    desk = begun()
    desk.wait(1)
    desk.do(scene.HoldScene(task=CALL, ground=HoldGround.LINE_DROPPED))
    desk.wait(5)
    pause = desk.state.pause_of(CALL)
    assert pause is not None
    assert pause.reason == "line-dropped"
    assert desk.state.irregularities == ("line-dropped: role-call",)
    with pytest.raises(refused.ClockWrongError):
        desk.do(scene.HoldScene(task=CALL, ground=HoldGround.LINE_DROPPED))
    desk.do(asked.ResumeClock(task=CALL))
    assert consumed(desk) == MINUTE_MS


def test_help_stops_the_clock_and_is_no_irregularity() -> None:
    desk = begun()
    desk.do(scene.HoldScene(task=CALL, ground=HoldGround.HELP))
    assert not desk.state.tasks[CALL].ticking
    assert desk.state.irregularities == ()


def test_an_abusive_caller_is_stopped_and_the_record_says_by_whom() -> None:
    desk = begun()
    desk.wait(3)
    desk.do(scene.StopCaller(task=CALL, who="candidate"))
    assert desk.state.irregularities == ("abusive-caller: role-call: candidate",)
    desk.wait(5)
    desk.do(asked.EndPerformance(task=CALL))
    assert desk.state.tasks[CALL].status is TaskStatus.SUBMITTED
    assert consumed(desk) == 3 * MINUTE_MS


def test_a_raised_hand_is_down_once_somebody_came() -> None:
    desk = Desk().admitted().open("law-test")
    with pytest.raises(unstaged.HandNotRaisedError):
        desk.do(scene.AnswerHand(task="law-test"))
    desk.do(asked.RaiseHand(task="law-test"), by="candidate")
    desk.do(scene.AnswerHand(task="law-test"))
    assert desk.state.tasks["law-test"].hand_raised_at is None


# Breaks


def hand(desk: Desk) -> tuple[bool, bool, bool]:
    """Whether a hand is up, whether it asks for a break, whether somebody came."""
    task = desk.state.tasks[CALL]
    return task.hand_raised_at is not None, task.scene.break_asked, task.hand_answered_at is not None


def test_a_break_is_asked_for_by_a_raised_hand_that_goes_down_once_it_begins_or_somebody_came() -> None:
    desk = begun()
    with pytest.raises(refused.TaskNotOpenError):
        desk.do(scene.AskBreak(task="stress"), by="candidate")
    desk.do(asked.EndPerformance(task=CALL))
    assert hand(desk) == (False, False, False)
    desk.do(scene.AskBreak(task=CALL), by="candidate")
    assert hand(desk) == (True, True, False)
    desk.do(scene.AnswerHand(task=CALL))
    assert hand(desk) == (False, False, True)
    desk.do(scene.AskBreak(task=CALL), by="candidate")
    assert hand(desk) == (True, True, False)
    desk.do(scene.BeginBreak(task=CALL))
    assert hand(desk) == (False, False, True)
    with pytest.raises(unstaged.OnBreakError):
        desk.do(scene.AskBreak(task=CALL), by="candidate")


def test_a_break_after_a_scene_keeps_everything_else_closed_until_it_ends() -> None:
    desk = begun()
    desk.do(asked.EndPerformance(task=CALL))
    desk.do(scene.BeginBreak(task=CALL))
    with pytest.raises(unstaged.OnBreakError):
        desk.open("stress")
    with pytest.raises(unstaged.OnBreakError):
        desk.do(scene.BeginBreak(task=CALL))
    with pytest.raises(unstaged.BreakWrongError):
        desk.do(scene.EndBreak(task="stress"))
    desk.wait(4)
    desk.do(scene.EndBreak(task=CALL))
    assert desk.state.rest is None
    (fact,) = [fact for fact in desk.state.time_facts if fact.kind is TimeFactKind.RESTED]
    assert (fact.task, fact.ms) == (CALL, 4 * MINUTE_MS)
    with pytest.raises(unstaged.BreakWrongError):
        desk.do(scene.EndBreak(task=CALL))
    desk.open("stress")


def test_a_break_in_the_middle_of_a_scene_stops_its_clock_and_gives_it_back() -> None:
    desk = begun()
    desk.wait(1)
    desk.do(scene.BeginBreak(task=CALL))
    desk.wait(6)
    with pytest.raises(unstaged.OnBreakError):
        desk.do(asked.ResumeClock(task=CALL))
    desk.do(scene.EndBreak(task=CALL))
    assert desk.state.tasks[CALL].ticking
    assert consumed(desk) == MINUTE_MS


def test_a_break_leaves_a_clock_that_stood_before_and_a_scene_that_was_ended_meanwhile() -> None:
    desk = begun()
    desk.do(scene.HoldScene(task=CALL, ground=HoldGround.LINE_DROPPED))
    desk.do(scene.BeginBreak(task=CALL))
    desk.do(scene.EndBreak(task=CALL))
    assert not desk.state.tasks[CALL].ticking
    desk.do(asked.ResumeClock(task=CALL))
    desk.do(scene.BeginBreak(task=CALL))
    desk.do(asked.EndPerformance(task=CALL))
    desk.do(scene.EndBreak(task=CALL))
    assert desk.state.tasks[CALL].status is TaskStatus.SUBMITTED


def test_no_break_is_given_while_another_clock_runs_and_no_call_is_picked_up_in_one() -> None:
    desk = called(Desk().admitted().open("stress"))
    with pytest.raises(unstaged.ClockRunsError) as raised:
        desk.do(scene.BeginBreak(task=CALL))
    assert raised.value.arguments["task"] == "stress"
    desk.do(asked.EndPerformance(task="stress"))
    desk.do(scene.BeginBreak(task=CALL))
    with pytest.raises(unstaged.OnBreakError):
        desk.do(scene.PickUp(task=CALL))


# Notes


def test_a_note_has_its_moment_and_is_about_a_criterion_of_the_task() -> None:
    desk = begun()
    desk.wait(2)
    desk.do(scene.TakeNote(task=CALL, text="Skočil do řeči.", criterion="call.a"))
    desk.wait(2)
    desk.do(asked.EndPerformance(task=CALL))
    desk.wait(3)
    desk.do(scene.TakeNote(task=CALL, text=REASON), by="second")
    first, second = desk.state.tasks[CALL].scene.notes
    assert (first.by, first.text, first.criterion, first.clock_ms) == ("chair", "Skočil do řeči.", "call.a", 120_000)
    assert (second.by, second.criterion, second.clock_ms) == ("second", None, 120_000)
    with pytest.raises(refused.CriterionWrongError):
        desk.do(scene.TakeNote(task=CALL, text=REASON, criterion="call.b"))

"""What is told of a candidate's time, and which answers still count around its end."""

from dataclasses import dataclass, replace

import pytest

from exam.core.candidate_session import Case, TaskStatus, decide
from exam.core.candidate_session import commands as asked
from exam.core.candidate_session import refusals as refused
from exam.core.events import ActorRef, Event
from exam.core.session_events import ClockJumped, ResponseSaved, ResponseSubmitted
from exam.core.session_values import ChoiceResponse
from exam.core.timing import MINUTE_MS, TimeFact, TimeFactKind
from tests.builders import AT, QUESTIONS, Desk

END_MS = 10 * MINUTE_MS
"""When the test of ten minutes is over."""
CLOCK = ActorRef(id="clock", role="system")


def opened() -> Desk:
    return Desk().admitted().open("law-test")


def saving(desk: Desk, number: int = 0) -> asked.SaveResponse:
    part = desk.state.papers["law-test"][number].item
    return asked.SaveResponse(task="law-test", part=part, response=ChoiceResponse(option="b"))


@dataclass(frozen=True)
class Around:
    """A moment around zero: when an answer came in, how long it waited, and what else waits."""

    elapsed_ms: int
    waited_ms: int = 0
    awaited_ms: int | None = None
    grace_ms: int = 0

    def decide(self, desk: Desk, command: asked.Command) -> tuple[Event, ...]:
        case = Case(
            state=desk.state,
            standard=desk.standard,
            by=CLOCK,
            at=AT,
            pool=QUESTIONS,
            elapsed_ms=self.elapsed_ms,
            waited_ms=self.waited_ms,
            awaited_ms=self.awaited_ms,
            grace_ms=self.grace_ms,
        )
        return decide(command, case)


# Grace


@pytest.mark.parametrize(("waited_ms", "grace_ms"), [(0, 0), (5_000, 5_000), (4_999, 5_000), (5_000, 60_000)])
def test_an_answer_that_came_in_before_zero_counts_as_of_then(waited_ms: int, grace_ms: int) -> None:
    desk = opened()
    (event,) = Around(END_MS - 1, waited_ms, grace_ms=grace_ms).decide(desk, saving(desk))
    assert isinstance(event, ResponseSaved)
    assert event.elapsed_ms == END_MS - 1


@pytest.mark.parametrize(("elapsed_ms", "waited_ms"), [(END_MS, 0), (END_MS + 1, 0), (END_MS - 1, 5_001)])
def test_an_answer_that_came_in_at_zero_or_waited_beyond_the_grace_is_late(elapsed_ms: int, waited_ms: int) -> None:
    desk = opened()
    with pytest.raises(refused.TimeOverError):
        Around(elapsed_ms, waited_ms, grace_ms=5_000).decide(desk, saving(desk))


@pytest.mark.parametrize(("elapsed_ms", "awaited_ms"), [(END_MS, END_MS - 1), (END_MS + 4_999, 0)])
def test_the_end_waits_for_an_answer_that_came_in_before_it(elapsed_ms: int, awaited_ms: int) -> None:
    around = Around(elapsed_ms, awaited_ms=awaited_ms, grace_ms=5_000)
    assert around.decide(opened(), asked.Tick(task="law-test")) == ()


@pytest.mark.parametrize(
    ("elapsed_ms", "awaited_ms"), [(END_MS, None), (END_MS, END_MS), (END_MS + 5_000, END_MS - 1), (2 * END_MS, 0)]
)
def test_the_end_waits_for_nothing_else_and_no_longer_than_the_grace(elapsed_ms: int, awaited_ms: int | None) -> None:
    around = Around(elapsed_ms, awaited_ms=awaited_ms, grace_ms=5_000)
    closed, _ = around.decide(opened(), asked.Tick(task="law-test"))
    assert closed == ResponseSubmitted(task="law-test", cause="expired", elapsed_ms=END_MS)


def test_a_desk_task_uses_no_more_time_than_there_was_and_a_performance_as_long_as_it_takes() -> None:
    desk = opened().open("stress")
    desk.wait(25)
    desk.do(asked.Tick(task="law-test"))
    desk.wait(25)
    desk.do(asked.EndPerformance(task="stress"))
    assert desk.state.tasks["law-test"].clock.consumed_ms == END_MS
    assert desk.state.tasks["stress"].clock.consumed_ms == 25 * MINUTE_MS


def test_a_task_that_is_submitted_during_a_pause_used_what_was_used_before_it() -> None:
    desk = opened()
    desk.wait(4)
    desk.do(asked.PauseClock(task="law-test", reason="hluk"))
    desk.wait(90)
    desk.do(asked.SubmitTask(task="law-test"), by="candidate")
    assert desk.state.tasks["law-test"].clock.consumed_ms == 4 * MINUTE_MS


def test_an_expired_clock_is_submitted_with_the_last_draft_and_what_is_empty_counts_as_empty() -> None:
    desk = opened()
    desk.do(saving(desk), by="candidate")
    desk.wait(10)
    closed, scored = desk.do(asked.Tick(task="law-test"))
    assert isinstance(closed, ResponseSubmitted)
    assert sum(outcome.score for outcome in getattr(scored, "items", ())) == 1
    assert desk.state.tasks["law-test"].status is TaskStatus.SUBMITTED


# Where the candidate goes on


def test_the_part_that_was_saved_last_is_where_the_candidate_goes_on() -> None:
    desk = opened()
    assert desk.state.tasks["law-test"].last_part == ""
    for number in (2, 0):
        desk.do(saving(desk, number), by="candidate")
    assert desk.state.tasks["law-test"].last_part == desk.state.papers["law-test"][0].item


# What is told


@pytest.mark.parametrize("seconds", [-86_400, -6, 6, 7_200])
def test_a_jump_of_the_wall_clock_is_told_and_changes_no_clock(seconds: int) -> None:
    desk = opened()
    before = desk.state.tasks
    assert desk.do(asked.NoteClockJump(seconds=seconds)) == (ClockJumped(seconds=seconds),)
    assert desk.state.tasks == before
    (fact,) = desk.state.time_facts
    assert (fact.kind, fact.ms, fact.task) == (TimeFactKind.JUMPED, seconds * 1000, "")


def test_a_jump_is_told_of_a_session_that_runs_only() -> None:
    with pytest.raises(refused.NotOpenError):
        Desk().do(asked.NoteClockJump(seconds=60))


def test_the_facts_say_who_how_much_and_why() -> None:
    desk = Desk().admitted()
    desk.do(asked.GrantAccommodation(extra_percent=25))
    desk.open("law-test")
    desk.do(asked.PauseClock(task="law-test", reason="poplach"), by="second")
    paused_at = desk.at
    desk.wait(3)
    desk.do(asked.ResumeClock(task="law-test"))
    desk.do(asked.ExtendTime(task="law-test", minutes=5, reason="hluk"), by="second")
    desk.do(asked.NoteInterruption(task="law-test", gap_ms=90_000))
    assert desk.state.time_facts == (
        TimeFact(TimeFactKind.ACCOMMODATED, AT, "chair", percent=25),
        TimeFact(TimeFactKind.PAUSED, paused_at, "second", "law-test", reason="poplach"),
        TimeFact(TimeFactKind.RESUMED, desk.at, "chair", "law-test", ms=3 * MINUTE_MS),
        TimeFact(TimeFactKind.EXTENDED, desk.at, "second", "law-test", ms=5 * MINUTE_MS, reason="hluk"),
        TimeFact(TimeFactKind.INTERRUPTED, desk.at, "chair", "law-test", ms=90_000),
    )


def test_a_clock_stands_for_its_last_pause_and_for_none_once_it_runs() -> None:
    desk = opened()
    assert desk.state.pause_of("law-test") is None
    desk.do(asked.PauseClock(task="law-test", reason="poplach"))
    pause = desk.state.pause_of("law-test")
    assert pause is not None
    assert pause.reason == "poplach"
    assert desk.state.pause_of("stress") is None
    desk.do(asked.ResumeClock(task="law-test"))
    assert desk.state.pause_of("law-test") is None


def test_a_resumption_whose_pause_was_erased_tells_no_length() -> None:
    desk = opened()
    desk.do(asked.PauseClock(task="law-test", reason="poplach"))
    desk.wait(3)
    desk.state = replace(desk.state, time_facts=())
    desk.do(asked.ResumeClock(task="law-test"))
    assert [fact.ms for fact in desk.state.time_facts] == [0]

"""What a day has to fit together."""

import pytest

from exam.core.timetable.day import Break, CandidateDay, Closure, Presence, Room, TaskDay, Use, clock_of, minute_of
from exam.core.timetable.problem import LATEST, DayWrongError, Span, Stage
from tests.core.timetable.days import LOUD, QUIET, problem


def minutes(**changes: object) -> dict[str, int]:
    return {step.id: step.minutes for step in problem(1, ("chair", "second"), **changes).steps}


def test_a_clock_and_its_minute_are_each_other() -> None:
    assert minute_of("08:05") == 485
    assert clock_of(485) == "08:05"
    assert clock_of(24 * 60 + 15) == "24:15"


def test_each_task_has_the_stages_of_its_kind_and_a_certificate_has_none() -> None:
    assert minutes() == {
        "c0/admission": 10,
        "c0/law-test/writing": 10,
        "c0/call/preparation": 10,
        "c0/call/performance": 10,
        "c0/picks/writing": 10,
        "c0/picks/performance": 10,
        "c0/talk/performance": 10,
    }


def test_what_the_day_says_goes_before_the_usual_minutes() -> None:
    told = minutes(
        admission=0,
        deliberation=20,
        judging=3,
        tasks={"picks": TaskDay(minutes=0, judging=9), "talk": TaskDay(minutes=25)},
    )
    assert told == {
        "c0/law-test/writing": 10,
        "c0/call/preparation": 10,
        "c0/call/performance": 13,
        "c0/picks/writing": 10,
        "c0/talk/performance": 28,
        "c0/deliberation": 20,
    }


def test_half_more_time_lengthens_what_the_candidate_does_and_part_of_a_minute_counts_whole() -> None:
    longer = problem({"c0": CandidateDay(extra_percent=50)}, judging=3, tasks={"talk": TaskDay(minutes=5)})
    told = {step.id: step.minutes for step in longer.steps}
    assert told["c0/law-test/writing"] == 15
    assert told["c0/talk/performance"] == 8 + 3
    assert told["c0/admission"] == 10


def test_what_stands_waived_is_no_step() -> None:
    spared = problem({"c0": CandidateDay(skips=("talk", "call"))})
    assert {step.task for step in spared.steps} == {"", "law-test", "picks"}


def test_a_step_names_what_it_needs() -> None:
    found = problem(1, scoring="shared", panel=1, deliberation=5, tasks={"picks": TaskDay(paper=True)})
    steps = {step.id: step for step in found.steps}
    call = steps["c0/call/performance"]
    assert (call.computers, call.phones, call.examiners, call.use) == (1, 2, 1, Use.SPEAKING)
    assert (call.after, call.follows) == (("c0/call/preparation",), "c0/call/preparation")
    assert (steps["c0/law-test/writing"].computers, steps["c0/picks/writing"].computers) == (1, 0)
    assert steps["c0/picks/performance"].follows == ""
    assert (steps["c0/deliberation"].examiners, steps["c0/deliberation"].present) == (2, 0)
    assert steps["c0/admission"].use is None
    assert steps["c0/talk/performance"].phones == 0


def test_people_are_there_all_day_unless_the_day_says_otherwise() -> None:
    found = problem(
        {"c0": CandidateDay(arrives="08:25"), "c1": CandidateDay(leaves="12:00")},
        ends="16:00",
        people={"second": Presence(leaves="12:00"), "watch": Presence(arrives="07:00")},
        breaks=(Break(after="11:30", before="13:00", minutes=30),),
        closed=(Closure(after="10:00", before="10:30"),),
    )
    assert found.presence["c0"] == Span(starts=505, ends=960)
    assert found.presence["second"] == Span(starts=480, ends=720)
    assert found.presence["watch"] == Span(starts=480, ends=960)
    assert [due.who for due in found.breaks] == ["chair", "watch", "c0"]
    assert found.closed == (Span(starts=600, ends=630),)


def test_a_day_without_an_end_is_as_long_as_it_takes() -> None:
    assert problem().span == Span(starts=480, ends=LATEST)


@pytest.mark.parametrize(
    "changes",
    [
        {"tasks": {"nowhere": TaskDay()}},
        {"ends": "08:00"},
        {"people": {"nobody": Presence()}},
        {"rooms": (QUIET, QUIET)},
        {"rooms": (QUIET, LOUD, Room(id="third", use=(Use.WRITING,), invigilators=("watch",)))},
        {"rooms": (QUIET, LOUD, Room(id="third", use=(Use.WRITING,), invigilators=("chair",)))},
        {"breaks": (Break(after="12:00", before="12:00", minutes=30),)},
        {"closed": (Closure(after="12:00", before="11:00"),)},
    ],
)
def test_a_day_that_names_what_the_sitting_does_not_have_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(DayWrongError):
        problem(1, ("chair", "second"), **changes)


def test_a_candidate_who_is_spared_an_unknown_task_is_refused() -> None:
    with pytest.raises(DayWrongError):
        problem({"c0": CandidateDay(skips=("nowhere",))})


def test_the_problem_of_some_candidates_holds_nothing_of_the_others() -> None:
    whole = problem(3, breaks=(Break(after="11:30", before="13:00", minutes=30),))
    part = whole.only(["c1"])
    assert part.candidates == ("c1",)
    assert {step.candidate for step in part.steps} == {"c1"}
    assert {due.who for due in part.breaks} == {"chair", "second", "watch", "c1"}
    assert whole.step("c2/admission")
    assert part.step("c2/admission") is None


def test_stages_without_a_room_have_no_use() -> None:
    by_stage = {step.stage: step.use for step in problem(1, deliberation=5).steps}
    assert by_stage[Stage.ADMISSION] is by_stage[Stage.DELIBERATION] is None
    assert by_stage[Stage.PREPARATION] is by_stage[Stage.WRITING] is Use.WRITING

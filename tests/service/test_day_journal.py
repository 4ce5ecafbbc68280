"""A day gone on with after lateness and a power cut: the journal says what was done, and a plan is there in seconds."""

import time
from dataclasses import replace
from pathlib import Path

import pytest

from exam.core.timetable.day import CandidateDay, Closure, Day, Room, Use
from exam.core.timetable.plan import Plan
from exam.planning.solving import solved_plan
from exam.scripted.runner import run
from exam.scripted.scenario import Scenario, Step
from exam.scripted.stage import Stage
from exam.service.day_planning import GoneOn, PlannedDay
from exam.service.exam_service import ExamService
from tests.stages import cut, played, shipped

SECONDS = 20
"""Far more than it takes, on a machine that is busy."""


def day(**changes: object) -> Day:
    rooms = (
        Room(id="201", use=(Use.WRITING,), seats=4, invigilators=("dozor",)),
        Room(id="202", use=(Use.SPEAKING,)),
    )
    return Day.model_validate({"schema": "exam/day/1", "rooms": rooms, "computers": 2, "starts": "07:30"} | changes)


def done(made: PlannedDay) -> dict[str, tuple[int, int]]:
    return {slot.step: (slot.starts, slot.minutes) for slot in made.days[0].plan.done}


def placed(made: PlannedDay) -> dict[str, tuple[int, int]]:
    return {slot.step: (slot.starts, slot.minutes) for part in made.days for slot in part.plan.slots}


def play(stage: Stage, *steps: Step) -> None:
    run(stage.scenario.model_copy(update={"steps": steps}), stage)


def acted(actor: str, action: str, minutes: int = 0, **arguments: object) -> Step:
    return Step(actor=actor, action=action, arguments=arguments, minutes=minutes)


def before(action: str) -> Scenario:
    return cut(shipped("day-power-cut"), before=action)


def test_a_power_cut_is_planned_from_what_the_journal_says_in_seconds(tmp_path: Path) -> None:
    with played(tmp_path, before("wait")) as stage:
        days = ExamService(replace(stage.ports, planner=solved_plan)).days
        former = days.plan(stage.sitting, day(), effort=0.1).days[0].plan
        off = day(closed=(Closure(after="07:41", before="08:20"),))
        begun = time.monotonic()
        made = days.plan(stage.sitting, off, GoneOn(former, 461), effort=0.3)
        assert time.monotonic() - begun < SECONDS
        checked = days.checked(stage.sitting, off, [part.plan for part in made.days])
    assert done(made)["benes/admission"][0] + done(made)["benes/admission"][1] == 453
    written, called = placed(made)["benes/law-test/writing"], placed(made)["mala/complaint-call/performance"]
    assert written[0] >= 500
    assert written[1] < 45
    assert called[0] >= 500
    assert called[1] == former_minutes(former, "mala/complaint-call/performance")
    assert (made.unplaced, made.conflicts, checked.conflicts) == ((), (), ())


def former_minutes(plan: Plan, step: str) -> int:
    return next(slot.minutes for slot in plan.slots if slot.step == step)


def test_what_runs_and_what_is_over_stand_as_they_went_not_as_they_were_planned(tmp_path: Path) -> None:
    with played(tmp_path, before("pause_all")) as stage:
        play(stage, acted("dvorakova", "end_performance", 12, task="complaint-call"))
        made = stage.service.days.plan(stage.sitting, day(), GoneOn(None, 470))
        names = stage.service.days.names(made)
    assert done(made)["mala/complaint-call/performance"] == (456, 12)
    assert "mala/complaint-call/performance" not in placed(made)
    assert placed(made)["benes/law-test/writing"][0] == 453
    assert placed(made)["benes/law-test/writing"][1] > 17
    assert (made.unplaced, made.conflicts) == ((), ())
    assert names["benes"]


def test_somebody_late_begins_when_he_comes_and_nothing_of_the_former_plan_counts_as_done(tmp_path: Path) -> None:
    with played(tmp_path, before("open_sitting")) as stage:
        former = stage.service.days.plan(stage.sitting, day()).days[0].plan
        play(stage, acted("dvorakova", "open_sitting"))
        late = day(candidates={"mala": CandidateDay(arrives="08:25")})
        made = stage.service.days.plan(stage.sitting, late, GoneOn(former, 485))
    assert done(made) == {}
    assert min(start for step, (start, _) in placed(made).items() if step.startswith("mala/")) >= 505
    assert min(start for start, _ in placed(made).values()) >= 485


def test_whoever_withdrew_is_planned_no_more(tmp_path: Path) -> None:
    with played(tmp_path, before("pause_all")) as stage:
        play(stage, acted("dvorakova", "end_session", ending="withdrew", reason="Nevolnost."))
        made = stage.service.days.plan(stage.sitting, day(), GoneOn(None, 470))
    assert {step.split("/")[0] for step in placed(made)} == {"benes"}
    assert made.days[0].plan.over == ("mala",)


def picked() -> Scenario:
    scenario = shipped("day-four-candidates")
    last = next(number for number, step in enumerate(scenario.steps) if step.arguments.get("task") == "vip-call")
    return scenario.model_copy(update={"steps": scenario.steps[: last - 1]})


def test_what_was_said_about_a_task_is_done_once_all_judged_it_or_the_former_plan_had_it(tmp_path: Path) -> None:
    with played(tmp_path, picked()) as stage:
        at = stage.clock.now()
        closed = at.hour * 60 + at.minute
        days = stage.service.days
        fresh = days.plan(stage.sitting, day(), GoneOn(None, closed + 30))
        spoken = "mala/sale-transcripts/performance"
        assert spoken in placed(fresh)
        slot = next(slot for slot in fresh.days[0].plan.slots if slot.step == spoken)
        told = slot.model_copy(update={"starts": closed + 5})
        former = Plan(slots=(told,))
        late = days.plan(stage.sitting, day(), GoneOn(former, told.ends + 1))
        assert done(late)[spoken] == (told.starts, told.minutes)
        assert spoken in placed(days.plan(stage.sitting, day(), GoneOn(former, told.ends - 1)))
        play(stage, acted("dvorakova", "turn_to", candidate="mala"))
        judges = [acted(who, "judge", task="sale-transcripts") for who in ("dvorakova", "kratky", "holubova")]
        play(stage, acted("dvorakova", "wait", 15), *judges)
        judged = days.plan(stage.sitting, day(), GoneOn(None, closed + 30))
        assert sum(done(judged)[spoken]) == closed + 15
        assert spoken not in placed(judged)


@pytest.mark.parametrize(("minutes", "begun"), [(3, False), (14, True)])
def test_a_call_with_preparation_has_begun_once_its_preparation_is_over(
    tmp_path: Path, minutes: int, *, begun: bool
) -> None:
    with played(tmp_path, picked()) as stage:
        at = stage.clock.now()
        opened = at.hour * 60 + at.minute
        told: dict[str, object] = {"task": "vip-call", "figurant": "kratky", "panel": ["dvorakova", "kratky"]}
        play(
            stage,
            acted("dvorakova", "turn_to", candidate="cerny"),
            Step(actor="dvorakova", action="open_task", arguments=told),
            acted("dvorakova", "wait", minutes),
        )
        made = stage.service.days.plan(stage.sitting, day(panel=2), GoneOn(None, opened + minutes))
    prepared = "cerny/vip-call/preparation"
    assert (prepared in done(made)) is begun
    called = placed(made)["cerny/vip-call/performance"]
    assert (called[0] < opened + minutes) is begun


def test_a_refused_certificate_puts_the_oral_back_into_the_plan(tmp_path: Path) -> None:
    skips = day(candidates={"benes": CandidateDay(skips=("english-call",)), "mala": CandidateDay(skips=("law-test",))})
    with played(tmp_path, cut(shipped("day-certificate"), before="refuse_waiver")) as stage:
        tasks = {
            step.task for step in stage.service.days.problem(stage.sitting, skips).steps if step.candidate == "benes"
        }
        assert "english-call" not in tasks
        paper = next(step for step in shipped("day-certificate").steps if step.action == "refuse_waiver")
        play(stage, paper)
        problem = stage.service.days.problem(stage.sitting, skips)
    assert "english-call" in {step.task for step in problem.steps if step.candidate == "benes"}
    assert "law-test" not in {step.task for step in problem.steps if step.candidate == "mala"}

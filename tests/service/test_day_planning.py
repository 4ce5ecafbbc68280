"""The day of a sitting: the journal's candidates, commission, extra time and waivers with the rooms of a file."""

from pathlib import Path

import pytest

from exam.core.sitting import ApproveAccommodation
from exam.core.timetable.day import CandidateDay, Day, Presence, Room, Use
from exam.core.timetable.problem import DayWrongError, Stage
from exam.scripted.stage import Stage as Scene
from exam.service.access import DeniedError
from exam.service.day_planning import DayUnknownError, GoneOn
from exam.service.sittings import SittingUnknownError
from tests.rims import staged, step


def day(**changes: object) -> Day:
    rooms = (Room(id="201", use=(Use.WRITING,), invigilators=("dozor",)), Room(id="202", use=(Use.SPEAKING,)))
    return Day.model_validate({"schema": "exam/day/1", "rooms": rooms, "computers": 1} | changes)


def sitting(stage: Scene) -> str:
    (stream,) = stage.ports.journal.streams("sitting/")
    return stream.removeprefix("sitting/")


def test_a_planned_day_holds_and_names_people_and_tasks(tmp_path: Path) -> None:
    with staged(tmp_path, before="open_sitting") as stage:
        made = stage.service.days.plan(sitting(stage), day())
        names = stage.service.days.names(made)
    assert made.holds
    assert (made.unplaced, made.conflicts, made.obstacles) == ((), (), ())
    assert made.days[0].problem.examiners == ("predseda", "clen")
    assert (names["uchazec"], names["dozor"]) == ("Bohdan Neexistující", "Dana Dozorná-Smyšlená")
    assert names["theory-test"]


def test_what_the_journal_says_of_extra_time_goes_before_the_file(tmp_path: Path) -> None:
    granted = step("predseda", "grant_accommodation", extra_percent=50)
    told = day(candidates={"uchazec": CandidateDay(extra_percent=10)})
    with staged(tmp_path, before="open_task", after=(granted,)) as stage:
        problem = stage.service.days.problem(sitting(stage), told)
    (tmp_path / "other").mkdir()
    with staged(tmp_path / "other", before="open_task") as stage:
        other = stage.service.days.problem(sitting(stage), told)
    written = [found.minutes for made in (problem, other) for found in made.steps if found.stage is Stage.WRITING]
    assert written == [30, 22]


def test_a_recognised_competency_needs_no_time(tmp_path: Path) -> None:
    told = {"competency": "theory", "qualification": "00-002-X", "evidence": "osvědčení"}
    recognised = step("predseda", "recognise_competency", **told)
    with staged(tmp_path, before="open_task", after=(recognised,)) as stage:
        problem = stage.service.days.problem(sitting(stage), day())
    assert {found.task for found in problem.steps} == {"", "practice-call"}


def test_a_candidate_may_be_named_by_his_session(tmp_path: Path) -> None:
    with staged(tmp_path, before="open_sitting") as stage:
        late = day(candidates={stage.session: CandidateDay(arrives="09:00")})
        problem = stage.service.days.problem(sitting(stage), late)
        with pytest.raises(DayWrongError):
            stage.service.days.problem(sitting(stage), day(candidates={"jiny": CandidateDay()}))
    assert problem.presence["uchazec"].starts == 540


def test_without_a_quiet_room_the_obstacle_is_named_and_no_second_day_is_proposed(tmp_path: Path) -> None:
    with staged(tmp_path, before="open_sitting") as stage:
        made = stage.service.days.plan(sitting(stage), day(rooms=(Room(id="202", use=(Use.SPEAKING,)),)))
    assert [found.code for found in made.obstacles] == ["obstacle.no-quiet-room"]
    assert (made.holds, len(made.days)) == (False, 1)
    assert "uchazec/theory-test/writing" in made.unplaced


def test_a_day_that_is_too_short_becomes_two(tmp_path: Path) -> None:
    with staged(tmp_path, before="open_sitting") as stage:
        made = stage.service.days.plan(sitting(stage), day(ends="08:30"))
        again = stage.service.days.checked(sitting(stage), day(ends="08:30"), [part.plan for part in made.days])
    assert (again.conflicts, again.unplaced) == ((), ())
    assert (made.holds, made.unplaced, made.conflicts, made.obstacles) == (False, (), (), ())
    assert len(made.days) == 2


def test_a_plan_is_gone_on_with_and_one_that_somebody_changed_is_checked(tmp_path: Path) -> None:
    with staged(tmp_path, before="open_sitting") as stage:
        name, days = sitting(stage), stage.service.days
        former = days.plan(name, day()).days[0].plan
        later = days.plan(name, day(), GoneOn(former, 485))
        moved = tuple(slot.model_copy(update={"starts": 480}) for slot in former.slots)
        wrong = days.checked(name, day(), [former.model_copy(update={"slots": moved})])
        right = days.checked(name, day(), [former])
    assert later.days[0].plan.slots[0] == former.slots[0]
    assert later.holds
    assert {"plan.twice", "plan.order"} <= {found.code for found in wrong.conflicts}
    assert right.holds
    assert not wrong.holds


def test_a_sitting_that_does_not_exist_has_no_day(tmp_path: Path) -> None:
    with staged(tmp_path, before="open_sitting") as stage, pytest.raises(SittingUnknownError):
        stage.service.days.problem("nikde", day())


def test_a_kept_timetable_is_what_the_sitting_goes_by(tmp_path: Path) -> None:
    with staged(tmp_path, before="open_sitting") as stage:
        days, name = stage.service.days, sitting(stage)
        assert days.arranged(name) is None
        with pytest.raises(DayUnknownError):
            days.day(name)
        made = days.plan(name, day())
        days.keep(stage.actors["predseda"], name, day(), [part.plan for part in made.days])
        kept = days.arranged(name)
        assert kept is not None
        assert (kept.holds, kept.days[0].plan, days.day(name)) == (True, made.days[0].plan, day())


def test_a_timetable_that_would_not_be_taken_leaves_nothing_behind(tmp_path: Path) -> None:
    with staged(tmp_path, before="open_sitting") as stage:
        name = sitting(stage)
        made = stage.service.days.plan(name, day())
        before = sorted((tmp_path / "blobs").rglob("*"))
        with pytest.raises(DeniedError):
            stage.service.days.keep(stage.actors["cizi"], name, day(), [made.days[0].plan])
        assert sorted((tmp_path / "blobs").rglob("*")) == before


def test_a_timetable_of_a_day_that_the_sitting_does_not_have_is_not_kept(tmp_path: Path) -> None:
    with staged(tmp_path, before="open_sitting") as stage:
        name = sitting(stage)
        plan = stage.service.days.plan(name, day()).days[0].plan
        with pytest.raises(DayWrongError):
            stage.service.days.keep(stage.actors["predseda"], name, day(people={"nikdo": Presence()}), [plan])
        assert stage.service.days.arranged(name) is None


def test_a_kept_timetable_outlives_the_replacement_of_whoever_it_names(tmp_path: Path) -> None:
    with staged(tmp_path, before="open_sitting") as stage:
        days, name, actor = stage.service.days, sitting(stage), stage.actors["predseda"]
        told = day(
            people={"clen": Presence(arrives="09:00")},
            rooms=(Room(id="201", use=(Use.WRITING,), invigilators=("cizi",)), Room(id="202", use=(Use.SPEAKING,))),
        )
        days.keep(actor, name, told, [part.plan for part in days.plan(name, told).days])
        stage.service.preparation.replace(actor, name, "clen", "cizi", "Onemocněl.")
        kept = days.arranged(name)
    assert kept is not None
    assert {"plan.panel"} <= {found.code for found in kept.conflicts}
    assert (kept.days[0].problem.examiners, kept.days[0].problem.invigilators) == (("predseda", "cizi"), ())


def test_approved_time_is_planned_for_before_it_is_granted(tmp_path: Path) -> None:
    with staged(tmp_path, before="open_sitting") as stage:
        approved = ApproveAccommodation(
            session=stage.session, extra_percent=50, approved_by="osoba", approved_on=stage.clock.now().date()
        )
        stage.service.sitting(stage.actors["predseda"], sitting(stage), approved)
        problem = stage.service.days.problem(sitting(stage), day())
    assert [found.minutes for found in problem.steps if found.stage is Stage.WRITING] == [30]

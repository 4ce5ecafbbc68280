"""A sitting arranged in one step: everything of it, or nothing."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from exam.core.identity import Identity
from exam.core.sitting import AccommodationWrongError, AuthorisationExpiredError, CommissionWrongError
from exam.core.sitting_events import Equipment, Part, SittingPart
from exam.core.timetable.day import Day, Presence, Room, Use
from exam.core.timetable.plan import Plan
from exam.core.timetable.problem import DayWrongError
from exam.scripted.stage import Stage
from exam.service.access import DeniedError
from exam.service.arrangement import Arrangement, ArrangementIncompleteError, Newcomer
from exam.service.exam_service import ExamService
from exam.service.planners import plain_planner
from exam.service.preparation import PinTooShortError
from tests.rims import staged

BOHDANA = Identity(given_names="Bohdana", surname="Nová-Smyšlená")
BY_OSOBA = Newcomer(identity=BOHDANA, extra_percent=25, approved_by="osoba")
BY_HIMSELF = Newcomer(identity=BOHDANA, extra_percent=25, approved_by="uchazec")
DAY = Day.model_validate(
    {
        "schema": "exam/day/1",
        "rooms": (Room(id="201", use=(Use.WRITING,), invigilators=("dozor",)), Room(id="202", use=(Use.SPEAKING,))),
        "computers": 1,
    }
)


def wanted(stage: Stage, **changes: object) -> Arrangement:
    told = {
        "standard": stage.scenario.standard,
        "place": "Nové místo",
        "parts": (SittingPart(day=stage.clock.now().date()),),
        "chair": "predseda",
        "members": ("clen",),
    }
    return Arrangement.model_validate(told | changes)


def arranged(stage: Stage, arrangement: Arrangement) -> str:
    return stage.service.arrangements.arrange(stage.actors["predseda"], arrangement).sitting


def test_everything_of_a_sitting_is_kept_in_one_step(tmp_path: Path) -> None:
    with staged(tmp_path, before="open_sitting") as stage:
        stage.service = ExamService(replace(stage.ports, planner=plain_planner))
        newcomer = Newcomer(identity=BOHDANA, extra_percent=50, approved_by="osoba")
        more = wanted(
            stage,
            attendants=(("dozor", Part.INVIGILATOR), ("cizi", Part.SUBSTITUTE)),
            candidates=(newcomer, Newcomer(identity=Identity(given_names="Cyril", surname="Malý"), pin="1234")),
            equipment=(Equipment(thing="telefon", present=False),),
            day=DAY,
        )
        made = stage.service.arrangements.timetable(more)
        assert made.holds
        told = stage.service.arrangements.arrange(
            stage.actors["predseda"], more.model_copy(update={"plans": tuple(part.plan for part in made.days)})
        )
        state = stage.service.sittings.state(told.sitting)
        session, account = next(iter(state.sessions.items()))
        pins = dict(told.pins)
        assert pins["Cyril Malý"] == "1234"
        assert stage.service.sign_in(account, pins["Bohdana Nová-Smyšlená"]).id == account
        assert state.accommodations[session].extra_percent == 50
        assert [attendant.part for attendant in state.attendants] == [Part.INVIGILATOR, Part.SUBSTITUTE]
        assert state.equipment == more.equipment
        kept = stage.service.days.arranged(told.sitting)
        assert kept is not None
        assert kept.holds
        assert {step.candidate for step in kept.days[0].problem.steps} == set(state.sessions.values())


def test_a_sitting_of_one_day_without_anything_more_is_planned(tmp_path: Path) -> None:
    with staged(tmp_path, before="open_sitting") as stage:
        state = stage.service.sittings.state(arranged(stage, wanted(stage)))
    assert (state.plan().place, state.parts, state.arranged, dict(state.sessions)) == ("Nové místo", (), None, {})


def test_days_follow_each_other(tmp_path: Path) -> None:
    with staged(tmp_path, before="open_sitting") as stage:
        today = stage.clock.now().date()
        parts = (SittingPart(day=today), SittingPart(day=today + timedelta(days=1)))
        state = stage.service.sittings.state(arranged(stage, wanted(stage, parts=parts)))
    assert len(state.days) == 2


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"members": ()}, CommissionWrongError),
        ({"parts": ()}, ArrangementIncompleteError),
        ({"parts": (SittingPart(day=date(2090, 1, 1)),)}, AuthorisationExpiredError),
        ({"candidates": (Newcomer(identity=BOHDANA, pin="12"),)}, PinTooShortError),
        ({"candidates": (Newcomer(identity=BOHDANA, extra_percent=25),)}, AccommodationWrongError),
        (
            {"candidates": (Newcomer(identity=BOHDANA, extra_percent=25, approved_by="uchazec"),)},
            AccommodationWrongError,
        ),
    ],
)
def test_what_is_refused_leaves_nothing_behind(
    tmp_path: Path, changes: dict[str, object], refusal: type[Exception]
) -> None:
    with staged(tmp_path, before="open_sitting") as stage:
        before = len(stage.ports.people.accounts()), stage.ports.journal.streams("sitting/")
        for ask in (stage.service.arrangements.rehearse, stage.service.arrangements.arrange):
            with pytest.raises(refusal):
                ask(stage.actors["predseda"], wanted(stage, **changes))
        assert (len(stage.ports.people.accounts()), stage.ports.journal.streams("sitting/")) == before


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"day": DAY.model_copy(update={"people": {"nikdo": Presence(arrives="10:00")}})}, DayWrongError),
        ({"attendants": (("nikdo", Part.INVIGILATOR),)}, DeniedError),
        ({"candidates": (BY_OSOBA.model_copy(update={"extra_percent": 201}),)}, AccommodationWrongError),
        ({"candidates": (BY_OSOBA.model_copy(update={"extra_percent": -1}),)}, AccommodationWrongError),
    ],
    ids=["a day with a stranger", "an attendant who is not there", "too much time", "less time"],
)
def test_a_day_people_and_times_that_do_not_fit_leave_nothing_behind_either(
    tmp_path: Path, changes: dict[str, object], refusal: type[Exception]
) -> None:
    test_what_is_refused_leaves_nothing_behind(tmp_path, {"plans": (Plan(),)} | changes, refusal)


def test_more_than_twice_the_time_is_planned_as_it_was_approved(tmp_path: Path) -> None:
    with staged(tmp_path, before="open_sitting") as stage:
        stage.service = ExamService(replace(stage.ports, planner=plain_planner))
        newcomer = BY_OSOBA.model_copy(update={"extra_percent": 150})
        whole = wanted(stage, day=DAY, candidates=(newcomer,))
        made = stage.service.arrangements.timetable(whole)
        plans = tuple(part.plan for part in made.days)
        kept = stage.service.days.arranged(arranged(stage, whole.model_copy(update={"plans": plans})))
    assert kept is not None
    assert (made.holds, kept.conflicts) == (True, ())


def test_nobody_else_arranges_and_a_timetable_needs_rooms(tmp_path: Path) -> None:
    with staged(tmp_path, before="open_sitting") as stage:
        for who in ("uchazec", "dozor"):
            with pytest.raises(DeniedError):
                stage.service.arrangements.rehearse(stage.actors[who], wanted(stage))
        with pytest.raises(ArrangementIncompleteError):
            stage.service.arrangements.timetable(wanted(stage))


def test_what_a_certificate_stands_for_needs_no_time(tmp_path: Path) -> None:
    with staged(tmp_path, before="open_sitting") as stage:
        stage.service = ExamService(replace(stage.ports, planner=plain_planner))
        whole = wanted(stage, day=DAY, candidates=(Newcomer(identity=BOHDANA),))
        gate = next(gate for gate in stage.service.gates.standards() if gate.standard == whole.standard)
        waived = Newcomer(identity=BOHDANA, waives=("theory",))
        fewer = whole.model_copy(update={"candidates": (waived,)})
        made = [stage.service.arrangements.timetable(entry).days[0].problem.steps for entry in (whole, fewer)]
    assert len(made[0]) > len(made[1])
    assert gate.usable


def test_gates_tell_of_every_standard_and_everybody_who_may_have_a_part(tmp_path: Path) -> None:
    with staged(tmp_path, before="open_sitting") as stage:
        (gate,) = [gate for gate in stage.service.gates.standards() if gate.standard == stage.scenario.standard]
        people = {person.account: person for person in stage.service.gates.people()}
    assert gate.in_force(gate.since)
    assert not gate.in_force(gate.since - timedelta(days=1))
    assert gate.minimum <= gate.maximum
    assert {"predseda", "clen", "dozor", "osoba"} <= set(people)
    assert "uchazec" not in people
    assert people["predseda"].authorised_until is not None
    assert people["dozor"].authorised_until is None

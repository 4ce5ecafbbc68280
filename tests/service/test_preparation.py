"""A sitting planned in one step: whole, or not at all."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from exam.core.identity import Identity
from exam.core.sitting import AuthorisationExpiredError, CommissionWrongError, StandardIncompleteError
from exam.core.sitting_events import SittingPart
from exam.problem import ExamError
from exam.scripted.stage import Stage
from exam.service.access import DeniedError
from exam.service.arrangement import Arrangement, Newcomer
from exam.service.preparation import PinTooShortError, require_pin
from tests.rims import mini_exam, staged, unplayed

WHO = Identity(given_names="Jan", surname="Zkušební")


def wanted(**changes: object) -> Arrangement:
    told: dict[str, object] = {
        "standard": "mini-1",
        "place": "Nikdeškov",
        "parts": (SittingPart(day=date(2026, 11, 20)),),
        "chair": "predseda",
        "members": ("clen",),
        "candidates": (Newcomer(identity=WHO, pin="5678"),),
    }
    return Arrangement.model_validate(told | changes)


def plan(stage: Stage, who: str = "predseda", changes: Mapping[str, object] | None = None) -> str:
    return stage.service.arrangements.arrange(stage.actors[who], wanted(**changes or {})).sitting


def test_a_planned_sitting_has_its_commission_and_candidates_who_can_sign_in(tmp_path: Path) -> None:
    with unplayed(tmp_path, mini_exam()) as stage:
        sitting = plan(stage)
        state = stage.service.sittings.state(sitting)
        (candidate,) = state.sessions.values()
        assert stage.service.sign_in(candidate, "5678").id == candidate
        assert stage.service.people.name(candidate) == "Jan Zkušební"
    assert [(member.id, member.chair) for member in state.members] == [("predseda", True), ("clen", False)]


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"members": ()}, CommissionWrongError),
        ({"members": ("predseda",)}, CommissionWrongError),
        ({"members": ("uchazec",)}, DeniedError),
        ({"members": ("nikdo",)}, DeniedError),
        ({"parts": (SittingPart(day=date(2030, 1, 1)),)}, AuthorisationExpiredError),
        ({"standard": "nikde"}, ExamError),
        ({"candidates": (Newcomer(identity=WHO, pin="123"),)}, PinTooShortError),
    ],
)
def test_a_plan_that_is_refused_leaves_nothing_behind(
    tmp_path: Path, changes: dict[str, object], refusal: type[ExamError]
) -> None:
    with unplayed(tmp_path, mini_exam()) as stage:
        accounts = stage.ports.people.accounts()
        with pytest.raises(refusal):
            plan(stage, changes=changes)
        assert stage.ports.journal.streams("sitting/") == ()
        assert stage.ports.people.accounts() == accounts


def test_an_incomplete_standard_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with unplayed(tmp_path, mini_exam()) as stage:
        bare = stage.standard().model_copy(update={"missing": ("doklad",)})
        monkeypatch.setattr(type(stage.ports.library), "standard", lambda _library, _name: bare)
        with pytest.raises(StandardIncompleteError):
            plan(stage)
        assert stage.ports.journal.streams("sitting/") == ()


@pytest.mark.parametrize("who", ["uchazec", "dozor"])
def test_neither_a_candidate_nor_an_invigilator_plans_or_registers(tmp_path: Path, who: str) -> None:
    with unplayed(tmp_path, mini_exam()) as stage:
        with pytest.raises(DeniedError):
            plan(stage, who)
        with pytest.raises(DeniedError):
            stage.service.people.register(stage.actors[who], WHO, "5678")
        assert stage.ports.journal.streams("sitting/") == ()


def test_a_short_pin_registers_nobody(tmp_path: Path) -> None:
    with unplayed(tmp_path, mini_exam()) as stage:
        accounts = stage.ports.people.accounts()
        with pytest.raises(PinTooShortError):
            stage.service.people.register(stage.actors["predseda"], WHO, "")
        assert stage.ports.people.accounts() == accounts
    require_pin("1234")


def test_people_are_listed_by_surname_and_an_erased_one_by_his_account(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with staged(tmp_path, before="open_sitting") as stage:
        people = stage.service.people
        assert [person.id for person in people.everybody()][:2] == ["cizi", "dozor"]
        assert people.name("nikdo") == "nikdo"
        monkeypatch.setattr(stage.ports.people, "identity", lambda _reference: None)
        assert people.name("predseda") == "predseda"
        assert [person.name for person in people.everybody()] == sorted(stage.actors)

from pathlib import Path

import pytest

from exam.__main__ import main
from exam.bootstrap import open_workspace
from exam.core.sitting import SittingState
from exam.scripted.performance import play
from tests.cli.test_dispatch import typed

BY = ["--by", "dvorakova"]


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("joint")
    play("day-joint-judging", out)
    return out / "day-joint-judging-1"


@pytest.fixture
def sitting(played: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(played)
    with open_workspace(played, owning=False) as opened:
        (found,) = opened.service.sittings.planned()
    return found


def state(folder: Path, sitting: str) -> SittingState:
    with open_workspace(folder, owning=False) as opened:
        return opened.service.sittings.state(sitting)


def test_a_visitor_comes_with_a_mandate_and_leaves(
    played: Path, sitting: str, capsys: pytest.CaptureFixture[str]
) -> None:
    named = ["sitting", "attend", sitting, "visitor", "--given-names", "Karel", "--surname", "Kontrolor", *BY]
    assert main([*named, *typed()]) == 1
    assert main([*named, "--mandate", "pověření č. 4", *typed()]) == 0
    assert [attendant.mandate for attendant in state(played, sitting).attendants] == ["pověření č. 4"]
    capsys.readouterr()
    assert main(["sitting", "inspect", sitting]) == 0
    assert "návštěva  Karel Kontrolor" in capsys.readouterr().out
    assert main(["sitting", "leave", sitting, "Nikdo", *BY, *typed()]) == 1
    assert main(["sitting", "leave", sitting, "Kontrolor", *BY, *typed()]) == 0
    assert state(played, sitting).attendants == ()


def test_who_has_an_account_is_named_by_it_and_somebody_is_named(played: Path, sitting: str) -> None:
    assert main(["sitting", "attend", sitting, "assessor", "--account", "osoba", *BY, *typed()]) == 0
    assert [attendant.account for attendant in state(played, sitting).attendants] == ["osoba"]
    assert main(["sitting", "attend", sitting, "assessor", "--account", "nikdo", *BY, *typed()]) == 1
    assert main(["sitting", "attend", sitting, "visitor", "--surname", "Kontrolor", *BY]) == 2


def test_members_come_and_leave(played: Path, sitting: str) -> None:
    call = ["sitting", "presence", sitting, "kratky"]
    assert main([*call, "came", "--note", "o 25 minut později", *BY, *typed()]) == 0
    assert state(played, sitting).present == {"kratky"}
    assert main([*call, "came", *BY, *typed()]) == 1
    assert main([*call, "left", *BY, *typed()]) == 0


def test_equipment_is_ticked_off_and_something_is_named(played: Path, sitting: str) -> None:
    call = ["sitting", "equipment", sitting, "--present", "počítač", "--missing", "druhý telefon", *BY]
    assert main([*call, *typed()]) == 0
    assert [(thing.thing, thing.present) for thing in state(played, sitting).equipment] == [
        ("počítač", True),
        ("druhý telefon", False),
    ]
    assert main(["sitting", "equipment", sitting, *BY]) == 2

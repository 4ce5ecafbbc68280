"""A hold by command: placed, seen, in the way of a disposal and of an erasure, lifted by two people."""

import json
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest

from exam.__main__ import main
from exam.bootstrap import open_workspace
from exam.core.custody import LineState
from exam.core.sitting import DataHeldError, ReviewOpenError
from exam.scripted.performance import Performance
from exam.scripted.world import ScriptedClock
from exam.service.access import Actor, Role
from tests.cli.test_dispatch import disputed, sitting, typed, workspace

__all__ = ["disputed", "workspace"]

KEEPER, SECOND = Actor(id="osoba", role=Role.AUTHORISED_PERSON), Actor(id="archivar", role=Role.ARCHIVIST)


def placed(folder: Path, *about: str) -> str:
    name = sitting(folder)
    call = ["sitting", "hold", name, "--reason", "Žaloba 12 C 4/2027.", *about, "--by", "osoba"]
    assert main([*call, *typed()]) == 0
    return name


def test_a_hold_is_shown_inspected_and_goes_into_the_pack_of_a_review(
    workspace: Path, disputed: Performance, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name = placed(workspace, "--session", disputed.session)
    capsys.readouterr()
    assert main(["sitting", "show", name, "--language", "en"]) == 0
    assert "Žaloba 12 C 4/2027.  Oldřich Beneš-Pokusný" in capsys.readouterr().out
    assert main(["sitting", "inspect", name, "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [hold["placed_by"] for hold in told["holds"]] == ["osoba"]
    assert [(entry["held"], entry["review"]) for entry in told["sessions"]] == [(True, "answered")]
    assert main(["sitting", "inspect", name, "--language", "en"]) == 0
    assert "a review was answered" in capsys.readouterr().out
    out = tmp_path / "spis.zip"
    assert main(["review", "pack", disputed.session, "--out", str(out), "--redacted"]) == 0
    with zipfile.ZipFile(out) as pack:
        assert [hold["reason"] for hold in json.loads(pack.read("holds.json"))] == ["Žaloba 12 C 4/2027."]


def test_a_hold_stops_erasure_until_another_person_lifts_it(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name = placed(workspace)
    seq = json.loads(_shown(name, capsys))["holds"][0]["seq"]
    erase = ["people", "erase", "benes", "--by", "osoba", "--reason", "Žádost."]
    capsys.readouterr()
    assert main([*erase, *typed()]) == 1
    assert "Žaloba 12 C 4/2027." in capsys.readouterr().err
    assert main(["sitting", "lift", name, str(seq), "--by", "dvorakova", *typed()]) == 1
    propose = ["sitting", "propose-lift", name, str(seq), "--reason", "Soud rozhodl.", "--by", "osoba"]
    assert main([*propose, *typed()]) == 0
    assert main(["sitting", "lift", name, str(seq), "--by", "osoba", *typed()]) == 1
    assert main([*erase, *typed()]) == 1
    capsys.readouterr()
    assert main(["sitting", "show", name]) == 0
    assert "zrušení navrhl osoba" in capsys.readouterr().out
    assert main(["sitting", "lift", name, str(seq), "--by", "dvorakova", *typed()]) == 0
    assert main([*erase, *typed()]) == 0


def _shown(name: str, capsys: pytest.CaptureFixture[str]) -> str:
    capsys.readouterr()
    assert main(["sitting", "show", name, "--format", "json"]) == 0
    return capsys.readouterr().out


def test_nobody_is_held_without_a_reason_or_outside_the_sitting(workspace: Path) -> None:
    name = sitting(workspace)
    call = ["sitting", "hold", name, "--by", "osoba"]
    assert main([*call, "--reason", "-", *typed()]) == 1
    assert main([*call, "--reason", "Žaloba.", "--session", "session-0", *typed()]) == 1
    assert main(["sitting", "hold", "sitting-0", "--reason", "Žaloba.", "--by", "osoba", *typed()]) == 1


def test_a_held_record_is_not_disposed_of_after_its_time_and_is_when_it_is_free(
    workspace: Path, disputed: Performance
) -> None:
    with open_workspace(workspace, owning=False) as opened:
        clock = ScriptedClock(opened.ports.clock.now() + timedelta(days=6 * 366))
    name = placed(workspace, "--session", disputed.session)
    with open_workspace(workspace, clock=clock) as opened:
        custody, disposals = opened.service.custody, opened.service.disposals
        custody.enter_own()
        number = max(custody.register().lines)
        with pytest.raises(DataHeldError):
            disposals.propose(KEEPER, [number], "Uplynula doba.")
    with open_workspace(workspace, owning=False) as opened:
        seq = opened.service.sittings.state(name).holds[0].seq
    lift = ["sitting", "propose-lift", name, str(seq), "--reason", "Soud rozhodl.", "--by", "osoba"]
    assert main([*lift, *typed()]) == 0
    with open_workspace(workspace, clock=clock) as opened, pytest.raises(DataHeldError):
        opened.service.disposals.propose(KEEPER, [number], "Uplynula doba.")
    assert main(["sitting", "lift", name, str(seq), "--by", "dvorakova", *typed()]) == 0
    with open_workspace(workspace, clock=clock) as opened:
        opened.service.disposals.propose(KEEPER, [number], "Uplynula doba.")
    again = ["sitting", "fact", name, "ReviewAsked", "--on", "2026-11-21", "--way", "post", "--session"]
    assert main([*again, disputed.session, "--by", "osoba", *typed()]) == 0
    with open_workspace(workspace, clock=clock) as opened, pytest.raises(ReviewOpenError):
        opened.service.disposals.dispose(SECOND, [number])
    answered = ["sitting", "fact", name, "ReviewAnswered", "--on", "2026-11-22", "--way", "post", "--session"]
    assert main([*answered, disputed.session, "--note", "Potvrzeno.", "--by", "osoba", *typed()]) == 0
    with open_workspace(workspace, clock=clock) as opened:
        (line,) = opened.service.disposals.dispose(SECOND, [number])
        assert line.state is LineState.DISPOSED
    placed(workspace, "--session", disputed.session)
    with open_workspace(workspace, clock=clock) as opened:
        assert opened.service.disposals.dispose(SECOND, [number])[0].state is LineState.DISPOSED

import json
import os
import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest

from exam.__main__ import main
from exam.bootstrap import make_workspace, system_clock
from exam.core.identity import Authorisation, AuthorisedPersonKind, Identity
from exam.people import SqlitePeople
from exam.service.ports import Account
from tests.rims import QUICK

PIN = "2468"
PEOPLE = (
    ("novak", "examiner", "Novák", 900),
    ("svec", "examiner", "Švec", 30),
    ("horak", "examiner", "Horák", 900),
    ("ao", "authorised_person", "Správce", 0),
    ("jana", "candidate", "Malá", 0),
)


def typed() -> list[str]:
    reading, writing = os.pipe()
    os.write(writing, PIN.encode())
    os.close(writing)
    return ["--pin-fd", str(reading)]


def today() -> date:
    return system_clock().now().date()


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = make_workspace(tmp_path_factory.mktemp("prepared") / "workspace")
    with SqlitePeople(folder / "people.db", hasher=QUICK) as people:
        for account, role, surname, days in PEOPLE:
            until = today() + timedelta(days=days)
            entitled = Authorisation(kind=AuthorisedPersonKind.NATURAL_PERSON, number="C-1", valid_until=until)
            identity = Identity(given_names="Jan", surname=surname, authorisation=entitled if days else None)
            people.add_account(Account(id=account, role=role, identity=people.add_identity(identity)), PIN)
    return folder


@pytest.fixture
def workspace(prepared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "workspace"
    shutil.copytree(prepared, folder)
    monkeypatch.chdir(folder)
    return folder


def written(folder: Path, days: int, **changed: str) -> str:
    told = {
        "schema": "exam/sitting/1",
        "standard": "nsk-66-029-M-2015",
        "place": "Nikdeškov, sál 1",
        "starts_on": (today() + timedelta(days=days)).isoformat(),
        "chair": "novak",
        "members": "[svec]",
        "candidates": "[jana]",
    } | changed
    path = folder / "termin.yaml"
    path.write_text("".join(f"{key}: {value}\n" for key, value in told.items()), "utf-8")
    return str(path)


def planned(folder: Path, capsys: pytest.CaptureFixture[str], days: int = 20) -> tuple[str, str]:
    assert main(["sitting", "new", written(folder, days), "--by", "ao", "--format", "json", *typed()]) == 0
    told = json.loads(capsys.readouterr().out)
    return told["sitting"], told["sessions"]["jana"]


def shown(sitting: str, capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    assert main(["sitting", "show", sitting, "--format", "json"]) == 0
    found: dict[str, object] = json.loads(capsys.readouterr().out.splitlines()[-1])
    return found


def standings(sitting: str, capsys: pytest.CaptureFixture[str]) -> dict[str, str]:
    duties = shown(sitting, capsys)["duties"]
    assert isinstance(duties, list)
    return {entry["duty"]: entry["standing"] for entry in duties}


def test_a_sitting_is_planned_from_a_file_and_listed(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sitting", "new", written(workspace, 20), "--by", "novak", *typed()]) == 0
    sitting, line = capsys.readouterr().out.splitlines()
    assert line.endswith("  jana")
    assert main(["sitting", "list"]) == 0
    listed = capsys.readouterr().out
    assert f"sitting={sitting}" in listed
    assert "candidates=1  standing=planned" in listed


@pytest.mark.parametrize(
    ("days", "changed", "code", "said"),
    [
        (40, {}, 1, "svec"),
        (20, {"members": "[jana]"}, 1, "jana"),
        (20, {"candidates": "[ao]"}, 1, "ao"),
        (20, {"schema": "exam/sitting/2"}, 1, "termin.yaml:1:9"),
        (20, {"charman": "novak"}, 1, "chair"),
    ],
    ids=["expired before the day", "no examiner", "no candidate", "another schema", "unknown key"],
)
def test_a_sitting_that_cannot_be_held_leaves_nothing_behind(
    workspace: Path,
    capsys: pytest.CaptureFixture[str],
    days: int,
    changed: dict[str, str],
    code: int,
    said: str,
) -> None:
    assert main(["sitting", "new", written(workspace, days, **changed), "--by", "ao", *typed()]) == code
    assert said in capsys.readouterr().err
    assert main(["sitting", "list"]) == 0
    assert capsys.readouterr().out == ""


def test_a_sitting_in_parts_is_planned_from_a_file(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    days = [(today() + timedelta(days=day)).isoformat() for day in (20, 25)]
    path = written(workspace, 20, parts=f"[{{day: {days[0]}, tasks: [law-test]}}, {{day: {days[1]}}}]")
    assert main(["sitting", "new", path, "--by", "ao", "--format", "json", *typed()]) == 0
    sitting = json.loads(capsys.readouterr().out)["sitting"]
    assert shown(sitting, capsys)["days"] == days


def test_a_fact_is_noted_with_its_proof_and_its_duty_stands(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sitting, session = planned(workspace, capsys)
    proof = workspace / "dopis.pdf"
    proof.write_bytes(b"dopis")
    early, late = today() - timedelta(days=40), today()
    told = ["--session", session, "--by", "ao"]
    applied = ["ApplicationReceived", "--on", early.isoformat(), "--way", "post", "--proof", str(proof), *told]
    assert standings(sitting, capsys)["invitation"] == "not_yet"
    assert main(["sitting", "fact", sitting, *applied, *typed()]) == 0
    assert capsys.readouterr().out.startswith(f"sitting/{sitting} 4 ")
    assert standings(sitting, capsys)["invitation"] == "late"
    sent = ["InvitationSent", "--on", late.isoformat(), "--way", "data_box", "--note", "č. j. 1", *told]
    assert main(["sitting", "fact", sitting, *sent, *typed()]) == 0
    assert standings(sitting, capsys)["invitation"] == "done_late"
    capsys.readouterr()
    assert main(["sitting", "show", sitting]) == 0
    text = capsys.readouterr().out
    assert "přihláška doručena  poštou" in text
    assert "dopis.pdf" in text
    assert "splněno pozdě" in text
    assert text.index("PO LHŮTĚ") < text.index("běží")


def test_a_wrong_fact_is_withdrawn_and_its_duty_is_open_again(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sitting, _ = planned(workspace, capsys)
    noted = ["SittingPublished", "--on", today().isoformat(), "--way", "web", "--by", "ao"]
    assert main(["sitting", "fact", sitting, *noted, *typed()]) == 0
    assert standings(sitting, capsys)["publication"] == "done"
    taken = ["sitting", "withdraw-fact", sitting, "4", "--reason", "Jiný termín.", "--by", "novak"]
    assert main([*taken, *typed()]) == 0
    assert standings(sitting, capsys)["publication"] == "open"


@pytest.mark.parametrize(
    ("fact", "way", "who"),
    [("FeeForgotten", "bank", "ao"), ("SittingPublished", "pigeon", "ao"), ("SittingPublished", "web", "horak")],
    ids=["unknown fact", "unknown way", "no part in it"],
)
def test_a_fact_that_cannot_be_is_refused(
    workspace: Path, capsys: pytest.CaptureFixture[str], fact: str, way: str, who: str
) -> None:
    sitting, _ = planned(workspace, capsys)
    noted = [fact, "--on", today().isoformat(), "--way", way, "--by", who]
    assert main(["sitting", "fact", sitting, *noted, *typed()]) == 1
    assert shown(sitting, capsys)["facts"] == []


def test_every_fact_and_way_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sitting", "facts", "--language", "en"]) == 0
    text = capsys.readouterr().out
    assert "SittingPublished       date published (about the sitting)" in text
    assert "data_box               by data box" in text


def test_a_sitting_is_moved_and_its_days_count_anew(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sitting, _ = planned(workspace, capsys)
    day = (today() + timedelta(days=25)).isoformat()
    moved = ["sitting", "move", sitting, "--to", day, "--reason", "Havárie vody.", "--by", "ao"]
    assert main([*moved, *typed()]) == 0
    elsewhere = ["sitting", "move", sitting, "--place", "Jinde", "--reason", "Havárie vody.", "--by", "ao"]
    assert main([*elsewhere, *typed()]) == 0
    found = shown(sitting, capsys)
    assert (found["days"], found["place"]) == ([day], "Jinde")
    assert standings(sitting, capsys)["authority-informed-of-move"] == "open"


def test_a_member_is_replaced_and_authorisations_are_checked(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sitting, _ = planned(workspace, capsys)
    day = (today() + timedelta(days=40)).isoformat()
    assert main(["sitting", "move", sitting, "--to", day, "--reason", "Nemoc.", "--by", "ao", *typed()]) == 0
    assert main(["sitting", "authorisations", sitting, "--by", "ao", *typed()]) == 0
    capsys.readouterr()
    assert main(["sitting", "show", sitting]) == 0
    assert "Jan Švec  oprávnění do" in (text := capsys.readouterr().out)
    assert "  !\n" in text
    swapped = ["sitting", "replace", sitting, "svec", "horak", "--reason", "Oprávnění končí.", "--by", "ao"]
    assert main([*swapped, *typed()]) == 0
    capsys.readouterr()
    assert main(["sitting", "show", sitting]) == 0
    assert "  !\n" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("call", "standing", "duty"),
    [
        (["cancel"], "cancelled", "authority-informed-of-cancelling"),
        (["not-held", "--missing", "svec"], "not_held", "substitute-date"),
    ],
)
def test_a_sitting_that_is_given_up_leaves_its_duties(
    workspace: Path, capsys: pytest.CaptureFixture[str], call: list[str], standing: str, duty: str
) -> None:
    sitting, _ = planned(workspace, capsys)
    assert main(["sitting", call[0], sitting, *call[1:], "--reason", "Nemoc.", "--by", "novak", *typed()]) == 0
    found = shown(sitting, capsys)
    assert (found["standing"], found["reason"]) == (standing, "Nemoc.")
    assert standings(sitting, capsys)[duty] == "open"
    assert main(["sitting", "show", sitting]) == 0
    assert ": Nemoc." in capsys.readouterr().out


def test_the_deadlines_are_a_calendar(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sitting, _ = planned(workspace, capsys)
    assert main(["sitting", "show", sitting, "--format", "ical"]) == 0
    text = capsys.readouterr().out
    assert text.startswith("BEGIN:VCALENDAR\r\n")
    assert text.endswith("END:VCALENDAR\r\n")
    assert f"UID:publication.all.{sitting}@exam\r\n" in text
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert "Jan Malá – zaplatit úhradu" in text.replace("\r\n ", "")
    assert "požádat" not in text


def test_a_sitting_of_which_no_rules_are_told_says_so(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sitting, _ = planned(workspace, capsys)
    (workspace / "reports" / "nsk" / "rules.yaml").unlink()
    assert main(["sitting", "show", sitting, "--language", "en"]) == 0
    assert "tells the duties" in capsys.readouterr().out


def test_an_unknown_sitting_is_refused(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert workspace.is_dir()
    assert main(["sitting", "show", "sitting-0"]) == 1
    assert "sitting-0" in capsys.readouterr().err


def test_what_is_still_to_be_done_is_told_over_all_sittings(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["sitting", "due"]) == 0
    assert capsys.readouterr().out == ""
    sitting, session = planned(workspace, capsys)
    assert main(["sitting", "due", "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [row["duty"] for row in told] == ["authorisations", "fee", "publication"]
    assert {row["sitting"] for row in told} == {sitting}
    assert main(["sitting", "due", "--days", "0"]) == 0
    assert capsys.readouterr().out == ""
    early = (today() - timedelta(days=40)).isoformat()
    applied = ["ApplicationReceived", "--on", early, "--way", "post", "--session", session, "--by", "ao"]
    assert main(["sitting", "fact", sitting, *applied, *typed()]) == 0
    capsys.readouterr()
    assert main(["sitting", "due", "--days", "0"]) == 1
    assert "standing=PO LHŮTĚ" in capsys.readouterr().out


def test_a_duty_without_a_last_day_comes_last(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sitting, _ = planned(workspace, capsys)
    day = (today() + timedelta(days=25)).isoformat()
    moved = ["sitting", "move", sitting, "--to", day, "--reason", "Havárie vody.", "--by", "ao"]
    assert main([*moved, *typed()]) == 0
    capsys.readouterr()
    assert main(["sitting", "due", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)[-1]["due"] == "–"


def test_how_panels_judge_stands_in_the_file_in_the_settings_and_is_changed_before_the_opening(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    new = ["--by", "ao", "--format", "json"]
    assert main(["sitting", "new", written(workspace, 20, judging="joint"), *new, *typed()]) == 0
    sitting = json.loads(capsys.readouterr().out)["sitting"]
    assert shown(sitting, capsys)["judging"] == "joint"
    assert main(["sitting", "judging", sitting, "sealed", "--by", "novak", *typed()]) == 0
    assert main(["sitting", "judging", sitting, "sealed", "--by", "novak", *typed()]) == 1
    assert main(["sitting", "judging", sitting, "joint", "--by", "horak", *typed()]) == 1
    assert shown(sitting, capsys)["judging"] == "sealed"
    settings = workspace / "exam.toml"
    settings.write_text(settings.read_text("utf-8").replace('judging = "sealed"', 'judging = "joint"'), "utf-8")
    assert main(["sitting", "new", written(workspace, 20), *new, *typed()]) == 0
    other = json.loads(capsys.readouterr().out)["sitting"]
    assert main(["sitting", "show", other]) == 0
    assert "hodnotí se společně, " in capsys.readouterr().out

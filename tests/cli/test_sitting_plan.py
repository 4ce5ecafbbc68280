"""`exam sitting plan` as its users have it."""

import json
from collections.abc import Iterator
from contextlib import chdir
from pathlib import Path

import pytest

from exam.__main__ import main
from exam.bootstrap import open_workspace
from tests.cli.test_dispatch import typed
from tests.cli.unopened import DAY, unopened


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return unopened(tmp_path_factory.mktemp("planned"), "passed")


@pytest.fixture
def sitting(workspace: Path) -> Iterator[str]:
    with chdir(workspace):
        yield (workspace / "sitting").read_text("utf-8")


def test_a_timetable_is_printed_and_kept(sitting: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sitting", "plan", sitting, "--day", "day.yaml", "--out", "plan.json", "--language", "cs"]) == 0
    told = capsys.readouterr()
    assert told.err == ""
    lines = told.out.splitlines()
    assert lines[0] == f"Pořadí dne, termín {sitting}"
    assert lines[1].startswith("08:00–08:10  ")
    assert lines[1].split("  ")[2].strip()
    assert "Kratší pořadí neexistuje." in told.out
    assert "Nejvytíženější: " in lines[-1]
    assert main(["sitting", "plan", sitting, "--day", "day.yaml", "--check", "plan.json"]) == 0


def test_a_timetable_is_arranged_and_what_is_of_another_sitting_is_not(
    sitting: str, workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = Path("arranged.json")
    assert main(["sitting", "plan", sitting, "--day", "day.yaml", "--out", str(plan)]) == 0
    call = ["sitting", "arrange", sitting, "--day", "day.yaml", "--plan", str(plan), "--by", "dvorakova"]
    capsys.readouterr()
    assert main([*call, *typed()]) == 0
    assert capsys.readouterr().out.startswith(f"sitting/{sitting} ")
    with open_workspace(workspace, owning=False) as opened:
        kept = opened.service.days.arranged(sitting)
    assert kept is not None
    assert [part.plan.model_dump(mode="json") for part in kept.days] == json.loads(plan.read_text("utf-8"))["days"]
    plan.write_text(plan.read_text("utf-8").replace(sitting, "sitting-jiny"), "utf-8")
    assert main(call) == 1


def test_the_same_day_is_planned_alike_and_as_json_alone(sitting: str, capsys: pytest.CaptureFixture[str]) -> None:
    call = ["sitting", "plan", sitting, "--day", "day.yaml", "--format", "json"]
    assert main(call) == 0
    first = capsys.readouterr().out
    assert main(call) == 0
    assert capsys.readouterr().out == first
    told = json.loads(first)
    assert (told["schema"], told["holds"], told["unplaced"], told["conflicts"]) == ("exam/plan/1", True, [], [])
    assert told["days"][0]["made_by"] == "solver"


def test_without_the_solver_the_plan_says_that_it_is_plain(
    sitting: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("exam.planning.find_spec", lambda _name: None)
    assert main(["sitting", "plan", sitting, "--day", "day.yaml", "--language", "en"]) == 0
    assert "A plain timetable without the solver" in capsys.readouterr().out


def test_no_quiet_room_is_1_and_says_what_is_missing(
    sitting: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    loud = tmp_path / "loud.yaml"
    loud.write_text('schema: exam/day/1\nrooms:\n  - {id: "202", use: [speaking]}\ncomputers: 1\n', "utf-8")
    assert main(["sitting", "plan", sitting, "--day", str(loud), "--language", "cs"]) == 1
    told = capsys.readouterr().out
    assert "Chybí tichá místnost (use: writing) pro: " in told
    assert "Nevejde se (" in told


def test_a_day_that_is_too_short_is_1_and_two_days_are_proposed(
    sitting: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    short = tmp_path / "short.yaml"
    short.write_text(DAY + 'ends: "12:00"\nbreaks: [{after: "09:00", before: "11:00", minutes: 15}]\n', "utf-8")
    assert main(["sitting", "plan", sitting, "--day", str(short), "--language", "cs"]) == 1
    told = capsys.readouterr().out
    assert "Pořadí dne 2" in told
    assert "návrh na dva dny" in told
    assert "přestávka" in told


def test_a_plan_is_gone_on_with(sitting: str, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    main(["sitting", "plan", sitting, "--day", "day.yaml", "--out", "plan.json"])
    cut_off = tmp_path / "cut.yaml"
    cut_off.write_text(DAY + 'closed: [{after: "09:17", before: "10:00"}]\n', "utf-8")
    capsys.readouterr()
    go_on = ["--from", "plan.json", "--at", "09:17", "--out", "later.json"]
    assert main(["sitting", "plan", sitting, "--day", str(cut_off), *go_on]) == 0
    assert main(["sitting", "plan", sitting, "--day", str(cut_off), "--check", "later.json"]) == 0


def test_two_candidates_in_one_slot_are_told_with_the_time(
    sitting: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    main(["sitting", "plan", sitting, "--day", "day.yaml", "--out", "plan.json"])
    plan = json.loads(Path("plan.json").read_text("utf-8"))
    for slot in plan["days"][0]["slots"]:
        slot["starts"] = 485
    twice = tmp_path / "twice.json"
    twice.write_text(json.dumps(plan), "utf-8")
    capsys.readouterr()
    assert main(["sitting", "plan", sitting, "--day", "day.yaml", "--check", str(twice), "--language", "cs"]) == 1
    assert "je na dvou místech zároveň" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--from", "plan.json"], 2),
        (["--check", "day.yaml"], 1),
        (["--check", "nowhere.json"], 2),
    ],
)
def test_wrong_files_and_half_a_wish_are_refused(
    sitting: str, capsys: pytest.CaptureFixture[str], words: list[str], code: int
) -> None:
    assert main(["sitting", "plan", sitting, "--day", "day.yaml", *words]) == code
    assert capsys.readouterr().err.startswith("exam: ")


@pytest.mark.parametrize(
    "words",
    [["--from", "plan.json", "--at", "25:00"], *(["--effort", text] for text in ("0", "-1", "inf", "nan", "x"))],
)
def test_a_time_or_an_effort_that_is_none_is_wrong_usage(sitting: str, words: list[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["sitting", "plan", sitting, "--day", "day.yaml", *words])
    assert stopped.value.code == 2


def test_a_plan_of_another_sitting_is_refused(sitting: str, tmp_path: Path) -> None:
    main(["sitting", "plan", sitting, "--day", "day.yaml", "--out", "plan.json"])
    other = tmp_path / "other.json"
    other.write_text(Path("plan.json").read_text("utf-8").replace(sitting, "sitting-X"), "utf-8")
    assert main(["sitting", "plan", sitting, "--day", "day.yaml", "--check", str(other)]) == 1


def test_a_faulty_day_is_told_line_by_line(sitting: str, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    faulty = tmp_path / "faulty.yaml"
    faulty.write_text(DAY + "computer: 3\n", "utf-8")
    assert main(["sitting", "plan", sitting, "--day", str(faulty)]) == 1
    assert "faulty.yaml:6:1: error" in capsys.readouterr().err

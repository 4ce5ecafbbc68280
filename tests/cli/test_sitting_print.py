"""`exam sitting print` as its users have it."""

import csv
import json
import os
import stat
from collections.abc import Iterator
from contextlib import chdir
from pathlib import Path

import pytest

from exam.__main__ import main
from exam.bootstrap import open_workspace
from tests.cli.unopened import unopened
from tests.publishing.reading import text

OFFICE = """\
schema: exam/office/1
candidates:
  benes: {birth_number: "905203/0000", born_in: "=Nikde"}
"""


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = unopened(tmp_path_factory.mktemp("printed"), "failed-one-criterion")
    (place / "office.yaml").write_text(OFFICE, "utf-8")
    return place


@pytest.fixture
def sitting(workspace: Path) -> Iterator[str]:
    with chdir(workspace):
        yield (workspace / "sitting").read_text("utf-8")


def pin(text: str = "1234") -> str:
    reading, writing = os.pipe()
    os.write(writing, f"{text}\n".encode())
    os.close(writing)
    return str(reading)


def call(sitting: str, out: Path, *words: str, typed: str = "1234") -> int:
    told = ["sitting", "print", sitting, "--by", "dvorakova", "--pin-fd", pin(typed), "--out", str(out)]
    return main([*told, *words])


def test_each_printout_is_a_file_and_a_line(sitting: str, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert call(sitting, tmp_path / "out", "--only", "rules", "--only", "visitors", "--format", "json") == 0
    rows = json.loads(capsys.readouterr().out)
    assert [row["printout"] for row in rows] == ["rules", "visitors"]
    assert all(Path(row["path"]).read_bytes().startswith(b"%PDF") for row in rows)
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == sorted(Path(row["path"]).name for row in rows)


def test_the_table_for_iska_is_for_its_owner_and_holds_no_formula(sitting: str, tmp_path: Path) -> None:
    assert call(sitting, tmp_path, "--only", "iska", "--office", "office.yaml") == 0
    table = tmp_path / "iska.csv"
    assert stat.S_IMODE(table.stat().st_mode) == 0o600
    (row,) = csv.DictReader(table.read_text("utf-8-sig").splitlines(), delimiter=";")
    assert (row["RodneCislo"], row["MistoNarozeni"], row["KodKvalifikace"]) == ("905203/0000", "'=Nikde", "66-029-M")


def test_the_banks_pack_and_a_plan_are_printed(
    sitting: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    main(["sitting", "plan", sitting, "--day", "day.yaml", "--effort", "0.05", "--out", "plan.json"])
    capsys.readouterr()
    words = ["--day", "day.yaml", "--plan", "plan.json", "--bank", "--only", "door", "--only", "brief"]
    assert call(sitting, tmp_path, *words, "--format", "json") == 0
    rows = json.loads(capsys.readouterr().out)
    assert {row["printout"] for row in rows} == {"door", "brief"}
    assert len(rows) > 2


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--only", "nothing"], 1),
        (["--session", "session-nowhere"], 1),
        (["--plan", "plan.json"], 2),
        (["--office", "day.yaml"], 1),
        (["--office", "nowhere.yaml"], 1),
    ],
)
def test_wrong_wishes_are_refused_in_a_sentence(
    sitting: str, capsys: pytest.CaptureFixture[str], tmp_path: Path, words: list[str], code: int
) -> None:
    assert call(sitting, tmp_path, *words) == code
    assert "exam: " in capsys.readouterr().err


def test_a_wrong_pin_prints_nothing(sitting: str, tmp_path: Path) -> None:
    assert call(sitting, tmp_path / "out", typed="0000") == 1
    assert not (tmp_path / "out").exists()


def test_a_timetable_that_does_not_hold_is_not_printed(
    sitting: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    plan = tmp_path / "plan.json"
    main(["sitting", "plan", sitting, "--day", "day.yaml", "--effort", "0.05", "--out", str(plan)])
    told = json.loads(plan.read_text("utf-8"))
    for slot in told["days"][0]["slots"]:
        slot["starts"] = 485
    plan.write_text(json.dumps(told), "utf-8")
    assert call(sitting, tmp_path / "out", "--day", "day.yaml", "--plan", str(plan), "--only", "door") == 1
    assert "exam: Pořadí dne" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_a_slip_holds_a_code_for_the_computer_that_was_named(
    workspace: Path, sitting: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert main(["serve", "--admit", "pc-1", "--out", str(tmp_path / "pc-1.json")]) == 0
    with open_workspace(workspace, owning=False) as opened:
        (session,) = opened.service.sittings.known(sitting).sessions
    assert call(sitting, tmp_path, "--only", "code-slips", "--desk", f"{session}=pc-1") == 0
    drawn = text((tmp_path / f"code-slips-{sitting}.pdf").read_bytes())
    with open_workspace(workspace, owning=False) as opened:
        state = opened.service.admissions.state()
    assert any(state.code(word, "pc-1") for word in drawn.split())
    for wrong in ("nobody=pc-1", session, f"{session}="):
        assert call(sitting, tmp_path, "--only", "code-slips", "--desk", wrong) == 2
    assert call(sitting, tmp_path, "--only", "code-slips", "--desk", f"{session}=nowhere") == 1
    assert "nowhere" in capsys.readouterr().err

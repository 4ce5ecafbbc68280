import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from exam.cli import run
from exam.cli.exits import Exit

TASK = "analysis-quarter-trend"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    assert run(["workbook", "make", TASK, "--out", str(folder), "--seeds", "2", "--samples"]) == Exit.FINE
    return folder


def test_an_author_gets_a_workbook_for_each_seed_and_samples_of_submissions(made: Path) -> None:
    names = {path.name for path in made.iterdir()}
    assert {f"{TASK}-01.xlsx", f"{TASK}-02.xlsx", f"{TASK}-right-01.xlsx", f"{TASK}-slip-02.xlsx"} <= names


def test_the_marking_of_a_sample_is_told_cell_by_cell(made: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["workbook", "mark", TASK, str(made / f"{TASK}-slip-01.xlsx")]) == Exit.FINE
    told = capsys.readouterr().out
    assert "nesprávně" in told
    assert "správně podle vlastních předchozích výsledků" in told
    assert "=" in told


def test_a_name_without_a_seed_asks_for_it(made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    named = tmp_path / "odevzdané.xlsx"
    named.write_bytes((made / f"{TASK}-right-02.xlsx").read_bytes())
    assert run(["workbook", "mark", TASK, str(named)]) == Exit.USAGE
    capsys.readouterr()
    assert run(["workbook", "mark", TASK, str(named), "--seed", "02", "--brief"]) == Exit.FINE
    assert len(capsys.readouterr().out.splitlines()) == 1


def test_a_wrong_seed_is_told_and_never_marked_low(
    made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    right = made / f"{TASK}-right-01.xlsx"
    assert run(["workbook", "mark", TASK, str(right), "--seed", "02"]) == Exit.PROBLEMS
    assert "nevznikl losováním 02" in capsys.readouterr().out
    bare = tmp_path / "bare-02.xlsx"
    workbook = load_workbook(right)
    del workbook.custom_doc_props["exam_ref"]  # type: ignore[attr-defined]  # its stubs lack them
    workbook.save(bare)
    assert run(["workbook", "mark", TASK, str(bare), "--format", "json"]) == Exit.PROBLEMS
    assert json.loads(capsys.readouterr().out)[0]["refused"] == "workbook-seed-differs"
    assert run(["workbook", "mark", TASK, str(bare), "--seed", "01", "--brief"]) == Exit.FINE


def test_a_marking_is_told_as_json_and_what_cannot_be_opened_with_its_code(
    made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "handed-in"
    folder.mkdir()
    (folder / "a-01.xlsx").write_bytes((made / f"{TASK}-01.xlsx").read_bytes())
    (folder / "b-01.csv").write_bytes(b"a;b\n")
    assert run(["workbook", "mark", TASK, str(folder), "--format", "json"]) == Exit.PROBLEMS
    first, second = json.loads(capsys.readouterr().out)
    assert first["marking"]["schema"] == "exam/workbook-marking/2"
    assert second["refused"] == "workbook-is-text"
    assert run(["workbook", "mark", TASK, str(folder / "b-01.csv"), "--language", "en"]) == Exit.PROBLEMS
    assert "plain text" in capsys.readouterr().out


def test_a_task_with_a_fault_is_told_while_its_workbooks_are_made(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace = tmp_path / "own"
    assert run(["init", str(workspace)]) == Exit.FINE
    bank = workspace / "item_banks" / "nsk-66-029-M-2015" / "analysis.yaml"
    bank.write_text(bank.read_text("utf-8").replace("tol: {abs: 0.05}", "tol: {abs: 500}", 1), "utf-8")
    options = ["--out", str(tmp_path / "made"), "--seeds", "1", "--workspace", str(workspace)]
    assert run(["workbook", "make", TASK, *options]) == Exit.PROBLEMS
    assert "answers.aht.misconceptions.mean_of_daily" in capsys.readouterr().out
    assert len(list((tmp_path / "made").iterdir())) == 1


def test_an_unknown_task_is_told_with_the_known_ones(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["workbook", "make", "analysis-trend", "--out", str(tmp_path)]) == Exit.USAGE
    assert TASK in capsys.readouterr().err


@pytest.mark.parametrize("count", ["0", "1001", "x"])
def test_a_senseless_count_is_wrong_usage(tmp_path: Path, count: str) -> None:
    with pytest.raises(SystemExit):
        run(["workbook", "make", TASK, "--out", str(tmp_path), "--seeds", count])

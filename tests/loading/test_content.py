"""Each folder of `tests/data/bad` overlays `tests/data/good/mini`; `expected.txt` is what the program says of it."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from exam.loading import content_root, load_content
from exam.wording import Language, render_problem

DATA = Path(__file__).parents[1] / "data"
MINI = DATA / "good" / "mini"
ON = date(2026, 11, 20)
BAD = sorted(path.name for path in (DATA / "bad").iterdir())


def told(root: Path) -> str:
    problems = load_content(root, ON).problems
    return "".join(render_problem(problem, Language.EN) + "\n" for problem in problems)


def overlaid(tmp_path: Path, name: str) -> Path:
    root = good(tmp_path)
    shutil.copytree(DATA / "bad" / name, root, dirs_exist_ok=True)
    return root


def good(tmp_path: Path) -> Path:
    root = tmp_path / "content"
    shutil.copytree(MINI, root)
    shutil.copytree(content_root() / "reports", root / "reports")
    return root


def test_the_good_content_has_no_problems(tmp_path: Path) -> None:
    assert told(good(tmp_path)) == ""


def test_a_standard_without_words_for_its_records_is_told(tmp_path: Path) -> None:
    root = good(tmp_path)
    shutil.rmtree(root / "reports")
    assert [problem.code for problem in load_content(root, ON).errors] == ["E023"]


def test_the_shipped_content_has_no_errors_and_says_why_it_is_practice() -> None:
    loaded = load_content(content_root(), ON)
    assert loaded.errors == ()
    assert {problem.code for problem in loaded.problems} == {"W001", "W002"}


@pytest.mark.parametrize("name", BAD)
def test_a_fault_is_told_with_its_place(tmp_path: Path, name: str) -> None:
    assert told(overlaid(tmp_path, name)) == (DATA / "bad" / name / "expected.txt").read_text("utf-8")


@pytest.mark.parametrize("name", BAD)
def test_only_warnings_let_an_exam_start(tmp_path: Path, name: str) -> None:
    warned = name in {"out-of-force-standard", "derived-criterion"}
    assert (load_content(overlaid(tmp_path, name), ON).errors == ()) is warned


def test_fewer_than_twenty_eligible_legislation_questions_are_too_few(tmp_path: Path) -> None:
    for folder in ("item_banks", "rubrics", "reports"):
        shutil.copytree(content_root() / folder, tmp_path / folder)
    bank = tmp_path / "item_banks" / "nsk-66-029-M-2015" / "law.yaml"
    parts = bank.read_text("utf-8").split("status: approved")
    statuses = ["suspended" if number % 5 == 0 else "approved" for number in range(len(parts) - 1)]
    text = parts[0] + "".join(f"status: {status}{part}" for status, part in zip(statuses, parts[1:], strict=True))
    bank.write_text(text, "utf-8")
    (problem,) = load_content(tmp_path, ON).errors
    assert problem.code == "E005"
    assert problem.arguments == {"bank": "law", "found": "19", "needed": "20"}


def test_an_unreadable_file_is_an_error_and_the_others_are_still_checked(tmp_path: Path) -> None:
    root = overlaid(tmp_path, "two-right-options")
    (root / "rubrics" / "mini-1" / "gone.yaml").symlink_to(tmp_path / "nowhere")
    assert {problem.code for problem in load_content(root, ON).errors} == {"K001", "E003"}


@pytest.mark.parametrize("text", ["[" * 100_000, "{a: " * 5_000, "- " * 100_000, "? " * 5_000])
def test_a_depth_bomb_is_refused_and_the_process_lives(tmp_path: Path, text: str) -> None:
    root = overlaid(tmp_path, "empty-file")
    (root / "rubrics" / "mini-1" / "theory.yaml").write_text(text)
    codes = {problem.code for problem in load_content(root, ON).errors}
    assert "K009" in codes


def test_a_file_over_the_limit_is_not_parsed(tmp_path: Path) -> None:
    root = overlaid(tmp_path, "empty-file")
    (root / "rubrics" / "mini-1" / "theory.yaml").write_text("#" * 5_000_001)
    assert "K008" in {problem.code for problem in load_content(root, ON).errors}

"""Each folder of `tests/data/bad` overlays `tests/data/good/mini`; `expected.txt` is what the program says of it."""

import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest

from exam.loading import content_root, load_content, source
from exam.wording import Language, render_problem

DATA = Path(__file__).parents[1] / "data"
MINI = DATA / "good" / "mini"
ON = date(2026, 11, 20)
BAD = sorted(path.name for path in (DATA / "bad").iterdir())
PROMISED = {
    "unknown-key": "error K003",
    "duplicate-key": "error K004",
    "wrong-type": "error K005",
    "missing-key": "error K006",
    "two-right-transcripts": "error E004",
    "fewer-than-twenty": "error E005",
    "unknown-criterion": "error E002",
    "duplicate-id": "error E001",
    "not-in-force": "error E006",
    "incomplete-standard": "warning W003",
    "unreadable-file": "error K001",
    "alias-bomb": "error K010",
    "depth-bomb": "error K009",
    "out-of-force-standard": "warning W001",
}
"""The faults that the documentation promises to tell, each with the folder that shows it."""


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
    assert {problem.code for problem in loaded.problems} == {"W001", "W002", "W003"}


@pytest.mark.parametrize("name", BAD)
def test_a_fault_is_told_with_its_place(tmp_path: Path, name: str) -> None:
    assert told(overlaid(tmp_path, name)) == (DATA / "bad" / name / "expected.txt").read_text("utf-8")


@pytest.mark.parametrize("name", BAD)
def test_only_a_warning_is_no_error(tmp_path: Path, name: str) -> None:
    warned = name in {"out-of-force-standard", "derived-criterion", "incomplete-standard"}
    assert (load_content(overlaid(tmp_path, name), ON).errors == ()) is warned


@pytest.mark.parametrize(("name", "code"), PROMISED.items())
def test_every_promised_fault_has_a_folder_that_shows_it(name: str, code: str) -> None:
    assert code in (DATA / "bad" / name / "expected.txt").read_text("utf-8")


def test_an_unknown_key_and_an_unknown_criterion_come_with_the_nearest_spelling() -> None:
    for name in ("unknown-key", "unknown-criterion"):
        assert "hint: did you mean" in (DATA / "bad" / name / "expected.txt").read_text("utf-8")


def test_fewer_than_twenty_eligible_legislation_questions_are_too_few(tmp_path: Path) -> None:
    for folder in ("item_banks", "rubrics", "reports"):
        shutil.copytree(content_root() / folder, tmp_path / folder)
    bank = tmp_path / "item_banks" / "nsk-66-029-M-2015" / "law.yaml"
    (law,) = (found.value for found in load_content(tmp_path, ON).content.banks if found.value.id == "law")
    kept = {
        item.id
        for criterion, count in (("law.a", 7), ("law.b", 6), ("law.c", 6))
        for item in [item for item in law.items if criterion in item.criteria and item.eligible(ON)][:count]
    }
    head, *parts = bank.read_text("utf-8").split("\n  - id: ")
    parts = [part if part.split()[0] in kept else part.replace(": approved", ": suspended", 1) for part in parts]
    bank.write_text("\n  - id: ".join([head, *parts]), "utf-8")
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


def test_a_file_in_which_everything_is_wrong_is_walked_once_for_all_its_problems(tmp_path: Path) -> None:
    root = good(tmp_path)
    bank = root / "item_banks" / "mini-1" / "questions.yaml"
    head, *items = bank.read_text("utf-8").split("\n  - ")
    copies = [item.replace("stem:", "stemm:").replace("id: question", f"id: n{n}") for n in range(40) for item in items]
    bank.write_text("\n  - ".join([head, *copies]), "utf-8")
    before = source._places.cache_info().misses  # noqa: SLF001 - a measure of work that no clock disturbs
    problems = load_content(root, ON).problems
    assert [problem.code for problem in problems].count("K003") == len(copies)
    assert source._places.cache_info().misses - before == 1  # noqa: SLF001 - the same


def test_an_empty_folder_holds_nothing_and_no_faults(tmp_path: Path) -> None:
    loaded = load_content(tmp_path, ON)
    assert (loaded.problems, loaded.files) == ((), 0)


def test_the_day_decides_what_is_in_force(tmp_path: Path) -> None:
    root = overlaid(tmp_path, "out-of-force-standard")
    codes = {on: {problem.code for problem in load_content(root, on).problems} for on in (date.min, ON, date.max)}
    assert "W001" in codes[ON]
    assert all(found for found in codes.values())


def test_the_same_content_is_told_the_same_way_each_time(tmp_path: Path) -> None:
    root = overlaid(tmp_path, "several-at-once")
    first = load_content(root, ON)
    assert load_content(root, ON).problems == first.problems
    assert list(first.problems) == sorted(first.problems, key=lambda problem: (problem.location, problem.code))
    assert load_content(root, ON + timedelta(days=1)).files == first.files


@pytest.mark.parametrize("name", ["\udcff.yaml", "a b.yaml", "x\n.yaml", "=cmd.yaml"])
def test_a_file_with_a_hostile_name_is_told_in_one_printable_line(tmp_path: Path, name: str) -> None:
    root = good(tmp_path)
    (root / "rubrics" / "mini-1" / name).write_text("schema: exam/rubric/1\n")
    lines = told(root).splitlines()
    assert lines
    assert all(line.isprintable() for line in lines)


def test_of_two_standards_of_one_id_the_second_is_told(tmp_path: Path) -> None:
    root = good(tmp_path)
    (root / "rubrics" / "mini-2").mkdir()
    shutil.copyfile(root / "rubrics" / "mini-1" / "standard.yaml", root / "rubrics" / "mini-2" / "standard.yaml")
    assert [problem.code for problem in load_content(root, ON).errors] == ["E001"]

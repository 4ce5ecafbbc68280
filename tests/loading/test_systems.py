"""Systems and standards are data: the program knows none by name; a renaming is loaded as the standard it makes."""

import ast
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from exam.core.content import Content
from exam.core.item import ChoiceItem
from exam.core.paper import draw_one, draw_test
from exam.core.standard import AssessmentStandard, Blueprint, Task, TaskKind
from exam.loading import content_root, load_content
from exam.loading.library import library_of
from exam.service.library import ContentFaultyError

PROGRAM = Path(__file__).parents[2] / "exam"
ON, TODAY = date(2023, 5, 10), date(2026, 11, 29)
OLD, NEW = "nsk-66-029-M-2015", "nsk-66-029-M-2022"


@pytest.fixture(scope="module")
def content() -> Content:
    return load_content(content_root(), ON).content


def names(content: Content) -> set[str]:
    told = ((found.value.id, found.value.system, found.value.code) for found in content.standards)
    return {name for names in told for name in names}


def words(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the texts in a module that are no docstrings, each with its line."""
    tree = ast.parse(path.read_text("utf-8"))
    spoken = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in spoken:
            yield node.lineno, node.value


def test_no_line_of_the_program_names_a_standard_or_a_system(content: Content) -> None:
    known = names(content)
    assert {OLD, "nsk", "66-029-M"} <= known
    named = [
        f"{path.relative_to(PROGRAM)}:{line}: {text}"
        for path in sorted(PROGRAM.rglob("*.py"))
        for line, text in words(path)
        if text in known or any(name in text for name in known if len(name) > len("nsk-"))
    ]
    assert named == []


def theory_of(content: Content) -> Iterator[tuple[AssessmentStandard, Task, Blueprint, list[ChoiceItem]]]:
    for found in content.written():
        for task in found.value.tasks():
            if task.blueprint is not None and task.bank is not None:
                bank = content.bank(found.value.id, task.bank) or ()
                usable = [item for item in bank if isinstance(item, ChoiceItem) and item.eligible(TODAY)]
                yield found.value, task, task.blueprint, usable


@pytest.mark.parametrize("seed", ["first", "second", "third"])
def test_two_papers_of_one_sitting_share_at_most_two_fifths_of_their_questions(content: Content, seed: str) -> None:
    told = list(theory_of(content))
    assert len(told) >= 4
    for standard, task, blueprint, items in told:
        first = {entry.item for entry in draw_test(blueprint, task.criteria, items, seed)}
        again = {entry.item for entry in draw_test(blueprint, task.criteria, items, f"{seed}-2", first)}
        assert len(first & again) <= 0.4 * len(again), (standard.id, len(first & again), len(again))


def test_no_scene_and_no_letter_is_given_twice_while_a_bank_allows(content: Content) -> None:
    for found in content.written():
        for task in found.value.tasks():
            items = [item for item in content.bank(found.value.id, task.bank or "") or () if item.eligible(TODAY)]
            if task.blueprint is None and items:
                assert len(items) >= 2, (found.value.id, task.id)
                first = draw_one(items, "seed")
                assert draw_one(items, "other", {first.item}).item != first.item


def test_every_system_has_a_printout_in_its_language_for_whatever_its_tasks_need(content: Content) -> None:
    needed = {found.value.printout for found in content.printouts if found.value.system == "nsk"}
    kinds = {"transcripts": TaskKind.TRANSCRIPT_CHOICE, "plan-grid": TaskKind.TRAINING_PLAN}
    for found in content.written():
        used = {task.kind for task in found.value.tasks()}
        own = {
            entry.value.printout
            for entry in content.printouts
            if entry.value.system == found.value.system and found.value.language in entry.value.wording
        }
        assert {name for name in needed if name not in kinds or kinds[name] in used} <= own, found.value.id


def test_the_renamed_standard_has_the_others_content_and_own_days(content: Content) -> None:
    made, old = content.standard(NEW), content.standard(OLD)
    assert made is not None
    assert old is not None
    assert made.competencies == old.competencies
    assert [made.validity.holds(day) for day in (date(2022, 10, 20), date(2022, 10, 21), date(2025, 5, 20))] == [
        False,
        True,
        False,
    ]
    assert made.unofficial() == old.unofficial() + 1


def test_an_exam_under_it_draws_from_the_others_banks_and_is_judged_by_its_rubrics() -> None:
    library = library_of(load_content(content_root(), ON))
    assert NEW in [standard.id for standard in library.standards()]
    assert library.bank(NEW, "law") == library.bank(OLD, "law")
    assert library.anchors(NEW, "vip.a") == library.anchors(OLD, "vip.a") is not None


@pytest.mark.parametrize(
    ("file", "broken"), [(f"rubrics/{NEW}/renaming.yaml", {NEW}), (f"item_banks/{OLD}/law.yaml", {OLD, NEW})]
)
def test_a_fault_in_either_keeps_exams_from_starting(tmp_path: Path, file: str, broken: set[str]) -> None:
    for folder in ("item_banks", "rubrics", "reports"):
        shutil.copytree(content_root() / folder, tmp_path / folder)
    (tmp_path / file).write_text((tmp_path / file).read_text("utf-8") + "strange: 1\n", "utf-8")
    library = library_of(load_content(tmp_path, ON))
    for standard in broken:
        with pytest.raises(ContentFaultyError):
            library.standard(standard)
    assert {OLD, NEW} - broken <= {standard.id for standard in library.standards()}

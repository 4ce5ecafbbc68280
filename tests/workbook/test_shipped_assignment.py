"""The shipped spreadsheet tasks: no fault on many draws, and the engine computes what the key says."""

import json
from pathlib import Path

import pytest
import yaml

from exam.core.canonical import canonical_json
from exam.core.item import ItemBank, SpreadsheetItem
from exam.core.spreadsheet_check import assignment_faults
from exam.core.spreadsheet_keys import mutation_of
from exam.core.spreadsheet_marking import mark
from exam.core.spreadsheet_marks import Flag, Verdict, WorkbookMarking
from exam.core.spreadsheet_values import expected_values, generate
from exam.workbook import XlsxWorkbooks
from exam.workbook.reading import Sought, read_workbook
from exam.workbook.samples import samples
from tests.spreadsheets import SEED

BANK = Path(__file__).parents[2] / "item_banks" / "nsk-66-029-M-2015" / "analysis.yaml"
TRIALS = 200


def shipped() -> tuple[SpreadsheetItem, ...]:
    plain = yaml.safe_load(BANK.read_text(encoding="utf-8"))
    items = ItemBank.model_validate_json(json.dumps(plain)).items
    return tuple(item for item in items if isinstance(item, SpreadsheetItem))


ITEMS = shipped()
EVERY = pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.id)


def marked(item: SpreadsheetItem, seed: str) -> dict[str, WorkbookMarking]:
    """Return how each sample of a seed is marked."""
    data = generate(item.assignment, seed)
    other = mutation_of(item.assignment, data)
    issued = XlsxWorkbooks().make(item, data)
    sought = Sought(item.assignment, item.language, data, other)
    return {
        name: mark(item.assignment, data, read_workbook(filled, sought), other)
        for name, filled in samples(item.assignment, data, issued, item.language)
    }


def test_there_are_four_tasks_and_a_fifth_by_the_guide_with_everything_that_is_presented() -> None:
    assert [item.status for item in ITEMS] == [*["approved"] * 4, "review"]
    for item in ITEMS:
        assert {prompt.id for prompt in item.presentation} == {"conclusion", "marketing", "contact-centre"}
        assert len(item.follow_up) >= 4
        assert any("slope" in answer.expr or "change" in answer.id for answer in item.assignment.answers)


@EVERY
def test_a_shipped_assignment_is_finite_on_two_hundred_draws_and_tells_misconceptions_apart_on_fifty(
    item: SpreadsheetItem,
) -> None:
    assert assignment_faults(item.assignment, language=item.language, trials=TRIALS) == ()


@EVERY
def test_a_shipped_assignment_survives_being_pinned(item: SpreadsheetItem) -> None:
    assert SpreadsheetItem.model_validate_json(canonical_json(item)) == item


@EVERY
def test_every_word_of_a_shipped_choice_is_drawn_by_some_seed(item: SpreadsheetItem) -> None:
    draws = [expected_values(item.assignment, generate(item.assignment, f"{number:032x}")) for number in range(25)]
    for answer in item.assignment.answers:
        assert not answer.choice or {draw[answer.id] for draw in draws} == set(answer.choice)


@EVERY
def test_the_engine_finds_right_what_the_key_says_and_every_misconception(item: SpreadsheetItem) -> None:
    found = marked(item, SEED)
    right = found.pop("right")
    assert {cell.answer: cell.verdict for cell in right.cells if cell.verdict is not Verdict.RIGHT} == {}
    assert {flag for cell in right.cells for flag in cell.flags} == {Flag.CACHE_MISSING}
    assert found.pop("empty").score == 0
    slip = found.pop("slip")
    assert [cell.answer for cell in slip.cells if cell.score < cell.max_score] == [item.assignment.answers[0].id]
    for typed in (found.pop("typed"), found.pop("czech")):
        assert {cell.verdict for cell in typed.cells} == {Verdict.RIGHT}
    for name, marking in found.items():
        answer, _, misconception = name.partition("-")
        cell = next(cell for cell in marking.cells if cell.answer == answer)
        assert (cell.verdict, cell.misconception) == (Verdict.MISCONCEPTION, misconception)

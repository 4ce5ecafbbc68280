import json
from decimal import Decimal
from pathlib import Path

import yaml

from exam.core.canonical import canonical_json
from exam.core.item import ItemBank, SpreadsheetItem
from exam.core.spreadsheet_check import assignment_faults
from exam.core.spreadsheet_values import expected_values, generate
from exam.workbook import XlsxWorkbooks
from exam.workbook.filling import fill_workbook
from tests.spreadsheets import SEED

BANK = Path(__file__).parents[2] / "item_banks" / "nsk-66-029-M-2015" / "analysis.yaml"


def shipped() -> SpreadsheetItem:
    plain = yaml.safe_load(BANK.read_text(encoding="utf-8"))
    (item,) = ItemBank.model_validate_json(json.dumps(plain)).items
    assert isinstance(item, SpreadsheetItem)
    return item


ITEM = shipped()


def test_the_shipped_assignment_has_no_faults_on_sixty_draws() -> None:
    assert assignment_faults(ITEM.assignment, language=ITEM.language, trials=60) == ()


def test_the_shipped_assignment_survives_being_pinned() -> None:
    assert SpreadsheetItem.model_validate_json(canonical_json(ITEM)) == ITEM


def test_the_mean_of_daily_values_is_never_near_enough_to_the_weighted_one() -> None:
    """Trap: AHT of a period is weighted by calls; a tolerance wider than the gap would hide the commonest mistake."""
    tolerance = next(answer.tol.abs for answer in ITEM.assignment.answers if answer.id == "aht")
    for number in range(50):
        data = generate(ITEM.assignment, f"{number:032x}")
        rows = zip(*(data.columns[name] for name in ("talk", "hold", "acw", "answered")), strict=True)
        daily = [(talk + hold + acw) / answered for talk, hold, acw, answered in rows]
        gap = abs(sum(daily) / len(daily) - float(expected_values(ITEM.assignment, data)["aht"]))
        assert gap > 2 * tolerance


def test_the_trend_is_never_too_flat_to_tell() -> None:
    changes = [
        Decimal(expected_values(ITEM.assignment, generate(ITEM.assignment, f"{number:032x}"))["change"])
        for number in range(50)
    ]
    assert min(abs(change) for change in changes) > 0.02
    assert min(changes) < 0 < max(changes)


def test_a_right_workbook_of_the_shipped_assignment_scores_the_maximum() -> None:
    values = expected_values(ITEM.assignment, generate(ITEM.assignment, SEED))
    handed_in = fill_workbook(XlsxWorkbooks().make(ITEM, SEED), ITEM.assignment, values)
    marking = XlsxWorkbooks().mark(ITEM, SEED, handed_in)
    assert marking.score == marking.max_score

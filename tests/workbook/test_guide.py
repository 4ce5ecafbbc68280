"""The author's guide is followed to the letter: its example has no fault and is marked as the guide says."""

import json
import re
from pathlib import Path

import pytest
import yaml

from exam.core.expression import ExpressionError, Scope, evaluate
from exam.core.item import ChoiceItem, SpreadsheetItem
from exam.core.spreadsheet_check import assignment_faults
from exam.core.spreadsheet_functions import NUMERIC, over
from exam.core.spreadsheet_marks import Verdict
from tests.workbook.test_shipped_assignment import marked

GUIDE = (Path(__file__).parents[2] / "docs" / "guide-author.md").read_text("utf-8")
QUESTION, TASK = (yaml.safe_load(found)[0] for found in re.findall(r"```yaml\n(.*?)```", GUIDE, re.DOTALL))
ITEM = SpreadsheetItem.model_validate_json(json.dumps(TASK))


def test_the_question_that_is_shown_has_one_key_and_a_reason_for_every_option() -> None:
    question = ChoiceItem.model_validate_json(json.dumps(QUESTION))
    assert [option.id for option in question.options if option.correct] == [question.key]


def test_the_example_has_no_fault() -> None:
    assert assignment_faults(ITEM.assignment, language="cs", trials=200) == ()


def test_the_example_is_marked_as_the_guide_says() -> None:
    found = marked(ITEM, "07")
    assert {cell.verdict for cell in found["right"].cells} == {Verdict.RIGHT}
    slip = found["slip"]
    assert [cell.verdict for cell in slip.cells][:2] == [Verdict.WRONG, Verdict.FOLLOWS]
    assert next(cell for cell in found["wait-mean_of_daily"].cells if cell.answer == "wait").verdict == "misconception"


def test_the_guide_names_every_function_and_no_other() -> None:
    table = GUIDE[GUIDE.index("| where | functions |") :].split("\n\n")[0]
    told = set(re.findall(r"`([a-z]+)[`(]", table)) - {"i", "wd", "talk", "ans", "x", "c"}
    assert told == set(NUMERIC) | set(over(())) | {"noise"}


@pytest.mark.parametrize("text", ["2 ** 3", "__import__('os')", "[1]"])
def test_what_the_guide_forbids_is_refused(text: str) -> None:
    with pytest.raises(ExpressionError):
        evaluate(text, Scope(where="", names={}, functions=NUMERIC))

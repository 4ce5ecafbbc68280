import json
import subprocess
import sys
from decimal import Decimal

from exam.core.item import SpreadsheetItem
from exam.core.spreadsheet_values import expected_values, generate
from exam.service.ports import Workbooks
from exam.workbook import XlsxWorkbooks
from exam.workbook.filling import fill_workbook
from tests.spreadsheets import PLAIN, SEED

ITEM = SpreadsheetItem.model_validate_json(
    json.dumps(
        {
            "id": "quarter",
            "kind": "spreadsheet",
            "version": 1,
            "status": "approved",
            "author": "Autor",
            "criteria": ["analysis.a"],
            "language": "cs",
            "source": "zkouška",
            "title": "Čtvrtletí",
            "situation": "Vyhodnoťte čtvrtletí.",
            "assignment": PLAIN,
            "presentation": [{"id": "one", "text": "Shrňte.", "expected": ["Shrnutí."]}],
        }
    )
)
WORKBOOKS: Workbooks = XlsxWorkbooks()
TABLE, OTHER_TABLE = generate(ITEM.assignment, SEED), generate(ITEM.assignment, SEED[::-1])


def test_the_workbook_of_a_table_is_the_same_each_time_and_differs_from_others() -> None:
    assert WORKBOOKS.make(ITEM, TABLE) == WORKBOOKS.make(ITEM, TABLE)
    assert WORKBOOKS.make(ITEM, TABLE) != WORKBOOKS.make(ITEM, OTHER_TABLE)


def test_each_cell_is_marked() -> None:
    right = expected_values(ITEM.assignment, TABLE)
    handed_in = fill_workbook(WORKBOOKS.make(ITEM, TABLE), ITEM.assignment, right | {"aht": "nevím"})
    scores = {cell.answer: (cell.score, cell.max_score) for cell in WORKBOOKS.mark(ITEM, TABLE, handed_in).cells}
    assert scores["calls"] == (Decimal(1), Decimal(1))
    assert scores["aht"] == (Decimal(0), Decimal(3))


def test_a_workbook_filled_in_for_another_table_scores_nothing() -> None:
    other = expected_values(ITEM.assignment, OTHER_TABLE)
    handed_in = fill_workbook(WORKBOOKS.make(ITEM, TABLE), ITEM.assignment, other)
    assert WORKBOOKS.mark(ITEM, TABLE, handed_in).score == 0


def test_joining_the_port_does_not_load_openpyxl() -> None:
    program = "import sys, exam.workbook; sys.exit('openpyxl' in sys.modules)"
    finished = subprocess.run([sys.executable, "-c", program], check=False)  # noqa: S603 - a literal program
    assert finished.returncode == 0

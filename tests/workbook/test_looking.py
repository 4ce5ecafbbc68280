import json
import subprocess
import sys
from pathlib import Path

import pytest

from exam.core.spreadsheet_values import expected_values, generate
from exam.workbook import child, looking
from exam.workbook.filling import fill_workbook
from exam.workbook.looking import REFUSALS, look_into
from exam.workbook.making import make_workbook
from exam.workbook.reading import Sought, read_workbook
from exam.workbook.refusals import WorkbookExhaustingError, WorkbookForeignError, WorkbookRefusedError
from tests.spreadsheets import SEED, assignment

SMALL = assignment()
DATA = generate(SMALL, SEED)
SOUGHT = Sought(SMALL, "cs", DATA, generate(SMALL, SEED[::-1]))
HANDED_IN = fill_workbook(
    make_workbook(SMALL, DATA, title="Zkouška", language="cs"), SMALL, expected_values(SMALL, DATA)
)


def test_another_process_finds_what_this_one_finds() -> None:
    assert look_into(HANDED_IN, SOUGHT) == read_workbook(HANDED_IN, SOUGHT)


def test_an_order_is_understood_as_it_was_given() -> None:
    assert child.understood(child.spelt(SOUGHT)) == SOUGHT


@pytest.mark.parametrize("refusal", REFUSALS.values())
def test_every_refusal_has_a_code_of_its_own(refusal: type[WorkbookRefusedError]) -> None:
    assert refusal.code
    assert [other.code for other in REFUSALS.values()].count(refusal.code) == 1


def test_a_refusal_comes_back_with_its_arguments() -> None:
    with pytest.raises(WorkbookRefusedError) as refused:
        look_into(b"x" * (11 * 2**20), SOUGHT)
    assert refused.value.arguments["size"] == str(11 * 2**20)
    other = assignment(answers=[{"id": "x", "label": {"cs": "Jiné"}, "expr": "1", "points": 1}])
    with pytest.raises(WorkbookForeignError):
        look_into(HANDED_IN, Sought(other, "cs", DATA, None))


@pytest.mark.parametrize(
    "program",
    [
        "import time; time.sleep(60)",
        "import os; os.abort()",
        "x = bytearray(2**34)",
        "print('{')",
        "print('{}')",
        "print('[]')",
        """print('{"found": {"cells": 1}}')""",
        """print('{"refused": "ExamError", "arguments": {}}')""",
        "raise SystemExit(3)",
    ],
)
def test_a_process_that_dies_or_hangs_costs_a_refusal(monkeypatch: pytest.MonkeyPatch, program: str) -> None:
    monkeypatch.setattr(
        looking, "CHILD", (sys.executable, "-c", f"from exam.workbook import child; child.limit()\n{program}")
    )
    monkeypatch.setattr(looking, "SECONDS", 3)
    with pytest.raises(WorkbookExhaustingError):
        look_into(HANDED_IN, SOUGHT)


def test_the_process_answers_in_one_document() -> None:
    order = child.spelt(SOUGHT)
    told = subprocess.run(
        [sys.executable, "-m", "exam.workbook.child"],
        input=child.HEADER.pack(len(order)) + order + HANDED_IN,
        capture_output=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    assert set(json.loads(told.stdout)) == {"found"}

import io
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from exam.core.spreadsheet_values import compare, expected_values, generate
from exam.workbook.filling import fill_workbook
from exam.workbook.making import make_workbook
from exam.workbook.reading import read_workbook
from exam.workbook.refusals import WorkbookForeignError, WorkbookNotCalculatedError
from tests.spreadsheets import SEED, assignment, repacked

SMALL = assignment()
DATA = generate(SMALL, SEED)
EXPECTED = expected_values(SMALL, DATA)
ISSUED = make_workbook(SMALL, DATA, title="Zkouška", language="cs")


def edited(data: bytes, edit: Callable[[Workbook], None]) -> bytes:
    """Open a workbook, do something to it and save it, as another program would."""
    workbook = load_workbook(io.BytesIO(data))
    edit(workbook)
    saved = io.BytesIO()
    workbook.save(saved)
    return saved.getvalue()


def answer_row(sheet: Worksheet, label: str) -> int:
    return next(row for row in range(1, 40) if sheet.cell(row, 1).value == label)


def filled_with(value: object) -> bytes:
    """Return the issued workbook with that in the cell of the AHT."""

    def edit(workbook: Workbook) -> None:
        sheet = workbook["Reseni"]
        sheet.cell(answer_row(sheet, "AHT za čtvrtletí"), 2).value = value  # type: ignore[assignment]  # any cell value

    return edited(ISSUED, edit)


@settings(max_examples=6, deadline=None)
@given(st.text(alphabet="0123456789abcdef", min_size=32, max_size=32))
def test_a_workbook_filled_in_rightly_scores_the_maximum(seed: str) -> None:
    data = generate(SMALL, seed)
    issued = make_workbook(SMALL, data, title="Zkouška", language="cs")
    handed_in = fill_workbook(issued, SMALL, expected_values(SMALL, data))
    assert all(outcome.met for outcome in compare(SMALL, data, read_workbook(handed_in, SMALL)))


def test_an_untouched_workbook_is_empty_everywhere() -> None:
    assert read_workbook(ISSUED, SMALL) == dict.fromkeys(EXPECTED)


def test_a_wrong_cell_costs_only_its_own_points() -> None:
    handed_in = fill_workbook(ISSUED, SMALL, EXPECTED | {"aht": Decimal(1)})
    outcomes = compare(SMALL, DATA, read_workbook(handed_in, SMALL))
    assert [outcome.answer for outcome in outcomes if not outcome.met] == ["aht"]


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("287,44 s", Decimal("287.44")),
        ("12,5 %", Decimal("0.125")),
        ("  1\N{NO-BREAK SPACE}234 ", Decimal(1234)),
        (287, Decimal(287)),
        (287.44, Decimal("287.44")),
        ("asi 287", "asi 287"),
        ("#DIV/0!", "#DIV/0!"),
        ("   ", None),
        (True, "True"),
        (datetime(2026, 1, 1), "2026-01-01 00:00:00"),  # noqa: DTZ001 - cells have no zone
        ("x" * 500, "x" * 200),
    ],
)
def test_a_cell_is_read_as_the_number_it_means(typed: object, read: Decimal | str | None) -> None:
    assert read_workbook(filled_with(typed), SMALL)["aht"] == read


def test_an_endless_number_is_a_text() -> None:
    handed_in = fill_workbook(ISSUED, SMALL, {"aht": Decimal(424242)})
    assert read_workbook(forged(handed_in, b"<v>424242</v>", b"<v>1e999</v>"), SMALL)["aht"] == "inf"


def forged(data: bytes, old: bytes, new: bytes) -> bytes:
    """Return the workbook with something written over in its first sheet."""
    return repacked(data, {"xl/worksheets/sheet1.xml": lambda content: content.replace(old, new)})


def test_a_formula_without_a_stored_result_is_unknown_and_not_wrong() -> None:
    with pytest.raises(WorkbookNotCalculatedError) as refusal:
        read_workbook(filled_with("=SUM(Data!B2:B91)"), SMALL)
    assert refusal.value.arguments == {"answer": "aht"}


def test_the_stored_result_of_a_formula_counts() -> None:
    handed_in = forged(filled_with("=424242"), b"<f>424242</f><v></v>", b"<f>424242</f><v>287.44</v>")
    assert read_workbook(handed_in, SMALL)["aht"] == Decimal("287.44")


def test_answers_are_found_after_rows_are_inserted_and_sheets_renamed() -> None:
    def edit(workbook: Workbook) -> None:
        sheet = workbook["Reseni"]
        sheet.insert_rows(2, 3)
        sheet.title = "Moje řešení"
        workbook.move_sheet("Data", -1)

    handed_in = edited(fill_workbook(ISSUED, SMALL, EXPECTED), edit)
    assert all(outcome.met for outcome in compare(SMALL, DATA, read_workbook(handed_in, SMALL)))


def test_a_copy_of_the_table_further_down_does_not_count() -> None:
    def edit(workbook: Workbook) -> None:
        workbook["Reseni"].cell(60, 1, "AHT za čtvrtletí")
        workbook["Reseni"].cell(60, 2, 1)

    handed_in = edited(fill_workbook(ISSUED, SMALL, EXPECTED), edit)
    assert compare(SMALL, DATA, read_workbook(handed_in, SMALL))[1].met


def test_a_label_that_was_deleted_leaves_its_cell_empty() -> None:
    def edit(workbook: Workbook) -> None:
        sheet = workbook["Reseni"]
        sheet.cell(answer_row(sheet, "FCR"), 1).value = None

    found = read_workbook(edited(fill_workbook(ISSUED, SMALL, EXPECTED), edit), SMALL)
    assert found["fcr"] is None
    assert found["aht"] is not None


def test_another_workbook_is_told_apart() -> None:
    with pytest.raises(WorkbookForeignError):
        read_workbook(edited(ISSUED, lambda workbook: workbook.remove(workbook["Reseni"])), SMALL)

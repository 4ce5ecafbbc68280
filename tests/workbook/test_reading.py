import io
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import cast

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.chart import LineChart, Reference
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.worksheet import Worksheet

from exam.core.spreadsheet_keys import mutation_of
from exam.core.spreadsheet_marking import mark
from exam.core.spreadsheet_marks import Flag, WorkbookMarking
from exam.core.spreadsheet_submission import CellValue, FoundCell, FoundWorkbook, Where
from exam.core.spreadsheet_values import Key, expected_values, generate
from exam.workbook.engines import Engine
from exam.workbook.filling import fill_workbook
from exam.workbook.making import make_workbook
from exam.workbook.reading import MAX_TOLD, Sought, read_workbook
from exam.workbook.refusals import WorkbookForeignError
from tests.spreadsheets import SEED, assignment, repacked

SMALL = assignment(checks=[{"kind": "chart", "label": {"cs": "Graf", "en": "Chart"}, "points": 2}])
DATA = generate(SMALL, SEED)
EXPECTED = expected_values(SMALL, DATA)
OTHER = mutation_of(SMALL, DATA)
ISSUED = make_workbook(SMALL, DATA, title="Zkouška", language="cs")
FORMULAS: dict[str, Key] = {
    "calls": "=SUM(Data!B2:B93)",
    "aht": "=SUM(Data!C2:C93)/B6",
    "fcr": "=SUM(Data!D2:D93)/SUM(Data!B2:B93)",
    "last": "=SUM(Data!B63:B93)",
    "slope": "=SLOPE(Data!B2:B93,Data!A2:A93)",
}


def read(data: bytes, engine: Engine = Engine.CELLRUNE) -> FoundWorkbook:
    return read_workbook(data, Sought(SMALL, "cs", DATA, OTHER, engine))


def marked(data: bytes) -> WorkbookMarking:
    return mark(SMALL, DATA, read(data), OTHER)


def found(data: bytes, name: str) -> FoundCell:
    return next(cell for cell in read(data).cells if cell.answer == name)


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


def test_an_untouched_workbook_is_empty_everywhere_and_its_data_whole() -> None:
    told = read(ISSUED)
    assert {cell.stored.empty for cell in told.cells} == {True}
    assert {cell.where for cell in told.cells} == {Where.NAME}
    assert (told.data, told.changed_count, told.touched_count, told.charts, told.links) == ("place", 0, 0, (), 0)


def test_right_formulas_are_recalculated_as_handed_in_and_over_other_data() -> None:
    marking = marked(fill_workbook(ISSUED, SMALL, FORMULAS))
    assert sum(cell.score for cell in marking.cells) == 9
    assert {cell.flags for cell in marking.cells} == {(Flag.CACHE_MISSING,)}
    assert marking.engine.startswith("cellrune ")


def test_a_number_behind_a_formula_is_seen_over_other_data() -> None:
    hidden = f"={EXPECTED['calls']}+0*Data!B2"
    marking = marked(fill_workbook(ISSUED, SMALL, FORMULAS | {"calls": hidden}))
    assert Flag.IGNORES_DATA in marking.cells[0].flags
    assert marking.cells[0].score == 1
    assert {cell.flags for cell in marking.cells[1:]} == {(Flag.CACHE_MISSING,)}


def test_a_wrong_cell_costs_only_its_own_points() -> None:
    marking = marked(fill_workbook(ISSUED, SMALL, EXPECTED | {"aht": Decimal(1)}))
    assert [cell.answer for cell in marking.cells if not cell.score] == ["aht"]


@pytest.mark.parametrize(
    ("typed", "number", "text"),
    [
        ("287,44 s", Decimal("287.44"), "287,44 s"),
        ("12,5 %", Decimal("0.125"), "12,5 %"),
        ("  1\N{NO-BREAK SPACE}234 ", Decimal(1234), "1\N{NO-BREAK SPACE}234"),
        (287, Decimal(287), ""),
        (287.44, Decimal("287.44"), ""),
        ("asi 287", None, "asi 287"),
        ("#DIV/0!", None, "#DIV/0!"),
        ("   ", None, ""),
        (True, None, "True"),
        (datetime(2026, 1, 1), None, "2026-01-01 00:00:00"),  # noqa: DTZ001 - cells have no zone
        ("x" * 500, None, "x" * 200),
    ],
)
def test_a_cell_is_read_as_the_number_it_means(typed: object, number: Decimal | None, text: str) -> None:
    assert found(filled_with(typed), "aht").stored == CellValue(number=number, text=text)


def test_an_endless_number_is_a_text() -> None:
    handed_in = fill_workbook(ISSUED, SMALL, {"aht": Decimal(424242)})
    cell = found(forged(handed_in, b"<v>424242</v>", b"<v>1e999</v>"), "aht")
    assert cell.stored == CellValue(text="Infinity")


def forged(data: bytes, old: bytes, new: bytes) -> bytes:
    """Return the workbook with something written over in its first sheet."""
    return repacked(data, {"xl/worksheets/sheet1.xml": lambda content: content.replace(old, new)})


def test_without_an_engine_a_formula_without_a_stored_result_is_unknown_and_not_wrong() -> None:
    told = read(filled_with("=SUM(Data!B2:B91)"), Engine.NONE)
    cell = next(cell for cell in told.cells if cell.answer == "aht")
    assert (cell.stored.empty, cell.recalculated, cell.refusal, told.engine) == (True, None, "no-engine", "")
    assert mark(SMALL, DATA, told).for_a_person


def test_the_stored_result_of_a_formula_is_kept_beside_the_recalculated_one() -> None:
    cell = found(forged(filled_with("=424242"), b"<f>424242</f><v></v>", b"<f>424242</f><v>287.44</v>"), "aht")
    assert cell.stored == CellValue(number=Decimal("287.44"))
    assert cell.recalculated == CellValue(number=Decimal(424242))
    assert cell.formula == "=424242"


@pytest.mark.parametrize(
    ("formula", "refusal"),
    [
        ("=TODAY()", "calculation.volatile_input_missing"),
        ('=WEBSERVICE("http://localhost/")', "calculation.unsupported_function"),
        ('=LEN(REPT("x",2000000000))', None),
        ("=B7", None),
    ],
)
def test_what_the_engine_refuses_is_told_with_its_code(formula: str, refusal: str | None) -> None:
    cell = found(filled_with(formula), "aht")
    assert cell.recalculated is None or cell.recalculated.error
    assert refusal is None or cell.refusal == refusal


def test_an_array_formula_is_a_formula() -> None:
    assert found(filled_with(ArrayFormula("B7", "=SUM(Data!B2:B91*1)")), "aht").formula == "=SUM(Data!B2:B91*1)"


def test_answers_are_found_after_rows_are_inserted_and_sheets_renamed() -> None:
    def edit(workbook: Workbook) -> None:
        sheet = workbook["Reseni"]
        sheet.insert_rows(2, 3)
        sheet.title = "Moje řešení"
        workbook["Data"].title = "Zadaná data"
        workbook.move_sheet("Zadaná data", -1)

    told = read(edited(fill_workbook(ISSUED, SMALL, EXPECTED), edit))
    assert {cell.where for cell in told.cells} == {Where.LABEL}
    assert (told.data, told.changed_count) == ("moved", 0)
    assert sum(cell.score for cell in mark(SMALL, DATA, told).cells) == 9


def test_answers_are_found_in_their_places_when_names_are_lost() -> None:
    def edit(workbook: Workbook) -> None:
        workbook.defined_names.clear()

    told = read(edited(fill_workbook(ISSUED, SMALL, EXPECTED), edit))
    assert {cell.where for cell in told.cells} == {Where.PLACE}


@pytest.mark.parametrize("target", ["Reseni!$B$1", "'Nikde'!$B$6", "Reseni!$C$6", "#REF!"])
def test_a_name_that_leads_elsewhere_is_not_followed(target: str) -> None:
    def edit(workbook: Workbook) -> None:
        workbook.defined_names["answer_1"].attr_text = target

    assert found(edited(ISSUED, edit), "calls").where is Where.PLACE


def test_a_copy_of_the_table_further_down_does_not_count() -> None:
    def edit(workbook: Workbook) -> None:
        workbook["Reseni"].cell(60, 1, "AHT za čtvrtletí")
        workbook["Reseni"].cell(60, 2, 1)

    handed_in = edited(fill_workbook(ISSUED, SMALL, EXPECTED), edit)
    assert marked(handed_in).cells[1].score == 3


def test_a_label_that_was_deleted_leaves_its_cell_nowhere() -> None:
    def edit(workbook: Workbook) -> None:
        sheet = workbook["Reseni"]
        sheet.cell(answer_row(sheet, "FCR"), 1).value = None

    handed_in = edited(fill_workbook(ISSUED, SMALL, EXPECTED), edit)
    assert found(handed_in, "fcr").where is Where.NOWHERE
    assert not found(handed_in, "aht").stored.empty


def test_another_workbook_is_told_apart() -> None:
    with pytest.raises(WorkbookForeignError):
        read(edited(ISSUED, lambda workbook: workbook.remove(workbook["Reseni"])))


def test_a_slip_in_the_given_data_costs_nothing_and_is_told() -> None:
    def edit(workbook: Workbook) -> None:
        workbook["Data"]["B10"] = 99_999

    marking = marked(edited(fill_workbook(ISSUED, SMALL, FORMULAS), edit))
    assert sum(cell.score for cell in marking.cells) == 9
    assert (marking.basis, marking.changed_count) == ("restored", 1)
    (changed,) = marking.changed
    assert (changed.place, changed.found) == ("Data!B10", "99999")
    assert changed.given == str(DATA.columns["zcalls"][8])


def test_every_kind_of_change_is_seen_and_the_first_are_named() -> None:
    def edit(workbook: Workbook) -> None:
        sheet = workbook["Data"]
        sheet["A2"], sheet["B2"], sheet["C2"], sheet["D2"] = "včera", None, "12", True
        sheet.delete_rows(30, 3)

    told = read(edited(fill_workbook(ISSUED, SMALL, FORMULAS), edit))
    assert told.changed_count > MAX_TOLD == len(told.changed)
    assert [cell.place for cell in told.changed[:2]] == ["Data!A2", "Data!A30"]
    assert {cell.mutated for cell in told.cells} == {None}


def test_missing_data_are_told() -> None:
    told = read(edited(fill_workbook(ISSUED, SMALL, EXPECTED), lambda workbook: workbook.remove(workbook["Data"])))
    assert (told.data, told.changed_count) == ("missing", 0)


def test_what_was_filled_in_beside_the_answers_is_touched() -> None:
    def edit(workbook: Workbook) -> None:
        workbook["Reseni"]["F7"] = "=1+1"
        workbook.create_sheet("Výpočty")["B2"] = 5

    assert read(edited(ISSUED, edit)).touched == ("Reseni!F7", "Výpočty!B2")


def with_chart(sheet: str, title: str = "Vývoj") -> bytes:
    def edit(workbook: Workbook) -> None:
        chart = LineChart()
        chart.title = title
        chart.add_data(Reference(workbook[sheet], min_col=2, min_row=1, max_row=20), titles_from_data=True)
        answers = cast("Worksheet", workbook["Reseni"])
        answers.add_chart(chart, "F3")

    return edited(fill_workbook(ISSUED, SMALL, EXPECTED), edit)


@pytest.mark.parametrize(("sheet", "points"), [("Data", 2), ("Reseni", 0)])
def test_a_chart_is_seen_with_what_it_refers_to(sheet: str, points: int) -> None:
    marking = marked(with_chart(sheet))
    (chart,) = marking.charts
    assert (chart.kind, chart.title, chart.of_data) == ("line", "Vývoj", sheet == "Data")
    assert f"'{sheet}'!$B$2:$B$20" in chart.references
    assert marking.checks[0].score == points


def test_links_to_other_files_are_counted_and_not_followed() -> None:
    linked = repacked(ISSUED, {"xl/externalLinks/externalLink1.xml": b"<externalLink/>"})
    assert read(linked).links == 1

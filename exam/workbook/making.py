"""Writes the workbook a candidate gets: his table, and the cells he is to fill in; nothing in it tells what they hold.

Sheet names are ASCII and everything else is in the language asked for. Protection has no password: it is a rail against
slips, and whether the given data are intact is found by drawing them again.
"""

from collections.abc import Mapping
from datetime import date
from typing import ClassVar, NamedTuple, TypeVar, cast

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.packaging.custom import StringProperty
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from exam.core.spreadsheet import AnswerCell, ComputedColumn, SpreadsheetAssignment, SpreadsheetData, Unit
from exam.core.spreadsheet_values import reference
from exam.problem import ExamError
from exam.text import sanitise
from exam.workbook.layout import (
    FIRST_DATA_ROW,
    LABEL_COLUMN,
    REFERENCE,
    SCRATCH_COLUMN,
    UNIT_COLUMN,
    VALUE_COLUMN,
    VALUE_LETTER,
    answer_rows,
    cell_names,
    head_row,
)
from exam.workbook.packing import packed

T = TypeVar("T")


class LanguageMissingError(ExamError):
    """The workbook cannot be written in that language: a text is not there."""

    code: ClassVar[str] = "workbook-language-missing"


class Captions(NamedTuple):
    """The words that every answer sheet needs."""

    indicator: str
    value: str
    unit: str
    scratch: str
    word: str
    units: Mapping[Unit, str]


CAPTIONS: Mapping[str, Captions] = {
    "cs": Captions(
        indicator="Ukazatel",
        value="Vaše hodnota",
        unit="Jednotka",
        scratch="Místo pro pomocné výpočty (nehodnotí se)",
        word="slovo",
        units={Unit.NUMBER: "počet", Unit.SECONDS: "s", Unit.PERCENT: "%"},
    ),
    "en": Captions(
        indicator="Indicator",
        value="Your value",
        unit="Unit",
        scratch="Room for your own working (not assessed)",
        word="word",
        units={Unit.NUMBER: "number", Unit.SECONDS: "s", Unit.PERCENT: "%"},
    ),
}
NUMBER_FORMATS: Mapping[Unit, str] = {Unit.NUMBER: "#,##0.00", Unit.SECONDS: "#,##0.00", Unit.PERCENT: "0.00%"}
DATE_FORMAT = r"d\.\ m\.\ yyyy"
LABEL_WIDTH = 72
LINE_HEIGHT = 15
SCRATCH_COLUMNS = "EFGHIJKL"

_YELLOW = PatternFill("solid", start_color="FFFF99")
_GREY = PatternFill("solid", start_color="E7E6E6")
_THIN = Side("thin", color="808080")
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_UNLOCKED = Protection(locked=False)


def make_workbook(assignment: SpreadsheetAssignment, data: SpreadsheetData, *, title: str, language: str) -> bytes:
    """Return the workbook with this table; the same bytes each time.

    Raises:
        LanguageMissingError: a text or caption is not there in that language.
    """
    workbook = Workbook()
    workbook.properties.creator = "exam"
    said = StringProperty(name=REFERENCE, value=reference(data))
    workbook.custom_doc_props.append(said)  # type: ignore[attr-defined]  # its stubs lack them
    workbook.properties.title = sanitise(title, keep_newlines=False)
    answers = workbook.worksheets[0]
    answers.title = _in(assignment.data.answer_sheet, language)
    _write_answer_sheet(answers, assignment, title, language)
    _write_data_sheet(workbook.create_sheet(assignment.data.sheet), assignment, data, language)
    for sheet in workbook.worksheets:
        _protect(sheet)
    return packed(workbook)


def _write_answer_sheet(sheet: Worksheet, assignment: SpreadsheetAssignment, title: str, language: str) -> None:
    captions = _in(CAPTIONS, language)
    _write(sheet, 1, 1, title).font = Font(bold=True, size=14)
    for row, line in enumerate(_in(assignment.instructions, language), start=2):
        _write(sheet, row, 1, line).alignment = Alignment(wrap_text=True, vertical="top")
        sheet.row_dimensions[row].height = LINE_HEIGHT * (len(line) // LABEL_WIDTH + 1)
    _write_heads(sheet, head_row(assignment, language), (captions.indicator, captions.value, captions.unit))
    rows, names = answer_rows(assignment, language), cell_names(assignment)
    for answer in assignment.answers:
        _write_answer(sheet, rows[answer.id], answer, captions, language)
        _name(sheet, names[answer.id], rows[answer.id])
    _open_scratch(sheet, captions.scratch)
    for column, width in (("A", LABEL_WIDTH), ("B", 18), ("C", 12), ("D", 3)):
        sheet.column_dimensions[column].width = width


def _write_answer(sheet: Worksheet, row: int, answer: AnswerCell, captions: Captions, language: str) -> None:
    _write(sheet, row, LABEL_COLUMN, _in(answer.label, language)).border = _BOX
    _write_input(sheet, row, "@" if answer.choice else NUMBER_FORMATS[answer.unit])
    _write(sheet, row, UNIT_COLUMN, captions.word if answer.choice else captions.units[answer.unit]).border = _BOX
    if answer.choice:
        words = sorted(spelt[language][0] for spelt in answer.choice.values() if language in spelt)
        validation = DataValidation("list", formula1=f'"{",".join(words)}"', allow_blank=True, showErrorMessage=False)
        validation.add(f"{VALUE_LETTER}{row}")
        sheet.add_data_validation(validation)


def _name(sheet: Worksheet, name: str, row: int) -> None:
    place = f"{sheet.title}!${VALUE_LETTER}${row}"
    cast("Workbook", sheet.parent).defined_names[name] = DefinedName(name, attr_text=place)


def _write_input(sheet: Worksheet, row: int, number_format: str) -> None:
    cell = _cell(sheet, row, VALUE_COLUMN)
    cell.fill, cell.border, cell.protection, cell.number_format = _YELLOW, _BOX, _UNLOCKED, number_format


def _open_scratch(sheet: Worksheet, caption: str) -> None:
    for column in SCRATCH_COLUMNS:
        sheet.column_dimensions[column].protection = _UNLOCKED
        sheet.column_dimensions[column].width = 14
    _write(sheet, 1, SCRATCH_COLUMN, caption).font = Font(italic=True)


def _write_data_sheet(
    sheet: Worksheet, assignment: SpreadsheetAssignment, data: SpreadsheetData, language: str
) -> None:
    columns = assignment.data.columns
    _write_heads(sheet, 1, tuple(_in(column.header, language) for column in columns))
    for place, column in enumerate(columns, start=1):
        computed = isinstance(column, ComputedColumn)
        cells: tuple[int | date, ...] = data.columns[column.id] if computed else data.days
        for row, value in enumerate(cells, start=FIRST_DATA_ROW):
            cell = sheet.cell(row, place, value)
            cell.number_format = "#,##0" if computed else DATE_FORMAT
        sheet.column_dimensions[_cell(sheet, 1, place).column_letter].width = 16
    sheet.freeze_panes = "B2"


def _write_heads(sheet: Worksheet, row: int, heads: tuple[str, ...]) -> None:
    for column, head in enumerate(heads, start=1):
        cell = _write(sheet, row, column, head)
        cell.font, cell.fill, cell.border = Font(bold=True), _GREY, _BOX
        cell.alignment = Alignment(wrap_text=True, vertical="center")


def _write(sheet: Worksheet, row: int, column: int, text: str) -> Cell:
    """Write a text that stays one, even if it starts like a formula."""
    cell = _cell(sheet, row, column)
    cell.value = sanitise(text)
    cell.data_type = "s"
    return cell


def _cell(sheet: Worksheet, row: int, column: int) -> Cell:
    return cast("Cell", sheet.cell(row, column))  # never a MergedCell: nothing is merged here


def _protect(sheet: Worksheet) -> None:
    """Lock what is given, but leave formatting, filters and charts to the candidate."""
    protection = sheet.protection
    protection.sheet = True
    protection.objects = protection.scenarios = protection.autoFilter = False
    protection.formatCells = protection.formatColumns = protection.formatRows = False


def _in(texts: Mapping[str, T], language: str) -> T:
    if language not in texts:
        raise LanguageMissingError(language=language, known=", ".join(sorted(texts)))
    return texts[language]

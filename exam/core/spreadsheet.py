"""A spreadsheet assignment as data: what a workbook is made from and what is asked in it; it knows no file, no values.

`exam.core.spreadsheet_values` draws a candidate's table from it, `exam.core.spreadsheet_marking` marks what was handed
in; `exam.workbook` writes and reads the files. What is not said is left out of the canonical JSON, so that an
assignment keeps its digest when the schema grows.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Discriminator, Field, Tag

from exam.core.expression import MAX_LENGTH
from exam.core.model import Frozen

Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=32)]
"""A name that expressions can use."""
Texts = Annotated[Mapping[str, Annotated[str, Field(min_length=1)]], Field(min_length=1)]
"""A text per language code."""
SheetName = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9]*$", max_length=31)]
"""ASCII, because LibreOffice 7.4 loses defined names that point to any other sheet."""
Day = Annotated[date, Field(ge=date(1990, 1, 1), le=date(2999, 1, 1))]
Whole = Annotated[int, Field(ge=-(10**9), le=10**9)]
Bounded = Annotated[Decimal, Field(ge=-(10**9), le=10**9)]
Expression = Annotated[str, Field(min_length=1, max_length=MAX_LENGTH)]
Points = Annotated[Decimal, Field(ge=0, le=1000)]
UNSAID = Field(exclude_if=lambda value: not value)


class ChoiceParameter(Frozen):
    """One of some dates, each as likely as the others."""

    choice: Annotated[tuple[Day, ...], Field(min_length=1)]


class IntParameter(Frozen):
    """A whole number, both ends of the range included."""

    between: Annotated[tuple[Whole, Whole], Field(alias="int")]


class DecimalParameter(Frozen):
    """A number with so many decimals, both ends of the range included; the schema calls it float, which it never is."""

    between: Annotated[tuple[Bounded, Bounded], Field(alias="float")]
    decimals: Annotated[int, Field(ge=0, le=6)]


def _parameter_kind(value: object) -> str:
    """Tell by its key which parameter is meant, so that a fault is told once and not for every kind."""
    if isinstance(value, Mapping):
        return next((kind for kind in ("choice", "int") if kind in value), "float")
    kinds: dict[type, str] = {ChoiceParameter: "choice", IntParameter: "int"}
    return kinds.get(type(value), "float")


Parameter = Annotated[
    Annotated[ChoiceParameter, Tag("choice")]
    | Annotated[IntParameter, Tag("int")]
    | Annotated[DecimalParameter, Tag("float")],
    Discriminator(_parameter_kind),
]


class DateColumn(Frozen):
    """The column that shows the day."""

    id: Name
    header: Texts
    value: Literal["date"]
    format: Literal["date"]


class ComputedColumn(Frozen):
    """A column of whole numbers, computed for each row from parameters and from the columns before it."""

    id: Name
    header: Texts
    value: Expression
    format: Literal["int"]


DataColumn = Annotated[DateColumn | ComputedColumn, Field(discriminator="format")]


class DataRows(Frozen):
    """Which days the table has."""

    days_from: Name
    """The parameter that holds the first day, the first of a month."""
    months: Annotated[int, Field(ge=1, le=12)]


class DataTable(Frozen):
    """The table that is given to the candidate."""

    sheet: SheetName
    answer_sheet: Annotated[Mapping[str, SheetName], Field(min_length=1)]
    """Its name per language code."""
    rows: DataRows
    columns: Annotated[tuple[DataColumn, ...], Field(min_length=2)]
    """In order; a list, because the keys of a mapping have none once it is canonical JSON."""


class Unit(StrEnum):
    """In what an answer is measured; a percent is kept as a fraction."""

    NUMBER = "number"
    SECONDS = "seconds"
    PERCENT = "percent"


class Tolerance(Frozen):
    """How far a value may be from the expected one: the wider of the two."""

    abs: Annotated[Decimal, Field(ge=0)] = Decimal(0)
    rel: Annotated[Decimal, Field(ge=0, lt=1)] = Decimal(0)

    def admits(self, expected: Decimal, found: Decimal) -> bool:
        """Tell whether `found` is near enough."""
        return abs(found - expected) <= max(self.abs, self.rel * abs(expected))


class Misconception(Frozen):
    """A known wrong way to an answer, what it is still worth, and what the candidate is told."""

    id: Name
    expr: Expression
    points: Points
    feedback: Texts


Choice = Mapping[Name, Mapping[str, Annotated[tuple[Annotated[str, Field(min_length=1)], ...], Field(min_length=1)]]]
"""By the value of the key, the words that are taken for it, per language code."""


class AnswerCell(Frozen):
    """A cell that the candidate fills in."""

    id: Name
    label: Texts
    expr: Expression
    """The key; it may use columns and, as `ans.x`, the answers above it."""
    unit: Unit = Unit.NUMBER
    tol: Tolerance = Tolerance()
    points: Annotated[Decimal, Field(gt=0)]
    formula: Annotated[Literal["", "required"], UNSAID] = ""
    """Whether the instructions ask for a formula; a typed result is then worth half."""
    also: Annotated[tuple[Expression, ...], UNSAID] = ()
    """Other definitions that are as good."""
    misconceptions: Annotated[tuple[Misconception, ...], UNSAID] = ()
    choice: Annotated[Choice, UNSAID] = Field(default_factory=dict)
    """Where the answer is a word: `expr` is then `'key' if … else 'other'`."""


class ChartCheck(Frozen):
    """A chart that the instructions ask for."""

    kind: Literal["chart"]
    label: Texts
    minimum: Annotated[int, Field(ge=1, le=20)] = 1
    of_data: bool = True
    """Whether it must refer to the given table."""
    points: Annotated[Decimal, Field(gt=0)]


class SpreadsheetAssignment(Frozen):
    """What a workbook is made from, and what is asked in it."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)]
    languages: Annotated[tuple[Annotated[str, Field(pattern=r"^[a-z]{2}$")], ...], UNSAID] = ()
    """In which languages it can be given, beside the item's own."""
    instructions: Annotated[Mapping[str, tuple[str, ...]], Field(min_length=1)]
    """Lines per language code; they define each indicator that is asked for."""
    params: Annotated[Mapping[Name, Parameter], Field(min_length=1)]
    constraints: Annotated[tuple[Expression, ...], UNSAID] = ()
    """Comparisons of parameters; all are drawn anew until each holds."""
    data: DataTable
    answers: Annotated[tuple[AnswerCell, ...], Field(min_length=1)]
    checks: Annotated[tuple[ChartCheck, ...], UNSAID] = ()

    def sheet_of(self, language: str) -> str:
        """Return the name of the answer sheet; a missing one is a fault that the lint tells."""
        return self.data.answer_sheet.get(language, next(iter(self.data.answer_sheet.values())))


class SpreadsheetData(Frozen):
    """The table that a seed drew: days, and a whole number for each in every computed column."""

    days: tuple[date, ...]
    columns: Mapping[str, tuple[int, ...]]

"""The ways in which a workbook comes back: openpyxl, xlsxwriter from nothing, LibreOffice typing, or saving again."""

import io
import json
import os
import signal
import subprocess
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter
import yaml
from openpyxl import Workbook, load_workbook
from openpyxl.chart import LineChart, Reference

from exam.core.spreadsheet import ComputedColumn, SpreadsheetAssignment
from exam.core.spreadsheet_keys import mutation_of
from exam.core.spreadsheet_marking import mark
from exam.core.spreadsheet_marks import WorkbookMarking
from exam.core.spreadsheet_values import expected_values, generate
from exam.workbook import libreoffice
from exam.workbook.formulas import Spelling
from exam.workbook.layout import answer_rows, head_row
from exam.workbook.making import make_workbook
from exam.workbook.reading import Sought, read_workbook

CLIENT = Path(__file__).with_name("office_client.py")
FIXTURE = Path(__file__).parents[1] / "data" / "workbooks" / "quarter.yaml"
QUARTER = SpreadsheetAssignment.model_validate_json(json.dumps(yaml.safe_load(FIXTURE.read_text("utf-8"))))
SEED = "5eed0000000000000000000000000001"
DATA = generate(QUARTER, SEED)
EXPECTED = expected_values(QUARTER, DATA)
OTHER = mutation_of(QUARTER, DATA)
ISSUED = make_workbook(QUARTER, DATA, title="Trend", language="cs")
ROWS = answer_rows(QUARTER, "cs")
LAST = len(DATA.days) + 1
COLUMNS = [column.id for column in QUARTER.data.columns]

Cell = Decimal | str | None
Content = Mapping[str, Cell]
"""By answer, or by the coordinates of a given cell (`Data!B5`)."""

_SPELLING = Spelling(QUARTER, DATA, "cs")
FORMULAS: dict[str, Cell] = {answer.id: _SPELLING.formula(answer, answer.expr) for answer in QUARTER.answers}


def formula(name: str, expression: str) -> str:
    """Return an expression as the formula of a cell."""
    return _SPELLING.formula(next(answer for answer in QUARTER.answers if answer.id == name), expression)


def cell_of(name: str) -> str:
    """Return where an answer cell is."""
    return f"B{ROWS[name]}"


@dataclass(frozen=True)
class Made:
    """What a candidate did."""

    cells: Content
    chart: str = "Data"
    """The sheet that a chart refers to; nothing for none."""
    deleted: tuple[int, int] | None = None
    """Only LibreOffice: from which row of the table how many are deleted, formulas following as in any program."""
    edit: Callable[[Workbook], None] | None = None
    """Only openpyxl can do anything more."""


def by_openpyxl(made: Made) -> bytes:
    """Fill in the workbook that was handed out; formulas have no stored results."""
    workbook = load_workbook(io.BytesIO(ISSUED))
    answers: Any = workbook["Reseni"]
    for name, value in made.cells.items():
        if "!" in name:
            sheet, _, place = name.partition("!")
            workbook[sheet][place] = value
        else:
            answers[cell_of(name)] = value
    if made.chart:
        chart = LineChart()
        chart.add_data(Reference(workbook[made.chart], min_col=4, min_row=1, max_row=40), titles_from_data=True)
        answers.add_chart(chart, "F3")
    if made.edit:
        made.edit(workbook)
    return saved(workbook)


def saved(workbook: Workbook) -> bytes:
    """Return the workbook's bytes."""
    written = io.BytesIO()
    workbook.save(written)
    return written.getvalue()


def by_xlsxwriter(made: Made) -> bytes:
    """Write the same workbook from nothing: no names, no protection, every formula with 0 as its stored result."""
    written = io.BytesIO()
    workbook = xlsxwriter.Workbook(written, {"in_memory": True})
    answers, data = workbook.add_worksheet("Reseni"), workbook.add_worksheet("Data")
    day = workbook.add_format({"num_format": "d. m. yyyy"})
    answers.write_row(head_row(QUARTER, "cs") - 1, 0, ["Ukazatel", "Vaše hodnota", "Jednotka"])
    for answer in QUARTER.answers:
        answers.write_string(ROWS[answer.id] - 1, 0, answer.label["cs"])
        _write(answers, cell_of(answer.id), made.cells.get(answer.id))
    for at, column in enumerate(QUARTER.data.columns):
        data.write_string(0, at, column.header["cs"])
        values: tuple[int | date, ...] = DATA.columns[column.id] if isinstance(column, ComputedColumn) else DATA.days
        for row, value in enumerate(values, start=1):
            if isinstance(value, date):
                data.write_datetime(row, at, datetime(value.year, value.month, value.day), day)  # noqa: DTZ001 - no zone
            else:
                data.write_number(row, at, value)
    for name, content in made.cells.items():
        sheet, _, place = name.partition("!")
        if place:
            _write({"Data": data, "Reseni": answers}[sheet], place, content)
    if made.chart:
        chart = workbook.add_chart({"type": "line"})
        chart.add_series({"values": f"={made.chart}!$D$2:$D$40"})
        answers.insert_chart("F3", chart)
    workbook.close()
    return written.getvalue()


def _write(sheet: Any, place: str, value: Cell) -> None:  # noqa: ANN401 - xlsxwriter has no types
    if isinstance(value, Decimal):
        sheet.write_number(place, float(value))
    elif value and value.startswith("="):
        sheet.write_formula(place, value)
    elif value:
        sheet.write_string(place, value)


def by_libreoffice(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Have LibreOffice open each file, compute it and save it again, all in one run."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        profile = folder / "profile" / "user"
        profile.mkdir(parents=True)
        (profile / "registrymodifications.xcu").write_text(libreoffice.PROFILE, encoding="utf-8")
        for name, data in files.items():
            (folder / f"{name}.xlsx").write_bytes(data)
        command = [
            libreoffice.COMMAND,
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            *("--headless", "--convert-to", "xlsx", "--outdir", str(folder / "out")),
            *(str(folder / f"{name}.xlsx") for name in files),
        ]
        subprocess.run(command, check=True, capture_output=True, timeout=180)  # noqa: S603 - a fixed command
        return {name: (folder / "out" / f"{name}.xlsx").read_bytes() for name in files}


def typed_by_libreoffice(variants: Mapping[str, Made]) -> dict[str, bytes]:
    """Have LibreOffice open the workbook that was handed out, type into it, insert a chart and save it, in one run."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        (folder / "given.xlsx").write_bytes(ISSUED)
        files = [_typed(folder, name, variant) for name, variant in variants.items()]
        (folder / "order.json").write_text(json.dumps({"pipe": folder.name, "files": files}), "utf-8")
        office = subprocess.Popen(  # noqa: S603 - a fixed command
            [
                libreoffice.COMMAND,
                f"-env:UserInstallation={(folder / 'profile').as_uri()}",
                *("--headless", "--norestore", f"--accept=pipe,name={folder.name};urp"),
            ],
            start_new_session=True,
        )
        try:
            client = ["/usr/bin/python3", str(CLIENT), str(folder / "order.json")]
            subprocess.run(client, check=True, timeout=300)  # noqa: S603 - a fixed command
        finally:
            os.killpg(office.pid, signal.SIGKILL)
            office.wait()
        return {name: (folder / f"{name}.xlsx").read_bytes() for name in variants}


def _typed(folder: Path, name: str, variant: Made) -> dict[str, object]:
    places = {place if "!" in place else f"Reseni!{cell_of(place)}": value for place, value in variant.cells.items()}
    return {
        "given": (folder / "given.xlsx").as_uri(),
        "saved": (folder / f"{name}.xlsx").as_uri(),
        "chart": variant.chart,
        "deleted": variant.deleted,
        "cells": {place: float(value) if isinstance(value, Decimal) else value for place, value in places.items()},
    }


def marked(data: bytes) -> WorkbookMarking:
    """Return how the file is marked."""
    return mark(QUARTER, DATA, read_workbook(data, Sought(QUARTER, "cs", DATA, OTHER)), OTHER)

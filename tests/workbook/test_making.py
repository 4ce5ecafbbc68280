import hashlib
import io
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from exam.core.canonical import digest_of
from exam.core.spreadsheet_values import expected_values, generate
from exam.workbook.making import LanguageMissingError, make_workbook
from tests.spreadsheets import PLAIN, SEED, assignment

ROOT = Path(__file__).parents[2]
SMALL = assignment()
DATA = generate(SMALL, SEED)
ANSWERS, TABLE = "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"
ISSUED = make_workbook(SMALL, DATA, title="=Zkouška", language="cs")


def test_the_same_data_make_the_same_bytes() -> None:
    assert make_workbook(SMALL, DATA, title="=Zkouška", language="cs") == ISSUED


def test_the_file_holds_no_present_time() -> None:
    with zipfile.ZipFile(io.BytesIO(ISSUED)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    properties = unpacked(ISSUED)["docProps/core.xml"]
    assert properties.count("2000-01-01T00:00:00Z") == 2
    assert "202" not in properties


def test_sheet_names_are_ascii_and_follow_the_language() -> None:
    english = make_workbook(SMALL, DATA, title="Exam", language="en")
    assert load_workbook(io.BytesIO(ISSUED)).sheetnames == ["Reseni", "Data"]
    assert load_workbook(io.BytesIO(english)).sheetnames == ["Solution", "Data"]


def test_a_missing_language_is_refused_with_the_known_ones() -> None:
    with pytest.raises(LanguageMissingError) as refusal:
        make_workbook(SMALL, DATA, title="Prüfung", language="de")
    assert refusal.value.arguments == {"language": "de", "known": "cs, en"}


def test_answer_cells_are_yellow_empty_and_the_only_open_ones_beside_their_labels() -> None:
    sheet = load_workbook(io.BytesIO(ISSUED))["Reseni"]
    open_rows = [row for row in range(1, 41) if not sheet.cell(row, 2).protection.locked]
    open_cells = [sheet.cell(row, 2) for row in open_rows]
    assert [sheet.cell(row, 1).value for row in open_rows] == [answer.label["cs"] for answer in SMALL.answers]
    assert {cell.fill.start_color.rgb for cell in open_cells} == {"00FFFF99"}
    assert {cell.value for cell in open_cells} == {None}
    assert sheet.protection.sheet


def test_the_given_table_is_locked_and_whole() -> None:
    sheet = load_workbook(io.BytesIO(ISSUED))["Data"]
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0] == ("Datum", "Přijaté hovory", "Čas vyřízení (s)", "Vyřešené napoprvé")
    assert [row[1] for row in rows[1:]] == list(DATA.columns["zcalls"])
    assert [row[0].date() for row in rows[1:]] == list(DATA.days)  # type: ignore[union-attr]  # dates, as written
    assert sheet.protection.sheet
    assert all(cell.protection.locked for row in sheet.iter_rows() for cell in row)


def test_a_text_that_starts_like_a_formula_stays_a_text() -> None:
    sheet = load_workbook(io.BytesIO(ISSUED))["Reseni"]
    assert [(sheet["A1"].value, sheet["A1"].data_type), sheet["A3"].data_type] == [("=Zkouška", "s"), "s"]


def unpacked(issued: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(issued)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_a_workbook_has_these_very_bytes_on_every_machine_also_without_lxml() -> None:
    assert hashlib.sha256(ISSUED).hexdigest()[:16] == "4b0aed48e7e0c41e"
    told = "import hashlib, tests.workbook.test_making as made; print(hashlib.sha256(made.ISSUED).hexdigest()[:16])"
    environment = os.environ | {"OPENPYXL_LXML": "False"}
    done = subprocess.run([sys.executable, "-c", told], env=environment, cwd=ROOT, capture_output=True, check=True)  # noqa: S603 - this program itself
    assert done.stdout.decode().strip() == "4b0aed48e7e0c41e"


@settings(max_examples=10, deadline=None)
@given(st.text(alphabet="0123456789abcdef", min_size=32, max_size=32))
def test_no_expected_value_leaks_into_the_issued_file(seed: str) -> None:
    """Canary: outside the given table nothing depends on the draw, and in the table no computed value stands."""
    data = generate(SMALL, seed)
    parts = unpacked(make_workbook(SMALL, data, title="=Zkouška", language="cs"))
    table, said = parts.pop(TABLE), parts.pop("docProps/custom.xml")
    assert parts == {
        name: part for name, part in unpacked(ISSUED).items() if name not in {TABLE, "docProps/custom.xml"}
    }
    assert re.findall(r">([0-9a-f]+)<", said) == [digest_of(data)[:16]]
    assert "<f" not in table + parts[ANSWERS]
    cells = set(re.findall(r"<v>([^<]*)</v>", table))
    assert not cells & {f"{value:f}" for value in expected_values(SMALL, data).values()}
    assert not [cell for cell in cells if "." in cell]


def test_no_expression_or_parameter_leaks_into_the_issued_file() -> None:
    everything = " ".join(unpacked(ISSUED).values())
    secrets = [answer.expr for answer in SMALL.answers] + ["noise", "zcalls", "drift", SEED, PLAIN["id"]]
    assert not [secret for secret in secrets if secret in everything]

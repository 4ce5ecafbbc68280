"""The first sheet of a workbook that somebody brought, read by a process under the same limits as a candidate's."""

import io
import zipfile

import pytest
from openpyxl import Workbook

from exam.workbook.looking import table_of
from exam.workbook.refusals import WorkbookRefusedError
from exam.workbook.tables import MAX_ROWS, read_table


def made(*rows: tuple[str | int | None, ...]) -> bytes:
    workbook, out = Workbook(), io.BytesIO()
    sheet = workbook.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    workbook.save(out)
    return out.getvalue()


def test_a_table_is_read_by_another_process() -> None:
    assert table_of(made(("Jméno", "Příjmení"), ("Žofie", None), (7, "=1+1"))) == (
        ("Jméno", "Příjmení"),
        ("Žofie", ""),
        ("7", ""),
    )


def test_no_more_rows_are_read_than_could_be_people() -> None:
    assert len(read_table(made(*[("a",)] * (MAX_ROWS + 50))).rows) == MAX_ROWS + 1


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "spreadsheetml.sheet.main+xml")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 60_000_000)
    return out.getvalue()


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"PK\x03\x04" + b"x" * 100, bomb(), made(("a",))[:-200]])
def test_what_may_not_be_opened_is_refused_by_name(data: bytes) -> None:
    with pytest.raises(WorkbookRefusedError):
        table_of(data)

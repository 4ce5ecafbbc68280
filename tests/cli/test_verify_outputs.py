import csv
import io
from datetime import UTC, datetime

import pytest

from exam.cli.verdicts import Row
from exam.cli.verify_outputs import COLUMNS, SHOWN, harmless, letters, overview, table, total
from exam.wording import Language

AT = datetime(2026, 11, 25, 8, 0, tzinfo=UTC)


def row(path: str = "a.pdf", *codes: str, record: str | None = "record-1") -> Row:
    told = [{"code": code, "arguments": {"field": "Seal", "reason": "x"}} for code in codes]
    verdict = "RETURN" if codes else "ACCEPT"
    return {"path": path, "verdict": verdict, "record": record, "sha256": "5ha", "codes": told, "notes": []}


def cells(rows: list[Row]) -> list[list[str]]:
    return list(csv.reader(io.StringIO(table(rows, Language.EN).decode("utf-8-sig")), delimiter=";"))


@pytest.mark.parametrize("hostile", ["=1+1", "+1", "-1", "@SUM(A1)", "|calc", "%0a", "=cmd|' /C calc'!A0"])
def test_no_cell_of_the_table_is_a_formula(hostile: str) -> None:
    assert harmless(hostile) == f"'{hostile}"
    _, told = cells([row(hostile, record=hostile)])
    assert told[0] == told[2] == f"'{hostile}"


def test_a_name_cannot_start_a_row_or_a_column_of_its_own() -> None:
    rows = cells([row('x";=1\r\nACCEPT;y\t')])
    assert len(rows) == 2
    assert len(rows[1]) == len(COLUMNS)
    assert rows[1][0] == 'x";=1⟨U+000D⟩⟨U+000A⟩ACCEPT;y⟨U+0009⟩'


def test_the_table_holds_codes_and_their_sentences() -> None:
    _, told = cells([row("a.pdf", "signature-missing", "bytes-after-end")])
    assert told[COLUMNS.index("codes")] == "signature-missing bytes-after-end"
    assert "Seal" in told[COLUMNS.index("reasons")]


def test_the_report_counts_verdicts_and_reasons() -> None:
    rows = [row(), *(row(f"{number}.pdf", "signature-missing") for number in range(3)), row("z", "bytes-after-end")]
    lines = overview(rows, Language.EN, AT)
    assert total(rows, Language.EN) in lines
    assert "ACCEPT 1, DECIDE 0, PRACTICE 0, RETURN 4" in total(rows, Language.EN)
    twice = row("y", "signature-missing", "signature-missing")
    assert any(line.strip().startswith("4× signature-missing") for line in overview([*rows, twice], Language.EN, AT))
    counted = [line for line in lines if "×" in line]
    assert counted[0].strip().startswith("3× signature-missing")
    assert "  z: bytes-after-end" in lines


@pytest.mark.parametrize("language", list(Language))
def test_the_report_fits_a_page_and_claims_no_legal_effect(language: Language) -> None:
    rows = [row(f"{number}.pdf", "signature-missing") for number in range(1000)]
    lines = overview(rows, language, AT)
    assert len(lines) < SHOWN + 20
    assert str(1000 - SHOWN) in lines[-3]
    assert "legal" in lines[-1] or "právní" in lines[-1]
    assert overview([row()], language, AT)[5]


def test_a_letter_is_drafted_for_each_record_to_be_returned_and_no_other() -> None:
    rows = [row(), row("b.pdf", "signature-missing"), row("c.pdf", "bytes-after-end", record="../../x\n")]
    drafts = dict(letters(rows, Language.EN))
    assert list(drafts) == ["00001-record-1.txt", "00002-x.txt"]
    assert "signature-missing" in drafts["00001-record-1.txt"]
    assert "draft" in drafts["00001-record-1.txt"].lower()


def test_a_letter_about_an_unreadable_file_has_a_name_too() -> None:
    ((name, text),) = letters([row("b.pdf", "record-unreadable", record=None) | {"sha256": None}], Language.CS)
    assert name == "00001.txt"
    assert "SHA-256: –" in text

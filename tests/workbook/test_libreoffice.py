"""The second engine and OpenDocument, by the LibreOffice that is installed here; without one, each is a refusal."""

import pytest

from exam.core.spreadsheet_marking import mark
from exam.workbook import libreoffice
from exam.workbook.engine import engine_of
from exam.workbook.engines import Engine
from exam.workbook.libreoffice import by_libreoffice, converted
from exam.workbook.locating import Place
from exam.workbook.reading import Sought, read_workbook
from exam.workbook.refusals import LibreOfficeFailedError, WorkbookOpenDocumentError
from tests.workbook.clients import DATA, FORMULAS, OTHER, QUARTER, Made, by_openpyxl

FILLED = by_openpyxl(Made(FORMULAS))


@pytest.mark.needs_libreoffice
def test_libreoffice_recalculates_as_handed_in_restored_and_over_other_data() -> None:
    tampered = by_openpyxl(Made(FORMULAS | {"Data!D5": "99999"}))
    sought = Sought(QUARTER, "cs", DATA, OTHER, Engine.LIBREOFFICE)
    marking = mark(QUARTER, DATA, read_workbook(tampered, sought), OTHER)
    assert (int(marking.score), str(marking.basis)) == (22, "restored")
    assert marking.engine.startswith("LibreOffice ")


@pytest.mark.needs_libreoffice
def test_an_open_document_is_taken_where_the_settings_say_so() -> None:
    document = converted(FILLED, "ods")
    with pytest.raises(WorkbookOpenDocumentError):
        read_workbook(document, Sought(QUARTER, "cs", DATA, OTHER))
    found = read_workbook(document, Sought(QUARTER, "cs", DATA, OTHER, open_document=True))
    assert mark(QUARTER, DATA, found, OTHER).score >= 20


@pytest.mark.needs_libreoffice
def test_what_libreoffice_cannot_read_is_refused_and_wrong_for_nobody() -> None:
    wanted = [Place("Nikde", 1, 2)]
    assert by_libreoffice(b"PK\x03\x04nothing", wanted, ()) == {wanted[0]: libreoffice.REFUSED}
    assert by_libreoffice(FILLED, wanted, ()) == {wanted[0]: libreoffice.REFUSED}


def test_a_missing_libreoffice_is_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libreoffice, "COMMAND", "no-such-office")
    with pytest.raises(LibreOfficeFailedError):
        converted(FILLED, "ods")
    assert engine_of(Engine.LIBREOFFICE)[1] == ""

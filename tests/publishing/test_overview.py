import io

import pikepdf

from exam.publishing.overview import draw_lines
from tests.publishing.office import REPORTS
from tests.publishing.reading import text


def test_a_page_holds_its_lines_and_cuts_what_does_not_fit() -> None:
    lines = ["Zpráva", "", "  odsazený řádek \u4e00", *(f"řádek {number}" for number in range(200))]
    pdf = draw_lines(lines, REPORTS / "fonts")
    shown = text(pdf)
    assert "Zpráva" in shown
    assert "odsazený řádek ?" in shown
    assert "…" in shown
    assert "řádek 199" not in shown
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert len(opened.pages) == 1


def test_no_lines_are_a_page_too() -> None:
    assert draw_lines([], REPORTS / "fonts").startswith(b"%PDF")

import pytest
from reportlab.platypus import Flowable, Paragraph

from exam.publishing.draft import Draft, grid, pairs
from exam.publishing.tables import WIDTH
from tests.publishing.office import Office, templates, typesetter


@pytest.fixture
def draft(office: Office) -> Draft:
    return Draft(office.short.record, typesetter(), "", (), templates()["nsk"].order)


def shown(table: Flowable) -> list[str]:
    """Return the text of each row's first cell."""
    cells = [row[0] for row in table._cellvalues]  # noqa: SLF001 - reportlab gives no other way
    return [(cell if isinstance(cell, Paragraph) else cell[0]).getPlainText() for cell in cells]


def test_a_table_that_fits_stays_whole(draft: Draft) -> None:
    table = pairs(draft, [("a", "b"), ("c", "")], summary="")
    _, height = table.wrap(WIDTH, 1000)
    assert table.split(WIDTH, height + 1) == [table]


def test_a_table_breaks_between_rows_and_repeats_its_head(draft: Draft) -> None:
    rows = [[draft.cell(f"{number}")] for number in range(20)]
    table = grid(draft, rows, (WIDTH,), summary="")
    table.wrap(WIDTH, 1000)
    first, rest = table.split(WIDTH, 100)
    assert shown(first) == ["0", "1", "2", "3", "4", "5"]
    assert shown(rest)[:2] == ["0", "6"]


def test_a_row_that_fits_on_a_page_is_not_torn(draft: Draft) -> None:
    table = grid(draft, [[draft.cell("head")], [draft.setter.lines(["line"] * 30)]], (WIDTH,), summary="")
    table.wrap(WIDTH, 1000)
    assert table.split(WIDTH, 100) == []


def test_a_row_that_is_taller_than_a_page_begins_where_it_stands(draft: Draft) -> None:
    rows = [[draft.cell("head")], [draft.cell("short")], [draft.setter.lines(["line"] * 90)]]
    table = grid(draft, rows, (WIDTH,), summary="")
    table.wrap(WIDTH, 3000)
    first, rest = table.split(WIDTH, 200)
    assert shown(first)[:2] == ["head", "short"]
    assert len(shown(first)) == 3
    assert len(shown(rest)) == 2

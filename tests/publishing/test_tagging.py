import io
from collections.abc import Sequence

import pikepdf
import pytest
from reportlab.platypus import Flowable, Spacer

from exam.publishing.paper import Furniture, counting_canvas, sheet
from exam.publishing.structure import Element, Mark
from exam.publishing.tables import WIDTH, ruled
from exam.publishing.tagging import Arranged, Rule, Tags
from exam.publishing.typesetting import INK
from tests.publishing.office import Office, typesetter
from tests.publishing.structure_reading import artifacts, read, unmarked

setter = typesetter()


def laid_out(*story: Flowable) -> tuple[Element, bytes]:
    """Return the structure of a story, and its pages."""
    tags, out = Tags(), io.BytesIO()
    furniture = Furniture(setter=setter, title="T", header="H", footer="F", banner="")
    sheet(out, furniture, language="cs").build(list(story), canvasmaker=counting_canvas(furniture, tags))
    return tags.document, out.getvalue()


def roles(element: Element) -> list[str]:
    return [found.role for found in element.all()]


def marks(element: Element) -> list[tuple[int, int]]:
    return [(part.page, part.number) for part in element.parts if isinstance(part, Mark)]


def rows(*texts: Sequence[str]) -> list[list[Flowable]]:
    return [[setter.set(text) for text in row] for row in texts]


@pytest.mark.parametrize(
    ("style", "role"), [("title", "H1"), ("section", "H2"), ("subsection", "H3"), ("body", "P"), ("reason", "P")]
)
def test_a_style_has_a_role(style: str, role: str) -> None:
    document, _ = laid_out(setter.set("a", style))
    assert roles(document) == ["Document", role]


def test_a_paragraph_over_pages_is_one_element() -> None:
    document, _ = laid_out(setter.set("\n".join("x" * 150), verbatim=True), setter.set("y"))
    assert roles(document) == ["Document", "P", "P"]
    assert [marks(part) for part in document.parts if isinstance(part, Element)] == [
        [(1, 0), (2, 0), (3, 0)],
        [(3, 1)],
    ]


def test_the_items_of_a_list_lie_in_it() -> None:
    document, _ = laid_out(*setter.listed(["a", "b"]), setter.set("c"))
    assert roles(document) == ["Document", "L", "LI", "LBody", "LI", "LBody", "P"]


def test_a_table_is_rows_of_heads_and_cells() -> None:
    table = ruled(rows(("a", "b"), ("c", "d")), (50, 50), heads=1, summary="about")
    document, _ = laid_out(table)
    assert roles(document) == ["Document", "Table", "TR", "TH", "TH", "TR", "TD", "TD"]
    assert [found.scope for found in document.all()] == ["", "", "", "Column", "Column", "", "", ""]
    assert next(found.summary for found in document.all() if found.role == "Table") == "about"


def test_a_table_without_a_head_has_one_in_each_row() -> None:
    document, _ = laid_out(ruled(rows(("a", "b"), ("c", "d")), (50, 50), heads=0, summary=""))
    assert roles(document) == ["Document", "Table", "TR", "TH", "TD", "TR", "TH", "TD"]
    assert {found.scope for found in document.all() if found.role == "TH"} == {"Row"}


def test_paragraphs_that_share_a_cell_stay_apart() -> None:
    cells: list[list[Flowable | list[Flowable]]] = [[setter.set("head")], [[setter.set("a"), setter.set("b")]]]
    document, _ = laid_out(ruled(cells, (WIDTH,), heads=1, summary=""))
    assert roles(document) == ["Document", "Table", "TR", "TH", "TR", "TD", "P", "P"]


def test_a_table_over_pages_is_one_and_its_head_is_read_once() -> None:
    table = ruled(rows(("head",), *((f"row{number}",) for number in range(120))), (WIDTH,), heads=1, summary="")
    document, _ = laid_out(table)
    assert roles(document).count("Table") == 1
    assert roles(document).count("TR") == 121
    assert [marks(found) for found in document.all() if found.role == "TH"] == [[(1, 0)]]
    assert all(len(marks(found)) == 1 for found in document.all() if found.role == "TD")


def test_a_row_over_pages_is_one_and_so_is_what_lies_in_it() -> None:
    tall = [setter.set("short"), setter.lines(["line"] * 90)]
    after = [setter.set("after"), setter.set("last")]
    cells: list[list[Flowable | list[Flowable]]] = [[setter.set("head")], [list(tall)], [list(after)]]
    document, _ = laid_out(ruled(cells, (WIDTH,), heads=1, summary=""))
    assert roles(document) == ["Document", "Table", "TR", "TH", "TR", "TD", "P", "P", "TR", "TD", "P", "P"]
    long = [found for found in document.all() if found.role == "P"][1]
    assert [page for page, _ in marks(long)] == [1, 2]


def test_a_table_that_only_arranges_is_no_element() -> None:
    arranged = Arranged(rows(("a", "b")), style=[("BOX", (0, 0), (-1, -1), 1, INK)])
    document, _ = laid_out(arranged, Rule(width="100%"), Spacer(0, 5))
    assert roles(document) == ["Document", "P", "P"]


@pytest.fixture
def opened(office: Office) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(office.unsigned))


def test_a_record_is_read_in_the_order_in_which_it_is_printed(opened: pikepdf.Pdf) -> None:
    document = read(opened)
    assert document.below[0].text == "Záznam o průběhu a výsledku zkoušky"
    heads = [node.text for node in document.all("H2")]
    assert heads == sorted(heads, key=lambda head: int(head.split(".")[0]))
    assert len(heads) == 13
    assert document.all("H3")[0].text.startswith("7.1 Orientace v zákonných normách – splnil")
    assert "Kritérium Výsledek a) † Předvést postup v zadané situaci Úkol: Orientace" in document.told()


def test_heads_and_feet_of_pages_are_not_read(office: Office, opened: pikepdf.Pdf) -> None:
    told = read(opened).told()
    pages = artifacts(office.unsigned, "Pagination")
    for number, page in enumerate(pages, start=1):
        assert f"strana {number} z {len(pages)}" in page
    assert "strana 1 z" not in told
    assert not any(artifacts(office.unsigned, "Layout"))


def test_everything_that_is_painted_is_marked(office: Office) -> None:
    assert unmarked(office.unsigned) == []


def test_each_field_is_met_where_its_signer_is_named(opened: pikepdf.Pdf) -> None:
    places = [node for node in read(opened).all("Div") if node.all("Form")]
    assert [node.below[0].text for node in places] == [
        "Mgr. Alžběta Dvořáková-Vzorová",
        "Ing. Vít Krátký-Příkladný",
        "Jitka Holubová-Ukázková",
        "Pečeť autorizované osoby",
    ]
    assert [str(node.all("Form")[0].found.Alt) for node in places] == [
        "Mgr. Alžběta Dvořáková-Vzorová, prohlášení místo podpisu",
        "Ing. Vít Krátký-Příkladný, prohlášení místo podpisu",
        "Jitka Holubová-Ukázková, prohlášení místo podpisu",
        "Pečeť autorizované osoby, uzavírá záznam",
    ]

import io

import pikepdf
import pytest

from tests.publishing.office import drawn
from tests.publishing.structure_reading import Node, parts, read
from tests.record_builders import record_case


@pytest.fixture(scope="module")
def opened() -> pikepdf.Pdf:
    """Return a record whose paragraphs and rows run over pages."""
    return pikepdf.open(io.BytesIO(drawn(record_case(passed=False, nasty=True))))


def every(node: Node) -> list[Node]:
    return [node, *(found for below in node.below for found in every(below))]


def owners(opened: pikepdf.Pdf) -> dict[int, pikepdf.Object]:
    numbers = opened.Root.StructTreeRoot.ParentTree.Nums
    return {int(numbers[place]): numbers[place + 1] for place in range(0, len(numbers), 2)}


def test_every_element_names_the_one_that_it_lies_in(opened: pikepdf.Pdf) -> None:
    document = read(opened)
    for node in every(document):
        for below in node.below:
            assert below.found.P.objgen == node.found.objgen
    assert document.found.P.Type == pikepdf.Name.StructTreeRoot


def test_every_piece_of_content_leads_back_to_its_element(opened: pikepdf.Pdf) -> None:
    tree = owners(opened)
    for number, page in enumerate(opened.pages):
        assert page.obj.StructParents == number
        marked = [
            int(found.operands[1]["/MCID"])
            for found in pikepdf.parse_content_stream(page, "BDC")
            if "/MCID" in found.operands[1]
        ]
        assert marked == list(range(len(tree[number])))
    assert opened.Root.StructTreeRoot.ParentTreeNextKey == len(tree)


def test_a_piece_on_another_page_says_on_which(opened: pikepdf.Pdf) -> None:
    apart = [
        part
        for node in every(read(opened))
        for part in parts(node.found)
        if not isinstance(part, int) and part.get("/Type") == pikepdf.Name.MCR
    ]
    assert len(apart) >= 4


def test_every_field_leads_back_to_the_form_element_that_names_it(opened: pikepdf.Pdf) -> None:
    tree = owners(opened)
    for field in list(opened.Root.AcroForm.Fields)[:-1]:  # the last one has no place
        form = tree[int(field.StructParent)]
        assert pikepdf.Name.Form == form.S
        assert form.K.Obj.objgen == field.objgen
        assert form.Pg.objgen == field.P.objgen


def test_heads_of_tables_say_what_they_head(opened: pikepdf.Pdf) -> None:
    document = read(opened)
    assert {str(node.found.A.Scope) for node in document.all("TH")} == {"/Row", "/Column"}
    assert all(str(node.found.A.Summary) for node in document.all("Table"))

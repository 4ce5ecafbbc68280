import io

import pytest
from reportlab.pdfgen.canvas import Canvas

from exam.publishing.boxes import FRAME, WIDTH, Place, SignatureBox, SignatureField
from exam.publishing.tagging import Tags
from tests.publishing.office import typesetter
from tests.publishing.reading import pages_text


def put(place: Place, left: float = 50, bottom: float = 100) -> tuple[str, float, list[SignatureField]]:
    """Draw a box and return its text, its height and the field that it reports."""
    setter, out = typesetter(), io.BytesIO()
    found: list[SignatureField] = []
    canvas = Canvas(out, initialFontName=setter.faces.regular)
    canvas.tags = Tags()
    canvas.showPage()
    box = SignatureBox(place, setter, found.append)
    _, height = box.wrapOn(canvas, 1000, 1000)
    box.drawOn(canvas, left, bottom)
    canvas.save()
    return pages_text(out.getvalue())[1], height, found


def test_an_electronic_signer_has_a_field_where_the_frame_is() -> None:
    _, height, (field,) = put(Place(name="Jan", caption="člen", line="podpis", field="Member2"))
    assert (field.field, field.signer, field.page) == ("Member2", "Jan", 2)
    left, bottom, right, top = field.rectangle
    assert (left, right) == (50, 50 + WIDTH)
    assert top - bottom == pytest.approx(FRAME)
    assert 100 < bottom < top < 100 + height


def test_who_signs_on_paper_has_no_field() -> None:
    shown, _, fields = put(Place(name="Jan", caption="člen", line="podpis"))
    assert fields == []
    assert "elektronický" not in shown
    assert shown.split("\n")[-3:] == ["podpis", "dne", ""]


def test_a_long_name_and_a_remark_take_more_room() -> None:
    _, short, _ = put(Place(name="Jan", caption="člen", line="podpis", field="Seal"))
    shown, tall, (field,) = put(Place("Jan " * 60, "člen", "podpis", "Seal", remark="Poznámka <i>."))
    assert tall > short + 30
    assert "Poznámka <i>." in shown
    assert field.rectangle[3] < 100 + tall - 30

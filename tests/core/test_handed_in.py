import io
import zipfile

import pytest

from exam.core.handed_in import kind_of
from exam.core.session_values import SubmissionKind

WORKBOOK, PRESENTATION = SubmissionKind.WORKBOOK, SubmissionKind.PRESENTATION


def zipped(*names: str) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name in names:
            archive.writestr(name, b"ppt/presentation.xml")
    return written.getvalue()


SLIDES, BOOK = zipped("[Content_Types].xml", "ppt/presentation.xml"), zipped("[Content_Types].xml", "xl/workbook.xml")


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("a.pptx", SLIDES, PRESENTATION),
        ("a.xlsx", SLIDES, PRESENTATION),
        ("a.xlsx", BOOK, WORKBOOK),
        ("a.pptx", BOOK, WORKBOOK),
        ("a.PPTX ", b"\xd0\xcf\x11\xe0 protected", PRESENTATION),
        ("a.odp", zipped("mimetype"), PRESENTATION),
        ("a.pdf", b"%PDF-1.7", PRESENTATION),
        ("a.xlsx", b"\xd0\xcf\x11\xe0 protected", WORKBOOK),
        ("a", b"", WORKBOOK),
        ("pptx", b"x", WORKBOOK),
    ],
)
def test_a_file_is_taken_for_what_it_is_and_by_its_name_where_it_is_neither(
    name: str, data: bytes, kind: SubmissionKind
) -> None:
    assert kind_of(name, data) is kind

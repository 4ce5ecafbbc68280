import shutil
from pathlib import Path

import pytest
from reportlab.pdfbase import pdfmetrics

from exam.core.report import Fonts
from exam.publishing.fonts import FontUnusableError, load_faces
from tests.publishing.office import REPORTS
from tests.publishing.surgery import changed

FONTS = Fonts(regular="NotoSans-Regular.ttf", bold="NotoSans-Bold.ttf", italic="NotoSans-Italic.ttf")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return shutil.copytree(REPORTS / "fonts", tmp_path / "fonts")


def test_fonts_are_known_by_their_contents(folder: Path) -> None:
    shipped = load_faces(REPORTS / "fonts", FONTS)
    assert load_faces(folder, FONTS) == shipped
    shutil.copyfile(folder / "NotoSans-Bold.ttf", folder / "NotoSans-Regular.ttf")
    other = load_faces(folder, FONTS)
    assert other.regular != shipped.regular
    assert (other.bold, other.italic) == (shipped.bold, shipped.italic)


def test_a_font_that_reportlab_forgot_is_registered_again(folder: Path) -> None:
    name = load_faces(folder, FONTS).regular
    pdfmetrics._fonts.pop(name)  # noqa: SLF001 - reportlab's own reset between runs empties it
    assert load_faces(folder, FONTS).regular == name
    assert name in pdfmetrics.getRegisteredFontNames()


def test_what_all_fonts_have_is_known() -> None:
    shown = load_faces(REPORTS / "fonts", FONTS).characters
    assert all(char in shown for char in "příliš žluťoučký kůň ĂŢ Ł Щ † „“ … – \u00a0")
    assert not any(char in shown for char in "שע中🙂")


def test_a_missing_font_is_told(folder: Path) -> None:
    (folder / "NotoSans-Bold.ttf").unlink()
    with pytest.raises(FontUnusableError) as refused:
        load_faces(folder, FONTS)
    assert refused.value.arguments["path"] == str(folder / "NotoSans-Bold.ttf")


@pytest.mark.parametrize("data", [b"", b"no font", b"OTTO" + bytes(500), bytes(5000)])
def test_a_file_that_is_no_font_is_told(folder: Path, data: bytes) -> None:
    (folder / "NotoSans-Italic.ttf").write_bytes(data)
    with pytest.raises(FontUnusableError):
        load_faces(folder, FONTS)


@pytest.mark.parametrize("length", [10, 100, 1000, 20_000, 200_000])
def test_a_font_that_was_cut_is_told(folder: Path, length: int) -> None:
    path = folder / "NotoSans-Regular.ttf"
    path.write_bytes(path.read_bytes()[:length])
    with pytest.raises(FontUnusableError):
        load_faces(folder, FONTS)


def test_a_font_with_a_changed_byte_is_told(folder: Path) -> None:
    path = folder / "NotoSans-Regular.ttf"
    path.write_bytes(changed(path.read_bytes(), 300_000))
    with pytest.raises(FontUnusableError):
        load_faces(folder, FONTS)

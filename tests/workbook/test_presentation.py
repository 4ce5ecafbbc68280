"""What a panel reads of a presentation: everything that its slides say, by files that nobody here wrote."""

import io
import zipfile
from collections.abc import Callable

import pytest

from exam.core.presentation import MAX_SLIDES, MAX_TEXT, Chart, Line, Outline, Picture, Slide
from exam.workbook.child import OUTLINE
from exam.workbook.looking import REFUSALS, outline_of
from exam.workbook.presentation import read_presentation
from exam.workbook.refusals import WorkbookBrokenError, WorkbookExhaustingError
from tests.spreadsheets import repacked
from tests.workbook.limited import looked_into
from tests.workbook.slides import MAIN, PRESENTED, REFUSED, SLIDE, in_part, nested, paragraphs, presented


def test_titles_lines_notes_tables_charts_and_pictures_are_read_in_order() -> None:
    assert outline_of(PRESENTED) == Outline(
        slides=(
            Slide(
                title="Závěr čtvrtletí",
                lines=(Line(text="AHT roste o 4,2 %"), Line(text="nejvíc ve třetím měsíci", level=1)),
                notes=("Zmínit výpadek 14. 2.",),
            ),
            Slide(title="Vývoj", charts=(Chart(kind="line", title="AHT po měsících", series=("AHT",)),)),
            Slide(
                tables=((("Měsíc", "AHT"), ("leden", "280 s")),),
                pictures=(Picture(name="Picture 2", description="Podíl důvodů stížností"),),
            ),
        )
    )


def test_a_hidden_slide_is_told_as_such() -> None:
    shown = read_presentation(in_part(SLIDE, b"<p:sld ", b'<p:sld show="0" '))
    assert [slide.hidden for slide in shown.slides] == [True, False, False]


def test_texts_in_groups_and_alternatives_are_read_once() -> None:
    shown = read_presentation(presented(nested)).slides[0]
    assert shown.lines[-1].text == "uvnitř"
    choice, fallback = b"<mc:Choice>%b</mc:Choice>", b"<mc:Fallback>%b</mc:Fallback>"
    both = b'<mc:AlternateContent xmlns:mc="x">' + choice + fallback + b"</mc:AlternateContent>"
    shape = b"<p:sp><p:txBody><a:p><a:r><a:t>jednou</a:t></a:r></a:p></p:txBody></p:sp>"
    told = read_presentation(in_part(SLIDE, b"</p:spTree>", both % (shape, shape) + b"</p:spTree>")).slides[0]
    assert [line.text for line in told.lines].count("jednou") == 1


def test_a_slide_that_is_listed_many_times_is_read_once_and_no_more_are_told_than_anybody_reads() -> None:
    entry = PRESENTED_ENTRIES.partition(b"/>")[0] + b"/>"
    many = read_presentation(in_part(MAIN, entry, entry * 5_000))
    assert (len(many.slides), many.left_out) == (MAX_SLIDES, True)
    long = read_presentation(in_part(SLIDE, b"AHT roste", b"ha " * (MAX_TEXT // 3)))
    assert (long.slides, long.left_out) == ((), True)


def _entries() -> bytes:
    with zipfile.ZipFile(io.BytesIO(PRESENTED)) as archive:
        return b"<p:sldId " + archive.read(MAIN).partition(b"<p:sldId ")[2]


PRESENTED_ENTRIES = _entries()


@pytest.mark.parametrize("target", ["../../../../etc/passwd", "/etc/passwd", "nowhere.xml", ""])
def test_a_reference_out_of_the_file_or_to_nothing_is_passed_over(target: str) -> None:
    relations = "ppt/slides/_rels/slide2.xml.rels"
    changed = repacked(PRESENTED, {relations: lambda content: content.replace(b"../charts/", target.encode() + b"/")})
    assert read_presentation(changed).slides[1].charts == ()
    outside = b'TargetMode="External" Target="../charts'
    linked = repacked(PRESENTED, {relations: lambda content: content.replace(b'Target="../charts', outside)})
    assert read_presentation(linked).slides[1].charts == ()


@pytest.mark.parametrize("name", REFUSED)
def test_what_no_candidate_makes_is_refused_with_one_code(name: str) -> None:
    made, code = REFUSED[name]
    assert REFUSALS[looked_into(made(), OUTLINE)["refused"]].code == code


@pytest.mark.parametrize(
    ("made", "slides"),
    [(lambda: PRESENTED, 3), (lambda: presented(nested), 3), (lambda: paragraphs(90_000), 0)],
    ids=["right", "nested", "longer than anybody reads"],
)
def test_what_is_read_takes_no_more_than_a_hostile_one_may(made: Callable[[], bytes], slides: int) -> None:
    found = looked_into(made(), OUTLINE)["found"]
    assert (len(found["slides"]), found["left_out"]) == (slides, slides == 0)


def test_a_presentation_that_kills_its_reader_harms_nobody_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("exam.workbook.looking.CHILD", ("false",))
    with pytest.raises(WorkbookExhaustingError):
        outline_of(PRESENTED)
    monkeypatch.undo()
    assert len(outline_of(PRESENTED).slides) == 3


def test_a_part_that_cannot_be_read_is_a_broken_file() -> None:
    with pytest.raises(WorkbookBrokenError):
        read_presentation(in_part("ppt/_rels/presentation.xml.rels", b"</Relationships>", b""))

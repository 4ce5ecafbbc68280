import io

import pytest

from exam.core.receipt import receipt_code
from exam.publishing.paper import Furniture, counting_canvas, sheet
from exam.publishing.tagging import Tags
from exam.publishing.typesetting import Typesetter
from tests.publishing.office import Office, drawn, typesetter
from tests.publishing.reading import pages_text
from tests.record_builders import record_case

BANNER = "CVIČNÁ ZKOUŠKA – NENÍ ÚŘEDNÍM ZÁZNAMEM"


def furniture(setter: Typesetter, title: str, banner: str = "") -> Furniture:
    return Furniture(setter=setter, title=title, header="H", footer="F", banner=banner)


def sheets(found: Furniture, text: str) -> tuple[str, ...]:
    out = io.BytesIO()
    story = [found.setter.set(text, verbatim=True)]
    sheet(out, found, language="cs").build(story, canvasmaker=counting_canvas(found, Tags()))
    return pages_text(out.getvalue())


@pytest.mark.parametrize("nasty", [False, True])
def test_every_page_of_a_practice_record_has_the_banner(*, nasty: bool) -> None:
    pages = pages_text(drawn(record_case(passed=False, nasty=nasty)))
    assert len(pages) > 2
    assert [page.count(BANNER) for page in pages] == [1] * len(pages)


def test_no_page_of_an_official_record_has_it(office: Office) -> None:
    pages = pages_text(drawn(office.case(practice=False)))
    assert not any("CVIČNÁ ZKOUŠKA" in page for page in pages)


def test_every_page_says_which_it_is_and_of_which_record(office: Office) -> None:
    pages = pages_text(office.unsigned)
    for number, page in enumerate(pages, start=1):
        assert f"strana {number} z {len(pages)}" in page
        assert "Záznam record-2F8K3M9QTX" in page
        assert (
            f"Zkouška session-7K2M9Q4TXB · stvrzenka {receipt_code(office.short.record.session_head)} · otisk dat "
            in page
        )


def test_a_title_that_would_run_into_its_neighbour_is_cut() -> None:
    (page,) = sheets(furniture(typesetter(), "Velmi dlouhý název záznamu o zkoušce " * 9), "text")
    (head,) = [line for line in page.splitlines() if line.startswith("Velmi")]
    assert head.endswith("…")
    assert 20 < len(head) < 80


def test_a_foot_is_one_line() -> None:
    assert "první druhý" in sheets(furniture(typesetter(), "první\ndruhý"), "text")[0]


@pytest.mark.parametrize("banner", ["", BANNER])
def test_pages_follow_one_another_until_all_is_told(banner: str) -> None:
    pages = sheets(furniture(typesetter(), "T", banner), "\n".join(f"řádek {number}" for number in range(200)))
    assert len(pages) == 4
    assert [word for page in pages for word in page.splitlines() if word.startswith("řádek")] == [
        f"řádek {number}" for number in range(200)
    ]

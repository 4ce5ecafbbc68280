import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from exam.core.canonical import digest
from exam.publishing.fonts import FontUnusableError
from exam.publishing.publisher import ColourProfileMissingError, RecordPublisher, ReportMissingError
from tests.publishing.office import REPORTS, Office, drawn, templates
from tests.record_builders import RecordCase, record_case

ELSEWHERE = """
from exam.core.canonical import digest
from tests.publishing.office import drawn
from tests.record_builders import record_case
print(digest(drawn(record_case(passed=False, nasty=True))))
"""


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    return shutil.copytree(REPORTS, tmp_path / "reports")


def draw(publisher: RecordPublisher, case: RecordCase) -> bytes:
    return publisher.draw(case.record, case.extract, case.standard_json)


def test_the_same_data_give_the_same_bytes(office: Office, reports: Path) -> None:
    first = drawn(office.short)
    drawn(record_case(passed=False, nasty=True))
    assert drawn(office.short) == first
    assert draw(RecordPublisher(templates(), reports), office.short) == first


def test_the_same_data_give_the_same_bytes_in_another_process() -> None:
    here = digest(drawn(record_case(passed=False, nasty=True)))
    world = os.environ | {"PYTHONHASHSEED": "4711", "TZ": "Pacific/Auckland", "LC_ALL": "C"}
    asked = [sys.executable, "-c", ELSEWHERE]
    there = subprocess.run(asked, env=world, check=True, capture_output=True, text=True)  # noqa: S603 - our own words
    assert there.stdout.strip() == here


def test_other_data_give_other_bytes(office: Office) -> None:
    moved = office.short.record.model_copy(update={"place": "Jinde"})
    assert drawn(office.short, moved) != drawn(office.short)


@pytest.mark.parametrize("change", [{"language": "xx"}, {"language": ""}])
def test_a_language_without_words_is_told(office: Office, change: dict[str, str]) -> None:
    with pytest.raises(ReportMissingError) as refused:
        drawn(office.short, office.short.record.model_copy(update=change))
    assert refused.value.arguments == {"system": "nsk", "language": change["language"]}


def test_a_system_without_a_template_is_told(office: Office) -> None:
    with pytest.raises(ReportMissingError):
        draw(RecordPublisher({}, REPORTS), office.short)


def test_a_missing_font_is_told(office: Office, reports: Path) -> None:
    shutil.rmtree(reports / "fonts")
    with pytest.raises(FontUnusableError):
        draw(RecordPublisher(templates(), reports), office.short)


def test_a_missing_colour_profile_is_told(office: Office, reports: Path) -> None:
    (reports / "colour" / "sRGB.icc").unlink()
    with pytest.raises(ColourProfileMissingError) as refused:
        draw(RecordPublisher(templates(), reports), office.short)
    assert refused.value.arguments["path"].endswith("sRGB.icc")

"""Paper leads back to data: the square code is read from a picture of the page, as a camera would."""

import subprocess
from pathlib import Path

import pytest

from exam.core.canonical import canonical_json, digest
from exam.publishing.square_code import payload
from tests.publishing.office import drawn
from tests.record_builders import record_case

pytestmark = [pytest.mark.needs_poppler, pytest.mark.needs_zbar]


@pytest.mark.parametrize("resolution", ["100", "150", "300"])
@pytest.mark.parametrize("hostile", [False, True])
def test_the_square_code_is_read_from_a_printed_page(tmp_path: Path, resolution: str, *, hostile: bool) -> None:
    case = record_case(passed=False, nasty=hostile, practice=False)
    (tmp_path / "record.pdf").write_bytes(drawn(case))
    drawing = ("pdftoppm", "-gray", "-r", resolution, "-png", str(tmp_path / "record.pdf"), str(tmp_path / "page"))
    subprocess.run(drawing, check=True, timeout=60)  # noqa: S603 - a command of this test
    pages = sorted(str(path) for path in tmp_path.glob("page*.png"))
    reading = ("zbarimg", "--quiet", "--raw", *pages)
    # It fails where one page has no code, and most have none.
    read = subprocess.run(reading, check=False, timeout=60, capture_output=True, text=True)  # noqa: S603 - the same
    assert read.stdout.strip() == payload(case.record, digest(canonical_json(case.record)))

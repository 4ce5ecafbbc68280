"""Exams of other systems of qualifications: each shipped script leads to a signed, verified record in its language."""

import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from exam.checking import verify_record
from exam.core.exam_record import ExamRecord
from exam.loading import content_root, load_content
from exam.scripted.performance import SYSTEM, perform, scripts
from tests.builders import ON

pytestmark = pytest.mark.needs_poppler
SYSTEMS: Mapping[str, tuple[str, str, str]] = {
    "system-latvia": ("lv-4222-07-2008", "lv", "EKSĀMENS NOKĀRTOTS"),
}
"""By script, the standard, the language of the record and a word that stands in it."""


def record_of(pdf: Path) -> ExamRecord:
    found = verify_record(pdf.read_bytes(), ())
    assert (found.verdict, found.codes) == ("PRACTICE", ())
    assert found.record is not None
    return found.record


def printed(pdf: Path) -> str:
    return subprocess.run(  # noqa: S603
        ["pdftotext", "-layout", str(pdf), "-"],  # noqa: S607 - its mark says how to get it
        capture_output=True,
        text=True,
        check=True,
    ).stdout


def test_every_script_of_another_system_is_tested_here() -> None:
    assert set(scripts(SYSTEM)) == set(SYSTEMS)


@pytest.mark.parametrize("script", SYSTEMS)
def test_a_script_leads_to_a_verified_record_in_its_language(tmp_path: Path, script: str) -> None:
    standard, language, word = SYSTEMS[script]
    performance = perform(script, tmp_path)
    record, text = record_of(performance.path), printed(performance.path)
    assert (record.standard.id, record.language, performance.result) == (standard, language, "passed")
    assert word in text
    assert "‹U+" not in text


def test_the_latvian_record_tells_points_of_both_parts_and_a_mark_of_ten(tmp_path: Path) -> None:
    performance = perform("system-latvia", tmp_path)
    record, text = record_of(performance.path), printed(performance.path)
    assert record.points is not None
    assert [(part.part, str(part.points), part.most) for part in record.points.parts] == [
        ("theory", "32.00", 40),
        ("practice", "57.77", 60),
    ]
    assert (record.points.mark, len(record.competencies)) == ("9", 21)
    assert "Atzīme 10 ballu skalā: 9 (teicami)" in text
    assert "57,77" in text


def test_the_latvian_standard_lists_what_its_source_lists() -> None:
    standard = load_content(content_root(), ON).content.standard("lv-4222-07-2008")
    assert standard is not None
    counts = {listing.id: len(listing.entries) for listing in standard.lists}
    assert len(standard.competencies) == 21
    assert counts["skills"] == 43
    assert [counts[f"knowledge-{level}"] for level in (1, 2, 3)] == [4, 14, 20]
    assert [counts[f"duties-{duty}"] for duty in range(1, 8)] == [9, 10, 10, 8, 10, 8, 7]
    flawed = {f"{listing.id}.{entry.number}" for listing in standard.lists for entry in listing.entries if entry.flaw}
    assert {"skills.22", "duties-2.2.4"} <= flawed

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
SYSTEMS: Mapping[str, tuple[str, str, str, str]] = {
    "system-estonia": ("ee-teenindusjuht-6", "et", "passed", "KOMPETENTSID ON TÕENDATUD"),
    "system-latvia": ("lv-4222-07-2008", "lv", "passed", "EKSĀMENS NOKĀRTOTS"),
    "system-russia": ("ru-07.010-A-01.3", "ru", "passed", "ЭКЗАМЕН ПРОЙДЕН УСПЕШНО"),
    "system-russia-barred": ("ru-07.010-A-01.3", "ru", "failed", "ЭКЗАМЕН НЕ ПРОЙДЕН"),
}
"""By script, the standard, the language of the record, the result and how the record says it."""


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
    standard, language, result, word = SYSTEMS[script]
    performance = perform(script, tmp_path)
    record, text = record_of(performance.path), printed(performance.path)
    assert (record.standard.id, record.language, performance.result) == (standard, language, result)
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


def test_who_failed_theory_is_not_let_into_practice_and_the_record_says_why(tmp_path: Path) -> None:
    record = record_of(perform("system-russia-barred", tmp_path).path)
    statuses = {found.competency: {entry.status for entry in found.criteria} for found in record.competencies}
    assert {name: {status.value for status in found} for name, found in statuses.items() if name != "knowledge"} == {
        "contact": {"barred"},
        "writing": {"barred"},
        "records": {"barred"},
    }
    assert [task.task for task in record.tasks] == ["theory-test"]


def test_one_task_gives_evidence_for_several_estonian_competences() -> None:
    standard = load_content(content_root(), ON).content.standard("ee-teenindusjuht-6")
    assert standard is not None
    fed = {task.id: {name.partition(".")[0] for name in task.criteria} for task in standard.tasks()}
    assert fed["team-interview"] == {"team", "teamwork", "communication", "safety"}
    cross = [found for found in standard.competencies if found.id in {"communication", "teamwork"}]
    assert [found.tasks for found in cross] == [(), ()]


def test_flaws_of_the_estonian_source_are_flagged_and_nothing_rests_on_the_foreign_text() -> None:
    standard = load_content(content_root(), ON).content.standard("ee-teenindusjuht-6")
    assert standard is not None
    flaws = [(listing.id, entry.number, entry.flaw) for listing in standard.lists for entry in listing.entries]
    assert [entry for entry in flaws if entry[2]] == [
        ("indicators-2", "10", "numbered-twice"),
        ("indicators-2", "10", "numbered-twice"),
        *(("indicators-3", str(number), "foreign") for number in range(1, 5)),
    ]
    assert not any(entry.startswith("indicators-3.") for _, found in standard.criteria() for entry in found.rests_on)


def test_the_russian_lists_stand_under_their_right_headings() -> None:
    standard = load_content(content_root(), ON).content.standard("ru-07.010-A-01.3")
    assert standard is not None
    counts = {listing.title: len(listing.entries) for listing in standard.lists}
    assert counts == {"Трудовые действия": 3, "Необходимые знания": 12, "Необходимые умения": 12}


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

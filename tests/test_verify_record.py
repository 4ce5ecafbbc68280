"""The format is written down well enough: a page of standard library proves real records and refuses falsified ones."""

import ast
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from exam.core.canonical import canonical_json, digest
from exam.core.record_check import check_record
from exam.core.session_values import Ending
from exam.core.verdict import CompetencyStatus, Result
from exam.publishing.publisher import EXTRACT, RECORD, STANDARD
from exam.scripted.performance import perform
from tests.core.record_alterations import (
    Altering,
    agreed_otherwise,
    competency_told,
    entered,
    examiner_told,
    extracted,
    finding_told,
    linked,
    recorded,
    renamed,
    standard_given,
)
from tests.publishing.surgery import attachments
from tests.record_builders import RecordCase, record_case

PROGRAM = Path(__file__).parents[1] / "docs" / "verify_record.py"
FAILED = record_case(passed=False)
Files = dict[str, bytes]


def files_of(case: RecordCase) -> Files:
    standard = canonical_json(case.standard)
    return {RECORD: canonical_json(case.record), EXTRACT: canonical_json(case.extract), STANDARD: standard}


def run(files: Files, folder: Path) -> tuple[int, str]:
    """Run the program as a stranger would: no environment, no packages, nothing but the three files."""
    for name, data in files.items():
        (folder / name).write_bytes(data)
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-I", "-S", str(PROGRAM), str(folder)], capture_output=True, text=True, check=False, env={}
    )
    assert done.stderr == ""
    return done.returncode, done.stdout


def without(text: bytes, name: str, other: bytes, files: Files) -> Files:
    assert text in files[name]
    return files | {name: files[name].replace(text, other)}


def falsified(alter: Altering) -> Files:
    return files_of(alter(FAILED))


def milder(files: Files) -> Files:
    """Another rule, with the digest of the standard made to fit."""
    rule = b'"count":1,"including":[],"kind":"at_least"'
    changed = without(b'"kind":"all"', STANDARD, rule, files)
    digests = digest(files[STANDARD]).encode(), digest(changed[STANDARD]).encode()
    return without(digests[0], RECORD, digests[1], changed)


FALSIFIED: dict[str, Callable[[], Files]] = {
    "another result": lambda: falsified(recorded(result=Result.PASSED)),
    "another status of a competency": lambda: falsified(competency_told("sale", status=CompetencyStatus.MET)),
    "another reason": lambda: falsified(finding_told("sale.a", reason="Jiný důvod.")),
    "another candidate": lambda: falsified(renamed),
    "another chair": lambda: falsified(examiner_told(0, chair=False)),
    "another ending": lambda: falsified(recorded(ending=Ending.WITHDREW)),
    "the journal agreed otherwise": lambda: falsified(agreed_otherwise),
    "a body changed": lambda: falsified(entered(12, body="{}")),
    "a body withheld": lambda: falsified(entered(12, body=None, salt=None)),
    "a link changed": lambda: falsified(linked(4, version=2)),
    "the tail cut": lambda: falsified(extracted(lambda entries: entries[:-1])),
    "a milder rule": lambda: falsified(standard_given(source="Jiný.")),
    "a milder rule whose digest fits": lambda: milder(files_of(FAILED)),
    "spaces in the data": lambda: without(b'","', RECORD, b'", "', files_of(FAILED)),
    "a newer format": lambda: without(b"exam/record/1", RECORD, b"exam/record/9", files_of(FAILED)),
}


@pytest.mark.parametrize("name", FALSIFIED)
def test_a_falsified_record_is_refused(name: str, tmp_path: Path) -> None:
    code, told = run(FALSIFIED[name](), tmp_path)
    assert code == 1, told
    assert told.strip()


SOUND = {"failed": FAILED, "passed": record_case(), "nasty": record_case(nasty=True, passed=False)}


@pytest.mark.parametrize("case", SOUND.values(), ids=SOUND)
def test_a_sound_record_is_proved_as_the_program_proves_it(case: RecordCase, tmp_path: Path) -> None:
    assert check_record(case.record, case.extract, case.standard_json, case.standard) == ()
    assert run(files_of(case), tmp_path) == (
        0,
        f"{case.record.record}: {case.record.result}, proved by its own events\n",
    )


@pytest.mark.parametrize("name", ["passed", "system-latvia"])
def test_a_record_of_a_whole_exam_is_proved_and_no_other_mark_of_it(name: str, tmp_path: Path) -> None:
    performance = perform(name, tmp_path / "exam")
    files = {name: data for name, data in attachments(performance.path.read_bytes()).items() if name.endswith(".json")}
    (tmp_path / "files").mkdir()
    code, told = run(files, tmp_path / "files")
    assert (code, "proved by its own events" in told) == (0, True), told
    record = json.loads(files[RECORD])
    assert record["result"] in told
    with_another = record | {"points": record.get("points", {}) | {"mark": "10"}}
    without_any = {key: value for key, value in record.items() if key != "points"}
    for other in (with_another, *([without_any] if "points" in record else [])):
        code, told = run(files | {RECORD: canonical_json(other)}, tmp_path / "files")
        assert (code, "points or the mark do not follow" in told) == (1, True), told


@pytest.mark.parametrize("data", [b"", b"[]", b"{", b'{"a":1.5}', b'{"a":1,"a":1}', b"\xff", b"[" * 99_999])
def test_what_is_no_record_is_told_and_nothing_breaks(data: bytes, tmp_path: Path) -> None:
    code, told = run(files_of(FAILED) | {RECORD: data}, tmp_path)
    assert (code, told.startswith("cannot be read")) == (2, True)


@pytest.mark.parametrize("floor", ["x", "0"], ids=["a floor that is no number", "no mark at all"])
def test_a_standard_whose_scale_makes_no_sense_is_told_and_nothing_breaks(floor: str, tmp_path: Path) -> None:
    files = files_of(FAILED)
    part = {"id": "a", "title": "a", "tests": [], "criteria": {}, "points": 1, "floor": floor}
    standard = canonical_json(json.loads(files[STANDARD]) | {"scale": {"parts": [part], "marks": []}})
    fitting = without(digest(files[STANDARD]).encode(), RECORD, digest(standard).encode(), files)
    code, told = run(fitting | {STANDARD: standard}, tmp_path)
    assert (code, told.startswith("cannot be read")) == (2, True)


def test_what_is_missing_is_told(tmp_path: Path) -> None:
    assert run({}, tmp_path)[0] == 2


def test_a_file_instead_of_a_folder_is_answered_with_how_it_is_called(tmp_path: Path) -> None:
    (tmp_path / "record.pdf").write_bytes(b"%PDF-1.7")
    code, told = run({}, tmp_path / "record.pdf")
    assert (code, "verify_record.py FOLDER" in told) == (2, True)


def test_it_is_short_and_needs_the_standard_library_only() -> None:
    text = PROGRAM.read_text("utf-8")
    assert len(text.splitlines()) <= 300
    imported = {
        name.partition(".")[0]
        for node in ast.walk(ast.parse(text))
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert imported <= sys.stdlib_module_names
    assert "exam" not in imported

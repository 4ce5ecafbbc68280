"""A workbook where its keys lie: an exam that would be official is practice, unless nobody can read them there."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from exam.checking import verify_record
from exam.core.access_events import CentreChecked, WorkstationKind
from exam.core.course_events import KeysWithinReach
from exam.machine import host_name
from exam.scripted.runner import run
from exam.scripted.stage import Stage
from exam.service.access import DeniedError
from exam.service.streams import Streams
from tests.stages import cut, played, shipped

PASSED = shipped("passed")
BEFORE = cut(PASSED, before="open_task", task="analysis-workbook")
REST = PASSED.model_copy(update={"steps": PASSED.steps[len(BEFORE.steps) :]})
OPENING = REST.model_copy(update={"steps": REST.steps[:1]})
FINDING = CentreChecked(host=host_name(), user="uchazec", uid=1001, readable=(), finding="f" * 64)


@pytest.fixture
def _official(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing else makes the exam practice, as far as opening asks."""
    monkeypatch.setattr("exam.service.apartness.practice_reasons", lambda *_, **__: ())


@contextmanager
def about_to_open(folder: Path) -> Iterator[Stage]:
    with played(folder, BEFORE) as stage:
        yield stage


def within_reach(stage: Stage) -> bool:
    run(OPENING, stage)
    entries = Streams(stage.ports.journal).entries(f"session/{stage.session}")
    told = [entry.event for entry in entries if isinstance(entry.event, KeysWithinReach)]
    assert told in ([], [KeysWithinReach(task="analysis-workbook")])
    assert stage.state().within_reach is bool(told)
    return bool(told)


def seat(stage: Stage, address: str) -> None:
    doors = stage.service.admissions
    doors.admit("pc-1", WorkstationKind.DESK)
    code = doors.issue_code(stage.actor("dvorakova"), stage.session, "pc-1")
    doors.sit_down(code, token="a" * 64, workstation="pc-1", address=address)


@pytest.mark.usefixtures("_official")
def test_without_a_check_it_is_practice(tmp_path: Path) -> None:
    with about_to_open(tmp_path) as stage:
        assert within_reach(stage)


@pytest.mark.usefixtures("_official")
@pytest.mark.parametrize(("address", "found"), [("192.0.2.7", False), ("", True)], ids=["elsewhere", "at the hub"])
def test_a_desk_at_another_computer_is_apart(tmp_path: Path, address: str, found: bool) -> None:  # noqa: FBT001
    with about_to_open(tmp_path) as stage:
        seat(stage, address)
        assert within_reach(stage) is found


@pytest.mark.usefixtures("_official")
@pytest.mark.parametrize(
    ("findings", "found"),
    [
        ([FINDING], False),
        ([FINDING.model_copy(update={"readable": ("people.db",)})], True),
        ([FINDING, FINDING.model_copy(update={"readable": ("keys",)})], True),
        ([FINDING.model_copy(update={"readable": ("keys",)}), FINDING], False),
        ([FINDING.model_copy(update={"host": "another"})], True),
    ],
    ids=["unreadable", "readable", "readable since", "mended", "another computer"],
)
def test_an_account_that_reads_nothing_is_apart(tmp_path: Path, findings: list[CentreChecked], found: bool) -> None:  # noqa: FBT001
    with about_to_open(tmp_path) as stage:
        for one in findings:
            stage.service.admissions.note_centre(stage.actor("kratky"), one)
        assert within_reach(stage) is found


@pytest.mark.usefixtures("_official")
def test_a_check_holds_for_its_day(tmp_path: Path) -> None:
    with about_to_open(tmp_path) as stage:
        now = stage.clock._now  # noqa: SLF001 - the day before
        stage.clock._now = now - timedelta(days=1)  # noqa: SLF001
        stage.service.admissions.note_centre(stage.actor("kratky"), FINDING)
        stage.clock._now = now  # noqa: SLF001
        assert within_reach(stage)


def test_what_is_practice_anyway_is_not_told_so_twice(tmp_path: Path) -> None:
    with about_to_open(tmp_path) as stage:
        assert not within_reach(stage)


def test_a_candidate_notes_no_check(tmp_path: Path) -> None:
    with about_to_open(tmp_path) as stage, pytest.raises(DeniedError):
        stage.service.admissions.note_centre(stage.actor("svobodova"), FINDING)


@pytest.mark.usefixtures("_official")
def test_the_record_says_so_and_proves_it(tmp_path: Path) -> None:
    with about_to_open(tmp_path) as stage:
        run(REST, stage)
        found = verify_record(Path(stage.archived).read_bytes(), ())
        assert found.verdict.value == "PRACTICE", found.codes
        assert found.record is not None
        assert "keys-within-reach" in {reason.code for reason in found.record.practice}
        assert stage.service.replays.replay(stage.session).differences == ()

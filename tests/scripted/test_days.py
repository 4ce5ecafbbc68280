"""Each row of an exam day is a scenario that people can run, and it ends as that day does."""

import json
import re
import zipfile
from pathlib import Path

import pytest

from exam.scripted.performance import (
    DAY,
    Performance,
    RecordNotReachedError,
    Rehearsal,
    perform,
    play,
    scripts,
)
from exam.transfer import check_transfer
from tests.publishing.reading import text

DAYS = {
    "day-absent-examiner": ("opened", "–"),
    "day-application": ("planned", "–"),
    "day-cancelled": ("cancelled", "–"),
    "day-certificate": ("opened", "–, –"),
    "day-disputed": ("failed", "PRACTICE"),
    "day-endings": ("closed", "absent, excused, not_admitted, withdrew, terminated"),
    "day-handover": ("failed", "PRACTICE"),
    "day-expired-examiner": ("opened", "–"),
    "day-four-candidates": ("opened", "–, –, –, –"),
    "day-inspector": ("opened", "–"),
    "day-joint-judging": ("opened", "–"),
    "day-lunch": ("opened", "–, –"),
    "day-morning": ("opened", "–, not_admitted"),
    "day-not-held": ("not_held", "–"),
    "day-power-cut": ("opened", "–, –"),
    "day-two-days": ("opened", "–"),
    "day-two-years": ("failed", "PRACTICE"),
    "day-workbook": ("opened", "–"),
}


def test_every_row_of_the_day_is_played_below() -> None:
    assert set(scripts(DAY)) == set(DAYS)


@pytest.mark.parametrize("script", DAYS)
def test_a_row_of_the_day_runs_green_and_ends_as_it_should(tmp_path: Path, script: str) -> None:
    standing, endings = DAYS[script]
    played = play(script, tmp_path)
    if isinstance(played, Performance):
        assert (played.result, played.verdict) == (standing, endings)
    else:
        assert isinstance(played, Rehearsal)
        assert (played.standing, played.endings) == (standing, endings)


def test_a_row_without_a_record_has_none_to_verify(tmp_path: Path) -> None:
    with pytest.raises(RecordNotReachedError):
        perform("day-cancelled", tmp_path)


def papers(folder: Path) -> dict[str, list[Path]]:
    """Return the papers of a performance by what they are."""
    found: dict[str, list[Path]] = {}
    for path in sorted(folder.iterdir()):
        kind = re.sub(r"^[0-9]+-|-(session|sitting)-.*|\.[a-z]+$", "", path.name)
        found.setdefault(kind, []).append(path)
    return found


def test_two_years_later_the_exact_question_and_the_exact_reply_are_there(tmp_path: Path) -> None:
    played = play("day-two-years", tmp_path)
    found = papers(Path(played.papers))
    told = json.loads(found["inspection"][0].read_bytes())
    tasks = {task["task"]: task for task in told["sessions"][0]["tasks"]}
    (given,) = tasks["written-reply"]["items"]
    assert (given["version"], len(given["digest"])) == (1, 64)
    assert "<b>omlouváme se</b> za zpoždění a {session}" in tasks["written-reply"]["sheet"]
    assert len(tasks["law-test"]["items"]) == 15
    written = " ".join(text(path.read_bytes()) for path in found["work"]).split()
    assert "<b>omlouváme se</b> za zpoždění a {session} vyřídíme do pátku." in " ".join(written)
    assert given["item"] in written[0] or any(given["item"] in word for word in written)


def test_a_hand_over_and_a_review_leave_everything_that_somebody_else_needs(tmp_path: Path) -> None:
    found = papers(Path(play("day-handover", tmp_path).papers))
    assert "Nástupnická" in text(found["handover-letter"][0].read_bytes())
    assert check_transfer(found["handover"][0])[1] == ()
    found = papers(Path(play("day-disputed", tmp_path).papers))
    assert len(found["dispatch"]) == 2
    with zipfile.ZipFile(found["review-redacted"][0]) as redacted, zipfile.ZipFile(found["review"][0]) as whole:
        assert set(whole.namelist()) - set(redacted.namelist()) == {"evidence.zip"}
        assert "Přezkoumání č. j. MPO 2/2026." in redacted.read("holds.json").decode()


def test_a_day_that_shifts_has_a_timetable_that_keeps_what_was_done(tmp_path: Path) -> None:
    found = papers(Path(play("day-lunch", tmp_path).papers))
    before, after = (json.loads(path.read_bytes())["days"][0] for path in found["timetable"])
    assert before["done"] == []
    assert {"benes/complaint-transcripts/writing", "mala/complaint-transcripts/writing"} <= {
        slot["step"] for slot in after["done"]
    }
    first, second = (text(path.read_bytes()) for path in found["transcripts"])
    assert first != second

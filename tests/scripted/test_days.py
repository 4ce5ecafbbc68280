"""Each row of an exam day is a scenario that people can run, and it ends as that day does."""

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

"""The sheets of the candidate's desk as they were looked at, at both sizes and in both languages."""

from pathlib import Path

import pytest

from exam.wording import Language
from tests.tui.everywhere import at
from tests.tui.faces import NARROW, WIDE, check_snapshot

SHEETS = ("Entrance", "TestScreen", "TranscriptScreen", "ReplyScreen", "PlanScreen", "CardScreen")


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("name", SHEETS)
async def test_a_sheet_looks_as_it_was_looked_at(tmp_path: Path, name: str, language: Language) -> None:
    async with at(name, tmp_path, language=language) as seen:
        for width, height in (NARROW, WIDE):
            await seen.pilot.resize_terminal(width, height)
            check_snapshot(f"desk-{name.removesuffix('Screen').lower()}-{width}-{language}", await seen.press())

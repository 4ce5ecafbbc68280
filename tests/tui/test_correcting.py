"""A record is corrected at the screen: one proposes, another one approves with his PIN, a new one takes its place."""

from pathlib import Path

import pytest

from exam.checking import verify_record
from exam.core.candidate_session.commands import ProposeRecordCorrection
from exam.scripted.stage import Stage
from exam.wording import Language
from tests.stages import cut, shipped
from tests.tui.faces import NARROW, WIDE, Face, check_snapshot, face

PASSED = shipped("passed")
REASON = "Místo konání bylo zapsáno chybně."


def proposed(stage: Stage) -> None:
    """Let the second member propose a correction, as by the command."""
    stage.service.session(stage.actors["kratky"], stage.session, ProposeRecordCorrection(reason=REASON))


async def at_the_end(seen: Face) -> str:
    """Open the last record from the list of sittings."""
    await seen.home()
    return await seen.press("r", "enter")


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["80", "120"])
async def test_one_proposes_and_another_approves(tmp_path: Path, size: tuple[int, int], language: Language) -> None:
    name = f"{size[0]}{'' if language is Language.CS else '-en'}"
    async with face(tmp_path, PASSED, size=size, language=language) as seen:
        await at_the_end(seen)
        await seen.press("o")
        await seen.type(REASON)
        check_snapshot(f"correction-reason-{name}", seen.text)
        check_snapshot(f"correction-proposed-{name}", await seen.press("enter"))
        check_snapshot(f"correction-second-{name}", await seen.press("s"))
        check_snapshot(f"correction-approve-{name}", await seen.pin())
        check_snapshot(f"correction-approved-{name}", await seen.press("enter"))
        state = seen.stage.state()
    assert (state.record, state.correction) == (None, None)
    assert state.supersedes is not None
    assert state.supersedes.reason == REASON


async def test_the_new_record_is_issued_signed_and_archived_as_the_first_and_names_it(tmp_path: Path) -> None:
    async with face(tmp_path, PASSED, size=WIDE, before=proposed) as seen:
        await at_the_end(seen)
        (old,) = seen.stage.state().records
        await seen.press("s")
        await seen.pin()
        await seen.press("enter")
        assert "Nový záznam nahradí" in seen.text
        assert "Zkouška je uzavřena" not in seen.text
        await seen.press("enter", "enter")
        assert f"Nahrazuje záznam {old.record}: {REASON}" in seen.text
        for _ in range(4):
            await seen.press("enter")
            await seen.pin()
        assert "Dvořáková-Vzorová: uložit záznam" in await seen.press("enter")
        await seen.press("escape", "enter")
        assert "PRACTICE" in await seen.pin()
        new = seen.stage.state().record
        assert new is not None
        pdf = seen.stage.ports.archive.get(f"{new.record}.pdf", practice=True)
        assert f"{old.record}.pdf" in seen.stage.ports.archive.names(practice=True)
    found = verify_record(pdf, ())
    assert (found.verdict, found.codes) == ("PRACTICE", ())
    assert found.record is not None
    assert found.record.supersedes is not None
    assert found.record.supersedes.record == old.record


async def test_who_proposed_is_not_asked_to_approve_and_nothing_is_done_without_the_other_s_pin(tmp_path: Path) -> None:
    async with face(tmp_path, PASSED, size=WIDE, before=proposed) as seen:
        assert f"Návrh opravy (Ing. Vít Krátký-Příkladný): {REASON}" in await at_the_end(seen)
        asked = await seen.press("s")
        assert "Kdo ji schvaluje?" in asked
        assert "Krátký" not in asked.partition("Kdo ji schvaluje?")[2]
        assert "nesprávný PIN" in await seen.pin("0000")
        await seen.press("escape", "s")
        assert "Schválit?" in await seen.pin()
        await seen.press("escape")
        assert seen.stage.state().record is not None
        assert "S schválit opravu" in seen.text


async def test_a_correction_needs_a_concrete_reason_and_hostile_words_are_shown_as_they_are(tmp_path: Path) -> None:
    async with face(tmp_path, PASSED, size=WIDE) as seen:
        told = await at_the_end(seen)
        assert "O opravit záznam" in told
        assert "S schválit" not in told
        await seen.press("o")
        await seen.type(".")
        assert seen.screen_is("Ask")
        await seen.press("enter")
        assert seen.screen_is("Ask")
        await seen.press("backspace")
        await seen.type("[b]Chyba[/nope]")
        assert ": [b]Chyba[/nope]" in await seen.press("enter")
        await seen.press("o", "escape")
        correction = seen.stage.state().correction
        assert correction is not None
        assert correction.by == "dvorakova"


async def test_before_there_is_a_record_there_is_nothing_to_correct(tmp_path: Path) -> None:
    async with face(tmp_path, cut(PASSED, before="issue_record"), size=WIDE) as seen:
        await seen.board()
        told = await seen.press("v")
    assert "vystavit" in told
    assert "opravit" not in told

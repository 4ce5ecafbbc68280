"""The end: who signs on paper, who refuses, an early ending, and what the candidate sees of it."""

from pathlib import Path

import pytest

from exam.core.session_values import SignatureMode
from exam.publishing.key_folder import KeyFolder
from tests.stages import cut, shipped
from tests.tui.faces import WIDE, face
from tests.tui.test_admission import ended

FAILED = shipped("failed-one-criterion")
CLOSING = cut(FAILED, before="determine_result")
ANNOUNCED = cut(FAILED, before="acknowledge_reasons")


async def test_who_signs_on_paper_is_planned_before_the_record_and_stands_in_it(tmp_path: Path) -> None:
    async with face(tmp_path, ANNOUNCED, size=WIDE) as seen:
        await seen.board()
        await seen.press("v")
        assert "P papír" in seen.text
        assert "Kdo podepíše záznam na papíře" in await seen.press("p")
        await seen.press("down", "space", "f2")
        assert "Na papíře podepíše: Ing. Vít" in seen.text
        await seen.press("p", "escape")
        assert "Na papíře podepíše: Ing. Vít" in seen.text
        await seen.press("k")
        assert "podepsat záznam" in await seen.press("enter")
        assert "P papír" not in seen.text
        record = seen.stage.state().record
    assert record is not None
    modes = {signer.who: signer.mode for signer in record.signers}
    assert modes.pop("kratky") is SignatureMode.PAPER
    assert set(modes.values()) == {SignatureMode.ELECTRONIC}


async def test_who_does_not_sign_is_put_down_with_a_reason_and_passed_over(tmp_path: Path) -> None:
    async with face(tmp_path, ANNOUNCED, size=WIDE) as seen:
        await seen.board()
        await seen.press("v")
        assert "N nepodepíše" not in seen.text
        await seen.press("k", "enter")
        assert "N nepodepíše" in seen.text
        await seen.press("n", "escape", "n", "enter", "escape")
        assert "Kdo nepodepíše" in await seen.press("n")
        assert "odmítá podepsat" in await seen.press("enter")
        await seen.press("enter")
        await seen.type("x")
        assert "Uveďte" in await seen.press("enter")
        await seen.press("backspace")
        await seen.type("[b]Nesouhlasí[/b]")
        await seen.press("enter")
        assert "podpis odmítnut – [b]Nesouhlasí[/b]" in seen.text
        record = seen.stage.state().record
    assert record is not None
    assert [(one.who, one.ground) for one in record.omitted] == [("kratky", "refused")]


async def test_only_one_examiner_signs_at_a_time_and_a_signature_put_aside_changes_nothing(tmp_path: Path) -> None:
    async with face(tmp_path, ANNOUNCED, size=WIDE) as seen:
        await seen.board()
        await seen.press("v", "k", "enter")
        await seen.press("enter")
        assert "nesprávný PIN" in await seen.pin("0000")
        await seen.press("escape")
        record = seen.stage.state().record
        assert record is not None
        assert record.signed == ()


async def test_a_candidate_who_refuses_and_objects_is_told_so_and_the_console_sees_it(tmp_path: Path) -> None:
    async with face(tmp_path, ANNOUNCED, size=WIDE) as seen:
        await seen.desk()
        await seen.press("f5")
        await seen.type("[/nope]")
        assert "odmítl vzít" in await seen.press("f2")
        await seen.press("f10")
        await seen.pin()
        told = await seen.press("v")
        assert "Námitka uchazeče: [/nope]" in told
        assert "vystavit záznam" in told


@pytest.mark.parametrize("answer", ["escape", "enter"])
async def test_an_early_end_is_announced_and_read_by_the_candidate(tmp_path: Path, answer: str) -> None:
    async with face(tmp_path, ended(), size=WIDE) as seen:
        await seen.board()
        await seen.press("v", "enter", answer)
        announced = seen.stage.state().announced
        assert announced is (answer == "enter")
        await seen.press("h")
        told = await seen.pin()
        assert ("uchazeč odstoupil" in told) is announced
        assert ("Odešel." in told) is announced


async def test_an_early_end_needs_its_kind_and_its_reason(tmp_path: Path) -> None:
    async with face(tmp_path, cut(FAILED, before="open_task")) as seen:
        await seen.board()
        await seen.press("v", "t", "escape")
        assert seen.screen_is("ClosingScreen")
        await seen.press("t", "enter")
        await seen.type(".")
        told = await seen.press("enter")
        assert seen.screen_is("Ask")
        assert "důvod" in told
        await seen.press("escape")
        assert seen.stage.state().ending is None


async def test_the_result_is_determined_and_announced_only_after_a_question(tmp_path: Path) -> None:
    async with face(tmp_path, CLOSING) as seen:
        await seen.board()
        await seen.press("v", "enter", "escape")
        assert seen.stage.state().ending is None
        await seen.press("enter", "enter")
        assert seen.stage.state().ending is not None
        await seen.press("enter", "escape")
        assert not seen.stage.state().announced


async def test_a_real_key_asks_for_its_passphrase_and_a_wrong_one_signs_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with face(tmp_path, ANNOUNCED, size=WIDE) as seen:
        await seen.board()
        await seen.press("v", "k", "enter")
        monkeypatch.setattr(KeyFolder, "is_practice", lambda _keys, _who: False)
        await seen.press("escape", "v", "enter")
        assert "Heslo ke klíči" in await seen.pin()
        await seen.press("escape", "enter")
        await seen.pin()
        await seen.type("x ")
        assert "Nelze" in await seen.press("enter")
        record = seen.stage.state().record
        assert record is not None
        assert record.signed == ()


async def test_a_closed_exam_says_that_it_is_done(tmp_path: Path) -> None:
    async with face(tmp_path, FAILED) as seen:
        await seen.home()
        await seen.press("r", "enter")
        assert "Zkouška je uzavřena" in await seen.press("enter")
        await seen.press("escape", "escape")
        assert seen.screen_is("HomeScreen")

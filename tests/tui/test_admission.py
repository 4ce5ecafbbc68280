"""What is taken down beside the tasks: more time, recognition, certificates; and the bar of keys that offers it."""

from pathlib import Path

from exam.core.course_events import RecognitionDocumented
from exam.core.events import Entry
from exam.core.session_events import WaiverAccepted
from exam.core.session_values import Ending
from exam.scripted.scenario import Scenario, Step
from exam.service.streams import Streams
from exam.wording import Language
from tests.stages import cut, shipped
from tests.tui.faces import Face, face

PASSED = shipped("passed")
ADMITTED = cut(PASSED, before="open_task")
TESTING = cut(PASSED, before="answer_test")


def session_of(seen: Face) -> tuple[Entry, ...]:
    return tuple(Streams(seen.stage.ports.journal).entries(f"session/{seen.stage.session}"))


def bar(seen: Face) -> str:
    return " ".join(seen.text.splitlines()[-3:])


def ended() -> Scenario:
    step = Step(actor="dvorakova", action="end_session").model_copy(
        update={"arguments": {"ending": "withdrew", "reason": "Odešel."}}
    )
    return ADMITTED.model_copy(update={"steps": (*ADMITTED.steps, step)})


async def test_more_time_is_granted_shown_and_counts_for_tasks_opened_later(tmp_path: Path) -> None:
    async with face(tmp_path, ADMITTED) as seen:
        await seen.board()
        await seen.press("u")
        await seen.type("0")
        assert "nejméně 1" in await seen.press("enter")
        await seen.press("backspace")
        await seen.type("50")
        assert "Navýšení času: 50 %" in await seen.press("enter")
        assert "čeká      30 (20+10) min" in seen.text
        await seen.press("home", "down", "enter")
        assert "Čas 30 (20+10) min" in " ".join(seen.said.split())
        await seen.press("enter")
        assert "30 (20+10) min" in seen.text
        await seen.press("u", "escape")
        assert seen.stage.state().extra_percent == 50


async def test_a_competency_met_elsewhere_is_recognised_with_its_evidence(tmp_path: Path) -> None:
    async with face(tmp_path, ADMITTED) as seen:
        await seen.board()
        assert "Uznání způsobilosti" in await seen.press("z")
        await seen.press("end", "up", "enter")
        for answer in ("66-030-M", "Centrum Vzor", "OS-7/2025", "1. 5. 2025"):
            await seen.type(answer)
            await seen.press("enter")
        assert "originál" in await seen.press("escape")
        assert seen.stage.state().excused == {}
        await seen.press("enter", "z", "end", "up", "enter")
        for answer in ("66-030-M", "Centrum Vzor", "OS-7/2025", "1. 5. 2025", ""):
            await seen.type(answer)
            await seen.press("enter")
        assert "[uznáno]" in seen.text
        for answered in range(5):
            await seen.press("z", *(("enter",) if answered else ()))
            for answer in ("66-030-M", "Centrum Vzor", "OS-7/2025")[: answered - 1]:
                await seen.type(answer)
                await seen.press("enter")
            await seen.press("escape")
            assert seen.screen_is("BoardScreen")
        papers = [entry.event for entry in session_of(seen) if isinstance(entry.event, RecognitionDocumented)]
        assert [(told.issuer, told.number, told.original_seen) for told in papers] == [
            ("Centrum Vzor", "OS-7/2025", True)
        ]
        assert seen.stage.state().excused == {"english": "recognised"}
        assert "W certifikát" not in bar(seen)


async def test_a_certificate_put_aside_at_any_question_is_not_accepted_and_a_wrong_day_is_asked_again(
    tmp_path: Path,
) -> None:
    answers = ("Ústav", "A-1", None, "2024-05-01")
    async with face(tmp_path, ADMITTED) as seen:
        await seen.board()
        for given in range(8):
            await seen.press("w")
            for answer in answers[:given]:
                if answer:
                    await seen.type(answer)
                await seen.press("enter")
            if given > 4:
                await seen.press("down", "down", "down", "enter")
            if given > 6:
                await seen.press("enter", "enter")
                await seen.type("/tu/není.pdf")
                assert "nelze přečíst" in " ".join((await seen.press("enter")).split())
            elif given > 5:
                await seen.type("kdysi")
                assert "„kdysi“ není datum" in await seen.press("enter")
            await seen.press("escape")
            assert seen.screen_is("BoardScreen"), given
        assert seen.stage.state().excused == {}


async def test_a_certificate_is_accepted_once_its_original_was_seen_or_refused_with_a_reason(tmp_path: Path) -> None:
    async with face(tmp_path, ADMITTED) as seen:
        await seen.board()
        await seen.press("w")
        for answer in ("Ústav", "A-1", "", "1. 5. 2024"):
            await seen.type(answer)
            await seen.press("enter")
        await seen.press("down", "down", "down", "enter")
        await seen.type("1. 5. 2030")
        await seen.press("enter")
        assert "originál" in seen.text
        await seen.press("escape", "enter", "enter")
        assert "originál" in seen.text
        await seen.press("escape", "w")
        await certificate(seen)
        await seen.press("down", "enter")
        await seen.type("Kopie bez ověření")
        await seen.press("enter")
        state = seen.stage.state()
        assert (state.excused, state.refused) == ({}, {"english": "Kopie bez ověření"})
        copy = tmp_path / "kopie.pdf"
        copy.write_bytes(b"%PDF-certificate")
        await seen.press("w")
        await certificate(seen, copy=str(copy))
        await seen.press("enter")
        assert "[prominuto]" in seen.text
        assert seen.stage.state().excused == {"english": "waived"}
        accepted = (entry.event for entry in session_of(seen) if isinstance(entry.event, WaiverAccepted))
        kept = [event.certificate.scan for event in accepted]
        assert [seen.stage.ports.blobs.get(str(name)) for name in kept] == [b"%PDF-certificate"]


async def certificate(seen: Face, *, copy: str = "") -> None:
    """Read out a certificate without an end whose original was seen."""
    for answer in ("Ústav", "A-1", "", "1. 5. 2024"):
        await seen.type(answer)
        await seen.press("enter")
    await seen.press("down", "down", "down", "enter", "enter", "enter")
    await seen.type(copy)
    await seen.press("enter")


async def test_an_exam_that_has_ended_offers_no_admission(tmp_path: Path) -> None:
    async with face(tmp_path, ended()) as seen:
        await seen.board()
        for told in ("I totožnost", "U více času", "W certifikát", "Z uznání", "L událost", "P pauza"):
            assert told not in bar(seen)
        assert "H předat" in bar(seen)
        await seen.press("v")
        assert "T ukončit" not in bar(seen)
        assert "K vystavit" not in bar(seen)
        assert seen.stage.state().ending is Ending.WITHDREW


async def test_the_clocks_keys_are_offered_where_a_clock_can_run(tmp_path: Path) -> None:
    async with face(tmp_path, TESTING) as seen:
        await seen.board()
        await seen.press("home")
        assert "P pauza" not in bar(seen)
        await seen.press("p", "x")
        assert seen.screen_is("BoardScreen")
        await seen.press(*["down"] * 7)
        assert "P pauza" in bar(seen)
        assert "X přidat čas" in bar(seen)


async def test_the_bar_of_keys_is_whole_at_eighty_columns_in_both_languages(tmp_path: Path) -> None:
    for language in Language:
        async with face(tmp_path / language, TESTING, language=language) as seen:
            await seen.board()
            await seen.press("home", *["down"] * 7)
            keys = seen.app.screen.query_one("KeyBar")
            assert keys.size.height <= 3
            assert keys.offers()[-1][0].key == "f1"  # type: ignore[attr-defined]
            assert "F1" in seen.text.splitlines()[-1]

"""The candidate's desk as he lives it: tries the keys, is warned and helped, compares, hands in beside the screen."""

import time
from pathlib import Path

import pytest

from exam.core.candidate_session import scene_commands as scene
from exam.core.candidate_session.commands import EndPerformance, OpenTask
from exam.core.scene_events import BreakAsked, CallerStopped
from exam.core.session_values import ReplyResponse
from exam.scripted.stage import Stage
from exam.service.desk import LocalDesk
from exam.service.streams import Streams
from exam.tui.desk.seat import DeskScreen
from exam.tui.desk.transcripts import Lines
from exam.tui.widgets.fields import Editor
from exam.view import SavedView
from exam.wording import Language
from tests.stages import cut, shipped
from tests.tui.faces import NARROW, WIDE, Face, check_snapshot, face
from tests.tui.test_desk import FILLING, IDENTIFIED, PICKING, TESTING, WRITING, at_task, opened

PASSED = shipped("passed")
BOTH = pytest.mark.parametrize("language", Language)
OUT = ("ctrl+q", "ctrl+c", "ctrl+p", "ctrl+z", "ctrl+d", "ctrl+w", "ctrl+backslash", "f11", "f12", "alt+f4")
"""Keys by which programs are left elsewhere."""


def chair(stage: Stage, command: object) -> None:
    stage.service.session(stage.actors["dvorakova"], stage.session, command)  # type: ignore[arg-type]


def events(seen: Face) -> list[object]:
    entries = Streams(seen.stage.ports.journal).entries(f"session/{seen.stage.session}")
    return [entry.event for entry in entries]


@BOTH
@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["80", "120"])
async def test_the_keys_are_tried_before_the_first_clock_and_nothing_of_it_is_kept(
    tmp_path: Path, size: tuple[int, int], language: Language
) -> None:
    async with face(tmp_path, IDENTIFIED, size=size, language=language) as seen:
        await seen.desk()
        head = seen.stage.ports.journal.head(f"session/{seen.stage.session}")
        told = await seen.press("f7")
        check_snapshot(f"trial-{size[0]}-{language}", told)
        assert "1/2" in told
        assert " F9 " not in told
        told = await seen.press("2", "right", "f", "f5")
        check_snapshot(f"trial-overview-{size[0]}-{language}", told)
        await seen.press("home", "enter")
        assert " 1/2" in seen.text
        await seen.press("f8", "enter")
        assert seen.screen_is("Entrance")
        assert seen.stage.ports.journal.head(f"session/{seen.stage.session}") == head
        assert seen.app._seats[seen.stage.session].flags == set()  # noqa: SLF001 - what the seat remembers


async def test_nothing_is_tried_once_a_clock_ran(tmp_path: Path) -> None:
    async with face(tmp_path, TESTING) as seen:
        assert " F7 " not in await seen.desk()
        await seen.press("f7")
        assert seen.screen_is("Entrance")


@BOTH
@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["80", "120"])
async def test_the_overview_tells_what_is_open_and_flagged_and_goes_there(
    tmp_path: Path, size: tuple[int, int], language: Language
) -> None:
    async with face(tmp_path, TESTING, size=size, language=language) as seen:
        await at_task(seen)
        await seen.press("b", "right", "f", "right", "a")
        told = await seen.press("f5")
        check_snapshot(f"overview-{size[0]}-{language}", told)
        assert "2" in told.splitlines()[0] or "15" in told
        assert " 2/15" in await seen.press("up", "enter")
        strip = seen.app.screen.query_one("#strip")
        await seen.pilot.click(
            strip, offset=(seen.text.splitlines()[strip.region.y].index(" 7○") - strip.region.x + 1, 0)
        )
        await seen.settle()
        assert " 7/15" in seen.text


async def test_time_that_ends_is_told_in_words_and_takes_no_key(tmp_path: Path) -> None:
    async with face(tmp_path, TESTING) as seen:
        await at_task(seen)
        assert "Zbývá méně" not in seen.text
        for minutes, told in ((21, "méně než 10 minut"), (5, "méně než 5 minut"), (3, "méně než minuta")):
            seen.stage.clock.pass_minutes(minutes)
            await seen.until(told)
        assert "1●" in await seen.press("1")


async def test_a_raised_hand_is_up_until_an_examiner_saw_it(tmp_path: Path) -> None:
    async with face(tmp_path, TESTING) as seen:
        await seen.desk()
        assert "Voláte zkoušejícího" in await seen.press("f9")
        assert "Voláte zkoušejícího" in await seen.press("enter")
        chair(seen.stage, scene.AnswerHand(task="law-test"))
        told = await seen.until("Zkoušející o vás ví", gone="Voláte")
        assert "F9" in told


@BOTH
@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["80", "120"])
async def test_a_break_after_a_hard_scene_is_asked_for_given_and_ended_and_costs_no_time(
    tmp_path: Path, size: tuple[int, int], language: Language
) -> None:
    def ended(stage: Stage) -> None:
        chair(stage, EndPerformance(task="vip-call"))

    async with face(tmp_path, opened("vip-call"), size=size, language=language, before=ended) as seen:
        await seen.desk()
        check_snapshot(f"break-asked-{size[0]}-{language}", await seen.press("f6"))
        assert isinstance(events(seen)[-1], BreakAsked)
        chair(seen.stage, scene.BeginBreak(task="vip-call"))
        marker = {"cs": "Máte přestávku", "en": "You have a break"}[language]
        told = await seen.until(marker)
        check_snapshot(f"break-{size[0]}-{language}", told)
        assert " F6 " not in told
        await seen.press("f6")
        consumed = seen.stage.state().tasks["vip-call"].clock.consumed_ms
        seen.stage.clock.pass_minutes(5)
        chair(seen.stage, scene.EndBreak(task="vip-call"))
        await seen.until("F6", gone=marker)
        assert seen.stage.state().tasks["vip-call"].clock.consumed_ms == consumed


async def test_an_abusive_caller_is_stopped_by_the_candidate_after_a_question(tmp_path: Path) -> None:
    async with face(tmp_path, opened("vip-call"), size=WIDE) as seen:
        assert "F4 zastavit volajícího" in await at_task(seen)
        await seen.press("f4", "escape")
        assert not seen.stage.state().tasks["vip-call"].clock.paused
        told = await seen.press("f4", "enter")
        assert CallerStopped(task="vip-call", who="candidate") in events(seen)
        assert seen.stage.state().tasks["vip-call"].clock.paused
        assert "Měli jste na to právo" in told
        assert " F4 " not in told


async def test_nobody_is_stopped_where_nobody_calls(tmp_path: Path) -> None:
    async with face(tmp_path, opened("role-oral")) as seen:
        assert " F4 " not in await at_task(seen)
        await seen.press("f4")
        assert seen.screen_is("CardScreen")


@BOTH
@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["80", "120"])
async def test_transcripts_are_gone_through_together_marked_and_searched(
    tmp_path: Path, size: tuple[int, int], language: Language
) -> None:
    async with face(tmp_path, PICKING, size=size, language=language) as seen:
        await at_task(seen)
        await seen.press("down", "down", "m", "2")
        lists = list(seen.app.screen.query(Lines))
        assert [lines.highlighted for lines in lists] == [2, 2, 2]
        await seen.press("s", "down")
        assert [lines.highlighted for lines in lists] == [2, 3, 2]
        await seen.press("s", "f")
        await seen.type("dekuj")
        told = await seen.press("enter")
        assert "»" in told
        check_snapshot(f"transcripts-found-{size[0]}-{language}", told)
        assert ("►" in told) is (size == WIDE or "1" in told.split("►")[0][-3:]), "the marked line is in the first one"
        await seen.press("n", "3", "enter")
        assert seen.stage.state().tasks["sale-transcripts"].responses


async def test_a_search_that_finds_nothing_says_so_and_an_empty_one_ends_it(tmp_path: Path) -> None:
    async with face(tmp_path, PICKING) as seen:
        await at_task(seen)
        await seen.press("f")
        await seen.type("xyzzy")
        told = await seen.press("enter")
        assert "„xyzzy“: nenalezeno" in told
        await seen.press("n", "f", "end", "ctrl+u")
        assert "xyzzy" not in await seen.press("enter")
        await seen.press("f", "escape")
        assert "N další" not in seen.text


async def test_a_letter_typed_as_two_characters_is_kept_as_one(tmp_path: Path) -> None:
    async with face(tmp_path, WRITING) as seen:
        await at_task(seen)
        seen.app.screen.query_one("#body", Editor).text = "Vaše r\u030cc\u030c"
        await seen.press("escape")
        (reply,) = [
            found
            for found in seen.stage.state().tasks["written-reply"].responses.values()
            if isinstance(found, ReplyResponse)
        ]
    assert reply.body == "Vaše řč"


async def test_a_file_is_handed_in_beside_the_screen_which_still_answers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = LocalDesk.hand_in

    def slowly(desk: LocalDesk, task: str, name: str, data: bytes) -> SavedView:
        time.sleep(1.5)
        return real(desk, task, name, data)

    monkeypatch.setattr(LocalDesk, "hand_in", slowly)
    async with face(tmp_path, FILLING) as seen:
        await at_task(seen)
        await seen.press("f2", "enter", "f3")
        await seen.pilot.press("enter")
        told = await seen.until("předává a kontroluje")
        assert " F8 " not in told
        before = time.monotonic()
        await seen.pilot.press("pagedown")
        assert time.monotonic() - before < 1
        await seen.until("Odevzdáno:", "F8 odevzdat", gone="předává")


async def test_no_key_leads_out_of_the_desk_but_the_examiners(tmp_path: Path) -> None:
    async with face(tmp_path, TESTING) as seen:
        await seen.desk()
        for where in ("Entrance", "TestScreen"):
            for key in OUT:
                await seen.pilot.press(key)
            await seen.settle()
            assert seen.app.is_running
            assert seen.screen_is(where)
            assert isinstance(seen.app.screen, DeskScreen)
            await seen.press("enter")


async def test_a_task_opened_while_the_desk_is_shown_offers_help_at_once(tmp_path: Path) -> None:
    async with face(tmp_path, cut(PASSED, before="open_task")) as seen:
        assert " F9 " not in await seen.desk()
        members = tuple(member.id for member in seen.stage.state().members)
        chair(seen.stage, OpenTask(task="law-test", panel=members))
        await seen.until("F9 přivolat")

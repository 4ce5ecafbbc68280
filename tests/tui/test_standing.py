"""What stands on the board beside the tasks: the second copy, a crash that was survived, the course of the exam."""

import shutil
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from exam.bootstrap import open_workspace
from exam.cli.console import console_app
from exam.copies.faults import MirrorMissingError
from exam.core.candidate_session import commands as asked
from exam.core.session_values import ReplyResponse
from exam.scripted.performance import PIN
from exam.scripted.stage import Stage
from exam.scripted.world import ScriptedClock
from exam.service.console_view import LATE_S
from exam.service.mirroring import MirrorStanding, MirrorState
from exam.tui.console.board import BoardScreen
from exam.tui.widgets.dialogs import Tell
from exam.tui.widgets.plain import Plain
from exam.wording import Language
from tests.clocks import run, set_wall
from tests.copies.mirrored import point
from tests.stages import cut, played, shipped
from tests.tui.faces import NARROW, WIDE, Face, after_crash, face, with_copy

PASSED = shipped("passed")
WRITING = cut(PASSED, before="write_reply")
ADMITTED = cut(PASSED, before="open_task")
CHAIR = "dvorakova"
LOST = MirrorState(
    standing=MirrorStanding.LOST,
    events=7,
    seconds=95,
    since=datetime(2026, 11, 20, 10, 42, 7, tzinfo=ZoneInfo("Europe/Prague")),
    fault=MirrorMissingError(folder="/media/kopie"),
)
LAGGING = MirrorState(standing=MirrorStanding.LAGGING, events=3, seconds=2)
EVEN = MirrorState(standing=MirrorStanding.OK)
LOUD = "POZOR"


def copy_told(seen: Face) -> tuple[bool, str]:
    """Whether the second copy has its place on the board, and what stands there."""
    place = seen.app.screen.query_one("#copy", Plain)
    return place.display, str(place.render())


def dialog_told(seen: Face) -> str:
    assert isinstance(seen.app.screen, Tell)
    return seen.app.screen.told[1]


async def test_a_workspace_without_a_second_copy_says_nothing_of_one(tmp_path: Path) -> None:
    async with face(tmp_path, ADMITTED) as seen:
        told = await seen.board()
        assert copy_told(seen) == (False, "")
        assert "kopie" not in told


async def test_a_second_copy_that_keeps_up_is_told_quietly_and_one_behind_by_how_much(tmp_path: Path) -> None:
    async with face(tmp_path, ADMITTED, before=with_copy(EVEN)) as seen:
        told = await seen.board()
        assert copy_told(seen) == (True, "druhá kopie ✓")
        assert LOUD not in told
    (tmp_path / "behind").mkdir()
    async with face(tmp_path / "behind", ADMITTED, before=with_copy(LAGGING)) as seen:
        told = await seen.board()
        assert copy_told(seen) == (True, "druhá kopie pozadu: událostí 3, 2 s")
        assert "Na řadě: úkoly a jejich hodnocení" in told
        assert LOUD not in told


async def test_a_second_copy_that_stays_behind_is_warned_of(tmp_path: Path) -> None:
    async with face(tmp_path, ADMITTED, before=with_copy(replace(LAGGING, seconds=LATE_S))) as seen:
        told = await seen.board()
        assert "POZOR: druhá kopie je pozadu už 60 s (událostí 3)" in " ".join(told.split())


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_a_lost_second_copy_is_a_loud_warning_in_words_that_goes_when_it_is_back(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    states = (LOST, LOST, LOST, EVEN)
    async with face(tmp_path, ADMITTED, size=size, before=with_copy(LOST)) as seen:
        told = await seen.board()
        words = " ".join(told.split())
        assert "POZOR: DRUHÁ KOPIE CHYBÍ od 10:42:07, neobsahuje událostí: 7." in words
        assert "Složka druhé kopie /media/kopie tu není; připojte zařízení" in words
        assert copy_told(seen) == (True, "DRUHÁ KOPIE CHYBÍ")
        with_copy(*states)(seen.stage)
        seen.app.post.console = seen.app.post.sign_in(CHAIR, PIN)
        seen.app.post.console._service = seen.stage.service  # type: ignore[attr-defined]  # noqa: SLF001
        await seen.until("druhá kopie ✓", gone=LOUD)


async def test_a_copy_on_the_same_device_is_warned_of_in_words(tmp_path: Path) -> None:
    async with face(tmp_path, ADMITTED, before=with_copy(replace(EVEN, same_device=True))) as seen:
        assert "POZOR: druhá kopie leží na stejném zařízení" in await seen.board()


async def test_a_candidate_is_told_nothing_of_the_second_copy(tmp_path: Path) -> None:
    async with face(tmp_path, WRITING, before=with_copy(LOST)) as seen:
        assert LOUD in await seen.board()
        await seen.press("h")
        assert "kopie" not in (await seen.pin()).lower()
        assert seen.screen_is("Entrance")
        assert "kopie" not in (await seen.press("enter")).lower()
        assert seen.screen_is("ReplyScreen")


async def test_a_real_copy_that_is_taken_away_and_brought_back_is_followed_on_the_board(tmp_path: Path) -> None:
    with played(tmp_path, WRITING):
        pass
    workspace, copy = tmp_path / "workspace", tmp_path / "copy"
    copy.mkdir()
    point(workspace, copy)
    with open_workspace(workspace) as opened:
        app = console_app(opened, Language.CS)
        async with app.run_test(size=NARROW) as pilot:
            clock = ScriptedClock(WRITING.starts_at)
            stage = Stage(scenario=WRITING, ports=opened.ports, service=opened.service, clock=clock, passphrase="")
            seen = Face(app=app, pilot=pilot, stage=stage)
            await seen.board()
            await seen.until("druhá kopie ✓")
            shutil.rmtree(copy)
            opened.service.session(opened.service.sign_in(CHAIR, PIN), opened.sessions()[0], noise())
            await seen.until("DRUHÁ KOPIE CHYBÍ", LOUD)
            copy.mkdir()
            await seen.until("druhá kopie ✓", gone="CHYBÍ")


def noise() -> asked.LogIrregularity:
    return asked.LogIrregularity(category="other", note="Vrtačka")


# A crash


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_after_a_crash_the_examiner_is_told_how_long_the_program_was_away(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with face(tmp_path, WRITING, size=size, before=after_crash(90_000)) as seen:
        await seen.board()
        told = await seen.until("Program byl mimo: 1×, naposledy 1:30 min do")
        assert "čas uchazeče stál" in told
        assert "45:00 / 45 min" in told
        assert len(seen.app.screen_stack) == 2
        await seen.press("t")
        assert "program byl mimo 1:30 min, do času se nepočítá · Odpověď na e-mail" in dialog_told(seen)


async def test_after_a_crash_the_candidate_finds_his_place_his_draft_and_his_time(tmp_path: Path) -> None:
    reply = ReplyResponse(to="a@b.test", subject="Věc", body="Dobrý den,\nomlouváme se")

    def written(stage: Stage) -> None:
        part = f"{stage.items('written-reply')[0].id}/reply"
        run(stage.clock, 60_000)
        stage.service.session(
            stage.actors["svobodova"],
            stage.session,
            asked.SaveResponse(task="written-reply", part=part, response=reply),
        )
        after_crash(90_000)(stage)

    async with face(tmp_path, WRITING, before=written) as seen:
        await seen.desk()
        told = await seen.press("enter")
        assert "44:00 / 45 min" in told
        assert "omlouváme se" in told
        await seen.type("!")
        await seen.until("uloženo")
        responses = seen.stage.state().tasks["written-reply"].responses
    assert reply.model_copy(update={"body": "Dobrý den,\nomlouváme se!"}) in responses.values()


# The course


def eventful(stage: Stage) -> None:
    """Let everything happen to the time that can, in this order."""
    chair = stage.actors[CHAIR]

    def do(command: asked.Command) -> None:
        stage.service.session(chair, stage.session, command)

    do(asked.GrantAccommodation(extra_percent=25))
    stage.service.tick()
    run(stage.clock, 60_000)
    do(asked.PauseClock(task="written-reply", reason="Požární poplach"))
    run(stage.clock, 300_000)
    do(asked.ResumeClock(task="written-reply"))
    do(asked.ExtendTime(task="written-reply", minutes=5, reason="Hluk na chodbě"))
    do(noise())
    set_wall(stage.clock, 3600)
    stage.service.tick()
    after_crash(90_000)(stage)
    stage.service.tick()


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_a_key_shows_what_happened_to_the_time_with_who_and_why(tmp_path: Path, size: tuple[int, int]) -> None:
    async with face(tmp_path, WRITING, size=size, before=eventful) as seen:
        assert "T průběh" in await seen.board()
        await seen.press("t")
        for expected in (
            "čas úkolů navýšen o 25 % · Mgr. Alžběta Dvořáková-Vzorová",
            "hodiny zastaveny · Odpověď na e-mail zákazníka a otázky na etiku · Požární poplach · Mgr. Alžběta",
            "hodiny běží znovu, stály 5:00 min",
            "přidáno 5:00 min",
            "Hluk na chodbě",
            "hodiny počítače skočily o +60:00 min",
            "program byl mimo 1:30 min, do času se nepočítá",
        ):
            assert expected in dialog_told(seen), expected
        await seen.press("end", "pagedown", "pagedown")
        assert "jiné · Vrtačka" in seen.text
        await seen.press("escape")
        assert isinstance(seen.app.screen, BoardScreen)


async def test_a_quiet_exam_has_no_course_to_show_and_offers_no_key_for_it(tmp_path: Path) -> None:
    async with face(tmp_path, WRITING) as seen:
        assert "T průběh" not in await seen.board()
        await seen.press("t")
        assert isinstance(seen.app.screen, BoardScreen)
        seen.stage.service.session(seen.stage.actors[CHAIR], seen.stage.session, noise())
        await seen.until("T průběh")
        await seen.press("t")
        assert dialog_told(seen) == "Mimořádné události\n• jiné · Vrtačka"

from pathlib import Path

from exam.core.access_state import FREE
from exam.core.candidate_session import TaskStatus
from exam.service.streams import Streams
from tests.stages import cut, shipped
from tests.tui.faces import Face, face

PASSED = shipped("passed")
TESTING = cut(PASSED, before="answer_test")


def last_actor(seen: Face) -> tuple[str, str, str]:
    entry = Streams(seen.stage.ports.journal).entries(f"session/{seen.stage.session}")[-1]
    return type(entry.event).__name__, entry.by.id, entry.by.role


async def test_the_actor_of_every_event_is_who_sat_at_the_keyboard(tmp_path: Path) -> None:
    async with face(tmp_path, TESTING) as seen:
        await seen.desk()
        await seen.press("enter", "1")
        assert last_actor(seen) == ("ResponseSaved", "svobodova", "candidate")
        await seen.press("f8", "enter")
        await seen.press("f10")
        await seen.pin("1234", "down")
        assert "Holubová" in seen.text
        await seen.press("l", "enter")
        await seen.type("Hluk")
        await seen.press("enter")
        assert last_actor(seen) == ("IrregularityLogged", "holubova", "examiner")


async def test_no_key_of_the_desk_reaches_the_console(tmp_path: Path) -> None:
    async with face(tmp_path, TESTING) as seen:
        await seen.desk()
        before = seen.stage.ports.journal.head(f"session/{seen.stage.session}")
        for key in ("ctrl+q", "ctrl+c", "ctrl+p", "escape", "h", "v", "i", "l", "p", "x", "n", "f2", "f8"):
            await seen.press(key)
            assert seen.screen_is("Entrance"), key
        assert seen.stage.ports.journal.head(f"session/{seen.stage.session}") == before
        assert seen.app.is_running
        assert seen.app.post.console is None


async def test_the_console_is_locked_from_the_moment_of_handing_over(tmp_path: Path) -> None:
    async with face(tmp_path, TESTING) as seen:
        await seen.board()
        told = await seen.press("h")
        assert "Klávesnici převezme uchazeč: Magdaléna" in told
        assert "Na řadě" not in told
        told = await seen.press("escape")
        assert "Klávesnici převezme zkoušející" in told
        await seen.press("escape")
        assert seen.screen_is("SignIn")
        assert "Na řadě" in await seen.pin()


async def test_a_candidates_pin_does_not_open_the_console(tmp_path: Path) -> None:
    async with face(tmp_path, TESTING) as seen:
        await seen.desk()
        told = await seen.press("f10")
        assert "Svobodová" not in told.split("Klávesnici převezme zkoušející")[1]
        assert "nesprávný PIN" in await seen.pin("0000")
        await seen.press("escape")
        assert seen.screen_is("Entrance")


async def test_time_passes_while_the_desk_is_shown_and_nobody_presses_a_key(tmp_path: Path) -> None:
    async with face(tmp_path, TESTING) as seen:
        await seen.desk()
        seen.stage.clock.pass_minutes(45)
        await seen.until("odevzdáno")
        assert seen.stage.state().tasks["law-test"].status is TaskStatus.SUBMITTED


async def test_the_program_is_left_only_after_a_question(tmp_path: Path) -> None:
    async with face(tmp_path, TESTING) as seen:
        await seen.home()
        await seen.press("ctrl+q", "ctrl+c")
        assert seen.app.is_running
        assert "Ukončit?" in await seen.press("f10")
        await seen.press("escape")
        assert seen.app.is_running
        await seen.press("f10", "enter")
        assert not seen.app.is_running


async def test_guesses_at_the_desk_have_to_wait_and_nothing_of_the_console_shows_meanwhile(tmp_path: Path) -> None:
    async with face(tmp_path, TESTING) as seen:
        board = await seen.board()
        words = {line.strip() for line in board.splitlines() if "[nehotovo]" in line}
        assert words
        await seen.press("h")
        await seen.pin()
        painted = [await seen.press("f10")]
        for _ in range(FREE):
            painted.append(await seen.pin("0000"))
            assert "nesprávný PIN" in painted[-1]
        painted.append(await seen.pin())
        assert "Příliš mnoho chybných pokusů" in painted[-1]
        assert not [word for word in words if any(word in screen for screen in painted)]
        assert seen.app.current_mode == "desk"
        seen.stage.clock.pass_minutes(1)
        assert "Na řadě" in await seen.pin()

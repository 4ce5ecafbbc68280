"""The desk as a program of its own, at another computer: a code lets a candidate in, an examiner's PIN lets him out."""

from collections.abc import Callable
from pathlib import Path

from textual import work
from textual.screen import Screen
from textual.widgets import Input

from exam.tui.desk.entrance import Entrance
from exam.tui.desk.seat import Seat
from exam.tui.widgets.dialogs import Ask
from exam.tui.widgets.worded import WordedApp
from exam.view import Desk
from exam.wording import Language

DESK, FREE = "desk", "free"
SitDown = Callable[[str], tuple[str, Desk]]
"""From a code to a session and its desk; raises the refusal."""


class Free(Screen[None]):
    """Nothing, behind a question for a code."""


class AskCode(Ask):
    """Asks until a code lets somebody in; a refused one gives way to whatever is typed next."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's signature
        """Offer no way out: there is nowhere to go."""
        return action != "cancel"

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Try the code; an empty line is none."""
        event.prevent_default()
        if event.value.strip():
            super().on_input_submitted(event)
            event.input.select_all()


class DeskApp(WordedApp):
    """One candidate after another at this computer."""

    def __init__(
        self, language: Language, sit_down: SitDown, take_back: Callable[[str, str], object], folder: Path
    ) -> None:
        super().__init__(language)
        self._sit_down = sit_down
        self._free_it = take_back
        self._folder = folder
        self._changing = False
        self.add_mode(FREE, Free)

    def on_mount(self) -> None:
        """Ask for a code."""
        self.wait_for_code()

    @work
    async def wait_for_code(self) -> None:
        """Ask for a code until one lets somebody in, then show his desk."""
        await self.switch_mode(FREE)
        found: list[tuple[str, Desk]] = []
        while not found:
            await self.push_screen_wait(
                AskCode(
                    self.say("take.code"),
                    self.say("take.code.where"),
                    check=lambda code: found.append(self._sit_down(code)),
                )
            )
        session, desk = found[-1]
        seat = Seat(desk=desk, folder=self._folder / session, leave=self.take_back)
        self.add_mode(DESK, lambda: Entrance(seat))
        await self.switch_mode(DESK)

    def take_back(self) -> None:
        """Ask for an examiner, and once his PIN fits, wait for the next candidate."""
        if not self._changing:
            self._changing = True
            self._take_back()

    @work
    async def _take_back(self) -> None:
        title = self.say("sign-in.take-back")
        account = await self.push_screen_wait(Ask(title, self.say("plain.examiner")))
        freed = account and await self.push_screen_wait(
            Ask(title, self.say("people.pin"), secret=True, check=lambda pin: self._free_it(account, pin))
        )
        self._changing = False
        if freed:
            await self.switch_mode(FREE)
            await self.remove_mode(DESK)
            self.wait_for_code()

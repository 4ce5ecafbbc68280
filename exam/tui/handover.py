"""One terminal for both faces: the console locks itself and shows only the desk; an examiner's PIN brings it back.

Two modes with a stack of screens each. While the desk is shown, no key reaches the console.
"""

from collections.abc import Callable, Mapping
from pathlib import Path

from textual import work
from textual.screen import Screen

from exam.problem import ExamError
from exam.service.timekeeper import TimeNotKeptError
from exam.tui.console.home import HomeScreen
from exam.tui.console.post import Post
from exam.tui.desk import Entrance
from exam.tui.desk.seat import DeskScreen, Seat
from exam.tui.widgets.dialogs import Tell
from exam.tui.widgets.screen import ExamScreen
from exam.tui.widgets.sign_in import SignIn
from exam.tui.widgets.worded import WordedApp
from exam.view import Desk
from exam.wording import Language

CONSOLE, DESK, LOCK = "console", "desk", "lock"


class Blank(Screen[None]):
    """Nothing, behind a question for a PIN."""


class ExamApp(WordedApp):
    """Console and desk on one computer."""

    def __init__(
        self,
        language: Language,
        post: Post,
        *,
        candidate_of: Callable[[str], tuple[str, str]],
        desk_for: Callable[[str, str], Callable[[str], Desk]],
        folder: Path,
        tick: Callable[[], None],
    ) -> None:
        super().__init__(language)
        self.post = post
        post.hand_over = self.hand_over
        self._candidate_of = candidate_of
        self._desk_for = desk_for
        self._folder = folder
        self._tick = tick
        self._seats: dict[str, Seat] = {}
        self._changing = False
        self.add_mode(LOCK, Blank)

    def on_mount(self) -> None:
        """Let time pass, and ask who is there."""
        self.set_interval(1.0, self._pass_time)
        self.open_console()

    def _pass_time(self) -> None:
        told, failures = "", {}
        try:
            self._tick()
        except TimeNotKeptError as error:
            failures = error.failures
        except ExamError as error:
            told = self.sentence(error)
        for screen in self.screen_stack:
            if isinstance(screen, ExamScreen):
                screen.trouble("time", told or self._failures_for(screen, failures))

    def _failures_for(self, screen: ExamScreen, failures: Mapping[str, ExamError]) -> str:
        """Return where time is not kept: to examiners every session, to a candidate his own alone."""
        if isinstance(screen, DeskScreen):
            mine = (error for session, error in failures.items() if self._seats.get(session) is screen.seat)
            return "\n".join(self.sentence(error) for error in mine)
        return "\n".join(
            self.say("time-not-kept.session", session=session, reason=self.sentence(error))
            for session, error in failures.items()
        )

    @work
    async def open_console(self) -> None:
        """Ask for an examiner, then show home."""
        await self.switch_mode(LOCK)
        await self._examiner("sign-in.title", may_cancel=False)
        self.add_mode(CONSOLE, lambda: HomeScreen(self.post))
        await self.switch_mode(CONSOLE)

    async def _examiner(self, code: str, *, may_cancel: bool = True) -> bool:
        people = self.post.people()
        dialog = SignIn(self.say(code), people, self.post.enter, note=self.post.note, may_cancel=may_cancel)
        return await self.push_screen_wait(dialog)

    def hand_over(self, session: str) -> None:
        """Lock the console, ask for the candidate's PIN, show the desk; one change of hands at a time."""
        if not self._changing:
            self._changing = True
            self._hand_over(session)

    @work
    async def _hand_over(self, session: str) -> None:
        try:
            account, name = self._candidate_of(session)
        except ExamError as error:
            self._changing = False
            self.push_screen(Tell(self.say("dialog.refused"), self.sentence(error)))
            return
        self.post.console = None
        await self.switch_mode(LOCK)
        opened: list[Desk] = []

        def check(_account: str, pin: str) -> None:
            opened.append(self._desk_for(session, account)(pin))

        title = self.say("sign-in.candidate", name=name)
        if await self.push_screen_wait(SignIn(title, [(account, name)], check, note=self.post.note)):
            await self._show_desk(session, opened[-1])
        else:
            await self._examiner("sign-in.take-back", may_cancel=False)
            await self.switch_mode(CONSOLE)
        self._changing = False

    async def _show_desk(self, session: str, desk: Desk) -> None:
        fresh = Seat(desk=desk, folder=self._folder / session, leave=self.take_back)
        seat = self._seats.setdefault(session, fresh)
        seat.desk = desk
        self.add_mode(DESK, lambda: Entrance(seat))
        await self.switch_mode(DESK)

    def take_back(self) -> None:
        """Ask for an examiner's PIN and, once it fits, show the console where it was left."""
        if not self._changing:
            self._changing = True
            self._take_back()

    @work
    async def _take_back(self) -> None:
        if await self._examiner("sign-in.take-back"):
            await self.switch_mode(CONSOLE)
            await self.remove_mode(DESK)
        self._changing = False

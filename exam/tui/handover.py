"""One terminal for both faces: the console locks itself and shows only the desk; an examiner's PIN brings it back.

Two modes with a stack of screens each. While the desk is shown, no key reaches the console. The first frame is painted
before anything is opened: what it needs is imported here, all else where it is first shown.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from textual import work
from textual.app import ComposeResult
from textual.screen import Screen

from exam.problem import ExamError
from exam.tui.widgets.plain import Plain
from exam.tui.widgets.theme import NIGHT
from exam.tui.widgets.worded import WordedApp
from exam.wording import Language

if TYPE_CHECKING:
    from exam.tui.console.post import Post
    from exam.tui.desk.seat import Seat
    from exam.tui.widgets.screen import ExamScreen
    from exam.view import Desk

CONSOLE, DESK, LOCK = "console", "desk", "lock"


class Looks(Protocol):
    """How each face looks, and that it is remembered."""

    def of(self, face: str) -> str:
        """Return the look of the console or of a session's desk."""
        ...

    def choose(self, face: str, look: str) -> None:
        """Remember the look that somebody chose."""
        ...


class Unkept(dict[str, str]):
    """Looks that last as long as the program: there is no workspace here to remember them."""

    def of(self, face: str) -> str:
        """Return the look of a face."""
        return self.get(face, NIGHT)

    def choose(self, face: str, look: str) -> None:
        """Take the look."""
        self[face] = look


class Blank(Screen[None]):
    """Nothing, behind a question for a PIN."""


@dataclass(frozen=True, slots=True)
class Opened:
    """What lies behind the screens once the workspace is open."""

    language: Language
    post: "Post"
    candidate_of: Callable[[str], tuple[str, str]]
    """From a session to its candidate's account and name."""
    desk_for: "Callable[[str, str], Callable[[str], Desk]]"
    """From a session and its candidate's account to what opens the desk with his PIN."""
    folder: Path
    """Where desks keep files."""
    tick: Callable[[], None]
    looks: Looks = field(default_factory=Unkept)
    elsewhere: bool = False
    """Whether candidates sit at other computers, and nobody at this one."""


class ExamApp(WordedApp):
    """Console and desk on one computer."""

    post: "Post"
    _opened: Opened

    def __init__(self, language: Language, behind: Opened | Callable[[], Opened], look: str = NIGHT) -> None:
        super().__init__(language, look)
        self._behind = behind
        self.refused: ExamError | OSError | None = None
        """Why it could not be opened."""
        self._seats: dict[str, Seat] = {}
        self._changing = False
        self.add_mode(LOCK, Blank)

    def compose(self) -> ComposeResult:
        """Yield what stands there while the workspace is opened."""
        yield Plain(self.say("console.opening"), classes="quiet")

    def on_mount(self) -> None:
        """Begin, or open first, once this is painted."""
        if isinstance(self._behind, Opened):
            self.begin(self._behind)
        else:
            self.call_after_refresh(self._open, self._behind)

    @work(thread=True)
    def _open(self, opening: Callable[[], Opened]) -> None:
        try:
            opened = opening()
        except (ExamError, OSError) as error:
            self.refused = error
            self.call_from_thread(self.exit)
        else:
            self.call_from_thread(self.begin, opened)

    def begin(self, opened: Opened) -> None:
        """Let time pass, and ask who is there."""
        self._opened, self.language, self.post = opened, opened.language, opened.post
        self._look_as(CONSOLE)
        self.post.hand_over = self.hand_over
        self.set_interval(1.0, self._pass_time)
        self.open_console()

    def _look_as(self, face: str) -> None:
        """Look as whoever sits there chose."""
        self.theme = self._opened.looks.of(face)
        self.look_chosen = partial(self._opened.looks.choose, face)

    def _pass_time(self) -> None:
        from exam.service.timekeeper import TimeNotKeptError  # noqa: PLC0415 - see above
        from exam.tui.widgets.screen import ExamScreen  # noqa: PLC0415 - see above

        told, failures = "", {}
        try:
            self._opened.tick()
        except TimeNotKeptError as error:
            failures = error.failures
        except ExamError as error:
            told = self.sentence(error)
        for screen in self.screen_stack:
            if isinstance(screen, ExamScreen):
                screen.trouble("time", told or self._failures_for(screen, failures))

    def _failures_for(self, screen: "ExamScreen", failures: Mapping[str, ExamError]) -> str:
        """Return where time is not kept: to examiners every session, to a candidate his own alone."""
        from exam.tui.desk.seat import DeskScreen  # noqa: PLC0415 - see above

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
        from exam.tui.console.home import HomeScreen  # noqa: PLC0415 - see above

        await self.switch_mode(LOCK)
        await self._examiner("sign-in.title", may_cancel=False)
        self.add_mode(CONSOLE, lambda: HomeScreen(self.post))
        await self.switch_mode(CONSOLE)

    async def _examiner(self, code: str, *, may_cancel: bool = True) -> bool:
        from exam.tui.widgets.sign_in import SignIn  # noqa: PLC0415 - see above

        people = self.post.people()
        dialog = SignIn(self.say(code), people, self.post.enter, note=self.post.note, may_cancel=may_cancel)
        return await self.push_screen_wait(dialog)

    def hand_over(self, session: str) -> None:
        """Lock the console, ask for the candidate's PIN, show the desk; one change of hands at a time.

        Where desks are at other computers, show those instead.
        """
        if self._opened.elsewhere:
            self._show_computers(session)
        elif not self._changing:
            self._changing = True
            self._hand_over(session)

    def _show_computers(self, session: str) -> None:
        from exam.tui.console.computers import ComputersScreen  # noqa: PLC0415 - see above
        from exam.tui.widgets.dialogs import Tell  # noqa: PLC0415 - see above

        try:
            self.push_screen(ComputersScreen(self.post, session))
        except ExamError as error:
            self.push_screen(Tell(self.say("dialog.refused"), self.sentence(error)))

    @work
    async def _hand_over(self, session: str) -> None:
        from exam.tui.widgets.dialogs import Tell  # noqa: PLC0415 - see above
        from exam.tui.widgets.sign_in import SignIn  # noqa: PLC0415 - see above

        try:
            account, name = self._opened.candidate_of(session)
        except ExamError as error:
            self._changing = False
            self.push_screen(Tell(self.say("dialog.refused"), self.sentence(error)))
            return
        self.post.console = None
        await self.switch_mode(LOCK)
        opened: list[Desk] = []

        def check(_account: str, pin: str) -> None:
            opened.append(self._opened.desk_for(session, account)(pin))

        title = self.say("sign-in.candidate", name=name)
        if await self.push_screen_wait(SignIn(title, [(account, name)], check, note=self.post.note)):
            await self._show_desk(session, opened[-1])
        else:
            await self._examiner("sign-in.take-back", may_cancel=False)
            await self.switch_mode(CONSOLE)
        self._changing = False

    async def _show_desk(self, session: str, desk: "Desk") -> None:
        from exam.tui.desk import Entrance  # noqa: PLC0415 - see above
        from exam.tui.desk.seat import Seat  # noqa: PLC0415 - see above

        fresh = Seat(desk=desk, folder=self._opened.folder / session, leave=self.take_back)
        seat = self._seats.setdefault(session, fresh)
        seat.desk = desk
        self._look_as(session)
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
            self._look_as(CONSOLE)
            await self.switch_mode(CONSOLE)
            await self.remove_mode(DESK)
        self._changing = False

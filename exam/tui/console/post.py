"""What every console screen is given: the examiner's door, and what the wiring can do for it."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from exam.problem import ExamError
from exam.service.access import DeniedError
from exam.service.console_port import Console
from exam.service.day_planning import PlannedDay
from exam.service.newcomers import ReadPeople
from exam.service.preparation import Person
from exam.tui.console.signed_in import SignedInScreen
from exam.tui.widgets.dialogs import Tell
from exam.tui.widgets.worded import worded


class Drafts:
    """Drafts of sittings by account, for as long as the program runs; the wiring may keep them longer."""

    def __init__(self) -> None:
        self._kept: dict[str, str] = {}

    def read(self, account: str) -> str:
        """Return the draft of an account, an empty text where there is none."""
        return self._kept.get(account, "")

    def keep(self, account: str, text: str) -> None:
        """Keep a draft; an empty text throws it away."""
        self._kept[account] = text


def no_people(_path: str) -> ReadPeople:
    """Return nobody."""
    return ReadPeople((), ())


@dataclass(slots=True)
class Post:
    """The place of whoever examines now."""

    sign_in: Callable[[str, str], Console]
    """From account and PIN to a door; raises the refusal."""
    examiners: Callable[[], Sequence[tuple[str, str]]]
    """Account and name of everybody who may sign in here."""
    hand_over: Callable[[str], object]
    """Gives the keyboard to the candidate of a session."""
    verify: Callable[[str], str]
    """From the path of a record to what its verification says."""
    today: Callable[[], date]
    passphrase: str
    """The published one of practice keys."""
    read_people: Callable[[str], ReadPeople] = no_people
    """From the path of a table to the candidates in it."""
    told_timetable: Callable[[PlannedDay, Mapping[str, str]], str] = lambda _made, _names: ""
    """From a timetable and names to lines of text."""
    drafts: Drafts = field(default_factory=Drafts)
    note: str = ""
    """What the sign-in says of PINs in a workspace of made-up people."""
    console: Console | None = None
    who: Person = field(default_factory=lambda: Person(id="", name="", role=""))
    """Whoever signed in last."""
    known: tuple[tuple[str, str], ...] = ()
    """The examiners as they were last read."""

    @property
    def name(self) -> str:
        """The name of whoever is signed in."""
        return self.who.name

    @property
    def door(self) -> Console:
        """The door of whoever is signed in.

        Raises:
            LookupError: nobody is, and then no console screen is shown.
        """
        if self.console is None:
            raise LookupError
        return self.console

    def enter(self, account: str, pin: str) -> None:
        """Let somebody in."""
        console = self.sign_in(account, pin)
        self.console, self.who = console, console.who

    def people(self) -> tuple[tuple[str, str], ...]:
        """Return who may sign in; where that cannot be read, who last could: the PIN then meets the refusal."""
        with suppress(ExamError):
            self.known = tuple(self.examiners())
        return self.known


class ConsoleScreen(SignedInScreen):
    """A screen of the console."""

    CSS_PATH = Path(__file__).with_name("console.tcss")

    def __init__(self, post: Post) -> None:
        super().__init__(post)
        self.post = post

    def unseen(self, error: ExamError) -> None:
        """Send home whoever may not see this."""
        if not isinstance(error, DeniedError) or len(self.app.screen_stack) == 1:
            super().unseen(error)
            return
        while len(self.app.screen_stack) > 1:
            self.app.pop_screen()
        self.app.push_screen(Tell(self.say("dialog.refused"), worded(self.app).sentence(error)))

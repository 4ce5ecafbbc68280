"""What every sheet of the plain desk does: it hears lines, keeps them, tells the time and hands the task in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TypeVar

from exam.plain.talk import COMMAND, Talk
from exam.problem import ExamError
from exam.view import CardStatus, Desk, DeskCommand, RaiseHand, SavedView, SheetWrongError, Shown, Submit, TaskCard
from exam.view.telling import granted, spelt, told_standing

S = TypeVar("S", bound=Shown)
T = TypeVar("T")
Command = Callable[[str], None]


@dataclass(slots=True)
class PlainSeat:
    """One candidate at one terminal."""

    desk: Desk
    talk: Talk
    folder: Path
    leave: Callable[[], bool]
    """Asks for an examiner's PIN; tells whether he took the keyboard back."""
    taken_back: bool = False
    flags: set[str] = field(default_factory=set)
    """Parts that the candidate marked for another look."""


class Place:
    """Somewhere that lines are heard; a command is a word behind a slash."""

    def __init__(self, seat: PlainSeat) -> None:
        self.seat = seat
        self.talk = seat.talk
        self.left = False
        self._standing: list[str] = []

    def tell_new(self, standing: list[str]) -> None:
        """Tell what a candidate should know beside his work, once, when it came up."""
        for line in standing:
            if line not in self._standing:
                self.talk.tell(line)
        self._standing = standing

    def commands(self) -> Mapping[str, Command]:
        """Return what can be asked for here, by code."""
        return {"help": self._help, "examiner": self._examiner}

    def prompt(self) -> str:
        """Return what stands before the line."""
        return ">"

    def look(self) -> None:
        """Tell what changed meanwhile."""

    def heard(self, line: str) -> None:
        """Take a line that is no command."""

    def run(self) -> None:
        """Hear lines until this place is left."""
        self._attempt(self.look)
        while not (self.left or self.seat.taken_back):
            line = self.talk.ask(self._attempt(self.prompt) or ">")
            self._attempt(partial(self._take, line))
            if not self.seat.taken_back:
                self._attempt(self.look)

    def _attempt(self, action: Callable[[], T]) -> T | None:
        """Do something; what is refused is told, and nobody is put out of his exam by it."""
        try:
            return action()
        except ExamError as error:
            self.talk.refuse(error)
            return None

    def _take(self, line: str) -> None:
        if not line.startswith(COMMAND) or line.startswith(COMMAND * 2):
            self.heard(line.removeprefix(COMMAND) if line.startswith(COMMAND) else line)
            return
        commands = self.commands()
        meant = self.talk.command(line, commands)
        if meant is None:
            self.talk.tell(self.talk.say("plain.unknown", command=line, help=self.word("help")))
        else:
            commands[meant[0]](meant[1])

    def word(self, code: str) -> str:
        """Return how a command is typed."""
        return f"{COMMAND}{self.talk.say(f'plain.word.{code}')}"

    def _help(self, _rest: str) -> None:
        self.talk.tell(self.talk.say(f"plain.about.{type(self).__name__.lower()}"))
        for code in self.commands():
            self.talk.tell(f"{self.word(code)}: {self.talk.say(f'plain.help.{code}')}")

    def _examiner(self, _rest: str) -> None:
        self.seat.taken_back = self.seat.leave()


class Sheet(Place):
    """The sheet of one open task."""

    def __init__(self, seat: PlainSeat, task: str) -> None:
        super().__init__(seat)
        self.task = task

    def commands(self) -> Mapping[str, Command]:
        """Return what can be asked for on every sheet."""
        own = {"read": self.tell_sheet, "time": self._time, "hand": self._hand, "submit": self._submit}
        return {**own, "back": self._back, **super().commands()}

    def tell_sheet(self, rest: str) -> None:
        """Read the assignment."""

    def unfinished(self) -> list[str]:
        """Return what is still missing before the task is handed in."""
        return []

    def run(self) -> None:
        """Read the assignment, then hear lines."""
        self.tell_sheet("")
        super().run()

    def read(self, kind: type[S]) -> S:
        """Return the sheet as the journal has it.

        Raises:
            SheetWrongError: this place is not for such a sheet.
        """
        sheet = self.seat.desk.sheet(self.task)
        if not isinstance(sheet, kind):
            raise SheetWrongError(task=self.task)
        return sheet

    def look(self) -> None:
        """Leave a task that is closed; tell when its time is nearly over."""
        card = self._card()
        if card.status is not CardStatus.OPEN:
            if not self.left:
                self.talk.tell(self.talk.say("desk.closed"))
            self.left = True
        else:
            self.tell_new(told_standing(card, self.talk.say))

    def save(self, command: DeskCommand) -> None:
        """Ask for something to be kept and say so only once the journal has it.

        Raises:
            ExamError: the refusal; nothing was kept, and that is told.
        """
        try:
            self.tell_saved(self.seat.desk.do(command))
        except ExamError:
            self.talk.tell(self.talk.say("plain.unsaved"))
            raise

    def tell_saved(self, saved: SavedView) -> None:
        """Tell the journal's word."""
        self.talk.tell(self.talk.say("plain.saved", time=f"{saved.at:%H:%M:%S}", seq=saved.seq))

    def _card(self) -> TaskCard:
        return next(card for card in self.seat.desk.view().tasks if card.task == self.task)

    def _time(self, _rest: str) -> None:
        clock = self._card().clock
        if clock is not None:
            code = "plain.time-paused" if clock.paused else "plain.time"
            self.talk.tell(self.talk.say(code, left=spelt(clock.remaining_ms), granted=granted(clock)))

    def _hand(self, _rest: str) -> None:
        self.save(RaiseHand(task=self.task))

    def _submit(self, _rest: str) -> None:
        question = "\n".join([*self.unfinished(), self.talk.say("desk.submit.question")])
        if self.talk.agrees(question):
            self.save(Submit(task=self.task))
            self.left = True

    def _back(self, _rest: str) -> None:
        self.left = True

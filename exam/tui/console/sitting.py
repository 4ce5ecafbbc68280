"""The board of a sitting: who is where, plan and course, clocks, judging, what blocks the end, what happened."""

from collections.abc import Callable
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets.option_list import Option

from exam.core.candidate_session import commands as asked
from exam.core.report_words import LOGGED
from exam.core.sitting import CheckEquipment, NotePresence
from exam.core.sitting_events import Equipment
from exam.service.console_view import Step
from exam.service.sitting_view import SeatLine, SittingBoard
from exam.tui.console.board import BoardScreen
from exam.tui.console.closing import EARLY
from exam.tui.console.post import ConsoleScreen, Post
from exam.tui.console.sitting_lines import (
    told_blocks,
    told_crew,
    told_hands,
    told_happening,
    told_seat,
    told_state,
)
from exam.tui.widgets.dialogs import Ask, Choose, Confirm, Pick
from exam.tui.widgets.keys import key
from exam.tui.widgets.plain import Plain, shown
from exam.tui.widgets.rows import Reading, Rows

WIDE = 110
"""Columns from which what happened stands beside the candidates."""
UNOPENED = frozenset({Step.OPEN_SITTING, Step.OPEN_SESSION})


class SittingScreen(ConsoleScreen):
    """One sitting at a glance."""

    NAME = "day"
    BINDINGS: ClassVar[list[BindingType]] = [
        key("o", "open_sitting", "open-sitting"),
        key("a", "answer", "to-hand"),
        key("p", "pause_all", "pause-all"),
        key("g", "resume_all", "resume-all"),
        key("l", "log", "log"),
        key("d", "presence", "presence"),
        key("e", "equipment", "equipment"),
        key("t", "end_early", "end-early"),
        key("c", "close_sitting", "close-sitting"),
        key("escape", "back", "back"),
    ]

    def __init__(self, post: Post, sitting: str) -> None:
        super().__init__(post)
        self.HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]
        self.sitting = sitting
        self._board: SittingBoard | None = None

    def body(self) -> ComposeResult:
        """Yield the state, hands, blocks, candidates, and what happened."""
        yield Plain(id="hands", classes="loud")
        yield Plain(id="day-state")
        yield Plain(id="crew")
        yield Plain(id="blocks")
        with Vertical(id="day"):
            yield Rows(enter="board", id="seats")
            with Reading(id="happenings-box"):
                yield Plain(id="happenings")

    def on_mount(self) -> None:
        """Show the board and follow it every second."""
        self.look()
        self.set_focus(self.query_one("#seats"))
        self.set_interval(1.0, self.follow)

    def heading(self) -> str:
        """Return day, place and examiner."""
        board = self._board
        if board is None:
            return super().heading()
        days = ", ".join(f"{day:%d. %m. %Y}" for day in board.days)
        return f"{days} · {board.place} · {board.code} · {self.post.who.name}"

    def follow(self) -> None:
        """Look again while nothing lies over the board."""
        if self.is_current:
            self.look()

    def look(self) -> None:
        """Show the board as the service has it; whoever may not see it goes home."""
        board = self.watched(lambda: self.post.door.sitting(self.sitting))
        if board is None:
            return
        first, self._board = self._board is None, board
        if first:
            self.retitle()
        self._tell("#hands", told_hands(board, self.say))
        self._tell("#day-state", told_state(board, self.say))
        self._tell("#crew", told_crew(board, self.say))
        self._tell("#blocks", told_blocks(board.blocks, board.standing, self.say))
        seats = [Option(shown(told_seat(seat, board.now, self.say))) for seat in board.seats]
        self.query_one("#seats", Rows).replace(seats)
        happened = [told_happening(entry, self.say) for entry in reversed(board.happenings)]
        self._tell("#happenings", "\n".join(happened) or self.say("day.nothing-happened"))
        self.refresh_bindings()

    def _tell(self, name: str, told: str) -> None:
        place = self.query_one(name, Plain)
        place.display = bool(told)
        place.tell(told)

    def _chosen(self) -> SeatLine | None:
        place = self.query_one("#seats", Rows).highlighted
        seats = self._board.seats if self._board else ()
        return seats[place] if place is not None and place < len(seats) else None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's signature
        """Offer what the sitting's state allows; whether the person may, the service says."""
        board = self._board
        seat = self._chosen() if self.is_mounted else None
        if board is None:
            return action in {"back", "explain", "switch"}
        run, stand = board.clocks
        running = board.standing == "opened"
        offered = {
            "open_sitting": board.standing == "planned",
            "close_sitting": running,
            "answer": any(entry.hands for entry in board.seats),
            "pause_all": bool(run),
            "resume_all": bool(stand),
            "log": running and seat is not None and seat.ending is None and seat.step not in UNOPENED,
            "end_early": running and seat is not None and seat.ending is None,
            "presence": board.standing in {"planned", "opened"} and bool(board.members),
            "equipment": board.standing in {"planned", "opened"} and bool(board.equipment),
        }
        return offered.get(action, True)

    def on_option_list_option_highlighted(self) -> None:
        """Offer what fits the chosen candidate."""
        self.refresh_bindings()

    @work
    async def on_option_list_option_selected(self) -> None:
        """Go to the candidate's board; begin his exam first, after a question."""
        seat = self._chosen()
        if seat is not None and await self._opened(seat):
            self._go_to(seat.session)

    def _go_to(self, session: str) -> None:
        if self.attempt(lambda: self.post.door.board(session)) is not None:
            self.app.push_screen(BoardScreen(self.post, session))

    async def _opened(self, seat: SeatLine) -> bool:
        """Tell whether the candidate's exam is opened, opening it after a question."""
        if seat.step is Step.OPEN_SITTING:
            self.attempt(lambda: self.post.door.board(seat.session))
            return False
        if seat.step is not Step.OPEN_SESSION:
            return True
        if not await self.app.push_screen_wait(Confirm(seat.candidate, self.say("home.open-session"))):
            return False
        done = self.attempt(lambda: self.post.door.open_session(self.sitting, seat.session))
        self.look()
        return done is not None

    def action_answer(self) -> None:
        """Go to the board of whoever has waited longest for an examiner."""
        waiting = [(str(line.hand_raised_at), seat.session) for seat in self._seats() for line in seat.hands]
        if waiting:
            self._go_to(min(waiting)[1])

    def _seats(self) -> tuple[SeatLine, ...]:
        return self._board.seats if self._board else ()

    @work
    async def action_open_sitting(self) -> None:
        """Begin the day, after a question."""
        await self._confirmed("home.open-sitting", lambda: self.post.door.open_sitting(self.sitting))

    @work
    async def action_close_sitting(self) -> None:
        """End the day, after a question."""
        await self._confirmed("home.close-sitting", lambda: self.post.door.close_sitting(self.sitting))

    async def _confirmed(self, code: str, act: Callable[[], object]) -> None:
        if await self.app.push_screen_wait(Confirm(self.heading(), self.say(code))):
            self.attempt(act)
            self.look()

    @work
    async def action_pause_all(self) -> None:
        """Stop every clock of the sitting, for one reason."""
        check = self.checked(lambda reason: self.post.door.pause_all(self.sitting, reason))
        await self.app.push_screen_wait(Ask(self.say("day.pause-all"), self.say("board.pause"), check=check))
        self.look()

    @work
    async def action_resume_all(self) -> None:
        """Let every clock run again that stands for one reason."""
        reasons = self._board.pauses if self._board else ()
        place: int | None = 0
        if len(reasons) != 1:
            place = await self.app.push_screen_wait(Choose(self.say("day.resume-all"), reasons))
        if place is None or place >= len(reasons):
            return
        question = self.say("day.resume-question", reason=reasons[place])
        if await self.app.push_screen_wait(Confirm(self.say("day.resume-all"), question)):
            self.attempt(lambda: self.post.door.resume_all(self.sitting, reasons[place]))
            self.look()

    @work
    async def action_log(self) -> None:
        """Write down something unusual: of what kind, in which task, what happened."""
        seat = self._chosen()
        kinds = [self.say(f"irregularity.{category}") for category in LOGGED]
        kind = await self.app.push_screen_wait(Choose(self.say("board.log"), kinds)) if seat else None
        if seat is None or kind is None:
            return
        titles = [self.say("day.no-task"), *(line.title for line in seat.running)]
        place = await self.app.push_screen_wait(Choose(self.say("day.which-task"), titles)) if seat.running else 0
        if place is None:
            return

        def log(note: str) -> object:
            told = f"{titles[place]}: {note}" if place else note
            return self.post.door.do(seat.session, asked.LogIrregularity(category=LOGGED[kind], note=told))

        title = f"{seat.candidate} · {kinds[kind]}"
        await self.app.push_screen_wait(Ask(title, self.say("board.log.what"), check=self.checked(log)))
        self.look()

    @work
    async def action_end_early(self) -> None:
        """Take down that somebody did not come, was not admitted, withdrew, or was ended, with the reason."""
        seat = self._chosen()
        if seat is None:
            return
        endings = [self.say(f"ending.{ending}") for ending in EARLY]
        asked_of = f"{seat.candidate} · {self.say('closing.early')}"
        place = await self.app.push_screen_wait(Choose(asked_of, endings))
        if place is None or not await self._opened(seat):
            return

        def end(reason: str) -> object:
            return self.post.door.do(seat.session, asked.EndSession(ending=EARLY[place], reason=reason))

        title = f"{seat.candidate} · {endings[place]}"
        await self.app.push_screen_wait(Ask(title, self.say("board.reason"), check=self.checked(end)))
        self.look()

    @work
    async def action_presence(self) -> None:
        """Take down that a member of the commission came or left."""
        members = self._board.members if self._board else ()
        told = [f"{'✓' if line.present else '○'} {line.name}" for line in members]
        place = await self.app.push_screen_wait(Choose(self.say("day.presence"), told))
        if place is None:
            return
        line = members[place]

        def note(text: str) -> object:
            command = NotePresence(who=line.account, present=not line.present, note=text)
            return self.post.door.change(self.sitting, command)

        question = self.say("day.left" if line.present else "day.came")
        await self.app.push_screen_wait(Ask(line.name, question, check=self.checked(note), optional=True))
        self.look()

    @work
    async def action_equipment(self) -> None:
        """Tick off what is there."""
        things = self._board.equipment if self._board else ()
        there = [place for place, thing in enumerate(things) if thing.present]
        picked = await self.app.push_screen_wait(
            Pick(self.say("day.equipment"), [entry.thing for entry in things], there)
        )
        if picked is None:
            return
        ticked = [Equipment(thing=entry.thing, present=place in picked) for place, entry in enumerate(things)]
        self.attempt(lambda: self.post.door.change(self.sitting, CheckEquipment(equipment=tuple(ticked))))
        self.look()

    def action_back(self) -> None:
        """Go home."""
        self.dismiss(None)

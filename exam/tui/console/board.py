"""The board of one candidate session: competencies and tasks with their state and clocks, and what comes next."""

from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.widgets.option_list import Option

from exam.core.candidate_session import commands as asked
from exam.service.console_view import Board, CompetencyLine, TaskLine
from exam.tui.console.admission import AdmissionScreen
from exam.tui.console.closing import ClosingScreen
from exam.tui.console.judging import judging_screen
from exam.tui.console.post import Post
from exam.tui.console.standing import copy_trouble, notices, told_copy, told_course
from exam.tui.widgets.dialogs import Ask, Choose, Confirm, Tell
from exam.tui.widgets.keys import key
from exam.tui.widgets.plain import Plain, shown
from exam.tui.widgets.rows import Rows
from exam.tui.widgets.worded import worded
from exam.view import CardStatus
from exam.view.telling import granted, in_all, spelt

MARKS = {CardStatus.PLANNED: "·", CardStatus.OPEN: "▶", CardStatus.SUBMITTED: "✓", CardStatus.EXCUSED: "–"}


class BoardScreen(AdmissionScreen):
    """One candidate at a glance."""

    NAME = "board"
    BINDINGS: ClassVar[list[BindingType]] = [
        key("h", "hand_over", "hand-over"),
        key("p", "pause", "pause"),
        key("x", "extend", "extend"),
        key("t", "course", "course"),
        key("v", "close_exam", "result"),
        key("escape", "back", "back"),
    ]

    def __init__(self, post: Post, session: str) -> None:
        super().__init__(post, session)
        self._tasks: dict[str, TaskLine] = {}

    def body(self) -> ComposeResult:
        """Yield what comes next, how the second copy stands, what is to be known, and the list."""
        with Horizontal(id="ahead"):
            yield Plain(id="next")
            yield Plain(id="copy")
        yield Plain(id="notices")
        yield Rows(enter="open-or-judge", id="tasks")

    def on_mount(self) -> None:
        """Show the board and follow it every second."""
        self.look()
        self.set_focus(self.query_one("#tasks"))
        self.set_interval(1.0, self.follow)

    def heading(self) -> str:
        """Return candidate and examiner."""
        board = self.shown
        return f"{board.candidate} · {self.post.who.name} · {board.standard}" if board else super().heading()

    def follow(self) -> None:
        """Look again while nothing lies over the board."""
        if self.is_current:
            self.look()

    def look(self) -> None:
        """Show the board as the service has it; whoever may not see it goes home."""
        board = self.watched(lambda: self.post.door.board(self.session))
        if board is None:
            return
        first = self.shown is None
        self.shown = board
        self._tasks = {line.task: line for entry in board.competencies for line in entry.tasks}
        if first:
            self.retitle()
        self.query_one("#next", Plain).tell(self.say("board.next", step=self.say(f"step.{board.step}")))
        self._tell_where_told("#copy", told_copy(board.copy, self.say))
        self._tell_where_told("#notices", self._notices(board))
        self.trouble("copy", copy_trouble(board, self.say, worded(self.app).sentence))
        self._list(board)
        self.refresh_bindings()

    def _notices(self, board: Board) -> str:
        hands = (line for line in self._tasks.values() if line.hand_raised_at and board.ending is None)
        told = (self.say("board.break" if line.break_asked else "board.hand", task=line.title) for line in hands)
        return "\n".join([*notices(board, self.say), *told])

    def _tell_where_told(self, name: str, told: str) -> None:
        """Show a text that takes no place while there is none."""
        place = self.query_one(name, Plain)
        place.display = bool(told)
        place.tell(told)

    def _list(self, board: Board) -> None:
        options = [
            option for number, entry in enumerate(board.competencies, 1) for option in self._options(number, entry)
        ]
        self.query_one("#tasks", Rows).replace(options)

    def _options(self, number: int, entry: CompetencyLine) -> list[Option]:
        head = f"{number}. [{self.say(f'competency.{entry.status}')}] {entry.title}"
        tasks = [Option(shown(f"  {self._spelt(line)}"), id=line.task) for line in entry.tasks]
        return [Option(shown(head), disabled=True), *tasks]

    def _spelt(self, line: TaskLine) -> str:
        clock = f"{in_all(line.minutes, line.extra_minutes)} min"
        if line.clock is not None and line.status is CardStatus.OPEN:
            paused = "‖ " if line.clock.paused else ""
            clock = f"{paused}{spelt(line.clock.remaining_ms)} / {granted(line.clock)} min"
        elif line.clock is not None or line.status is CardStatus.EXCUSED:
            clock = ""
        state = f"{MARKS[line.status]} {self.say(f'card.{line.status}'):<9}"
        return f"{state} {clock:<15} {self._judging(line):<15} {line.title}"

    def _judging(self, line: TaskLine) -> str:
        if line.clock is None or not line.to_judge:
            return ""
        if line.revealed:
            return self.say("board.agreed", agreed=line.agreed, of=line.to_judge)
        return self.say("board.judged", judged=line.judged, of=len(line.panel))

    def _chosen(self) -> TaskLine | None:
        listed = self.query_one("#tasks", Rows)
        option = None if listed.highlighted is None else listed.get_option_at_index(listed.highlighted)
        return self._tasks.get(option.id) if option is not None and option.id else None

    def _do(self, command: asked.Command) -> None:
        self.attempt(lambda: self.request(command))
        self.look()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer a clock's keys where the chosen task has one that can run, the course once there is one."""
        if action == "course":
            return self.shown is not None and bool(self.shown.time_facts or self.shown.irregularities)
        if action in {"pause", "extend"}:
            line = self._chosen() if self.is_mounted else None
            return line is not None and line.status is CardStatus.OPEN
        return super().check_action(action, parameters)

    def on_option_list_option_highlighted(self) -> None:
        """Offer what fits the chosen task."""
        self.refresh_bindings()

    @work
    async def on_option_list_option_selected(self) -> None:
        """Open a task that waits; judge one that was opened."""
        line, board = self._chosen(), self.shown
        if line is None or board is None:
            return
        if line.status in {CardStatus.OPEN, CardStatus.SUBMITTED}:
            self.app.push_screen(judging_screen(self.post, self.session, line))
            return
        figurant = None
        if line.needs_figurant:
            place = await self.app.push_screen_wait(
                Choose(self.say("board.figurant"), [name for _, name in board.members])
            )
            if place is None:
                return
            figurant = board.members[place][0]
        code = "board.open-call" if line.by_phone else "board.open-task"
        question = self.say(code, minutes=in_all(line.minutes, line.extra_minutes))
        if await self.app.push_screen_wait(Confirm(line.title, question)):
            panel = tuple(account for account, _ in board.members)
            self._do(asked.OpenTask(task=line.task, panel=panel, figurant=figurant, by_phone=line.by_phone))

    def action_hand_over(self) -> None:
        """Give the keyboard to the candidate."""
        self.post.hand_over(self.session)

    @work
    async def action_pause(self) -> None:
        """Stop a running clock with a reason, or let it run again."""
        line = self._chosen()
        if line is None or line.clock is None:
            return
        if line.clock.paused:
            self._do(asked.ResumeClock(task=line.task))
            return
        check = self.checked(lambda reason: self.request(asked.PauseClock(task=line.task, reason=reason)))
        await self.app.push_screen_wait(Ask(line.title, self.say("board.pause"), check=check))
        self.look()

    @work
    async def action_extend(self) -> None:
        """Give more time in a running task, with a reason."""
        line = self._chosen()
        question = Ask(line.title, self.say("board.minutes"), digits=3) if line else None
        minutes = await self.app.push_screen_wait(question) if question else None
        if line is None or minutes is None:
            return

        def extend(reason: str) -> object:
            return self.request(asked.ExtendTime(task=line.task, minutes=int(minutes), reason=reason))

        await self.app.push_screen_wait(Ask(line.title, self.say("board.reason"), check=self.checked(extend)))
        self.look()

    def action_course(self) -> None:
        """Tell what happened to the session's time, and what was unusual."""
        if self.shown is not None:
            self.app.push_screen(Tell(self.say("course"), told_course(self.shown, self.say)))

    def action_close_exam(self) -> None:
        """Go to the result and the record."""
        self.app.push_screen(ClosingScreen(self.post, self.session))

    def action_back(self) -> None:
        """Go home."""
        self.dismiss(None)

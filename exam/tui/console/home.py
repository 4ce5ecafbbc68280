"""Home: every sitting with its candidates, and what waits to be done."""

from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets.option_list import Option

from exam.service.console_view import SessionLine, SittingLine, Step
from exam.tui.console.board import BoardScreen
from exam.tui.console.post import ConsoleScreen, Post
from exam.tui.console.sitting_form import SittingForm
from exam.tui.widgets.dialogs import Confirm, Tell
from exam.tui.widgets.keys import key
from exam.tui.widgets.plain import Plain, shown
from exam.tui.widgets.rows import Rows

Row = SittingLine | SessionLine


class HomeScreen(ConsoleScreen):
    """The list from which everything is opened."""

    NAME = "home"
    BINDINGS: ClassVar[list[BindingType]] = [
        key("n", "plan", "new-sitting"),
        key("c", "close_sitting", "close-sitting"),
        key("f10", "leave", "leave"),
    ]

    def __init__(self, post: Post) -> None:
        super().__init__(post)
        self._rows: tuple[Row, ...] = ()

    def body(self) -> ComposeResult:
        """Yield the list."""
        yield Rows(enter="open", id="sittings")
        yield Plain(id="empty")

    def on_mount(self) -> None:
        """Show the list."""
        self.look()
        self.set_focus(self.query_one("#sittings"))

    def look(self) -> None:
        """Show every sitting as the service has it."""
        sittings = self.watched(self.post.door.home)
        if sittings is None:
            return
        rows: list[Row] = []
        for sitting in sittings:
            rows += [sitting, *sitting.sessions]
        self._rows = tuple(rows)
        listed = self.query_one("#sittings", Rows)
        listed.replace([Option(shown(self._line(row))) for row in self._rows])
        listed.display = bool(self._rows)
        self.refresh_bindings()
        self.query_one("#empty", Plain).tell("" if self._rows else self.say("home.empty"))

    def _line(self, row: Row) -> str:
        if isinstance(row, SittingLine):
            state = "closed" if row.closed else "opened" if row.opened else "planned"
            return f"{row.starts_on:%d. %m. %Y} · {self.say(f'sitting.{state}')} · {row.place} · {row.title}"
        outcome = self.say(f"result.{row.result}") if row.result else ""
        told = " · ".join(part for part in (row.candidate, outcome, self.say(f"step.{row.step}")) if part)
        return f"   {told}"

    def _chosen(self) -> Row | None:
        place = self.query_one("#sittings", Rows).highlighted
        return self._rows[place] if place is not None and place < len(self._rows) else None

    @work
    async def on_option_list_option_selected(self) -> None:
        """Open what is highlighted: a sitting, a candidate's exam, or its board."""
        row = self._chosen()
        if isinstance(row, SittingLine):
            await self._open_sitting(row)
        elif row is not None:
            await self._open_session(row)

    async def _open_sitting(self, row: SittingLine) -> None:
        if row.closed:
            self.app.push_screen(Tell(row.place, self.say("home.closed-already")))
        elif row.opened:
            self.app.push_screen(Tell(row.place, self.say("home.opened-already")))
        elif await self.app.push_screen_wait(Confirm(row.place, self.say("home.open-sitting"))):
            self.attempt(lambda: self.post.door.open_sitting(row.sitting))
            self.look()

    async def _open_session(self, row: SessionLine) -> None:
        if row.step is Step.OPEN_SITTING:
            self.app.push_screen(Tell(row.candidate, self.say("home.sitting-first")))
            return
        if row.step is Step.OPEN_SESSION:
            if not await self.app.push_screen_wait(Confirm(row.candidate, self.say("home.open-session"))):
                return
            if self.attempt(lambda: self.post.door.open_session(row.sitting, row.session)) is None:
                return
        if self.attempt(lambda: self.post.door.board(row.session)) is not None:
            self.app.push_screen(BoardScreen(self.post, row.session))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's signature
        """Offer to close a sitting where there is one."""
        return bool(self._rows) if action == "close_sitting" else True

    def action_plan(self) -> None:
        """Plan a new sitting."""
        form = self.attempt(lambda: SittingForm(self.post))
        if form is not None:
            self.app.push_screen(form)

    @work
    async def action_close_sitting(self) -> None:
        """Close the highlighted sitting, after a question."""
        row = self._chosen()
        if row is None:
            return
        place = next(line.place for line in self._rows if isinstance(line, SittingLine) and line.sitting == row.sitting)
        if await self.app.push_screen_wait(Confirm(place, self.say("home.close-sitting"))):
            self.attempt(lambda: self.post.door.close_sitting(row.sitting))
            self.look()

    @work
    async def action_leave(self) -> None:
        """Leave the program, after a question."""
        if await self.app.push_screen_wait(Confirm(self.say("home.leave"), self.say("home.leave.question"))):
            self.app.exit()

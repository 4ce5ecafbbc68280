"""Candidates' computers: who sits where, a code for whoever is to sit down, and waits after wrong codes or PINs."""

from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets.option_list import Option

from exam.service.console_view import ComputerLine, WaitingLine
from exam.tui.console.post import ConsoleScreen, Post
from exam.tui.widgets.dialogs import Confirm, Tell
from exam.tui.widgets.keys import key
from exam.tui.widgets.plain import Plain, shown
from exam.tui.widgets.rows import Rows

Row = ComputerLine | WaitingLine


class ComputersScreen(ConsoleScreen):
    """Where a candidate is to sit down; Enter issues his code for the computer, or lifts a wait."""

    NAME = "computers"
    BINDINGS: ClassVar[list[BindingType]] = [key("escape", "back", "back")]

    def __init__(self, post: Post, session: str) -> None:
        super().__init__(post)
        self._session = session
        self._candidate = post.door.board(session).candidate
        self._rows: tuple[Row, ...] = ()

    def body(self) -> ComposeResult:
        """Yield for whom, and the list."""
        yield Plain(id="whose", classes="quiet")
        yield Rows(enter="code-or-lift", id="computers")
        yield Plain(id="empty")

    def on_mount(self) -> None:
        """Look at once and then every second."""
        self.look()
        self.set_interval(1.0, self.look)
        self.set_focus(self.query_one("#computers"))

    def look(self) -> None:
        """Show the computers as the service has them."""
        found = self.watched(self.post.door.computers) if self.is_current else None
        if found is None:
            return
        told = self.say("computers.for", candidate=self._candidate, account=self.post.who.id)
        self.query_one("#whose", Plain).tell(told)
        self._rows = (*found.desks, *found.waiting)
        self.query_one("#computers", Rows).replace([Option(shown(self._line(row))) for row in self._rows])
        self.query_one("#empty", Plain).tell("" if self._rows else self.say("computers.empty"))

    def _line(self, row: Row) -> str:
        if isinstance(row, WaitingLine):
            until = f"{row.until:%H:%M:%S}" if row.until else self.say("computers.at-once")
            subject = row.subject.removeprefix("#")
            return self.say("computers.waiting", subject=subject, failures=row.failures, until=until)
        if row.since is None:
            return self.say("computers.free", workstation=row.workstation)
        told = {"workstation": row.workstation, "candidate": row.candidate, "since": f"{row.since:%H:%M}"}
        return self.say("computers.taken", **told)

    @work
    async def on_option_list_option_selected(self) -> None:
        """Issue a code for the computer, or lift the wait."""
        place = self.query_one("#computers", Rows).highlighted
        if place is None or place >= len(self._rows):
            return
        row = self._rows[place]
        if isinstance(row, WaitingLine):
            self.attempt(lambda: self.post.door.lift_delay(row.subject))
        else:
            await self._issue(row)
        self.look()

    async def _issue(self, row: ComputerLine) -> None:
        title = self.say("computers.code-for", workstation=row.workstation)
        question = self.say("computers.taken.question", candidate=row.candidate)
        if row.since is not None and not await self.app.push_screen_wait(Confirm(title, question)):
            return
        code = self.attempt(lambda: self.post.door.issue_code(self._session, row.workstation))
        if code is not None:
            told = self.say("computers.code", typed=code, candidate=self._candidate, workstation=row.workstation)
            await self.app.push_screen_wait(Tell(title, told))

    def action_back(self) -> None:
        """Go back to the board."""
        self.dismiss(None)

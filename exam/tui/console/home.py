"""Home: what waits for whoever signed in, every sitting with its next duty, search, and the last records."""

from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from exam.service.console_view import SessionLine, Step
from exam.service.home_view import SittingLine, Waiting, Waits, matching
from exam.tui.console.board import BoardScreen
from exam.tui.console.closing import ClosingScreen
from exam.tui.console.home_lines import (
    told_about,
    told_duty,
    told_record,
    told_session,
    told_sitting,
    told_waiting,
)
from exam.tui.console.judging import JudgingScreen
from exam.tui.console.lookout import RECORDS, Lookout
from exam.tui.console.post import ConsoleScreen, Post
from exam.tui.console.sitting import SittingScreen
from exam.tui.console.wizard import WizardScreen
from exam.tui.widgets.dialogs import Choose, Confirm, Tell
from exam.tui.widgets.fields import Line
from exam.tui.widgets.keys import key
from exam.tui.widgets.plain import Plain, shown
from exam.tui.widgets.rows import Rows
from exam.tui.widgets.worded import worded

Row = SittingLine | SessionLine
WIDE = 110
"""Columns from which what is looked at stands beside the list."""
SLICE_S, PAUSE_S = 0.03, 0.1
"""The screen looks further for so long, then leaves the keys their turn for so long."""
SLICES_SHOWN = 5
RUNNING_S = 3.0
"""How often sittings that run are looked at again."""
SHOWN_RECORDS = 5
ON_THE_SHEET = frozenset({Waits.JUDGE, Waits.CONFIRM, Waits.REVEAL, Waits.AGREE})
AT_THE_END = frozenset({Waits.ANNOUNCE, Waits.ISSUE, Waits.SIGN, Waits.ARCHIVE})


class HomeScreen(ConsoleScreen):
    """The list from which everything is opened."""

    NAME = "home"
    BINDINGS: ClassVar[list[BindingType]] = [
        key("n", "plan", "new-sitting"),
        key("f,slash", "find", "find"),
        key("w", "waiting", "waiting"),
        key("r", "records", "records"),
        key("escape", "all", "all"),
        key("f10", "leave", "leave"),
    ]

    def __init__(self, post: Post) -> None:
        super().__init__(post)
        self.HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]
        self._lookout = Lookout()
        self._rows: tuple[Row, ...] = ()
        self._waits: tuple[Waiting, ...] = ()
        self._slices = 0

    def body(self) -> ComposeResult:
        """Yield the search, what waits, the list, and what is told of the row that is looked at."""
        with Vertical(id="home"):
            with Vertical(id="lists"):
                yield Line(placeholder=self.say("home.find"), id="find", enter="list")
                yield Plain(id="waits")
                yield Rows(enter="open", id="waiting")
                yield Rows(enter="open", id="sittings")
                yield Plain(id="empty")
            with Vertical(id="aside"):
                yield Plain(id="looked-at")
                yield Plain(id="duty")
                yield Plain(id="records")

    def on_mount(self) -> None:
        """Show the list, and look at what is in it."""
        self.query_one("#find").display = False
        self.look()
        self.set_focus(self.query_one("#sittings"))
        self.set_interval(PAUSE_S, self._look_further)
        self.set_interval(RUNNING_S, self._look_again)

    def look(self) -> None:
        """Show every sitting as the service has it."""
        lines = self.watched(self.post.door.home)
        if lines is None:
            return
        self._lookout.begin(lines)
        self._lookout.look_at(self.post.door.outlook, self._lookout.near(self.post.today()))
        self._show()

    def _look_further(self) -> None:
        """Look at some more sittings; what was found is shown now and then, because showing costs, too."""
        if self.is_current and self._lookout.go_on(self.post.door.outlook, SLICE_S):
            self._slices += 1
            if self._lookout.idle or self._slices % SLICES_SHOWN == 0:
                self._show()

    def _look_again(self) -> None:
        if self.is_current:
            self._lookout.again(line.sitting for line in self._lookout.lines if line.running)

    def _show(self) -> None:
        found = matching(self._lookout.lines, self._lookout.records(), self.query_one("#find", Line).value)
        near = set(self._lookout.near(self.post.today()))
        rows: list[Row] = []
        for line in found:
            outlook = self._lookout.outlooks.get(line.sitting)
            rows += [line, *(outlook.sessions if outlook and line.sitting in near else ())]
        chosen, self._rows = self._chosen(), tuple(rows)
        listed = self.query_one("#sittings", Rows)
        listed.replace([Option(shown(self._line(row))) for row in self._rows])
        names = [_name(row) for row in self._rows]
        if chosen is not None and _name(chosen) in names:
            listed.highlighted = names.index(_name(chosen))
        listed.display = bool(self._rows)
        empty = "home.nothing-found" if self._lookout.lines else "home.empty"
        self.query_one("#empty", Plain).tell("" if self._rows else self.say(empty))
        self._show_waiting()
        self._show_aside()
        self.refresh_bindings()

    def _line(self, row: Row) -> str:
        if isinstance(row, SittingLine):
            return told_sitting(row, self._lookout.outlooks.get(row.sitting), self.say)
        return told_session(row, self.say)

    def _show_waiting(self) -> None:
        self._waits = self._lookout.waiting()
        places = {line.sitting: line.place for line in self._lookout.lines}
        head, listed = self.query_one("#waits", Plain), self.query_one("#waiting", Rows)
        head.display = listed.display = bool(self._waits)
        hands = sum(entry.what is Waits.HAND for entry in self._waits)
        head.tell(self.say("home.waits-hands" if hands else "home.waits", count=len(self._waits), hands=hands))
        head.set_class(bool(hands), "loud")
        told = (told_waiting(entry, places.get(entry.sitting, ""), self.say) for entry in self._waits)
        listed.replace([Option(shown(line)) for line in told])

    def _show_aside(self) -> None:
        row = self._chosen()
        line = next((line for line in self._lookout.lines if row and line.sitting == row.sitting), None)
        outlook = self._lookout.outlooks.get(line.sitting) if line else None
        about = "\n".join(told_about(line, outlook, self.say)) if line and outlook else ""
        self.query_one("#looked-at", Plain).tell(about)
        told = told_duty(outlook.duty, worded(self.app).language, self.say) if outlook else ""
        self.query_one("#duty", Plain).tell(told)
        records = [told_record(record, self.say) for record in self._lookout.records()[:SHOWN_RECORDS]]
        self.query_one("#records", Plain).tell("\n".join([self.say("home.records"), *records]) if records else "")

    def _chosen(self) -> Row | None:
        place = self.query_one("#sittings", Rows).highlighted
        return self._rows[place] if place is not None and place < len(self._rows) else None

    def on_option_list_option_highlighted(self) -> None:
        """Tell what is looked at."""
        self._show_aside()

    @work
    async def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Open what is highlighted: what waits, a sitting, a candidate's exam, or its board."""
        if event.option_list.id == "waiting":
            self._open_waiting(self._waits[event.option_index])
            return
        row = self._chosen()
        if isinstance(row, SittingLine):
            self._open_sitting(row.sitting)
        elif row is not None:
            await self._open_session(row)

    def _open_waiting(self, entry: Waiting) -> None:
        if entry.what in ON_THE_SHEET:
            self.app.push_screen(JudgingScreen(self.post, entry.session, entry.task))
        elif entry.what in AT_THE_END:
            self.app.push_screen(ClosingScreen(self.post, entry.session))
        elif entry.session:
            self.app.push_screen(BoardScreen(self.post, entry.session))
        else:
            self._open_sitting(entry.sitting)

    def _open_sitting(self, sitting: str) -> None:
        if self.attempt(lambda: self.post.door.sitting(sitting)) is not None:
            self.app.push_screen(SittingScreen(self.post, sitting))

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
        """Offer what there is something for."""
        offered = {
            "find": bool(self._lookout.lines) and not (self.is_mounted and self.query_one("#find").display),
            "waiting": bool(self._waits),
            "records": bool(self._lookout.records()),
            "all": self.is_mounted and self.query_one("#find").display,
        }
        return offered.get(action, True)

    def action_find(self) -> None:
        """Begin to look for something."""
        self.query_one("#find").display = True
        self.set_focus(self.query_one("#find"))
        self.refresh_bindings()

    def on_input_changed(self) -> None:
        """Show what was found so far."""
        self._show()

    def on_input_submitted(self) -> None:
        """Go to what was found."""
        self.set_focus(self.query_one("#sittings"))

    def action_all(self) -> None:
        """Show everything again."""
        sought = self.query_one("#find", Line)
        sought.value, sought.display = "", False
        self.set_focus(self.query_one("#sittings"))
        self._show()

    def action_waiting(self) -> None:
        """Go to what waits."""
        self.set_focus(self.query_one("#waiting"))

    @work
    async def action_records(self) -> None:
        """Choose one of the last records."""
        records = self._lookout.records()[:RECORDS]
        answers = [told_record(record, self.say) for record in records]
        place = await self.app.push_screen_wait(Choose(self.say("home.records"), answers))
        if place is not None:
            self.app.push_screen(ClosingScreen(self.post, records[place].session))

    def action_plan(self) -> None:
        """Plan a new sitting."""
        wizard = self.attempt(lambda: WizardScreen(self.post))
        if wizard is not None:
            self.app.push_screen(wizard)

    @work
    async def action_leave(self) -> None:
        """Leave the program, after a question."""
        if await self.app.push_screen_wait(Confirm(self.say("home.leave"), self.say("home.leave.question"))):
            self.app.exit()


def _name(row: Row) -> tuple[str, str]:
    """Return what a row is about, which stays when its words change or it moves."""
    return row.sitting, row.session if isinstance(row, SessionLine) else ""

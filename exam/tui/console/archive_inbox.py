"""The archive's list: what came in and what is kept, searched and paged; files are received and lines opened here."""

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets.option_list import Option

from exam.core.custody import LineState
from exam.core.custody_search import Query
from exam.problem import ExamError
from exam.service.register_view import Found, RegisterRow
from exam.tui.console.archive_line import LineScreen
from exam.tui.console.archive_post import ArchivePost, ArchiveScreen
from exam.tui.console.day import read_day
from exam.tui.widgets.dialogs import Ask, Choose, Confirm, Tell
from exam.tui.widgets.keys import key
from exam.tui.widgets.plain import Plain, shown
from exam.tui.widgets.rows import Rows
from exam.tui.widgets.worded import worded

SIZE = 50
TYPED = ("person", "qualification", "authorised", "record", "since", "until")
CHOSEN = {"state": tuple(map(str, LineState)), "result": ("passed", "failed")}
WAITING = Query(state=LineState.CHECKED)


class InboxScreen(ArchiveScreen):
    """What waits to be decided on, first; then whatever is looked for."""

    NAME = "archive"
    BINDINGS: ClassVar[list[BindingType]] = [
        key("i", "receive", "archive-receive"),
        key("a", "accept_all", "archive-accept-all"),
        key("f", "search", "archive-search"),
        key("w", "waiting", "archive-waiting"),
        key("n", "turn(1)", "next"),
        key("p", "turn(-1)", "previous"),
        key("f10", "leave", "leave"),
    ]

    def __init__(self, post: ArchivePost) -> None:
        super().__init__(post)
        self._query = WAITING
        self._page = 1
        self._found: Found | None = None

    def body(self) -> ComposeResult:
        """Yield the list and what it is of."""
        yield Plain(id="about")
        yield Rows(enter="open", id="lines")

    def on_mount(self) -> None:
        """Show what waits."""
        self.look()
        self.set_focus(self.query_one("#lines"))

    def look(self) -> None:
        """Show the page as the service has it."""
        found = self.watched(lambda: self.post.door.search(self._query, self._page, SIZE))
        if found is None:
            return
        self._found, self._page = found, found.page.number
        self.query_one("#lines", Rows).replace([Option(shown(self._line(row))) for row in found.rows])
        page = found.page
        about = self.say("custody.found", total=page.total, page=page.number, pages=page.pages)
        self.query_one("#about", Plain).tell(f"{about} {self._looked_for()}")
        self.refresh_bindings()

    def _looked_for(self) -> str:
        given = {name: value for name, value in self._query.model_dump(mode="json").items() if value}
        return " · ".join(f"{self.say(f'archive.by.{name}')}: {self._spelt(name, given[name])}" for name in given)

    def _spelt(self, name: str, value: object) -> str:
        words = {"state": f"custody.state.{value}", "result": f"result.{value}"}
        return self.say(words[name]) if name in words else str(value)

    def _line(self, row: RegisterRow) -> str:
        mark = "*" if row.practice else " "
        parts = (
            f"{row.number:>5}{mark}",
            f"{self.say(f'custody.state.{row.state}'):<8}",
            f"{row.verdict:<8}",
            row.held_on.isoformat() if row.held_on else "",
            f"{self.say(f'result.{row.result}'):<9}" if row.result else "",
            row.candidate or ", ".join(row.codes) or "–",
            row.qualification,
            self.say("custody.superseded", number=row.superseded_by) if row.superseded_by else "",
        )
        return " ".join(part for part in parts if part)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to turn pages where there are some."""
        page = self._found.page if self._found else None
        if action == "turn" and page is not None:
            return 1 <= page.number + int(str(parameters[0])) <= page.pages
        return True

    def on_option_list_option_selected(self) -> None:
        """Open the highlighted line."""
        place = self.query_one("#lines", Rows).highlighted
        if self._found is not None and place is not None and place < len(self._found.rows):
            self.app.push_screen(LineScreen(self.post, self._found.rows[place].number))

    def action_turn(self, pages: int) -> None:
        """Turn pages."""
        self._page += pages
        self.look()

    def action_waiting(self) -> None:
        """Show what waits to be decided on."""
        self._query, self._page = WAITING, 1
        self.look()

    @work
    async def action_search(self) -> None:
        """Ask by what, and for what; what was asked before stays, until everything is wanted."""
        names = [*TYPED, *CHOSEN]
        words = [self.say(f"archive.by.{name}") for name in names]
        chosen = await self.app.push_screen_wait(Choose(self.say("archive.search"), [*words, self.say("archive.all")]))
        if chosen is None:
            return
        if chosen == len(names):
            self._query, self._page = Query(), 1
            self.look()
        elif names[chosen] in CHOSEN:
            await self._choose(names[chosen], words[chosen])
        else:
            act = self.checked(partial(self._narrow, names[chosen]))
            await self.app.push_screen_wait(Ask(words[chosen], self.say("archive.search-text"), check=act))
        self.look()

    async def _choose(self, name: str, word: str) -> None:
        values = CHOSEN[name]
        place = await self.app.push_screen_wait(Choose(word, [self._spelt(name, value) for value in values]))
        if place is not None:
            told = self._query.model_dump() | {name: values[place]}
            self._query, self._page = Query.model_validate(told, strict=False), 1

    def _narrow(self, name: str, text: str) -> None:
        value = read_day(text) if name in {"since", "until"} else text
        self._query, self._page = self._query.model_copy(update={name: value, "state": None}), 1

    @work
    async def action_receive(self) -> None:
        """Ask for a path and receive what lies there, while the screen stays alive."""
        path = await self.app.push_screen_wait(Ask(self.heading(), self.say("archive.receive")))
        if path:
            self.trouble("receive", self.say("archive.receiving", path=path))
            self._bring(path)

    @work(thread=True, exclusive=True)
    def _bring(self, path: str) -> None:
        try:
            told = self.post.bring(self.post.door, path)
        except ExamError as error:
            self.app.call_from_thread(self._brought, error, "")
            return
        self.app.call_from_thread(self._brought, None, told)

    def _brought(self, error: ExamError | None, told: str) -> None:
        self.trouble("receive", "")
        self.action_waiting()
        if error is not None:
            self.refuse(error)
        else:
            self.app.push_screen(Tell(self.say("archive.received"), told))

    @work
    async def action_accept_all(self) -> None:
        """Accept, after a question, everything that nobody has to return or to decide on."""
        numbers = self.watched(self.post.door.acceptable) or ()
        question = Confirm(self.heading(), self.say("archive.accept-all", count=len(numbers)))
        if await self.app.push_screen_wait(question):
            self.trouble("receive", self.say("archive.accepting"))
            self._accept(numbers)

    @work(thread=True, exclusive=True)
    def _accept(self, numbers: Sequence[int]) -> None:
        refused: list[ExamError] = []
        for number in numbers:
            try:
                self.post.door.accept(number)
            except ExamError as error:
                refused.append(error)
        self.app.call_from_thread(self._accepted, refused)

    def _accepted(self, refused: Sequence[ExamError]) -> None:
        self.trouble("receive", "")
        self.action_waiting()
        if refused:
            told = dict.fromkeys(map(worded(self.app).sentence, refused))
            self.app.push_screen(Tell(self.say("archive.refused"), "\n".join(told)))

    @work
    async def action_leave(self) -> None:
        """Leave the program, after a question."""
        if await self.app.push_screen_wait(Confirm(self.say("home.leave"), self.say("archive.leave"))):
            self.app.exit()

"""One line of the register: all that is known of it, and what may be decided on it now."""

from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType

from exam.core.custody import LineState
from exam.core.custody_events import ReviewDecision
from exam.service.register_view import RegisterRow
from exam.tui.console.archive_post import ArchivePost, ArchiveScreen
from exam.tui.widgets.dialogs import Ask, Choose, Confirm, Write
from exam.tui.widgets.keys import key
from exam.tui.widgets.plain import Plain
from exam.tui.widgets.rows import Reading


class LineScreen(ArchiveScreen):
    """What a clerk reads before he decides."""

    NAME = "archive-line"
    BINDINGS: ClassVar[list[BindingType]] = [
        key("a", "accept", "archive-accept"),
        key("v", "give_back", "archive-return"),
        key("r", "review", "archive-review"),
        key("x", "dispose", "archive-dispose"),
        key("escape", "back", "back"),
    ]

    def __init__(self, post: ArchivePost, number: int) -> None:
        super().__init__(post)
        self._number = number
        self._row: RegisterRow | None = None

    def body(self) -> ComposeResult:
        """Yield the text."""
        with Reading(id="line"):
            yield Plain(id="told")

    def on_mount(self) -> None:
        """Read the line."""
        self.look()
        self.set_focus(self.query_one("#line"))

    def look(self) -> None:
        """Show the line as it stands; verifying it takes about a second."""
        row = self.watched(lambda: self.post.door.row(self._number))
        if row is not None and row != self._row:
            told = self.watched(lambda: self.post.tell(self._number))
            if told is not None:
                self._row = row
                self.query_one("#told", Plain).tell(told)
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's signature
        """Offer what the line's state allows; whether the person may, the service says."""
        state = self._row.state if self._row else None
        allowed = {
            "accept": state is LineState.CHECKED,
            "give_back": state is LineState.CHECKED,
            "review": state is LineState.KEPT,
            "dispose": state in {LineState.KEPT, LineState.RETURNED},
        }
        return allowed.get(action, True)

    @work
    async def action_accept(self) -> None:
        """Accept, after a question."""
        if await self.app.push_screen_wait(Confirm(self.heading(), self.say("archive.accept"))):
            self.attempt(lambda: self.post.door.accept(self._number))
            self.look()

    @work
    async def action_give_back(self) -> None:
        """Ask for the reason, then show the draft of the letter, which may be changed."""
        reason = await self.app.push_screen_wait(Ask(self.heading(), self.say("archive.return-reason")))
        letter = self.attempt(lambda: self.post.draft(self.post.door, self._number, reason)) if reason else None
        if not reason or letter is None:
            return
        act = self.checked(lambda text: self.post.door.give_back(self._number, reason, text))
        await self.app.push_screen_wait(Write(self.heading(), self.say("archive.letter"), value=letter, check=act))
        self.look()

    @work
    async def action_review(self) -> None:
        """Note a request for a review, or decide the one that is open."""
        if self._row is None or self._row.review_due is None:
            act = self.checked(lambda text: self.post.door.request_review(self._number, text))
            await self.app.push_screen_wait(Ask(self.heading(), self.say("archive.review-grounds"), check=act))
        else:
            decisions = tuple(ReviewDecision)
            words = [self.say(f"archive.review.{decision}") for decision in decisions]
            chosen = await self.app.push_screen_wait(Choose(self.say("archive.review-decide"), words))
            if chosen is None:
                return
            act = self.checked(lambda text: self.post.door.decide_review(self._number, decisions[chosen], text))
            await self.app.push_screen_wait(Ask(words[chosen], self.say("archive.review-reason"), check=act))
        self.look()

    @work
    async def action_dispose(self) -> None:
        """Propose a disposal, or agree to one that another person proposed."""
        if self._row is not None and self._row.proposed_by:
            told = self.say("archive.dispose", who=self._row.proposed_by)
            if await self.app.push_screen_wait(Confirm(self.heading(), told)):
                self.attempt(lambda: self.post.door.dispose(self._number))
        else:
            act = self.checked(lambda text: self.post.door.propose_disposal(self._number, text))
            await self.app.push_screen_wait(Ask(self.heading(), self.say("archive.dispose-reason"), check=act))
        self.look()

    def action_back(self) -> None:
        """Go back to the list."""
        self.app.pop_screen()

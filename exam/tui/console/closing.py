"""The end of an exam: result, announcement, record, signatures, archive; Enter takes the next step."""

from collections.abc import Awaitable, Callable
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll

from exam.core.candidate_session import commands as asked
from exam.core.session_values import Ending
from exam.service.console_view import Closing, Step
from exam.tui.console.closing_account import SEAL, account
from exam.tui.console.post import Post
from exam.tui.console.record_acts import RecordActs
from exam.tui.widgets.dialogs import Ask, Choose, Confirm, Tell
from exam.tui.widgets.keys import key
from exam.tui.widgets.plain import Plain
from exam.tui.widgets.sign_in import SignIn

EARLY = tuple(ending for ending in Ending if ending is not Ending.FULLY_RUN)


class ClosingScreen(RecordActs):
    """What is done and what comes next."""

    NAME = "closing"
    BINDINGS: ClassVar[list[BindingType]] = [
        key("enter", "go_on", "go-on"),
        key("h", "hand_over", "hand-over"),
        key("k", "issue_now", "issue-now"),
        key("n", "omit", "omit"),
        key("o", "correct", "correct"),
        key("p", "paper", "paper"),
        key("s", "approve", "approve"),
        key("t", "end_early", "end-early"),
        key("escape", "back", "back"),
    ]

    def __init__(self, post: Post, session: str) -> None:
        super().__init__(post, session)
        self._archived: tuple[str, str] = ("", "")
        """A record that was archived just now, and what its verification says."""

    def body(self) -> ComposeResult:
        """Yield the account of the end."""
        yield Plain(id="next")
        with VerticalScroll(id="closing-box"):
            yield Plain(id="closing")

    def on_mount(self) -> None:
        """Show it."""
        self.look()
        self.set_focus(self.query_one("#closing-box"))

    def look(self) -> None:
        """Show how far the end is."""
        end = self.watched(lambda: self.post.door.closing(self.session))
        if end is None:
            return
        self.end = end
        self.refresh_bindings()
        self.query_one("#next", Plain).tell(self.say("board.next", step=self._step(end)))
        told = account(end, [name for _, name in self.paper], self.say)
        self.query_one("#closing", Plain).tell("\n".join([*told, "", self._verdict(end)]).rstrip())

    def _step(self, end: Closing) -> str:
        return self.say("step.determine" if end.ending is None else f"step.{end.step}")

    def _verdict(self, end: Closing) -> str:
        """Return what was found of the record in force when it was archived."""
        record, found = self._archived
        return found if record == end.record else ""

    @work
    async def action_go_on(self) -> None:
        """Take the next step."""
        end = self.end
        if end is None:
            return
        steps: dict[Step, Callable[[], Awaitable[None]]] = {
            Step.ANNOUNCE: self._announce,
            Step.ACKNOWLEDGE: self._wait_for_candidate,
            Step.ISSUE: self._issue,
            Step.SIGN: self._sign,
            Step.ARCHIVE: self._archive,
            Step.DONE: self._done,
        }
        await (self._determine if end.ending is None else steps[end.step])()
        self.look()

    async def _determine(self) -> None:
        command = asked.DetermineResult()
        refusal = self.watched(lambda: (self.post.door.refusal(self.session, command),))
        if refusal is None:
            return
        if refusal[0] is not None:
            self.refuse(refusal[0])
        elif await self.app.push_screen_wait(Confirm(self.say("step.determine"), self.say("closing.determine"))):
            self.attempt(lambda: self.post.door.do(self.session, command))

    async def _announce(self) -> None:
        if await self.app.push_screen_wait(Confirm(self.say("step.announce"), self.say("closing.announce"))):
            self.attempt(lambda: self.post.door.do(self.session, asked.AnnounceResult()))

    async def _wait_for_candidate(self) -> None:
        await self.app.push_screen_wait(Tell(self.say("step.acknowledge"), self.say("closing.acknowledge")))

    async def _issue(self) -> None:
        if not await self.as_chair(self.say("step.issue")):
            return
        if await self.app.push_screen_wait(Confirm(self.say("step.issue"), self.say("closing.issue"))):
            self.attempt(lambda: self.post.door.issue(self.session, [who for who, _ in self.paper]))

    async def _sign(self) -> None:
        due = next((line for line in self.end.signatures if line.due), None) if self.end else None
        if due is None:
            return
        seal = due.signer.who == SEAL
        person = (self.post.who.id, self.post.who.name) if seal else (due.signer.who, due.name)
        title = self.say("closing.sign-seal" if seal else "closing.sign", name=due.name)
        if not await self.app.push_screen_wait(SignIn(title, [person], self.post.enter, note=self.post.note)):
            return
        passphrase: str | None = self.post.passphrase
        if not due.practice:
            passphrase = await self.app.push_screen_wait(Ask(title, self.say("closing.passphrase"), secret=True))
        if passphrase:
            opened = passphrase
            self.attempt(lambda: self.post.door.sign(self.session, opened, seal=seal))
        self.retitle()

    async def _archive(self) -> None:
        if not await self.as_chair(self.say("step.archive")):
            return
        path = self.attempt(lambda: self.post.door.archive(self.session))
        if path is not None and self.end is not None:
            verdict = self.attempt(lambda: self.post.verify(path)) or ""
            self._archived = (self.end.record, self.say("closing.archived", path=path) + "\n" + verdict)

    async def _done(self) -> None:
        found = self._verdict(self.end) if self.end else ""
        await self.app.push_screen_wait(Tell(self.say("step.done"), found or self.say("closing.done")))

    def action_hand_over(self) -> None:
        """Give the keyboard to the candidate, who takes note of the result."""
        self.post.hand_over(self.session)

    def offered(self, end: Closing | None) -> dict[str, bool]:
        """Return which acts the end leaves open."""
        return super().offered(end) | {
            "end_early": end is not None and end.ending is None,
            "issue_now": end is not None and end.step is Step.ACKNOWLEDGE,
        }

    @work
    async def action_issue_now(self) -> None:
        """Issue the record although the candidate has said nothing."""
        await self._issue()
        self.look()

    @work
    async def action_end_early(self) -> None:
        """End the exam before it is fully run, with a reason."""
        place = await self.app.push_screen_wait(
            Choose(self.say("closing.early"), [self.say(f"ending.{ending}") for ending in EARLY])
        )
        if place is None:
            return
        ending = EARLY[place]
        check = self.checked(
            lambda reason: self.post.door.do(self.session, asked.EndSession(ending=ending, reason=reason))
        )
        title = f"{self.say('closing.early')}: {self.say(f'ending.{ending}')}"
        await self.app.push_screen_wait(Ask(title, self.say("board.reason"), check=check))
        self.look()

    def action_back(self) -> None:
        """Go back to the board."""
        self.dismiss(None)

"""The end of an exam: result, announcement, record, signatures, archive; Enter takes the next step."""

from collections.abc import Awaitable, Callable
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll

from exam.core.candidate_session import commands as asked
from exam.core.omission import OmissionGround
from exam.core.session_values import Ending, SignatureMode
from exam.service.console_view import Closing, SignatureLine, Step
from exam.tui.console.post import ConsoleScreen, Post
from exam.tui.widgets.dialogs import Ask, Choose, Confirm, Pick, Tell
from exam.tui.widgets.keys import key
from exam.tui.widgets.plain import Plain
from exam.tui.widgets.sign_in import SignIn

EARLY = tuple(ending for ending in Ending if ending is not Ending.FULLY_RUN)
SEAL = "seal"


class ClosingScreen(ConsoleScreen):
    """What is done and what comes next."""

    NAME = "closing"
    BINDINGS: ClassVar[list[BindingType]] = [
        key("enter", "go_on", "go-on"),
        key("h", "hand_over", "hand-over"),
        key("k", "issue_now", "issue-now"),
        key("n", "omit", "omit"),
        key("p", "paper", "paper"),
        key("t", "end_early", "end-early"),
        key("escape", "back", "back"),
    ]

    def __init__(self, post: Post, session: str) -> None:
        super().__init__(post)
        self.session = session
        self._end: Closing | None = None
        self._archived = ""
        self._paper: tuple[str, ...] = ()
        """Who is to sign with ink."""
        self._ink: tuple[str, ...] = ()
        """Their names."""

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
        closing = self.watched(lambda: self.post.door.closing(self.session))
        if closing is None:
            return
        self._end = closing
        self.refresh_bindings()
        self.query_one("#next", Plain).tell(self.say("board.next", step=self._step(closing)))
        self.query_one("#closing", Plain).tell("\n".join(self._told(closing)))

    def _step(self, closing: Closing) -> str:
        running = closing.ending is None
        return self.say("step.determine") if running else self.say(f"step.{closing.step}")

    def _told(self, closing: Closing) -> list[str]:
        told = []
        if closing.ending:
            told.append(self.say(f"ending.{closing.ending}"))
        if closing.result:
            told.append(self.say("closing.result", result=self.say(f"result.{closing.result}").upper()))
        told += [f"  ✗ {title}: {reason}" for title, reason in closing.unmet]
        if closing.acknowledged is not None:
            told.append(self.say("result.taken-note" if closing.acknowledged else "result.refused-note"))
        if closing.objection:
            told.append(self.say("closing.objection", text=closing.objection))
        if self._ink and not closing.record:
            told.append(self.say("closing.ink", names=", ".join(self._ink)))
        if closing.record:
            practice = self.say("closing.practice") if closing.practice else ""
            told += ["", self.say("closing.record", record=closing.record, practice=practice)]
        told += [self._signature(line) for line in closing.signatures]
        return [*told, "", self._archived] if self._archived else told

    def _signature(self, line: SignatureLine) -> str:
        name = self.say("closing.seal") if line.signer.who == SEAL else line.name
        state = "signed" if line.signed else "due" if line.due else "waits"
        if line.signer.mode is SignatureMode.PAPER:
            state = "paper"
        if line.omission is not None:
            told = self.say(f"signature.{line.omission.ground}", reason=line.omission.reason)
            return f"  ✗ {name}: {told}"
        return f"  {'✓' if line.signed else '·'} {name}: {self.say(f'signature.{state}')}"

    @work
    async def action_go_on(self) -> None:
        """Take the next step."""
        closing = self._end
        if closing is None:
            return
        steps: dict[Step, Callable[[], Awaitable[None]]] = {
            Step.ANNOUNCE: self._announce,
            Step.ACKNOWLEDGE: self._wait_for_candidate,
            Step.ISSUE: self._issue,
            Step.SIGN: self._sign,
            Step.ARCHIVE: self._archive,
            Step.DONE: self._done,
        }
        await (self._determine if closing.ending is None else steps[closing.step])()
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
        if await self.app.push_screen_wait(Confirm(self.say("step.issue"), self.say("closing.issue"))):
            self.attempt(lambda: self.post.door.issue(self.session, self._paper))

    async def _sign(self) -> None:
        due = next((line for line in self._end.signatures if line.due), None) if self._end else None
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
        path = self.attempt(lambda: self.post.door.archive(self.session))
        if path is not None:
            verdict = self.attempt(lambda: self.post.verify(path)) or ""
            self._archived = self.say("closing.archived", path=path) + "\n" + verdict

    async def _done(self) -> None:
        await self.app.push_screen_wait(Tell(self.say("step.done"), self._archived or self.say("closing.done")))

    def action_hand_over(self) -> None:
        """Give the keyboard to the candidate, who takes note of the result."""
        self.post.hand_over(self.session)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's signature
        """Offer what the end leaves open."""
        end = self._end
        offered = {
            "end_early": end is not None and end.ending is None,
            "issue_now": end is not None and end.step is Step.ACKNOWLEDGE,
            "paper": end is not None and end.step in {Step.ACKNOWLEDGE, Step.ISSUE},
            "omit": bool(self._omittable()) and end is not None and end.step is Step.SIGN,
        }
        return offered.get(action, True)

    @work
    async def action_paper(self) -> None:
        """Plan who signs the record with ink."""
        board = self.attempt(lambda: self.post.door.board(self.session))
        members = board.members if board else ()
        before = [place for place, (who, _) in enumerate(members) if who in self._paper]
        dialog = Pick(self.say("closing.paper"), [name for _, name in members], before)
        picked = await self.app.push_screen_wait(dialog) if members else None
        if picked is not None:
            self._paper = tuple(members[place][0] for place in picked)
            self._ink = tuple(members[place][1] for place in picked)
            self.look()

    def _omittable(self) -> tuple[SignatureLine, ...]:
        return tuple(line for line in self._end.signatures if line.omittable) if self._end else ()

    @work
    async def action_omit(self) -> None:
        """Put down that a member does not sign, and why."""
        lines, grounds = self._omittable(), tuple(OmissionGround)
        title = self.say("closing.omit")
        place = await self.app.push_screen_wait(Choose(title, [line.name for line in lines]))
        if place is None:
            return
        chosen = await self.app.push_screen_wait(
            Choose(f"{title}: {lines[place].name}", [self.say(f"omission.{ground}") for ground in grounds])
        )
        if chosen is None:
            return
        who, ground = lines[place].signer.who, grounds[chosen]
        check = self.checked(
            lambda reason: self.post.door.do(self.session, asked.OmitSignature(who=who, ground=ground, reason=reason))
        )
        asking = f"{lines[place].name}: {self.say(f'omission.{ground}')}"
        await self.app.push_screen_wait(Ask(asking, self.say("closing.omit-reason"), check=check))
        self.look()

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

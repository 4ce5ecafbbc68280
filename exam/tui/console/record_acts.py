"""What the commission does about a record beside its course: paper, signatures that do not come, its correction."""

from textual import work

from exam.core.candidate_session import commands as asked
from exam.core.omission import OmissionGround
from exam.service.console_view import Closing, Proposal, SignatureLine, Step
from exam.tui.console.post import ConsoleScreen, Post
from exam.tui.widgets.dialogs import Ask, Choose, Confirm, Pick, Tell
from exam.tui.widgets.sign_in import SignIn


class RecordActs(ConsoleScreen):
    """The acts of a screen that shows how a session ends."""

    def __init__(self, post: Post, session: str) -> None:
        super().__init__(post)
        self.session = session
        self.end: Closing | None = None
        """How the session ends, as it was looked at last."""
        self.paper: tuple[tuple[str, str], ...] = ()
        """Account and name of everybody who is to sign with ink."""

    def offered(self, end: Closing | None) -> dict[str, bool]:
        """Return which acts the end leaves open; none of these before it was looked at."""
        return {
            "paper": end is not None and end.step in {Step.ACKNOWLEDGE, Step.ISSUE},
            "omit": end is not None and bool(_omittable(end)) and end.step is Step.SIGN,
            "correct": end is not None and bool(end.record),
            "approve": end is not None and end.proposal is not None,
        }

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's signature
        """Offer what the end leaves open."""
        return self.offered(self.end).get(action, True)

    @work
    async def action_paper(self) -> None:
        """Plan who signs the record with ink."""
        members = self._members()
        before = [place for place, member in enumerate(members) if member in self.paper]
        dialog = Pick(self.say("closing.paper"), [name for _, name in members], before)
        picked = await self.app.push_screen_wait(dialog) if members else None
        if picked is not None:
            self.paper = tuple(members[place] for place in picked)
            self.look()

    @work
    async def action_omit(self) -> None:
        """Put down that a member does not sign, and why."""
        lines, grounds = _omittable(self.end) if self.end else (), tuple(OmissionGround)
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
    async def action_correct(self) -> None:
        """Propose that a corrected record take the place of this one."""
        record = self.end.record if self.end else ""
        check = self.checked(
            lambda reason: self.post.door.do(self.session, asked.ProposeRecordCorrection(reason=reason))
        )
        title = self.say("closing.correct", record=record)
        await self.app.push_screen_wait(Ask(title, self.say("closing.correct-reason"), check=check))
        self.look()

    @work
    async def action_approve(self) -> None:
        """Let another member of the commission approve what one proposed."""
        end, proposal = self.end, self.end.proposal if self.end else None
        if end is None or proposal is None or not await self._second(proposal):
            return
        title = self.say("closing.correct", record=end.record)
        told = self.say("closing.approve", record=end.record, reason=proposal.reason)
        if await self.app.push_screen_wait(Confirm(title, told)):
            self.attempt(lambda: self.post.door.do(self.session, asked.ApproveRecordCorrection()))
        self.look()

    async def as_chair(self, step: str) -> bool:
        """Let the chair sign in where somebody else sits there, and tell whether the chair does now."""
        chair = self._members()[:1]
        if not chair or self.post.who.id == chair[0][0]:
            return bool(chair)
        title = f"{chair[0][1]}: {step}"
        entered = await self.app.push_screen_wait(SignIn(title, chair, self.post.enter, note=self.post.note))
        self.retitle()
        return entered

    async def _second(self, proposal: Proposal) -> bool:
        """Let somebody else than who proposed sign in, and tell whether he did."""
        members = self._members()
        others = [member for member in members if member[0] != proposal.by]
        title = self.say("closing.second", name=proposal.name)
        if members and not others:
            await self.app.push_screen_wait(Tell(title, self.say("closing.nobody-else")))
        if not others:
            return False
        entered = await self.app.push_screen_wait(SignIn(title, others, self.post.enter, note=self.post.note))
        self.retitle()
        return entered

    def _members(self) -> tuple[tuple[str, str], ...]:
        board = self.attempt(lambda: self.post.door.board(self.session))
        return board.members if board else ()


def _omittable(end: Closing) -> tuple[SignatureLine, ...]:
    return tuple(line for line in end.signatures if line.omittable)

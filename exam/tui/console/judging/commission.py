"""What the commission does with a panel's marks: reveal, agree, decide anew in pairs, go on without somebody."""

from typing import ClassVar

from textual import work
from textual.binding import BindingType

from exam.core.candidate_session import commands as asked
from exam.core.candidate_session.course_commands import ApproveDecision, ProposeDecision, ReleaseFromPanel
from exam.core.candidate_session.scene_commands import AnswerHand, BeginBreak, EndBreak
from exam.service.judging_view import CriterionLine, JudgingSheet
from exam.service.typing_in import Sheet
from exam.text import on_one_line
from exam.tui.console.judging.answers import AnswersScreen
from exam.tui.console.judging.marks import MET, NOT_MET, MarksScreen
from exam.tui.console.judging.paper import PaperScreen, read_moment
from exam.tui.console.marking import MarkingScreen
from exam.tui.console.scan import read_scan
from exam.tui.widgets.dialogs import Ask, Choose, Confirm, Tell
from exam.tui.widgets.keys import key
from exam.view import CardStatus

GATED = ("reveal", "agree", "redecide", "release", "goal", "marking", "answer_hand", "type_in", "rest", "go_on")
"""Actions that only a sheet can offer."""


class JudgingScreen(MarksScreen):
    """The sheet of one examiner, and of the commission once it is revealed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        key("s", "met", "met"),
        key("n", "not_met", "not-met"),
        key("z", "step(-1)", "previous-criterion"),
        key("d", "step(1)", "next-criterion"),
        key("c", "missing", "missing"),
        key("p", "note", "note"),
        key("k", "note_on_criterion", "note-on-criterion"),
        key("f5", "view", "view"),
        key("f", "find", "find"),
        key("f3", "hit(1)", "next-hit"),
        key("f4", "hit(-1)", "previous-hit"),
        key("r", "reveal", "reveal"),
        key("a", "agree", "agree"),
        key("o", "redecide", "redecide"),
        key("u", "release", "release"),
        key("g", "goal", "goal"),
        key("m", "marking", "marking"),
        key("h", "answer_hand", "answer-hand"),
        key("b", "rest", "break"),
        key("b", "go_on", "end-break"),
        key("y", "type_in", "type-in"),
        key("escape", "back", "back"),
    ]

    def offers(self, sheet: JudgingSheet | None) -> dict[str, bool]:
        """Return by action whether it makes sense now."""
        if sheet is None:
            return super().offers(sheet) | dict.fromkeys(GATED, False)
        over, sealed = sheet.status is CardStatus.SUBMITTED, not sheet.revealed and not sheet.joint
        return super().offers(sheet) | {
            "reveal": bool(sheet.criteria) and sealed and over,
            "agree": any(_unanimous(line) for line in sheet.criteria),
            "redecide": any(line.agreed is not None for line in sheet.criteria),
            "release": sheet.panel.i_chair and sealed and bool(sheet.criteria) and len(sheet.panel.judges) > 1,
            "goal": bool(sheet.goals),
            "marking": sheet.marking is not None or (over and bool(sheet.files)),
            "type_in": (bool(sheet.criteria) or bool(sheet.parts)) and sealed and over,
            "answer_hand": sheet.scene.hand_raised_at is not None,
            "rest": not sheet.scene.rests and (sheet.scene.break_asked or not over),
            "go_on": sheet.scene.rests,
        }

    def action_reveal(self) -> None:
        """Open the judgements once all have judged; whoever has not is named."""
        waiting = self.shown.panel.waits_for if self.shown else ()
        if waiting:
            told = self.say("judging.not-yet", names=", ".join(waiting))
            self.app.push_screen(Tell(self.say("dialog.refused"), told))
        elif self.do(asked.RevealJudgements(task=self.task_id)):
            self._to_difference()

    def _to_difference(self) -> None:
        criteria = self.shown.criteria if self.shown else ()
        divided = [place for place, line in enumerate(criteria) if line.divided]
        if divided:
            self.action_step(divided[0] - (self.query_one("#criteria").highlighted or 0))  # type: ignore[attr-defined]

    def action_agree(self) -> None:
        """Agree on every criterion on which the panel is of one mind."""
        for line in self.shown.criteria if self.shown else ():
            if _unanimous(line) and not self.do(self.mark(line, line.given[0][1].judgement)):
                return
        self.begin()

    def action_redecide(self) -> None:
        """Propose another decision on what was agreed, or approve the one that waits."""
        line = self.chosen()
        if line is None or line.agreed is None:
            return
        if line.proposal is not None and not line.proposed_by_me:
            self._approve(line)
        else:
            self._propose(line)

    @work
    async def _approve(self, line: CriterionLine) -> None:
        proposal = line.proposal
        if proposal is None:
            return
        mark = self.say(f"judgement.{proposal.judgement}")
        told = self.say("judging.proposal", by=proposal.by, mark=mark, because=proposal.because)
        reason = self.say("judging.reason", reason=on_one_line(proposal.reason)) if proposal.reason else ""
        question = "\n".join(filter(None, (told, reason, self.say("judging.approve"))))
        if await self.app.push_screen_wait(Confirm(line.text, question)):
            self.do(ApproveDecision(task=self.task_id, criterion=line.criterion))

    @work
    async def _propose(self, line: CriterionLine) -> None:
        marks = (MET, NOT_MET)
        title = self.say("judging.redecide")
        place = await self.app.push_screen_wait(Choose(title, [self.say(f"judgement.{mark}") for mark in marks]))
        if place is None:
            return
        told: dict[str, object] = {"task": self.task_id, "criterion": line.criterion, "judgement": marks[place]}
        reason: str | None = ""
        if marks[place] is NOT_MET:
            reason = await self.reason(line, NOT_MET, lambda _reason: None)
        if reason is None:
            return
        check = self.checked(
            lambda because: self.request(ProposeDecision.model_validate({**told, "reason": reason, "because": because}))
        )
        await self.app.push_screen_wait(Ask(line.text, self.say("judging.because"), check=check))
        self.look()

    @work
    async def action_release(self) -> None:
        """Let the panel judge without somebody who is not there."""
        judges = self.shown.panel.judges if self.shown else ()
        title = self.say("judging.release")
        place = await self.app.push_screen_wait(Choose(title, [name for _, name in judges]))
        if place is None:
            return
        who, name = judges[place]
        check = self.checked(lambda reason: self.request(ReleaseFromPanel(task=self.task_id, who=who, reason=reason)))
        await self.app.push_screen_wait(Ask(f"{title}: {name}", self.say("board.reason"), check=check))
        self.look()

    @work
    async def action_goal(self) -> None:
        """Choose which goal of the plan is demonstrated."""
        goals = self.shown.goals if self.shown else ()
        place = await self.app.push_screen_wait(Choose(self.say("judging.goal"), goals)) if goals else None
        if place is not None:
            self.do(asked.SelectGoal(task=self.task_id, goal=place))

    @work
    async def action_marking(self) -> None:
        """Look at the marking of the workbook."""
        await self.app.push_screen_wait(MarkingScreen(self.post, self.session, self.task_id))
        self.look()

    @work
    async def action_type_in(self) -> None:
        """Type in a member's score sheet from paper, or what the candidate wrote."""
        sheet = self.shown
        if sheet is None:
            return
        judges = sheet.panel.judges if sheet.criteria else ()
        whose = [*(name for _, name in judges), *((self.say("paper.candidate"),) if sheet.parts else ())]
        place = await self.app.push_screen_wait(Choose(self.say("paper.whose"), whose))
        paper = await self._paper() if place is not None else None
        if place is None or paper is None:
            return
        if place < len(judges):
            judge = judges[place]
            await self.app.push_screen_wait(
                PaperScreen(self.post, self.session, self.task_id, judge=judge, paper=paper)
            )
        else:
            await self.app.push_screen_wait(AnswersScreen(self.post, self.session, sheet, paper))
        self.look()

    async def _paper(self) -> Sheet | None:
        """Ask when the paper was made, who compares it, and for its picture."""
        title, others = self.say("paper.title"), self.shown.panel.others if self.shown else ()
        closed = self.shown.closed_at if self.shown else None
        if closed is None:
            return None
        check = self.checked(lambda typed: read_moment(typed, closed))
        made = await self.app.push_screen_wait(Ask(title, self.say("paper.made"), value=f"{closed:%H:%M}", check=check))
        place = (
            await self.app.push_screen_wait(Choose(self.say("paper.checker"), [n for _, n in others])) if made else None
        )
        path = None
        if place is not None:
            path = await self.app.push_screen_wait(Ask(title, self.say("paper.scan"), check=self.checked(read_scan)))
        if made is None or place is None or path is None:
            return None
        return Sheet(made_at=read_moment(made, closed), checker=others[place][0], scan=read_scan(path))

    def action_answer_hand(self) -> None:
        """Say that somebody came to the candidate."""
        self.do(AnswerHand(task=self.task_id))

    @work
    async def action_rest(self) -> None:
        """Give the candidate a short break, which costs him no time; after a question where his clock runs."""
        sheet = self.shown
        if sheet is None:
            return
        runs = sheet.status is CardStatus.OPEN and not sheet.scene.held
        if not runs or await self.app.push_screen_wait(Confirm(sheet.title, self.say("judging.rest"))):
            self.do(BeginBreak(task=self.task_id))

    def action_go_on(self) -> None:
        """End the break."""
        self.do(EndBreak(task=self.task_id))


def _unanimous(line: CriterionLine) -> bool:
    return bool(line.given) and not line.divided and line.agreed is None

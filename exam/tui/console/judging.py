"""Judging one task: criteria with what met and not met look like, the evidence beside them, single keys for the marks.

While the judgements are sealed a mark is the examiner's own; once they are revealed it is the commission's decision.
"""

from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.widgets import OptionList

from exam.core.candidate_session import commands as asked
from exam.core.judging import Judgement
from exam.service.console_view import CriterionLine, JudgingSheet
from exam.tui.console.post import ConsoleScreen, Post
from exam.tui.widgets.clock import Clock
from exam.tui.widgets.dialogs import Ask, Choose, Write
from exam.tui.widgets.keys import key
from exam.tui.widgets.plain import Plain, shown
from exam.view import CardStatus

WIDE = 110
"""Columns from which criteria and evidence stand side by side."""
MARKS = {Judgement.MET: "✓", Judgement.NOT_MET: "✗"}


class JudgingScreen(ConsoleScreen):
    """The sheet of one examiner."""

    NAME = "judging"
    BINDINGS: ClassVar[list[BindingType]] = [
        key("s", "met", "met"),
        key("n", "not_met", "not-met"),
        key("r", "reveal", "reveal"),
        key("a", "agree", "agree"),
        key("e", "end", "end-performance"),
        key("g", "goal", "goal"),
        key("escape", "back", "back"),
    ]

    def __init__(self, post: Post, session: str, task: str) -> None:
        super().__init__(post)
        self.HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]
        self.session = session
        self.task_id = task
        self._sheet: JudgingSheet | None = None

    def body(self) -> ComposeResult:
        """Yield state, criteria, anchors and evidence."""
        yield Clock()
        yield Plain(id="state")
        with Vertical(id="sheet"):
            with Vertical(id="criteria-box"):
                yield OptionList(id="criteria", markup=False)
                with VerticalScroll(id="anchors-box", can_focus=False):
                    yield Plain(id="anchors")
            with VerticalScroll(id="evidence-box"):
                yield Plain(id="evidence")

    def on_mount(self) -> None:
        """Show the sheet."""
        self.look()
        self.set_focus(self.query_one("#criteria"))
        self.set_interval(1.0, self.follow)

    def heading(self) -> str:
        """Return task and examiner."""
        return f"{self.post.door.who.name} · {self._sheet.title}" if self._sheet else super().heading()

    def follow(self) -> None:
        """Look again when the task's state changed."""
        if self.is_current:
            self.look()

    def look(self) -> None:
        """Show the sheet as this examiner may see it."""
        sheet = self.attempt(lambda: self.post.door.sheet(self.session, self.task_id))
        if sheet is None:
            self.dismiss(None)
            return
        if sheet == self._sheet:
            return
        self._sheet = sheet
        self.retitle()
        clock = self.query_one(Clock)
        clock.follow(sheet.clock)
        clock.display = sheet.status is CardStatus.OPEN
        self.query_one("#state", Plain).tell(self._state(sheet))
        self._list(sheet)
        told = (f"{self.say(entry.heading)}\n{entry.text}" for entry in sheet.evidence)
        self.query_one("#evidence", Plain).tell("\n\n".join(told))
        self.refresh_bindings()

    def _state(self, sheet: JudgingSheet) -> str:
        code = "judging.revealed" if sheet.revealed else "judging.sealed" if sheet.on_panel else "judging.not-on-panel"
        told = [self.say(f"card.{sheet.status}"), self.say(code)]
        done = sum(bool(line.agreed if sheet.revealed else line.mine) for line in sheet.criteria)
        told.append(self.say("judging.progress", done=done, of=len(sheet.criteria)))
        if sheet.figurant:
            told.append(self.say("judging.figurant", name=sheet.figurant))
        lines = [" · ".join(told)]
        for entry in sheet.decided:
            mark = self.say(f"judgement.{entry.judgement}")
            lines.append(self.say("judging.machine", criterion=entry.text, mark=mark, reason=entry.reason))
        return "\n".join(lines)

    def _list(self, sheet: JudgingSheet) -> None:
        listed = self.query_one("#criteria", OptionList)
        kept = listed.highlighted or 0
        listed.clear_options()
        listed.add_options(shown(self._line(line)) for line in sheet.criteria)
        listed.highlighted = min(kept, len(sheet.criteria) - 1) if sheet.criteria else None
        self._anchors()

    def _line(self, line: CriterionLine) -> str:
        letter = line.criterion.rpartition(".")[2]
        if line.agreed is not None:
            return f"{letter}) {MARKS[line.agreed.judgement]} {self.say('judging.agreed')} · {line.text}"
        if line.given:
            marks = " ".join(f"{name}: {MARKS[given.judgement]}" for name, given in line.given)
            code = "judging.divided" if line.divided else "judging.unanimous"
            return f"{letter}) {self.say(code)} · {marks} · {line.text}"
        mark = MARKS[line.mine.judgement] if line.mine else "·"
        return f"{letter}) {mark} {line.text}"

    def on_option_list_option_highlighted(self) -> None:
        """Show the anchors of the criterion that is gone to."""
        self._anchors()

    def _anchors(self) -> None:
        line = self._chosen()
        if line is None:
            self.query_one("#anchors", Plain).tell("")
            return
        told = [line.text]
        if line.minimum is not None:
            told.append(self.say("judging.minimum", count=line.minimum.count, of=line.minimum.of))
        for name, given in line.given:
            reason = f" – {given.reason}" if given.reason else ""
            told.append(f"{name}: {self.say(f'judgement.{given.judgement}')}{reason}")
        mine = line.mine.reason if line.mine and not line.given else ""
        decided = line.agreed.reason if line.agreed else ""
        told += [self.say("judging.reason", reason=reason) for reason in (mine, decided) if reason]
        told += ["", self.say("judging.met"), *(f"  + {anchor}" for anchor in line.met)]
        told += [self.say("judging.not-met"), *(f"  − {anchor}" for anchor in line.not_met)]
        self.query_one("#anchors", Plain).tell("\n".join(told))

    def _chosen(self) -> CriterionLine | None:
        place = self.query_one("#criteria", OptionList).highlighted
        criteria = self._sheet.criteria if self._sheet else ()
        return criteria[place] if place is not None and place < len(criteria) else None

    def _do(self, command: asked.Command) -> bool:
        done = self.attempt(lambda: self.post.door.do(self.session, command)) is not None
        if done:
            self.look()
        return done

    @work
    async def action_met(self) -> None:
        """Mark the criterion as met."""
        line = self._chosen()
        if line is None:
            return
        if line.given:
            reason = await self._reason(line) if line.divided else ""
            if reason is not None:
                self._decide(line, Judgement.MET, reason)
            return
        shown_count = None
        if line.minimum is not None:
            count = await self.app.push_screen_wait(Ask(line.text, self.say("judging.shown", of=line.minimum.of)))
            if count is None:
                return
            shown_count = int(count) if count.isdecimal() else 0
        self._judge(line, Judgement.MET, "", shown_count)

    @work
    async def action_not_met(self) -> None:
        """Mark the criterion as not met, with a concrete reason."""
        line = self._chosen()
        reason = await self._reason(line) if line else None
        if line is None or reason is None:
            return
        if line.given:
            self._decide(line, Judgement.NOT_MET, reason)
        else:
            self._judge(line, Judgement.NOT_MET, reason, None)

    async def _reason(self, line: CriterionLine) -> str | None:
        value = line.mine.reason if line.mine and not line.given else ""
        asked_for = Write(line.text, self.say("judging.why"), value=value, phrases=line.phrases)
        return await self.app.push_screen_wait(asked_for)

    def _judge(self, line: CriterionLine, judgement: Judgement, reason: str, count: int | None) -> None:
        command = asked.JudgeCriterion(
            task=self.task_id, criterion=line.criterion, judgement=judgement, reason=reason, shown=count
        )
        if self._do(command):
            self.begin()

    def _decide(self, line: CriterionLine, judgement: Judgement, reason: str) -> None:
        command = asked.AgreeCriterion(task=self.task_id, criterion=line.criterion, judgement=judgement, reason=reason)
        if self._do(command):
            self.begin()

    def begin(self) -> None:
        """Go to the first criterion that has no mark yet."""
        criteria = self._sheet.criteria if self._sheet else ()
        left = [place for place, line in enumerate(criteria) if not (line.agreed if line.given else line.mine)]
        if left:
            self.query_one("#criteria", OptionList).highlighted = left[0]

    def action_reveal(self) -> None:
        """Open the judgements once all have judged."""
        self._do(asked.RevealJudgements(task=self.task_id))

    def action_agree(self) -> None:
        """Agree on every criterion on which the panel is of one mind."""
        for line in self._sheet.criteria if self._sheet else ():
            if line.given and not line.divided and line.agreed is None:
                judgement = line.given[0][1].judgement
                command = asked.AgreeCriterion(task=self.task_id, criterion=line.criterion, judgement=judgement)
                if not self._do(command):
                    return

    def action_end(self) -> None:
        """End what was performed before the panel."""
        self._do(asked.EndPerformance(task=self.task_id))

    @work
    async def action_goal(self) -> None:
        """Choose which goal of the plan is demonstrated."""
        lines = [line for entry in self.post.door.board(self.session).competencies for line in entry.tasks]
        goals = next((line.goals for line in lines if line.task == self.task_id), ())
        if goals:
            place = await self.app.push_screen_wait(Choose(self.say("judging.goal"), goals))
            if place is not None:
                self._do(asked.SelectGoal(task=self.task_id, goal=place))

    def action_back(self) -> None:
        """Go back to the board."""
        self.dismiss(None)

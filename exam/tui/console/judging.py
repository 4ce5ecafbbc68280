"""Judging one task: criteria with what met and not met look like, the evidence beside them, single keys for the marks.

While the judgements are sealed a mark is the examiner's own; once they are revealed it is the commission's decision.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import OptionList

from exam.core.candidate_session import commands as asked
from exam.core.judging import Judgement
from exam.service.console_view import CriterionLine, JudgingSheet
from exam.tui.console.marking import MarkingScreen
from exam.tui.console.post import ConsoleScreen, Post
from exam.tui.widgets.clock import Clock
from exam.tui.widgets.dialogs import Ask, Choose, Confirm, Write
from exam.tui.widgets.keys import key
from exam.tui.widgets.plain import Plain, shown
from exam.tui.widgets.rows import Reading
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
        key("m", "marking", "marking"),
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
                with Reading(id="anchors-box"):
                    yield Plain(id="anchors")
            with Reading(id="evidence-box"):
                yield Plain(id="evidence")

    def on_mount(self) -> None:
        """Show the sheet."""
        self.look()
        self.set_focus(self.query_one("#criteria"))
        self.set_interval(1.0, self.follow)

    def heading(self) -> str:
        """Return task and examiner."""
        return f"{self.post.who.name} · {self._sheet.title}" if self._sheet else super().heading()

    def follow(self) -> None:
        """Look again when the task's state changed."""
        if self.is_current:
            self.look()

    def look(self) -> None:
        """Show the sheet as this examiner may see it."""
        sheet = self.watched(lambda: self.post.door.sheet(self.session, self.task_id))
        if sheet is None:
            return
        known, self._sheet = self._sheet, sheet
        clock = self.query_one(Clock)
        clock.follow(sheet.clock)
        if known is not None and replace(known, clock=sheet.clock) == sheet:
            return
        self.retitle()
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
        if sheet.marking is not None:
            summed = {"score": sheet.marking.score, "max_score": sheet.marking.max_score}
            told.append(self.say("workbook-refused" if sheet.marking.refused else "marking.sum", **summed))
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

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's signature
        """Offer what the sheet leaves open."""
        sheet = self._sheet
        if sheet is None:
            return action not in {"met", "not_met", "reveal", "agree", "end", "goal", "marking"}
        offered = {
            "met": bool(sheet.criteria),
            "not_met": bool(sheet.criteria),
            "reveal": bool(sheet.criteria) and not sheet.revealed,
            "agree": any(line.given and not line.divided and line.agreed is None for line in sheet.criteria),
            "end": sheet.status is CardStatus.OPEN and not sheet.at_desk,
            "goal": bool(sheet.goals),
            "marking": sheet.marking is not None,
        }
        return offered.get(action, True)

    def _request(self, command: asked.Command) -> object:
        return self.post.door.do(self.session, command)

    def _do(self, command: asked.Command) -> bool:
        done = self.attempt(lambda: self._request(command)) is not None
        if done:
            self.look()
        return done

    @work
    async def action_met(self) -> None:
        """Mark the criterion as met."""
        line = self._chosen()
        if line is None:
            return
        if line.divided:
            await self._with_reason(line, lambda reason: self._request(self._decision(line, Judgement.MET, reason)))
        elif line.given:
            self._marked(self._do(self._decision(line, Judgement.MET, "")))
        elif line.minimum is not None:
            await self._counted(line, line.minimum.of)
        else:
            self._marked(self._do(self._judgement(line, Judgement.MET, "")))

    @work
    async def action_not_met(self) -> None:
        """Mark the criterion as not met, with a concrete reason."""
        line = self._chosen()
        if line is not None:
            wanted = self._decision if line.given else self._judgement
            await self._with_reason(line, lambda reason: self._request(wanted(line, Judgement.NOT_MET, reason)))

    async def _counted(self, line: CriterionLine, of: str) -> None:
        check = self.checked(
            lambda count: self._request(
                self._judgement(line, Judgement.MET, "").model_copy(update={"shown": int(count)})
            )
        )
        told = await self.app.push_screen_wait(Ask(line.text, self.say("judging.shown", of=of), digits=3, check=check))
        self._marked(told is not None)

    async def _with_reason(self, line: CriterionLine, act: Callable[[str], object]) -> None:
        value = line.mine.reason if line.mine and not line.given else ""
        dialog = Write(line.text, self.say("judging.why"), value=value, phrases=line.phrases, check=self.checked(act))
        self._marked(await self.app.push_screen_wait(dialog) is not None)

    def _judgement(self, line: CriterionLine, judgement: Judgement, reason: str) -> asked.JudgeCriterion:
        return asked.JudgeCriterion(task=self.task_id, criterion=line.criterion, judgement=judgement, reason=reason)

    def _decision(self, line: CriterionLine, judgement: Judgement, reason: str) -> asked.AgreeCriterion:
        return asked.AgreeCriterion(task=self.task_id, criterion=line.criterion, judgement=judgement, reason=reason)

    def _marked(self, done: bool) -> None:  # noqa: FBT001 - one word: whether the mark was given
        if done:
            self.look()
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
                if not self._do(self._decision(line, judgement, "")):
                    return

    @work
    async def action_end(self) -> None:
        """End what was performed before the panel, after a question."""
        title = self._sheet.title if self._sheet else ""
        if await self.app.push_screen_wait(Confirm(title, self.say("judging.end"))):
            self._do(asked.EndPerformance(task=self.task_id))

    @work
    async def action_goal(self) -> None:
        """Choose which goal of the plan is demonstrated."""
        goals = self._sheet.goals if self._sheet else ()
        place = await self.app.push_screen_wait(Choose(self.say("judging.goal"), goals)) if goals else None
        if place is not None:
            self._do(asked.SelectGoal(task=self.task_id, goal=place))

    @work
    async def action_marking(self) -> None:
        """Look at the marking of the workbook."""
        await self.app.push_screen_wait(MarkingScreen(self.post, self.session, self.task_id))
        self.look()

    def action_back(self) -> None:
        """Go back to the board."""
        self.dismiss(None)

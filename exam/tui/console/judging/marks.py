"""Marks and notes by single keys: the examiner's own while sealed, the commission's once revealed or joint."""

from collections.abc import Callable

from textual import work

from exam.core.candidate_session import commands as asked
from exam.core.candidate_session.course_commands import JudgeJointly
from exam.core.candidate_session.scene_commands import TakeNote
from exam.core.judging import Judgement
from exam.service.judging_view import CriterionLine, JudgingSheet
from exam.tui.console.judging.lines import said
from exam.tui.console.judging.sheet import SheetScreen
from exam.tui.widgets.dialogs import Ask
from exam.tui.widgets.reason import Reason

MET, NOT_MET = Judgement.MET, Judgement.NOT_MET


class MarksScreen(SheetScreen):
    """A sheet on which marks are given."""

    def offers(self, sheet: JudgingSheet | None) -> dict[str, bool]:
        """Return by action whether it makes sense now."""
        marks = sheet is not None and bool(sheet.criteria)
        notes = marks and sheet is not None and sheet.on_panel
        return super().offers(sheet) | {"met": marks, "not_met": marks, "note": notes, "note_on_criterion": notes}

    def request(self, command: asked.Command) -> object:
        """Ask for something in this session; raises the refusal."""
        return self.post.door.do(self.session, command)

    def do(self, command: asked.Command) -> bool:
        """Ask for something, and tell whether it was done; a refusal is shown."""
        done = self.attempt(lambda: self.request(command)) is not None
        if done:
            self.look()
        return done

    def action_met(self) -> None:
        """Mark the criterion as met."""
        line = self.chosen()
        if line is None:
            return
        if line.divided and line.agreed is None:
            self._ask_reason(line, MET)
        elif line.minimum is not None and not line.given:
            self._count(line, line.minimum.of)
        else:
            self.marked(self.do(self.mark(line, MET)))

    def action_not_met(self) -> None:
        """Mark the criterion as not met, with a concrete reason."""
        line = self.chosen()
        if line is not None:
            self._ask_reason(line, NOT_MET)

    def mark(self, line: CriterionLine, judgement: Judgement, reason: str = "") -> asked.Command:
        """Return the command by which this sheet takes a mark."""
        told = {"task": self.task_id, "criterion": line.criterion, "judgement": judgement, "reason": reason}
        if self.shown is not None and self.shown.joint:
            return JudgeJointly.model_validate(told)
        return (asked.AgreeCriterion if line.given else asked.JudgeCriterion).model_validate(told)

    def counted(self, command: asked.Command, count: int) -> asked.Command:
        """Return a mark with how many were shown."""
        return command.model_copy(update={"shown": count})

    @work
    async def _count(self, line: CriterionLine, of: str) -> None:
        check = self.checked(lambda count: self.request(self.counted(self.mark(line, MET), int(count))))
        told = await self.app.push_screen_wait(Ask(line.text, self.say("judging.shown", of=of), digits=3, check=check))
        self.marked(told is not None)

    @work
    async def _ask_reason(self, line: CriterionLine, judgement: Judgement) -> None:
        check = self.checked(lambda reason: self.request(self.mark(line, judgement, reason)))
        self.marked(await self.reason(line, judgement, check) is not None)

    async def reason(self, line: CriterionLine, judgement: Judgement, check: Callable[[str], object]) -> str | None:
        """Ask for a concrete reason, with what colleagues of that mind and the rubric say of it to begin from."""
        sheet = self.shown
        value = line.mine.reason if line.mine and not line.given and not (sheet and sheet.joint) else ""
        given = (entry.reason for _, entry in line.given if entry.reason and entry.judgement is judgement)
        phrases = tuple(dict.fromkeys((*given, *(line.met if judgement is MET else line.phrases))))
        told = said(sheet, line, self.say) if sheet and line.divided else ()
        dialog = Reason(line.text, self.say("judging.why"), value=value, phrases=phrases, said=told, check=check)
        return await self.app.push_screen_wait(dialog)

    def marked(self, done: bool) -> None:  # noqa: FBT001 - one word: whether the mark was given
        """Go on to what is still without a mark."""
        if done:
            self.look()
            self.advance()

    def action_note(self) -> None:
        """Write down something about the scene."""
        self._note(None)

    def action_note_on_criterion(self) -> None:
        """Write down something about the criterion that is gone to."""
        line = self.chosen()
        if line is not None:
            self._note(line)

    @work
    async def _note(self, line: CriterionLine | None) -> None:
        about = line.criterion if line else None
        check = self.checked(lambda text: self.request(TakeNote(task=self.task_id, text=text, criterion=about)))
        title = line.text if line else self.say("scene.note-title")
        await self.app.push_screen_wait(Ask(title, self.say("scene.note-ask"), check=check))
        self.look()

"""Typing in what was made on paper: whose sheet, when it was made, who compares, and its picture; then its marks.

A mark is kept here until the whole sheet is whole; whether it could be taken the service says at once.
"""

from dataclasses import replace
from datetime import datetime, time
from typing import ClassVar

from textual.binding import BindingType

from exam.core.candidate_session import commands as asked
from exam.core.candidate_session.course_commands import Paper, TypedJudgement, TypeJudgements
from exam.core.judging import GivenJudgement, Judgement
from exam.problem import ExamError
from exam.service.judging_view import CriterionLine, JudgingSheet
from exam.service.typing_in import Sheet
from exam.tui.console.judging.lines import told_progress
from exam.tui.console.judging.marks import MarksScreen
from exam.tui.console.post import Post
from exam.tui.widgets.dialogs import Tell
from exam.tui.widgets.keys import key

NO_SCAN = "0" * 64
"""In place of a picture that is not kept yet, while a mark is only tried."""


class ClockWrongError(ExamError):
    """That is not a time of the day."""

    code: ClassVar[str] = "time-wrong"


class PaperScreen(MarksScreen):
    """The score sheet of one judge, as it stands on paper."""

    NAME = "paper"
    BINDINGS: ClassVar[list[BindingType]] = [
        key("s", "met", "met"),
        key("n", "not_met", "not-met"),
        key("z", "step(-1)", "previous-criterion"),
        key("d", "step(1)", "next-criterion"),
        key("c", "missing", "missing"),
        key("f5", "view", "view"),
        key("f8", "keep", "keep-sheet"),
        key("escape", "back", "back"),
    ]

    def __init__(self, post: Post, session: str, task: str, *, judge: tuple[str, str], paper: Sheet) -> None:
        super().__init__(post, session, task)
        self._judge = judge
        self._paper = paper
        self._marks: dict[str, TypedJudgement] = {}

    def heading(self) -> str:
        """Return the task and whose sheet is typed."""
        title = self.shown.title if self.shown else ""
        return self.say("paper.heading", name=self._judge[1], title=title)

    def state(self, sheet: JudgingSheet) -> str:
        """Return how much of the sheet was typed, and from when it is."""
        made = self.say("paper.made-at", time=f"{self._paper.made_at:%H:%M}")
        return f"{made} · {told_progress(sheet, self.say)}"

    def read(self) -> JudgingSheet:
        """Return the sheet with the marks that were typed in place of anybody's own."""
        sheet = super().read()
        criteria = tuple(replace(line, mine=self._mine(line), given=()) for line in sheet.criteria)
        return replace(sheet, criteria=criteria, notes=())

    def _mine(self, line: CriterionLine) -> GivenJudgement | None:
        found = self._marks.get(line.criterion)
        return GivenJudgement(judgement=found.judgement, reason=found.reason, shown=found.shown) if found else None

    def mark(self, line: CriterionLine, judgement: Judgement, reason: str = "") -> asked.Command:
        """Return the typed sheet as it would be with this mark alone."""
        typed = TypedJudgement(criterion=line.criterion, judgement=judgement, reason=reason)
        return self._whole((typed,))

    def _whole(self, judgements: tuple[TypedJudgement, ...]) -> TypeJudgements:
        paper = Paper(made_at=self._paper.made_at, checker=self._paper.checker, scan=NO_SCAN)
        return TypeJudgements(task=self.task_id, judge=self._judge[0], judgements=judgements, paper=paper)

    def request(self, command: asked.Command) -> object:
        """Keep a mark until the sheet is whole, if the service would take it."""
        refused = self.post.door.refusal(self.session, command)
        if refused is not None:
            raise refused
        if isinstance(command, TypeJudgements):
            self._marks |= {typed.criterion: typed for typed in command.judgements}
        return self._marks

    def counted(self, command: asked.Command, count: int) -> asked.Command:
        """Return the typed mark with how many were shown."""
        typed = command.judgements if isinstance(command, TypeJudgements) else ()
        return self._whole(tuple(entry.model_copy(update={"shown": count}) for entry in typed))

    def offers(self, sheet: JudgingSheet | None) -> dict[str, bool]:
        """Return by action whether it makes sense now."""
        return super().offers(sheet) | {"keep": sheet is not None and bool(sheet.criteria)}

    def action_keep(self) -> None:
        """Keep the whole sheet; what is missing is gone to instead."""
        if self.shown is None or self.shown.missing:
            self.action_missing()
            return
        typed = tuple(self._marks[line.criterion] for line in self.shown.criteria)
        door = self.post.door
        if self.attempt(lambda: door.type_judgements(self.session, self.task_id, self._judge[0], typed, self._paper)):
            self.dismiss(None)
            self.app.push_screen(Tell(self.heading(), self.say("paper.kept", count=len(typed))))


def read_moment(typed: str, now: datetime) -> datetime:
    """Return a time of today's day as a moment.

    Raises:
        ClockWrongError: it is none.
    """
    try:
        return datetime.combine(now.date(), time.fromisoformat(typed.strip().replace(".", ":").zfill(5)), now.tzinfo)
    except ValueError as error:
        raise ClockWrongError(typed=typed) from error

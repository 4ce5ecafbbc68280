"""A training plan: a row for each goal, and the weeks in which it is worked on."""

from collections.abc import Iterator
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, VerticalScroll

from exam.tui.desk.drafts import Draft, DraftScreen
from exam.tui.desk.seat import Seat
from exam.tui.widgets.fields import Line
from exam.tui.widgets.keys import key
from exam.tui.widgets.plain import Plain
from exam.view import GoalView, PlanSheet, SavePlan
from exam.view.telling import read_weeks, told_weeks

ROWS = 12
WEEKS = r"[0-9,; –-]*"
"""What may stand in a field of weeks: anything else would be no week and say nothing of it."""


class PlanScreen(DraftScreen):
    """The case, then the table."""

    NAME = "plan"
    BINDINGS: ClassVar[list[BindingType]] = [key("f2", "case", "case"), key("f3", "table", "table")]

    def __init__(self, seat: Seat, task: str) -> None:
        super().__init__(seat, task)
        self._sheet = self.read(PlanSheet)

    def sheet(self) -> ComposeResult:
        """Yield the case and a row for each goal."""
        sheet = self._sheet
        with VerticalScroll(id="case"):
            yield Plain(f"{sheet.title}\n{sheet.situation}")
        yield Plain(self.say("plan.columns", weeks=sheet.weeks), id="columns")
        with VerticalScroll(id="goals", can_focus=False):
            for number in range(ROWS):
                goal = sheet.goals[number] if number < len(sheet.goals) else GoalView(text="", weeks=())
                with Horizontal(classes="goal"):
                    yield Plain(f"{number + 1}.", classes="number")
                    yield Line(goal.text, enter="next", id=f"goal-{number}", classes="text")
                    weeks = Line(", ".join(map(str, goal.weeks)), enter="next", id=f"weeks-{number}", classes="weeks")
                    weeks.restrict = WEEKS
                    yield weeks

    def begin(self) -> None:
        """Begin in the first row."""
        super().begin()
        self.set_focus(self.query_one("#goal-0"))

    def drafts(self) -> Iterator[Draft]:
        """Yield the plan, empty rows left out."""
        yield self._sheet.part, SavePlan(task=self.task_id, part=self._sheet.part, goals=tuple(self._goals()))

    def _rows(self) -> Iterator[tuple[int, str, str]]:
        """Yield number, goal and weeks of each row as they are typed."""
        for number in range(ROWS):
            goal, weeks = (self.query_one(f"#{name}-{number}", Line).written.strip() for name in ("goal", "weeks"))
            yield number + 1, goal, weeks

    def _goals(self) -> Iterator[GoalView]:
        for _, goal, weeks in self._rows():
            if goal:
                yield GoalView(text=goal, weeks=read_weeks(weeks))

    def on_input_submitted(self) -> None:
        """Go on to the next field."""
        self.focus_next()

    def action_case(self) -> None:
        """Read the case."""
        self.set_focus(self.query_one("#case"))

    def action_table(self) -> None:
        """Write in the table."""
        self.set_focus(self.query_one("#goal-0"))

    def unfinished(self) -> str:
        """Say how many goals there are, which have no week, and how many each week has."""
        rows = list(self._rows())
        bare = [str(number) for number, goal, weeks in rows if goal and not read_weeks(weeks)]
        stray = [str(number) for number, goal, weeks in rows if weeks and not goal]
        told = [self.say("plan.goals", count=sum(bool(goal) for _, goal, _ in rows))]
        told += [self.say("plan.no-weeks", goals=", ".join(bare))] if bare else []
        told += [self.say("plan.no-goal", rows=", ".join(stray))] if stray else []
        return "\n".join([*told, told_weeks(list(self._goals()), self._sheet.weeks, self.say)])

"""A training plan: a row for each goal, and the weeks in which it is worked on."""

import re
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

ROWS = 12
FIRST_ROWS = 5


class PlanScreen(DraftScreen):
    """The case, then the table."""

    NAME = "plan"
    BINDINGS: ClassVar[list[BindingType]] = [key("f2", "case", "case"), key("f3", "table", "table")]

    def __init__(self, seat: Seat, task: str) -> None:
        super().__init__(seat, task)
        sheet = seat.desk.sheet(task)
        self._sheet = sheet if isinstance(sheet, PlanSheet) else None

    def sheet(self) -> ComposeResult:
        """Yield the case and a row for each goal."""
        sheet = self._sheet
        if sheet is None:
            return
        with VerticalScroll(id="case"):
            yield Plain(f"{sheet.title}\n{sheet.situation}")
        yield Plain(self.say("plan.columns", weeks=sheet.weeks), id="columns")
        with VerticalScroll(id="goals", can_focus=False):
            for number in range(ROWS):
                goal = sheet.goals[number] if number < len(sheet.goals) else GoalView(text="", weeks=())
                with Horizontal(classes="goal"):
                    yield Plain(f"{number + 1}.", classes="number")
                    yield Line(goal.text, id=f"goal-{number}", classes="text")
                    weeks = ", ".join(map(str, goal.weeks))
                    yield Line(weeks, placeholder="1, 2", id=f"weeks-{number}", classes="weeks")

    def on_mount(self) -> None:
        """Begin in the first row."""
        super().on_mount()
        self.set_focus(self.query_one("#goal-0"))

    def drafts(self) -> Iterator[Draft]:
        """Yield the plan, empty rows left out."""
        if self._sheet is not None:
            yield self._sheet.part, SavePlan(task=self.task_id, part=self._sheet.part, goals=tuple(self._goals()))

    def _goals(self) -> Iterator[GoalView]:
        for number in range(ROWS):
            text = self.query_one(f"#goal-{number}", Line).value.strip()
            if text:
                weeks = re.findall(r"\b\d{1,2}\b", self.query_one(f"#weeks-{number}", Line).value)
                yield GoalView(text=text, weeks=tuple(dict.fromkeys(map(int, weeks))))

    def action_case(self) -> None:
        """Read the case."""
        self.set_focus(self.query_one("#case"))

    def action_table(self) -> None:
        """Write in the table."""
        self.set_focus(self.query_one("#goal-0"))

    def unfinished(self) -> str:
        """Say how many goals there are, and which have no week."""
        goals = list(self._goals())
        bare = [str(number) for number, goal in enumerate(goals, start=1) if not goal.weeks]
        told = [self.say("plan.goals", count=len(goals))]
        return "\n".join([*told, *([self.say("plan.no-weeks", goals=", ".join(bare))] if bare else [])])

"""One step of the wizard: shows a part of the draft and changes it."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, ClassVar, cast

from textual.containers import Vertical
from textual.widgets.option_list import Option

from exam.service.gates import StandardGate
from exam.tui.console.wizard.draft import Draft, StepIncompleteError
from exam.tui.widgets.dialogs import Ask, Check, Choose
from exam.tui.widgets.fields import Line
from exam.tui.widgets.plain import Plain, shown
from exam.tui.widgets.rows import Rows

if TYPE_CHECKING:
    from exam.tui.console.wizard.screen import WizardScreen


class Page(Vertical):
    """A step; `show` paints the draft, `read` takes what was typed."""

    NAME: ClassVar[str] = ""

    @property
    def wizard(self) -> "WizardScreen":
        """The screen that holds the draft."""
        return cast("WizardScreen", self.screen)

    @property
    def draft(self) -> Draft:
        """The draft as it stands."""
        return self.wizard.draft

    def say(self, code: str, **arguments: object) -> str:
        """Return the sentence for a code."""
        return self.wizard.say(code, **arguments)

    def force(self, gate: StandardGate, day: date) -> str:
        """Return whether a standard is in force on a day."""
        until = f"{gate.until:%d. %m. %Y}" if gate.until else "…"
        code = "gate.in-force" if gate.in_force(day) else "gate.out-of-force"
        return self.say(code, day=f"{day:%d. %m. %Y}", since=f"{gate.since:%d. %m. %Y}", until=until)

    def on_mount(self) -> None:
        """Paint the draft and begin at the first field or list."""
        self.show()
        for found in self.query("Line, Rows"):
            self.screen.set_focus(found)
            break

    def show(self) -> None:
        """Paint the draft."""

    def read(self) -> None:
        """Take what was typed.

        Raises:
            ExamError: it cannot be read.
        """

    def tell(self, name: str, text: str) -> None:
        """Show a text in a place of this step."""
        self.query_one(name, Plain).tell(text)

    def list(self, name: str, rows: Sequence[str]) -> None:
        """Show rows in a list of this step."""
        self.query_one(name, Rows).replace([Option(shown(row)) for row in rows])

    def chosen(self, name: str, count: int) -> int | None:
        """Return the place of the highlighted row, None where there is none."""
        place = self.query_one(name, Rows).highlighted
        return place if place is not None and place < count else None

    def typed(self, name: str) -> str:
        """Return what a line holds, without blanks around it."""
        return self.query_one(name, Line).value.strip()

    def number(self, name: str, field: str) -> int:
        """Return the number that a line holds.

        Raises:
            StepIncompleteError: it holds none.
        """
        text = self.typed(name)
        if not text.isdecimal():
            raise StepIncompleteError(field=self.say(f"wizard.{field}"))
        return int(text)

    async def ask(
        self,
        code: str,
        *,
        about: str = "",
        value: str = "",
        digits: int = 0,
        optional: bool = False,
        check: Check | None = None,
    ) -> str | None:
        """Ask for a line, about somebody or about the step."""
        question = Ask(
            about or self.say(f"wizard.step.{self.NAME}"),
            self.say(code),
            value=value,
            digits=digits,
            optional=optional,
            check=self.wizard.checked(check) if check else None,
        )
        return await self.app.push_screen_wait(question)

    async def choose(self, code: str, answers: Sequence[str]) -> int | None:
        """Ask for one of several."""
        return await self.app.push_screen_wait(Choose(self.say(code), answers))


def size_of(gate: StandardGate) -> str:
    """Return how many members a commission has: one number, or the least and the most."""
    return f"{gate.minimum}" if gate.minimum == gate.maximum else f"{gate.minimum}–{gate.maximum}"

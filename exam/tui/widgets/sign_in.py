"""Who is there: a name and a PIN, asked again whenever the person at the keyboard changes."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import Input, OptionList

from exam.problem import ExamError
from exam.tui.widgets.fields import Line
from exam.tui.widgets.help import Help
from exam.tui.widgets.keys import KeyBar, key
from exam.tui.widgets.layer import Dialog
from exam.tui.widgets.plain import Plain, shown
from exam.tui.widgets.worded import worded

Check = Callable[[str, str], None]
"""Takes account and PIN; raises the refusal when they do not fit."""


class SignIn(Dialog[bool]):
    """Asks for a PIN until it fits; ends with False when it was put aside and may be."""

    BINDINGS: ClassVar[list[BindingType]] = [
        key("up", "move(-1)", "up", show=False),
        key("down", "move(1)", "down", show=False),
        key("escape", "cancel", "cancel"),
        key("f1", "explain", "help"),
    ]

    def __init__(
        self, title: str, people: Sequence[tuple[str, str]], check: Check, *, note: str = "", may_cancel: bool = True
    ) -> None:
        super().__init__()
        self.told = title
        self._people = tuple(people)
        self._check = check
        self._note = note
        self._may_cancel = may_cancel

    def compose(self) -> ComposeResult:
        """Yield the people and the PIN."""
        with Vertical(classes="dialog"):
            yield Plain(self.told, classes="dialog-title")
            people = OptionList(*(shown(name) for _, name in self._people), id="people", markup=False)
            people.can_focus = False
            yield people
            yield Line(placeholder="PIN", secret=True, enter="sign-in", id="pin")
            yield Plain(self._note, id="note")
            yield KeyBar(worded(self.app).language)

    def on_mount(self) -> None:
        """Begin at the first name, in the PIN."""
        self.query_one("#people", OptionList).highlighted = 0 if self._people else None
        self.set_focus(self.query_one("#pin"))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's signature
        """Offer a way out only where there is one."""
        return self._may_cancel if action == "cancel" else True

    def action_move(self, step: int) -> None:
        """Go to another name."""
        people = self.query_one("#people", OptionList)
        if self._people:
            people.highlighted = ((people.highlighted or 0) + step) % len(self._people)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Try the PIN as it was when Enter was pressed; none is no attempt."""
        chosen = self.query_one("#people", OptionList).highlighted
        pin = self.query_one("#pin", Line)
        if chosen is None or not event.value:
            return
        try:
            self._check(self._people[chosen][0], event.value)
        except ExamError as error:
            pin.clear()
            self.query_one("#note", Plain).tell(worded(self.app).sentence(error))
            return
        self.dismiss(True)  # noqa: FBT003 - the answer

    def action_explain(self) -> None:
        """Say what the PIN is for."""
        self.app.push_screen(Help(self.told, worded(self.app).say("sign-in.help")))

    def action_cancel(self) -> None:
        """Leave it."""
        self.dismiss(False)  # noqa: FBT003 - the answer

"""Small questions over a screen; each ends with an answer, or with None when it was put aside."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import Screen
from textual.widgets import Input, OptionList
from textual.widgets.selection_list import Selection

from exam.problem import ExamError
from exam.tui.widgets.fields import Editor, Line
from exam.tui.widgets.keys import KeyBar, key
from exam.tui.widgets.layer import Dialog
from exam.tui.widgets.plain import Plain, shown
from exam.tui.widgets.rows import Picks, Rows, Told
from exam.tui.widgets.worded import worded

Check = Callable[[str], object]
"""Does what was asked for with the answer; raises the refusal."""


def accepted(dialog: Screen[str | None], check: Check | None, answer: str) -> bool:
    """Try the answer; a refusal stands in the dialog, which keeps what was typed."""
    try:
        if check is not None:
            check(answer)
    except ExamError as error:
        note = dialog.query_one("#note", Plain)
        note.tell(worded(dialog.app).sentence(error))
        note.remove_class("hidden")
        dialog.add_class("refused")
        return False
    return True


class Tell(Dialog[None]):
    """Something to read; any of the usual keys puts it away, unless it was pressed before this stood there."""

    BINDINGS: ClassVar[list[BindingType]] = [key("enter,escape,space,f1", "close", "close")]

    def __init__(self, title: str, text: str) -> None:
        super().__init__()
        self.told = (title, text)
        self._stands_since = 0.0

    def compose(self) -> ComposeResult:
        """Yield the text."""
        with Vertical(classes="dialog"):
            yield Plain(self.told[0], classes="dialog-title")
            with Told(classes="dialog-text"):
                yield Plain(self.told[1])
            yield KeyBar(worded(self.app).language)

    def on_mount(self, event: events.Mount) -> None:
        """Remember since when it can be read."""
        self._stands_since = event.time

    def on_key(self, event: events.Key) -> None:
        """Let a key go by that waited while something took its time: it was for what stood here before."""
        if event.time < self._stands_since:
            event.stop()

    def action_close(self) -> None:
        """Put it away."""
        self.dismiss(None)


class Confirm(Dialog[bool]):
    """A question for yes or no."""

    BINDINGS: ClassVar[list[BindingType]] = [
        key("enter", "answer(True)", "yes"),
        key("escape", "answer(False)", "no"),
    ]

    def __init__(self, title: str, text: str) -> None:
        super().__init__()
        self.told = (title, text)

    def compose(self) -> ComposeResult:
        """Yield the question."""
        with Vertical(classes="dialog"):
            yield Plain(self.told[0], classes="dialog-title")
            with Told(classes="dialog-text"):
                yield Plain(self.told[1])
            yield KeyBar(worded(self.app).language)

    def action_answer(self, answer: bool) -> None:  # noqa: FBT001 - from the binding
        """End with the answer."""
        self.dismiss(answer)


class Ask(Dialog[str | None]):
    """A question for one line; an empty one is an answer only where `optional`."""

    BINDINGS: ClassVar[list[BindingType]] = [key("escape", "cancel", "cancel")]

    def __init__(
        self,
        title: str,
        text: str,
        *,
        value: str = "",
        secret: bool = False,
        digits: int = 0,
        optional: bool = False,
        check: Check | None = None,
    ) -> None:
        super().__init__()
        self.told = (title, text)
        self._value = value
        self._secret = secret
        self._digits = digits
        self._optional = optional
        self._check = check

    def compose(self) -> ComposeResult:
        """Yield the question and its line."""
        with Vertical(classes="dialog"):
            yield Plain(self.told[0], classes="dialog-title")
            yield Plain(self.told[1])
            yield Line(self._value, secret=self._secret, digits=self._digits, enter="accept", id="answer")
            yield Plain(id="note", classes="hidden")
            yield KeyBar(worded(self.app).language)

    def on_mount(self) -> None:
        """Begin in the line; a number that stands there already gives way to what is typed."""
        line = self.query_one("#answer", Line)
        self.set_focus(line)
        if self._digits:
            line.select_all()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """End with the line; blanks around it are no part of it, but for a secret."""
        told = event.value if self._secret else event.value.strip()
        if not told and not self._optional:
            self.dismiss(None)
        elif accepted(self, self._check, told):
            self.dismiss(told)
        elif self._secret:
            event.input.clear()
        elif self._digits:
            event.input.select_all()

    def action_cancel(self) -> None:
        """End without an answer."""
        self.dismiss(None)


class Write(Dialog[str | None]):
    """A question for a text."""

    BINDINGS: ClassVar[list[BindingType]] = [key("f2", "accept", "accept"), key("escape", "cancel", "cancel")]

    def __init__(self, title: str, text: str, *, value: str = "", check: Check | None = None) -> None:
        super().__init__()
        self.told = (title, text)
        self._value = value
        self._check = check

    def compose(self) -> ComposeResult:
        """Yield the question, what helps to answer, and the text."""
        with Vertical(classes="dialog wide"):
            yield Plain(self.told[0], classes="dialog-title")
            yield Plain(self.told[1])
            yield from self.help_with()
            yield Editor(self._value, id="text")
            yield Plain(id="note", classes="hidden")
            yield KeyBar(worded(self.app).language)

    def help_with(self) -> ComposeResult:
        """Yield what stands between question and text."""
        yield from ()

    def on_mount(self) -> None:
        """Begin."""
        self.begin()

    def begin(self) -> None:
        """Begin where reading begins: a text that was given is read before it is changed."""
        self.write(self._value)
        self.query_one("#text", Editor).move_cursor((0, 0))

    def write(self, text: str) -> None:
        """Go to the end of a text."""
        editor = self.query_one("#text", Editor)
        if editor.text != text:
            editor.text = text
        editor.move_cursor(editor.document.end)
        self.set_focus(editor)

    def action_accept(self) -> None:
        """End with the text."""
        text = self.query_one("#text", Editor).text
        if accepted(self, self._check, text):
            self.dismiss(text)

    def action_cancel(self) -> None:
        """End without a text."""
        self.dismiss(None)


class Choose(Dialog[int | None]):
    """A question with listed answers; ends with the place of the chosen one."""

    BINDINGS: ClassVar[list[BindingType]] = [key("escape", "cancel", "cancel")]

    def __init__(self, title: str, answers: Sequence[str], *, at: int = 0) -> None:
        super().__init__()
        self.told = title
        self._answers = tuple(answers)
        self._at = at

    def compose(self) -> ComposeResult:
        """Yield the answers."""
        with Vertical(classes="dialog"):
            yield Plain(self.told, classes="dialog-title")
            yield Rows(*(shown(answer) for answer in self._answers), enter="accept", id="answers")
            yield KeyBar(worded(self.app).language)

    def on_mount(self) -> None:
        """Begin at the first answer, or at another one."""
        answers = self.query_one("#answers", OptionList)
        answers.highlighted = self._at if self._answers else None
        self.set_focus(answers)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """End with the answer."""
        self.dismiss(event.option_index)

    def action_cancel(self) -> None:
        """End without an answer."""
        self.dismiss(None)


class Pick(Dialog[tuple[int, ...] | None]):
    """A question with listed answers of which several may hold; ends with the places of those picked."""

    BINDINGS: ClassVar[list[BindingType]] = [key("f2", "accept", "accept"), key("escape", "cancel", "cancel")]

    def __init__(self, title: str, answers: Sequence[str], picked: Sequence[int] = ()) -> None:
        super().__init__()
        self.told = title
        self._answers = tuple(Selection(shown(told), place, place in picked) for place, told in enumerate(answers))

    def compose(self) -> ComposeResult:
        """Yield the answers."""
        with Vertical(classes="dialog"):
            yield Plain(self.told, classes="dialog-title")
            yield Picks[int](*self._answers, id="answers")
            yield KeyBar(worded(self.app).language)

    def action_accept(self) -> None:
        """End with what is picked."""
        self.dismiss(tuple(sorted(self.query_one("#answers", Picks).selected)))

    def action_cancel(self) -> None:
        """End without an answer."""
        self.dismiss(None)

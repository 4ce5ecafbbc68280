"""Sheets that are typed: kept at every pause in typing, at least every two seconds, and before they are left."""

from collections.abc import Iterator

from textual import on
from textual.timer import Timer
from textual.widgets import Input, TextArea

from exam.problem import ExamError
from exam.tui.desk.seat import Seat, TaskScreen
from exam.tui.widgets.fields import Editor, Line
from exam.view import DeskCommand

PAUSE_S = 0.7
LONGEST_S = 2.0

Draft = tuple[str, DeskCommand]
"""A part of the task, and the command that keeps it as it stands on the screen."""


class DraftScreen(TaskScreen):
    """Keeps what changed since the last time."""

    def __init__(self, seat: Seat, task: str) -> None:
        super().__init__(seat, task)
        self._kept: dict[str, DeskCommand] = {}
        self._pause: Timer | None = None

    def begin(self) -> None:
        """Take what is on the screen as kept, and keep what changes."""
        self._kept = dict(self.drafts())
        for name, text in self.seat.unsaved.get(self.task_id, {}).items():
            self._fill(name, text)
            self.wait_for_a_pause()
        self.set_interval(LONGEST_S, self.keep)

    def drafts(self) -> Iterator[Draft]:
        """Yield each part as it stands on the screen."""
        yield from ()

    @on(Input.Changed)
    @on(TextArea.Changed)
    def wait_for_a_pause(self) -> None:
        """Keep a little after the last key."""
        if self._pause is not None:
            self._pause.stop()
        self._pause = self.set_timer(PAUSE_S, self.keep)

    def keep(self) -> bool:
        """Keep every part that changed; False where the service refused one, and then the seat remembers the fields."""
        if not self.is_current:
            return False
        changed = [(part, command) for part, command in self.drafts() if self._kept.get(part) != command]
        refusals: list[ExamError | None] = []
        for part, command in changed:
            if self.save(command, quietly=True):
                self._kept[part] = command
            else:
                refusals.append(self._refusal)
        for refusal in filter(None, refusals):
            self.tell_unsaved(refusal)
        if refusals:
            self.seat.unsaved[self.task_id] = self._fields()
        else:
            self.seat.unsaved.pop(self.task_id, None)
        return not refusals

    def _fields(self) -> dict[str, str]:
        lines = {line.id: line.value for line in self.query(Line) if line.id}
        return lines | {editor.id: editor.text for editor in self.query(Editor) if editor.id}

    def _fill(self, name: str, text: str) -> None:
        field = self.query_one(f"#{name}")
        if isinstance(field, Line):
            field.value = text
        elif isinstance(field, Editor):
            field.text = text

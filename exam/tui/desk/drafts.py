"""Sheets that are typed: kept at every pause in typing, at least every two seconds, and before they are left."""

from collections.abc import Iterator

from textual import on
from textual.timer import Timer
from textual.widgets import Input, TextArea

from exam.tui.desk.seat import Seat, TaskScreen
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

    def on_mount(self) -> None:
        """Take what is on the screen as kept, and keep what changes."""
        super().on_mount()
        self._kept = dict(self.drafts())
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
        """Keep every part that changed; False where the service refused one."""
        if not self.is_current:
            return False
        for part, command in list(self.drafts()):
            if self._kept.get(part) == command:
                continue
            if not self.save(command):
                return False
            self._kept[part] = command
        return True

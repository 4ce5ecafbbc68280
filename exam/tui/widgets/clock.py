"""A clock for the eye: counts down what the service said was left; it decides nothing."""

from time import monotonic

from exam.tui.widgets.plain import Plain
from exam.tui.widgets.worded import worded
from exam.view import ClockView
from exam.view.telling import MINUTE_MS, granted, spelt

LAST_MINUTES_MS = 5 * MINUTE_MS


class Clock(Plain):
    """Minutes and seconds left, and of how many minutes in all."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's word
        super().__init__(id=id, classes="clock")
        self._seen: ClockView | None = None
        self._at = 0.0

    def on_mount(self) -> None:
        """Count the seconds."""
        self.set_interval(1.0, self.tick)

    def follow(self, clock: ClockView | None) -> None:
        """Take over what the service says."""
        self._seen, self._at = clock, monotonic()
        self.tick()

    def tick(self) -> None:
        """Paint what is left."""
        if self._seen is None:
            self.tell("")
            return
        passed = 0 if self._seen.paused else int((monotonic() - self._at) * 1000)
        left = max(0, self._seen.remaining_ms - passed)
        self.set_class(left < LAST_MINUTES_MS, "ending")
        words = worded(self.app).say("clock.paused") + " " if self._seen.paused else ""
        self.tell(f"{words}{spelt(left)} / {granted(self._seen)} min")

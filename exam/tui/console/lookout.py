"""Looks at one sitting after another without keeping anybody waiting, and gathers what was found."""

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from time import monotonic

from exam.problem import ExamError
from exam.service.home_view import Outlook, RecordLine, SittingLine, Waiting, Waits

NEAR = timedelta(days=7)
RECORDS = 20
"""So many of the newest are offered."""
URGENCY = tuple(Waits)


class Lookout:
    """What is known of the sittings so far."""

    def __init__(self) -> None:
        self.lines: tuple[SittingLine, ...] = ()
        self.outlooks: dict[str, Outlook] = {}
        self._queue: deque[str] = deque()

    def begin(self, lines: Sequence[SittingLine]) -> None:
        """Take the sittings as they are listed now, and look at all of them anew."""
        self.lines = tuple(lines)
        known = {line.sitting for line in self.lines}
        self.outlooks = {name: found for name, found in self.outlooks.items() if name in known}
        self._queue = deque(line.sitting for line in self.lines)

    def again(self, sittings: Iterable[str]) -> None:
        """Look at these before any other."""
        wanted = [name for name in sittings if name not in self._queue]
        self._queue.extendleft(reversed(wanted))

    def go_on(self, look: Callable[[str], Outlook], seconds: float) -> bool:
        """Look at some more sittings for so long, at one at least; tell whether anything was looked at."""
        until, looked = monotonic() + seconds, False
        while self._queue and not (looked and monotonic() > until):
            self._look(look, self._queue.popleft())
            looked = True
        return looked

    @property
    def idle(self) -> bool:
        """Tell whether everything was looked at."""
        return not self._queue

    def look_at(self, look: Callable[[str], Outlook], sittings: Iterable[str]) -> None:
        """Look at these now."""
        for name in sittings:
            self._look(look, name)

    def near(self, today: date) -> tuple[str, ...]:
        """Return the sittings whose candidates are listed: those that run, and those of the days around."""
        return tuple(line.sitting for line in self.lines if is_near(line, today))

    def waiting(self) -> tuple[Waiting, ...]:
        """Return what waits, the most urgent first."""
        found = [entry for line in self.lines for entry in self._of(line).waiting]
        return tuple(sorted(found, key=lambda entry: URGENCY.index(entry.what)))

    def records(self) -> tuple[RecordLine, ...]:
        """Return every record that was found, the newest first."""
        found = [record for line in self.lines for record in self._of(line).records]
        return tuple(sorted(found, key=lambda record: record.ended_at, reverse=True))

    def _of(self, line: SittingLine) -> Outlook:
        return self.outlooks.get(line.sitting, Outlook(line.sitting, None, (), (), ()))

    def _look(self, look: Callable[[str], Outlook], name: str) -> None:
        try:
            self.outlooks[name] = look(name)
        except ExamError:
            self.outlooks.pop(name, None)


def is_near(line: SittingLine, today: date) -> bool:
    """Tell whether a sitting runs, or is planned for one of the days around."""
    return line.running or (line.standing == "planned" and abs(line.starts_on - today) <= NEAR)

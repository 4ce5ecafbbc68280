"""What stands on an examiner's first screen: sittings, what each of them still asks for, what waits for him."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from exam.core.duties import DutyAccount
from exam.service.console_view import SessionLine
from exam.text import folded


@dataclass(frozen=True, slots=True)
class SittingLine:
    """One sitting in the list, as far as its own stream tells."""

    sitting: str
    code: str
    """Of the standard, or its id where the standard is not loaded."""
    title: str
    place: str
    starts_on: date
    standing: str
    """`planned`, `opened`, `closed`, `cancelled` or `not_held`."""
    mine: bool
    """Whether whoever asks is of its commission."""
    candidates: tuple[tuple[str, str], ...]
    """Session and name."""

    @property
    def running(self) -> bool:
        """Tell whether its day goes on."""
        return self.standing == "opened"


class Waits(StrEnum):
    """What waits for somebody, the most urgent first."""

    HAND = "hand"
    """A candidate asks for an examiner."""
    OPEN_SITTING = "open_sitting"
    JUDGE = "judge"
    CONFIRM = "confirm"
    """The marking of a workbook."""
    REVEAL = "reveal"
    AGREE = "agree"
    ANNOUNCE = "announce"
    ISSUE = "issue"
    SIGN = "sign"
    ARCHIVE = "archive"
    CLOSE_SITTING = "close_sitting"


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits for whoever asks."""

    what: Waits
    sitting: str
    session: str = ""
    task: str = ""
    candidate: str = ""
    title: str = ""
    """Of the task."""
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class NextDuty:
    """The duty of a sitting whose last day comes first."""

    account: DutyAccount
    candidate: str
    """Empty for one of the whole sitting."""
    late: int
    """Duties whose last day has passed."""
    left: int
    """Duties that are not done."""


@dataclass(frozen=True, slots=True)
class RecordLine:
    """One record that was issued."""

    session: str
    record: str
    candidate: str
    result: str
    ended_at: datetime
    archived: bool


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a sitting still asks for."""

    sitting: str
    duty: NextDuty | None
    waiting: tuple[Waiting, ...]
    sessions: tuple[SessionLine, ...]
    records: tuple[RecordLine, ...]


def matching(lines: Iterable[SittingLine], records: Iterable[RecordLine], sought: str) -> tuple[SittingLine, ...]:
    """Return the sittings in which every word that is sought stands: people, places, days, codes, records' numbers."""
    words = folded(sought).split()
    numbers: dict[str, list[str]] = {}
    for record in records:
        numbers.setdefault(record.session, []).append(record.record)
    return tuple(line for line in lines if _holds(line, numbers, words))


def _holds(line: SittingLine, numbers: dict[str, list[str]], words: list[str]) -> bool:
    told = [line.sitting, line.code, line.title, line.place, line.starts_on.isoformat(), f"{line.starts_on:%-d.%-m.%Y}"]
    for session, name in line.candidates:
        told += [session, name, *numbers.get(session, ())]
    text = folded(" ".join(told))
    return all(word in text for word in words)

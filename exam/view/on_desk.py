"""What lies on the desk: how far the candidate is, the tasks with their clocks, and in the end the result."""

from datetime import datetime
from enum import StrEnum

from exam.view.shown import Shown


class Phase(StrEnum):
    """How far the candidate is."""

    WAITING = "waiting"
    """The session is not open, or the identity is not verified."""
    INDUCTION = "induction"
    TASKS = "tasks"
    ENDED = "ended"
    """Nothing more to do; the commission has not announced the result."""
    RESULT = "result"
    """The result was announced and waits for the candidate's word."""
    DONE = "done"


class CardStatus(StrEnum):
    """How far a task is."""

    PLANNED = "planned"
    OPEN = "open"
    SUBMITTED = "submitted"
    EXCUSED = "excused"
    """A certificate or an earlier exam stands for it."""


class Hand(StrEnum):
    """Whether the candidate asked for somebody."""

    DOWN = "down"
    UP = "up"
    ANSWERED = "answered"
    """Somebody came."""


class ClockView(Shown):
    """A task's time in milliseconds; for the eye only, the service keeps the account."""

    base_ms: int
    extra_ms: int
    remaining_ms: int
    paused: bool
    ground: str = ""
    """Why it stands, where that has a name of its own."""


class TaskCard(Shown):
    """One task in the list."""

    task: str
    kind: str
    title: str
    minutes: int
    extra_minutes: int
    """More than everybody has, as it stands before the task is opened."""
    status: CardStatus
    at_desk: bool
    """Whether something is handed in, or performed before the panel."""
    clock: ClockView | None = None
    hand: Hand = Hand.DOWN
    break_asked: bool = False
    """Whether the raised hand asks for a break."""


class TopicView(Shown):
    """Something that the candidate is made familiar with before the first task."""

    id: str
    text: str


class TestRules(Shown):
    """How a test is met."""

    task: str
    items: int
    floor_percent: int
    """Of the score in each part."""
    pass_percent: int | None
    """Of the whole score, where that counts."""


class SavedView(Shown):
    """The journal's last word on this candidate session."""

    seq: int
    at: datetime
    receipt: str = ""
    """The same as a code to take home."""


class UnmetView(Shown):
    """A criterion that was not met, and why."""

    letter: str
    text: str
    reasons: tuple[str, ...]


class OutcomeView(Shown):
    """How one competency ended."""

    title: str
    status: str
    unmet: tuple[UnmetView, ...]


class ResultView(Shown):
    """The announced result."""

    result: str | None
    ending: str
    reason: str
    competencies: tuple[OutcomeView, ...]
    acknowledged: bool | None
    """None until the candidate has said something."""


class DeskView(Shown):
    """Everything on the desk but the sheet of the task that is worked on."""

    phase: Phase
    candidate: str
    standard: str
    code: str
    topics: tuple[TopicView, ...] = ()
    tests: tuple[TestRules, ...] = ()
    tasks: tuple[TaskCard, ...] = ()
    resting: bool = False
    """Whether the candidate has a break, in which no clock of his runs."""
    saved: SavedView | None = None
    result: ResultView | None = None

"""What examiners see of sittings, and of one candidate session: its board and its end."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from exam.core.exam_record import SupersededRecord
from exam.core.omission import Omission
from exam.core.session_values import PlannedSigner
from exam.core.timing import TimeFact, TimeFactKind
from exam.service.mirroring import MirrorStanding, MirrorState
from exam.view import CardStatus, ClockView, Phase

LATE_S = 60
"""A second copy that lacks something for so long is worth a warning."""


class Step(StrEnum):
    """What waits to be done next in a candidate session."""

    OPEN_SITTING = "open_sitting"
    OPEN_SESSION = "open_session"
    VERIFY_IDENTITY = "verify_identity"
    INDUCTION = "induction"
    TASKS = "tasks"
    ANNOUNCE = "announce"
    ACKNOWLEDGE = "acknowledge"
    ISSUE = "issue"
    SIGN = "sign"
    ARCHIVE = "archive"
    DONE = "done"
    UNREADABLE = "unreadable"
    """Its stream cannot be read; whoever opens it is told why."""


@dataclass(frozen=True, slots=True)
class SessionLine:
    """One candidate session in the list."""

    session: str
    sitting: str
    candidate: str
    step: Step
    result: str | None
    ending: str | None


@dataclass(frozen=True, slots=True)
class TaskLine:
    """One task on the board."""

    task: str
    kind: str
    title: str
    minutes: int
    extra_minutes: int
    """More than everybody has, as it stands before the task is opened."""
    status: CardStatus
    at_desk: bool
    needs_figurant: bool
    by_phone: bool = False
    """Whether its clock waits until somebody picks up."""
    clock: ClockView | None = None
    figurant: str = ""
    panel: tuple[str, ...] = ()
    judged: int = 0
    """Members of the panel who have judged every criterion."""
    to_judge: int = 0
    """Criteria that people judge."""
    revealed: bool = False
    agreed: int = 0
    goals: tuple[str, ...] = ()
    goal: int | None = None
    hand_raised_at: datetime | None = None
    break_asked: bool = False
    """Whether the raised hand asks for a break."""


@dataclass(frozen=True, slots=True)
class CompetencyLine:
    """One competency on the board."""

    competency: str
    title: str
    level: int
    status: str
    """`met`, `not_met`, `waived`, `recognised`, or `open` while a criterion is not verified."""
    waivable: bool
    tasks: tuple[TaskLine, ...]


@dataclass(frozen=True, slots=True)
class Board:
    """One candidate session at a glance."""

    session: str
    sitting: str
    candidate: str
    standard: str
    phase: Phase
    step: Step
    members: tuple[tuple[str, str], ...]
    """Account and name, the chair first."""
    competencies: tuple[CompetencyLine, ...]
    irregularities: tuple[str, ...]
    extra_percent: int
    """How much more time each task has that is opened from now on."""
    time_facts: tuple[TimeFact, ...]
    """Interruptions, pauses, extra time and jumps of the wall clock, in order; `by` is a name, or `clock`."""
    result: str | None
    ending: str | None
    copy: MirrorState
    """How the workspace's second copy stands."""

    @property
    def interruptions(self) -> tuple[TimeFact, ...]:
        """The times that the program was away, in order: one for each, however many clocks stood."""
        away = {fact.at: fact for fact in self.time_facts if fact.kind is TimeFactKind.INTERRUPTED}
        return tuple(away.values())

    @property
    def copy_late(self) -> bool:
        """Tell whether the second copy is further behind than its own work takes: its device hangs or is too slow."""
        return self.copy.standing is MirrorStanding.LAGGING and self.copy.seconds >= LATE_S


@dataclass(frozen=True, slots=True)
class SignatureLine:
    """One planned signature."""

    signer: PlannedSigner
    name: str
    signed: bool
    due: bool
    practice: bool
    """Whether the published passphrase of practice keys opens its key."""
    omission: Omission | None = None
    """Why it is not coming."""
    omittable: bool = False
    """Whether who asks could still put down that it is not coming."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A correction of the record that waits for a second person."""

    by: str
    """The account of who proposed."""
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Closing:
    """The end of a candidate session: result, acknowledgement, record."""

    step: Step
    result: str | None
    ending: str | None
    unmet: tuple[tuple[str, str], ...]
    """Title of the competency and reason."""
    acknowledged: bool | None
    objection: str
    record: str
    practice: bool
    supersedes: SupersededRecord | None
    """The record whose place this one takes, or the next one will."""
    proposal: Proposal | None
    signatures: tuple[SignatureLine, ...]


@dataclass(frozen=True, slots=True)
class ComputerLine:
    """One computer at which candidates may sit."""

    workstation: str
    candidate: str = ""
    """Who sits there now."""
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """Somebody whose PINs, or a computer whose codes, were refused."""

    subject: str
    failures: int
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Computers:
    """Who sits where, and who was refused."""

    desks: tuple[ComputerLine, ...]
    waiting: tuple[WaitingLine, ...]

"""What a decision rests on: the state, the standard, who asks and when, and what the world supplied for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from exam.core.candidate_session.refusals import (
    AlreadyEndedError,
    NotAdmittedYetError,
    NotOpenError,
    NotPresentError,
    TaskNotOpenError,
    TaskUnknownError,
    TimeOverError,
)
from exam.core.candidate_session.state import SessionState, TaskState, TaskStatus
from exam.core.events import ActorRef
from exam.core.item import AssessmentItem
from exam.core.judging import AgreementRule, JudgingMode
from exam.core.marking_events import PresentationRead, WorkbookMarked
from exam.core.standard import AssessmentStandard, Task
from exam.core.system_rules import EndingEffect


@dataclass(frozen=True, slots=True)
class Case:
    """Everything that `decide` may look at."""

    state: SessionState
    standard: AssessmentStandard
    by: ActorRef
    at: datetime
    agreement: AgreementRule = AgreementRule.DISCUSSION
    judging: JudgingMode = JudgingMode.SEALED
    days: tuple[date, ...] = ()
    """The days on which the sitting is held."""
    effect: EndingEffect | None = None
    """How an early ending counts, where the rules of the system are told."""
    elapsed_ms: int = 0
    """How long the clock of the command's task ran since it was last journalled; for an answer, until it came in."""
    waited_ms: int = 0
    """How long an answer waited for its turn after it had come in."""
    awaited_ms: int | None = None
    """As `elapsed_ms`, but when the oldest answer came in that still waits for its turn; None where none does."""
    grace_ms: int = 0
    """How long such waiting is the program's own and not the candidate's."""
    seed: str = ""
    """Fresh, for a draw."""
    pool: Sequence[AssessmentItem] = ()
    """For a draw the eligible items of the task's bank; for scoring the pinned items of its paper."""
    given: frozenset[str] = frozenset()
    """For a draw the items on the papers of the sitting's other candidates."""
    marking: WorkbookMarked | None = None
    """For scoring, how the workbook handed in last was marked."""
    within_reach: bool = False
    """For opening, whether the keys of the task could be read at the candidate's computer."""
    presentation: PresentationRead | None = None
    """For the panel, what the presentation handed in last shows."""
    identity: str = ""
    """The salted reference of the candidate's identity."""

    def running(self) -> SessionState:
        """Return the state of a session that is open and has not ended."""
        if not self.state.session:
            raise NotOpenError
        if self.state.ending is not None:
            raise AlreadyEndedError(session=self.state.session)
        return self.state

    def admitted(self) -> SessionState:
        """Return the state of a running session whose candidate was identified and inducted."""
        state = self.running()
        topics = {topic.id for topic in self.standard.induction}
        if not state.identity or not topics.issubset(state.induction):
            raise NotAdmittedYetError(session=state.session)
        return state

    def present(self) -> SessionState:
        """Return the state of an admitted candidate who was identified in this part of the sitting, too."""
        state, today = self.admitted(), self.at.date()
        if today in self.days and state.identified_on is not None and state.identified_on < today:
            raise NotPresentError(session=state.session, on=today)
        return state

    def task(self, task_id: str) -> Task:
        """Return the task of the standard."""
        found = self.standard.task(task_id)
        if found is None:
            raise TaskUnknownError(task=task_id)
        return found

    def opened(self, task_id: str) -> TaskState:
        """Return the state of a task that was opened, in a session that has not ended."""
        self.task(task_id)
        found = self.running().tasks.get(task_id)
        if found is None:
            raise TaskNotOpenError(task=task_id)
        return found

    def open(self, task_id: str) -> TaskState:
        """Return the state of a task that is still open."""
        found = self.opened(task_id)
        if found.status is not TaskStatus.OPEN:
            raise TaskNotOpenError(task=task_id)
        return found

    def in_time(self, task_id: str) -> TaskState:
        """Return the state of an open task whose clock ran and had time left when the answer came in.

        What the answer then waited beyond the grace counts as time, too.
        """
        found = self.open(task_id)
        late = max(0, self.waited_ms - self.grace_ms)
        if found.clock.paused or found.clock.spend(self.elapsed_ms + late).expired:
            raise TimeOverError(task=task_id)
        return found

    def waits_for_answers(self, task_id: str) -> bool:
        """Tell whether an answer that came in before zero still waits for its turn, and the grace is not over."""
        clock = self.open(task_id).clock
        if self.awaited_ms is None or clock.spend(self.awaited_ms).expired:
            return False
        return not clock.spend(self.elapsed_ms - self.grace_ms).expired

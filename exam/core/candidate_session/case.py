"""What a decision rests on: the state, the standard, who asks and when, and what the world supplied for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from exam.core.candidate_session.refusals import (
    AlreadyEndedError,
    NotAdmittedYetError,
    NotOpenError,
    TaskNotOpenError,
    TaskUnknownError,
    TimeOverError,
)
from exam.core.candidate_session.state import SessionState, TaskState, TaskStatus
from exam.core.events import ActorRef
from exam.core.item import AssessmentItem
from exam.core.judging import AgreementRule
from exam.core.session_events import ItemOutcome
from exam.core.standard import AssessmentStandard, Task


@dataclass(frozen=True, slots=True)
class Case:
    """Everything that `decide` may look at."""

    state: SessionState
    standard: AssessmentStandard
    by: ActorRef
    at: datetime
    agreement: AgreementRule = AgreementRule.DISCUSSION
    elapsed_ms: int = 0
    """How long the clock of the command's task has run since it was last journalled."""
    seed: str = ""
    """Fresh, for a draw."""
    pool: Sequence[AssessmentItem] = ()
    """For a draw the eligible items of the task's bank; for scoring the pinned items of its paper."""
    cells: tuple[ItemOutcome, ...] = ()
    """For scoring a workbook, what was compared."""
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
        """Return the state of an open task whose clock runs and has time left."""
        found = self.open(task_id)
        if found.clock.paused or found.clock.spend(self.elapsed_ms).expired:
            raise TimeOverError(task=task_id)
        return found

"""One decision about every open clock of a sitting: a fire alarm stops them all, and every stream tells why."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import ClassVar

from exam.core.candidate_session import SessionState, TaskStatus
from exam.core.candidate_session import commands as asked
from exam.core.candidate_session.refusals import SessionRefusal
from exam.problem import ExamError
from exam.service.access import Actor, authorize_sitting
from exam.service.sessions import SessionService
from exam.service.sittings import SittingService
from exam.service.streams import Receipt


class NoClockError(ExamError):
    """No clock of the sitting is in the state that the decision is about."""

    code: ClassVar[str] = "no-such-clock"


class PausingService:
    """Stops and starts clocks of a whole sitting."""

    def __init__(self, sessions: SessionService, sittings: SittingService) -> None:
        self._sessions = sessions
        self._sittings = sittings

    def pause_all(self, actor: Actor, sitting_id: str, reason: str) -> tuple[Receipt, ...]:
        """Pause every clock that runs in a sitting, for one reason; after a failure the same call goes on.

        Raises:
            DeniedError: the actor is neither of the commission nor an invigilator.
            NoClockError: none runs.
        """

        def commands(state: SessionState) -> Iterator[asked.Command]:
            for task_id, task in state.tasks.items():
                if task.status is TaskStatus.OPEN and not task.clock.paused:
                    yield asked.PauseClock(task=task_id, reason=reason)

        return self._everywhere(actor, "PauseAll", sitting_id, commands)

    def resume_all(self, actor: Actor, sitting_id: str, reason: str) -> tuple[Receipt, ...]:
        """Resume every clock of a sitting that stands for this reason; one paused for another reason stays so.

        Raises:
            DeniedError: the actor is neither of the commission nor an invigilator.
            NoClockError: none stands for it.
        """

        def commands(state: SessionState) -> Iterator[asked.Command]:
            for task_id, task in state.tasks.items():
                pause = state.pause_of(task_id)
                if task.status is TaskStatus.OPEN and pause is not None and pause.reason == reason:
                    yield asked.ResumeClock(task=task_id)

        return self._everywhere(actor, "ResumeAll", sitting_id, commands)

    def _everywhere(
        self,
        actor: Actor,
        action: str,
        sitting_id: str,
        commands: Callable[[SessionState], Iterator[asked.Command]],
    ) -> tuple[Receipt, ...]:
        """Do it in every session that has not ended; a task that was closed meanwhile needs it no more."""
        sitting = self._sittings.state(sitting_id)
        authorize_sitting(actor, action, sitting)
        receipts: list[Receipt] = []
        for session in sitting.sessions:
            state = self._sessions.state(session)
            for command in commands(state) if state.ending is None else ():
                with suppress(SessionRefusal):
                    receipts.append(self._sessions.execute(actor, session, command))
        if not receipts:
            raise NoClockError(sitting=sitting_id)
        return tuple(receipts)

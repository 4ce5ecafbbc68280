"""The board of a sitting: candidates and commission at a glance, as the journal and the kept timetable have them."""

from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta

from exam.core.candidate_session import SessionState, TaskState, TaskStatus
from exam.core.sitting import SittingState
from exam.core.standard import AssessmentStandard, Task
from exam.problem import ExamError
from exam.service.access import Actor, DeniedError, Role
from exam.service.board import step_of, task_line
from exam.service.console_view import Step, TaskLine
from exam.service.day_planning import DayPlanning
from exam.service.happenings import at_the_sitting, in_the_session
from exam.service.ports import Ports
from exam.service.preparation import PeopleService
from exam.service.sessions import SessionService, session_stream
from exam.service.sitting_lines import Names, Seat, block_lines, judging_lines, member_lines, pause_reasons, tasks_of
from exam.service.sitting_view import (
    AttendantLine,
    Happening,
    PlannedTask,
    SeatLine,
    SittingBoard,
)
from exam.service.sittings import SittingService


class SittingBoardService:
    """Shows a sitting to those who hold it."""

    def __init__(
        self,
        ports: Ports,
        sessions: SessionService,
        sittings: SittingService,
        people: PeopleService,
        days: DayPlanning,
    ) -> None:
        self._ports = ports
        self._sessions = sessions
        self._sittings = sittings
        self._people = people
        self._days = days
        self._planned: dict[tuple[str, str], tuple[PlannedTask, ...]] = {}
        """By plan and candidate, his tasks in a kept timetable, which never changes."""

    def board(self, actor: Actor, sitting_id: str) -> SittingBoard:
        """Return a sitting at a glance.

        Raises:
            DeniedError: the actor has no part in it.
            SittingUnknownError: there is no such sitting.
        """
        state = self._sittings.known(sitting_id)
        _require_part(actor, state)
        names = {person.id: person.name for person in self._people.everybody()}
        standard = self._ports.library.standard(state.plan().standard)
        seats = [self._seat(state, session, who) for session, who in state.sessions.items()]
        lines = tuple(self._line(seat, state, names, standard) for seat in seats)
        now = self._ports.clock.now()
        return SittingBoard(
            sitting=sitting_id,
            code=standard.code,
            place=state.plan().place,
            days=state.days,
            standing=state.standing,
            now=now,
            may_lead=actor.id in {member.id for member in state.members},
            members=tuple(member_lines(state, seats, names, state.there(now.date()))),
            attendants=tuple(AttendantLine(self._known(each.identity), each.part) for each in state.attendants),
            equipment=state.equipment,
            seats=lines,
            blocks=tuple(block_lines(lines)) if state.opened and not state.closed else (),
            happenings=self._happenings(state, seats, names, standard),
            planned=state.arranged is not None,
            pauses=tuple(dict.fromkeys(pause_reasons(seats))),
        )

    def _seat(self, sitting: SittingState, session: str, who: str) -> Seat:
        try:
            if not self._sessions.state(session).session:
                return Seat(session, who, Step.OPEN_SESSION if sitting.opened else Step.OPEN_SITTING)
            loaded = self._sessions.load(session_stream(session))
        except ExamError:
            return Seat(session, who, Step.UNREADABLE)
        return Seat(session, who, step_of(loaded.state, loaded.standard), loaded)

    def _line(self, seat: Seat, sitting: SittingState, names: Names, standard: AssessmentStandard) -> SeatLine:
        def name(who: str) -> str:
            return names.get(who, who)

        approved = sitting.accommodations.get(seat.session)
        state = seat.loaded.state if seat.loaded else SessionState()
        held = seat.loaded.standard if seat.loaded else standard
        tasks = list(tasks_of(held, state))
        elapsed = self._sessions.elapsed(seat.loaded) if seat.loaded else {}
        opened = [(task, state.tasks[task.id]) for task in tasks if task.id in state.tasks]
        running = [task for task, found in opened if found.status is TaskStatus.OPEN and state.ending is None]
        calling = [task for task, found in opened if found.hand_raised_at is not None and state.ending is None]

        def line(task: Task) -> TaskLine:
            return task_line(task, state.tasks[task.id], elapsed.get(task.id, 0), name, excused=False)

        return SeatLine(
            session=seat.session,
            candidate=names.get(seat.candidate, seat.candidate),
            step=seat.step,
            running=tuple(map(line, running)),
            hands=tuple(map(line, calling)),
            done=sum(found.status is TaskStatus.SUBMITTED for _, found in opened),
            tasks=len(tasks),
            judging=tuple(judging_lines(opened, names)) if state.ending is None else (),
            planned=self._next(seat, sitting, state, tasks),
            extra_percent=state.extra_percent,
            approved_percent=approved.extra_percent if approved and not state.extra_percent else 0,
            result=state.result.value if state.result else None,
            ending=state.ending.value if state.ending else None,
            ending_reason=state.ending_reason,
        )

    def _next(
        self, seat: Seat, sitting: SittingState, state: SessionState, tasks: Sequence[Task]
    ) -> PlannedTask | None:
        """Return the planned time of what runs, of what comes next where nothing does."""
        if state.ending is not None or sitting.closed:
            return None
        known = {task.id for task in tasks}
        planned = [entry for entry in self._timetable(sitting, seat.candidate) if entry.task in known]
        begun = [entry for entry in planned if entry.task in state.tasks]
        running = [entry for entry in begun if state.tasks[entry.task].status is TaskStatus.OPEN]
        ahead = [entry for entry in planned if entry.task not in state.tasks]
        found = next(iter(running or ahead), None)
        return found and _begun(found, state.tasks.get(found.task))

    def _timetable(self, sitting: SittingState, candidate: str) -> tuple[PlannedTask, ...]:
        kept = sitting.arranged
        if kept is None:
            return ()
        key = (kept.plan, candidate)
        if key not in self._planned:
            self._planned[key] = tuple(sorted(self._slots(sitting, candidate), key=lambda entry: entry.starts))
        return self._planned[key]

    def _slots(self, sitting: SittingState, candidate: str) -> Iterator[PlannedTask]:
        made = self._days.arranged(sitting.plan().sitting)
        names = self._days.names(made) if made else {}
        for number, part in enumerate(made.days if made else ()):
            day = sitting.days[min(number, len(sitting.days) - 1)]
            midnight = datetime.combine(day, time(), self._ports.clock.now().tzinfo)
            seen: set[str] = set()
            for slot in part.plan.slots:
                step = part.problem.step(slot.step)
                if step is None or step.candidate != candidate or not step.task or step.task in seen:
                    continue
                seen.add(step.task)
                starts = midnight + timedelta(minutes=slot.starts)
                ends = midnight + timedelta(minutes=slot.ends)
                yield PlannedTask(step.task, names.get(step.task, step.task), starts, ends, slot.room, opened_at=None)

    def _happenings(
        self, state: SittingState, seats: Sequence[Seat], names: Names, standard: AssessmentStandard
    ) -> tuple[Happening, ...]:
        titles = {task.id: task.title for task in standard.tasks()}

        def name(who: str) -> str:
            return names.get(who, who)

        found = list(at_the_sitting(state, name, self._known))
        for seat in seats:
            if seat.loaded is not None:
                found += in_the_session(seat.loaded.state, titles, name)
        return tuple(sorted(found, key=lambda happening: happening.at))

    def _known(self, reference: str) -> str:
        version = self._ports.people.identity(reference)
        return version.identity.full_name if version else "–"


def _require_part(actor: Actor, state: SittingState) -> None:
    parts = {state.planned_by, *(member.id for member in state.members)}
    if actor.role is not Role.AUTHORISED_PERSON and (actor.role is not Role.EXAMINER or actor.id not in parts):
        raise DeniedError(who=actor.id, action="ReadSitting")


def _begun(planned: PlannedTask, task: TaskState | None) -> PlannedTask:
    opened_at = task.opened_at if task else None
    return PlannedTask(planned.task, planned.title, planned.starts, planned.ends, planned.room, opened_at)

"""The timetable of a sitting's day: what the journal knows, joined with what the authorised person wrote down.

Planning binds nobody and is not journalled; the timetable that a sitting is to go by is (`DayArranged`).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from exam.core.candidate_session import SessionState
from exam.core.sitting import ArrangeDay, SittingState
from exam.core.standard import AssessmentStandard
from exam.core.timetable.check import Conflict, conflicts
from exam.core.timetable.day import CandidateDay, Day
from exam.core.timetable.journalled import as_it_went, as_marked
from exam.core.timetable.load import Load, loads
from exam.core.timetable.obstacles import Obstacle, obstacles
from exam.core.timetable.plain import Kept
from exam.core.timetable.plan import Plan, PlanFile
from exam.core.timetable.problem import DayProblem, DayWrongError, problem_of
from exam.core.timetable.replanning import Part, gone_on, shared_out, two_days
from exam.problem import ExamError
from exam.service.access import Actor
from exam.service.day_journal import DayJournal, PlanSoFar
from exam.service.ports import Ports
from exam.service.preparation import PeopleService
from exam.service.sessions import SessionService
from exam.service.sittings import SittingService
from exam.service.streams import Receipt


class DayUnknownError(ExamError):
    """No timetable was kept for the sitting."""

    code: ClassVar[str] = "day-unknown"


@dataclass(frozen=True, slots=True)
class PlannedDay:
    """A sitting's day with its plan, and what was found out about both."""

    sitting: str
    on: date
    days: tuple[Part, ...]
    """One, or two where one does not hold everything."""
    obstacles: tuple[Obstacle, ...]
    loads: tuple[Load, ...]
    conflicts: tuple[Conflict, ...]

    @property
    def unplaced(self) -> tuple[str, ...]:
        """What fits into no day."""
        return self.days[-1].plan.unplaced

    @property
    def holds(self) -> bool:
        """Tell whether one day holds everything, without a conflict."""
        return len(self.days) == 1 and not self.unplaced and not self.conflicts


@dataclass(frozen=True, slots=True)
class GoneOn:
    """A plan that was kept until some minute of the day; the journal of an opened sitting goes before it."""

    plan: Plan | None
    """None where only the journal says what happened."""
    at: int


class DayPlanning:
    """Plans the days of sittings, and keeps the timetable that one goes by."""

    def __init__(
        self,
        ports: Ports,
        sittings: SittingService,
        sessions: SessionService,
        people: PeopleService,
        journal: DayJournal,
    ) -> None:
        self._ports = ports
        self._journal = journal
        self._people = people
        self._sittings = sittings
        self._sessions = sessions

    def plan(self, sitting_id: str, day: Day, former: GoneOn | None = None, *, effort: float = 1.0) -> PlannedDay:
        """Return the day planned, or gone on with from a plan that was kept so far; on two days where one is too short.

        Raises:
            ExamError: no such sitting, or the day names what it does not have.
        """
        problem, kept, marks = self._left(sitting_id, day, former)
        days = self._fitted(problem, kept, effort)
        told = {"done": marks.done, "minutes": marks.minutes, "over": marks.over}
        first = Part(days[0].problem, days[0].plan.model_copy(update=told))
        return self._judged(sitting_id, problem, (first, *days[1:]))

    def drafted(
        self,
        standard: AssessmentStandard,
        day: Day,
        examiners: Sequence[str],
        candidates: Mapping[str, CandidateDay],
        on: date,
        *,
        effort: float,
    ) -> PlannedDay:
        """Return a day planned for a sitting that is not planned yet.

        Raises:
            DayWrongError: the day names what it does not have.
        """
        problem = problem_of(standard, day, examiners, candidates)
        return _judged("", on, problem, self._fitted(problem, None, effort))

    def _fitted(self, problem: DayProblem, kept: Kept | None, effort: float) -> tuple[Part, ...]:
        """Return one day, or two where one is too short."""

        def planner(part: DayProblem, fixed: Kept) -> Plan:
            return self._ports.planner(part, fixed, effort=effort)

        whole = Part(problem, planner(problem, kept or Kept()))
        if whole.plan.unplaced and not obstacles(problem):
            return two_days(problem, planner, kept)
        return (whole,)

    def _left(self, sitting_id: str, day: Day, former: GoneOn | None) -> tuple[DayProblem, Kept | None, Plan]:
        """Return what is still to be fitted together, what stays, and what the journal says is done."""
        problem, nothing = self.problem(sitting_id, day), Plan()
        if former is None:
            return problem, None, nothing
        state, plan = self._sittings.known(sitting_id), former.plan or nothing
        if not state.opened:
            return (*gone_on(problem, plan, former.at), nothing)
        standard = self._ports.library.standard(state.plan().standard)
        so_far = PlanSoFar(standard, problem, plan, former.at)
        told = self._journal.happened(state, so_far)
        return as_it_went(problem, told, self._journal.over(state), plan, former.at)

    def checked(self, sitting_id: str, day: Day, plans: Sequence[Plan]) -> PlannedDay:
        """Return the plan of one day or two that somebody made or changed, with everything that is wrong with it."""
        problem = as_marked(self.problem(sitting_id, day), plans[0])
        return self._judged(sitting_id, problem, shared_out(problem, plans))

    def keep(self, actor: Actor, sitting_id: str, day: Day, plans: Sequence[Plan]) -> Receipt:
        """Hold the day by this timetable: day and plan are kept, and journalled as what the sitting goes by.

        Raises:
            ExamError: the named refusal; nothing is kept.
        """
        self.checked(sitting_id, day, plans)
        state = self._sittings.known(sitting_id)
        told = {"schema": "exam/plan/1", "sitting": sitting_id, "on": state.plan().starts_on, "days": tuple(plans)}
        plan = PlanFile.model_validate(told)
        self._sittings.require(actor, sitting_id, ArrangeDay(day="–", plan="–"))
        kept = [self._ports.blobs.put(file.model_dump_json(by_alias=True).encode()) for file in (day, plan)]
        return self._sittings.execute(actor, sitting_id, ArrangeDay(day=kept[0], plan=kept[1]))

    def arranged(self, sitting_id: str) -> PlannedDay | None:
        """Return the timetable that a sitting goes by, with everything that is wrong with it now; None without one."""
        kept = self._sittings.known(sitting_id).arranged
        if kept is None:
            return None
        plan = PlanFile.model_validate_json(self._ports.blobs.get(kept.plan))
        return self.checked(sitting_id, self._still(sitting_id), plan.days)

    def day(self, sitting_id: str) -> Day:
        """Return what was known of the day when its timetable was kept.

        Raises:
            DayUnknownError: none was.
        """
        kept = self._sittings.known(sitting_id).arranged
        if kept is None:
            raise DayUnknownError(sitting=sitting_id)
        return Day.model_validate_json(self._ports.blobs.get(kept.day))

    def _still(self, sitting_id: str) -> Day:
        """Return the kept day without what is said of members who were replaced since, and of who took their seats."""
        day, examiners = self.day(sitting_id), {member.id for member in self._sittings.known(sitting_id).members}
        rooms = tuple(
            room.model_copy(update={"invigilators": tuple(who for who in room.invigilators if who not in examiners)})
            for room in day.rooms
        )
        there = examiners.union(*(room.invigilators for room in rooms))
        people = {who: known for who, known in day.people.items() if who in there}
        return day.model_copy(update={"rooms": rooms, "people": people})

    def names(self, made: PlannedDay) -> Mapping[str, str]:
        """Return the names of everybody by account, and the titles of tasks by id."""
        standard = self._ports.library.standard(self._sittings.known(made.sitting).plan().standard)
        people = {who: self._people.name(who) for who in made.days[0].problem.presence}
        return {task.id: task.title for task in standard.tasks()} | people

    def problem(self, sitting_id: str, day: Day) -> DayProblem:
        """Return what the day of a sitting has to fit together."""
        state = self._sittings.known(sitting_id)
        standard = self._ports.library.standard(state.plan().standard)
        chair_first = sorted(state.members, key=lambda member: not member.chair)
        return problem_of(standard, day, [member.id for member in chair_first], self._candidates(state, standard, day))

    def _judged(self, sitting_id: str, problem: DayProblem, days: tuple[Part, ...]) -> PlannedDay:
        return _judged(sitting_id, self._sittings.known(sitting_id).plan().starts_on, problem, days)

    def _candidates(self, state: SittingState, standard: AssessmentStandard, day: Day) -> Mapping[str, CandidateDay]:
        """Return the candidates by account; what the journal holds of extra time and waivers goes before the file."""
        strange = set(day.candidates) - set(state.sessions) - set(state.sessions.values())
        if strange:
            raise DayWrongError(name=min(strange))
        return {
            account: _known(
                day.candidates.get(account) or day.candidates.get(session) or CandidateDay(),
                self._sessions.state(session),
                standard,
                approved=state.accommodations[session].extra_percent if session in state.accommodations else 0,
            )
            for session, account in state.sessions.items()
        }


def _judged(sitting_id: str, on: date, problem: DayProblem, days: tuple[Part, ...]) -> PlannedDay:
    return PlannedDay(
        sitting=sitting_id,
        on=on,
        days=days,
        obstacles=obstacles(problem),
        loads=loads(problem),
        conflicts=tuple(found for part in days for found in conflicts(part.problem, part.plan)),
    )


def _known(told: CandidateDay, session: SessionState, standard: AssessmentStandard, *, approved: int) -> CandidateDay:
    """Return what is known of a candidate: a certificate that was refused leaves its tasks to be held."""
    excused, refused = ({*_tasks(standard, names)} for names in (session.excused, session.refused))
    skips = [name for name in told.skips if name not in refused - excused]
    extra = session.extra_percent or approved or told.extra_percent
    return told.model_copy(update={"extra_percent": extra, "skips": (*skips, *sorted(excused))})


def _tasks(standard: AssessmentStandard, competencies: Iterable[str]) -> Iterator[str]:
    for name in competencies:
        found = standard.competency(name)
        yield from (task.id for task in found.tasks) if found else ()

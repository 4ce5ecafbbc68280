"""The examiner's first screen: every sitting at once, and for one sitting after another what it still asks for.

The list costs one fold of each sitting's own stream. What needs the streams of candidates is asked for sitting by
sitting, so that a workspace of hundreds shows its first screen at once.
"""

from collections.abc import Iterator, Mapping, Sequence

from exam.core.candidate_session import SessionState
from exam.core.duties import DutyAccount, Standing
from exam.core.sitting import SittingState
from exam.problem import ExamError
from exam.service.access import Actor, DeniedError, Role
from exam.service.board import step_of
from exam.service.console_view import SessionLine, Step
from exam.service.facts import FactService
from exam.service.home_view import NextDuty, Outlook, RecordLine, SittingLine, Waiting
from exam.service.ports import Ports
from exam.service.preparation import PeopleService
from exam.service.sessions import Loaded, SessionService, session_stream
from exam.service.sittings import SittingService
from exam.service.waiting import waits_in_session, waits_in_sitting

READERS = frozenset({Role.EXAMINER, Role.AUTHORISED_PERSON})
NOT_DONE = frozenset({Standing.OPEN, Standing.LATE})
Opened = Mapping[str, Loaded | SessionLine]
"""By session, what was loaded of an opened one, or the line of one that was not opened or cannot be read."""


class HomeService:
    """What is shown before anything is opened."""

    def __init__(
        self,
        ports: Ports,
        sessions: SessionService,
        sittings: SittingService,
        facts: FactService,
        people: PeopleService,
    ) -> None:
        self._ports = ports
        self._sessions = sessions
        self._sittings = sittings
        self._facts = facts
        self._people = people

    def sittings(self, actor: Actor) -> tuple[SittingLine, ...]:
        """Return every sitting: those that run, those to come by their days, then what is over, the newest first.

        Raises:
            DeniedError: the actor is a candidate or an invigilator.
        """
        require_reader(actor)
        names = {person.id: person.name for person in self._people.everybody()}
        told = {standard.id: standard for standard in self._ports.library.standards()}
        lines = []
        for name in self._sittings.planned():
            state = self._sittings.state(name)
            plan = state.plan()
            standard = told.get(plan.standard)
            lines.append(
                SittingLine(
                    sitting=name,
                    code=standard.code if standard else plan.standard,
                    title=standard.title.get(standard.language, standard.id) if standard else "",
                    place=plan.place,
                    starts_on=plan.starts_on,
                    standing=state.standing,
                    mine=actor.id in {member.id for member in state.members},
                    candidates=tuple((session, names.get(who, who)) for session, who in state.sessions.items()),
                )
            )
        return tuple(sorted(lines, key=_order))

    def outlook(self, actor: Actor, sitting_id: str) -> Outlook:
        """Return what a sitting still asks for, of everybody and of the actor; what cannot be read hides no other.

        Raises:
            DeniedError: the actor is a candidate or an invigilator.
            SittingUnknownError: there is no such sitting.
        """
        require_reader(actor)
        state = self._sittings.known(sitting_id)
        names = {who: self._people.name(who) for who in state.sessions.values()}
        opened = {session: self._opened(state, session, names[who]) for session, who in state.sessions.items()}
        return Outlook(
            sitting=sitting_id,
            duty=self._duty(sitting_id, state, names),
            waiting=tuple(self._waiting(actor, state, opened, names)),
            sessions=tuple(_line(found, names) for found in opened.values()),
            records=tuple(_records([found.state for found in opened.values() if isinstance(found, Loaded)], names)),
        )

    def _opened(self, sitting: SittingState, session: str, name: str) -> Loaded | SessionLine:
        line = SessionLine(session, sitting.plan().sitting, name, Step.UNREADABLE, result=None, ending=None)
        try:
            if not self._sessions.state(session).session:
                step = Step.OPEN_SESSION if sitting.opened else Step.OPEN_SITTING
                return SessionLine(session, line.sitting, name, step, result=None, ending=None)
            return self._sessions.load(session_stream(session))
        except ExamError:
            return line

    def _duty(self, sitting_id: str, state: SittingState, names: Mapping[str, str]) -> NextDuty | None:
        """Return the next duty; where the duties of the sitting cannot be counted, its own screen says why."""
        try:
            accounts = self._facts.duties(sitting_id)
        except ExamError:
            return None
        left = [
            entry for entry in accounts if entry.standing in {Standing.OPEN, Standing.LATE} and not entry.duty.right
        ]
        if not left:
            return None
        first = min(left, key=_urgency)
        return NextDuty(
            account=first,
            candidate=names.get(state.sessions.get(first.session, ""), ""),
            late=sum(entry.standing is Standing.LATE for entry in left),
            left=len(left),
        )

    def _waiting(
        self, actor: Actor, state: SittingState, opened: Opened, names: Mapping[str, str]
    ) -> Iterator[Waiting]:
        loaded: Sequence[Loaded] = [found for found in opened.values() if isinstance(found, Loaded)]
        ended = sum(found.state.ending is not None for found in loaded)
        yield from waits_in_sitting(state, actor.id, ended, self._ports.clock.now().date())
        for found in loaded:
            yield from waits_in_session(found.state, found.standard, actor.id, names[found.state.candidate])


def require_reader(actor: Actor) -> None:
    """Refuse whoever reads no sittings.

    Raises:
        DeniedError: he is a candidate, an invigilator or an archivist.
    """
    if actor.role not in READERS:
        raise DeniedError(who=actor.id, action="ReadSittings")


def _order(line: SittingLine) -> tuple[int, int, str]:
    day = line.starts_on.toordinal()
    if line.standing in {"opened", "planned"}:
        return (0 if line.running else 1, day, line.sitting)
    return (2, -day, line.sitting)


def _urgency(entry: DutyAccount) -> tuple[bool, str, str]:
    return (entry.due is None, entry.due.isoformat() if entry.due else "", entry.duty.id)


def _line(found: Loaded | SessionLine, names: Mapping[str, str]) -> SessionLine:
    if isinstance(found, SessionLine):
        return found
    state = found.state
    return SessionLine(
        session=state.session,
        sitting=state.sitting,
        candidate=names[state.candidate],
        step=step_of(state, found.standard),
        result=state.result.value if state.result else None,
        ending=state.ending.value if state.ending else None,
    )


def _records(states: Sequence[SessionState], names: Mapping[str, str]) -> Iterator[RecordLine]:
    for state in states:
        if state.record is not None and state.ended_at is not None:
            yield RecordLine(
                session=state.session,
                record=state.record.record,
                candidate=names[state.candidate],
                result=state.result.value if state.result else "",
                ended_at=state.ended_at,
                archived=state.record.archived,
            )

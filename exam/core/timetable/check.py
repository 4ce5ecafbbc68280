"""Proves that a plan holds: every rule is looked at for every slot and every moment, however the plan was made."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from exam.core.timetable.day import Room, Use
from exam.core.timetable.plan import Plan, Slot
from exam.core.timetable.problem import DayProblem, Span, Step


@dataclass(frozen=True, slots=True)
class Conflict:
    """Why a plan does not hold."""

    code: str
    who: str
    """The step, person, room or thing."""
    at: int
    """The minute of the day."""


def conflicts(problem: DayProblem, plan: Plan) -> tuple[Conflict, ...]:
    """Return everything because of which the plan does not hold; steps that it names as unplaced are no conflict."""
    unknown = [slot for slot in plan.slots if problem.step(slot.step) is None]
    if unknown:
        return tuple(Conflict("plan.unknown", slot.step, slot.starts) for slot in unknown)
    return tuple(_Check(problem, plan).found())


class _Check:
    """One plan under the rules of its problem."""

    def __init__(self, problem: DayProblem, plan: Plan) -> None:
        self._problem = problem
        self._plan = plan
        self._steps = {step.id: step for step in problem.steps}
        self._rooms = {room.id: room for room in problem.rooms}
        self._placed = [(slot, self._steps[slot.step]) for slot in plan.slots]

    def found(self) -> Iterator[Conflict]:
        yield from self._counts()
        for slot, step in self._placed:
            yield from self._slot(slot, step)
        yield from self._orders()
        yield from self._people()
        yield from self._rests()
        for moment in sorted({slot.starts for slot in self._plan.slots}):
            yield from self._moment(moment)
        for moment in sorted(self._changes()):
            yield from self._watch(moment)

    def _counts(self) -> Iterator[Conflict]:
        """Every step is placed once or named as unplaced."""
        told = Counter([*(slot.step for slot in self._plan.slots), *self._plan.unplaced])
        yield from (Conflict("plan.count", step.id, 0) for step in self._problem.steps if told[step.id] != 1)
        yield from (Conflict("plan.unknown", name, 0) for name in told if name not in self._steps)

    def _slot(self, slot: Slot, step: Step) -> Iterator[Conflict]:
        problem = self._problem
        if slot.minutes != step.minutes:
            yield Conflict("plan.minutes", slot.step, slot.starts)
        if any(shut.touches(slot.starts, slot.minutes) for shut in problem.closed):
            yield Conflict("plan.closed", slot.step, slot.starts)
        if len(set(slot.examiners)) != step.examiners or not set(slot.examiners) <= set(problem.examiners):
            yield Conflict("plan.panel", slot.step, slot.starts)
        for who, minutes in _busy(slot, step):
            if not problem.presence.get(who, problem.span).holds(slot.starts, minutes):
                yield Conflict("plan.absent", who, slot.starts)
        if not problem.span.holds(slot.starts, slot.minutes):
            yield Conflict("plan.outside", slot.step, slot.starts)
        room = self._rooms.get(slot.room)
        if step.use is not None and (room is None or step.use not in room.use):
            yield Conflict("plan.room", slot.step, slot.starts)

    def _orders(self) -> Iterator[Conflict]:
        ends = {slot.step: slot.ends for slot in self._plan.slots}
        for slot, step in self._placed:
            if any(ends.get(before, slot.starts + 1) > slot.starts for before in step.after):
                yield Conflict("plan.order", slot.step, slot.starts)
            if step.follows and ends.get(step.follows) != slot.starts:
                yield Conflict("plan.at-once", slot.step, slot.starts)

    def _people(self) -> Iterator[Conflict]:
        """Nobody is in two places at once, nor busy in his break."""
        spans: dict[str, list[tuple[int, int]]] = {}
        for slot, step in self._placed:
            for who, minutes in _busy(slot, step):
                spans.setdefault(who, []).append((slot.starts, minutes))
        for rest in self._plan.rests:
            spans.setdefault(rest.who, []).append((rest.starts, rest.minutes))
        for who, own in spans.items():
            for (starts, minutes), (other, length) in combinations(own, 2):
                if Span(starts=starts, ends=starts + minutes).touches(other, length):
                    yield Conflict("plan.twice", who, max(starts, other))

    def _rests(self) -> Iterator[Conflict]:
        for due in self._problem.breaks:
            fitting = (rest for rest in self._plan.rests if rest.who == due.who and rest.minutes >= due.minutes)
            if not any(due.within.holds(rest.starts, rest.minutes) for rest in fitting):
                yield Conflict("plan.rest", due.who, due.within.starts)

    def _moment(self, moment: int) -> Iterator[Conflict]:
        """Things and rooms are enough for all that runs at once."""
        running = [(slot, step) for slot, step in self._placed if slot.starts <= moment < slot.ends]
        if sum(step.computers for _, step in running) > self._problem.computers:
            yield Conflict("plan.computers", "", moment)
        if sum(step.phones for _, step in running) > self._problem.phones:
            yield Conflict("plan.phones", "", moment)
        for room in self._problem.rooms:
            uses = [step.use for slot, step in running if slot.room == room.id and step.use is not None]
            spoken = uses.count(Use.SPEAKING)
            if spoken > 1 or (spoken and Use.WRITING in uses):
                yield Conflict("plan.quiet", room.id, moment)
            if uses.count(Use.WRITING) > room.seats:
                yield Conflict("plan.seats", room.id, moment)

    def _changes(self) -> Iterator[int]:
        """Yield the moments from which somebody may be wanted elsewhere or gone."""
        yield from (slot.starts for slot in self._plan.slots)
        yield from (rest.starts for rest in self._plan.rests)
        yield from (there.ends for there in self._problem.presence.values())

    def _watch(self, moment: int) -> Iterator[Conflict]:
        """Nobody writes unwatched: each such room has its invigilator or an examiner of its own."""
        running = [(slot, step) for slot, step in self._placed if slot.starts <= moment < slot.ends]
        resting = {rest.who for rest in self._plan.rests if rest.starts <= moment < rest.ends}
        written = {slot.room for slot, step in running if step.use is Use.WRITING}
        needy = [room for room in self._problem.rooms if room.id in written and not self._held(room, moment, resting)]
        busy = {who for slot, _ in running for who in slot.examiners} | resting
        free = [who for who in self._problem.examiners if who not in busy and self._there(who, moment)]
        if len(needy) > len(free):
            yield Conflict("plan.watch", needy[0].id, moment)

    def _held(self, room: Room, moment: int, resting: set[str]) -> bool:
        return any(self._there(who, moment) and who not in resting for who in room.invigilators)

    def _there(self, who: str, moment: int) -> bool:
        return self._problem.presence[who].holds(moment, 1)


def _busy(slot: Slot, step: Step) -> Iterator[tuple[str, int]]:
    """Yield who has a part in it, and for how many minutes."""
    yield from ((who, slot.minutes) for who in slot.examiners)
    if step.present:
        yield step.candidate, step.present

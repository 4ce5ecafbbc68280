"""A plan without any library: each step in turn at its earliest place; it never improves on what it placed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from exam.core.timetable.day import Room, Use
from exam.core.timetable.plan import Maker, Plan, Rest, Slot, ordered
from exam.core.timetable.problem import DayProblem, DueBreak, Span, Step


@dataclass(frozen=True, slots=True)
class Kept:
    """What happened already and stays where it is; nothing new begins before `since`."""

    plan: Plan = field(default_factory=Plan)
    since: int = 0


def plain_plan(problem: DayProblem, kept: Kept | None = None) -> Plan:
    """Return a plan that holds; what found no place is named in it."""
    return _Plain(problem, kept or Kept()).made()


@dataclass(slots=True)
class _Use:
    """What occupies one thing: spans with how much of it each takes."""

    spans: list[tuple[int, int, int]] = field(default_factory=list)

    def most(self, starts: int, ends: int) -> int:
        """Return the most that is taken at any moment of the stretch."""
        over = [span for span in self.spans if span[0] < ends and starts < span[1]]
        moments = [starts, *(span[0] for span in over if span[0] > starts)]
        return max(sum(span[2] for span in over if span[0] <= moment < span[1]) for moment in moments)

    def add(self, starts: int, ends: int, amount: int = 1) -> None:
        """Take so much of it."""
        self.spans.append((starts, ends, amount))


class _Plain:
    """One plan in the making."""

    def __init__(self, problem: DayProblem, kept: Kept) -> None:
        self._problem = problem
        self._since = max(kept.since, problem.span.starts)
        self._rests = list(kept.plan.rests)
        self._slots: list[Slot] = []
        self._uses: dict[str, _Use] = {}
        self._unplaced: list[str] = []
        self._steps = {step.id: step for step in problem.steps}
        for slot in kept.plan.slots:
            self._take(slot, self._steps[slot.step])
        for rest in self._rests:
            self._of(f"who/{rest.who}").add(rest.starts, rest.ends)

    def made(self) -> Plan:
        for due in self._problem.breaks:
            self._rest(due)
        for group in self._turns():
            found = self._earliest(group)
            for step, slot in zip(group, found, strict=True) if found else ():
                self._take(slot, step)
            self._unplaced += [] if found else [step.id for step in group]
        return Plan(
            slots=ordered(self._slots), rests=tuple(self._rests), unplaced=tuple(self._unplaced), made_by=Maker.PLAIN
        )

    def _rest(self, due: DueBreak) -> None:
        """Give a person his break as early as what is kept lets him; where nothing does, none is planned."""
        own = self._of(f"who/{due.who}")
        if any(rest.who == due.who and due.within.holds(rest.starts, rest.minutes) for rest in self._rests):
            return
        first = max(due.within.starts, self._since)
        for starts in sorted(
            {self._on_grid(moment) for moment in (first, *(span[1] for span in own.spans)) if moment >= first}
        ):
            if due.within.holds(starts, due.minutes) and not own.most(starts, starts + due.minutes):
                self._rests.append(Rest(who=due.who, starts=starts, minutes=due.minutes))
                own.add(starts, starts + due.minutes)
                return

    def _turns(self) -> Iterator[list[Step]]:
        """Yield what is left, each candidate beginning with another task, the commission alone last."""
        placed = {slot.step for slot in self._slots}
        left = {
            name: [step for step in self._problem.steps if step.candidate == name and step.id not in placed]
            for name in self._problem.candidates
        }
        turned = [list(_groups(_turned(steps, place))) for place, steps in enumerate(left.values())]
        for turn in range(max((len(groups) for groups in turned), default=0)):
            yield from (groups[turn] for groups in turned if turn < len(groups))

    def _earliest(self, group: Sequence[Step]) -> tuple[Slot, ...]:
        """Return the earliest places of steps that follow each other at once, nothing where there are none."""
        ends = {slot.step: slot.ends for slot in self._slots}
        if any(before not in ends for before in group[0].after):
            return ()
        first = max([self._since, *(ends[before] for before in group[0].after)])
        for starts in sorted({self._on_grid(moment) for moment in (first, *self._moments()) if moment >= first}):
            found = tuple(self._chain(group, starts))
            if len(found) == len(group):
                return found
        return ()

    def _chain(self, group: Sequence[Step], starts: int) -> Iterator[Slot]:
        for step in group:
            found = self._placed(step, starts)
            if found is None:
                return
            yield found
            starts = found.ends

    def _on_grid(self, moment: int) -> int:
        return -(-moment // self._problem.grid) * self._problem.grid

    def _moments(self) -> Iterator[int]:
        """Yield every moment from which something that was in the way no longer is."""
        for slot in self._slots:
            yield from (slot.ends, slot.starts + self._steps[slot.step].present)
        yield from (rest.ends for rest in self._rests)
        yield from (shut.ends for shut in self._problem.closed)
        yield from (there.starts for there in self._problem.presence.values())

    def _placed(self, step: Step, starts: int) -> Slot | None:
        problem, ends = self._problem, starts + step.minutes
        shut = any(span.touches(starts, step.minutes) for span in problem.closed)
        if shut or not problem.span.holds(starts, step.minutes):
            return None
        if step.present and not self._free(step.candidate, starts, starts + step.present):
            return None
        for thing, needed, there in (
            ("computers", step.computers, problem.computers),
            ("phones", step.phones, problem.phones),
        ):
            if needed and self._of(thing).most(starts, ends) + needed > there:
                return None
        panel = [who for who in problem.examiners if self._free(who, starts, ends)][: step.examiners]
        if len(panel) < step.examiners:
            return None
        return self._in_room(step, starts, tuple(panel))

    def _in_room(self, step: Step, starts: int, panel: tuple[str, ...]) -> Slot | None:
        slot = Slot(step=step.id, starts=starts, minutes=step.minutes, examiners=panel)
        if step.use is None:
            return slot if self._watched(slot, step) else None
        for room in self._problem.rooms:
            placed = slot.model_copy(update={"room": room.id})
            if step.use in room.use and self._has_room(room, placed, step.use) and self._watched(placed, step):
                return placed
        return None

    def _has_room(self, room: Room, slot: Slot, use: Use) -> bool:
        spoken = self._of(f"speaking/{room.id}").most(slot.starts, slot.ends)
        written = self._of(f"writing/{room.id}").most(slot.starts, slot.ends)
        return not spoken and (written < room.seats if use is Use.WRITING else not written)

    def _watched(self, slot: Slot, step: Step) -> bool:
        """Tell whether everybody who writes is still watched at each moment of the slot."""
        changes = [other.starts for other in self._slots] + [rest.starts for rest in self._rests]
        changes += [there.ends for there in self._problem.presence.values()]
        moments = {slot.starts, *(moment for moment in changes if slot.starts < moment < slot.ends)}
        return all(self._watched_at(moment, slot, step) for moment in moments)

    def _watched_at(self, moment: int, new: Slot, step: Step) -> bool:
        running = [slot for slot in self._slots if slot.starts <= moment < slot.ends]
        rooms = {slot.room for slot in running if self._steps[slot.step].use is Use.WRITING}
        rooms |= {new.room} if step.use is Use.WRITING else set()
        needy = [room for room in self._problem.rooms if room.id in rooms and not self._held(room, moment)]
        taken = {who for slot in (*running, new) for who in slot.examiners}
        free = [who for who in self._problem.examiners if who not in taken and self._free(who, moment, moment + 1)]
        return len(needy) <= len(free)

    def _held(self, room: Room, moment: int) -> bool:
        return any(self._free(who, moment, moment + 1) for who in room.invigilators)

    def _free(self, who: str, starts: int, ends: int) -> bool:
        there = self._problem.presence.get(who, Span(starts=0, ends=0))
        return there.holds(starts, ends - starts) and not self._of(f"who/{who}").most(starts, ends)

    def _take(self, slot: Slot, step: Step) -> None:
        self._slots.append(slot)
        for who in slot.examiners:
            self._of(f"who/{who}").add(slot.starts, slot.ends)
        if step.present:
            self._of(f"who/{step.candidate}").add(slot.starts, slot.starts + step.present)
        self._of("computers").add(slot.starts, slot.ends, step.computers)
        self._of("phones").add(slot.starts, slot.ends, step.phones)
        if step.use is not None:
            self._of(f"{step.use}/{slot.room}").add(slot.starts, slot.ends)

    def _of(self, name: str) -> _Use:
        return self._uses.setdefault(name, _Use())


def _groups(steps: Sequence[Step]) -> Iterator[list[Step]]:
    """Yield the steps, those together that have to follow each other at once."""
    group: list[Step] = []
    for step in steps:
        if group and step.follows != group[-1].id:
            yield group
            group = []
        group.append(step)
    if group:
        yield group


def _turned(steps: Sequence[Step], place: int) -> list[Step]:
    """Return the steps with whole tasks turned by so many places; what has no task keeps its end of the day."""
    tasks = list(dict.fromkeys(step.task for step in steps if step.task))
    turned = tasks[place % len(tasks) :] + tasks[: place % len(tasks)] if tasks else []
    order = {task: number for number, task in enumerate(turned, start=1)}
    first = [step for step in steps if not step.task and not step.after]
    last = [step for step in steps if not step.task and step.after]
    return [*first, *sorted((step for step in steps if step.task), key=lambda step: order[step.task]), *last]

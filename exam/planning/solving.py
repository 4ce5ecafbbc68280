"""Looks for the shortest day with OR-Tools CP-SAT, whose only home this is; the rules themselves are the core's.

One worker, a fixed seed and a limit in deterministic time: the same day gives the same plan on every machine with the
same OR-Tools. Whoever calls proves the plan with the core's checker; nothing here is trusted.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from ortools.sat.python import cp_model

from exam.core.timetable.day import Room, Use
from exam.core.timetable.load import loads
from exam.core.timetable.plain import Kept, plain_plan
from exam.core.timetable.plan import Maker, Plan, Rest, Slot, ordered
from exam.core.timetable.problem import DayProblem, Step

Var: TypeAlias = Any
"""OR-Tools' own forms of variables and intervals, whose types it does not tell."""
SEED = 66029


def solved_plan(problem: DayProblem, kept: Kept, *, effort: float) -> Plan:
    """Return the shortest plan found that holds everything, the plain one where none is found.

    The plain plan is the start of the search: where it holds everything, the result is never longer. `effort` is
    deterministic time: one unit is some seconds of one core.
    """
    plain = plain_plan(problem, kept)
    model = _DayModel(problem, kept, plain)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = SEED
    solver.parameters.max_deterministic_time = effort
    solver.parameters.interleave_search = True
    status = solver.solve(model.model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return plain
    return model.plan(solver, shortest=status == cp_model.OPTIMAL)


class _DayModel:
    """The day as constraints."""

    def __init__(self, problem: DayProblem, kept: Kept, plain: Plan) -> None:
        self.model = cp_model.CpModel()
        self._problem = problem
        self._since = max(kept.since, problem.span.starts)
        self._kept = {slot.step: slot for slot in kept.plan.slots}
        self._ends_at = problem.span.ends if plain.unplaced else min(problem.span.ends, plain.ends)
        self._ticks: dict[str, Var] = {}
        self._starts = {step.id: self._start(step) for step in problem.steps}
        self._spans = {step.id: self._span(step) for step in problem.steps}
        self._rests = self._all_rests(kept.plan.rests)
        self._places: dict[tuple[str, str], Var] = {}
        """By step and room, whether the step is there."""
        self._sits: dict[tuple[str, str], Var] = {}
        """By step and examiner, whether he is there."""
        self._order()
        self._rooms()
        self._examiners()
        self._candidates()
        self._things()
        self._watching()
        self._whole(problem.span.starts + loads(problem)[0].minutes)
        self._hint(plain)

    def plan(self, solver: cp_model.CpSolver, *, shortest: bool) -> Plan:
        """Return what the solver found."""
        slots = (
            Slot(
                step=step.id,
                starts=solver.value(self._starts[step.id]),
                minutes=step.minutes,
                room=next(_true(solver, self._places, step.id), ""),
                examiners=tuple(_true(solver, self._sits, step.id)),
            )
            for step in self._problem.steps
        )
        rests = tuple(
            Rest(who=who, starts=solver.value(start), minutes=minutes) for who, start, minutes, _ in self._rests
        )
        return Plan(slots=ordered(slots), rests=rests, made_by=Maker.SOLVER, shortest=shortest)

    def _start(self, step: Step) -> Var:
        kept = self._kept.get(step.id)
        if kept is not None:
            return self.model.new_constant(kept.starts)
        tick = self._tick(self._since, max(self._ends_at - step.minutes, self._since), f"start {step.id}")
        self._ticks[step.id] = tick
        return tick * self._problem.grid

    def _tick(self, first: int, last: int, name: str) -> Var:
        """Return a moment, counted in steps of the day's grid."""
        grid = self._problem.grid
        low = -(-first // grid)
        return self.model.new_int_var(low, max(last // grid, low), name)

    def _span(self, step: Step) -> Var:
        return self.model.new_fixed_size_interval_var(self._starts[step.id], step.minutes, f"span {step.id}")

    def _all_rests(self, kept: Sequence[Rest]) -> list[tuple[str, Var, int, Var]]:
        made = [(rest.who, self.model.new_constant(rest.starts), rest.minutes) for rest in kept]
        for due in self._problem.breaks:
            held = any(rest.who == due.who and due.within.holds(rest.starts, rest.minutes) for rest in kept)
            first, last = max(due.within.starts, self._since), due.within.ends - due.minutes
            if not held and first <= last:
                made.append((due.who, self._tick(first, last, f"rest {due.who}") * self._problem.grid, due.minutes))
        return [
            (who, start, minutes, self.model.new_fixed_size_interval_var(start, minutes, f"break {who}"))
            for who, start, minutes in made
        ]

    def _order(self) -> None:
        minutes = {step.id: step.minutes for step in self._problem.steps}
        for step in self._problem.steps:
            for before in step.after:
                self.model.add(self._starts[before] + minutes[before] <= self._starts[step.id])
            if step.follows:
                self.model.add(self._starts[step.follows] + minutes[step.follows] == self._starts[step.id])

    def _optional(self, step: Step, name: str, *, is_there: Var) -> Var:
        return self.model.new_optional_fixed_size_interval_var(
            self._starts[step.id], step.minutes, is_there, f"{step.id} {name}"
        )

    def _rooms(self) -> None:
        """Put each step into one room; a call empties it of everybody else."""
        spans: dict[str, list[tuple[Var, int]]] = {room.id: [] for room in self._problem.rooms}
        for step in self._problem.steps:
            if step.use is None:
                continue
            fitting = [room for room in self._problem.rooms if step.use in room.use]
            for room in fitting:
                is_there = self._chosen(
                    step, room.id, self._kept[step.id].room == room.id if step.id in self._kept else None
                )
                self._places[step.id, room.id] = is_there
                takes = room.seats if step.use is Use.SPEAKING else 1
                spans[room.id].append((self._optional(step, room.id, is_there=is_there), takes))
            self.model.add_exactly_one(self._places[step.id, room.id] for room in fitting)
        for room in self._problem.rooms:
            self._cumulative(spans[room.id], room.seats)

    def _chosen(self, step: Step, what: str, known: bool | None) -> Var:  # noqa: FBT001 - None is to be found out
        return self.model.new_bool_var(f"{step.id} {what}") if known is None else self.model.new_constant(int(known))

    def _examiners(self) -> None:
        for step in self._problem.steps:
            if not step.examiners:
                continue
            kept = self._kept.get(step.id)
            everybody = step.examiners == len(self._problem.examiners)
            for who in self._problem.examiners:
                known = who in kept.examiners if kept else (True if everybody else None)
                self._sits[step.id, who] = self._chosen(step, who, known)
                if not kept:
                    self._within(step, who, self._sits[step.id, who])
            self.model.add(sum(self._sits[step.id, who] for who in self._problem.examiners) == step.examiners)
        for who in self._problem.examiners:
            own = [
                self._optional(step, who, is_there=self._sits[step.id, who])
                for step in self._problem.steps
                if (step.id, who) in self._sits
            ]
            self._one_at_a_time(own, who)

    def _own(self, step: Step) -> Var:
        """Return the candidate's part of a step."""
        return self.model.new_fixed_size_interval_var(self._starts[step.id], step.present, f"own {step.id}")

    def _within(self, step: Step, who: str, is_there: Var, *, minutes: int = 0) -> None:
        there, start = self._problem.presence[who], self._starts[step.id]
        self.model.add(start >= there.starts).only_enforce_if(is_there)
        self.model.add(start + (minutes or step.minutes) <= there.ends).only_enforce_if(is_there)

    def _candidates(self) -> None:
        for who in self._problem.candidates:
            own = [step for step in self._problem.steps if step.candidate == who and step.present]
            for step in own:
                if step.id not in self._kept:
                    self._within(step, who, self.model.new_constant(1), minutes=step.present)
            self._one_at_a_time([self._own(step) for step in own], who)
        left = [self._spans[step.id] for step in self._problem.steps if step.id not in self._kept]
        for shut in self._problem.closed:
            closed = self.model.new_fixed_size_interval_var(shut.starts, shut.ends - shut.starts, "closed")
            for span in left:
                self.model.add_no_overlap([span, closed])

    def _one_at_a_time(self, spans: list[Var], who: str) -> None:
        self.model.add_no_overlap([*spans, *(rest for owner, _, _, rest in self._rests if owner == who)])

    def _things(self) -> None:
        for needed, there in (
            ({step.id: step.computers for step in self._problem.steps}, self._problem.computers),
            ({step.id: step.phones for step in self._problem.steps}, self._problem.phones),
        ):
            self._cumulative([(self._spans[name], amount) for name, amount in needed.items() if amount], there)

    def _cumulative(self, spans: Sequence[tuple[Var, int]], capacity: int) -> None:
        if spans:
            self.model.add_cumulative([span for span, _ in spans], [amount for _, amount in spans], capacity)

    def _watching(self) -> None:
        """Let an invigilator of the room be there throughout or, where it has none, enough examiners be free."""
        rooms = {room.id: room for room in self._problem.rooms}
        for (step_id, room_id), is_there in self._places.items():
            step, room = self._problem.step(step_id), rooms[room_id]
            if step is None or step.use is not Use.WRITING or step_id in self._kept:
                continue
            if room.invigilators:
                self.model.add_bool_or([*self._by_invigilators(step, room), is_there.negated()])
            else:
                self._by_examiners(step, is_there)

    def _by_examiners(self, step: Step, is_there: Var) -> None:
        """Keep one examiner free for each room that has no invigilator, as if somebody wrote in all of them."""
        alone = sum(Use.WRITING in room.use and not room.invigilators for room in self._problem.rooms)
        watched = self._optional(step, "watched", is_there=is_there)
        for span, busy in self._occupations():
            if busy + alone > len(self._problem.examiners):
                self.model.add_no_overlap([span, watched])
        if not self._panels_are_whole:
            self._cumulative([*self._occupations(), (watched, alone)], len(self._problem.examiners))

    def _by_invigilators(self, step: Step, room: Room) -> Iterable[Var]:
        for who in room.invigilators:
            watches = self.model.new_bool_var(f"{step.id} watched by {who}")
            self._within(step, who, watches)
            self._one_at_a_time([self._optional(step, who, is_there=watches)], who)
            yield watches

    @property
    def _panels_are_whole(self) -> bool:
        """Tell whether examiners are busy all at once or not at all, so that pairs of spans tell everything."""
        return all(step.examiners in {0, len(self._problem.examiners)} for step in self._problem.steps) and not any(
            who in self._problem.examiners for who, *_ in self._rests
        )

    def _occupations(self) -> list[tuple[Var, int]]:
        """Return everything that keeps examiners from watching, with how many of them."""
        busy = [(self._spans[step.id], step.examiners) for step in self._problem.steps if step.examiners]
        busy += [(rest, 1) for who, _, _, rest in self._rests if who in self._problem.examiners]
        return busy + self._absences()

    def _absences(self) -> list[tuple[Var, int]]:
        span, found = self._problem.span, []
        for who in self._problem.examiners:
            there = self._problem.presence[who]
            for starts, ends in ((span.starts, there.starts), (there.ends, span.ends)):
                if starts < ends:
                    found.append((self.model.new_fixed_size_interval_var(starts, ends - starts, f"{who} away"), 1))
        return found

    def _whole(self, earliest: int) -> None:
        """Make the day as short as can be; that no plan beats the greatest load ends many a search."""
        ends = self.model.new_int_var(self._since, max(self._ends_at, self._since), "ends")
        self.model.add(ends >= min(earliest, self._ends_at))
        self.model.add_max_equality(ends, [self._starts[step.id] + step.minutes for step in self._problem.steps])
        self.model.minimize(ends)

    def _hint(self, plain: Plan) -> None:
        for slot in plain.slots:
            if slot.step not in self._kept:
                self.model.add_hint(self._ticks[slot.step], slot.starts // self._problem.grid)


def _true(solver: cp_model.CpSolver, chosen: Mapping[tuple[str, str], Var], step: str) -> Iterator[str]:
    """Yield what was chosen for a step."""
    return (what for (about, what), variable in chosen.items() if about == step and solver.value(variable))

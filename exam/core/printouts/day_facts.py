"""The facts of the sheets of a day's timetable: on the door, for each candidate, for each examiner."""

from collections.abc import Callable, Iterator, Mapping

from exam.core.printouts.facts import Facts, Person, PrintCase, person_facts, sitting_facts
from exam.core.printouts.shapes import Printout
from exam.core.timetable.day import clock_of
from exam.core.timetable.plan import Plan, Slot
from exam.core.timetable.problem import Stage, Step

Row = tuple[int, Facts]


class DaySheets:
    """Everybody's view of one plan; `stages` says what the stages are called, `rest` what a break is.

    `number` is that of the day; a second one whose date nobody has set yet is printed without it.
    """

    def __init__(
        self,
        case: PrintCase,
        plan: Plan,
        steps: Mapping[str, Step],
        stages: Mapping[Stage, str],
        rest: str,
        *,
        number: int = 1,
    ) -> None:
        self._case = case
        self._plan = plan
        self._steps = steps
        self._stages = stages
        self._rest = rest
        days = case.sitting.days
        self._day = {"day": case.day(days[number - 1]) if number <= len(days) else ""}
        self._sessions = {person.account: person.session for person in case.candidates}
        self._names = {person.account: person.identity.full_name for person in (*case.members, *case.candidates)}

    def all(self) -> Iterator[tuple[Printout, str, Facts]]:
        """Yield every sheet: what, whose, and its facts."""
        yield Printout.DOOR, "", {**sitting_facts(self._case), **self._day, "rooms": list(self._rooms())}
        for person in self._case.candidates:
            own = self._rows(self._of_candidate(person.account), person, ends="own")
            if own:
                facts = {**person_facts(self._case, person), **self._day, "rows": own}
                yield Printout.CANDIDATE_DAY, person.account, facts
        for person in self._case.members:
            own = self._rows(_before(person.account), person, ends="slot")
            facts = {**sitting_facts(self._case), **self._day, "examiner": person.identity.full_name, "rows": own}
            yield Printout.EXAMINER_DAY, person.account, facts

    def _rooms(self) -> Iterator[Facts]:
        for room in dict.fromkeys(slot.room for slot in self._plan.slots if slot.room):
            yield {"room": room, "rows": self._rows(_in_room(room), None, ends="own")}

    def _of_candidate(self, account: str) -> Callable[[Slot], bool]:
        return lambda slot: self._steps[slot.step].candidate == account

    def _rows(self, wanted: Callable[[Slot], bool], person: Person | None, *, ends: str) -> list[Facts]:
        rows = [self._row(slot, ends) for slot in self._plan.slots if self._shown(slot, ends) and wanted(slot)]
        if person is not None:
            rows += [self._free(rest.starts, rest.ends) for rest in self._plan.rests if rest.who == person.account]
        return [facts for _, facts in sorted(rows, key=lambda row: row[0])]

    def _shown(self, slot: Slot, ends: str) -> bool:
        return slot.step in self._steps and (ends == "slot" or bool(self._steps[slot.step].present))

    def _row(self, slot: Slot, ends: str) -> Row:
        step = self._steps[slot.step]
        over = slot.ends if ends == "slot" else slot.starts + step.present
        task = self._case.standard.task(step.task)
        what = self._stages[step.stage] if task is None else f"{task.title} – {self._stages[step.stage]}"
        panel = ", ".join(self._names.get(who, who) for who in slot.examiners)
        return slot.starts, {
            **_times(slot.starts, over),
            "who": self._names.get(step.candidate, step.candidate),
            "session": self._sessions.get(step.candidate, ""),
            "what": what,
            "room": slot.room,
            "examiners": panel,
        }

    def _free(self, starts: int, ends: int) -> Row:
        return starts, {
            **_times(starts, ends),
            "who": "",
            "session": "",
            "what": self._rest,
            "room": "",
            "examiners": "",
        }


def _before(account: str) -> Callable[[Slot], bool]:
    return lambda slot: account in slot.examiners


def _in_room(room: str) -> Callable[[Slot], bool]:
    return lambda slot: slot.room == room


def _times(starts: int, ends: int) -> dict[str, str]:
    return {"starts": clock_of(starts), "ends": clock_of(ends), "span": f"{clock_of(starts)}–{clock_of(ends)}"}

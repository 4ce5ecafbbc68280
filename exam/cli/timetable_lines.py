"""A timetable as lines of text: who, what, where, before whom, and why it does not hold."""

from collections.abc import Iterator, Mapping

from exam.core.timetable.day import HOUR, clock_of
from exam.core.timetable.plan import Maker, Plan
from exam.core.timetable.problem import DayProblem, Stage
from exam.core.timetable.replanning import Part
from exam.service.day_planning import PlannedDay
from exam.wording import Language, render

SHOWN_LOADS = 3
EXTRA = "nsk-exam[plan]"
DONE = "✓"


def lines(made: PlannedDay, names: Mapping[str, str], language: Language) -> Iterator[str]:
    """Yield the lines; `names` are those of people by account and of tasks by id."""
    for number, part in enumerate(made.days, start=1):
        code = "plan.day" if len(made.days) == 1 else "plan.day-of-two"
        yield render(code, {"sitting": made.sitting, "number": number}, language)
        yield from _table(part, names, language)
        yield _end(part.problem, part.plan, language)
    yield _load(made, names, language)
    if len(made.days) > 1:
        yield render("plan.two-days", {}, language)
    steps = {step.id: step for step in made.days[0].problem.steps}
    for obstacle in made.obstacles:
        tasks = dict.fromkeys(names.get(steps[name].task, name) for name in obstacle.steps if name in steps)
        yield render(obstacle.code, {"tasks": ", ".join(filter(None, tasks)) or "–"}, language)
    if made.unplaced:
        yield render("plan.unplaced", {"count": len(made.unplaced)}, language)
        yield from (f"  {step_name(made.days[-1].problem, step, names, language)}" for step in made.unplaced)
    for found in made.conflicts:
        who = names.get(found.who) or step_name(made.days[0].problem, found.who, names, language)
        yield render(found.code, {"who": who or "–", "at": clock_of(found.at)}, language)


def step_name(problem: DayProblem, step_id: str, names: Mapping[str, str], language: Language) -> str:
    """Return whose step it is and what, for one that the problem has."""
    step = problem.step(step_id)
    if step is None:
        return step_id
    return f"{names.get(step.candidate, step.candidate)}: {stage_name(step.stage, step.task, names, language)}"


def stage_name(stage: Stage, task: str, names: Mapping[str, str], language: Language) -> str:
    """Return what happens in a step."""
    said = render(f"stage.{stage}", {}, language)
    return f"{names.get(task, task)} – {said}" if task else said


def _table(part: Part, names: Mapping[str, str], language: Language) -> Iterator[str]:
    rows = sorted((*_slots(part, names, language), *_rests(part.plan, names, language)))
    widths = [max((len(row[place]) for row in rows), default=0) for place in range(4)]
    for row in rows:
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=False)]
        yield "  ".join([*cells, row[4]]).rstrip()


def _slots(part: Part, names: Mapping[str, str], language: Language) -> Iterator[tuple[str, ...]]:
    everybody = frozenset(part.problem.examiners)
    finished = [slot for slot in part.plan.done if slot.minutes]
    for slot in (*finished, *part.plan.slots):
        step = part.problem.known(slot.step)
        what = stage_name(step.stage, step.task, names, language) if step else slot.step
        who = names.get(step.candidate, step.candidate) if step else ""
        panel = ", ".join(names.get(examiner, examiner) for examiner in slot.examiners)
        whole = len(everybody) > 1 and everybody == frozenset(slot.examiners)
        before = render("load.commission", {}, language) if whole else panel
        before = "  ".join(filter(None, (before, DONE if slot in finished else "")))
        yield _span(slot.starts, slot.ends), who, what, slot.room, before


def _rests(plan: Plan, names: Mapping[str, str], language: Language) -> Iterator[tuple[str, ...]]:
    for rest in plan.rests:
        yield _span(rest.starts, rest.ends), names.get(rest.who, rest.who), render("plan.rests", {}, language), "", ""


def _span(starts: int, ends: int) -> str:
    return f"{clock_of(starts)}–{clock_of(ends)}"


def _end(problem: DayProblem, plan: Plan, language: Language) -> str:
    length = max(plan.ends - problem.span.starts, 0)
    code = "plan.end" if plan.shortest else "plan.end-found"
    told = render(code, {"end": clock_of(plan.ends), "length": f"{length // HOUR}:{length % HOUR:02}"}, language)
    return told if plan.made_by is Maker.SOLVER else f"{told} {render('plan.plain', {'extra': EXTRA}, language)}"


def _load(made: PlannedDay, names: Mapping[str, str], language: Language) -> str:
    told = (
        f"{_thing(load.what, names, language)} {load.minutes // HOUR}:{load.minutes % HOUR:02}"
        for load in made.loads[:SHOWN_LOADS]
    )
    return render("plan.loads", {"loads": ", ".join(told)}, language)


def _thing(what: str, names: Mapping[str, str], language: Language) -> str:
    known = {"commission", "computers", "phones", "room"}
    return render(f"load.{what}", {}, language) if what in known else names.get(what, what)

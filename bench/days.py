"""How long a day is in five set-ups, planned with and without the solver: what rooms and computers are worth."""

import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from exam.core.item import Words
from exam.core.model import Frozen
from exam.core.timetable.check import conflicts
from exam.core.timetable.day import CandidateDay, Day, Room, clock_of
from exam.core.timetable.load import loads
from exam.core.timetable.plain import Kept, plain_plan
from exam.core.timetable.problem import DayProblem, problem_of
from exam.loading import content_root, load_content, load_document
from exam.planning.solving import solved_plan

DATA = Path(__file__).parent / "data" / "day_plan.yaml"
STANDARD = "nsk-66-029-M-2015"
EXAMINERS = ("chair", "second", "third")
EFFORT = 4.0
HEAD = """
## The length of a day

Planned from `bench/data/day_plan.yaml` (minutes are our estimates), each plan proven free of conflicts.
No plan can beat the greatest load.

| set-up | plain plan | with the solver | shortest? | greatest load | solved in, s |
|---|---|---|---|---|---|
"""


class SetUp(Frozen):
    """One set-up: what differs from the common day."""

    name: Words
    candidates: Annotated[int, Field(ge=1)]
    computers: int | None = None
    scoring: Literal["paper", "shared"] | None = None
    rooms: tuple[Room, ...] | None = None


class SetUps(Frozen):
    """The file."""

    schema_: Annotated[Literal["exam/day-set-ups/1"], Field(alias="schema")]
    day: Day
    set_ups: tuple[SetUp, ...]


def problems() -> Iterator[tuple[str, DayProblem]]:
    """Yield each set-up with what it has to fit together."""
    found, document = load_document(DATA, SetUps)
    standard = load_content(content_root(), date(2020, 1, 1)).content.standard(STANDARD)
    if found is None or standard is None:
        raise SystemExit(str(document.problems))
    for set_up in found.set_ups:
        changes = {
            name: value for name in ("computers", "scoring", "rooms") if (value := getattr(set_up, name)) is not None
        }
        candidates = {f"candidate {number + 1}": CandidateDay() for number in range(set_up.candidates)}
        yield set_up.name, problem_of(standard, found.day.model_copy(update=changes), EXAMINERS, candidates)


def lengths() -> Iterator[str]:
    """Yield the rows of the table."""
    for name, problem in problems():
        plain = plain_plan(problem)
        started = time.perf_counter()
        solved = solved_plan(problem, Kept(), effort=EFFORT)
        took = time.perf_counter() - started
        wrong = conflicts(problem, plain) + conflicts(problem, solved)
        if wrong or plain.unplaced or solved.unplaced:
            raise SystemExit(f"{name}: {wrong}")
        span, load = problem.span.starts, loads(problem)[0]
        yield (
            f"| {name} | {clock_of(plain.ends - span)} | {clock_of(solved.ends - span)} |"
            f" {'proven' if solved.shortest else 'best found'} | {load.what} {clock_of(load.minutes)} | {took:.1f} |"
        )


def section() -> str:
    """Return the section for docs/performance.md."""
    return HEAD + "\n".join(lengths()) + "\n"

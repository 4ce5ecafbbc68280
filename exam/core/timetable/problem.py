"""What a plan has to fit together: steps, people and things, all in minutes; built from a standard and a day."""

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import ClassVar

from exam.core.model import Frozen
from exam.core.standard import AT_THE_DESK, AssessmentStandard, Task, TaskKind
from exam.core.timetable.day import CandidateDay, Day, Presence, Room, TaskDay, Use, minute_of
from exam.problem import ExamError

LATEST = 48 * 60
"""The minute at which a day without an end ends."""
HUNDRED = 100
SPOKEN_AFTER = frozenset({TaskKind.TRANSCRIPT_CHOICE, TaskKind.SPREADSHEET, TaskKind.TRAINING_PLAN})
"""Tasks that are handed in and then spoken about before the commission."""
USUAL_SPOKEN = 10
"""Minutes before the commission where the day names none."""


class DayWrongError(ExamError):
    """The day names a task, a candidate or a person that the sitting does not have, or names one twice."""

    code: ClassVar[str] = "day-not-of-sitting"


class Stage(StrEnum):
    """One part of a candidate's day; each happens without a pause."""

    ADMISSION = "admission"
    PREPARATION = "preparation"
    WRITING = "writing"
    PERFORMANCE = "performance"
    DELIBERATION = "deliberation"


ALONE = frozenset({Stage.PREPARATION, Stage.WRITING})
NO_ROOM = frozenset({Stage.ADMISSION, Stage.DELIBERATION})


class Step(Frozen):
    """Something that has to happen once."""

    id: str
    """`<candidate>/<task>/<stage>`."""
    candidate: str
    task: str = ""
    stage: Stage
    minutes: int
    judging: int = 0
    """Of the minutes, the last ones, in which the commission stays where it is and the candidate is gone."""
    computers: int = 0
    phones: int = 0
    examiners: int = 0
    after: tuple[str, ...] = ()
    """Steps that must be over."""
    follows: str = ""
    """The step at whose end it has to begin: nobody gets more time to prepare than another."""

    @property
    def use(self) -> Use | None:
        """What it needs a room for."""
        if self.stage in NO_ROOM:
            return None
        return Use.WRITING if self.stage in ALONE else Use.SPEAKING

    @property
    def present(self) -> int:
        """The minutes for which the candidate is there."""
        return 0 if self.stage is Stage.DELIBERATION else self.minutes - self.judging


class Span(Frozen):
    """A stretch of the day, its end excluded."""

    starts: int
    ends: int

    def holds(self, starts: int, minutes: int) -> bool:
        """Tell whether so many minutes from there lie within."""
        return self.starts <= starts and starts + minutes <= self.ends

    def touches(self, starts: int, minutes: int) -> bool:
        """Tell whether so many minutes from there overlap it."""
        return starts < self.ends and self.starts < starts + minutes


class DueBreak(Frozen):
    """A break that one person has to have."""

    who: str
    within: Span
    minutes: int


class DayProblem(Frozen):
    """Everything that a plan rests on."""

    span: Span
    grid: int
    steps: tuple[Step, ...]
    rooms: tuple[Room, ...]
    computers: int
    phones: int
    examiners: tuple[str, ...]
    candidates: tuple[str, ...]
    presence: Mapping[str, Span]
    """Of everybody: examiners, candidates, invigilators."""
    breaks: tuple[DueBreak, ...]
    closed: tuple[Span, ...]
    done: tuple[Step, ...] = ()
    """Steps that are over; nothing of them is to be placed."""

    def step(self, step_id: str) -> Step | None:
        """Return the step of that id that is to be placed."""
        return next((step for step in self.steps if step.id == step_id), None)

    def known(self, step_id: str) -> Step | None:
        """Return the step of that id, also one that is over."""
        return self.step(step_id) or next((step for step in self.done if step.id == step_id), None)

    @property
    def invigilators(self) -> tuple[str, ...]:
        """Everybody who watches a room."""
        return tuple(who for room in self.rooms for who in room.invigilators)

    def only(self, candidates: Sequence[str]) -> "DayProblem":
        """Return the problem of these candidates alone."""
        away = set(self.candidates) - set(candidates)
        return self.model_copy(
            update={
                "candidates": tuple(candidates),
                "steps": tuple(step for step in self.steps if step.candidate not in away),
                "breaks": tuple(due for due in self.breaks if due.who not in away),
            }
        )


def problem_of(
    standard: AssessmentStandard, day: Day, examiners: Sequence[str], candidates: Mapping[str, CandidateDay]
) -> DayProblem:
    """Return what the day has to fit together.

    Raises:
        DayWrongError: the day names what the sitting does not have, or one person in two places.
    """
    _require_known(standard, day, examiners, candidates)
    span = Span(starts=minute_of(day.starts), ends=minute_of(day.ends) if day.ends else LATEST)
    presence = {who: _present(day.people.get(who), span) for who in (*examiners, *_watching(day))}
    presence |= {name: _present(known, span) for name, known in candidates.items()}
    return DayProblem(
        span=span,
        grid=day.grid,
        steps=tuple(
            step
            for name, known in candidates.items()
            for step in _Steps(day, name, known.extra_percent, len(examiners)).made(_due(standard, known))
        ),
        rooms=day.rooms,
        computers=day.computers,
        phones=day.phones,
        examiners=tuple(examiners),
        candidates=tuple(candidates),
        presence=presence,
        breaks=tuple(_breaks(day, presence)),
        closed=tuple(Span(starts=minute_of(shut.after), ends=minute_of(shut.before)) for shut in day.closed),
    )


def _due(standard: AssessmentStandard, known: CandidateDay) -> Iterator[Task]:
    """Yield what a candidate does; a certificate is looked at when he is admitted."""
    return (task for task in standard.tasks() if task.id not in known.skips and task.kind is not TaskKind.CERTIFICATE)


class _Steps:
    """The steps of one candidate."""

    def __init__(self, day: Day, candidate: str, extra_percent: int, examiners: int) -> None:
        self._day = day
        self._candidate = candidate
        self._extra = extra_percent
        self._panel = min(day.panel or examiners, examiners)
        self._all = examiners
        self._scoring = int(day.scoring == "shared")

    def made(self, tasks: Iterator[Task]) -> Iterator[Step]:
        admitted = self._step("", Stage.ADMISSION, self._day.admission, examiners=1)
        first = (admitted.id,) if self._day.admission else ()
        steps = [step for task in tasks for step in self._of_task(task, first)]
        whole = self._step("", Stage.DELIBERATION, self._day.deliberation, examiners=self._all, computers=self._scoring)
        last = whole.model_copy(update={"after": tuple(step.id for step in steps)})
        yield from (step for step in (admitted, *steps, last) if step.minutes)

    def _of_task(self, task: Task, first: tuple[str, ...]) -> Iterator[Step]:
        told = self._day.tasks.get(task.id, TaskDay())
        before, prepared = first, ""
        for step in self._course(task, told):
            if step.minutes > step.judging:
                yield step.model_copy(update={"after": before, "follows": prepared})
                before, prepared = (step.id,), step.id if step.stage is Stage.PREPARATION else ""

    def _course(self, task: Task, told: TaskDay) -> Iterator[Step]:
        yield self._step(task.id, Stage.PREPARATION, self._longer(task.preparation_minutes))
        spoken = task.minutes.value
        if task.kind in AT_THE_DESK:
            desks = int(not told.paper)
            yield self._step(task.id, Stage.WRITING, self._longer(task.minutes.value), computers=desks)
            usual = USUAL_SPOKEN if task.kind in SPOKEN_AFTER else 0
            spoken = usual if told.minutes is None else told.minutes
        elif told.minutes is not None:
            spoken = told.minutes
        phones = told.phones if told.phones is not None else 2 * (task.kind is TaskKind.ROLE_PLAY)
        judging = self._day.judging if told.judging is None else told.judging
        needs = {"judging": judging, "phones": phones, "examiners": self._panel, "computers": self._scoring}
        yield self._step(task.id, Stage.PERFORMANCE, self._longer(spoken) + judging, **needs)

    def _longer(self, minutes: int) -> int:
        """Return the minutes with the extra time, part of a minute counted whole."""
        return minutes + -(-minutes * self._extra // HUNDRED)

    def _step(self, task: str, stage: Stage, minutes: int, **needs: int) -> Step:
        name = "/".join(part for part in (self._candidate, task, stage.value) if part)
        bare = Step(id=name, candidate=self._candidate, task=task, stage=stage, minutes=minutes)
        return bare.model_copy(update=needs)


def _present(known: Presence | CandidateDay | None, span: Span) -> Span:
    arrives = minute_of(known.arrives) if known and known.arrives else span.starts
    leaves = minute_of(known.leaves) if known and known.leaves else span.ends
    return Span(starts=max(arrives, span.starts), ends=min(leaves, span.ends))


def _breaks(day: Day, presence: Mapping[str, Span]) -> Iterator[DueBreak]:
    for rule in day.breaks:
        within = Span(starts=minute_of(rule.after), ends=minute_of(rule.before))
        for who, there in presence.items():
            if there.starts <= within.starts and within.ends <= there.ends:
                yield DueBreak(who=who, within=within, minutes=rule.minutes)


def _watching(day: Day) -> tuple[str, ...]:
    return tuple(who for room in day.rooms for who in room.invigilators)


def _require_known(
    standard: AssessmentStandard, day: Day, examiners: Sequence[str], candidates: Mapping[str, CandidateDay]
) -> None:
    tasks = {task.id for task in standard.tasks()}
    named = [*day.tasks, *(task for known in candidates.values() for task in known.skips)]
    people = {*examiners, *_watching(day)}
    strange = [name for name in named if name not in tasks]
    strange += [who for who in day.people if who not in people]
    for names in ([*examiners, *_watching(day), *candidates], [room.id for room in day.rooms]):
        strange += sorted({name for name in names if names.count(name) > 1})
    strange += [rule.after for rule in day.breaks if minute_of(rule.before) <= minute_of(rule.after)]
    strange += [shut.after for shut in day.closed if minute_of(shut.before) <= minute_of(shut.after)]
    strange += [day.ends] if day.ends and minute_of(day.ends) <= minute_of(day.starts) else []
    if strange:
        raise DayWrongError(name=strange[0])

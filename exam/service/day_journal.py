"""What the journal says of a sitting's day: which steps of its timetable are over, which run, whose exam has ended."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from exam.core.candidate_session import SessionState, TaskState
from exam.core.events import Entry, Event
from exam.core.session_events import CriterionAgreed, CriterionJudged, InductionAcknowledged, JudgementsRevealed
from exam.core.sitting import SittingState
from exam.core.standard import AT_THE_DESK, AssessmentStandard
from exam.core.timetable.day import HOUR
from exam.core.timetable.journalled import Happened
from exam.core.timetable.plan import Plan
from exam.core.timetable.problem import DayProblem, Stage, Step
from exam.core.timing import MINUTE_MS
from exam.service.ports import Ports
from exam.service.sessions import SessionService, session_stream
from exam.service.streams import Streams

JUDGED = (CriterionJudged, CriterionAgreed, JudgementsRevealed)


@dataclass(frozen=True, slots=True)
class PlanSoFar:
    """What is gone on from: what was planned, what has to fit together, and the minute of the day."""

    standard: AssessmentStandard
    problem: DayProblem
    former: Plan
    at: int


class DayJournal:
    """Reads the sessions of a sitting; it writes nothing."""

    def __init__(self, ports: Ports, streams: Streams, sessions: SessionService) -> None:
        self._ports = ports
        self._streams = streams
        self._sessions = sessions

    def over(self, sitting: SittingState) -> tuple[str, ...]:
        """Return the candidates whose exam has ended."""
        return tuple(who for session, who in sitting.sessions.items() if self._sessions.state(session).ending)

    def happened(self, sitting: SittingState, so_far: PlanSoFar) -> tuple[Happened, ...]:
        """Return the steps that began, as far as the journal tells."""
        zone, on = self._ports.clock.now().tzinfo, sitting.plan().starts_on
        found: list[Happened] = []
        for session, account in sitting.sessions.items():
            entries = self._streams.entries(session_stream(session))
            found += _Course(account, self._sessions.state(session), entries, so_far, zone, on).told()
        return tuple(found)


@dataclass(frozen=True, slots=True)
class _Course:
    """One candidate's day."""

    account: str
    state: SessionState
    entries: Sequence[Entry]
    so_far: PlanSoFar
    zone: tzinfo | None
    on: date

    def told(self) -> Iterator[Happened]:
        admitted = self._last(InductionAcknowledged, "")
        step = self._step("", Stage.ADMISSION)
        if step is not None and admitted is not None and self.state.identity:
            yield Happened(step=step.id, starts=max(admitted - step.minutes, 0), ends=admitted)
        for name, task in self.state.tasks.items():
            described = self.so_far.standard.task(name)
            at_the_desk = described is not None and described.kind in AT_THE_DESK
            yield from self._written(name, task) if at_the_desk else self._performed(name, task)

    def _written(self, name: str, task: TaskState) -> Iterator[Happened]:
        """Yield what was done at the desk, then what was said about it."""
        writing, spoken = self._step(name, Stage.WRITING), self._step(name, Stage.PERFORMANCE)
        opened, closed = self._minute(task.opened_at), self._minute(task.closed_at)
        if writing is not None and opened is not None:
            stands = self.state.pause_of(name) is not None
            yield Happened(step=writing.id, starts=opened, ends=closed, left=_left(task), stands=stands)
        if spoken is not None and closed is not None:
            yield from self._said(name, task, spoken, closed)

    def _said(self, name: str, task: TaskState, spoken: Step, closed: int) -> Iterator[Happened]:
        """Yield the part before the commission once all have judged it; else the former plan says whether it was."""
        described = self.so_far.standard.task(name)
        judged = self._last(JUDGED, name)
        needed = [(criterion, judge) for criterion in described.judged for judge in task.judges] if described else []
        if judged is not None and (task.revealed or (needed and task.judgements.keys() >= set(needed))):
            yield Happened(step=spoken.id, starts=max(closed, judged - spoken.minutes), ends=judged)
            return
        former = (*self.so_far.former.done, *self.so_far.former.slots)
        slot = next((slot for slot in former if slot.step == spoken.id), None)
        if slot is not None and closed <= slot.starts and slot.ends <= self.so_far.at:
            yield Happened(step=spoken.id, starts=slot.starts, ends=slot.ends)

    def _performed(self, name: str, task: TaskState) -> Iterator[Happened]:
        """Yield preparation and performance; the commission's minutes of judging follow it at once."""
        preparation, performed = self._step(name, Stage.PREPARATION), self._step(name, Stage.PERFORMANCE)
        opened, closed = self._minute(task.opened_at), self._minute(task.closed_at)
        if opened is None or performed is None:
            return
        begins = self._minute(task.scene.picked_up_at)
        if begins is None:
            begins = opened + (preparation.minutes if preparation else 0)
        begins = min(begins, closed) if closed is not None else begins
        begun = closed is not None or (begins <= self.so_far.at and not task.scene.awaited)
        panel = task.judges
        if preparation is not None:
            ends, left = (begins, 0) if begun else (None, max(begins - self.so_far.at, 1))
            yield Happened(step=preparation.id, starts=opened, ends=ends, left=left)
        if not begun:
            return
        ends = None if closed is None else closed + performed.judging
        if ends is not None and ends <= self.so_far.at:
            yield Happened(step=performed.id, starts=begins, ends=ends, panel=panel)
            return
        stands = self.state.pause_of(name) is not None
        left = _left(task) + performed.judging if ends is None else ends - self.so_far.at
        yield Happened(step=performed.id, starts=begins, left=left, stands=stands, panel=panel)

    def _step(self, task: str, stage: Stage) -> Step | None:
        name = "/".join(part for part in (self.account, task, stage.value) if part)
        return self.so_far.problem.step(name)

    def _last(self, kinds: type[Event] | tuple[type[Event], ...], task: str) -> int | None:
        """Return the minute of the last event of such a kind, about a task where one is named."""
        told = (
            entry.at
            for entry in reversed(self.entries)
            if isinstance(entry.event, kinds) and getattr(entry.event, "task", "") == task
        )
        return self._minute(next(told, None))

    def _minute(self, moment: datetime | None) -> int | None:
        """Return the minute of the sitting's day; what was on another day lies before its start."""
        if moment is None:
            return None
        local = moment.astimezone(self.zone)
        return local.hour * HOUR + local.minute if local.date() == self.on else self.so_far.problem.span.starts


def _left(task: TaskState) -> int:
    return -(-task.clock.remaining_ms // MINUTE_MS)

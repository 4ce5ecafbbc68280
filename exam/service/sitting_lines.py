"""The lines of a sitting's board, from what was loaded of its candidates."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from exam.core.candidate_session import SessionState, TaskState, TaskStatus
from exam.core.sitting import SittingState
from exam.core.standard import AT_THE_DESK, AssessmentStandard, Task, TaskKind
from exam.service.console_view import Step
from exam.service.sessions import Loaded
from exam.service.sitting_view import Block, JudgedBy, MemberLine, SeatLine

Names = Mapping[str, str]
"""From an account to a name."""


@dataclass(frozen=True, slots=True)
class Seat:
    """One candidate with what was loaded of his session, nothing where it was not opened or cannot be read."""

    session: str
    candidate: str
    step: Step
    loaded: Loaded | None = None


def tasks_of(standard: AssessmentStandard, state: SessionState) -> Iterator[Task]:
    """Yield what the candidate has to do."""
    for competency in standard.competencies:
        if competency.id not in state.excused:
            yield from (task for task in competency.tasks if task.kind is not TaskKind.CERTIFICATE)


def _left(task: Task, state: TaskState, judge: str) -> bool:
    """Tell whether a judge of a closed task has yet to judge something."""
    return any(
        criterion not in state.agreed and (criterion, judge) not in state.judgements for criterion in task.judged
    )


def judging_lines(opened: Sequence[tuple[Task, TaskState]], names: Names) -> Iterator[JudgedBy]:
    """Yield the closed tasks that are not agreed, with who has yet to judge."""
    for task, state in opened:
        if state.status is TaskStatus.SUBMITTED and any(criterion not in state.agreed for criterion in task.judged):
            waiting = () if state.revealed else tuple(judge for judge in state.judges if _left(task, state, judge))
            yield JudgedBy(
                task=task.id,
                title=task.title,
                waiting=tuple(names.get(judge, judge) for judge in waiting),
                revealed=state.revealed,
                agreed=len(state.agreed),
                of=len(task.judged),
            )


def member_lines(
    state: SittingState, seats: Sequence[Seat], names: Names, there: frozenset[str]
) -> Iterator[MemberLine]:
    """Yield the commission, its chair first, with what each does and has yet to do; `there` is who came today."""
    lapsing = state.lapsing()
    opened = [
        (task, found.state.tasks[task.id])
        for found in (seat.loaded for seat in seats)
        if found is not None and found.state.ending is None
        for task in tasks_of(found.standard, found.state)
        if task.id in found.state.tasks
    ]
    for member in sorted(state.members, key=lambda member: not member.chair):
        busy = [
            task.title
            for task, found in opened
            if found.status is TaskStatus.OPEN and member.id in found.panel and task.kind not in AT_THE_DESK
        ]
        closed = [
            (task, found) for task, found in opened if found.status is TaskStatus.SUBMITTED and not found.revealed
        ]
        yield MemberLine(
            account=member.id,
            name=names.get(member.id, member.id),
            chair=member.chair,
            present=member.id in there,
            lapses=member.id in lapsing,
            busy=tuple(busy),
            to_judge=sum(member.id in found.judges and _left(task, found, member.id) for task, found in closed),
        )


def block_lines(seats: Sequence[SeatLine]) -> Iterator[Block]:
    """Yield for each candidate without an ending what is missing first."""
    for seat in seats:
        if seat.ending is not None:
            continue
        if seat.step is Step.OPEN_SESSION:
            yield Block("block.not-opened", seat.candidate)
        elif seat.step is Step.UNREADABLE:
            yield Block("block.unreadable", seat.candidate)
        elif seat.done + len(seat.running) < seat.tasks:
            yield Block("block.tasks-left", seat.candidate, seat.tasks - seat.done)
        elif seat.running:
            yield Block("block.running", seat.candidate, len(seat.running))
        elif seat.judging:
            yield Block("block.judging", seat.candidate, len(seat.judging))
        else:
            yield Block("block.ending", seat.candidate)


def pause_reasons(seats: Sequence[Seat]) -> Iterator[str]:
    """Yield why each clock stands that stands."""
    for seat in seats:
        state = seat.loaded.state if seat.loaded else SessionState()
        for task in state.tasks if state.ending is None else ():
            pause = state.pause_of(task)
            if pause is not None and state.tasks[task].status is TaskStatus.OPEN:
                yield pause.reason

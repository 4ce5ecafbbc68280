"""What waits for one examiner: tasks to judge, reveal, agree and confirm; results, records and signatures; hands."""

from collections.abc import Iterator
from datetime import date
from functools import partial

from exam.core.candidate_session import SessionState, TaskState, TaskStatus
from exam.core.sitting import SittingState
from exam.core.standard import AssessmentStandard, Task
from exam.service.board import step_of
from exam.service.console_view import Step
from exam.service.home_view import Waiting, Waits

SEAL = "seal"
"""The signer of the record's last field, which the chair sets."""
CHAIR_STEPS = {Step.ISSUE: Waits.ISSUE, Step.ARCHIVE: Waits.ARCHIVE}
"""What the chair alone may do."""


def waits_in_sitting(state: SittingState, who: str, ended: int, today: date) -> Iterator[Waiting]:
    """Yield what its chair has to do with the sitting itself; `ended` sessions have an ending."""
    if state.closed or state.chair != who:
        return
    if not state.opened and state.days[0] <= today:
        yield Waiting(Waits.OPEN_SITTING, state.plan().sitting)
    if state.opened and ended == len(state.sessions):
        yield Waiting(Waits.CLOSE_SITTING, state.plan().sitting)


def waits_in_session(state: SessionState, standard: AssessmentStandard, who: str, candidate: str) -> Iterator[Waiting]:
    """Yield what somebody of the commission has to do in a session that was opened."""
    if who not in {member.id for member in state.members}:
        return
    entry = partial(Waiting, sitting=state.sitting, session=state.session, candidate=candidate)
    for name, task in state.tasks.items() if state.ending is None else ():
        described = standard.task(name)
        if described is None:
            continue
        for what in _in_task(described, task, who):
            since = task.hand_raised_at if what is Waits.HAND else None
            yield entry(what, task=name, title=described.title, since=since)
    yield from (entry(what) for what in _at_the_end(state, standard, who))


def _in_task(task: Task, state: TaskState, who: str) -> Iterator[Waits]:
    if state.hand_raised_at is not None:
        yield Waits.HAND
    if state.status is TaskStatus.OPEN:
        return
    left = [criterion for criterion in task.judged if criterion not in state.agreed]
    if not left:
        return
    if state.marking is not None and not state.confirmed_by:
        yield Waits.CONFIRM
    if state.revealed:
        yield Waits.AGREE
    elif all((criterion, judge) in state.judgements for criterion in left for judge in state.judges):
        yield Waits.REVEAL
    elif who in state.judges and any((criterion, who) not in state.judgements for criterion in left):
        yield Waits.JUDGE


def _at_the_end(state: SessionState, standard: AssessmentStandard, who: str) -> Iterator[Waits]:
    if state.ending is None:
        return
    step = step_of(state, standard)
    if step is Step.ANNOUNCE:
        yield Waits.ANNOUNCE
    if step in CHAIR_STEPS and who == state.chair:
        yield CHAIR_STEPS[step]
    due = state.record.next_signer if state.record else None
    if due is not None and (due.who == who or (due.who == SEAL and who == state.chair)):
        yield Waits.SIGN

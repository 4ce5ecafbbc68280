"""Decisions about the marking of a workbook: noting it, giving a cell another score, confirming it."""

from typing import ClassVar

from exam.core.candidate_session.case import Case
from exam.core.candidate_session.marking_commands import ConfirmMarking, NoteMarking, NotePresentation, OverrideMarking
from exam.core.candidate_session.refusals import SessionRefusal, TaskNotSubmittedError
from exam.core.candidate_session.state import TaskState, TaskStatus
from exam.core.events import Event
from exam.core.judging import ReasonMissingError
from exam.core.marking_events import MarkingConfirmed, MarkingOverridden, WorkbookMarked
from exam.core.session_values import SubmissionKind
from exam.text import has_substance


class MarkingMissingError(SessionRefusal):
    """No workbook of the task was marked, or the task is not handed in yet."""

    code: ClassVar[str] = "marking-missing"


class MarkingCellError(SessionRefusal):
    """The marking has no such cell, or the cell has no such score."""

    code: ClassVar[str] = "marking-cell"


class MarkingWaitsError(SessionRefusal):
    """Cells that the machine could not compute have no score yet."""

    code: ClassVar[str] = "marking-waits"


def note_marking(command: NoteMarking, case: Case) -> tuple[Event, ...]:
    """Keep the marking of the workbook that was handed in last, once."""
    task = case.opened(command.task)
    last = task.last(SubmissionKind.WORKBOOK)
    is_new = last is not None and command.marked.submission == last.blob and task.marking is None
    return (command.marked,) if is_new else ()


def note_presentation(command: NotePresentation, case: Case) -> tuple[Event, ...]:
    """Keep what the presentation that was handed in last shows, once."""
    task = case.opened(command.task)
    last = task.last(SubmissionKind.PRESENTATION)
    is_new = last is not None and command.read.submission == last.blob and task.presentation is None
    return (command.read,) if is_new else ()


def override_marking(command: OverrideMarking, case: Case) -> tuple[Event, ...]:
    """Give a cell another score, with a reason."""
    _, marked = _marked(command.task, case)
    most = {outcome.item: outcome.max_score for outcome in (*marked.cells, *marked.waiting)}
    if command.cell not in most or command.score > most[command.cell]:
        raise MarkingCellError(cell=command.cell, score=command.score)
    if not has_substance(command.reason):
        raise ReasonMissingError(criterion=command.cell)
    return (
        MarkingOverridden(
            task=command.task,
            submission=marked.submission,
            cell=command.cell,
            score=command.score,
            reason=command.reason,
        ),
    )


def confirm_marking(command: ConfirmMarking, case: Case) -> tuple[Event, ...]:
    """Confirm the marking as it stands, once no cell waits for a person."""
    task, marked = _marked(command.task, case)
    waiting = [outcome.item for outcome in marked.waiting if outcome.item not in task.overrides]
    if waiting:
        raise MarkingWaitsError(cells=", ".join(waiting))
    return (MarkingConfirmed(task=command.task, submission=marked.submission),)


def _marked(task_id: str, case: Case) -> tuple[TaskState, WorkbookMarked]:
    """Return a submitted task with a marking that is not of a file nobody could open."""
    task = case.opened(task_id)
    if task.status is not TaskStatus.SUBMITTED:
        raise TaskNotSubmittedError(task=task_id)
    if task.marking is None or task.marking.refused:
        raise MarkingMissingError(task=task_id)
    return task, task.marking

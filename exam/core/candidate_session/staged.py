"""From a task's state and an event of its scene to its state."""

from dataclasses import replace
from functools import singledispatch

from exam.core.candidate_session.scene_state import Note
from exam.core.candidate_session.state import TaskState
from exam.core.events import Entry
from exam.core.model import changed
from exam.core.scene_events import BreakAsked, CallAwaited, CallPickedUp, CallPrepared, HandAnswered, NoteTaken


def answered(task: TaskState, entry: Entry) -> TaskState:
    """Return the task after somebody came, where a hand was up."""
    if task.hand_raised_at is None:
        return task
    heard = replace(task.scene, break_asked=False)
    return changed(task, scene=heard, hand_raised_at=None, hand_answered_at=entry.at)


@singledispatch
def staged(_event: object, task: TaskState, _entry: Entry) -> TaskState:
    """Return the task after an event of its scene; any other one changes nothing."""
    return task


@staged.register
def _(_event: CallAwaited, task: TaskState, _entry: Entry) -> TaskState:
    return changed(task, scene=replace(task.scene, awaited=True), clock=task.clock.stop(paused=True))


@staged.register
def _(event: CallPrepared, task: TaskState, _entry: Entry) -> TaskState:
    return changed(task, scene=replace(task.scene, call=event))


@staged.register
def _(_event: CallPickedUp, task: TaskState, entry: Entry) -> TaskState:
    begun = replace(task.scene, awaited=False, picked_up_at=entry.at, picked_up_by=entry.by.id)
    return changed(task, scene=begun)


@staged.register
def _(_event: BreakAsked, task: TaskState, entry: Entry) -> TaskState:
    asked = replace(task.scene, break_asked=True)
    return changed(task, scene=asked, hand_raised_at=entry.at, hand_answered_at=None)


@staged.register
def _(_event: HandAnswered, task: TaskState, entry: Entry) -> TaskState:
    return answered(task, entry)


@staged.register
def _(event: NoteTaken, task: TaskState, entry: Entry) -> TaskState:
    note = Note(entry.at, entry.by.id, event.text, event.criterion, event.clock_ms)
    return changed(task, scene=replace(task.scene, notes=(*task.scene.notes, note)))

"""From a task's state and an event of its scene to its state."""

from dataclasses import replace
from functools import singledispatch

from exam.core.candidate_session.scene_state import Note
from exam.core.candidate_session.state import TaskState
from exam.core.events import Entry
from exam.core.model import changed
from exam.core.scene_events import CallAwaited, CallPickedUp, CallPrepared, HandAnswered, NoteTaken


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
def _(_event: HandAnswered, task: TaskState, _entry: Entry) -> TaskState:
    return changed(task, hand_raised_at=None)


@staged.register
def _(event: NoteTaken, task: TaskState, entry: Entry) -> TaskState:
    note = Note(entry.at, entry.by.id, event.text, event.criterion, event.clock_ms)
    return changed(task, scene=replace(task.scene, notes=(*task.scene.notes, note)))

"""Decisions around a scene before the panel: whoever watches starts the clock, and what is hard costs nobody time."""

from exam.core.candidate_session.case import Case
from exam.core.candidate_session.refusals import ClockWrongError, CriterionWrongError
from exam.core.candidate_session.scene_commands import (
    AnswerHand,
    AskBreak,
    BeginBreak,
    EndBreak,
    HoldScene,
    PickUp,
    PrepareCall,
    StopCaller,
    TakeNote,
)
from exam.core.candidate_session.scene_refusals import (
    BreakWrongError,
    CallAwaitedError,
    CallNotAwaitedError,
    ClockRunsError,
    HandNotRaisedError,
    ObserverNeededError,
    OnBreakError,
)
from exam.core.candidate_session.state import TaskState, TaskStatus
from exam.core.events import Event
from exam.core.scene_events import (
    BreakAsked,
    BreakBegun,
    BreakEnded,
    CallerStopped,
    CallPickedUp,
    CallPrepared,
    HandAnswered,
    HoldGround,
    NoteTaken,
)
from exam.core.session_events import ClockPaused, ClockResumed, IrregularityLogged


def prepare_call(command: PrepareCall, case: Case) -> tuple[Event, ...]:
    """Take the card of a call, until it was picked up; the last one holds."""
    require_awaited(command.task, case.open(command.task))
    return (CallPrepared.model_validate(command.model_dump()),)


def pick_up(command: PickUp, case: Case) -> tuple[Event, ...]:
    """Start the clock by the key of somebody on the panel who does not play."""
    task = case.open(command.task)
    require_awaited(command.task, task)
    require_no_break(case)
    if case.by.id not in task.watching:
        raise ObserverNeededError(task=command.task)
    return (ClockResumed(task=command.task), CallPickedUp(task=command.task))


def hold_scene(command: HoldScene, case: Case) -> tuple[Event, ...]:
    """Stop the clock; a line that dropped is told in the record, too."""
    dropped = command.ground is HoldGround.LINE_DROPPED
    noted = (IrregularityLogged(category=command.ground, note=command.task),) if dropped else ()
    return (_held(command.task, command.ground, case), *noted)


def stop_caller(command: StopCaller, case: Case) -> tuple[Event, ...]:
    """Stop the caller and the clock; the panel goes on or ends the scene."""
    ground = HoldGround.ABUSIVE_CALLER
    return (
        _held(command.task, ground, case),
        CallerStopped(task=command.task, who=command.who),
        IrregularityLogged(category=ground, note=f"{command.task}: {command.who}"),
    )


def answer_hand(command: AnswerHand, case: Case) -> tuple[Event, ...]:
    """Note that somebody came, where a hand is up."""
    if case.opened(command.task).hand_raised_at is None:
        raise HandNotRaisedError(task=command.task)
    return (HandAnswered(task=command.task),)


def ask_break(command: AskBreak, case: Case) -> tuple[Event, ...]:
    """Ask for a break during a task that began, or after it."""
    case.opened(command.task)
    require_no_break(case)
    return (BreakAsked(task=command.task),)


def begin_break(command: BeginBreak, case: Case) -> tuple[Event, ...]:
    """Give a break in which no clock of the candidate runs; the one of this task is stopped for it."""
    task = case.opened(command.task)
    require_no_break(case)
    running = (name for name, other in case.state.tasks.items() if other.ticking and name != command.task)
    if (other := next(running, None)) is not None:
        raise ClockRunsError(task=other)
    held = (_held(command.task, HoldGround.HARD_SCENE, case),) if task.ticking else ()
    return (*held, BreakBegun(task=command.task))


def end_break(command: EndBreak, case: Case) -> tuple[Event, ...]:
    """End the break; the clock that was stopped for it runs again."""
    rest = case.running().rest
    if rest is None or rest.task != command.task:
        raise BreakWrongError(task=command.task)
    pause = case.state.pause_of(command.task)
    held = pause is not None and pause.reason == HoldGround.HARD_SCENE
    open_still = case.state.tasks[command.task].status is TaskStatus.OPEN
    resumed = (ClockResumed(task=command.task),) if held and open_still else ()
    return (BreakEnded(task=command.task), *resumed)


def take_note(command: TakeNote, case: Case) -> tuple[Event, ...]:
    """Keep a note with the moment of the task's time."""
    task = case.opened(command.task)
    if command.criterion is not None and command.criterion not in case.task(command.task).judged:
        raise CriterionWrongError(task=command.task, criterion=command.criterion)
    clock = task.clock.spend(case.elapsed_ms if task.status is TaskStatus.OPEN else 0)
    told = {"task": command.task, "text": command.text, "criterion": command.criterion}
    return (NoteTaken.model_validate({**told, "clock_ms": clock.consumed_ms}),)


def require_awaited(task_id: str, task: TaskState) -> None:
    """Refuse what is only done before a call is picked up.

    Raises:
        CallNotAwaitedError: it was, or the task is not by telephone.
    """
    if not task.scene.awaited:
        raise CallNotAwaitedError(task=task_id)


def require_begun(task_id: str, task: TaskState) -> None:
    """Refuse what needs a scene that began.

    Raises:
        CallAwaitedError: nobody has picked up.
    """
    if task.scene.awaited:
        raise CallAwaitedError(task=task_id)


def require_no_break(case: Case) -> None:
    """Refuse what would take the candidate's break from him.

    Raises:
        OnBreakError: he has one.
    """
    if case.state.rest is not None:
        raise OnBreakError(task=case.state.rest.task)


def _held(task_id: str, ground: HoldGround, case: Case) -> ClockPaused:
    task = case.open(task_id)
    require_begun(task_id, task)
    if task.clock.paused:
        raise ClockWrongError(task=task_id)
    return ClockPaused(task=task_id, reason=ground, elapsed_ms=case.elapsed_ms)

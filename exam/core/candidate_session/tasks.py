"""Decisions while a task runs: opening and drawing, saving, handing in, submitting, and its clock."""

from collections.abc import Iterator
from typing import ClassVar, Literal

from exam.core.candidate_session.case import Case
from exam.core.candidate_session.commands import (
    EndPerformance,
    ExtendTime,
    NoteClockJump,
    NoteInterruption,
    OpenTask,
    PauseClock,
    RaiseHand,
    ResumeClock,
    SaveResponse,
    SelectGoal,
    StoreSubmission,
    SubmitTask,
    Tick,
)
from exam.core.candidate_session.refusals import (
    ClockWrongError,
    FigurantWrongError,
    GoalWrongError,
    PanelWrongError,
    ResponseWrongError,
    SessionRefusal,
    TaskAlreadyOpenedError,
    TaskNotOpenError,
    TaskNotSubmittedError,
)
from exam.core.candidate_session.responses import require_fitting, require_room
from exam.core.candidate_session.scene import require_begun, require_no_break
from exam.core.candidate_session.state import TaskStatus
from exam.core.canonical import digest_of
from exam.core.course_events import KeysWithinReach
from exam.core.events import Event
from exam.core.item import ChoiceItem, SpreadsheetItem
from exam.core.paper import PaperItem, draw_one, draw_test
from exam.core.rescoring import score_corrected
from exam.core.scene_events import CallAwaited
from exam.core.session_events import (
    ClockJumped,
    ClockPaused,
    ClockResumed,
    GoalSelected,
    HandRaised,
    Interrupted,
    PaperDrawn,
    ResponseSaved,
    ResponseSubmitted,
    SubmissionStored,
    TableDrawn,
    TaskOpened,
    TimeExtended,
    TimeSpent,
)
from exam.core.spreadsheet_values import generate
from exam.core.standard import AT_THE_DESK, Task, TaskKind
from exam.core.timing import HEARTBEAT_MS, MINUTE_MS, TICK_MS, extra_of

Cause = Literal["candidate", "expired", "performed"]


class TaskBarredError(SessionRefusal):
    """What the standard requires before this task is not met, or not settled yet."""

    code: ClassVar[str] = "task-barred"


def open_task(command: OpenTask, case: Case) -> tuple[Event, ...]:
    """Open a task once, before a panel of the commission, with a paper drawn from the seed."""
    state = case.present()
    task = case.task(command.task)
    if task.id in state.tasks:
        raise TaskAlreadyOpenedError(task=task.id)
    require_no_break(case)
    _require_met(case, task)
    _require_panel(command, case, task)
    base = task.minutes.value * MINUTE_MS
    opened = TaskOpened(
        task=task.id,
        base_ms=base,
        extra_ms=extra_of(base, state.extra_percent),
        panel=command.panel,
        figurant=command.figurant,
    )
    awaited = (CallAwaited(task=task.id),) if command.by_phone and task.kind not in AT_THE_DESK else ()
    reach = (KeysWithinReach(task=task.id),) if case.within_reach else ()
    if task.bank is None:
        return (opened, *awaited)
    paper = _draw(task, case)
    drawn = PaperDrawn(task=task.id, seed=case.seed, items=paper)
    return drawn, *_table(task, case, paper), opened, *awaited, *reach


def _require_met(case: Case, task: Task) -> None:
    fulfilled = case.state.verdict(case.standard).fulfilled() if task.requires else ()
    lacking = [criterion for criterion in task.requires if criterion not in fulfilled]
    if lacking:
        raise TaskBarredError(task=task.id, criteria=", ".join(lacking))


def _table(task: Task, case: Case, paper: tuple[PaperItem, ...]) -> Iterator[Event]:
    """Yield the table of a workbook, drawn once: later changes of task and program change no mark."""
    drawn = {pinned.item for pinned in paper}
    for item in case.pool:
        if isinstance(item, SpreadsheetItem) and item.id in drawn:
            yield TableDrawn(task=task.id, table=digest_of(generate(item.assignment, case.seed)))


def _draw(task: Task, case: Case) -> tuple[PaperItem, ...]:
    if task.kind is TaskKind.TEST and task.blueprint is not None:
        items = [item for item in case.pool if isinstance(item, ChoiceItem)]
        return draw_test(task.blueprint, task.criteria, items, case.seed, case.given)
    return (draw_one(case.pool, case.seed, case.given),)


def _require_panel(command: OpenTask, case: Case, task: Task) -> None:
    members = {member.id for member in case.state.members}
    panel = set(command.panel)
    if not panel <= members or len(panel) != len(command.panel):
        raise PanelWrongError(task=task.id)
    needless = command.figurant is None
    if not panel - {command.figurant}:
        raise PanelWrongError(task=task.id)
    if task.figurant is needless or (command.figurant is not None and command.figurant not in members):
        raise FigurantWrongError(task=task.id)


def save_response(command: SaveResponse, case: Case) -> tuple[Event, ...]:
    """Keep a response that fits the paper, while there is time."""
    case.in_time(command.task)
    paper = case.state.papers.get(command.task, ())
    require_fitting(case.task(command.task), paper, command.part, command.response)
    require_room(case.task(command.task), case.state.tasks[command.task].responses, command.part)
    return (
        ResponseSaved(
            task=command.task,
            part=command.part,
            response=command.response,
            elapsed_ms=case.elapsed_ms,
        ),
    )


def store_submission(command: StoreSubmission, case: Case) -> tuple[Event, ...]:
    """Take a file while there is time, where the task asks for one."""
    case.in_time(command.task)
    if case.task(command.task).kind is not TaskKind.SPREADSHEET:
        raise ResponseWrongError(task=command.task, part=command.name)
    return (
        SubmissionStored(
            task=command.task,
            name=command.name,
            blob=command.blob,
            length=command.length,
            elapsed_ms=case.elapsed_ms,
            kind=command.kind,
        ),
    )


def submit_task(command: SubmitTask, case: Case) -> tuple[Event, ...]:
    """Close a desk task and score what the machine can."""
    case.open(command.task)
    if case.task(command.task).kind not in AT_THE_DESK:
        raise TaskNotOpenError(task=command.task)
    return _submitted(command.task, case, "candidate")


def end_performance(command: EndPerformance, case: Case) -> tuple[Event, ...]:
    """Close a task that was performed before the panel."""
    require_begun(command.task, case.open(command.task))
    if case.task(command.task).kind in AT_THE_DESK:
        raise TaskNotOpenError(task=command.task)
    return _submitted(command.task, case, "performed")


def tick(command: Tick, case: Case) -> tuple[Event, ...]:
    """Submit the last saved response when the time of a desk task is over; else keep the account.

    An answer that came in before zero and still waits for its turn is waited for, as long as the grace.
    """
    task = case.open(command.task)
    if task.clock.paused:
        return ()
    if case.task(command.task).kind in AT_THE_DESK and task.clock.spend(case.elapsed_ms).expired:
        return () if case.waits_for_answers(command.task) else _submitted(command.task, case, "expired")
    if case.elapsed_ms > HEARTBEAT_MS - TICK_MS:
        return (TimeSpent(task=command.task, elapsed_ms=case.elapsed_ms),)
    return ()


def _submitted(task_id: str, case: Case, cause: Cause) -> tuple[Event, ...]:
    """Close the task; a desk task has used no more time than there was, however late its end was seen."""
    clock, elapsed = case.state.tasks[task_id].clock, case.elapsed_ms
    if cause != "performed" and not clock.paused:
        elapsed = min(elapsed, clock.remaining_ms)
    closed = ResponseSubmitted(task=task_id, cause=cause, elapsed_ms=elapsed)
    paper, task = case.state.papers.get(task_id, ()), case.state.tasks[task_id]
    noted: tuple[Event, ...] = (case.marking,) if case.marking and task.marking is None else ()
    noted += (case.presentation,) if case.presentation and task.presentation is None else ()
    cells = case.marking.cells if case.marking else ()
    scored = score_corrected(case.task(task_id), paper, case.pool, task.responses, cells, case.state.corrections)
    return (closed, *noted, scored) if scored else (closed, *noted)


def pause_clock(command: PauseClock, case: Case) -> tuple[Event, ...]:
    """Stop a running clock."""
    if case.open(command.task).clock.paused:
        raise ClockWrongError(task=command.task)
    return (ClockPaused(task=command.task, reason=command.reason, elapsed_ms=case.elapsed_ms),)


def resume_clock(command: ResumeClock, case: Case) -> tuple[Event, ...]:
    """Start a stopped clock; one that waits for a call is started by whoever sees it picked up."""
    task = case.open(command.task)
    require_begun(command.task, task)
    require_no_break(case)
    if not task.clock.paused:
        raise ClockWrongError(task=command.task)
    return (ClockResumed(task=command.task),)


def extend_time(command: ExtendTime, case: Case) -> tuple[Event, ...]:
    """Add time to an open task."""
    case.open(command.task)
    extra = command.minutes * MINUTE_MS
    return (TimeExtended(task=command.task, extra_ms=extra, reason=command.reason),)


def note_interruption(command: NoteInterruption, case: Case) -> tuple[Event, ...]:
    """Write down a gap that costs the candidate nothing."""
    case.open(command.task)
    return (Interrupted(task=command.task, gap_ms=command.gap_ms),)


def note_clock_jump(command: NoteClockJump, case: Case) -> tuple[Event, ...]:
    """Write down a jump of the wall clock; it takes nobody's time and gives none."""
    case.running()
    return (ClockJumped(seconds=command.seconds),)


def raise_hand(command: RaiseHand, case: Case) -> tuple[Event, ...]:
    """Ask for an examiner."""
    case.open(command.task)
    return (HandRaised(task=command.task),)


def select_goal(command: SelectGoal, case: Case) -> tuple[Event, ...]:
    """Choose one goal of the submitted plan, once."""
    task = case.opened(command.task)
    if task.status is not TaskStatus.SUBMITTED:
        raise TaskNotSubmittedError(task=command.task)
    if task.goal is not None or command.goal >= len(task.planned_goals()):
        raise GoalWrongError(task=command.task, goal=command.goal + 1)
    return (GoalSelected(task=command.task, goal=command.goal),)

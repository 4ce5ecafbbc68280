"""The board of one candidate session: its competencies and tasks as they stand, and what waits to be done next."""

from collections.abc import Mapping
from dataclasses import replace

from exam.core.candidate_session import SessionState, TaskState, TaskStatus
from exam.core.candidate_view import clock_view, phase_of
from exam.core.standard import AT_THE_DESK, AssessmentStandard, Competency, Task, TaskKind
from exam.core.timing import extra_of
from exam.core.verdict import CompetencyVerdict, CriterionStatus
from exam.service.console_view import Board, CompetencyLine, Step, TaskLine
from exam.service.happenings import Naming, called
from exam.service.mirroring import MirrorState
from exam.service.sessions import Loaded
from exam.view import CardStatus, Phase

OPEN = "open"

_STEPS = {Phase.WAITING: Step.VERIFY_IDENTITY, Phase.INDUCTION: Step.INDUCTION, Phase.TASKS: Step.TASKS}


def step_of(state: SessionState, standard: AssessmentStandard) -> Step:
    """Return what waits to be done next in an opened session."""
    if state.ending is None:
        return _STEPS[phase_of(state, standard)]
    if not state.announced:
        return Step.ANNOUNCE
    if state.record is None:
        if state.result is None:
            return Step.DONE
        return Step.ACKNOWLEDGE if state.acknowledgement is None else Step.ISSUE
    if state.record.next_signer is not None:
        return Step.SIGN
    return Step.DONE if state.record.archived else Step.ARCHIVE


def board_of(loaded: Loaded, elapsed: Mapping[str, int], name: Naming, copy: MirrorState) -> Board:
    """Return the board; `elapsed` are milliseconds by task since the last journalled moment."""
    state, standard = loaded.state, loaded.standard
    verdict = state.verdict(standard)
    pairs = zip(standard.competencies, verdict.competencies, strict=True)
    members = sorted(state.members, key=lambda member: not member.chair)
    titles = {task.id: task.title for task in standard.tasks()}
    unusual = (told.partition(": ") for told in state.irregularities)
    return Board(
        session=state.session,
        sitting=state.sitting,
        candidate=name(state.candidate),
        standard=standard.title.get(standard.language, standard.id),
        phase=phase_of(state, standard),
        step=step_of(state, standard),
        members=tuple((member.id, name(member.id)) for member in members),
        competencies=tuple(_competency(state, competency, found, elapsed, name) for competency, found in pairs),
        irregularities=tuple(f"{kind}: {called(kind, note, state, titles, name)}" for kind, _, note in unusual),
        extra_percent=state.extra_percent,
        time_facts=tuple(replace(fact, by=name(fact.by)) for fact in state.time_facts),
        result=state.result.value if state.result else None,
        ending=state.ending.value if state.ending else None,
        copy=copy,
    )


def _competency(
    state: SessionState, competency: Competency, found: CompetencyVerdict, elapsed: Mapping[str, int], name: Naming
) -> CompetencyLine:
    unverified = any(criterion.status is CriterionStatus.NOT_VERIFIED for criterion in found.criteria)
    tasks = (task for task in competency.tasks if task.kind is not TaskKind.CERTIFICATE)
    return CompetencyLine(
        competency=competency.id,
        title=competency.title,
        level=competency.level,
        status=OPEN if unverified else found.status.value,
        waivable=competency.waiver is not None and competency.id not in state.excused,
        tasks=tuple(
            task_line(
                task,
                state.tasks.get(task.id),
                elapsed.get(task.id, 0),
                name,
                excused=competency.id in state.excused,
                extra_percent=state.extra_percent,
            )
            for task in tasks
        ),
    )


def task_line(
    task: Task, opened: TaskState | None, elapsed_ms: int, name: Naming, *, excused: bool, extra_percent: int = 0
) -> TaskLine:
    """Return one task on the board."""
    line = TaskLine(
        task=task.id,
        kind=task.kind.value,
        title=task.title,
        minutes=task.minutes.value,
        extra_minutes=extra_of(task.minutes.value, extra_percent),
        status=CardStatus.EXCUSED if excused else CardStatus.PLANNED,
        at_desk=task.kind in AT_THE_DESK,
        needs_figurant=task.figurant,
        by_phone=task.kind is TaskKind.ROLE_PLAY,
        to_judge=len(task.judged),
    )
    if opened is None:
        return line
    return replace(
        line,
        status=CardStatus.OPEN if opened.status is TaskStatus.OPEN else CardStatus.SUBMITTED,
        clock=clock_view(opened, elapsed_ms),
        figurant=name(opened.figurant) if opened.figurant else "",
        panel=opened.panel,
        judged=sum(all((criterion, judge) in opened.judgements for criterion in task.judged) for judge in opened.panel),
        revealed=opened.revealed,
        agreed=len(opened.agreed),
        goals=tuple(goal.text for goal in opened.planned_goals()),
        goal=opened.goal,
        hand_raised_at=opened.hand_raised_at,
        break_asked=opened.scene.break_asked,
    )

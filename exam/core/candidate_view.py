"""Projects a session's state into what its candidate may see; the one way from the rules to the desk."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from exam import view
from exam.core.candidate_session.responses import REPLY
from exam.core.candidate_session.state import SessionState, TaskState, TaskStatus
from exam.core.item import (
    AssessmentItem,
    ChoiceItem,
    OralSet,
    RolePlayScenario,
    SpreadsheetItem,
    TrainingCase,
    TranscriptSet,
    WrittenReplyItem,
)
from exam.core.paper import PaperItem
from exam.core.scene_events import HoldGround
from exam.core.session_events import SubmissionStored
from exam.core.session_values import ChoiceResponse, ReplyResponse, Response, SubmissionKind, TextResponse
from exam.core.standard import AT_THE_DESK, AssessmentStandard, Competency, Task, TaskKind
from exam.core.timing import extra_of
from exam.core.verdict import UNFULFILLED, CompetencyVerdict
from exam.problem import ExamError


class SheetMissingError(ExamError):
    """The task was not opened, so there is nothing to show."""

    code: ClassVar[str] = "sheet-missing"


def desk_view(
    state: SessionState,
    standard: AssessmentStandard,
    *,
    candidate: str,
    elapsed: Mapping[str, int],
    saved: view.SavedView | None,
) -> view.DeskView:
    """Return the candidate's desk; `elapsed` are milliseconds by open task since the last journalled moment."""
    return view.DeskView(
        phase=phase_of(state, standard),
        candidate=candidate,
        standard=standard.title.get(standard.language, standard.id),
        code=standard.code,
        topics=tuple(view.TopicView(id=topic.id, text=topic.text) for topic in standard.induction),
        tests=tuple(_test_rules(task) for task in standard.tasks() if task.blueprint),
        tasks=tuple(
            _card(state, competency, task, elapsed.get(task.id, 0))
            for competency in standard.competencies
            for task in competency.tasks
            if task.kind is not TaskKind.CERTIFICATE
        ),
        resting=state.rest is not None,
        saved=saved,
        result=_result(state, standard) if state.announced else None,
    )


def phase_of(state: SessionState, standard: AssessmentStandard) -> view.Phase:
    """Return how far the candidate is."""
    if state.ending is not None:
        if not state.announced:
            return view.Phase.ENDED
        waiting = state.acknowledgement is None and state.record is None
        return view.Phase.RESULT if waiting else view.Phase.DONE
    if state.identity is None:
        return view.Phase.WAITING
    topics = {topic.id for topic in standard.induction}
    return view.Phase.TASKS if topics.issubset(state.induction) else view.Phase.INDUCTION


def clock_view(task: TaskState, elapsed_ms: int, ground: str = "") -> view.ClockView:
    """Return a task's clock as it stands after `elapsed_ms` more."""
    running = task.status is TaskStatus.OPEN
    clock = task.clock.spend(elapsed_ms) if running else task.clock
    return view.ClockView(
        base_ms=clock.base_ms,
        extra_ms=clock.extra_ms,
        remaining_ms=clock.remaining_ms,
        paused=clock.paused,
        ground=ground if clock.paused else "",
    )


def _card(state: SessionState, competency: Competency, task: Task, elapsed_ms: int) -> view.TaskCard:
    opened = state.tasks.get(task.id)
    status = view.CardStatus.EXCUSED if competency.id in state.excused else view.CardStatus.PLANNED
    if opened is not None:
        status = view.CardStatus.OPEN if opened.status is TaskStatus.OPEN else view.CardStatus.SUBMITTED
    return view.TaskCard(
        task=task.id,
        kind=task.kind.value,
        title=task.title,
        minutes=task.minutes.value,
        extra_minutes=extra_of(task.minutes.value, state.extra_percent),
        status=status,
        at_desk=task.kind in AT_THE_DESK,
        clock=clock_view(opened, elapsed_ms, _ground(state, task.id)) if opened else None,
        hand=_hand(opened),
        break_asked=bool(opened and opened.scene.break_asked),
    )


def _ground(state: SessionState, task_id: str) -> str:
    """Return the name of why a clock stands; a reason in somebody's own words is not for the candidate."""
    pause = state.pause_of(task_id)
    return pause.reason if pause and pause.reason in set(HoldGround) else ""


def _hand(opened: TaskState | None) -> view.Hand:
    if opened is None or (opened.hand_raised_at or opened.hand_answered_at) is None:
        return view.Hand.DOWN
    return view.Hand.UP if opened.hand_raised_at else view.Hand.ANSWERED


def _test_rules(task: Task) -> view.TestRules:
    blueprint = task.blueprint
    if blueprint is None:  # pragma: no cover - the caller asks only for tests
        raise SheetMissingError(task=task.id)
    drawn = [criterion for criterion in task.criteria if criterion != blueprint.overall]
    return view.TestRules(
        task=task.id,
        items=blueprint.drawn.value * len(drawn),
        floor_percent=int(blueprint.floor.value * 100),
        pass_percent=int(blueprint.pass_mark.value * 100) if blueprint.overall else None,
    )


def _result(state: SessionState, standard: AssessmentStandard) -> view.ResultView:
    verdict = state.verdict(standard)
    pairs = zip(standard.competencies, verdict.competencies, strict=True)
    return view.ResultView(
        result=state.result.value if state.result else None,
        ending=state.ending.value if state.ending else "",
        reason=state.ending_reason,
        competencies=tuple(_outcome(competency, found) for competency, found in pairs),
        acknowledged=state.acknowledgement.acknowledged if state.acknowledgement else None,
    )


def _outcome(competency: Competency, found: CompetencyVerdict) -> view.OutcomeView:
    unmet = tuple(
        view.UnmetView(letter=criterion.id, text=criterion.text, reasons=verdict.reasons)
        for criterion, verdict in zip(competency.criteria, found.criteria, strict=True)
        if verdict.status in UNFULFILLED
    )
    return view.OutcomeView(title=competency.title, status=found.status.value, unmet=unmet)


def task_sheet(
    state: SessionState, standard: AssessmentStandard, task_id: str, items: Sequence[AssessmentItem]
) -> view.TaskSheet:
    """Return the sheet of an opened task; `items` are the pinned items of its paper.

    Raises:
        SheetMissingError: the task was not opened.
    """
    task, opened = standard.task(task_id), state.tasks.get(task_id)
    if task is None or opened is None or not items:
        raise SheetMissingError(task=task_id)
    if task.kind is TaskKind.TEST:
        return _test(state.papers[task_id], items, opened)
    return _single(items[0], state.papers[task_id][0], opened)


def _test(paper: Sequence[PaperItem], items: Sequence[AssessmentItem], task: TaskState) -> view.TestSheet:
    by_id = {item.id: item for item in items if isinstance(item, ChoiceItem)}
    return view.TestSheet(
        items=tuple(_choice(by_id[pinned.item], pinned, task.responses) for pinned in paper), last_part=task.last_part
    )


def _choice(item: ChoiceItem, pinned: PaperItem, responses: Mapping[str, Response]) -> view.ChoiceView:
    texts = {option.id: option.text for option in item.options}
    return view.ChoiceView(
        part=item.id,
        stem=item.stem,
        options=tuple(view.OptionView(id=option, text=texts[option]) for option in pinned.order),
        picked=_picked(responses.get(item.id)),
    )


def _picked(response: Response | None) -> str | None:
    return response.option if isinstance(response, ChoiceResponse) else None


def _single(item: AssessmentItem, pinned: PaperItem, task: TaskState) -> view.TaskSheet:
    if isinstance(item, TranscriptSet):
        return _transcripts(item, pinned, task)
    if isinstance(item, WrittenReplyItem):
        return _reply(item, task)
    if isinstance(item, TrainingCase):
        return _plan(item, task)
    if isinstance(item, SpreadsheetItem):
        return _workbook(item, task)
    return _performed(item)


def _transcripts(item: TranscriptSet, pinned: PaperItem, task: TaskState) -> view.TranscriptSheet:
    by_id = {transcript.id: transcript for transcript in item.transcripts}
    return view.TranscriptSheet(
        part=item.id,
        title=item.title,
        situation=item.situation,
        transcripts=tuple(
            view.TranscriptView(
                id=name,
                lines=tuple(view.SpeechView(speaker=line.speaker, text=line.text) for line in by_id[name].lines),
            )
            for name in pinned.order
        ),
        picked=_picked(task.responses.get(item.id)),
    )


def _reply(item: WrittenReplyItem, task: TaskState) -> view.ReplySheet:
    part = f"{item.id}/{REPLY}"
    kept = task.responses.get(part)
    reply = kept if isinstance(kept, ReplyResponse) else ReplyResponse(to="", subject="", body="")
    return view.ReplySheet(
        part=part,
        title=item.title,
        situation=item.situation,
        sender=item.message.sender,
        address=item.message.address,
        subject=item.message.subject,
        message=item.message.body,
        to=reply.to,
        reply_subject=reply.subject,
        body=reply.body,
        sent=reply.sent,
        prompts=tuple(
            view.PromptView(
                part=f"{item.id}/{prompt.id}",
                text=prompt.text,
                written=_text(task.responses.get(f"{item.id}/{prompt.id}")),
            )
            for prompt in item.ethics
        ),
        last_part=task.last_part,
    )


def _text(response: Response | None) -> str:
    return response.text if isinstance(response, TextResponse) else ""


def _plan(item: TrainingCase, task: TaskState) -> view.PlanSheet:
    goals = tuple(view.GoalView(text=goal.text, weeks=goal.weeks) for goal in task.planned_goals())
    return view.PlanSheet(part=item.id, title=item.title, situation=item.situation, weeks=item.weeks, goals=goals)


def _workbook(item: SpreadsheetItem, task: TaskState) -> view.WorkbookSheet:
    return view.WorkbookSheet(
        title=item.title,
        situation=item.situation,
        prompts=tuple(prompt.text for prompt in item.presentation),
        handed_in=tuple(
            view.HandedIn(
                name=stored.name,
                length=stored.length,
                sha256=stored.blob,
                refused=_refusal(task, stored),
                counts=stored is task.last(stored.kind),
                is_workbook=stored.kind is SubmissionKind.WORKBOOK,
            )
            for stored in task.submissions
        ),
    )


def _refusal(task: TaskState, stored: SubmissionStored) -> str:
    """Return why a file that counts cannot be opened."""
    looked = task.presentation if stored.kind is SubmissionKind.PRESENTATION else task.marking
    return looked.refused if looked and stored is task.last(stored.kind) else ""


def _performed(item: AssessmentItem) -> view.CardSheet:
    if isinstance(item, RolePlayScenario):
        return view.CardSheet(
            title=item.title,
            situation=item.brief,
            customer=item.customer,
            history=item.history,
            extra=item.extra_information,
        )
    if isinstance(item, OralSet):
        return view.CardSheet(title=item.title, situation=item.situation)
    raise SheetMissingError(task=item.id)

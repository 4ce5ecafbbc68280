"""What an examiner has beside a sheet: the assignment, what the candidate gave, and what a good response holds."""

from collections.abc import Iterator, Sequence
from functools import singledispatch

from exam.core.candidate_session.responses import REPLY
from exam.core.candidate_session.state import TaskState
from exam.core.item import (
    AssessmentItem,
    ChoiceItem,
    OpenPrompt,
    OralSet,
    RolePlayScenario,
    SpreadsheetItem,
    TrainingCase,
    TranscriptSet,
    WrittenReplyItem,
)
from exam.core.paper import PaperItem
from exam.core.presentation import Outline
from exam.core.session_values import ChoiceResponse, ReplyResponse, SubmissionKind, TextResponse
from exam.core.training_plan import overview
from exam.service.judging_view import LIMIT, Evidence

BULLET = "• "
Order = tuple[str, ...]


def evidence_of(
    items: Sequence[AssessmentItem], paper: Sequence[PaperItem], task: TaskState, outline: Outline | None = None
) -> tuple[Evidence, ...]:
    """Return what the panel sees of a task, in reading order, options as the candidate saw them; his slides first."""
    orders = {pinned.item: pinned.order for pinned in paper}
    told = (found for item in items for found in _told(item, task, orders.get(item.id, ())))
    shown = _slides(outline) if outline else ()
    return tuple(found for found in (*shown, *told) if found.text.strip())


def _slides(outline: Outline) -> Iterator[Evidence]:
    """Yield what a presentation shows; signs stand for what a slide has beside words, the heading says which."""
    for number, slide in enumerate(outline.slides, start=1):
        title = f"{number}. {slide.title}".strip() + (" (–)" if slide.hidden else "")
        lines = (f"{'  ' * line.level}{BULLET}{line.text}" for line in slide.lines)
        rows = (f"▦ {' | '.join(row)}" for table in slide.tables for row in table)
        charts = (f"▥ {chart.kind}: {chart.title or '–'} ({', '.join(chart.series)})" for chart in slide.charts)
        pictures = (f"▣ {picture.description or picture.name}" for picture in slide.pictures)
        notes = (f"✎ {note}" for note in slide.notes)
        yield Evidence("evidence.slide", "\n".join((title, *lines, *rows, *charts, *pictures, *notes)))
    yield Evidence("evidence.slides-left-out", "…" if outline.left_out else "")


@singledispatch
def _told(item: AssessmentItem, _task: TaskState, _order: Order) -> Iterator[Evidence]:
    yield Evidence("evidence.item", item.id)


@_told.register
def _(item: ChoiceItem, task: TaskState, order: Order) -> Iterator[Evidence]:
    picked = _picked(item.id, task)
    by_id = {option.id: option for option in item.options}
    options = (
        f"{'✓' if by_id[name].correct else ' '} {'→' if name == picked else ' '} {by_id[name].text}" for name in order
    )
    yield Evidence("evidence.test-item", "\n".join((item.stem, *options)))


@_told.register
def _(item: TranscriptSet, task: TaskState, order: Order) -> Iterator[Evidence]:
    picked = _picked(item.id, task)
    yield Evidence("evidence.situation", item.situation)
    by_id = {transcript.id: transcript for transcript in item.transcripts}
    for place, transcript in enumerate((by_id[name] for name in order), start=1):
        code = "evidence.transcript-right" if transcript.correct else "evidence.transcript-wrong"
        mark = "→ " if transcript.id == picked else ""
        yield Evidence(code, f"{mark}{place}. {transcript.rationale}")
        if transcript.id == picked:
            yield Evidence("evidence.picked", "\n".join(f"– {line.text}" for line in transcript.lines))


@_told.register
def _(item: WrittenReplyItem, task: TaskState, _order: Order) -> Iterator[Evidence]:
    reply = task.responses.get(f"{item.id}/{REPLY}")
    if isinstance(reply, ReplyResponse):
        sent = "evidence.reply-sent" if reply.sent else "evidence.reply-unsent"
        yield Evidence(sent, f"{reply.to}\n{reply.subject}\n\n{reply.body}")
    yield Evidence("evidence.required", _prompts(item.required_points), expected=True)
    for prompt in item.ethics:
        written = task.responses.get(f"{item.id}/{prompt.id}")
        text = written.text if isinstance(written, TextResponse) else "–"
        yield Evidence("evidence.ethics", f"{prompt.text}\n→ {text}")
        yield Evidence("evidence.expected", _list(prompt.expected))
    yield Evidence("evidence.message", f"{item.message.subject}\n\n{item.message.body}")


@_told.register
def _(item: SpreadsheetItem, task: TaskState, _order: Order) -> Iterator[Evidence]:
    yield Evidence("evidence.handed-in", "\n".join(f"{stored.name} ({stored.length} B)" for stored in task.submissions))
    shown = task.last(SubmissionKind.PRESENTATION)
    if shown and task.presentation and task.presentation.refused:
        yield Evidence("evidence.presentation-refused", shown.name)
    yield Evidence("evidence.presentation", _prompts(item.presentation), expected=True)
    yield Evidence("evidence.follow-up", _prompts(item.follow_up))
    yield Evidence("evidence.situation", item.situation)


@_told.register
def _(item: RolePlayScenario, _task: TaskState, _order: Order) -> Iterator[Evidence]:
    for number, cue in enumerate(item.script, start=1):
        heading = "evidence.script" if number == 1 else ""
        yield Evidence(heading, f"{number}. {cue.when}\n   „{cue.say}“", criteria=cue.criteria)
    yield Evidence("evidence.escalation", item.escalation)
    yield Evidence(LIMIT, item.limit)
    yield Evidence("evidence.brief", item.brief)
    yield Evidence("evidence.customer", item.customer)
    yield Evidence("evidence.history", _list(item.history))
    yield Evidence("evidence.extra", _list(item.extra_information))


@_told.register
def _(item: TrainingCase, task: TaskState, _order: Order) -> Iterator[Evidence]:
    goals = [f"{number}. {goal.text}" for number, goal in enumerate(task.planned_goals(), start=1)]
    if task.goal is not None:
        yield Evidence("evidence.goal", goals[task.goal])
    yield Evidence("evidence.plan", "\n".join(_table(item, task, goals)))
    if goals:
        plan = overview(task.planned_goals(), item.weeks)
        yield Evidence("evidence.plan-gaps", _numbers(plan.gaps))
        busy = (f"{week.week} ({len(week.goals)})" for week in plan.weeks if week.overloaded)
        yield Evidence("evidence.plan-overload", ", ".join(busy))
        yield Evidence("evidence.plan-without-week", _numbers(plan.without_week))
        yield Evidence("evidence.plan-too-late", _numbers(plan.too_late))
    yield Evidence("evidence.novice", item.novice)
    yield Evidence("evidence.model-goals", _prompts(item.model_goals))
    yield Evidence("evidence.situation", item.situation)


@_told.register
def _(item: OralSet, _task: TaskState, _order: Order) -> Iterator[Evidence]:
    yield Evidence("evidence.situation", item.situation)
    yield Evidence("evidence.prompts", _prompts(item.prompts))


def _table(item: TrainingCase, task: TaskState, goals: Sequence[str]) -> Iterator[str]:
    """Yield the weeks as columns, then each goal with the weeks in which it is worked on."""
    weeks = range(1, item.weeks + 1)
    if goals:
        yield " ".join(f"{week:>2}" for week in weeks)
    for goal, told in zip(task.planned_goals(), goals, strict=True):
        yield " ".join(" ■" if week in goal.weeks else " ·" for week in weeks) + f"  {told}"


def _numbers(numbers: Sequence[int]) -> str:
    return ", ".join(map(str, numbers))


def _picked(part: str, task: TaskState) -> str:
    response = task.responses.get(part)
    return response.option if isinstance(response, ChoiceResponse) else ""


def _prompts(prompts: Sequence[OpenPrompt]) -> str:
    return "\n".join(f"{prompt.text}\n{_list(prompt.expected)}" for prompt in prompts)


def _list(entries: Sequence[str]) -> str:
    return "\n".join(f"{BULLET}{entry}" for entry in entries)

"""What a candidate was given and what he gave, word for word: for whoever asks years later; no key is looked at."""

from collections.abc import Iterator, Sequence
from functools import singledispatch

from exam.core.candidate_session.responses import REPLY
from exam.core.candidate_session.state import TaskState
from exam.core.item import AssessmentItem, ChoiceItem, SpreadsheetItem, TrainingCase, TranscriptSet, WrittenReplyItem
from exam.core.paper import PaperItem
from exam.core.printouts.facts import Facts, Person, PrintCase, person_facts
from exam.core.session_values import ChoiceResponse, ReplyResponse, TextResponse

Row = tuple[str, str]
"""What was asked, and what was answered."""
LETTERS = "abcdefghij"


def work_facts(
    case: PrintCase, person: Person, task_id: str, items: Sequence[AssessmentItem], paper: Sequence[PaperItem]
) -> Facts:
    """Return the facts of one candidate's work on one task, in the order in which he saw it."""
    state, pinned = person.state.tasks[task_id], {entry.item: entry for entry in paper}
    task = case.standard.task(task_id)
    rows = [
        {"number": str(number), "text": text, "answer": answer, "source": source}
        for number, (text, answer, source) in enumerate(_rows(items, pinned, state), start=1)
    ]
    return {
        **person_facts(case, person),
        "task": task.title if task else task_id,
        "opened": case.moment(state.opened_at),
        "closed": case.moment(state.closed_at),
        "asked": rows,
    }


def _rows(
    items: Sequence[AssessmentItem], pinned: "dict[str, PaperItem]", state: TaskState
) -> Iterator[tuple[str, str, str]]:
    for item in items:
        entry = pinned[item.id]
        source = f"{item.id}, {entry.version}, SHA-256 {entry.digest}"
        yield from ((text, answer or "–", source) for text, answer in _asked(item, entry.order, state))


@singledispatch
def _asked(_item: AssessmentItem, _order: tuple[str, ...], _state: TaskState) -> Iterator[Row]:
    """Yield nothing for what is spoken: nobody wrote it down."""
    yield from ()


@_asked.register
def _(item: ChoiceItem, order: tuple[str, ...], state: TaskState) -> Iterator[Row]:
    by_id, picked = {option.id: option.text for option in item.options}, _picked(item.id, state)
    letters = dict(zip(order, LETTERS, strict=False))
    shown = "\n".join((item.stem, *(f"{letters[name]}) {by_id[name]}" for name in order)))
    yield shown, f"{letters[picked]}) {by_id[picked]}" if picked in letters else ""


@_asked.register
def _(item: TranscriptSet, order: tuple[str, ...], state: TaskState) -> Iterator[Row]:
    picked = _picked(item.id, state)
    yield item.situation, str(order.index(picked) + 1) if picked in order else ""


@_asked.register
def _(item: WrittenReplyItem, _order: tuple[str, ...], state: TaskState) -> Iterator[Row]:
    reply = state.responses.get(f"{item.id}/{REPLY}")
    written = f"{reply.to}\n{reply.subject}\n\n{reply.body}" if isinstance(reply, ReplyResponse) else ""
    yield f"{item.message.subject}\n\n{item.message.body}", written
    for prompt in item.ethics:
        told = state.responses.get(f"{item.id}/{prompt.id}")
        yield prompt.text, told.text if isinstance(told, TextResponse) else ""


@_asked.register
def _(item: TrainingCase, _order: tuple[str, ...], state: TaskState) -> Iterator[Row]:
    goals = (
        f"{number}. {goal.text} ({', '.join(map(str, goal.weeks)) or '–'})"
        for number, goal in enumerate(state.planned_goals(), start=1)
    )
    yield item.situation, "\n".join(goals)


@_asked.register
def _(item: SpreadsheetItem, _order: tuple[str, ...], state: TaskState) -> Iterator[Row]:
    yield item.situation, "\n".join(f"{file.name}, {file.length} B, SHA-256 {file.blob}" for file in state.submissions)


def _picked(part: str, state: TaskState) -> str:
    response = state.responses.get(part)
    return response.option if isinstance(response, ChoiceResponse) else ""

"""The parts of a task at the desk as they stand on paper, for whoever types in what a candidate wrote."""

from collections.abc import Iterator, Sequence
from functools import singledispatch

from exam.core.candidate_session.responses import REPLY
from exam.core.item import AssessmentItem, ChoiceItem, TrainingCase, TranscriptSet, WrittenReplyItem
from exam.core.paper import PaperItem
from exam.service.judging_view import PartKind, PartLine

Order = tuple[str, ...]


def parts_of(items: Sequence[AssessmentItem], paper: Sequence[PaperItem]) -> tuple[PartLine, ...]:
    """Return the parts in the order of the paper, options as the candidate saw them."""
    orders = {pinned.item: pinned.order for pinned in paper}
    return tuple(part for item in items for part in _parts(item, orders.get(item.id, ())))


@singledispatch
def _parts(_item: AssessmentItem, _order: Order) -> Iterator[PartLine]:
    yield from ()


@_parts.register
def _(item: ChoiceItem, order: Order) -> Iterator[PartLine]:
    texts = {option.id: option.text for option in item.options}
    yield PartLine(item.id, PartKind.CHOICE, item.stem, tuple((name, texts[name]) for name in order))


@_parts.register
def _(item: TranscriptSet, order: Order) -> Iterator[PartLine]:
    first = {transcript.id: transcript.lines[0].text for transcript in item.transcripts}
    yield PartLine(item.id, PartKind.CHOICE, item.title, tuple((name, first[name]) for name in order))


@_parts.register
def _(item: WrittenReplyItem, _order: Order) -> Iterator[PartLine]:
    yield PartLine(f"{item.id}/{REPLY}", PartKind.REPLY, item.message.subject)
    for prompt in item.ethics:
        yield PartLine(f"{item.id}/{prompt.id}", PartKind.TEXT, prompt.text)


@_parts.register
def _(item: TrainingCase, _order: Order) -> Iterator[PartLine]:
    yield PartLine(item.id, PartKind.PLAN, item.title)

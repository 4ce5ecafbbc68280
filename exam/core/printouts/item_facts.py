"""The facts of printouts of one item: what a candidate gets holds no key, what an examiner gets may."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import singledispatch

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
from exam.core.printouts.facts import Facts, texts
from exam.core.printouts.shapes import Printout
from exam.core.printouts.template import FrameWording
from exam.core.standard import Task

GOALS = 8
"""Rows of the grid of a training plan."""


@dataclass(frozen=True, slots=True)
class Given:
    """The items of one task: drawn for a candidate, or one of the bank."""

    task: Task
    items: tuple[AssessmentItem, ...]
    orders: Mapping[str, tuple[str, ...]]
    """By item, its options or transcripts as they are presented."""
    words: FrameWording

    def order(self, item: AssessmentItem, ids: Sequence[str]) -> Sequence[str]:
        """Return the order of an item's parts, the bank's own where none was drawn."""
        return self.orders.get(item.id) or ids


def printouts_of(given: Given) -> Iterator[tuple[Printout, Facts]]:
    """Yield every printout of these items with the facts of its own, for candidates first."""
    first = given.items[0]
    shared = _shared(given, first)
    if isinstance(first, ChoiceItem):
        yield Printout.TEST, {**shared, "questions": [_question(given, place, item) for place, item in _choices(given)]}
    else:
        for printout, facts in _candidates(first, given):
            yield printout, {**shared, **facts}
        if isinstance(first, RolePlayScenario | TrainingCase):
            yield Printout.SCRIPT, {**shared, **_script(first)}
    keys = [key for item in given.items for key in _keys(item, given)]
    if keys:
        yield Printout.KEY_SHEET, {**shared, "keys": keys}


def _shared(given: Given, item: AssessmentItem) -> Facts:
    test = isinstance(item, ChoiceItem)
    return {
        "item": given.task.id if test else item.id,
        "version": "" if test else str(item.version),
        "task": given.task.title,
        "title": given.task.title if test else getattr(item, "title", ""),
        "situation": "" if test else getattr(item, "situation", ""),
        "minutes": str(given.task.minutes.value),
        "preparation": str(given.task.preparation_minutes) if given.task.preparation_minutes else "",
    }


@singledispatch
def _candidates(_item: AssessmentItem, _given: Given) -> Iterator[tuple[Printout, Facts]]:
    yield from ()


@_candidates.register
def _(item: RolePlayScenario, _given: Given) -> Iterator[tuple[Printout, Facts]]:
    yield (
        Printout.BRIEF,
        {
            "situation": item.brief,
            "customer": item.customer,
            "history": texts(item.history),
            "extra_information": texts(item.extra_information),
        },
    )


@_candidates.register
def _(item: TranscriptSet, given: Given) -> Iterator[tuple[Printout, Facts]]:
    by_id = {transcript.id: transcript for transcript in item.transcripts}
    order = given.order(item, tuple(by_id))
    yield (
        Printout.TRANSCRIPTS,
        {
            "transcripts": [
                {
                    "number": str(place),
                    "lines": [
                        {
                            "number": str(line),
                            "speaker": given.words.speakers.get(told.speaker, told.speaker),
                            "text": told.text,
                        }
                        for line, told in enumerate(by_id[name].lines, start=1)
                    ],
                }
                for place, name in enumerate(order, start=1)
            ]
        },
    )


@_candidates.register
def _(item: WrittenReplyItem, _given: Given) -> Iterator[tuple[Printout, Facts]]:
    message = item.message
    yield (
        Printout.EMAIL,
        {
            "sender": message.sender,
            "address": message.address,
            "subject": message.subject,
            "body": message.body,
            "prompts": [
                {"number": str(number), "text": asked.text} for number, asked in enumerate(item.ethics, start=1)
            ],
        },
    )


@_candidates.register
def _(item: SpreadsheetItem, _given: Given) -> Iterator[tuple[Printout, Facts]]:
    instructions = item.assignment.instructions.get(item.language, ())
    asked = texts([prompt.text for prompt in item.presentation])
    yield Printout.ASSIGNMENT, {"prompts": asked, "instructions": texts(instructions)}


@_candidates.register
def _(_item: TrainingCase, _given: Given) -> Iterator[tuple[Printout, Facts]]:
    yield Printout.PLAN_GRID, {"goals": [{"number": str(goal)} for goal in range(1, GOALS + 1)]}


@_candidates.register
def _(item: OralSet, _given: Given) -> Iterator[tuple[Printout, Facts]]:
    if item.situation:
        yield Printout.ASSIGNMENT, {"prompts": [], "instructions": []}


def _script(item: RolePlayScenario | TrainingCase) -> Facts:
    if isinstance(item, TrainingCase):
        return {"brief": "", "customer": "", "escalation": "", "limit": "", "novice": item.novice, "cues": []}
    return {
        "brief": item.brief,
        "customer": item.customer,
        "escalation": item.escalation,
        "limit": item.limit,
        "novice": "",
        "cues": [
            {"number": str(number), "when": cue.when, "say": cue.say, "criteria": ", ".join(cue.criteria)}
            for number, cue in enumerate(item.script, start=1)
        ],
    }


def _choices(given: Given) -> Iterator[tuple[int, ChoiceItem]]:
    yield from enumerate((item for item in given.items if isinstance(item, ChoiceItem)), start=1)


def _question(given: Given, number: int, item: ChoiceItem) -> Facts:
    by_id = {option.id: option.text for option in item.options}
    shown = enumerate(given.order(item, tuple(by_id)))
    return {
        "number": str(number),
        "stem": item.stem,
        "options": [{"letter": _letter(place), "text": by_id[name]} for place, name in shown],
    }


def _letter(place: int) -> str:
    return chr(ord("a") + place)


@singledispatch
def _keys(_item: AssessmentItem, _given: Given) -> Iterator[Facts]:
    yield from ()


@_keys.register
def _(item: ChoiceItem, given: Given) -> Iterator[Facts]:
    number = 1 + [found.id for found in given.items].index(item.id)
    order = list(given.order(item, [option.id for option in item.options]))
    right = next(option for option in item.options if option.correct)
    what = f"{_letter(order.index(right.id))}) {right.text}"
    yield {"what": f"{number}. {item.stem}", "right": what, "why": right.rationale}


@_keys.register
def _(item: TranscriptSet, given: Given) -> Iterator[Facts]:
    by_id = {transcript.id: transcript for transcript in item.transcripts}
    for place, name in enumerate(given.order(item, tuple(by_id)), start=1):
        found = by_id[name]
        yield {
            "what": f"{place}",
            "right": given.words.right if found.correct else given.words.wrong,
            "why": found.rationale,
        }


@_keys.register
def _(item: WrittenReplyItem, _given: Given) -> Iterator[Facts]:
    yield from _prompts((*item.required_points, *item.ethics))


@_keys.register
def _(item: SpreadsheetItem, _given: Given) -> Iterator[Facts]:
    yield from _prompts((*item.presentation, *item.follow_up))


@_keys.register
def _(item: TrainingCase, _given: Given) -> Iterator[Facts]:
    yield from _prompts(item.model_goals)


@_keys.register
def _(item: OralSet, _given: Given) -> Iterator[Facts]:
    yield from _prompts(item.prompts)


def _prompts(prompts: Sequence[OpenPrompt]) -> Iterator[Facts]:
    for prompt in prompts:
        yield {"what": prompt.text, "right": "", "why": "\n".join(f"• {entry}" for entry in prompt.expected)}

"""Scoring what can be computed: tests and picked transcripts; it never judges what a person must."""

from collections.abc import Collection, Mapping, Sequence
from decimal import ROUND_CEILING, Decimal

from exam.core.item import AssessmentItem, ChoiceItem, TranscriptSet
from exam.core.judging import Judgement
from exam.core.paper import PaperItem
from exam.core.session_events import TaskScored
from exam.core.session_values import ChoiceResponse, CriterionOutcome, ItemOutcome, Response
from exam.core.standard import Blueprint, MachineCriterion, Task


def score_task(
    task: Task,
    paper: Sequence[PaperItem],
    items: Sequence[AssessmentItem],
    responses: Mapping[str, Response],
    cells: tuple[ItemOutcome, ...],
    *,
    full: Collection[str] = (),
) -> TaskScored | None:
    """Return what the machine makes of a submitted task; None where it has nothing to say.

    `items` are the pinned items of `paper`; `cells` are a workbook's compared cells; for an item in `full` everybody
    has its whole score.
    """
    if cells:
        return TaskScored(task=task.id, items=cells, criteria=())
    if not task.machine:
        return None
    by_id = {item.id: item for item in items}
    outcomes = tuple(_score(by_id[pinned.item], responses.get(pinned.item), full) for pinned in paper)
    if task.blueprint is None:
        place = next((_place(pinned, responses.get(pinned.item)) for pinned in paper), "")
        criteria = tuple(_pick_outcome(entry, outcomes, place) for entry in task.machine)
    else:
        criteria = tuple(_test_outcome(entry, task.blueprint, by_id, outcomes) for entry in task.machine)
    return TaskScored(task=task.id, items=outcomes, criteria=criteria)


def _score(item: AssessmentItem, response: Response | None, full: Collection[str]) -> ItemOutcome:
    points = item.points if isinstance(item, ChoiceItem) else Decimal(1)
    key = item.key if isinstance(item, ChoiceItem | TranscriptSet) else ""
    right = item.id in full or (bool(key) and _picked(response) == key)
    return ItemOutcome(item=item.id, score=points if right else Decimal(0), max_score=points)


def _picked(response: Response | None) -> str:
    return response.option if isinstance(response, ChoiceResponse) else ""


def _place(pinned: PaperItem, response: Response | None) -> str:
    """Return as which the candidate saw what he picked, counted from 1; letters are the bank's own."""
    picked = _picked(response)
    return str(pinned.order.index(picked) + 1) if picked in pinned.order else ""


def _pick_outcome(entry: MachineCriterion, outcomes: tuple[ItemOutcome, ...], place: str) -> CriterionOutcome:
    right = all(outcome.score == outcome.max_score for outcome in outcomes)
    return _outcome(entry, met=right, fields={"response": place or "–"})


def _test_outcome(
    entry: MachineCriterion,
    blueprint: Blueprint,
    items: Mapping[str, AssessmentItem],
    outcomes: tuple[ItemOutcome, ...],
) -> CriterionOutcome:
    whole = entry.criterion == blueprint.overall
    counted = [outcome for outcome in outcomes if whole or entry.criterion in items[outcome.item].criteria]
    score = sum((outcome.score for outcome in counted), Decimal(0))
    max_score = sum((outcome.max_score for outcome in counted), Decimal(0))
    share = (blueprint.pass_mark if whole else blueprint.floor).value
    needed = share * max_score
    fields = {
        "score": _plain(score),
        "max_score": _plain(max_score),
        "needed": _plain(needed.to_integral_value(ROUND_CEILING)),
    }
    return _outcome(entry, met=score >= needed, fields=fields)


def _outcome(entry: MachineCriterion, *, met: bool, fields: Mapping[str, str]) -> CriterionOutcome:
    reason = "" if met else entry.not_met.format(**fields)
    judgement = Judgement.MET if met else Judgement.NOT_MET
    return CriterionOutcome(criterion=entry.criterion, judgement=judgement, reason=reason)


def _plain(number: Decimal) -> str:
    return format(number.normalize(), "f")

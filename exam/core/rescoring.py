"""Scoring by corrected keys: the same rule as at the exam, on the same pinned items and the same saved responses."""

from collections.abc import Iterable, Mapping, Sequence
from typing import ClassVar

from exam.core.item import AssessmentItem, ChoiceItem, TranscriptSet
from exam.core.key_correction import Cancellation, CorrectedKey, standing
from exam.core.paper import PaperItem
from exam.core.scoring import score_task
from exam.core.session_events import TaskScored
from exam.core.session_values import ItemOutcome, Response
from exam.core.standard import AssessmentStandard, Task
from exam.problem import ExamError


class KeyCorrectionError(ExamError):
    """The root of refusals of a correction that does not fit what the candidate was given."""


class KeyNotGivenError(KeyCorrectionError):
    """The machine scored no such item of that version in this session."""

    code: ClassVar[str] = "key-correction-not-given"


class KeyOptionError(KeyCorrectionError):
    """The item has no such option."""

    code: ClassVar[str] = "key-correction-option"


class KeyNothingLeftError(KeyCorrectionError):
    """Without the item nothing would be left by which a criterion can be scored."""

    code: ClassVar[str] = "key-correction-nothing-left"


Papers = Mapping[str, tuple[PaperItem, ...]]


def concerned_tasks(standard: AssessmentStandard, papers: Papers, correction: CorrectedKey) -> tuple[Task, ...]:
    """Return the tasks that the machine scores and on whose paper the item stands in that version."""
    return tuple(
        task
        for task in standard.tasks()
        if task.machine and any(_concerns(correction, pinned) and pinned.order for pinned in papers.get(task.id, ()))
    )


def require_applicable(
    task: Task,
    paper: Sequence[PaperItem],
    items: Sequence[AssessmentItem],
    correction: CorrectedKey,
    before: Iterable[CorrectedKey],
) -> None:
    """Refuse a correction of a task's paper that names no option of the item, or leaves nothing to score by.

    Raises:
        KeyCorrectionError: the named refusal.
    """
    pinned = next(pinned for pinned in paper if _concerns(correction, pinned))
    if correction.key is not None and correction.key not in pinned.order:
        raise KeyOptionError(item=correction.item, key=correction.key)
    corrections = standing([*before, correction])
    left = {pinned.item for pinned in paper if not _is_taken_out(pinned, corrections)}
    kept = [item for item in _of_paper(paper, items) if item.id in left]
    for entry in task.machine:
        whole = task.blueprint is None or entry.criterion == task.blueprint.overall
        if not any(whole or entry.criterion in item.criteria for item in kept):
            raise KeyNothingLeftError(item=correction.item, criterion=entry.criterion)


def score_corrected(
    task: Task,
    paper: Sequence[PaperItem],
    items: Sequence[AssessmentItem],
    responses: Mapping[str, Response],
    cells: tuple[ItemOutcome, ...],
    corrections: Iterable[CorrectedKey],
) -> TaskScored | None:
    """Return what the machine makes of a task when these corrections stand; without any, what it made at the exam."""
    stand = standing(corrections)
    left = tuple(pinned for pinned in paper if not _is_taken_out(pinned, stand))
    found = {pinned.item: stand[pinned.item, pinned.version] for pinned in left if _place(pinned) in stand}
    keyed = [_keyed(item, found.get(item.id)) for item in _of_paper(left, items)]
    full = {name for name, correction in found.items() if correction.cancelled is Cancellation.FULL_SCORE}
    return score_task(task, left, keyed, responses, cells, full=full)


def _of_paper(paper: Sequence[PaperItem], items: Sequence[AssessmentItem]) -> list[AssessmentItem]:
    """Return the items that a paper pins, among others of the same name."""
    digests = {pinned.digest for pinned in paper}
    return [item for item in items if item.digest in digests]


def _keyed(item: AssessmentItem, correction: CorrectedKey | None) -> AssessmentItem:
    """Return the item with its corrected key."""
    key = correction.key if correction else None
    if key is None:
        return item
    if isinstance(item, ChoiceItem):
        options = tuple(option.model_copy(update={"correct": option.id == key}) for option in item.options)
        return item.model_copy(update={"options": options})
    if isinstance(item, TranscriptSet):
        parts = tuple(part.model_copy(update={"correct": part.id == key}) for part in item.transcripts)
        return item.model_copy(update={"transcripts": parts})
    return item


def _is_taken_out(pinned: PaperItem, corrections: Mapping[tuple[str, int], CorrectedKey]) -> bool:
    found = corrections.get(_place(pinned))
    return found is not None and found.cancelled is Cancellation.TAKEN_OUT


def _concerns(correction: CorrectedKey, pinned: PaperItem) -> bool:
    return (correction.item, correction.version) == _place(pinned)


def _place(pinned: PaperItem) -> tuple[str, int]:
    return pinned.item, pinned.version

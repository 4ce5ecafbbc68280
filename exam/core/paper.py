"""The paper one candidate gets: which items, in which order; drawn once from a journalled seed, never re-drawn."""

from collections.abc import Collection, Sequence
from typing import ClassVar

from exam.core.chance import Draw
from exam.core.item import AssessmentItem, ChoiceItem, TranscriptSet
from exam.core.model import Frozen
from exam.core.standard import Blueprint
from exam.problem import ExamError

MAX_TRIES = 64


class PaperImpossibleError(ExamError):
    """The bank cannot fill the paper with items that may stand together."""

    code: ClassVar[str] = "paper-impossible"


class PaperItem(Frozen):
    """One item of a paper, pinned."""

    item: str
    version: int
    digest: str
    order: tuple[str, ...] = ()
    """The ids of options or transcripts as they are presented."""


def draw_test(
    blueprint: Blueprint,
    criteria: Sequence[str],
    items: Sequence[ChoiceItem],
    seed: str,
    given: Collection[str] = (),
) -> tuple[PaperItem, ...]:
    """Draw a test: so many items for each criterion, no two enemies, options in drawn order.

    Items `given` to others of the sitting are taken only where none is found without them.

    Raises:
        PaperImpossibleError: no such paper was found in 64 tries.
    """
    drawn_criteria = [criterion for criterion in criteria if criterion != blueprint.overall]
    for attempt in range(MAX_TRIES):
        avoided = given if attempt < MAX_TRIES // 2 else ()
        chosen = _choose(blueprint.drawn.value, drawn_criteria, items, Draw(seed, f"choose-{attempt}"), avoided)
        if chosen is not None:
            order = Draw(seed, "order").shuffled(chosen)
            return tuple(pin(item, seed) for item in order)
    raise PaperImpossibleError(needed=blueprint.drawn.value * len(drawn_criteria), found=len(items))


def could_be_chosen(blueprint: Blueprint, criteria: Sequence[str], items: Sequence[ChoiceItem], seed: str) -> bool:
    """Tell whether a test's items, in the order of the paper, can come from this seed.

    Which other items the bank held is not needed: put back into the order in which they were chosen, the items must
    come criterion by criterion, so many of each, and no two may be enemies.
    """
    drawn = [criterion for criterion in criteria if criterion != blueprint.overall]
    slots = [criterion for criterion in drawn for _ in range(blueprint.drawn.value)]
    if len(slots) != len(items):
        return False
    places = Draw(seed, "order").shuffled(range(len(items)))
    chosen = [item for _, item in sorted(zip(places, items, strict=True), key=lambda pair: pair[0])]
    fitting = all(_fits(item, chosen[:place]) for place, item in enumerate(chosen))
    return fitting and all(slot in item.criteria for slot, item in zip(slots, chosen, strict=True))


def draw_one(items: Sequence[AssessmentItem], seed: str, given: Collection[str] = ()) -> PaperItem:
    """Draw one item or scenario of the bank, none `given` to others of the sitting while it has another.

    Raises:
        PaperImpossibleError: the bank is empty.
    """
    if not items:
        raise PaperImpossibleError(needed=1, found=0)
    fresh = [item for item in items if item.id not in given]
    ordered = sorted(fresh or items, key=lambda item: item.id)
    return pin(ordered[Draw(seed, "one").below(len(ordered))], seed)


def pin(item: AssessmentItem, seed: str) -> PaperItem:
    """Pin an item with the order in which its options are presented."""
    return PaperItem(item=item.id, version=item.version, digest=item.digest, order=_order(item, seed))


def _order(item: AssessmentItem, seed: str) -> tuple[str, ...]:
    draw = Draw(seed, f"present-{item.id}")
    if isinstance(item, ChoiceItem):
        ids = tuple(option.id for option in item.options)
        return draw.shuffled(ids) if item.shuffle else ids
    if isinstance(item, TranscriptSet):
        return draw.shuffled([transcript.id for transcript in item.transcripts])
    return ()


def _choose(
    count: int, criteria: Sequence[str], items: Sequence[ChoiceItem], draw: Draw, given: Collection[str]
) -> list[ChoiceItem] | None:
    chosen: list[ChoiceItem] = []
    for criterion in criteria:
        pool = sorted((item for item in items if criterion in item.criteria), key=lambda item: item.id)
        taken = 0
        for item in sorted(draw.shuffled(pool), key=lambda item: item.id in given):
            if taken < count and _fits(item, chosen):
                chosen.append(item)
                taken += 1
        if taken < count:
            return None
    return chosen


def _fits(item: ChoiceItem, chosen: Sequence[ChoiceItem]) -> bool:
    return all(
        item.id != other.id and item.id not in other.enemies and other.id not in item.enemies for other in chosen
    )

"""A drawn paper again, as far as its seed reaches.

The bank from which it was drawn is not journalled: whoever has it may repeat the whole draw, but banks change. What
follows from seed and pinned items alone is compared: each item is the bytes of its digest and could be given on that
day, its options stand in the drawn order, and the items of a test, put back into the order in which they were chosen,
come criterion by criterion, so many of each, no two enemies.
"""

from collections.abc import Iterator

from exam.core.events import Entry
from exam.core.item import ChoiceItem
from exam.core.paper import could_be_chosen, pin
from exam.core.record_check import Discrepancy
from exam.core.replay.scene import Scene
from exam.core.session_events import PaperDrawn
from exam.core.standard import TaskKind


def compare_paper(event: PaperDrawn, entry: Entry, scene: Scene) -> Iterator[Discrepancy]:
    """Yield what the paper has that its seed and its items do not lead to."""
    items = [scene.evidence.item(pinned) for pinned in event.items]
    for pinned, item in zip(event.items, items, strict=True):
        about = {"task": event.task, "item": pinned.item}
        if item is None:
            yield Discrepancy(code="replay-item-differs", arguments=about)
            continue
        if pin(item, event.seed) != pinned:
            yield Discrepancy(code="replay-order-differs", arguments=about)
        if not item.eligible(entry.at.date()):
            yield Discrepancy(code="replay-item-ineligible", arguments=about | {"on": entry.at.date().isoformat()})
    if None not in items and not _fits(event, scene, [item for item in items if isinstance(item, ChoiceItem)]):
        yield Discrepancy(code="replay-paper-differs", arguments={"task": event.task})


def _fits(event: PaperDrawn, scene: Scene, choices: list[ChoiceItem]) -> bool:
    task = scene.standard.task(event.task)
    if task is None or task.bank is None:
        return False
    if task.kind is TaskKind.TEST and task.blueprint is not None:
        whole = len(choices) == len(event.items)
        return whole and could_be_chosen(task.blueprint, task.criteria, choices, event.seed)
    return len(event.items) == 1

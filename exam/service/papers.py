"""The items of papers: what may be drawn, what others of the sitting were given, and what was drawn, kept for ever."""

from collections.abc import Sequence
from contextlib import suppress

from pydantic import TypeAdapter

from exam.core.candidate_session import SessionState
from exam.core.canonical import canonical_json
from exam.core.events import Event
from exam.core.item import AssessmentItem, Item, SpreadsheetItem
from exam.core.session_events import PaperDrawn
from exam.core.sitting import fold_sitting
from exam.core.spreadsheet_values import generate
from exam.problem import ExamError
from exam.service.folds import Folds, Loaded, session_stream
from exam.service.ports import Ports
from exam.service.streams import Streams

_ITEM: TypeAdapter[Item] = TypeAdapter(Item)


class Papers:
    """Items of banks and of papers."""

    def __init__(self, ports: Ports, streams: Streams, folds: Folds) -> None:
        self._ports = ports
        self._streams = streams
        self._folds = folds

    def eligible(self, loaded: Loaded, task_id: str) -> tuple[AssessmentItem, ...]:
        """Return what may be drawn for a task today."""
        task = loaded.standard.task(task_id)
        if task is None or task.bank is None:
            return ()
        bank = self._ports.library.bank(loaded.standard.id, task.bank)
        return tuple(item for item in bank if item.eligible(loaded.at.date()))

    def items(self, state: SessionState, task: str) -> tuple[AssessmentItem, ...]:
        """Return the pinned items of a task's paper, as they were when it was drawn."""
        paper = state.papers.get(task, ())
        return tuple(_ITEM.validate_json(self._ports.blobs.get(pinned.digest)) for pinned in paper)

    def given(self, state: SessionState) -> tuple[AssessmentItem, ...]:
        """Return the items of all papers of a session."""
        return tuple(item for task in state.papers for item in self.items(state, task))

    def given_to_others(self, state: SessionState) -> frozenset[str]:
        """Return the items on the papers of the sitting's other sessions, as far as these can be read."""
        found: set[str] = set()
        for other in fold_sitting(self._streams.entries(f"sitting/{state.sitting}")).sessions:
            if other == state.session:
                continue
            with suppress(ExamError):
                papers = self._folds.at_head(session_stream(other)).state.papers
                found.update(pinned.item for paper in papers.values() for pinned in paper)
        return frozenset(found)

    def pin(self, loaded: Loaded, events: Sequence[Event]) -> None:
        """Keep the canonical items of a drawn paper before the event that names them."""
        for event in events:
            if isinstance(event, PaperDrawn):
                drawn = {pinned.item for pinned in event.items}
                for item in self.eligible(loaded, event.task):
                    if item.id in drawn:
                        self._ports.blobs.put(canonical_json(item))
                        self._keep_table(item, event.seed)

    def _keep_table(self, item: AssessmentItem, seed: str) -> None:
        if isinstance(item, SpreadsheetItem):
            self._ports.blobs.put(canonical_json(generate(item.assignment, seed)))

"""The sheet on which one examiner judges one task: his own judgements, his colleagues' only once revealed."""

from collections.abc import Callable, Sequence

from exam.core.candidate_session import TaskState, TaskStatus
from exam.core.candidate_view import clock_view
from exam.core.item import AssessmentItem, SpreadsheetItem
from exam.core.paper import PaperItem
from exam.core.rubric import CriterionRubric
from exam.core.spreadsheet_marks import WorkbookMarking
from exam.core.standard import AT_THE_DESK, AssessmentStandard, Task
from exam.service.board import Naming
from exam.service.console_view import CriterionLine, Decided, JudgingSheet
from exam.service.evidence import evidence_of
from exam.service.marking_sheet import MarkingSheet, marking_sheet
from exam.view import CardStatus

Anchors = Callable[[str], CriterionRubric | None]
"""From a criterion to how it is judged."""


class SheetMaker:
    """Makes sheets of one session's tasks for one examiner."""

    def __init__(self, standard: AssessmentStandard, judge: str, name: Naming, anchors: Anchors) -> None:
        self._standard = standard
        self._judge = judge
        self._name = name
        self._anchors = anchors

    def make(
        self,
        task: Task,
        opened: TaskState,
        paper: Sequence[PaperItem],
        items: Sequence[AssessmentItem],
        elapsed_ms: int,
        marking: WorkbookMarking | None = None,
    ) -> JudgingSheet:
        """Return the sheet of an opened task."""
        return JudgingSheet(
            task=task.id,
            title=task.title,
            status=CardStatus.OPEN if opened.status is TaskStatus.OPEN else CardStatus.SUBMITTED,
            at_desk=task.kind in AT_THE_DESK,
            on_panel=self._judge in opened.panel,
            revealed=opened.revealed,
            clock=clock_view(opened, elapsed_ms),
            figurant=self._name(opened.figurant) if opened.figurant else "",
            goals=_goals(opened),
            criteria=tuple(self._criterion(opened, reference) for reference in task.judged),
            decided=self._decided(opened),
            evidence=evidence_of(items, paper, opened),
            marking=self._marking(items, opened, marking),
        )

    def _marking(
        self, items: Sequence[AssessmentItem], opened: TaskState, marking: WorkbookMarking | None
    ) -> MarkingSheet | None:
        item = next((item for item in items if isinstance(item, SpreadsheetItem)), None)
        if item is None or opened.marking is None or opened.status is TaskStatus.OPEN:
            return None
        if marking is None:
            return MarkingSheet(refused=opened.marking.refused)
        by = self._name(opened.confirmed_by) if opened.confirmed_by else ""
        return marking_sheet(item, marking, opened.overrides, confirmed_by=by)

    def _criterion(self, opened: TaskState, reference: str) -> CriterionLine:
        criterion, anchors = self._standard.criterion(reference), self._anchors(reference)
        given = opened.given(reference)
        shown = sorted(given.items()) if opened.revealed else ()
        return CriterionLine(
            criterion=reference,
            text=criterion.text if criterion else reference,
            minimum=criterion.minimum if criterion else None,
            met=anchors.met if anchors else (),
            not_met=anchors.not_met if anchors else (),
            phrases=anchors.phrases if anchors else (),
            mine=given.get(self._judge),
            given=tuple((self._name(judge), entry) for judge, entry in shown),
            agreed=opened.agreed.get(reference),
        )

    def _decided(self, opened: TaskState) -> tuple[Decided, ...]:
        outcomes = opened.scored.criteria if opened.scored else ()
        return tuple(
            Decided(
                criterion=outcome.criterion,
                text=found.text if (found := self._standard.criterion(outcome.criterion)) else outcome.criterion,
                judgement=outcome.judgement,
                reason=outcome.reason,
            )
            for outcome in outcomes
        )


def _goals(opened: TaskState) -> tuple[str, ...]:
    waits = opened.status is TaskStatus.SUBMITTED and opened.goal is None
    return tuple(goal.text for goal in opened.planned_goals()) if waits else ()
